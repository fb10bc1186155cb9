"""What mail programs do not support, by caniemail's data: properties, values, units, elements and attributes.

A style block may vanish, and nothing in it may matter: only what stands in the body is judged. What a program lacks
without harm is in `HARMLESS`, each with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from types import MappingProxyType

from audiencegen.content.tree import Element
from audiencegen.mail.lint import css
from audiencegen.mail.lint.caniemail import FAMILIES, FEATURES
from audiencegen.mail.lint.letter import HTML_PART, STYLES, Letter, Rules, Shown
from audiencegen.problems import Problem, error, warning
from audiencegen.values import Struct

# Properties that caniemail describes together.
_TOGETHER = {
    "css-block-inline-size": "block-size inline-size",
    "css-border-inline-block": "border-inline border-block",
    "css-column-layout-properties": "column-count column-fill column-rule column-span column-width columns",
    "css-gap": "gap column-gap row-gap",
    "css-left-right-top-bottom": "left right top bottom",
    "css-margin-block-start-end": "margin-block-start margin-block-end",
    "css-margin-inline-block": "margin-inline margin-block",
    "css-margin-inline-start-end": "margin-inline-start margin-inline-end",
    "css-padding-block-start-end": "padding-block-start padding-block-end",
    "css-padding-inline-block": "padding-inline padding-block",
    "css-padding-inline-start-end": "padding-inline-start padding-inline-end",
}
_VALUES = {
    ("display", "flex"): "css-display-flex",
    ("display", "grid"): "css-display-grid",
    ("display", "none"): "css-display-none",
    ("flex-direction", "column"): "css-flex-direction",
    ("flex-wrap", "wrap"): "css-flex-wrap",
}
_AS_WITHOUT = frozenset({("float", "none"), ("position", "static")})  # what holds where nothing is said
_FUNCTIONS = {
    "var": "css-variables", "calc": "css-unit-calc", "clamp": "css-function-clamp", "max": "css-function-max",
    "min": "css-function-min", "light-dark": "css-function-light-dark", "linear-gradient": "css-linear-gradient",
    "radial-gradient": "css-radial-gradient", "conic-gradient": "css-conic-gradient", "rgb": "css-rgb",
    "rgba": "css-rgba",   "lch": "css-modern-color", "oklch": "css-modern-color",
    "lab": "css-modern-color", "oklab": "css-modern-color",
}  # fmt: skip
_TAGS = {
    **dict.fromkeys(
        "article aside details figcaption figure footer header main mark nav section summary time".split(),
        "html-semantics",
    ),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "html-h1-h6"),
    **dict.fromkeys(("ul", "ol", "dl"), "html-lists"),
    "map": "html-image-maps",
}
_ATTRIBUTES = frozenset(
    "align aria-describedby aria-hidden aria-label aria-labelledby aria-live background cellpadding cellspacing dir "
    "height hidden lang popover required role target valign width".split()
)
_ENDINGS = {".jpeg": "jpg", ".tif": "tiff", ".heic": "heif"}
_UNIT = re.compile(r"(?<![\w#.-])-?\d*\.?\d+(px|em|ex|ch|rem|cm|mm|in|pt|pc|vh|vw|vmin|vmax|%)(?![\w%])")
_INTRINSIC = re.compile(r"(?:fit|max|min)-content\b")
_SYSTEM_FONTS = re.compile(r"\b(?:system-ui|ui-(?:monospace|rounded|sans-serif|serif))\b")

# feature → why a letter may use it although a program lacks it, in part or at all.
HARMLESS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(
            ("css-background-image", "css-background-position", "css-background-repeat", "css-background-size"),
            "the colour beneath shows",
        ),
        "css-background": "where only the colour is known, the colour is what matters",
        "css-border": "Word draws it on cells; elsewhere a line is missing",
        "css-border-radius": "corners stay square",
        "css-border-spacing": "Word has the attribute cellspacing",
        "css-box-shadow": "the shadow is missing",
        "css-box-sizing": "only with padding and width together",
        "css-cursor": "the pointer is the usual one",
        "css-direction": "the attribute dir says the same",
        "css-display": "the values inline, block and none are known",
        "css-display-none": "known inline in all that is shown today",
        "css-font-size": "units that we do not use",
        "css-font-weight": "numbers between 400 and 700 become bold or normal",
        "css-height": "Yahoo writes min-height; auto is what holds without it",
        "css-hyphens": "words are not divided",
        "css-important": "a few programs drop it in style attributes",
        "css-letter-spacing": "the distance is the font’s own",
        "css-line-height": "Word rounds it",
        "css-list-style": "the type of mark is known",
        "css-margin": "negative values and auto are not used for what matters",
        "css-max-height": "used to hide a preheader, beside display:none",
        "css-max-width": "Word has the width of the table around it",
        "css-min-width": "the width holds",
        "css-opacity": "shown in full",
        "css-outline": "a line around what has the focus",
        "css-overflow": "what is too wide widens the letter",
        "css-overflow-wrap": "a long word widens the column",
        "css-padding": "Word has it in cells, where it is used for what matters",
        "css-sytem-ui": "the next font of the list is taken",
        "css-table-layout": "columns are as wide as their words",
        "css-tab-size": "tabs are spaces already",
        "css-text-align": "left, right and center are known",
        "css-text-decoration": "an underline is known",
        "css-text-transform": "the letters stay as written",
        "css-white-space": "long lines of code wrap or widen the column",
        "css-width": "Word has the attribute",
        "css-word-break": "a long word widens the column",
        "css-word-spacing": "the distance is the font’s own",
        "css-word-wrap": "a long word widens the column",
        "html-abbr": "the letters stay, the explanation is lost",
        "html-align": "beside text-align",
        "html-anchor-links": "reported by `url-abs`",
        "html-aria-hidden": "the ornament is read out",
        "html-aria-label": "the words themselves are read out",
        "html-aria-labelledby": "the words themselves are read out",
        "html-background": "beside a colour",
        "html-body": "what it says stands on the elements within it, too",
        "html-dir": "on every element that needs it",
        "html-height": "beside the style",
        "html-hidden": "beside display:none",
        "html-lang": "on every element that needs it",
        "html-lists": "in part for `reversed` and `value`",
        "html-mailto-links": "a form of address that every program opens somehow",
        "html-role": "what does not know it reads the table out",
        "html-semantics": "a block without a meaning",
        "html-target": "ignored",
        "html-width": "beside the style",
        "image-gif": "Word shows the first picture",
        **dict.fromkeys(
            ("image-webp", "image-avif", "image-svg", "image-base64", "image-heif"), "reported by `img-type`"
        ),
    }
)


class Use(Struct, frozen=True):
    """A feature that the body of a letter uses, and how it is written there."""

    feature: str
    written: str
    is_style: bool


def unsupported(letter: Letter) -> Iterator[Problem]:
    """`css-caniemail`: not supported in one of the four families is an error, in part a warning."""
    for use in uses(letter.body):
        level = verdict(use.feature)
        if level == "y" or use.feature in HARMLESS:
            continue
        title, letters = FEATURES[use.feature]
        lacking = [name for name, one in zip(FAMILIES, letters, strict=True) if one == level]
        verb = ("lacks", "only partly knows") if len(lacking) == 1 else ("lack", "only partly know")
        message = f"{' and '.join(lacking)} {verb[level != 'n']} {title}"
        hint = f"see caniemail.com/features/{use.feature}/; what may vanish belongs into a style block"
        place = letter.in_theme(STYLES if use.is_style else HTML_PART, use.written, use.written.split(":")[0])
        yield (error if level == "n" else warning)("css-caniemail", message, hint, **place)


def layout_in_blocks(letter: Letter) -> Iterator[Problem]:
    """`head-only`: a layout that stands in a style block alone is gone where blocks are dropped (GMX, web.de)."""
    for block in letter.styles:
        for rule in css.rules(block):
            wanted = [one.name for one in rule.declarations if one.name in _LAYOUT and not rule.media]
            met = list(_met(rule.paths, letter.seen)) if wanted else []
            for name in wanted:
                if any(name not in css.inline(element.attributes.get("style") or "") for element in met):
                    message = f"{name} of {rule.selectors[0]} stands in a style block alone"
                    hint = "write it inline, too; GMX, web.de and others drop the blocks"
                    yield warning("head-only", message, hint, **letter.in_theme(HTML_PART, name))


def _met(paths: tuple[tuple[css.Compound, ...], ...], seen: tuple[Shown, ...]) -> Iterator[Element]:
    """The elements that a rule is for."""
    for shown in seen:
        if any(css.matches(path, shown.element, shown.above) for path in paths):
            yield shown.element


_LAYOUT = frozenset("background-color font-family font-size max-width padding text-align width".split())


def verdict(feature: str) -> str:
    """`n` when one family lacks it, `a` when one knows it in part, else `y`."""
    letters = FEATURES[feature][1]
    return "n" if "n" in letters else "a" if letters.strip("y") else "y"


def uses(body: Element) -> Iterator[Use]:
    """Every feature that an element and those within it use, each once."""
    found: dict[str, Use] = {}
    for element in body.walk():
        for feature in _of_element(element):
            found.setdefault(feature, Use(feature, f"<{element.tag}", False))
        for one in _declared(element):
            for feature in features_of(one):
                found.setdefault(feature, Use(feature, f"{one.name}:{one.value}", True))
    yield from found.values()


@lru_cache(maxsize=4096)
def features_of(one: css.Declaration) -> tuple[str, ...]:
    """The features of one declaration: its property, its value, its functions and units."""
    if (one.name, one.value) in _AS_WITHOUT:
        return ()
    found = [*_properties(one.name), _VALUES.get((one.name, one.value), "")]
    found += (_FUNCTIONS.get(name, "") for name in re.findall(r"([a-z-]+)\(", one.value))
    found += (f"css-unit-{'percent' if unit == '%' else unit}" for unit in _UNIT.findall(one.value))
    found += ["css-important"] if one.important else []
    found += ["css-unit-initial"] if re.search(r"\binitial\b", one.value) else []
    found += ["css-intrinsic-size"] if _INTRINSIC.search(one.value) else []
    found += ["css-sytem-ui"] if _SYSTEM_FONTS.search(one.value) else []
    found += (_image(url) for url in re.findall(r"url\(\s*['\"]?([^'\")]+)", one.value))
    return tuple(feature for feature in dict.fromkeys(found) if feature in FEATURES)


def _properties(name: str) -> Iterator[str]:
    """The feature of a property, and those of its shorthands: `padding-left` is a part of `padding`."""
    parts = name.split("-")
    for length in range(len(parts), 0, -1):
        shorter = "-".join(parts[:length])
        yield f"css-{shorter}"
        yield from (feature for feature, names in _TOGETHER.items() if shorter in names.split())


def _of_element(element: Element) -> Iterator[str]:
    attributes = element.attributes
    yield from (feature for feature in (_TAGS.get(element.tag, ""), f"html-{element.tag}") if feature in FEATURES)
    yield from (f"html-{name}" for name in attributes if name in _ATTRIBUTES)
    if element.tag in ("button", "input"):
        kind = f"html-{element.tag}-{attributes.get('type')}"
        yield from [kind] if kind in FEATURES else []
    if "srcset" in attributes or "sizes" in attributes:
        yield "html-srcset"
    if "loading" in attributes:
        yield "html-loading-attribute"
    if element.tag == "a":
        url = attributes.get("href") or ""
        yield from ["html-mailto-links"] if url.startswith("mailto:") else []
        yield from ["html-anchor-links"] if url.startswith("#") or "name" in attributes else []
    if element.tag == "img":
        image = _image(attributes.get("src") or "")
        yield from [image] if image in FEATURES else []


def _image(url: str) -> str:
    if url.startswith("data:"):
        return "image-base64"
    ending = PurePosixPath(url.split("?")[0].split("#")[0]).suffix.lower()
    return f"image-{_ENDINGS.get(ending, ending[1:])}"


def _declared(element: Element) -> tuple[css.Declaration, ...]:
    style = element.attributes.get("style")
    return css.declarations(style) if style else ()


RULES: Rules = {
    unsupported: ("css-caniemail",),
    layout_in_blocks: ("head-only",),
}
