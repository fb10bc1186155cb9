"""Which posts get a share kit: those that have letters made, or would have, if they have a page to lead to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from audiencegen.config import Config, Shared
from audiencegen.content.letters import Letter, folder
from audiencegen.content.naming import Named
from audiencegen.content.states import Moment
from audiencegen.content.typography import smart
from audiencegen.model import Frame, Kind, Kit, State

_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def is_shared(entry: Named, state: State, moment: Moment) -> bool:
    """Whether a post may be shown elsewhere: it is out for everybody, or will be, and has an address."""
    wanted = entry.head.share.get("all") is not False
    return entry.kind is Kind.POST and entry.head.web and moment.shown(state).letter and wanted


def kits(shared: Sequence[Letter], config: Config, frame: Frame) -> tuple[Kit, ...]:
    """The kits to make, newest first: of every scheduled post, and of the newest of those that are out."""
    if config.shared is Shared.NONE:
        return ()
    ordered = sorted(shared, key=lambda pair: (pair[1].card.date or _NEVER, pair[0].path), reverse=True)
    made: list[Kit] = []
    out = 0
    for entry, post in ordered:
        out += post.card.state is not State.SCHEDULED
        is_old = out > config.issues.latest and post.card.state is not State.SCHEDULED
        if is_old and config.shared is Shared.LATEST:
            continue
        summary = smart(entry.head.description or "", "", post.card.language)
        own = folder(entry, post, frame, {kit.folder for kit in made})
        made.append(Kit(post, own, summary, entry.head.share, config.sharing))
    return tuple(made)
