"""A text as it is counted, described and searched: its spaces, and its words in every script."""

from __future__ import annotations

import re

_ASCII = bytes(range(0x80))
_SEPARATED = bytes(sign if sign > 0x7F or chr(sign).isalnum() or sign == 0x5F else 0x20 for sign in range(0x100))
_IDEOGRAPH = re.compile(r"[぀-ヿ㐀-鿿豈-﫿가-힯]")


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
    ideographs = len(_IDEOGRAPH.findall(strange))
    if ideographs:
        text = _IDEOGRAPH.sub(" ", text)
    for sign in set(strange):
        if not sign.isalnum():
            text = text.replace(sign, "" if sign == "’" else " ")
    runs = text.encode("utf-8", "surrogatepass").translate(_SEPARATED, b"'-")
    return len(runs.split()) + ideographs // 2
