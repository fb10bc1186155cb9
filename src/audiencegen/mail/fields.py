"""The places in a finished letter that differ from reader to reader, marked until the letter is filled in.

A mark is a character that no text may hold (Unicode, noncharacters); it takes no column, and no filter changes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from unicodedata import category

from audiencegen.content.personal import KNOWN, Personal, pieces

UNSUBSCRIBE = "unsubscribe"  # the address by which one reader leaves; no field for writers
NAMES = (*KNOWN, UNSUBSCRIBE)

_FIRST = 0xFDD0
_CLOSE = "\ufdef"
MARKS = frozenset([*(chr(_FIRST + index) for index in range(len(NAMES))), _CLOSE])

_MARKED = re.compile(f"([{chr(_FIRST)}-{chr(_FIRST + len(NAMES) - 1)}])([^{_CLOSE}]*){_CLOSE}")
_STEERING = frozenset({"Cc", "Cn", "Co", "Cs", "Zl", "Zp"})


def marked(name: str, fallback: str) -> str:
    """A field as it stands in an unfinished letter."""
    return f"{chr(_FIRST + NAMES.index(name))}{fallback}{_CLOSE}" if name in NAMES else fallback


def with_marks(text: str) -> str:
    """A subject or preheader, its `{first_name|there}` marked."""
    return "".join(piece if isinstance(piece, str) else marked(piece.name, piece.fallback) for piece in pieces(text))


def parted(letter: str) -> tuple[str | Personal, ...]:
    """A marked text as words and fields; it begins and ends with words, and has them between two fields."""
    found = _MARKED.split(letter)
    parts: list[str | Personal] = [found[0]]
    for mark, fallback, words in zip(found[1::3], found[2::3], found[3::3], strict=True):
        parts += [Personal(NAMES[ord(mark) - _FIRST], fallback), words]
    return tuple(parts)


def to_everybody(letter: str) -> str:
    """A marked text with the words for readers of whom nothing is known."""
    return _MARKED.sub(r"\2", letter)


def filled(letter: str, values: Mapping[str, str], written: Callable[[str], str] = str) -> str:
    """A marked text for one reader or one mailing service; `written` makes a value fit for its place."""
    return "".join(part if isinstance(part, str) else value_of(part, values, written) for part in parted(letter))


def value_of(field: Personal, values: Mapping[str, str], written: Callable[[str], str] = str) -> str:
    """What stands in the place of a field. A value with a line break or a control character is refused."""
    value = str(values.get(field.name) or "").strip(" ")
    if not value or any(category(sign) in _STEERING for sign in value):
        return field.fallback
    return written(value)
