"""Which feeds the site has, and which posts stand in each: the newest in the feed itself, the older ones in archives.

Archives are counted from the oldest post, so that a new post moves none of them (RFC 5005, 4).
"""

from __future__ import annotations

from collections.abc import Sequence

from audiencegen.content import urls
from audiencegen.model import FeedLink, Feeds, Frame

RSS, ATOM, JSON = "application/rss+xml", "application/atom+xml", "application/feed+json"


def of_site(frame: Frame, with_letters: bool) -> tuple[FeedLink, ...]:
    """The feeds of the whole site, the one that most programs know first; that of the letters where they differ."""
    kinds = [("rss", urls.RSS, RSS), ("atom", urls.ATOM, ATOM), ("json_feed", urls.JSON_FEED, JSON)]
    kinds += [("letters_feed", urls.LETTERS_FEED, RSS)] if with_letters else []
    return tuple(_link(frame, str(frame.words[word]), address, kind) for word, address, kind in kinds)


def newest(weights: Sequence[int], feeds: Feeds) -> int:
    """How many of the posts, newest first, stay within both limits; one at least, if there is one."""
    total = 0
    for count, weight in enumerate(weights[: feeds.entries]):
        total += weight
        if count and total > feeds.kilobytes:
            return count
    return min(len(weights), feeds.entries)


def archives(weights: Sequence[int], feeds: Feeds) -> tuple[range, ...]:
    """The posts of each archive, oldest first, as positions in `weights`, which are newest first.

    An archive is full, and is made when the feed no longer holds all of it.
    """
    if not feeds.archives:
        return ()
    oldest_first = weights[::-1]
    shown_from = len(weights) - newest(weights, feeds)
    found: list[range] = []
    start = 0
    while start < shown_from:
        count = newest(oldest_first[start : start + feeds.entries], feeds)
        last = len(weights) - 1 - start
        found.append(range(last - count + 1, last + 1))
        start += count
    return tuple(found)


def _link(frame: Frame, word: str, address: str, kind: str) -> FeedLink:
    return FeedLink(str(frame.words["feed_of"]).format(title=frame.title, format=word), word, address, kind)
