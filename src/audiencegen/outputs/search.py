"""Search without a server: a page with a box, and an index that the page's script asks for piece by piece.

Posts stand in segments of 256, oldest first, so that a new post touches the last segment alone. The words of a segment
lie in up to 128 shards by their first three letters: one word of a query needs one shard of each segment. What is shown
of a post lies in blocks of 16. A segment's shard is text, a word a line:

    harbour 3k,.5aHx,12.4

which says: in post 3 of the segment with the usual weight, in post 4 with 5, in post 16 with 4. The letters are those
of its neighbours. `content/words.py` has found all that when the post was compiled; here it is put together.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from audiencegen.content import urls
from audiencegen.content.personal import without_fields
from audiencegen.content.words import SHARDS, Words
from audiencegen.model import Card, Frame, Output, Site, WordsOf
from audiencegen.outputs.head import head
from audiencegen.theme import Theme, render

SEGMENT = 256  # posts: what an edit indexes again
PER_SHARD = 2  # posts of a segment: a small site has few and small files
BLOCK = 16  # posts
FOLDER = urls.SEARCH

_STEPS = ("", "", *map(str, range(2, SEGMENT + 1)))  # between two posts that have a word; the usual one is not written
_SUMMARY = 140  # letters of a description in the list of results


def plan(site: Site, theme: Theme) -> Iterable[Output]:
    if not site.frame.has_search:
        return
    cards = site.listed[::-1]
    shards = _shards(len(cards))
    yield Output(f"site/{urls.file_of(FOLDER)}", search_page, (theme, site.frame, len(cards), shards))
    for number, block in enumerate(_cut(cards, BLOCK)):
        yield Output(f"site{FOLDER}posts-{number}.json", shown, (site.frame, block))
    for number, segment in enumerate(_cut(cards, SEGMENT)):
        sources = tuple(card.source for card in segment)
        for place in range(shards):
            yield Output(f"site{FOLDER}words-{number}-{place}.txt", shard, (WordsOf(sources, place, shards),))


def search_page(theme: Theme, frame: Frame, count: int, shards: int) -> bytes:
    return render(
        theme,
        "site/search.html",
        site=frame,
        address=FOLDER,
        canonical=frame.absolute(FOLDER),
        noindex=frame.showing_drafts,
        count=count,
        shards=shards,
        segment=SEGMENT,
        block=BLOCK,
        **head(theme, frame),
    )


def shown(frame: Frame, cards: tuple[Card, ...]) -> bytes:
    """What the list of results says of each post: title, address, day, description."""
    rows = [
        [
            without_fields(card.title),
            frame.href(card.address),
            frame.day(card.date) if card.date else "",
            _summary(without_fields(card.description)),
        ]
        for card in cards
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def shard(posts: Sequence[Words]) -> bytes:
    """The words of a segment that lie in one shard, sorted, each with the posts that have it."""
    lines: dict[str, list[str]] = defaultdict(list)
    last: dict[str, int] = {}
    for number, words in enumerate(posts):
        found = iter(words.split(" "))
        for word, mark in zip(found, found, strict=False):
            lines[word].append(_STEPS[number - last.get(word, -1)] + mark)
            last[word] = number
    return "".join([f"{word} {','.join(lines[word])}\n" for word in sorted(lines)]).encode("utf-8")


def _shards(count: int) -> int:
    """A power of two, so that it changes seldom while a site grows."""
    wanted = min(SHARDS, min(count, SEGMENT) // PER_SHARD)
    return 1 << max(0, wanted.bit_length() - 1)


def _summary(text: str) -> str:
    if len(text) <= _SUMMARY:
        return text
    return text[:_SUMMARY].rsplit(" ", 1)[0].rstrip(" .,;:–—-") + "…"


def _cut(cards: Sequence[Card], size: int) -> Iterator[tuple[Card, ...]]:
    for start in range(0, len(cards), size):
        yield tuple(cards[start : start + size])
