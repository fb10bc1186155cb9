"""A post on its way to people: as a letter, and as a kit to be shared."""

from __future__ import annotations

from audiencegen.model.manuscript import Brief, Correction, File
from audiencegen.model.post import Post
from audiencegen.values import Record, Value


class Mailbox(Value, frozen=True):
    address: str
    name: str = ""


class Imprint(Value, frozen=True):
    """Who sends the letters: what every letter's header and footer need of the configuration."""

    sender: Mailbox | None = None
    reply_to: Mailbox | None = None
    postal_address: str = ""
    unsubscribe: str = ""  # where a reader leaves; "" is a mail to the writer
    services: tuple[str, ...] = ()  # whom letters are handed to, as the configuration names them


class Corrected(Value, frozen=True):
    """A correction as a later letter tells it."""

    title: str
    address: str
    correction: Correction


class Issue(Value, frozen=True):
    """A post as a letter. `folder` is its folder under `issues/`: `2026-05-01-hello`."""

    post: Post
    folder: str
    subject: str
    preheader: str
    imprint: Imprint
    brief: Brief = Brief()
    web_only: tuple[str, ...] = ()  # titles of sections that it only points to
    pictures: tuple[File, ...] = ()  # the files of its pictures, of which the mail shows copies
    corrections: tuple[Corrected, ...] = ()  # of other posts, since the letter before


class Sharing(Value, frozen=True):
    """How posts are shared: the channels, the writer's own places there, and whether links say where they stood."""

    channels: tuple[str, ...] = ()  # all of them when none is named
    places: Record = Record()  # channel → an instance, a forum, a community
    utm: bool = False


class Kit(Value, frozen=True):
    """What is needed to show a post elsewhere. `folder` is its folder under `share/`: `2026-05-01-hello`."""

    post: Post
    folder: str
    summary: str = ""  # the writer's description; the text says how it begins where there is none
    words: Record = Record()  # as in the head
    sharing: Sharing = Sharing()


class Earlier(Value, frozen=True):
    """What the checks of a letter may know of an earlier one: its links, and whether it asked for something."""

    title: str
    day: str
    urls: frozenset[str]
    asked: bool
