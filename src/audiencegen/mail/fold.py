"""Lines of plain text: how wide a text is on a terminal, and how it breaks into lines.

East Asian characters take two columns and may end a line without a space; addresses are never broken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from audiencegen.mail.fields import MARKS

WIDTH = 72

_WORD = re.compile(r"[^ \t\r\f]+")
# Closing punctuation does not begin a line (JIS X 4051, reduced to what prose needs).
_ATOM = re.compile(
    "[\u2e80-\u2fdf\u3001-\u303f\u3040-\u30ff\u3100-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60]"
    "[、。，．：；？！）」』】〉》〕’”…ー々]*"
)


def columns(text: str) -> int:
    """The columns that a text takes."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def fold(text: str, width: int = WIDTH, first: str = "", rest: str = "") -> list[str]:
    """Fill words into lines of at most `width` columns. `first` and `rest` stand before the first and the other lines.

    A newline in the text stays one; a word that is wider than a line stands alone in its line.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _filled(paragraph, width, rest if lines else first, rest)
    return lines


def padded(text: str, width: int, align: str = "") -> str:
    """A text brought to a width by spaces: at its end, or where `align` ("right", "center") wants them."""
    missing = max(0, width - columns(text))
    before = {"right": missing, "center": missing // 2}.get(align, 0)
    return " " * before + text + " " * (missing - before)


def _filled(paragraph: str, width: int, first: str, rest: str) -> list[str]:
    lines: list[str] = []
    line, used = "", 0
    room, room_later = width - columns(first), width - columns(rest)
    for space, atom in _atoms(paragraph):
        wide = columns(atom)
        if line and used + len(space) + wide > room:
            lines.append(line)
            line, used, room = atom, wide, room_later
        else:
            line += (space if line else "") + atom
            used += (len(space) if used else 0) + wide
    lines.append(line)
    return [((rest if index else first) + one).rstrip() for index, one in enumerate(lines)]


def _atoms(paragraph: str) -> Iterator[tuple[str, str]]:
    """The pieces that no line break may split, each with the space before it."""
    for word in _WORD.findall(paragraph):
        if word.isascii():
            yield " ", word
            continue
        space, at = " ", 0
        for found in _ATOM.finditer(word):
            if found.start() > at:
                yield space, word[at : found.start()]
                space = ""
            yield space, found[0]
            space, at = "", found.end()
        if at < len(word):
            yield space, word[at:]


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    if character in MARKS:
        return 0
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Me", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
