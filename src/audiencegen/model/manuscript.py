"""One file: its head, its body, and what others may know of them."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from audiencegen.podcast import Chapter, Recording
from audiencegen.problems import Problem, Severity
from audiencegen.values import Record, Value

PIXELS = (".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".webp")  # pictures that are made of pixels
PARTS = "_parts/"  # where, in the content folder, the pieces lie that `::: part NAME` shows
LARGEST_PICTURE = 100_000_000  # pixels; to read more would take more memory than a small machine has


class Kind(Enum):
    POST = "post"
    PAGE = "page"


class State(Enum):
    """Where a post stands at the moment of the build; `content.link.STATES` says what follows from it."""

    PUBLISHED = "published"
    UNLISTED = "unlisted"
    SCHEDULED = "scheduled"
    EXPIRED = "expired"
    DRAFT = "draft"


class Credit(Value, frozen=True):
    """With thanks to somebody: who, for what, and where to find them."""

    name: str
    reason: str = ""
    url: str = ""


class Ask(Value, frozen=True):
    """The one thing that a letter asks for: the words of its button, and where it leads."""

    text: str
    url: str


class Brief(Value, frozen=True):
    """What a writer settles before writing. `reader` and `takeaway` stay with the writer: no reader sees them."""

    reader: str = ""  # whom it is for
    takeaway: str = ""
    question: str = ""
    ask: Ask | None = None


class Video(Value, frozen=True):
    """A film elsewhere: its address, what it is called, and a picture of ours that shows it until it is started."""

    url: str
    title: str = ""
    poster: str = ""


class Correction(Value, frozen=True):
    """What was wrong in a post and is right now, in the writer's words, and since when."""

    date: datetime
    text: str


class Head(Value, frozen=True):
    """The front matter of one file. None, "" or () where the writer said nothing; unknown fields are in `extra`."""

    title: str | None = None
    date: datetime | None = None
    date_only: bool = False  # the writer gave a day and no time
    updated: datetime | None = None
    slug: str | None = None
    id: str | None = None
    description: str | None = None
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    draft: bool = False
    unlisted: bool = False
    expires: datetime | None = None
    aliases: tuple[str, ...] = ()
    permalink: str | None = None
    series: str | None = None
    image: str | None = None
    image_alt: str | None = None
    language: str | None = None
    canonical: str | None = None
    email: bool = True
    web: bool = True
    subject: str | None = None
    preheader: str | None = None
    number: int | None = None
    kind: Kind | None = None
    contents: bool | None = None  # a table of contents: yes, no, or by the number of sections
    credits: tuple[Credit, ...] = ()
    brief: Brief = Brief()
    card: str | None = None  # a picture of the writer's own for where the post is shared
    extra: Record = Record()
    share: Record = Record()  # channel → the words for it; "all" for every other, False there for no kit at all
    syndication: tuple[str, ...] = ()  # where else it was posted
    video: Video | None = None  # a film, which stands before the text
    audio: Recording | None = None
    chapters: tuple[Chapter, ...] = ()  # of what is heard or seen
    update_note: str | None = None  # what is new since `updated`
    corrections: tuple[Correction, ...] = ()


class Heading(Value, frozen=True):
    level: int
    id: str
    text: str


class Link(Value, frozen=True):
    """A target as written. `ordinal` counts equal targets in the body, from 0; `image` is an `<img src>`."""

    target: str
    ordinal: int = 0
    image: bool = False
    sized: bool = False  # the writer gave width or height
    spare: bool = False  # nobody wrote it: it is shown if it is there
    written: str = ""  # in a part, where `target` is seen from whatever shows it: as the writer wrote it
    source: str = ""  # the file it stands in, when that is a part


class Notice(Value, frozen=True):
    """Somebody asks or offers: until when, None for ever, and which of the body's links stand in it."""

    until: datetime | None = None
    first: int = 0
    count: int = 0
    word: str = ""  # the word of its block


class Body(Value, frozen=True):
    """What one walk over the HTML found. In `html` every target is `ag:N`, its index in `links`."""

    html: str
    text: str
    excerpt: str  # plain text before `<!-- more -->`, else of the first paragraph
    words: int
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    ids: tuple[str, ...] = ()  # every id a fragment may point at
    index: bytes = b""  # its part of the search, as `content.words` keeps it: who shows the text need not read that


class Outline(Value, frozen=True):
    """What others may know of a text without reading it: as long as it stays the same, nothing else has to change."""

    excerpt: str
    minutes: int
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    ids: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()  # the parts it shows, in their order: by name, and once linked by file
    notices: tuple[Notice, ...] = ()
    weight: int = 0  # kilobytes in a feed, in steps that most edits stay within


class Manuscript(Value, frozen=True):
    """One compiled file but for its body: it knows nothing but its own bytes and the settings.

    Its problems have no file name yet.
    """

    head: Head
    title: str  # the head's, else the first heading's, else ""
    outline: Outline
    problems: tuple[Problem, ...] = ()
    # Field → line, column and width of what the head says, for problems found in linking.
    places: dict[str, tuple[int, int, int]] = {}  # noqa: RUF012 - each struct gets its own
    first_line: int = 1  # where the text after the head begins

    @property
    def is_sound(self) -> bool:
        """Whether all of it could be read: else what seems to be absent may only be unreadable."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)

    def at(self, *names: str) -> dict[str, int]:
        """The place of the first of these fields that the head has; nothing when it has none."""
        found = next((self.places[name] for name in names if name in self.places), ())
        return dict(zip(("line", "column", "width"), found, strict=False))


class File(Value, frozen=True):
    """Any other file of the project: path relative to the content folder, digest of its bytes, pixels of a picture."""

    path: str
    digest: str
    size: int
    width: int = 0
    height: int = 0
    clear: bool = False  # a WebP or AVIF that can be seen through
    seconds: int = 0  # how long a recording lasts
    form: str = ""  # of a picture that could be a podcast's: "JPEG RGB"

    @property
    def is_picture(self) -> bool:
        """Whether a mail-sized copy can be made of it: pixels that we can read, and not too many."""
        return self.path.lower().endswith(PIXELS) and 0 < self.width * self.height <= LARGEST_PICTURE


class Copy(Value, frozen=True):
    """A copy of a picture in another size, made for pages."""

    address: str
    width: int
