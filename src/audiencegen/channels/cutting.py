"""Shortening and splitting: after a sentence, else after a word, else between two characters as people count them.

Never within a link, a mention or a hashtag. What is split is exactly the source again when it is put together.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate

from audiencegen.channels.entities import Span, whole
from audiencegen.channels.graphemes import graphemes
from audiencegen.values import Struct

Fits = Callable[[str], bool]

MORE = "…"
_ENOUGH = 0.5  # of what would fit: a sentence that fills less is not where a text is cut
_SENTENCE = re.compile("(?:[.!?…]+[\"'”’»)\\]]*(?=\\s|$)|[。！？]+[」』”’]*|\n)")
_SPACE = re.compile(r"\s+")
_NEAR, _FAR = 500, 4000  # characters; a few long links among them count much less
_LOOSE = " \t\n,;:–—-"


class Thread(Struct, frozen=True):
    """A text in parts: `pieces` put together are the text, `posts` are the pieces as they are posted, numbered."""

    pieces: tuple[str, ...]
    posts: tuple[str, ...]


def cut(text: str, fits: Fits) -> str:
    """The text, or as much of it as fits; "" when not even its beginning does."""
    if fits(text):
        return text
    sentences, words, signs = _ends(text)
    sentence = _longest(text, sentences, lambda part: fits(part.rstrip()))
    word = _longest(text, words, lambda part: fits(part.rstrip(_LOOSE) + MORE))
    sign = _longest(text, signs, lambda part: fits(part.rstrip(_LOOSE) + MORE))
    if sentence >= _ENOUGH * max(word, sign) and text[:sentence].strip():
        return text[:sentence].rstrip()
    at = word if word >= _ENOUGH * sign and text[:word].strip(_LOOSE) else sign
    shown = text[:at].rstrip(_LOOSE)
    return shown + MORE if shown else ""


def above(text: str, fold: int) -> str:
    """What stands above a fold after so many characters, without half a word at its end."""
    if len(text) <= fold:
        return text
    _, words, signs = _ends(text)
    ends = words if any(0 < at <= fold for at in words) else signs
    return text[: _longest(text, ends, lambda part: len(part) <= fold)]


def split(text: str, fits: Fits, most: int) -> Thread | None:
    """The text as numbered posts; None when it needs more than `most`, or a part that cannot be cut fits into none."""
    if fits(text.strip()):
        return Thread((text,), (text.strip(),))
    for figures in range(1, len(str(most)) + 1):
        pieces = _pieces(text, _Numbered(fits, f" {'9' * figures}/{'9' * figures}"), min(most, 10**figures - 1))
        if pieces:
            posts = (f"{piece.strip()} {number}/{len(pieces)}" for number, piece in enumerate(pieces, 1))
            return Thread(tuple(pieces), tuple(posts))
    return None


class _Numbered(Struct, frozen=True):
    """Whether a piece fits with its number behind it."""

    fits: Fits
    number: str

    def __call__(self, part: str) -> bool:
        return self.fits(part.strip() + self.number)


def _pieces(text: str, fits: _Numbered, most: int) -> list[str]:
    """The pieces, their spaces kept at their ends; none when there would be too many, or one would not fit."""
    pieces: list[str] = []
    rest = text
    while rest.strip():
        if len(pieces) == most:
            return []
        window = _window(rest, fits)
        if fits(window) and fits(rest):
            pieces.append(rest)
            return pieces
        at = _end(window, fits)
        if not rest[:at].strip():
            return []
        at += len(rest[at:]) - len(rest[at:].lstrip())
        pieces.append(rest[:at])
        rest = rest[at:]
    if pieces:
        pieces[-1] += rest
    return pieces


@lru_cache(maxsize=64)  # a text that is too long is tried again without its end, and is otherwise the same
def _end(window: str, fits: _Numbered) -> int:
    """Where a piece ends: after a sentence, else after a word, else between two characters."""
    sentences, words, signs = _ends(window)
    sign = _longest(window, signs, fits)
    sentence, word = (_longest(window, ends[: bisect_right(ends, sign)], fits) for ends in (sentences, words))
    return sentence if sentence >= _ENOUGH * max(word, sign) else word if word >= _ENOUGH * sign else sign


def _window(text: str, fits: Fits) -> str:
    """As much of a long text as one post could take, up to a space: the little more that does not fit, if there is."""
    size = _NEAR
    while size < len(text):
        space = max(text.rfind(sign, 0, size) for sign in " \n")
        if space > 0 and not fits(text[:space]):
            return text[:space]
        if size == _FAR:
            return text[: space if space > 0 else size]
        size *= 2
    return text


def _ends(text: str) -> tuple[list[int], list[int], list[int]]:
    """Where a part of the text may end: after sentences, after words, after characters."""
    signs = _free(list(accumulate(map(len, graphemes(text)))), whole(text))
    free = frozenset(signs)
    sentences = (found.end() for found in _SENTENCE.finditer(text))
    words = (found.start() for found in _SPACE.finditer(text))
    return [at for at in sentences if at in free], [at for at in words if at in free], signs


def _free(ends: list[int], held: Sequence[Span]) -> list[int]:
    """Those that are not within what stays whole."""
    found: list[int] = []
    at = 0
    for start, end in held:
        found += ends[at : bisect_right(ends, start)]
        at = bisect_left(ends, end)
    return found + ends[at:]


def _longest(text: str, ends: Sequence[int], fits: Fits) -> int:
    """The last of these ends up to which the text fits; 0 when none does. More text hardly ever counts less."""
    low, high = 0, len(ends)
    if ends and fits(text[: ends[-1]]):
        return ends[-1]
    while low < high:
        middle = (low + high) // 2
        if fits(text[: ends[middle]]):
            low = middle + 1
        else:
            high = middle
    while low and not fits(text[: ends[low - 1]]):
        low -= 1
    return ends[low - 1] if low else 0
