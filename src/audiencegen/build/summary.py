"""What there is to say of a site when it is built: the facts for the closing words, small enough to be kept."""

from __future__ import annotations

from collections.abc import Sequence

from audiencegen.config import Config
from audiencegen.model import Readers, Site, State
from audiencegen.values import Struct

_PATIENCE = 30 * 86_400.0  # seconds that news of the list may be in no backup


class Summary(Struct, frozen=True):
    posts: int
    pages: int
    letters: Sequence[str]  # their folders, newest first
    feeds: int
    newest: Sequence[str]  # subject and folder of the newest letter that is out; () when none is
    has_sender: bool
    drafts: Sequence[str]  # titles
    scheduled: Sequence[Sequence[str]]  # title and day of each
    to_mend: Sequence[int]  # errors and warnings that the checks found in it
    readers: int | None  # None when there is no list
    showing_drafts: bool
    next_change: str | None  # when the site needs a build although nobody wrote anything
    held: bool = False  # nobody on the list may be mailed, for it came from a backup
    not_backed_up_since: float | None = None  # seconds since 1970


def backup_due(site: Summary) -> float | None:
    """When a build should remember the writer of a backup, in seconds since 1970."""
    return site.not_backed_up_since + _PATIENCE if site.not_backed_up_since is not None else None


def summary(site: Site, readers: Readers | None, config: Config) -> Summary:
    frame = site.frame
    newest = next((issue for issue in site.issues if issue.post.card.state is not State.SCHEDULED), None)
    unsaved = readers.not_backed_up_since if readers else None
    scheduled = [card for card in site.waiting if card.state is State.SCHEDULED]
    return Summary(
        posts=len(site.posts),
        pages=len(site.pages),
        letters=[issue.folder for issue in site.issues],
        feeds=len(site.terms) + len(frame.feeds),
        newest=[newest.subject, newest.folder] if newest else [],
        has_sender=config.issues.imprint.sender is not None,
        drafts=[card.title for card in site.waiting if card.state is State.DRAFT],
        scheduled=[[card.title, frame.day(card.date) if card.date else ""] for card in scheduled],
        to_mend=(0, 0),
        readers=readers.count if readers else None,
        showing_drafts=frame.showing_drafts,
        next_change=frame.stamp(site.next_change) if site.next_change else None,
        held=readers is not None and readers.held,
        not_backed_up_since=unsaved.timestamp() if unsaved else None,
    )
