"""What PSP-1 asks of each episode: one rule a function, and all of them in `EPISODE`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from urllib.parse import urlsplit
from xml.etree import ElementTree

from audiencegen.content.episodes import PLAYED
from audiencegen.content.recording import TRANSCRIPTS
from audiencegen.outputs.psp1.feed import (
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
    values,
)
from audiencegen.podcast import EPISODE_TYPES

_NUMBERED = re.compile(r"(?i)(s(eason)?\s*\d+\s*)?(ep(isode)?\.?|#)\s*\d+\b|s\d+\s*e\d+\b")


def _title(feed: Feed, item: ElementTree.Element) -> Said:
    if not text(item, "title"):
        yield "the episode has no title", "add `title:`"


def _unnumbered_title(feed: Feed, item: ElementTree.Element) -> Said:
    numbered = _NUMBERED.search(text(item, "title"))
    if numbered:
        yield f"the title has its number in it: {numbered[0]}", "put it into `season:` and `episode:` below `audio:`"


def _enclosure(feed: Feed, item: ElementTree.Element) -> Said:
    enclosure = item.find("enclosure")
    if enclosure is None or not is_web(enclosure.get("url")):
        yield "the episode has no recording", "add `audio: talk.mp3`"
        return
    if not re.fullmatch("[1-9][0-9]*", enclosure.get("length", "")):
        yield "the size of the recording is not known", "add `length:` below `audio:`, in bytes"
    kind = enclosure.get("type", "")
    if kind not in PLAYED:
        yield f"apps may not play a recording of the type {kind}", "export it as MP3 or M4A"


def _file_name(feed: Feed, item: ElementTree.Element) -> Said:
    """Apple asks for letters, digits and plain marks in the names of files."""
    enclosure = item.find("enclosure")
    name = urlsplit(enclosure.get("url", "")).path.rpartition("/")[2] if enclosure is not None else ""
    if re.search(r"[^\w.~-]", name, re.ASCII):
        yield f"the name of the recording has more than letters and digits: {name}", "rename the file"


def _guid(feed: Feed, item: ElementTree.Element) -> Said:
    if not text(item, "guid"):
        yield "the episode has no guid", ""


def _link(feed: Feed, item: ElementTree.Element) -> Said:
    if not is_web(text(item, "link")):
        yield "the episode has no page", ""


def _date(feed: Feed, item: ElementTree.Element) -> Said:
    try:
        parsedate_to_datetime(text(item, "pubDate"))
    except ValueError:
        yield "the episode has no date", "add `date:`"


def _item_description(feed: Feed, item: ElementTree.Element) -> Said:
    yield from description(item, "the episode", "add `description:`")


def _duration(feed: Feed, item: ElementTree.Element) -> Said:
    if not re.fullmatch("[1-9][0-9]*", text(item, "itunes:duration")):
        yield "nobody can tell how long the episode lasts", "add `duration: 24:10` below `audio:`"


def _item_image(feed: Feed, item: ElementTree.Element) -> Said:
    if item.find(qualified("itunes:image")) is None:
        yield "the episode has no picture", "add `image:` below `audio:`, or one for the whole podcast"
    yield from artwork(feed, item)


def _item_explicit(feed: Feed, item: ElementTree.Element) -> Said:
    yield from explicit(item, "the episode")


def _transcript(feed: Feed, item: ElementTree.Element) -> Said:
    found = item.findall(qualified("podcast:transcript"))
    if not found:
        yield (
            "the episode has no transcript",
            "add `transcript: talk.vtt` below `audio:`: it is how the deaf can follow",
        )
    for one in found:
        if not is_web(one.get("url")) or one.get("type") not in TRANSCRIPTS.values():
            yield f"apps cannot read a transcript of the type {one.get('type')}", "make it VTT, SRT, HTML, JSON or text"


def _numbers(feed: Feed, item: ElementTree.Element) -> Said:
    for name in ("itunes:episode", "itunes:season"):
        said = text(item, name)
        if said and not re.fullmatch("[1-9][0-9]*", said):
            yield f"{name} is no number from 1 on: {said}", ""
    is_part = text(item, "itunes:episodeType") in ("", "full")
    if text(feed.channel, "itunes:type") == "serial" and is_part and not text(item, "itunes:episode"):
        yield "an episode of a serial podcast needs a number", "add `episode: 7` below `audio:`"


def _episode_type(feed: Feed, item: ElementTree.Element) -> Said:
    if text(item, "itunes:episodeType") not in ("", *EPISODE_TYPES):
        yield "an episode is full, trailer or bonus", "mend `episode_type:` below `audio:`"


def _item_flags(feed: Feed, item: ElementTree.Element) -> Said:
    yield from only_yes(item, "itunes:block")


def _item_values(feed: Feed, item: ElementTree.Element) -> Said:
    yield from values(item)


EPISODE: Mapping[Rule, Callable[[Feed, ElementTree.Element], Said]] = MappingProxyType(
    {
        ("episode-title", True): _title,
        ("episode-enclosure", True): _enclosure,
        ("episode-guid", True): _guid,
        ("episode-values", True): _item_values,
        ("episode-numbers", True): _numbers,
        ("episode-type", True): _episode_type,
        ("episode-flags", True): _item_flags,
        ("episode-link", False): _link,
        ("episode-date", False): _date,
        ("episode-description", False): _item_description,
        ("episode-duration", False): _duration,
        ("episode-image", False): _item_image,
        ("episode-explicit", False): _item_explicit,
        ("episode-transcript", False): _transcript,
        ("episode-title-number", False): _unnumbered_title,
        ("episode-file-name", False): _file_name,
    }
)
