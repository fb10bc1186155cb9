"""Full-text feeds: RSS 2.0, Atom 1.0 and JSON Feed 1.1 for the site, RSS for each term.

Nothing here reads a clock: a feed is as old as its newest entry, so that a rebuild gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from audiencegen.content import urls
from audiencegen.model import Card, Frame, Output, Post, Site
from audiencegen.outputs.feeds.entry import Channel
from audiencegen.outputs.feeds.json_feed import json_feed
from audiencegen.outputs.feeds.xml import atom, rss
from audiencegen.theme import Theme


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


def _newest(cards: Sequence[Card], by_source: dict[str, Post], size: int) -> tuple[tuple[Post, ...], tuple[Any, ...]]:
    posts = tuple(by_source[card.source] for card in cards[:size])
    return posts, tuple(post.body for post in posts)


def _about(frame: Frame) -> str:
    return frame.description or frame.promise or frame.title
