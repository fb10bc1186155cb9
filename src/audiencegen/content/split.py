"""Where the head of a content file ends and its text begins."""

from __future__ import annotations

import re

from audiencegen.content import names
from audiencegen.fields import Syntax
from audiencegen.fields.headers import looks_like_header
from audiencegen.problems import Problem, error
from audiencegen.values import Struct

_FENCES = {"---": (Syntax.YAML, ("---", "...")), "+++": (Syntax.TOML, ("+++",))}
_KEY_LINE = {
    Syntax.YAML: re.compile(r"""\s*["']?[\w][\w .-]*["']?\s*[:=](\s|$|\S)|\{"""),
    Syntax.TOML: re.compile(r"""\s*(\[|["']?[\w][\w.-]*["']?\s*[:=])"""),
}
_DASHES = re.compile(r"[-‐‑‒–—―−]{1,5}")  # what an editor's “correction” makes of `---`


class Split(Struct, frozen=True):
    """A text in two. The head is `text[head_at:head_end]` and begins in `first_line`; no syntax, no head."""

    body: str
    syntax: Syntax | None = None
    head: str = ""
    head_at: int = 0
    head_end: int = 0
    first_line: int = 1
    problems: tuple[Problem, ...] = ()


def split(text: str) -> Split:
    """Split a text without a byte order mark; empty lines before its head are passed over."""
    lines = text.split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), None)
    if start is None:
        return Split(text)
    opening = lines[start].rstrip()
    if opening in _FENCES:
        return _fenced(text, lines, start)
    if _DASHES.fullmatch(opening) and _is_field(lines[start + 1 : start + 2]):
        return _wrongly_opened(text, start, opening)
    return _headed(text, lines, start)


def _fenced(text: str, lines: list[str], start: int) -> Split:
    opening = lines[start].rstrip()
    syntax, closings = _FENCES[opening]
    is_key = _KEY_LINE[syntax]
    end = next((at for at in range(start + 1, len(lines)) if lines[at].rstrip() in closings), None)
    inside = lines[start + 1 : end]
    said = [line for line in inside if line.strip() and not line.lstrip().startswith("#")]
    if end is None:
        return _unclosed(text, lines, start, is_key)
    if opening == "---" and said and not any(is_key.match(line) for line in said):
        return Split(text)  # two thematic breaks, not a head
    return _cut(text, lines, syntax, start + 1, end)


def _cut(text: str, lines: list[str], syntax: Syntax, start: int, end: int) -> Split:
    """The head is in the lines from `start` to before `end`, and the line `end` belongs to neither part."""
    at = sum(len(line) + 1 for line in lines[:start])
    stop = min(at + sum(len(line) + 1 for line in lines[start:end]), len(text))
    body = stop + len("".join(lines[end : end + 1])) + 1
    return Split(text[body:], syntax, text[at:stop], at, stop, start + 1)


def _unclosed(text: str, lines: list[str], start: int, is_key: re.Pattern[str]) -> Split:
    """A head without its end, or, when no field follows, a thematic break."""
    fields = start + 1
    while fields < len(lines) and lines[fields].strip():
        fields += 1
    if not is_key.match("".join(lines[start + 1 : start + 2])):
        return Split(text)
    opening = lines[start].rstrip()
    message = f"the head that begins with this `{opening}` has no end"
    hint = f"write a line {opening} after line {fields}: {lines[fields - 1].strip()}"
    return Split("", problems=(error("front-matter", message, hint, line=start + 1, column=1, width=3),))


def _wrongly_opened(text: str, start: int, opening: str) -> Split:
    message = f"the head should begin with three hyphens, and begins with {opening}"
    place = {"line": start + 1, "column": 1, "width": len(opening)}
    return Split("", problems=(error("front-matter", message, "write it as ---", **place),))


def _is_field(lines: list[str]) -> bool:
    name = looks_like_header(lines[0]) if lines else None
    return bool(name and names.our_name(name))


def _headed(text: str, lines: list[str], start: int) -> Split:
    """`Key: value` lines: a head if one of them is a known field, and all of them, or two known ones, are fields."""
    if not looks_like_header(lines[start]):
        return Split(text)
    end = start
    while end < len(lines) and lines[end].strip() and lines[end].rstrip() not in ("---", "..."):
        end += 1
    rows = [line for line in lines[start:end] if line[:1] not in " \t"]
    known = [name for line in rows if (name := looks_like_header(line)) and names.our_name(name)]
    if not known or (len(known) < 2 and known[0] != "title" and not all(map(looks_like_header, rows))):
        return Split(text)
    return _cut(text, lines, Syntax.HEADER, start, end)
