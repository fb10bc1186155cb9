"""The entry of a post in the site's feed: as a feed reader shows it, and as it stands in the file."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

from audiencegen.content.urls import RSS
from audiencegen.model import Card
from audiencegen.preview.workbench.generation import Generation
from audiencegen.values import Struct

_ITEM = re.compile(r"<item>(?:<!\[CDATA\[.*?\]\]>|.)*?</item>", re.DOTALL)
_BETWEEN = re.compile(r"(<!\[CDATA\[.*?\]\]>)|>(?=<(?!!))", re.DOTALL)
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


class Entry(Struct, frozen=True):
    title: str
    authors: str
    day: str
    summary: str
    categories: tuple[str, ...]
    html: str
    source: str


def entry_of(generation: Generation, card: Card) -> Entry | None:
    """The entry of a post; None when the feed has none: it holds the newest posts that are listed."""
    path = f"site{RSS}"
    if path not in generation.outputs:
        return None
    text = generation.made(path).decode("utf-8")
    items = ElementTree.fromstring(text).iter("item")  # our own file, just made
    for item, source in zip(items, _ITEM.findall(text), strict=True):
        if item.findtext("guid") == card.guid:
            return _entry(generation, item, source)
    return None


def _entry(generation: Generation, item: ElementTree.Element, source: str) -> Entry:
    date = item.findtext("pubDate")
    return Entry(
        title=item.findtext("title", ""),
        authors=", ".join(element.text or "" for element in item.iter(_CREATOR)),
        day=generation.site.frame.day(parsedate_to_datetime(date)) if date else "",
        summary=item.findtext("description", ""),
        categories=tuple(element.text or "" for element in item.iter("category")),
        html=item.findtext(_CONTENT, ""),
        source=_BETWEEN.sub(lambda match: match[1] or ">\n", source),
    )
