"""A post or page, linked: what lists show of it, where its links lead, and what stands around it."""

from __future__ import annotations

from datetime import datetime

from audiencegen.model.frame import Author
from audiencegen.model.manuscript import Ask, Copy, Correction, Credit, File, Heading, State
from audiencegen.podcast import Episode
from audiencegen.values import Gathered, Record, Value


class TermKey(Value, frozen=True):
    """A tag, category, author or series, as posts refer to it."""

    kind: str  # "tags", "categories", "authors", "series": also the folder of its page
    name: str
    slug: str

    @property
    def address(self) -> str:
        return f"/{self.kind}/{self.slug}/"

    @property
    def feed(self) -> str:
        return f"/{self.kind}/{self.slug}/feed.xml"


class Picture(Value, frozen=True):
    address: str
    alt: str = ""
    width: int = 0
    height: int = 0
    copies: tuple[Copy, ...] = ()  # narrowest first


class Card(Value, frozen=True):
    """What a list, a neighbour or a feed's head shows of a post or page: everything but its body."""

    source: str  # path of the file, relative to the content folder
    title: str
    address: str
    guid: str
    date: datetime | None = None
    updated: datetime | None = None
    description: str = ""
    language: str = ""
    minutes: int = 0
    number: int | None = None
    tags: tuple[TermKey, ...] = ()
    categories: tuple[TermKey, ...] = ()
    authors: tuple[TermKey, ...] = ()
    series: TermKey | None = None
    image: Picture | None = None
    state: State = State.PUBLISHED


class BodyOf(Value, frozen=True):
    """The body of a content file with the parts it shows, by their paths.

    A plan stays the same while only these texts change.
    """

    source: str
    parts: tuple[str, ...] = ()


class WordsOf(Value, frozen=True):
    """What the search knows of many content files: of each, the words that lie in one of so many shards.

    Who shows these alone need not be made again when a text changes in other words.
    """

    sources: tuple[str, ...]
    place: int
    shards: int


class Target(Value, frozen=True):
    """What `ag:N` became: an address of ours or a URL, and the pixels of a picture when they are to be written."""

    url: str
    width: int = 0
    height: int = 0
    copies: tuple[Copy, ...] = ()  # of a picture of ours, narrowest first


class Post(Value, frozen=True):
    """A post or a page, linked. `targets` answers the links of its body, index by index."""

    card: Card
    targets: tuple[Target, ...] = ()
    headings: tuple[Heading, ...] = ()  # of its table of contents; empty when it shows none
    canonical: str = ""
    preheader: str = ""
    subject: str = ""
    standfirst: str = ""  # the writer's description, where it is not simply how the text begins
    on_web: bool = True
    aliases: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    question: str = ""  # how it ends: readers are invited to answer
    ask: Ask | None = None  # its address is one of ours or a URL
    extra: Record = Record()
    syndication: tuple[str, ...] = ()  # where else it was posted
    parts: tuple[str, ...] = ()  # files whose texts stand in its own
    ended: tuple[str, ...] = ()  # the days of notices that are over, as they stand in the body
    episode: Episode | None = None  # what there is to hear of it
    update_note: str = ""
    corrections: tuple[Correction, ...] = ()  # newest first
    weight: int = 0  # of its text in a feed, in kilobytes
    poster: File | None = None  # the picture of its card: the writer's own for it, else the post's
    poster_alone: bool = False  # the card is that picture and nothing else

    @property
    def body(self) -> BodyOf:
        return BodyOf(self.card.source, self.parts)


Page = Post  # a page has the shape of a post; it stands in other lists


class Term(Gathered, frozen=True):
    key: TermKey
    posts: tuple[Card, ...]  # listed posts, newest first; a series reads oldest first on its page
    author: Author | None = None


class Neighbours(Gathered, frozen=True):
    newer: Card | None = None
    older: Card | None = None
    related: tuple[Card, ...] = ()
    series: tuple[Card, ...] = ()  # all parts, oldest first
