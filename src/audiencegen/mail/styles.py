"""The looks of a letter, from the theme's `mail/styles.yaml`: one inline style for each element or part of the letter.

Colours stand there by name, each with a light and a dark value. The light one goes inline, where every mail program
honours it; the dark one into a style block that may vanish. A name of `inline` that is no HTML element is a class.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audiencegen.problems import ProjectError, error
from audiencegen.theme import Theme, table
from audiencegen.values import Record, Value

STYLES = "mail/styles.yaml"
DEFAULT_PICTURE_WIDTH = 520

_ELEMENTS = frozenset(
    "a blockquote caption code dd del dl dt em h1 h2 h3 h4 h5 h6 hr li ol p small strong sub sup td th ul u".split()
)
_NAME = re.compile(r"\{(\w+)\}")
_SPACES = re.compile(r"\s*([;:])\s*")
_SIDES = {"ltr": ("left", "right"), "rtl": ("right", "left")}
_BACKGROUND = re.compile(r"background-color:(#[0-9a-fA-F]{6})")


@dataclass(frozen=True, slots=True)
class Styles(Value):
    """`inline` and `narrow` map a name to declarations, with `{colour}`, `{start}` and `{end}` to be filled."""

    inline: Record
    narrow: Record
    light: Record  # a colour's name → #rrggbb
    dark: Record
    picture_width: int

    def style(self, name: str, direction: str = "ltr") -> str:
        """The declarations of a name, ready to stand in a `style` attribute; "" when the theme says nothing."""
        start, end = _SIDES[direction]
        return _filled(self.inline.get(name, ""), {**self.light, "start": start, "end": end})

    def class_of(self, name: str) -> str:
        """The class by which the style blocks find a name; "" for an element's own, or when no block names it."""
        if name in _ELEMENTS or name == "body":
            return ""
        return name if name in self.narrow or _colored(self, name) else ""

    def attributes(self, tag: str, names: tuple[str, ...], direction: str) -> dict[str, str | None]:
        """`class`, `bgcolor` and `style` of an element that goes by these names, the last one's word counting most."""
        styles = [style for style in (self.style(name, direction) for name in names) if style]
        joined = ";".join(styles)
        classes = " ".join(found for found in map(self.class_of, names) if found)
        background = _BACKGROUND.findall(joined) if tag in ("body", "table", "td", "th") else []
        said = {"class": classes, "bgcolor": background[-1] if background else "", "style": joined}
        return {name: value for name, value in said.items() if value}


def read(theme: Theme) -> Styles:
    """The theme's styles of a letter."""
    written = table(theme, STYLES)
    palette: Mapping[str, tuple[str, str]] = written["palette"]
    return Styles(
        inline=_compact(written["inline"], palette),
        narrow=_compact(written.get("narrow") or {}, palette),
        light=Record({name: pair[0] for name, pair in palette.items()}),
        dark=Record({name: pair[1] for name, pair in palette.items()}),
        picture_width=int(written.get("picture_width") or DEFAULT_PICTURE_WIDTH),
    )


def dark_rules(styles: Styles, direction: str) -> str:
    """Rules for a dark screen: every declaration that names a colour, with its dark value."""
    return "\n".join(_rule(selector, parts) for selector, parts in _dark(styles, direction))


def outlook_rules(styles: Styles, direction: str) -> str:
    """The same for Outlook's apps and web page, which mark changed text `data-ogsc` and backgrounds `data-ogsb`."""
    rows: list[str] = []
    for selector, parts in _dark(styles, direction):
        grounds = [part for part in parts if part.startswith("background")]
        inks = [part for part in parts if not part.startswith("background")]
        rows += [_rule(f"[data-ogsc] {selector}", inks)] if inks else []
        rows += [_rule(f"[data-ogsb] {selector}", grounds)] if grounds else []
    return "\n".join(rows)


def narrow_rules(styles: Styles) -> str:
    """Rules for a narrow screen, from the theme's section `narrow`."""
    rows = ((name, _filled(style, styles.light)) for name, style in styles.narrow.items())
    return "\n".join(_rule(_selector(name), style.split(";")) for name, style in rows)


def _rule(selector: str, parts: Sequence[str]) -> str:
    """One rule of a style block; `!important`, since it stands against inline styles."""
    return f"{selector}{{{';'.join(f'{part} !important' for part in parts)}}}"


def _dark(styles: Styles, direction: str) -> Iterator[tuple[str, list[str]]]:
    start, end = _SIDES[direction]
    for name in styles.inline:
        parts = _colored(styles, name)
        if parts:
            yield _selector(name), [_filled(part, {**styles.dark, "start": start, "end": end}) for part in parts]


def _colored(styles: Styles, name: str) -> list[str]:
    """The declarations of a name that name a colour; of a border only the colour is said again."""
    parts = (part for part in str(styles.inline.get(name, "")).split(";") if _colors(part) & set(styles.light))
    return [re.sub(r"^(border[\w{}-]*?)(-color)?:.*(\{\w+\})$", r"\1-color:\3", part) for part in parts]


def _colors(declaration: str) -> set[str]:
    return set(_NAME.findall(declaration))


def _selector(name: str) -> str:
    if name == "body":
        return "body"
    return f".letter {name}" if name in _ELEMENTS else f".letter .{name}"


def _filled(style: object, names: Mapping[str, str]) -> str:
    return _NAME.sub(lambda match: names[match[1]], str(style))


def _compact(written: Mapping[str, object], palette: Mapping[str, object]) -> Record:
    """The declarations without needless spaces; a colour that the palette does not have is the designer's to mend."""
    known = {*palette, "start", "end"}
    for name, style in written.items():
        strange = _colors(str(style)) - known
        if strange:
            hint = "add it to `palette:`, or use " + ", ".join(sorted(known))
            raise ProjectError(error("theme", f"the style `{name}` names {sorted(strange)[0]}, which is no colour", hint,
                                     file=STYLES))
    return Record({name: _SPACES.sub(r"\1", str(style)).strip(" ;\n") for name, style in written.items()})
