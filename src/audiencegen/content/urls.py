"""Addresses: the one slug rule, permalinks, and the addresses that the site itself takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from posixpath import normpath
from urllib.parse import unquote

HOME = "/"
ARCHIVE = "/archive/"
SEARCH = "/search/"
NOT_FOUND = "/404.html"
SUBSCRIBE = "/subscribe/"
THANKS = "/thanks/"  # where a service's form leads: look in your inbox
WELCOME = "/welcome/"  # where the link in its first mail leads
SITEMAP = "/sitemap.xml"
ROBOTS = "/robots.txt"
REDIRECTS = "/_redirects"
RSS = "/feed.xml"
ATOM = "/atom.xml"
JSON_FEED = "/feed.json"
PODCAST = "/podcast/"
PODCAST_FEED = "/podcast.xml"
LETTERS_FEED = "/letters.xml"
OPML = "/feeds.opml"
FEED_STYLE = "/feed.css"
FEED_ARCHIVES = (("rss", "xml"), ("atom", "xml"), ("json", "json"))  # format, and what its files end in

TERM_KINDS = ("tags", "categories", "authors", "series")
PAGE_IDS = frozenset({"main", "subscribe"})  # every page of every theme has these; a heading takes another

LONGEST_NAME = 240  # bytes: disks take 255, and a letter's folder adds its day and a number
_NO_LETTER = re.compile(r"[\x00-\x2f\x3a-\x60\x7b-\x7f]+")  # after casefolding, of what is left of other scripts
_STYLES = range(0xFE00, 0xFE10)  # variation selectors: the mark of a coloured heart is no mark of a letter
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


@lru_cache(maxsize=10_000)  # the same few terms are asked for on every page
def slug(text: str) -> str:
    """The slug of a title or heading: NFC, casefolded, letters and digits of any script, the rest one `-`.

    Empty when the text has no letter and no digit.
    """
    if text.isascii():
        return _NO_LETTER.sub("-", text.lower()).strip("-")
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return _NO_LETTER.sub("-", "".join(_letters(folded))).strip("-")


def _letters(text: str) -> Iterator[str]:
    """Letters and digits with the marks that belong to them, without which Hindi and Thai fall apart; else `-`."""
    previous = "-"
    for sign in text:
        is_mark = unicodedata.category(sign) in ("Mn", "Mc") and ord(sign) not in _STYLES
        previous = sign if sign.isalnum() or (is_mark and previous != "-") else "-"
        yield previous


def heading_id(text: str) -> str:
    """The id that a heading's text gives, "" when it has no letter: its slug, which no part of the page has."""
    wanted = slug(text)
    return f"{wanted}-1" if wanted in PAGE_IDS else wanted


def page_number_address(number: int) -> str:
    """The address of the n-th page of the home list, from 1."""
    return HOME if number == 1 else f"/page/{number}/"


def feed_archive(form: str, number: int) -> str:
    """The address of the n-th archive of the site's feed in one of FEED_ARCHIVES; 1 is the oldest."""
    return f"/feeds/{form}-{number}.{dict(FEED_ARCHIVES)[form]}"


def fill_permalink(pattern: str, parts: Mapping[str, str]) -> str:
    """Fill `{year}`, `{slug}` … into a pattern; raises KeyError with the placeholder that has no value."""

    def part(match: re.Match[str]) -> str:
        found = parts.get(match[1], "")
        if not found:
            raise KeyError(match[1])
        return found

    return address_of(_PLACEHOLDER.sub(part, pattern))


def address_of(written: str) -> str:
    """What the writer gave as a permalink or alias → an address: one slash in front; a folder unless it is a file.

    A last part that ends in `.html` or `.htm` is that very file, any other is a folder.
    """
    path = "/" + normpath("/" + unquote(written.strip())).lstrip("/")
    if path == "/" or path.casefold().endswith((".html", ".htm")):
        return path
    return path + "/"


def file_of(address: str) -> str:
    """The path under the site's folder that answers an address: `/posts/hello/` → `posts/hello/index.html`."""
    path = address.lstrip("/")
    return path + "index.html" if not path or path.endswith("/") else path


def too_long(address: str) -> bool:
    """Whether a part of an address is longer than a file's name can be."""
    return len(address) * 4 > LONGEST_NAME and any(len(part.encode()) > LONGEST_NAME for part in address.split("/"))


def folded(address: str) -> str:
    """Addresses are compared casefolded and without `index.html`: some hosts and disks cannot tell them apart."""
    plain = address.lower() if address.isascii() else unicodedata.normalize("NFC", address).casefold()
    return plain.removesuffix("index.html")


def is_external(target: str) -> bool:
    """Whether a target leaves the site: it has a scheme (`https:`, `mailto:`, `data:`) or begins with `//`."""
    return _SCHEME.match(target) is not None
