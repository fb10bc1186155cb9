"""What stands around a post: the newer and the older one, its series, and what is related."""

from __future__ import annotations

from collections.abc import Sequence

from audiencegen.content.terms import keys_of
from audiencegen.model import Card, Neighbours, Post, TermKey

RELATED = 3
_WINDOW = 12  # posts looked at on either side within one term: keeps ten thousand posts linear
_WEIGHTS = {"series": 0.0, "tags": 1.0, "categories": 0.5, "authors": 0.25}


def neighbours(posts: Sequence[Post], listed: Sequence[Card]) -> tuple[Neighbours, ...]:
    """The neighbours of each post, index by index; `listed` is newest first."""
    position = {card.source: index for index, card in enumerate(listed)}
    shelves: dict[TermKey, list[int]] = {}  # the positions of each term's posts
    places: dict[tuple[TermKey, int], int] = {}  # where a post stands on a shelf
    for at, card in enumerate(listed):
        for key in keys_of(card):
            shelf = shelves.setdefault(key, [])
            places[key, at] = len(shelf)
            shelf.append(at)
    return tuple(_around(post.card, position.get(post.card.source), listed, shelves, places) for post in posts)


def _around(
    card: Card,
    at: int | None,
    listed: Sequence[Card],
    shelves: dict[TermKey, list[int]],
    places: dict[tuple[TermKey, int], int],
) -> Neighbours:
    parts = shelves.get(card.series, []) if card.series else []
    series = tuple(listed[part] for part in reversed(parts))
    if at is None:  # an unlisted post has a series, and no place among the others
        return Neighbours(series=series)
    return Neighbours(
        newer=listed[at - 1] if at else None,
        older=listed[at + 1] if at + 1 < len(listed) else None,
        related=tuple(listed[other] for other in _related(card, at, {*parts, at - 1, at, at + 1}, shelves, places)),
        series=series if len(series) > 1 else (),
    )


def _related(
    card: Card,
    at: int,
    apart: set[int],
    shelves: dict[TermKey, list[int]],
    places: dict[tuple[TermKey, int], int],
) -> list[int]:
    """Where the posts stand that share most with this one; a rare tag says more than a frequent one."""
    scores: dict[int, float] = {}
    for key in keys_of(card):
        shelf, place = shelves[key], places[key, at]
        weight = _WEIGHTS[key.kind] / len(shelf) ** 0.5
        if weight:
            for other in shelf[max(0, place - _WINDOW) : place + _WINDOW + 1]:
                scores[other] = scores.get(other, 0.0) + weight
    for other in apart:
        scores.pop(other, None)
    # Ties go to the newer post: positions count from the newest, and sorting leaves equal ones in their order.
    return sorted(sorted(scores), key=scores.__getitem__, reverse=True)[:RELATED]
