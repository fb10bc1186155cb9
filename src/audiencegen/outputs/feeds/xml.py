"""RSS 2.0 and Atom 1.0. feedgen and lxml stay behind this file; what feedgen gets wrong is mended on its tree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from itertools import chain
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from audiencegen.content.urls import FEED_STYLE
from audiencegen.model import Body, Frame, Post
from audiencegen.outputs.feeds.entry import EPOCH, Attachment, Channel, Entry, Media, entries, sound
from audiencegen.values import Kept, digest

if TYPE_CHECKING:
    from feedgen.feed import FeedGenerator

_ATOM = "{http://www.w3.org/2005/Atom}"
_HISTORY = "http://purl.org/syndication/history/1.0"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_MEDIA = "{http://search.yahoo.com/mrss/}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PLAIN = re.compile(rb"<(?:title|category)>[^<&]*&[^<]*")
_ESCAPED = ((b"&", b"&amp;"), (b"<", b"&lt;"), (b">", b"&gt;"), (b"\r", b"&#13;"))  # as lxml does
_HEXADECIMAL = ((b"&lt;", b"&#x3C;"), (b"&gt;", b"&#x3E;"), (b"&amp;", b"&#x26;"))
_ITEM = b"<item>"
# How an entry without a text is written: texts are most of a feed, and no tree has to be made of them.
_NO_CDATA, _NO_CONTENT = b"<![CDATA[]]>", b'<content type="html"/>'
# What may stand in `atom:id` as it is (RFC 3987; RFC 4151 for `tag:`, RFC 8141 for `urn:`).
_IRI = re.compile(
    r"https?://[^\s/<>\"{}|\\^`]+/[^\s<>\"{}|\\^`]*"
    r"|tag:([a-z0-9._-]+@)?[a-z0-9.-]+,\d{4}(-\d\d){0,2}:[\w;/?:@&=+$.!~*'()%,-]*"
    r"|urn:[a-z0-9][a-z0-9-]{1,31}:[\w()+,.:=@;$!*'%-]+",
    re.ASCII,
)


def prepare() -> None:
    """Import what feeds are made with, before the first of them."""
    import feedgen.feed  # noqa: I001 - its other modules rely on what this one imports
    import feedgen.ext.dc
    import feedgen.ext.media  # noqa: F401


def rss(frame: Frame, channel: Channel, posts: Sequence[Post], bodies: Sequence[Body]) -> bytes:
    """RSS 2.0 with the whole text in `content:encoded` (RSS Advisory Board profile)."""
    told = entries(frame, posts, bodies)
    within = digest(frame)
    keys = [(within, digest(post), entry.media) for post, entry in zip(posts, told, strict=True)]
    items = {key: _items[key] for key in keys if key in _items}
    new = {key: entry for key, entry in zip(keys, told, strict=True) if key not in items}
    feed = _in_hexadecimal(_bytes(frame, _rss(frame, channel, told, tuple(new.values()))))
    before, end, after = feed.rpartition(b"</channel>")
    head, *made = before.split(_ITEM)
    items |= {key: _items.keep(key, item, len(item)) for key, item in zip(new, made, strict=True)}
    whole = _ITEM.join((head, *(items[key] for key in keys)))
    return _filled(whole + end + after, _NO_CDATA, (_cdata(entry.html) for entry in told))


# An item is the same in the feed of the site and in those of its terms. Bytes, without the text.
_items: Kept[tuple[str, str, tuple[Media, ...]], bytes] = Kept(1_000_000)


def _rss(frame: Frame, channel: Channel, told: Sequence[Entry], new: Sequence[Entry]) -> Any:
    """The tree of a feed; only those entries are in it that have to be made."""
    from lxml import etree

    feed = _feed(frame, channel, told)
    _name_spaces(feed, "dc", "media")
    for entry in new:
        item = _entry(feed, frame, entry)
        item.summary(escape(entry.summary or entry.title, quote=False))  # here readers take it for HTML
        item.guid(entry.guid, permalink=entry.guid == entry.url)
        item.content("", type="CDATA")
        for attachment in entry.attachments[:1]:  # readers know one enclosure of an item
            item.enclosure(attachment.url, str(attachment.size), attachment.type)
    root, document = feed._create_rss()
    own = root[0].find(f"{_ATOM}link")
    _link_after(own, _links(frame, channel), f"{_ATOM}link")
    if channel.current:
        own.addprevious(_archive_mark())
    if not told:  # nothing was ever changed, and feedgen cannot leave the day out
        root[0].remove(root[0].find("lastBuildDate"))
    for entry, element in zip(new, root[0].findall("item"), strict=True):
        for name in _authors(frame, entry):
            etree.SubElement(element, _CREATOR).text = name
        element.extend(_media(one) for one in entry.media)
    return document


def atom(frame: Frame, channel: Channel, posts: Sequence[Post], bodies: Sequence[Body]) -> bytes:
    """Atom 1.0 (RFC 4287) with the whole text."""
    told = entries(frame, posts, bodies)
    feed = _feed(frame, channel, told)
    _name_spaces(feed, "media")
    own = channel.id(frame)
    for entry in told:
        item = _entry(feed, frame, entry)
        item.summary(entry.summary or entry.title)
        item.id(_iri(entry.guid, own))
        item.content("", type="html")
        item.author([{"name": name} for name in _authors(frame, entry)])
    root, document = feed._create_atom()
    root.set(_XML_LANG, frame.language)
    newest = max(told, key=lambda entry: entry.changed, default=None)
    root.find("updated").text = _distinct(newest.changed, newest.guid) if newest else _distinct(EPOCH, "")
    _link_after(root.findall("link")[-1], _links(frame, channel), "link")
    if channel.current:
        root.find("title").addprevious(_archive_mark())
    for entry, element in zip(told, root.findall("entry"), strict=True):
        _mend(entry, element)
    return _filled(_bytes(frame, document), _NO_CONTENT, (_content(entry.html) for entry in told))


def _authors(frame: Frame, entry: Entry) -> list[str]:
    return list(entry.authors) or [sound(frame.author.name if frame.author else frame.title)]


def _feed(frame: Frame, channel: Channel, told: Sequence[Entry]) -> FeedGenerator:
    from feedgen.feed import FeedGenerator

    feed = FeedGenerator()
    feed.id(channel.id(frame))
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


def _name_spaces(feed: FeedGenerator, *names: str) -> None:
    """Let a feed name what its entries are given later. feedgen's own extensions of entries look through fifteen
    elements for the one that is there, and are looked for on the disk again for each feed."""
    from feedgen.ext.dc import DcExtension
    from feedgen.ext.media import MediaExtension

    kinds = {"dc": DcExtension, "media": MediaExtension}
    for name in names:
        feed.register_extension(name, kinds[name], None)


def _entry(feed: FeedGenerator, frame: Frame, entry: Entry) -> Any:
    item = feed.add_entry(order="append")  # feedgen prepends unless told
    item.title(entry.title)
    item.link(href=entry.url, rel="alternate")
    item.published(frame.local(entry.date or EPOCH))
    item.category([{"term": tag} for tag in entry.tags])
    return item


def _links(frame: Frame, channel: Channel) -> Iterator[tuple[str, str]]:
    """What feedgen's RSS leaves out: whom to ask for news (WebSub), and the way through the archives (RFC 5005)."""
    for hub in channel.hubs:
        yield "hub", hub
    if channel.current:
        yield "current", frame.absolute(channel.current)
    if channel.older:
        yield "prev-archive", frame.absolute(channel.older)
    if channel.newer:
        yield "next-archive", frame.absolute(channel.newer)


def _link_after(element: Any, links: Iterator[tuple[str, str]], tag: str) -> None:
    from lxml import etree

    for rel, href in reversed(list(links)):
        element.addnext(etree.Element(tag, href=href, rel=rel))


def _archive_mark() -> Any:
    from lxml import etree

    return etree.Element(f"{{{_HISTORY}}}archive", nsmap={"fh": _HISTORY})


def _mend(entry: Entry, element: Any) -> None:
    """An entry of Atom: feedgen drops all but the address of its links (its issue 135), and knows one clock."""
    first = element.find("link")
    first.set("rel", "alternate")
    first.set("type", "text/html")
    for attachment in reversed(entry.attachments):
        first.addnext(_enclosure(attachment))
    element.find("updated").text = _distinct(entry.changed, entry.guid)  # feedgen stamps the clock
    element.find("published").text = _distinct(entry.date or EPOCH, entry.guid)
    if entry.language:
        element.set(_XML_LANG, entry.language)
    element.extend(_media(one) for one in entry.media)


def _enclosure(attachment: Attachment) -> Any:
    from lxml import etree

    return etree.Element(
        "link", href=attachment.url, rel="enclosure", type=attachment.type, length=str(attachment.size)
    )


def _media(one: Media) -> Any:
    from lxml import etree

    size = {"width": str(one.width), "height": str(one.height)} if one.width else {}
    kind = {"type": one.type} if one.type else {}
    is_page = one.medium == "video"  # the page of a player, not a file to play
    where = {} if is_page else {"url": one.url}
    element = etree.Element(f"{_MEDIA}content", medium=one.medium, **where, **kind, **size)
    if is_page:
        etree.SubElement(element, f"{_MEDIA}player", url=one.url)
    if one.title:
        etree.SubElement(element, f"{_MEDIA}description", type="plain").text = one.title
    if one.thumbnail:
        etree.SubElement(element, f"{_MEDIA}thumbnail", url=one.thumbnail)
    return element


def _distinct(moment: datetime, guid: str) -> str:
    """A moment that no other entry has, in a fraction of a second that its guid gives: posts of one day share the rest.

    A new post moves no other. In UTC, since newsboat 2.21 reads no zone behind a fraction.
    """
    fraction = int(digest(guid)[:12], 16) % 1_000_000
    return f"{moment.astimezone(UTC).isoformat()[:19]}.{fraction:06}Z"


def _iri(guid: str, site: str) -> str:
    """An `id:` of the writer's may be any words; Atom takes an IRI, so others get one that stays the same."""
    return guid if _IRI.fullmatch(guid) else uuid5(NAMESPACE_URL, f"{site}#{guid}").urn


def _in_hexadecimal(rss: bytes) -> bytes:
    """Titles and categories in RSS are plain text, and this is how all readers know it (RSS profile, data types)."""

    def referred(match: re.Match[bytes]) -> bytes:
        text = match[0]
        for named, number in _HEXADECIMAL:
            text = text.replace(named, number)
        return text

    return _PLAIN.sub(referred, rss)


def _bytes(frame: Frame, document: Any) -> bytes:
    from lxml import etree

    style = f'href="{escape(frame.href(FEED_STYLE))}" type="text/css"'
    document.getroot().addprevious(etree.ProcessingInstruction("xml-stylesheet", style))
    return bytes(etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=False)) + b"\n"


def _filled(feed: bytes, place: bytes, texts: Iterable[tuple[bytes, ...]]) -> bytes:
    """A feed with a text in every place for one. There are no others: in what else it says a `<` is escaped."""
    first, *rest = feed.split(place)
    return b"".join((first, *chain.from_iterable((*text, piece) for text, piece in zip(texts, rest, strict=True))))


def _cdata(html: bytes) -> tuple[bytes, ...]:
    if b"]" in html:  # one sign is found at the speed of memory
        html = html.replace(b"]]>", b"]]]]><![CDATA[>")
    return b"<![CDATA[", html, b"]]>"


def _content(html: bytes) -> tuple[bytes, ...]:
    for sign, reference in _ESCAPED:
        html = html.replace(sign, reference)
    return (b'<content type="html">', html, b"</content>") if html else (_NO_CONTENT,)
