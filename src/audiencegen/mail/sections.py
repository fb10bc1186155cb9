"""Sections that only the web shows: in the letter each is one line, which leads there."""

from __future__ import annotations

from collections.abc import Iterable

from audiencegen.content.tree import Element
from audiencegen.mail.targets import Desk

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def shorten(parent: Element, titles: Iterable[str], desk: Desk) -> None:
    """Put a link in the place of each section with one of these titles, down to the next heading of its level or above.

    A letter without a page keeps them, since they can be read nowhere else.
    """
    wanted = frozenset(_compared(title) for title in titles)
    if wanted and desk.on_web:
        _shorten(parent, wanted, desk)


def _shorten(parent: Element, wanted: frozenset[str], desk: Desk) -> None:
    kept: list[Element | str] = []
    below = 0  # the level of the section that is left out; 0 outside one
    for child in parent.children:
        level = _level(child)
        if below and not (level and level <= below):
            continue
        below = 0
        if isinstance(child, Element) and level and _compared(child.text()) in wanted:
            below = level
            kept.append(_pointer(child, desk))
            continue
        if isinstance(child, Element) and not level:
            _shorten(child, wanted, desk)
        kept.append(child)
    parent.children = kept


def _level(child: Element | str) -> int:
    """1 to 6 for a heading. The notes at the end belong to no section, so they end one like a first heading."""
    if isinstance(child, str):
        return 0
    if "footnotes" in child.classes:
        return 1
    return int(child.tag[1]) if child.tag in _HEADINGS else 0


def _pointer(heading: Element, desk: Desk) -> Element:
    name = " ".join(heading.text().split())
    words = str(desk.words.get("only_on_web", "{name}")).format(name=name)
    address = f"{desk.address}#{heading.attributes.get('id') or ''}".rstrip("#")
    return Element("p", {}, [Element("a", {"href": address}, [words])])


def _compared(title: str) -> str:
    return " ".join(title.split()).casefold()
