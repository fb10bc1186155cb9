"""Every cross-file fact of one build, the list as a build sees it, and what is made of both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from audiencegen.model.frame import Feeds, Frame
from audiencegen.model.letter import Issue, Kit
from audiencegen.model.manuscript import File
from audiencegen.model.post import Card, Neighbours, Page, Post, Term
from audiencegen.podcast import Show
from audiencegen.values import Ref, Struct, Value


class Asset(Value, frozen=True):
    """A file that is published as it is."""

    address: str
    content: Ref


class Redirect(Value, frozen=True):
    """An old address that leads to a present one. `old` ends in `/` for a folder, else it is that very file."""

    old: str
    target: str


class Site(Value, frozen=True):
    """Every cross-file fact of one build."""

    frame: Frame
    posts: tuple[Post, ...]  # with a page, published or unlisted, newest first
    listed: tuple[Card, ...]  # what lists and feeds show, newest first
    neighbours: tuple[Neighbours, ...]  # of posts, index by index
    pages: tuple[Page, ...]
    issues: tuple[Issue, ...]  # the letters to make, newest first
    letter_pictures: tuple[File, ...]  # of every letter that is out: inboxes go on asking for them
    terms: tuple[Term, ...]
    assets: tuple[Asset, ...]
    redirects: tuple[Redirect, ...]
    waiting: tuple[Card, ...]  # drafts and scheduled posts, for the closing words
    expired: tuple[Card, ...]  # what was out and is not any more, for the workbench
    next_change: datetime | None  # when a post becomes due or expires, and the site needs a build
    page_size: int
    kits: tuple[Kit, ...] = ()  # the posts to be shared, newest first
    show: Show = Show()
    episodes: tuple[Post, ...] = ()  # what the podcast has, newest first
    feeds: Feeds = Feeds()
    letters: frozenset[str] = frozenset()  # the sources of what is listed and a letter, too
    door_pages: tuple[str, ...] = ()  # those around subscribing that the writer has not written
    pictures: tuple[File, ...] = ()  # what pages show copies of
    icon: File | None = None  # what the site's icons are made of


class Reader(Value, frozen=True):
    """One row of the list file: somebody who may be mailed now."""

    email: str
    name: str = ""
    first_name: str = ""
    since: str = ""
    source: str = ""
    introduced_by: str = ""
    tags: tuple[str, ...] = ()


class Readers(Value, frozen=True):
    """The list as a build sees it; `revision` is the number of the store's last event.

    `states` counts everybody by where they stand. While a list is `held` nobody is mailed: it came from a backup,
    and it is not known who left since. `not_backed_up_since` is when the oldest event was recorded that is in none.
    """

    revision: int
    rows: tuple[Reader, ...]
    states: tuple[tuple[str, int], ...] = ()
    held: bool = False
    not_backed_up_since: datetime | None = None

    @property
    def count(self) -> int:
        return len(self.rows)


Recipe = Callable[..., bytes]


class Output(Struct, frozen=True):
    """A file to make: its path under the output folder, a named pure function, and its inputs in order.

    A `Ref`, `BodyOf` or `WordsOf` among the inputs, or a tuple of the first two, is resolved just before the recipe
    runs. A path under `private/` belongs to the project's private folder and gets mode 0600.
    """

    path: str
    recipe: Recipe
    inputs: tuple[Any, ...]
