"""What the rules of PSP-1 read: a feed as a tree, and what several of them ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from urllib.parse import urlsplit
from xml.etree import ElementTree

from audiencegen.content.episodes import FORMS, LARGEST, SMALLEST
from audiencegen.model import File
from audiencegen.values import Struct

NAMESPACES = MappingProxyType(
    {
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "podcast": "https://podcastindex.org/namespace/1.0",
        "atom": "http://www.w3.org/2005/Atom",
    }
)
MOST_BYTES = 4_000  # of a description
MOST_CHARACTERS = 255  # of any other value
_HTML = "{http://purl.org/rss/1.0/modules/content/}encoded"


Said = Iterator[tuple[str, str]]  # what is wrong, and what to do
Rule = tuple[str, bool]  # its name, and whether PSP-1 requires it


class Feed(Struct, frozen=True):
    """A feed as it is judged: its bytes, its tree, and the pictures of this site by their address."""

    content: bytes
    channel: ElementTree.Element
    pictures: Mapping[str, File]


def qualified(short: str) -> str:
    space, _, name = short.rpartition(":")
    return f"{{{NAMESPACES[space]}}}{name}" if space else name


def text(parent: ElementTree.Element, short: str) -> str:
    return parent.findtext(qualified(short)) or ""


def is_web(address: str | None) -> bool:
    return bool(re.match(r"https?://[^/\s]+\S*$", address or ""))


def description(parent: ElementTree.Element, whose: str, hint: str) -> Said:
    said = text(parent, "description")
    if not said:
        yield f"{whose} has no description", hint
    elif len(said.encode()) > MOST_BYTES:
        yield f"the description of {whose} is longer than {MOST_BYTES} bytes", "make it shorter"


def explicit(parent: ElementTree.Element, whose: str) -> Said:
    if text(parent, "itunes:explicit") not in ("true", "false"):
        yield f"{whose} does not say whether it is explicit", "add `explicit: false`"


def artwork(feed: Feed, parent: ElementTree.Element) -> Said:
    element = parent.find(qualified("itunes:image"))
    address = element.get("href", "") if element is not None else ""
    if element is None:
        return
    form = FORMS.get(PurePosixPath(urlsplit(address).path).suffix.lower())
    if not is_web(address) or form is None:
        yield f"the picture is no .jpg or .png: {address}", "export it as a square JPEG of 3000 × 3000 pixels"
        return
    file = feed.pictures.get(address)
    if file is None:  # it lies elsewhere
        return
    if file.width != file.height or not SMALLEST <= file.width <= LARGEST:
        size = f"{file.width} × {file.height}"
        yield f"the picture has {size} pixels", f"make it a square of {SMALLEST} to {LARGEST} pixels each side"
    elif file.form != form:
        yield f"the picture is {file.form}, and should be {form}", "export it anew, in RGB and without transparency"


def only_yes(parent: ElementTree.Element, *names: str) -> Said:
    for name in names:
        if parent.find(qualified(name)) is not None and text(parent, name) != "yes":
            yield f"{name} can only say yes", "leave it out otherwise"


def values(parent: ElementTree.Element) -> Said:
    """Every value but the long ones: at most 255 characters, and no space around them."""
    for element in parent:
        said = element.text or ""
        name = element.tag.rpartition("}")[2]
        if element.tag in ("item", "description", _HTML, qualified("podcast:txt")) or len(element):
            continue
        if len(said) > MOST_CHARACTERS:
            yield f"`{name}` is longer than {MOST_CHARACTERS} characters", "make it shorter"
        if said != said.strip():
            yield f"`{name}` has spaces around it", "take them away"


def twice(values: Iterator[str], what: str) -> Said:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            yield f"two episodes have one {what}: {value}", "give each its own; apps show only one of them"
        seen.add(value)
