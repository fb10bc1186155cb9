"""Another way to count than the project's, for what `stories` writes: it knows its clusters and its links by heart."""

from __future__ import annotations

import re
import unicodedata

from stories import CLUSTERS, FAMILIES

_CLUSTERS = sorted(CLUSTERS, key=len, reverse=True)
_URL = re.compile(r"https?://[^\s<>()\"]*[^\s<>()\".,;:!?]")
_BARE = re.compile(r"(?<![\w@#./-])(?:letters|sub|handle)?\.?(?:example|bsky)\.(?:org|co\.uk|social)(?:/\w*)*(?![\w@])")


def clusters(text: str) -> list[str]:
    """Longest first; whatever is none of them is a character, with the marks that follow it."""
    found: list[str] = []
    at = 0
    while at < len(text):
        known = next((one for one in _CLUSTERS if text.startswith(one, at)), text[at])
        at += len(known)
        joins = known[-1] in "\u200d" or unicodedata.category(known[0]) in ("Mn", "Mc", "Me") or known == "\u200d"
        if found and joins:
            found[-1] += known
        else:
            found.append(known)
    return found


def without_urls(text: str) -> tuple[str, int]:
    return _URL.sub(" ", text), len(_URL.findall(text))


def weighted(text: str) -> int:
    rest, links = _URL.sub("\0", unicodedata.normalize("NFC", text)), len(_URL.findall(text))
    total = 23 * links
    for cluster in clusters(rest.replace("\0", "")):
        if cluster in FAMILIES:
            total += 2
        else:
            total += sum(1 if ord(one) < 4352 or 8192 <= ord(one) <= 8223 else 2 for one in cluster)
    return total


def mastodon(text: str) -> int:
    rest = _URL.sub("x" * 23, text)
    return len(clusters(re.sub(r"@(\w+)@[\w.]+", r"@\1", rest)))


def threads(text: str) -> int:
    return sum(len(one.encode()) if one in FAMILIES else len(one) for one in clusters(text))


COUNTERS = {
    "weighted": weighted,
    "graphemes": lambda text: len(clusters(text)),
    "bytes": lambda text: len(bytes(text, "utf-8")),
    "characters": lambda text: sum(1 + (ord(one) > 0xFFFF) for one in text),
    "mastodon": mastodon,
    "threads": threads,
}
