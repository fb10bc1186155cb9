"""`Key: value` lines at the top of a text, as Pelican and MultiMarkdown write them → fields."""

from __future__ import annotations

import re
from collections.abc import Collection

from audiencegen.fields.field import Field, Fields, Syntax, twice
from audiencegen.problems import Problem, error
from audiencegen.values import replace

_LINE = re.compile(r"(?P<key>[^\W_][\w -]{0,40}?)[ \t]*:(?:[ \t]+(?P<value>.*?))?[ \t]*")


def parse_headers(text: str, first_line: int = 1, known: Collection[str] = ()) -> tuple[Fields, tuple[Problem, ...]]:
    """Read header lines; an indented line goes on with the one above it. Values are text, names are lower case.

    `known` are names that may have lost their colon.
    """
    named: dict[str, Field] = {}
    problems: list[Problem] = []
    last = ""
    for number, line in enumerate(text.split("\n"), start=first_line):
        line = line.rstrip("\r")
        field = _field(line, number)
        if not line.strip():
            continue
        if line[0] in " \t" and last:
            raw = f"{named[last].raw}\n{line.strip()}".strip()
            named[last] = replace(named[last], value=raw, raw=raw)
        elif field is None:
            problems.append(_not_a_header(line, number, known))
        elif field.name in named:
            problems.append(twice(named[field.name], field))
        else:
            named[field.name] = field
            last = field.name
    return Fields(tuple(named.values())), tuple(problems)


def _field(line: str, number: int) -> Field | None:
    match = _LINE.fullmatch(line)
    if not match:
        return None
    raw = match["value"] or ""
    column = match.start("value") + 1 if raw else len(line) + 1
    return Field(
        match["key"].lower(), raw or None, raw, number, column, max(1, len(raw)), number, 1, line, True, Syntax.HEADER
    )


def _not_a_header(line: str, number: int, known: Collection[str]) -> Problem:
    word, _, rest = line.strip().partition(" ")
    meant = f"{word}: {rest.lstrip('=: ')}" if rest and word.lower() in known else "Key: value"
    hint = f"write it as {meant}, or leave an empty line before it if the text begins here"
    message, width = "this line of the header has no colon", len(line.strip())
    return error("header", message, hint, line=number, column=1, width=width)


def looks_like_header(line: str) -> str | None:
    """The lower-case name of a `Key: value` line, or None."""
    match = _LINE.fullmatch(line.rstrip("\r"))
    return match["key"].lower() if match else None
