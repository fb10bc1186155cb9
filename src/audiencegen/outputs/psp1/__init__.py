"""The rules of PSP-1, the Podcast Standards Project's specification, read from the final bytes of a podcast's feed.

What it requires is an error, what it recommends a warning (github.com/Podcast-Standards-Project, PSP-1, as of November
2026). Two rules are Apple's: no two episodes have one recording, and its name is plain.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree

from audiencegen.model import File
from audiencegen.outputs.psp1.channel import CHANNEL
from audiencegen.outputs.psp1.episode import EPISODE
from audiencegen.outputs.psp1.feed import Feed, text
from audiencegen.values import Struct


class Finding(Struct, frozen=True):
    """What is wrong with one element. `guid` is that of the episode, "" for the podcast itself."""

    rule: str
    is_required: bool
    message: str
    hint: str = ""
    guid: str = ""


def names() -> frozenset[str]:
    """The names of all rules."""
    return frozenset(name for name, _ in (*CHANNEL, *EPISODE))


def findings(content: bytes, pictures: Mapping[str, File]) -> tuple[Finding, ...]:
    """Everything that a feed lacks or has wrong, the podcast's first, then each episode's in the feed's order."""
    channel = ElementTree.fromstring(content).find("channel")
    if channel is None:
        return (Finding("channel", True, "the feed has no channel"),)
    feed = Feed(content, channel, pictures)
    found = [Finding(name, required, *said) for (name, required), judge in CHANNEL.items() for said in judge(feed)]
    for item in channel.iter("item"):
        guid = text(item, "guid")
        found += [
            Finding(name, required, *said, guid=guid)
            for (name, required), judge in EPISODE.items()
            for said in judge(feed, item)
        ]
    return tuple(found)
