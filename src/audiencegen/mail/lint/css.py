"""CSS as letters have it: declarations of a `style` attribute, and the rules of a style block with their media.

It reads what mail programs read. What it does not understand it leaves out, so that no rule reports a guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from audiencegen.content.tree import Element
from audiencegen.values import Struct

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PART = re.compile(r"""(?:[^;"'()]|"[^"]*"|'[^']*'|\([^()]*(?:\([^()]*\)[^()]*)*\))+""")
_IMPORTANT = re.compile(r"\s*!\s*important$", re.IGNORECASE)
_NOTHING = re.compile(r"0+(\.0+)?(px|em|pt|%)?")
_COMPOUND = re.compile(r"([a-zA-Z][\w-]*|\*)?((?:[.#][\w-]+)*)")


class Declaration(Struct, frozen=True):
    """`name: value`; both in small letters but for what is quoted or an address."""

    name: str
    value: str
    important: bool = False


class Compound(Struct, frozen=True):
    """One step of a selector: a tag ("" for any) with classes and ids."""

    tag: str
    classes: frozenset[str]
    ids: frozenset[str]

    @property
    def weight(self) -> tuple[int, int, int]:
        return len(self.ids), len(self.classes), int(bool(self.tag))


class Rule(Struct, frozen=True):
    """`selectors` as written, `paths` those that are steps below each other, the element itself last."""

    media: str
    selectors: tuple[str, ...]
    declarations: tuple[Declaration, ...]

    @property
    def paths(self) -> tuple[tuple[Compound, ...], ...]:
        return tuple(path for path in map(_path, self.selectors) if path)


@lru_cache(maxsize=4096)
def declarations(style: str) -> tuple[Declaration, ...]:
    """The declarations of a `style` attribute or of a rule, in their order."""
    return tuple(found for part in _PART.findall(_COMMENT.sub("", style)) if (found := _declaration(part)))


@lru_cache(maxsize=64)
def rules(block: str) -> tuple[Rule, ...]:
    """The rules of a style block; those within `@media` carry its condition."""
    found: list[Rule] = []
    _read(_COMMENT.sub("", block), "", found)
    return tuple(found)


@lru_cache(maxsize=4096)
def inline(style: str) -> Mapping[str, str]:
    """What a `style` attribute says: names with their values, the last of each counting."""
    return MappingProxyType({one.name: one.value for one in declarations(style)})


def hides(styles: Mapping[str, str]) -> bool:
    """Whether declarations hide an element: not displayed, or shrunk to nothing as preheaders are."""
    if styles.get("display") == "none" or styles.get("visibility") == "hidden":
        return True
    shrunk = (styles[name] for name in ("max-height", "opacity") if name in styles)
    return any(map(_NOTHING.fullmatch, shrunk))


def matches(path: tuple[Compound, ...], element: Element, above: tuple[Element, ...]) -> bool:
    """Whether the last step of a path is this element and the others stand above it, in their order."""
    if not _fits(path[-1], element):
        return False
    steps = list(path[:-1])
    for one in reversed(above):
        if steps and _fits(steps[-1], one):
            steps.pop()
    return not steps


def _fits(compound: Compound, element: Element) -> bool:
    if compound.tag and compound.tag != element.tag:
        return False
    if compound.classes and not compound.classes <= set(element.classes):
        return False
    return not compound.ids or compound.ids == {element.attributes.get("id")}


def _declaration(part: str) -> Declaration | None:
    name, colon, value = part.partition(":")
    if not colon or not name.strip():
        return None
    value = " ".join(value.split())
    important = _IMPORTANT.search(value)
    value = value[: important.start()] if important else value
    return Declaration(name.strip().lower(), value if "url(" in value else value.lower(), important is not None)


def _read(css: str, media: str, found: list[Rule]) -> None:
    at = 0
    while (opening := css.find("{", at)) >= 0:
        closing = _partner(css, opening)
        prelude = " ".join(css[at:opening].rpartition(";")[2].split())
        inside = css[opening + 1 : closing]
        if prelude.startswith("@media"):
            _read(inside, prelude, found)
        elif prelude.startswith("@"):
            found.append(Rule(prelude, (), ()))
        elif prelude:
            selectors = tuple(one.strip() for one in prelude.split(","))
            found.append(Rule(media, selectors, declarations(inside)))
        at = closing + 1


def _partner(css: str, opening: int) -> int:
    depth = 0
    for match in re.compile("[{}]").finditer(css, opening):
        depth += 1 if match[0] == "{" else -1
        if not depth:
            return match.start()
    return len(css)


@lru_cache(maxsize=1024)
def _path(selector: str) -> tuple[Compound, ...]:
    """The steps of a selector; () when it asks for more than tags, classes and ids below each other."""
    steps = []
    for word in selector.replace(">", " ").split():
        match = _COMPOUND.fullmatch(word)
        if match is None:
            return ()
        marks = re.findall(r"[.#][\w-]+", match[2])
        tag = "" if match[1] in (None, "*") else match[1].lower()
        classes = frozenset(mark[1:] for mark in marks if mark[0] == ".")
        steps.append(Compound(tag, classes, frozenset(mark[1:] for mark in marks if mark[0] == "#")))
    return tuple(steps)
