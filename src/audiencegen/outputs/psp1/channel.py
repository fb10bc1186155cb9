"""What PSP-1 asks of the podcast as a whole: one rule a function, and all of them in `CHANNEL`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from types import MappingProxyType
from xml.etree import ElementTree

from audiencegen.config.categories import CATEGORIES
from audiencegen.outputs.psp1.feed import (
    MOST_BYTES,
    NAMESPACES,
    Feed,
    Rule,
    Said,
    artwork,
    description,
    explicit,
    is_web,
    only_yes,
    qualified,
    text,
    twice,
    values,
)
from audiencegen.podcast import SHOW_TYPES

MOST_OF_FUNDING = 128  # podcast namespace, funding
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)
_UUID5 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)
_OF_COPYRIGHT = re.compile(r"(?i)copyright|©|\b(19|20)\d\d\b")


def _namespaces(feed: Feed) -> Said:
    declared = dict(pair for _, pair in ElementTree.iterparse(BytesIO(feed.content), ("start-ns",)))
    for short, address in NAMESPACES.items():
        if declared.get(short) != address:
            yield f"the feed does not declare the namespace `{short}`", f'it is xmlns:{short}="{address}"'


def _encoding(feed: Feed) -> Said:
    declared = re.match(rb"<\?xml[^>]*encoding=[\"']([^\"']+)", feed.content)
    if declared is None or declared[1].lower() != b"utf-8":
        yield "the feed does not say that it is UTF-8", ""


def _self(feed: Feed) -> Said:
    links = feed.channel.findall(qualified("atom:link"))
    if not any(link.get("rel") == "self" and is_web(link.get("href")) for link in links):
        yield "the feed does not name its own address", ""


def _channel_title(feed: Feed) -> Said:
    if not text(feed.channel, "title"):
        yield "the podcast has no title", "add `title:` below `podcast:`"


def _channel_description(feed: Feed) -> Said:
    yield from description(feed.channel, "the podcast", "add `description:` below `podcast:`")


def _channel_link(feed: Feed) -> Said:
    if not is_web(text(feed.channel, "link")):
        yield "the podcast has no page", ""


def _language(feed: Feed) -> Said:
    if not _LANGUAGE.fullmatch(text(feed.channel, "language")):
        yield "the podcast names no language", "add `language: en` to the configuration"


def _category(feed: Feed) -> Said:
    tops = feed.channel.findall(qualified("itunes:category"))
    if not tops:
        yield "the podcast has no category", "add `category:` below `podcast:`, one of Apple's list"
    for top in tops:
        name = top.get("text", "")
        for sub in [None, *top]:
            known = name in CATEGORIES and (sub is None or sub.get("text") in CATEGORIES[name])
            if not known:
                wrong = name if sub is None else f"{name} > {sub.get('text')}"
                yield f"directories know no category {wrong}", "take one of Apple's list"


def _channel_explicit(feed: Feed) -> Said:
    yield from explicit(feed.channel, "the podcast")


def _channel_image(feed: Feed) -> Said:
    if feed.channel.find(qualified("itunes:image")) is None:
        yield "the podcast has no picture", "add `image:` below `podcast:`, a square JPEG of 3000 × 3000 pixels"
    yield from artwork(feed, feed.channel)


def _locked(feed: Feed) -> Said:
    if text(feed.channel, "podcast:locked") not in ("yes", "no"):
        yield "the feed does not say whether another host may take it over", "add `locked: true` below `podcast:`"


def _channel_guid(feed: Feed) -> Said:
    said = text(feed.channel, "podcast:guid")
    if not _UUID5.fullmatch(said):
        yield f"the podcast:guid is no UUID of version 5: {said}", "take the `guid:` that a build mints"


def _author(feed: Feed) -> Said:
    if not text(feed.channel, "itunes:author"):
        yield "the podcast has no author", "add `author:` below `podcast:`"


def _copyright(feed: Feed) -> Said:
    said = _OF_COPYRIGHT.search(text(feed.channel, "copyright"))
    if said:
        yield f"`copyright` should have neither that word nor a sign nor a year: {said[0]}", "name only whose it is"


def _funding(feed: Feed) -> Said:
    for element in feed.channel.findall(qualified("podcast:funding")):
        if not is_web(element.get("url")):
            yield "a link of `funding` leads nowhere", "write it as Buy us a rope: https://…"
        if len(element.text or "") > MOST_OF_FUNDING:
            yield f"the words of `funding` are longer than {MOST_OF_FUNDING} characters", "make them shorter"


def _type(feed: Feed) -> Said:
    if text(feed.channel, "itunes:type") not in ("", *SHOW_TYPES):
        yield "a podcast is episodic or serial", "mend `type:` below `podcast:`"


def _channel_flags(feed: Feed) -> Said:
    yield from only_yes(feed.channel, "itunes:complete", "itunes:block")


def _txt(feed: Feed) -> Said:
    for element in feed.channel.findall(qualified("podcast:txt")):
        if len(element.text or "") > MOST_BYTES or len(element.get("purpose", "")) > 128:
            yield "a `podcast:txt` is too long", ""


def _channel_values(feed: Feed) -> Said:
    yield from values(feed.channel)


def _guids(feed: Feed) -> Said:
    yield from twice((text(item, "guid") for item in feed.channel.iter("item")), "guid")


def _enclosures(feed: Feed) -> Said:
    """Apple shows the second episode with one file no more."""
    found = (item.find("enclosure") for item in feed.channel.iter("item"))
    yield from twice((one.get("url", "") for one in found if one is not None), "recording")


CHANNEL: Mapping[Rule, Callable[[Feed], Said]] = MappingProxyType(
    {
        ("namespaces", True): _namespaces,
        ("encoding", True): _encoding,
        ("self-link", True): _self,
        ("title", True): _channel_title,
        ("description", True): _channel_description,
        ("link", True): _channel_link,
        ("language", True): _language,
        ("category", True): _category,
        ("explicit", True): _channel_explicit,
        ("image", True): _channel_image,
        ("values", True): _channel_values,
        ("guids", True): _guids,
        ("type", True): _type,
        ("flags", True): _channel_flags,
        ("txt", True): _txt,
        ("locked", False): _locked,
        ("podcast-guid", False): _channel_guid,
        ("author", False): _author,
        ("copyright", False): _copyright,
        ("funding", False): _funding,
        ("enclosures", False): _enclosures,
    }
)
