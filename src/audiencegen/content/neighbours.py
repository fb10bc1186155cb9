"""What stands around a post: the newer and the older one, its series, and what is related."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nsmallest

from audiencegen.content.terms import keys_of
from audiencegen.model import Card, Neighbours, Post, TermKey

RELATED = 3
_WINDOW = 12  # posts looked at on either side within one term: keeps ten thousand posts linear
_WEIGHTS = {"series": 0.0, "tags": 1.0, "categories": 0.5, "authors": 0.25}


def neighbours(posts: Sequence[Post], listed: Sequence[Card]) -> tuple[Neighbours, ...]:
    """The neighbours of each post, index by index; `listed` is newest first."""
    position = {card.source: index for index, card in enumerate(listed)}
    shelves: dict[TermKey, list[Card]] = {}
    for card in listed:
        for key in keys_of(card):
            shelves.setdefault(key, []).append(card)
    places = {key: {card.source: index for index, card in enumerate(shelf)} for key, shelf in shelves.items()}
    return tuple(_around(post.card, listed, position, shelves, places) for post in posts)


def _around(
    card: Card,
    listed: Sequence[Card],
    position: dict[str, int],
    shelves: dict[TermKey, list[Card]],
    places: dict[TermKey, dict[str, int]],
) -> Neighbours:
    series = tuple(reversed(shelves.get(card.series, []))) if card.series else ()
    at = position.get(card.source)
    if at is None:  # an unlisted post has a series, and no place among the others
        return Neighbours(series=series)
    return Neighbours(
        newer=listed[at - 1] if at else None,
        older=listed[at + 1] if at + 1 < len(listed) else None,
        related=_related(card, listed, position, shelves, places),
        series=series if len(series) > 1 else (),
    )


def _related(
    card: Card,
    listed: Sequence[Card],
    position: dict[str, int],
    shelves: dict[TermKey, list[Card]],
    places: dict[TermKey, dict[str, int]],
) -> tuple[Card, ...]:
    """The posts that share most with this one; a rare tag says more than a frequent one."""
    at = position[card.source]
    apart = {listed[one].source for one in (at - 1, at, at + 1) if 0 <= one < len(listed)}
    if card.series:
        apart |= {other.source for other in shelves[card.series]}
    scores: dict[str, float] = {}
    for key in keys_of(card):
        shelf, place = shelves[key], places[key][card.source]
        weight = _WEIGHTS[key.kind] / len(shelf) ** 0.5
        if weight:
            for other in shelf[max(0, place - _WINDOW) : place + _WINDOW + 1]:
                scores[other.source] = scores.get(other.source, 0.0) + weight
    # Ties go to the newer post: `position` counts from the newest.
    ranked = ((-score, position[name]) for name, score in scores.items() if name not in apart)
    return tuple(listed[at] for _, at in nsmallest(RELATED, ranked))
