"""The words of the house: what the compiler makes, what the linker knows, what the planners ask for.

    Source → Manuscript (one file: Head + Body) → Site (posts, pages, issues, terms …) → Output (path, recipe, inputs)

Every record is immutable. Addresses are paths from the site's root (`/posts/hello/`), without the base path of the
host and not percent-encoded; `Frame.href` and `Frame.absolute` turn them into what stands in HTML and in feeds.
Moments are aware datetimes in UTC; `Frame.local` shows one in the site's zone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from audiencegen.podcast import Chapter, Episode, Recording, Show
from audiencegen.problems import Problem, Severity
from audiencegen.values import Record, Ref, Struct, Value

PIXELS = (".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".webp")  # pictures that are made of pixels
PARTS = "_parts/"  # where, in the content folder, the pieces lie that `::: part NAME` shows
LARGEST_PICTURE = 100_000_000  # pixels; to read more would take more memory than a small machine has

_PLAIN_ADDRESS = re.compile(r"[\w/.#-]*", re.ASCII)
_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


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


# --- one file ------------------------------------------------------------------------------------


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


# --- the whole site ------------------------------------------------------------------------------


class NavLink(Value, frozen=True):
    title: str
    url: str


class Author(Value, frozen=True):
    name: str
    slug: str = ""
    bio: str = ""
    photo: str = ""
    email: str = ""
    url: str = ""
    links: tuple[NavLink, ...] = ()


class FeedLink(Value, frozen=True):
    """A feed of the whole site, as pages name it: `title` stands alone, `short` in a list of the site's feeds."""

    title: str
    short: str
    address: str
    type: str  # the media type


class Feeds(Value, frozen=True):
    """How feeds are cut: each holds the newest entries, as far as both limits allow, and one at least."""

    entries: int = 20
    kilobytes: int = 1_000  # JSON Feed 1.1 calls a megabyte a burden
    archives: bool = True  # what is older can be reached from the feeds of the whole site
    id_base: str = ""  # the address of the site that entries are known by; "" is the present one
    hubs: tuple[str, ...] = ()  # WebSub


class Door(Value, frozen=True):
    """Where people subscribe: by a mail to the writer, by a service's form, or on a page of a service.

    A form has a `method` and the name of its `email` field; a page has an `action` alone, a mail only `mail`.
    """

    mail: str = ""  # the address that subscribe mails go to
    service: str = ""  # by its name in the configuration
    action: str = ""
    method: str = ""  # of a form: "post"
    email: str = ""  # names of fields from here on; "" where the service has none
    hidden: tuple[tuple[str, str], ...] = ()  # names and values
    trap: str = ""  # stays empty unless a robot fills it in
    thanks: str = ""  # takes the address of the page that follows
    introducer: str = ""  # takes who sent them
    consent: str = ""  # keeps the words that they agreed to
    question: str = ""  # that the welcome page asks; "" is the theme's
    sender: str = ""  # whom letters come from, for the contacts of a new reader

    @property
    def origin(self) -> str:
        """What a Content-Security-Policy must name in `form-action`; "" where no form leaves the site."""
        scheme, _, rest = self.action.partition("://")
        return f"{scheme}://{rest.partition('/')[0]}" if self.method else ""


class Frame(Value, frozen=True):
    """What every page may know of the site; it changes only with the configuration and the theme's words."""

    title: str
    url: str  # without a slash at the end
    base_path: str  # "" or "/repo"
    language: str
    direction: str  # "ltr" or "rtl"
    zone: ZoneInfo
    description: str
    promise: str
    authors: tuple[Author, ...]
    navigation: tuple[NavLink, ...]
    words: Record
    options: Record
    data: Record = Record()  # `content/data/*.yaml`, by file name
    subscribe: str = ""  # the address that answers to the writer, and wishes to subscribe, go to
    showing_drafts: bool = False  # pages carry noindex and a banner
    podcast: str = ""  # its title, as soon as there is an episode
    feeds: tuple[FeedLink, ...] = ()  # of the whole site; linking knows whether the letters have one of their own
    door: Door = Door()
    has_search: bool = True  # a page that finds posts by their words
    draws_cards: bool = True  # a picture is drawn for every post, for where it is shared

    @property
    def author(self) -> Author | None:
        return self.authors[0] if self.authors else None

    def href(self, address: str) -> str:
        """An address as it stands in the HTML of a page; what is not an address of ours stays as it is."""
        return self.base_path + _quoted(address) if _is_ours(address) else address

    def absolute(self, address: str) -> str:
        """An address for feeds, mails and metadata."""
        if address.startswith("//"):  # a mail has no scheme that such a URL could borrow
            return f"{self.url.partition('//')[0]}{address}"
        return self.url + _quoted(address) if _is_ours(address) else address

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def day(self, moment: datetime) -> str:
        """A date in words, as the theme's language writes it: `22 November 2026`."""
        there = self.local(moment)
        month = self.words["months"][there.month - 1]
        return str(self.words["date_format"]).format(day=self._day_of(there), month=month, year=there.year)

    def short_day(self, moment: datetime) -> str:
        """A date without its year, for lists under a year's heading: `22 Nov`."""
        there = self.local(moment)
        month = self.words["months_short"][there.month - 1]
        return str(self.words["short_date_format"]).format(day=self._day_of(there), month=month)

    def _day_of(self, there: datetime) -> str:
        return str(self.words.get("first_of_month") or 1) if there.day == 1 else str(there.day)

    def stamp(self, moment: datetime) -> str:
        """A date for machines: ISO 8601 with the zone's offset."""
        return self.local(moment).isoformat(timespec="seconds")


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


class Target(Value, frozen=True):
    """What `ag:N` became: an address of ours or a URL, and the pixels of a picture when they are to be written."""

    url: str
    width: int = 0
    height: int = 0


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


class Term(Value, frozen=True):
    key: TermKey
    posts: tuple[Card, ...]  # listed posts, newest first; a series reads oldest first on its page
    author: Author | None = None


class Neighbours(Value, frozen=True):
    newer: Card | None = None
    older: Card | None = None
    related: tuple[Card, ...] = ()
    series: tuple[Card, ...] = ()  # all parts, oldest first


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


# --- what is made --------------------------------------------------------------------------------

Recipe = Callable[..., bytes]


class Output(Struct, frozen=True):
    """A file to make: its path under the output folder, a named pure function, and its inputs in order.

    A `Ref` or `BodyOf` among the inputs, or a tuple of these, is resolved just before the recipe runs. A path under
    `private/` belongs to the project's private folder and gets mode 0600.
    """

    path: str
    recipe: Recipe
    inputs: tuple[Any, ...]


def _is_ours(address: str) -> bool:
    return address.startswith("/") and not address.startswith("//")


def _quoted(address: str) -> str:
    """Percent-encode a path, leaving its query and fragment marks and what is already encoded (RFC 3986, 2.4)."""
    if _PLAIN_ADDRESS.fullmatch(address):
        return address
    return _LONE_PERCENT.sub("%25", quote(address, safe="/#?&=%:@!$'()*+,;~"))
