"""The frame of a letter: language and direction, tables, headings, ids, and what no inbox runs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from audiencegen.content.tree import Element
from audiencegen.mail.lint.letter import HTML_PART, Letter, Rules
from audiencegen.problems import Problem, error, warning

# BCP 47, the forms in use: language, script, region, variants.
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-([a-z\d]{5,8}|\d[a-z\d]{3}))*", re.IGNORECASE)
_FORBIDDEN = frozenset("applet base embed form frame frameset iframe object script".split())
_PRESENTATION = frozenset({"presentation", "none"})
_ZOOM = re.compile(r"user-scalable\s*=\s*(no|0)|maximum-scale\s*=", re.IGNORECASE)
_HEADINGS = tuple(f"h{level}" for level in range(1, 7))


def language(letter: Letter) -> Iterator[Problem]:
    """`lang-dir`: mail programs drop `<html>`, so every child of the body says its language and direction, too."""
    children = [child for child in letter.body.children if isinstance(child, Element) and child.tag not in _UNSEEN]
    for element in (letter.document, *children):
        given, direction = element.attributes.get("lang"), element.attributes.get("dir")
        where = letter.in_theme(HTML_PART, f"<{element.tag}")
        name = "<html>" if element.tag == "html" else f"a <{element.tag}> in the body"
        if not given or not direction:
            missing = " and ".join(word for word, said in (("language", given), ("direction", direction)) if not said)
            yield error("lang-dir", f"{name} does not say its {missing}", 'write lang="…" dir="…"', **where)
        elif not _LANGUAGE.fullmatch(given) or direction not in ("ltr", "rtl", "auto"):
            yield error("lang-dir", f'{name} says lang="{given}" dir="{direction}"', "write en or pt-BR", **where)


def tables(letter: Letter) -> Iterator[Problem]:
    """`table-role`: a table for layout must not be read out as one; a table of data must."""
    for shown in letter.seen:
        if shown.element.tag != "table":
            continue
        is_data = any(True for _ in _own_cells(shown.element))
        role = shown.element.attributes.get("role") or ""
        if is_data and role in _PRESENTATION:
            message = "a table of data has a role that hides its headers from screen readers"
            yield error("table-role", message, "take role=… from it", **letter.in_theme(HTML_PART, "<table"))
        elif not is_data and role not in _PRESENTATION:
            message = "a table without headers would be read out cell by cell"
            hint = 'give a table of data a row of headers, and one for layout role="presentation"'
            words = " ".join(shown.element.text().split()[:3])
            yield error("table-role", message, hint, **letter.at_words(words))


def headings(letter: Letter) -> Iterator[Problem]:
    """`h1`, `heading-level`: readers who hear a letter jump by its headings."""
    found = [shown.element for shown in letter.seen if shown.element.tag in _HEADINGS]
    count = sum(1 for element in found if element.tag == "h1")
    if count != 1:
        place: dict[str, str | int] = {"file": letter.origin.file}
        if count:
            place = letter.at_heading(_words([one for one in found if one.tag == "h1"][-1]))
        message = f"the letter has {count} headings of the first level" if count else "the letter has no <h1>"
        yield warning("h1", message, "the title is the one; begin sections with ##", **place)
    before = 1
    for element in found:
        level = int(element.tag[1])
        if level > before + 1:
            message = f"a heading of level {level} follows one of level {before}"
            hint = f"write it with {'#' * (before + 1)}"
            yield warning("heading-level", message, hint, **letter.at_heading(_words(element)))
        before = level


def ids(letter: Letter) -> Iterator[Problem]:
    """`dup-id`: an id names one place."""
    counts = Counter(shown.element.attributes.get("id") or "" for shown in letter.elements)
    for name, count in counts.items():
        if name and count > 1:
            hint = "give each place an id of its own"
            yield warning("dup-id", f"{count} elements have the id {name}", hint, **letter.in_theme(HTML_PART, name))


def zoom(letter: Letter) -> Iterator[Problem]:
    """`zoom`: who needs larger letters must be able to have them."""
    for meta in letter.head.find("meta"):
        if meta.attributes.get("name") == "viewport" and _ZOOM.search(meta.attributes.get("content") or ""):
            hint = 'write content="width=device-width, initial-scale=1"'
            place = letter.in_theme(HTML_PART, "viewport")
            yield error("zoom", "the letter forbids readers to enlarge it", hint, **place)


def forbidden(letter: Letter) -> Iterator[Problem]:
    """`html-forbidden`: mail programs take it out, or take the whole letter for an attack."""
    for shown in letter.elements:
        element = shown.element
        sheet = element.tag == "link" and "stylesheet" in (element.attributes.get("rel") or "")
        if element.tag in _FORBIDDEN or sheet or (element.tag == "video" and not element.text().strip()):
            message = f"<{element.tag}> is taken out by mail programs"
            hint = "show a link in words or a picture in its place"
            yield error("html-forbidden", message, hint, **letter.in_theme(HTML_PART, f"<{element.tag}"))
        for name in element.attributes:
            if name.startswith("on"):
                message = f"{name}=… runs a script, which no mail program does"
                yield error("html-forbidden", message, "take it out", **letter.in_theme(HTML_PART, name))


_UNSEEN = frozenset({"style", "script", "link", "meta", "title"})


def _own_cells(table: Element) -> Iterator[Element]:
    """The headers and the caption of a table, without those of tables within it."""
    for child in table.children:
        if isinstance(child, Element) and child.tag in ("th", "caption"):
            yield child
        elif isinstance(child, Element) and child.tag != "table":
            yield from _own_cells(child)


def _words(element: Element) -> str:
    return " ".join(element.text().split())


RULES: Rules = {
    language: ("lang-dir",),
    tables: ("table-role",),
    headings: (
        "h1",
        "heading-level",
    ),
    ids: ("dup-id",),
    zoom: ("zoom",),
    forbidden: ("html-forbidden",),
}
