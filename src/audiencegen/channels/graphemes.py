"""What people count as one character: grapheme clusters (Unicode, UAX #29), and the emoji among them."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

# Most texts hold only what always stands by itself, and no emoji; to find that out is far quicker.
_MAY_BE_JOINED = re.compile("[^\0-\x0c\x0e-\u02ff\u2010-\u2027]")
_MAY_BE_EMOJI = re.compile("[\u203c-\U0010ffff]")
_EMOJI = (
    r"\p{RI}\p{RI}"
    r"|[#*0-9]\uFE0F?\u20E3"
    r"|\p{Extended_Pictographic}[\U000E0020-\U000E007F]+"
    r"|(?:[^\P{Extended_Pictographic}\u0000-\u1FFF]|\p{Extended_Pictographic}(?=\uFE0F))\uFE0F?\p{EMod}?"
    r"(?:\u200D\p{Extended_Pictographic}\uFE0F?\p{EMod}?)*"
)


def graphemes(text: str) -> list[str]:
    """The text as grapheme clusters."""
    if not _MAY_BE_JOINED.search(text):
        return list(text)
    found: list[str] = _pattern(r"\X").findall(text)
    return found


def emoji(text: str) -> list[tuple[int, int]]:
    """Where each emoji begins and ends: a family, a flag and a keycap is one."""
    if not _MAY_BE_EMOJI.search(text):
        return []
    return [found.span() for found in _pattern(_EMOJI).finditer(text)]


@cache
def _pattern(written: str) -> Any:
    import regex  # here, so that nothing pays for it which counts no characters

    return regex.compile(written)
