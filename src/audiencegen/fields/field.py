"""What the writer said under one name, and where: the value every syntax is read into."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any, TypedDict

from audiencegen.problems import Problem, Severity, error
from audiencegen.values import Record, Value

Scalar = str | int | float | bool | None

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")


class Syntax(Enum):
    """How the fields are written, so that a hint can answer in the same language."""

    YAML = "YAML"
    TOML = "TOML"
    HEADER = "header"


class Place(TypedDict):
    line: int
    column: int
    width: int


class Field(Value, frozen=True):
    """A name and its value. `raw` is a scalar's text as written inside its quotes: `1.10`, `No`, `2026-5-1`.

    Lines and columns count from 1 in the file; `source` is the whole line in which the value begins. An item of a
    list has no name. Dates stay text here: only `content.dates` knows how to read them.
    """

    name: str
    value: Scalar | tuple[Field, ...] | Fields
    raw: str = ""
    line: int = 0
    column: int = 0
    width: int = 1
    key_line: int = 0
    key_column: int = 0
    source: str = ""
    quoted: bool = False
    syntax: Syntax = Syntax.YAML

    @property
    def is_empty(self) -> bool:
        """Nothing was said: `tags:` with nothing after it, or an empty text."""
        return self.value is None or self.value == ""

    @property
    def at_value(self) -> Place:
        return {"line": self.line, "column": self.column, "width": self.width}

    @property
    def at_key(self) -> Place:
        return {"line": self.key_line, "column": self.key_column, "width": max(1, len(self.name))}

    @property
    def written(self) -> str:
        """The value and what follows it in its line."""
        return self.source[self.column - 1 :].strip()

    def line_with(self, value: str) -> str:
        """The mended line: this field with another value, in its own syntax."""
        between = " = " if self.syntax is Syntax.TOML else ": "
        return f"{self.name}{between}{value}" if self.name else f"- {value}"


class Fields(Value, frozen=True):
    """Named fields in the order of the text; no name stands twice."""

    entries: tuple[Field, ...] = ()

    def __iter__(self) -> Iterator[Field]:
        return iter(self.entries)

    def get(self, name: str) -> Field | None:
        return next((field for field in self.entries if field.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.entries)


def plain(value: Scalar | tuple[Field, ...] | Fields) -> Any:
    """The value without its positions: scalars, tuples and `Record`s, as templates see it."""
    if isinstance(value, Fields):
        return Record({field.name: plain(field.value) for field in value})
    if isinstance(value, tuple):
        return tuple(plain(item.value) for item in value)
    return value


def number_as_written(raw: str) -> int | float | str:
    """A number if it would print as it was written, else the text: `1.10`, `007`, `1e3` and `12:30` stay themselves."""
    if not _NUMBER.fullmatch(raw):
        return raw
    number = float(raw) if "." in raw else int(raw)
    return number if str(number) == raw else raw


def quoted(text: str, syntax: Syntax = Syntax.YAML) -> str:
    """The text as a quoted scalar, with the quotes that need the fewest escapes."""
    if syntax is Syntax.HEADER:
        return text
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    if syntax is Syntax.YAML and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    if "'" not in text and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False)


def did_you_mean(word: str, known: Iterable[str], closeness: float = 0.6) -> str | None:
    """The known word that was probably meant, if one is near; a whole match but for case always is."""
    from difflib import get_close_matches  # nearly always every word is known

    words = sorted(set(known))
    by_case = {candidate.casefold(): candidate for candidate in reversed(words)}
    near = get_close_matches(word.casefold(), sorted(by_case), n=1, cutoff=closeness)
    return by_case[near[0]] if near else None


def said_once(syntax: Iterable[Problem], meaning: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems of syntax and of meaning together; of two at one place the meaning says more than missing quotes."""
    meaning = tuple(meaning)
    places = {(problem.line, problem.column) for problem in meaning if problem.severity is Severity.ERROR}
    return (*(problem for problem in syntax if (problem.line, problem.column) not in places), *meaning)


def twice(first: Field, second: Field) -> Problem:
    """The problem of a name that stands twice; the place is the second, the message names the first."""
    message = f"`{second.name}` stands twice; the first is in line {first.key_line}, column {first.key_column}"
    return error("duplicate-key", message, "keep one of the two lines", **second.at_key)
