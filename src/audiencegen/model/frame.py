"""What every page may know of the site, and how an address becomes a link."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from audiencegen.model.manuscript import Copy
from audiencegen.values import Record, Value

_PLAIN_ADDRESS = re.compile(r"[\w/.#-]*", re.ASCII)
_ON_X = re.compile(r"https://(?:www\.)?(?:x|twitter)\.com/@?(\w{1,15})/?")
_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


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
    fediverse: str = ""  # @ann@example.social

    @property
    def x(self) -> str:
        """The name on X, when one of the links leads there; else ""."""
        found = next((one for link in self.links if (one := _ON_X.fullmatch(link.url))), None)
        return f"@{found[1]}" if found else ""


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
    icons: tuple[Copy, ...] = ()  # of the picture that the configuration names, narrowest first

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


def _is_ours(address: str) -> bool:
    return address.startswith("/") and not address.startswith("//")


def _quoted(address: str) -> str:
    """Percent-encode a path, leaving its query and fragment marks and what is already encoded (RFC 3986, 2.4)."""
    if _PLAIN_ADDRESS.fullmatch(address):
        return address
    return _LONE_PERCENT.sub("%25", quote(address, safe="/#?&=%:@!$'()*+,;~"))
