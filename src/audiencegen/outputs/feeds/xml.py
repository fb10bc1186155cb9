"""RSS 2.0 and Atom 1.0. feedgen and lxml stay behind this file; what feedgen gets wrong is mended on its tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from audiencegen.model import Body, Frame, Post
from audiencegen.outputs.feeds.entry import EPOCH, Channel, Entry, entries, sound

if TYPE_CHECKING:
    from feedgen.feed import FeedGenerator

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def rss(frame: Frame, channel: Channel, posts: Sequence[Post], bodies: Sequence[Body]) -> bytes:
    """RSS 2.0 with the whole text in `content:encoded` (RSS Advisory Board profile)."""
    told = entries(frame, posts, bodies)
    feed = _feed(frame, channel, told)
    feed.load_extension("dc")
    for entry in told:
        item = _entry(feed, frame, entry)
        item.guid(entry.guid, permalink=entry.guid == entry.url)
        item.content(entry.html, type="CDATA")
        item.dc.dc_creator(_authors(frame, entry))
        for attachment in entry.attachments[:1]:  # readers know one enclosure of an item
            item.enclosure(attachment.url, str(attachment.size), attachment.type)
    root, document = feed._create_rss()
    if not told:  # nothing was ever changed, and feedgen cannot leave the day out
        root[0].remove(root[0].find("lastBuildDate"))
    return _bytes(document)


def atom(frame: Frame, channel: Channel, posts: Sequence[Post], bodies: Sequence[Body]) -> bytes:
    """Atom 1.0 (RFC 4287) with the whole text."""
    told = entries(frame, posts, bodies)
    feed = _feed(frame, channel, told)
    for entry in told:
        item = _entry(feed, frame, entry)
        item.id(entry.guid)
        item.content(entry.html, type="html")
        item.author([{"name": name} for name in _authors(frame, entry)])
    root, document = feed._create_atom()
    root.set(_XML_LANG, frame.language)
    for entry, element in zip(told, root.findall("entry"), strict=True):
        _enclose(entry, element)
    return _bytes(document)


def _authors(frame: Frame, entry: Entry) -> list[str]:
    return list(entry.authors) or [sound(frame.author.name if frame.author else frame.title)]


def _feed(frame: Frame, channel: Channel, told: Sequence[Entry]) -> FeedGenerator:
    from feedgen.feed import FeedGenerator

    feed = FeedGenerator()
    feed.id(frame.absolute(channel.home))
    feed.title(sound(channel.title))
    feed.description(sound(channel.description))
    feed.subtitle(sound(channel.description))
    feed.language(frame.language)
    feed.generator("audiencegen")
    feed.docs("https://www.rssboard.org/rss-specification")
    # The last link of all is the channel's own in feedgen's RSS; see test_feeds.
    feed.link(href=frame.absolute(channel.address), rel="self")
    feed.link(href=frame.absolute(channel.home), rel="alternate")
    # feedgen stamps the clock unless told.
    newest = max((entry.changed for entry in told), default=EPOCH)
    feed.updated(frame.local(newest))
    feed.lastBuildDate(frame.local(newest))
    return feed


def _entry(feed: FeedGenerator, frame: Frame, entry: Entry) -> Any:
    item = feed.add_entry(order="append")  # feedgen prepends unless told
    item.title(entry.title)
    item.link(href=entry.url, rel="alternate")
    item.summary(entry.summary or entry.title)
    item.published(frame.local(entry.date or EPOCH))
    item.updated(frame.local(entry.changed))
    for tag in entry.tags:
        item.category(term=tag)
    return item


def _enclose(entry: Entry, element: Any) -> None:
    """Enclosures in Atom; feedgen drops all but the address of an entry's links (its issue 135)."""
    from lxml import etree

    after = element.find("link")
    for attachment in reversed(entry.attachments):
        link = etree.Element("link", href=attachment.url, rel="enclosure", type=attachment.type)
        link.set("length", str(attachment.size))
        after.addnext(link)


def _bytes(document: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=False)) + b"\n"
