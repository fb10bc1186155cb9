"""Where a post stands, and what follows from it: one table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from audiencegen.model import Head, State
from audiencegen.values import Struct


class Shown(Struct, frozen=True):
    """What exists of a post: a page; a place in lists, feeds and the sitemap; a letter."""

    page: bool
    listed: bool
    letter: bool


# A scheduled letter is made ahead of its date: it is handed to the mailing service before the page appears.
STATES: Mapping[State, Shown] = MappingProxyType(
    {
        State.PUBLISHED: Shown(page=True, listed=True, letter=True),
        State.UNLISTED: Shown(page=True, listed=False, letter=False),
        State.SCHEDULED: Shown(page=False, listed=False, letter=True),
        State.EXPIRED: Shown(page=False, listed=False, letter=False),
        State.DRAFT: Shown(page=False, listed=False, letter=False),
    }
)


class Moment(Struct, frozen=True):
    """The moment a build is for: `now` decides what is due; drafts and scheduled posts may be shown for a look."""

    now: datetime
    drafts: bool = False
    future: bool = False

    def shown(self, state: State) -> Shown:
        looked_at = (self.drafts and state is State.DRAFT) or (self.future and state is State.SCHEDULED)
        return STATES[State.PUBLISHED] if looked_at else STATES[state]


def state_of(head: Head, date: datetime | None, now: datetime) -> State:
    """The state of a post or page at the moment `now`; a page needs no date to be published."""
    if head.draft:
        return State.DRAFT
    if head.expires is not None and head.expires <= now:
        return State.EXPIRED
    if date is not None and date > now:
        return State.SCHEDULED
    return State.UNLISTED if head.unlisted else State.PUBLISHED
