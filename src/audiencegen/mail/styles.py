"""The looks of a letter, from the theme's `mail/styles.yaml`: one inline style for each element or part of the letter.

Colours stand there by name, each with a light and a dark value. The light one goes inline, where every mail program
honours it; `sheets` makes the style blocks that may vanish. A name that is no HTML element is a class for those.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from audiencegen.problems import ProjectError, error
from audiencegen.theme import Theme, table
from audiencegen.values import Record, Value

STYLES = "mail/styles.yaml"
DEFAULT_PICTURE_WIDTH = 520
ELEMENTS = frozenset(
    "a blockquote body caption code dd del dl dt em h1 h2 h3 h4 h5 h6 hr li ol p small strong sub sup "
    "td th ul u".split()
)
SIDES: Mapping[str, Mapping[str, str]] = {
    "ltr": {"start": "left", "end": "right"},
    "rtl": {"start": "right", "end": "left"},
}

_NAME = re.compile(r"\{(\w+)\}")
_SPACES = re.compile(r"\s*([;:])\s*")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_GROUND = re.compile(r"background-color:(#[0-9a-fA-F]{6})")
_HAS_BGCOLOR = frozenset({"body", "table", "td", "th"})


class Styles(Value, frozen=True):
    """Names → declarations: as written with `{colour}`, `{start}` and `{end}`, and filled for both directions."""

    written: Record
    adornment: Record
    narrow: Record
    dark: Record  # a colour's name → #rrggbb
    ltr: Record
    rtl: Record
    classes: frozenset[str]  # the names that a style block refers to by class
    picture_width: int

    def style(self, name: str, direction: str = "ltr") -> str:
        """The declarations of a name, ready to stand in a `style` attribute; "" when the theme says nothing."""
        return str((self.rtl if direction == "rtl" else self.ltr).get(name, ""))

    def attributes(self, tag: str, names: tuple[str, ...], direction: str) -> dict[str, str | None]:
        """`class`, `bgcolor` and `style` of an element that goes by these names, the last one's word counting most."""
        style = ";".join(found for name in names if (found := self.style(name, direction)))
        ground = _GROUND.findall(style) if tag in _HAS_BGCOLOR else []
        said = {
            "class": " ".join(name for name in names if name in self.classes),
            "bgcolor": ground[-1] if ground else "",
            "style": style,
        }
        return {name: value for name, value in said.items() if value}


@lru_cache(maxsize=1)
def read(theme: Theme) -> Styles:
    """The theme's styles of a letter. A colour that is none, or that nobody named, is the designer's to mend."""
    file = table(theme, STYLES)
    origin = next(template.origin for template in theme.templates if template.name == STYLES)
    palette = palette_of(theme)
    written = _compact(_section(file, "inline"))
    adornment, narrow = (_compact(_section(file, name)) for name in ("adornment", "narrow"))
    for name, style in (*written.items(), *adornment.items(), *narrow.items()):
        _check(name, style, frozenset(palette), origin)
    light = {name: pair[0] for name, pair in palette.items()}
    coloured = frozenset(name for name, style in written.items() if names_in(style) & set(palette))
    return Styles(
        written=written,
        adornment=Record({name: filled(style, light) for name, style in adornment.items()}),
        narrow=Record({name: filled(style, light) for name, style in narrow.items()}),
        dark=Record({name: pair[1] for name, pair in palette.items()}),
        ltr=Record({name: filled(style, {**light, **SIDES["ltr"]}) for name, style in written.items()}),
        rtl=Record({name: filled(style, {**light, **SIDES["rtl"]}) for name, style in written.items()}),
        classes=(coloured | frozenset(adornment) | frozenset(narrow)) - ELEMENTS,
        picture_width=int(file.get("picture_width") or DEFAULT_PICTURE_WIDTH),
    )


def filled(style: str, names: Mapping[str, str]) -> str:
    """Declarations with their `{names}` filled in."""
    return _NAME.sub(lambda match: names[match[1]], style)


def names_in(style: str) -> set[str]:
    return set(_NAME.findall(style))


def _section(file: Record, name: str) -> Mapping[str, object]:
    section = file.get(name)
    return section if isinstance(section, Mapping) else {}


def palette_of(theme: Theme) -> dict[str, tuple[str, str]]:
    """The colours of a letter by day and by night; one that is named is the site's own."""
    origin = next(template.origin for template in theme.templates if template.name == STYLES)
    palette: dict[str, tuple[str, str]] = {}
    for name, said in _section(table(theme, STYLES), "palette").items():
        pair = said if isinstance(said, tuple) else (said, said)
        colors = tuple(theme.colour(str(color), night) for color, night in zip(pair, (False, True), strict=False))
        if len(colors) != 2 or not all(map(_COLOR.fullmatch, colors)):
            hint = f'write it as {name}: ["#211d1a", "#ebe5da"], for light and for dark'
            raise ProjectError(error("theme", f"`{name}` is not two colours of six digits", hint, file=origin))
        palette[name] = (colors[0], colors[1])
    return palette


def _check(name: str, style: str, palette: frozenset[str], origin: str) -> None:
    strange = sorted(names_in(style) - palette - set(SIDES["ltr"]))
    if strange:
        hint = "add it to `palette:`, or take one of " + ", ".join(sorted(palette))
        message = f"the style `{name}` names {strange[0]}, which is no colour"
        raise ProjectError(error("theme", message, hint, file=origin))


def _compact(section: Mapping[str, object]) -> Record:
    """The declarations without needless spaces: they stand in every element."""
    return Record({name: _SPACES.sub(r"\1", str(style)).strip(" ;\n") for name, style in section.items()})
