"""Full-text feeds: RSS 2.0, Atom 1.0 and JSON Feed 1.1 for the site, RSS for each term. feedgen stays behind this file.

Nothing here reads a clock: a feed is as old as its newest entry, so that a rebuild gives the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from audiencegen.content import urls
from audiencegen.content.blocks import Host, in_feed
from audiencegen.content.forms import feed_html
from audiencegen.model import Body, Card, Frame, Output, Post, Site
from audiencegen.theme import Theme
from audiencegen.values import Value, digest

if TYPE_CHECKING:
    from feedgen.feed import FeedGenerator

_MOST_MADE = 1_000  # posts
_made: dict[tuple[str, str, str], str] = {}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # how old an Atom feed without entries is; it has to say something
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Channel(Value, frozen=True):
    """What a feed says of itself: its title, the page it belongs to, and its own address."""

    title: str
    description: str
    home: str
    address: str


def plan(site: Site, theme: Theme) -> Iterable[Output]:
    by_source = {post.card.source: post for post in site.posts}
    newest = _newest(site.listed, by_source, site.feed_size)
    for address, recipe in ((urls.RSS, rss), (urls.ATOM, atom), (urls.JSON_FEED, json_feed)):
        channel = Channel(site.frame.title, _about(site.frame), urls.HOME, address)
        yield Output(f"site{address}", recipe, (site.frame, channel, *newest))
    for term in site.terms:
        title = f"{term.key.name} · {site.frame.title}"
        channel = Channel(title, _about(site.frame), term.key.address, term.key.feed)
        newest = _newest(term.posts, by_source, site.feed_size)
        yield Output(f"site{term.key.feed}", rss, (site.frame, channel, *newest))


def rss(frame: Frame, channel: Channel, posts: Sequence[Post], bodies: Sequence[Body]) -> bytes:
    """RSS 2.0 with the whole text in `content:encoded` (RSS Advisory Board profile)."""
    feed = _feed(frame, channel, [post.card for post in posts])
    feed.load_extension("dc")
    for post, body in zip(posts, bodies, strict=True):
        entry = _entry(feed, frame, post)
        entry.guid(post.card.guid, permalink=post.card.guid == frame.absolute(post.card.address))
        entry.content(_html(frame, post, body), type="CDATA")
        entry.dc.dc_creator(_authors(frame, post))
    root, document = feed._create_rss()
    if not posts:  # nothing was ever changed, and feedgen cannot leave the day out
        root[0].remove(root[0].find("lastBuildDate"))
    return _bytes(document)


def atom(frame: Frame, channel: Channel, posts: Sequence[Post], bodies: Sequence[Body]) -> bytes:
    """Atom 1.0 (RFC 4287) with the whole text."""
    feed = _feed(frame, channel, [post.card for post in posts])
    for post, body in zip(posts, bodies, strict=True):
        entry = _entry(feed, frame, post)
        entry.id(post.card.guid)
        entry.content(_html(frame, post, body), type="html")
        entry.author([{"name": name} for name in _authors(frame, post)])
    root, document = feed._create_atom()
    root.set(_XML_LANG, frame.language)
    return _bytes(document)


def json_feed(frame: Frame, channel: Channel, posts: Sequence[Post], bodies: Sequence[Body]) -> bytes:
    """JSON Feed 1.1 (jsonfeed.org/version/1.1)."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": frame.absolute(channel.home),
        "feed_url": frame.absolute(channel.address),
        "description": channel.description,
        "language": frame.language,
        "authors": [{"name": author.name} for author in frame.authors],
        "items": [_item(frame, post, body) for post, body in zip(posts, bodies, strict=True)],
    }
    said = {key: part for key, part in feed.items() if part or key == "items"}
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _newest(cards: Sequence[Card], by_source: dict[str, Post], size: int) -> tuple[tuple[Post, ...], tuple[Any, ...]]:
    posts = tuple(by_source[card.source] for card in cards[:size])
    return posts, tuple(post.body for post in posts)


def _about(frame: Frame) -> str:
    return frame.description or frame.promise or frame.title


def _authors(frame: Frame, post: Post) -> list[str]:
    names = [author.name for author in post.card.authors] or [frame.author.name if frame.author else frame.title]
    return [_sound(name) for name in names]


def _feed(frame: Frame, channel: Channel, cards: Sequence[Card]) -> FeedGenerator:
    from feedgen.feed import FeedGenerator

    feed = FeedGenerator()
    feed.id(frame.absolute(channel.home))
    feed.title(_sound(channel.title))
    feed.description(_sound(channel.description))
    feed.subtitle(_sound(channel.description))
    feed.language(frame.language)
    feed.generator("audiencegen")
    feed.docs("https://www.rssboard.org/rss-specification")
    # The last link of all is the channel's own in feedgen's RSS; see test_feeds.
    feed.link(href=frame.absolute(channel.address), rel="self")
    feed.link(href=frame.absolute(channel.home), rel="alternate")
    # feedgen stamps the clock unless told.
    newest = max((_changed(card) for card in cards), default=_EPOCH)
    feed.updated(frame.local(newest))
    feed.lastBuildDate(frame.local(newest))
    return feed


def _entry(feed: FeedGenerator, frame: Frame, post: Post) -> Any:
    card = post.card
    entry = feed.add_entry(order="append")  # feedgen prepends unless told
    entry.title(_sound(card.title))
    entry.link(href=frame.absolute(card.address), rel="alternate")
    entry.summary(_sound(card.description or card.title))
    entry.published(frame.local(card.date or _EPOCH))
    entry.updated(frame.local(_changed(card)))
    for key in (*card.categories, *card.tags):
        entry.category(term=_sound(key.name))
    return entry


def _item(frame: Frame, post: Post, body: Body) -> dict[str, Any]:
    card = post.card
    item = {
        "id": card.guid,
        "url": frame.absolute(card.address),
        "title": card.title,
        "summary": card.description,
        "content_html": _html(frame, post, body),
        "date_published": frame.stamp(card.date) if card.date else "",
        "date_modified": frame.stamp(card.updated) if card.updated else "",
        "image": frame.absolute(card.image.address) if card.image else "",
        "authors": [{"name": author.name} for author in card.authors],
        "tags": [key.name for key in (*card.categories, *card.tags)],
        "language": card.language if card.language != frame.language else "",
    }
    return {key: part for key, part in item.items() if part or key == "content_html"}


def _html(frame: Frame, post: Post, body: Body) -> str:
    """The post's HTML for feeds; made once, for it stands in three feeds of the site and in those of its terms."""
    key = digest(frame), digest(post), body.html
    if key not in _made:
        if len(_made) >= _MOST_MADE:
            _made.clear()
        html = feed_html(body.html, post.targets, frame, post.card.address)
        _made[key] = in_feed(html, Host(frame, post.card), post.ended)
    return _made[key]


def _sound(text: str) -> str:
    """The text without what XML cannot hold, and lxml refuses with an exception; a head may have it as an escape."""
    return _NO_CHARACTER.sub("", text)


def _changed(card: Card) -> datetime:
    return card.updated or card.date or _EPOCH


def _bytes(document: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=False)) + b"\n"
