"""Personal fields in a text: `{first_name|there}`, a known field and the words for readers of whom it is not known.

In the body each becomes one element, `<ag-field name="first_name">there</ag-field>`; a page and a feed show its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audiencegen.content.tree import Element
from audiencegen.fields import did_you_mean
from audiencegen.problems import Problem, warning
from audiencegen.values import Value

KNOWN = ("first_name", "name", "email", "introduced_by")  # of a reader; see `model.Reader`
TAG = "ag-field"

_FIELD = re.compile(r"\{(\w+)(\|[^{}\n]*)?(\}?)")
_ELEMENT = re.compile(rf'<{TAG} name="\w+">([^<]*)</{TAG}>')
_NEAR = 0.8  # so that {firstname} is near and {title} is not
_SHORTEST = 3  # letters; {x|y} is mathematics


class Personal(Value, frozen=True):
    """A field of a reader, and what stands in its place when it is not known."""

    name: str
    fallback: str


def pieces(text: str) -> tuple[str | Personal, ...]:
    """A text in its order: words, and the fields between them; what is no sound field is words."""
    found: list[str | Personal] = []
    at = 0
    for match in _FIELD.finditer(text):
        fallback = (match[2] or "")[1:].strip()
        if match[1] in KNOWN and fallback and match[3]:
            found += [text[at : match.start()], Personal(match[1], fallback)]
            at = match.end()
    return tuple(piece for piece in (*found, text[at:]) if piece)


def without_fields(text: str) -> str:
    """The text as somebody reads it of whom nothing is known."""
    if "{" not in text:
        return text
    return "".join(piece if isinstance(piece, str) else piece.fallback for piece in pieces(text))


def html_without_fields(html: str) -> str:
    """The same for the HTML of a body."""
    return _ELEMENT.sub(r"\1", html) if f"<{TAG}" in html else html


def with_fields(text: str, problems: list[Problem]) -> tuple[str, Element | str]:
    """A text node of a body: what it says to everybody, and the node with an element for each field."""
    if "{" not in text:
        return text, text
    problems += faults(text)
    parts = pieces(text)
    nodes = [
        piece if isinstance(piece, str) else Element(TAG, {"name": piece.name}, [piece.fallback]) for piece in parts
    ]
    return without_fields(text), Element("", {}, list(nodes))


def faults(text: str, **place: int) -> Iterator[Problem]:
    """What looks like a field and is none. Without a `place` it is found by its text."""
    for match in _FIELD.finditer(text):
        fault = _fault(match[1], (match[2] or "")[1:].strip(), bool(match[2]), bool(match[3]))
        if fault is not None:
            message, hint = fault
            where: dict[str, object] = {**place} or {"find": match[0].rstrip()}
            yield warning("personal-field", message.format(match[0].rstrip()), hint, **where)


def _fault(name: str, fallback: str, has_bar: bool, is_closed: bool) -> tuple[str, str] | None:
    if name in KNOWN and (has_bar or is_closed):
        if not is_closed:
            return "{0} has no end", f"write it as {{{name}|{fallback or 'there'}}}, in plain words"
        if not fallback:
            return "{0} says nothing to readers of whom it is not known", f"write it as {{{name}|there}}"
        return None
    near = did_you_mean(name, KNOWN, _NEAR)
    if is_closed and (near or (has_bar and len(name) >= _SHORTEST)):
        hint = (
            f"did you mean {{{near}|{fallback or 'there'}}}?"
            if near
            else f"the fields are {', '.join(KNOWN)}; in code it is left alone"
        )
        return "{0} is no personal field; it stands as it is", hint
    return None
