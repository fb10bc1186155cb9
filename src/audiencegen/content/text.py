"""A text as it is counted, described and searched: its spaces, and its words in every script."""

from __future__ import annotations

import re
from functools import cache

_ASCII = bytes(range(0x80))
_SEPARATED = bytes(sign if sign > 0x7F or chr(sign).isalnum() or sign == 0x5F else 0x20 for sign in range(0x100))
_FIRST_IDEOGRAPH = "\u3040"


def spaced(text: str) -> str:
    """Runs of spaces as one, blank lines gone: text for counting, describing and searching."""
    # A line of printable characters has no space but " ", so that most lines need not be taken apart.
    lines = (
        line.strip(" ") if line.isprintable() and "  " not in line else " ".join(line.split())
        for line in text.split("\n")
        if line
    )
    return "\n".join(filter(None, lines))


def count_words(text: str) -> int:
    """Words, with two ideographs taken for one, so that reading time holds for Chinese, Japanese and Korean.

    A word is a run of letters, digits and `_` of any script, with apostrophes and hyphens within it.
    """
    strange = text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
    signs, ideographs = set(strange), 0
    if max(signs, default="") >= _FIRST_IDEOGRAPH:
        text, ideographs = _ideograph().subn(" ", text)
    for sign in signs:
        if not sign.isalnum():
            text = text.replace(sign, "" if sign == "’" else " ")
    runs = text.encode("utf-8", "surrogatepass").translate(_SEPARATED, b"'-")
    return len(runs.split()) + ideographs // 2


@cache
def _ideograph() -> re.Pattern[str]:
    """Compiled when a text asks for it: so many signs take four milliseconds of every start."""
    return re.compile(r"[぀-ヿ㐀-鿿豈-﫿가-힯]")
