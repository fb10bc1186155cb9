"""Full-text feeds: RSS 2.0, Atom 1.0 and JSON Feed 1.1 for the site with archives of what is older, RSS for each term
and for the letters where these are not all posts; the list of them all, and their style.

Nothing here reads a clock: a feed is as old as its newest entry, so that a rebuild gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from audiencegen.content import urls
from audiencegen.content.feeds import archives, newest
from audiencegen.model import Card, Output, Post, Recipe, Site
from audiencegen.outputs.feeds.entry import Channel
from audiencegen.outputs.feeds.json_feed import json_feed
from audiencegen.outputs.feeds.opml import Row, opml
from audiencegen.outputs.feeds.style import style
from audiencegen.outputs.feeds.xml import atom, rss
from audiencegen.theme import Theme

_FORMATS: tuple[tuple[str, str, Recipe], ...] = (
    ("rss", urls.RSS, rss),
    ("atom", urls.ATOM, atom),
    ("json", urls.JSON_FEED, json_feed),
)


def plan(site: Site, theme: Theme) -> Iterable[Output]:
    by_source = {post.card.source: post for post in site.posts}
    yield from _of_site(site, by_source)
    rows = [Row(site.frame.title, urls.RSS, urls.HOME)]
    if site.letters:
        letters = [card for card in site.listed if card.source in site.letters]
        title = str(site.frame.words["feed_of"]).format(title=site.frame.title, format=site.frame.words["archive"])
        rows.append(Row(title, urls.LETTERS_FEED, urls.HOME))
        yield _rss(site, rows[-1], letters, by_source)
    for term in site.terms:
        rows.append(Row(f"{term.key.name} · {site.frame.title}", term.key.feed, term.key.address))
        yield _rss(site, rows[-1], term.posts, by_source)
    yield Output(f"site{urls.OPML}", opml, (site.frame, tuple(rows)))
    yield Output(f"site{urls.FEED_STYLE}", style, (theme, site.frame))


def _of_site(site: Site, by_source: Mapping[str, Post]) -> Iterator[Output]:
    """The three feeds and, format beside format, their archives: so each text is made ready for feeds once."""
    weights = [by_source[card.source].weight for card in site.listed]
    older = archives(weights, site.feeds)
    shown = _shown(site.listed[: newest(weights, site.feeds)], by_source)
    for form, address, recipe in _FORMATS:
        channel = Channel(
            title=site.frame.title,
            description=_about(site),
            home=urls.HOME,
            address=address,
            identity=site.feeds.id_base,
            hubs=site.feeds.hubs,
            older=urls.feed_archive(form, len(older)) if older else "",
        )
        yield Output(f"site{address}", recipe, (site.frame, channel, *shown))
    for number, positions in enumerate(older, start=1):
        held = _shown([site.listed[at] for at in positions], by_source)
        for form, address, recipe in _FORMATS:
            channel = Channel(
                title=site.frame.title,
                description=_about(site),
                home=urls.HOME,
                address=urls.feed_archive(form, number),
                identity=site.feeds.id_base,
                older=urls.feed_archive(form, number - 1) if number > 1 else "",
                newer=urls.feed_archive(form, number + 1) if number < len(older) else "",
                current=address,
            )
            yield Output(f"site{channel.address}", recipe, (site.frame, channel, *held))


def _rss(site: Site, row: Row, cards: Sequence[Card], by_source: Mapping[str, Post]) -> Output:
    """A feed of some posts; what is older than these stands on its page."""
    weights = [by_source[card.source].weight for card in cards[: site.feeds.entries]]
    shown = _shown(cards[: newest(weights, site.feeds)], by_source)
    channel = Channel(row.title, _about(site), row.home, row.address, site.feeds.id_base)
    return Output(f"site{row.address}", rss, (site.frame, channel, *shown))


def _shown(cards: Sequence[Card], by_source: Mapping[str, Post]) -> tuple[tuple[Post, ...], tuple[Any, ...]]:
    posts = tuple(by_source[card.source] for card in cards)
    return posts, tuple(post.body for post in posts)


def _about(site: Site) -> str:
    return site.frame.description or site.frame.promise or site.frame.title
