"""What stands around a post: the newer and the older one, its series, and what is related."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from audiencegen.content.terms import keys_of
from audiencegen.model import Card, Neighbours, Post, TermKey

RELATED = 3
_WINDOW = 12  # posts looked at on either side within one term: keeps ten thousand posts linear
_WEIGHTS = {"series": 0.0, "tags": 1.0, "categories": 0.5, "authors": 0.25}


@dataclass(slots=True)
class _Shelf:
    """The posts of one term, by their positions among all; and what it says of two posts that both have it."""

    posts: list[int] = field(default_factory=list)
    weight: float = 0.0


def neighbours(posts: Sequence[Post], listed: Sequence[Card]) -> tuple[Neighbours, ...]:
    """The neighbours of each post, index by index; `listed` is newest first."""
    position = {card.source: index for index, card in enumerate(listed)}
    shelves: defaultdict[TermKey, _Shelf] = defaultdict(_Shelf)
    places = [_placed(at, [shelves[key] for key in keys_of(card)]) for at, card in enumerate(listed)]
    for key, shelf in shelves.items():
        shelf.weight = _WEIGHTS[key.kind] / len(shelf.posts) ** 0.5

    def around(card: Card) -> Neighbours:
        at = position.get(card.source)
        parts = shelves[card.series].posts if card.series else []
        series = tuple([listed[part] for part in reversed(parts)])
        if at is None:  # an unlisted post has a series, and no place among the others
            return Neighbours(series=series)
        related = _related(places[at], (*parts, at - 1, at, at + 1))
        return Neighbours(
            newer=listed[at - 1] if at else None,
            older=listed[at + 1] if at + 1 < len(listed) else None,
            related=tuple([listed[other] for other in related]),
            series=series if len(series) > 1 else (),
        )

    return tuple([around(post.card) for post in posts])


def _placed(at: int, shelves: list[_Shelf]) -> list[tuple[_Shelf, int]]:
    """Put a post on the shelves of its terms: each of them, with its place there."""
    for shelf in shelves:
        shelf.posts.append(at)
    return [(shelf, len(shelf.posts) - 1) for shelf in shelves]


def _related(places: list[tuple[_Shelf, int]], apart: Collection[int]) -> list[int]:
    """Where the posts stand that share most with the one in these places; a rare tag says more than a frequent one."""
    scores: dict[int, float] = {}
    for shelf, place in places:
        weight, window = shelf.weight, shelf.posts[max(0, place - _WINDOW) : place + _WINDOW + 1]
        if not scores and weight:
            scores = dict.fromkeys(window, weight)
        elif weight:
            for other in window:
                scores[other] = scores.get(other, 0.0) + weight
    for other in apart:
        scores.pop(other, None)
    # Ties go to the newer post: positions count from the newest, and sorting leaves equal ones in their order.
    return sorted(sorted(scores), key=scores.__getitem__, reverse=True)[:RELATED]
