"""How long a text is, as each channel counts it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from re import IGNORECASE
from re import compile as pattern
from types import MappingProxyType
from unicodedata import normalize

from audiencegen.channels.entities import urls
from audiencegen.channels.graphemes import emoji, graphemes

Count = Callable[[str], int]

_URL = 23  # what a link counts on X and on Mastodon, however long it is
# twitter-text, config v3: what is not in these ranges weighs two.
_HEAVY = pattern("[^\\u0000-\\u10ff\\u2000-\\u200d\\u2010-\\u201f\\u2032-\\u2037]")
_REMOTE = pattern(r"(?<![=/\w])@([a-z0-9_]+(?:[a-z0-9_.\-]+[a-z0-9_]+)?)@[\w.\-]+\w", IGNORECASE)


def weighted(text: str) -> int:
    """X: links are 23, an emoji is 2, of other characters those of most alphabets are 1 and the rest 2."""
    text = normalize("NFC", text)
    total, at = 0, 0
    for start, end in urls(text):
        total += _weight(text[at:start]) + _URL
        at = end
    return total + _weight(text[at:])


def _weight(text: str) -> int:
    total, at = 0, 0
    for start, end in emoji(text):
        total += _weight_of(text[at:start]) + 2
        at = end
    return total + _weight_of(text[at:])


def _weight_of(text: str) -> int:
    return len(text) if text.isascii() else len(text) + len(_HEAVY.findall(text))


def clusters(text: str) -> int:
    """Bluesky, first limit: what a person counts."""
    return len(graphemes(text))


def utf8(text: str) -> int:
    """Bluesky, second limit; YouTube."""
    return len(text.encode("utf-8"))


def utf16(text: str) -> int:
    """What a browser counts in a field: an emoji is two or more. The strictest of what "characters" may mean."""
    return len(text.encode("utf-16-le")) // 2


def mastodon(text: str) -> int:
    """Graphemes; links with their scheme are 23, and of `@name@server` only `@name` counts."""
    written, at = [], 0
    for start, end in urls(text):
        if text[start:end].lower().startswith(("http://", "https://")):
            written += [_REMOTE.sub(r"@\1", text[at:start]), "x" * _URL]
            at = end
    written.append(_REMOTE.sub(r"@\1", text[at:]))
    return sum(len(graphemes(part)) for part in written)


def threads(text: str) -> int:
    """Characters, but for emoji, which count as the bytes of their UTF-8."""
    total, at = 0, 0
    for start, end in emoji(text):
        total += start - at + utf8(text[start:end])
        at = end
    return total + len(text) - at


RULES: Mapping[str, Count] = MappingProxyType(
    {
        "weighted": weighted,
        "graphemes": clusters,
        "bytes": utf8,
        "characters": utf16,
        "mastodon": mastodon,
        "threads": threads,
    }
)
