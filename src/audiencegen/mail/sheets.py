"""The style blocks of a letter, for dark and for narrow screens. They may vanish: only an adornment goes with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from audiencegen.mail.styles import ELEMENTS, SIDES, Styles, filled, names_in

_BORDER = re.compile(r"(border[\w{}-]*?)(?:-color)?:.*(\{\w+\})")


@lru_cache(maxsize=2)  # a direction each
def dark_rules(styles: Styles, direction: str) -> str:
    """Rules for a dark screen: every declaration that names a colour, with its dark value."""
    return "\n".join(_rule(selector, parts) for selector, parts in _dark(styles, direction))


@lru_cache(maxsize=2)
def outlook_rules(styles: Styles, direction: str) -> str:
    """The same for Outlook's apps and web page, which mark changed text `data-ogsc` and backgrounds `data-ogsb`."""
    rows: list[str] = []
    for selector, parts in _dark(styles, direction):
        grounds = [part for part in parts if part.startswith("background")]
        inks = [part for part in parts if not part.startswith("background")]
        rows += [_rule(f"[data-ogsc] {selector}", inks)] if inks else []
        rows += [_rule(f"[data-ogsb] {selector}", grounds)] if grounds else []
    return "\n".join(rows)


def plain_rules(section: Mapping[str, str]) -> str:
    """Rules as the theme has them in its section `adornment` or, for a narrow screen, `narrow`."""
    return "\n".join(_rule(_selector(name), style.split(";")) for name, style in section.items())


def _dark(styles: Styles, direction: str) -> Iterator[tuple[str, list[str]]]:
    names = {**styles.dark, **SIDES[direction]}
    for name, style in styles.written.items():
        parts = [filled(_color_of(part), names) for part in style.split(";") if names_in(part) & set(styles.dark)]
        if parts:
            yield _selector(name), parts


def _color_of(declaration: str) -> str:
    """Of a border only its colour is said again."""
    border = _BORDER.fullmatch(declaration)
    return f"{border[1]}-color:{border[2]}" if border else declaration


def _selector(name: str) -> str:
    if name == "body":
        return "body"
    return f".letter {name}" if name in ELEMENTS else f".letter .{name}"


def _rule(selector: str, parts: Sequence[str]) -> str:
    """One rule of a style block; `!important`, since it stands against inline styles."""
    return f"{selector}{{{';'.join(f'{part} !important' for part in parts)}}}"
