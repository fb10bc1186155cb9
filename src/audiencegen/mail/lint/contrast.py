"""Contrast and underlines, computed for the light and for the dark palette of a letter.

Light is what stands inline: it holds where style blocks are dropped. Dark is that, under the rules of the blocks for
`prefers-color-scheme: dark`. What cannot be known (a gradient, a colour by name that is not common) is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from audiencegen.content.tree import Comment, Element
from audiencegen.mail.lint import css
from audiencegen.mail.lint.letter import STYLES, Letter, Rules
from audiencegen.problems import Problem, error
from audiencegen.values import Struct

LEAST, LEAST_LARGE = 4.5, 3.0  # WCAG 2.2, 1.4.3
LARGE, LARGE_BOLD = 24.0, 18.66  # pixels
LEAST_BESIDE = 3.0  # WCAG technique G183: a link without an underline against the words around it

_NAMED = {
    "black": "#000000", "white": "#ffffff", "red": "#ff0000", "green": "#008000", "blue": "#0000ff",
    "gray": "#808080", "grey": "#808080", "silver": "#c0c0c0", "navy": "#000080", "maroon": "#800000",
    "purple": "#800080", "teal": "#008080", "olive": "#808000", "yellow": "#ffff00", "orange": "#ffa500",
}  # fmt: skip
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})\b")
_RGB = re.compile(r"rgb\(\s*(\d+)[ ,]+(\d+)[ ,]+(\d+)\s*\)")
_SIZE = re.compile(r"(\d+(?:\.\d+)?|\.\d+)(px|pt|em|%)")
_SIZES = {"medium": 16.0, "large": 18.0, "larger": 19.2, "small": 13.0, "smaller": 13.3, "x-large": 24.0}
_HEADING_SIZES = {"h1": 32.0, "h2": 24.0, "h3": 18.72, "h4": 16.0, "h5": 13.28, "h6": 10.72}
_BOLD = frozenset({"b", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "th"})
_UNSEEN = frozenset({"head", "script", "style", "template", "title"})

Color = tuple[int, int, int] | None  # None: not known


class _Look(Struct, frozen=True):
    """How the words of an element look."""

    ink: Color
    ground: Color
    size: float = 16.0
    bold: bool = False
    underlined: bool = False
    beside: Color = None  # the ink around a link
    in_link: bool = False


class _Link(Struct, frozen=True):
    """A link: its colour where none is declared, and whether it stands among words."""

    ink: Color
    has_words_beside: bool


class _Found(Struct, frozen=True):
    kind: str
    words: str
    ratio: float
    look: _Look


def contrast(letter: Letter) -> Iterator[Problem]:
    """`contrast`, `link-distinct`: readable in daylight and at night, and links known without their colour."""
    palettes = {"light": _Palette(_Look((0, 0, 0), (255, 255, 255)), {}, (0, 0, 238))}
    if _knows_dark(letter):
        palettes["dark"] = _Palette(_Look((255, 255, 255), (0, 0, 0)), _index(letter), (158, 158, 255))
    for name, palette in palettes.items():
        said: set[tuple[str, Color, Color]] = set()
        for found in palette.judged(letter.body, palette.first, ()):
            key = (found.kind, found.look.ink, found.look.ground)
            if key not in said:
                said.add(key)
                yield _problem(found, name, letter)


@lru_cache(maxsize=256)
def ratio(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2)."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _problem(found: _Found, palette: str, letter: Letter) -> Problem:
    words = found.words if len(found.words) <= 40 else found.words[:39] + "…"
    look = found.look
    if found.kind == "contrast":
        message = (
            f"“{words}” is hard to read on {palette}: {_hex(look.ink)} on {_hex(look.ground)}, {found.ratio:.1f}:1"
        )
        hint = f"4.5:1 is needed, 3:1 from {LARGE:.0f} px on"
    else:
        message = f"the link “{words}” is known by its colour alone on {palette}: {found.ratio:.1f}:1 beside the words"
        hint = "underline it, or give it 3:1 against the words around it"
    place = letter.in_theme(STYLES, _hex(look.ink), _hex(look.ground))
    return error(found.kind, message, hint, **place)


class _Palette(Struct, frozen=True):
    """How a letter is painted: the first look, the rules of blocks by what they are known by, the colour of links."""

    first: _Look
    rules: Mapping[str, list[tuple[tuple[css.Compound, ...], tuple[css.Declaration, ...]]]]
    link: Color

    def judged(self, element: Element, around: _Look, above: tuple[Element, ...]) -> Iterator[_Found]:
        attributes = element.attributes
        if element.tag in _UNSEEN or "hidden" in attributes:
            return
        ground = (attributes["bgcolor"] or "") if "bgcolor" in attributes else None
        declared = _declared(attributes.get("style") or "", ground, self._matching(element, above))
        is_link = element.tag == "a" and "href" in attributes
        link = _Link(self.link, _has_words_beside(above)) if is_link else None
        look = _look(element.tag, declared, around, link)
        if look is None:
            return
        for child in element.children:
            if isinstance(child, Element):
                yield from self.judged(child, look, (*above, element))
            elif not isinstance(child, Comment) and child.strip(" \t\r\n\xa0"):
                yield from _judged(" ".join(child.split()), look)

    def _matching(self, element: Element, above: tuple[Element, ...]) -> tuple[tuple[css.Declaration, ...], ...]:
        """The declarations of the rules for an element, the weightiest last."""
        if not self.rules:
            return ()
        keys = (element.tag, *(f".{name}" for name in element.classes), f"#{element.attributes.get('id')}", "*")
        found = [one for key in keys for one in self.rules.get(key, ()) if css.matches(one[0], element, above)]
        found.sort(key=lambda one: _weight(one[0]))
        return tuple(declared for _, declared in found)


# Nearly every element of a letter looks like one before it.
@lru_cache(maxsize=1024)
def _declared(
    style: str, ground: str | None, matching: tuple[tuple[css.Declaration, ...], ...]
) -> tuple[tuple[str, str], ...]:
    """What is declared for an element: its own style, under what a block says with more weight."""
    inline = css.declarations(style)
    styles = {one.name: one.value for declared in matching for one in declared if not one.important}
    if ground is not None:
        styles["background-color"] = ground.lower()
    styles |= {one.name: one.value for one in inline}
    firm = {one.name for one in inline if one.important}
    for declared in matching:
        styles |= {one.name: one.value for one in declared if one.important and one.name not in firm}
    return tuple(styles.items())


@lru_cache(maxsize=1024)
def _look(tag: str, declared: tuple[tuple[str, str], ...], around: _Look, link: _Link | None) -> _Look | None:
    """How an element looks; None where it is hidden."""
    styles = dict(declared)
    if css.hides(styles):
        return None
    ink = link.ink if link else around.ink
    if "color" in styles and styles["color"] != "inherit":
        ink = _color(styles["color"])
    line = styles.get("text-decoration", "") + styles.get("text-decoration-line", "")
    underlined = around.underlined or bool(link) or tag in ("u", "ins")
    if line:
        underlined = "underline" in line or (around.underlined and not link)
    if any(name.startswith("border-bottom") and value[:1] not in "0n" for name, value in declared):
        underlined = underlined or bool(link)
    return _Look(
        ink=ink,
        ground=_ground(styles, around.ground),
        size=_size(tag, styles, around.size),
        bold=_is_bold(tag, styles, around.bold),
        underlined=underlined,
        beside=(around.ink if link.has_words_beside else None) if link else around.beside,
        in_link=bool(link) or around.in_link,
    )


def _judged(words: str, look: _Look) -> Iterator[_Found]:
    if look.ink is None or look.ground is None:
        return
    is_large = look.size >= LARGE or (look.bold and look.size >= LARGE_BOLD)
    found = ratio(look.ink, look.ground)
    if found < (LEAST_LARGE if is_large else LEAST):
        yield _Found("contrast", words, found, look)
    if look.in_link and not look.underlined and look.beside is not None and look.beside != look.ink:
        distinct = ratio(look.ink, look.beside)
        if distinct < LEAST_BESIDE:
            yield _Found("link-distinct", words, distinct, look)


def _knows_dark(letter: Letter) -> bool:
    metas = (meta for meta in letter.head.find("meta") if meta.attributes.get("name") == "color-scheme")
    return any("dark" in (meta.attributes.get("content") or "") for meta in metas) or bool(_index(letter))


def _index(letter: Letter) -> dict[str, list[tuple[tuple[css.Compound, ...], tuple[css.Declaration, ...]]]]:
    """The dark rules by what the element itself must have: a class, an id or its tag."""
    index: dict[str, list[tuple[tuple[css.Compound, ...], tuple[css.Declaration, ...]]]] = {}
    for block in letter.styles:
        for rule in css.rules(block):
            if "prefers-color-scheme" not in rule.media or "dark" not in rule.media:
                continue
            for path in rule.paths:
                last = path[-1]
                marks = [*(f".{name}" for name in sorted(last.classes)), *(f"#{name}" for name in sorted(last.ids))]
                index.setdefault(marks[0] if marks else last.tag or "*", []).append((path, rule.declarations))
    return index


def _weight(path: tuple[css.Compound, ...]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*(step.weight for step in path), strict=True)))


def _ground(styles: Mapping[str, str], around: Color) -> Color:
    color = around
    for name, value in styles.items():
        if name == "background-color" and value not in ("transparent", "inherit", "initial"):
            color = _color(value)
        elif name == "background-image" and value != "none":
            return None
        elif name == "background" and value not in ("none", "transparent", "inherit"):
            color = None if "gradient" in value or "url(" in value else _color(value)
    return color


def _has_words_beside(above: tuple[Element, ...]) -> bool:
    """Whether a link stands among words; one alone in its block is known by its place."""
    around = above[-1].children if above else []
    return any(isinstance(one, str) and not isinstance(one, Comment) and one.strip(" \t\r\n\xa0·|•") for one in around)


@lru_cache(maxsize=256)
def _color(value: str) -> Color:
    for word, code in _NAMED.items():
        if re.search(rf"(?<![\w#-]){word}(?![\w-])", value):
            value = code
    found = _HEX.search(value)
    if found:
        digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    parts = _RGB.search(value)
    return (int(parts[1]), int(parts[2]), int(parts[3])) if parts else None


def _size(tag: str, styles: Mapping[str, str], around: float) -> float:
    value = styles.get("font-size") or ""
    found = _SIZE.match(value)
    if not found:
        return _SIZES.get(value, _HEADING_SIZES.get(tag, around))
    number = float(found[1])
    return {"px": number, "pt": number * 4 / 3, "em": number * around, "%": number * around / 100}[found[2]]


def _is_bold(tag: str, styles: Mapping[str, str], around: bool) -> bool:
    value = styles.get("font-weight", "")
    if not value or value == "inherit":
        return around or tag in _BOLD
    return value in ("bold", "bolder") or (value.isdigit() and int(value) >= 700)


def _luminance(color: tuple[int, int, int]) -> float:
    parts = (part / 255 for part in color)
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _hex(color: Color) -> str:
    return "#" + "".join(f"{part:02x}" for part in color) if color else "?"


RULES: Rules = {
    contrast: (
        "contrast",
        "link-distinct",
    ),
}
