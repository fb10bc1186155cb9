"""TOML → fields; the only file that imports tomllib.

tomllib keeps no positions, so they are looked for in the text; what stands inside an inline table or a list has the
place of the field that holds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from audiencegen.fields.field import Field, Fields, Syntax, number_as_written, twice
from audiencegen.fields.mends import Fault, read_mending, toml_mends
from audiencegen.problems import Problem, error
from audiencegen.values import replace

_AT = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.S)
_TABLE = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"""\s*([A-Za-z0-9_-]+|"[^"]*"|'[^']*')((?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=\s*""")
_PLAIN_WORDS = (
    ("Cannot overwrite", "this name stands twice"),
    ("Cannot declare", "this table stands twice"),
    ("Expected '=' after a key", "this line is not `key = value`"),
    ("Invalid statement", "this line is not `key = value`"),
    ("Invalid value", "this is not a value of TOML: text needs quotes"),
    ("Expected newline or end of document", "something follows the value; text needs quotes"),
    ("Unterminated", "a quote is opened and never closed"),
    ("Illegal character", "a quote is opened and not closed in its line, or an invisible character stands here"),
    ("Unclosed", "a bracket is opened and never closed"),
)

Path = tuple[str, ...]


def parse_toml(text: str, first_line: int = 1) -> tuple[Fields, tuple[Problem, ...]]:
    """Read TOML; `first_line` is the line of the file in which the text begins. Never raises.

    Dates become text in ISO form. After a mistake whose meaning is clear reading goes on with the mended line.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    read, problems, fault = read_mending(text, first_line, "toml", _load, toml_mends)
    if fault:
        place = {"line": first_line + fault.line, "column": fault.column + 1}
        problems += (_doubled(text, first_line) or error("toml", fault.message, "", **place),)
    return _Places(text, first_line).fields(read or {}), problems


def is_toml(lines: Iterable[str]) -> bool:
    """Whether lines that begin with `key =` hold a whole value."""
    return not isinstance(_load("".join(lines).replace("\r\n", "\n")), Fault)


def _load(text: str) -> dict[str, Any] | Fault:
    import tomllib

    try:
        return tomllib.loads(text, parse_float=number_as_written)
    except tomllib.TOMLDecodeError as fault:
        match = _AT.fullmatch(str(fault))
        said = match[1] if match else str(fault)
        message = next((words for part, words in _PLAIN_WORDS if part in said), "this is not TOML")
        if match and match[2]:
            line, column = int(match[2]) - 1, int(match[3]) - 1
        else:
            line, column = text.count("\n"), 0
        return Fault(line, column, message, line)
    except RecursionError:
        return Fault(0, 0, "this is nested too deeply", 0)
    except ValueError:  # an integer of thousands of digits, or a date such as 2026-02-30 in Python 3.11
        return Fault(0, 0, "a number or a date in these lines cannot be", 0)


def _doubled(text: str, first_line: int) -> Problem | None:
    """The problem of a key that stands twice, with the place of the first."""
    places = _Places(text, first_line)
    return twice(*places.doubled[0]) if places.doubled else None


class _Places:
    """Where every key and table of a TOML text stands, found line by line."""

    def __init__(self, text: str, first_line: int) -> None:
        self.doubled: list[tuple[Field, Field]] = []
        self._known: dict[Path, Field] = {}
        self._headers: dict[Path, Field] = {}
        self._rows: dict[Path, int] = {}
        table: Path = ()
        inside = ""
        for number, line in enumerate(text.split("\n"), start=first_line):
            header = None if inside else _TABLE.fullmatch(line)
            key = None if inside or header else _KEY.match(line)
            if header:
                table = self._table_path(header, line, number)
            elif key:
                path = (*table, *_parts(key[1] + key[2]))
                self._add(path, _placed(path[-1], line, number, key.start(1), key.end()))
            inside = _inside_after(line, inside)

    def _table_path(self, header: re.Match[str], line: str, number: int) -> Path:
        """Note a `[table]` or the next row of `[[tables]]`, and answer its path."""
        path = _parts(header[2])
        field = _placed(path[-1], line, number, header.start(2), header.start(2))
        if header[1] == "[[":
            self._rows[path] = self._rows.get(path, -1) + 1
            path = (*path, str(self._rows[path]))
        elif path in self._headers:
            self.doubled.append((self._headers[path], field))
        self._headers.setdefault(path, field)
        self._known.setdefault(path, field)
        return path

    def _add(self, path: Path, field: Field) -> None:
        if path in self._known:
            self.doubled.append((self._known[path], field))
        self._known.setdefault(path, field)

    def fields(self, table: Mapping[str, Any]) -> Fields:
        return self._table(table, (), Field("", None, syntax=Syntax.TOML))

    def _table(self, table: Mapping[str, Any], path: Path, holder: Field) -> Fields:
        return Fields(tuple(self._field(name, value, (*path, name), holder) for name, value in table.items()))

    def _field(self, name: str, value: Any, path: Path, holder: Field) -> Field:
        found = self._known.get(path) or self._first_below(path) or replace(holder, quoted=False)
        found = replace(found, name=name)
        match value:
            case dict():
                return replace(found, value=self._table(value, path, found))
            case list():
                items = (self._field("", item, (*path, str(at)), found) for at, item in enumerate(value))
                return replace(found, value=tuple(items))
            case bool():
                return replace(found, value=value, raw="true" if value else "false")
            case datetime() | date() | time():
                return replace(found, value=value.isoformat(), raw=value.isoformat())
            case int():
                return replace(found, value=number_as_written(str(value)), raw=str(value))
            case _:
                return replace(found, value=value, raw=str(value), quoted=isinstance(value, str))

    def _first_below(self, path: Path) -> Field | None:
        """The place of a table that is never named itself: `[a.b]` makes `a`, and `a.b = 1` too."""
        return next((field for known, field in self._known.items() if known[: len(path)] == path), None)


def _placed(name: str, line: str, number: int, key: int, value: int) -> Field:
    width = len(line[value:].rstrip())
    return Field(name, None, "", number, value + 1, max(1, width), number, key + 1, line, False, Syntax.TOML)


def _parts(dotted: str) -> Path:
    return tuple(part.strip().strip("\"'") for part in re.findall(r"""\s*(?:"[^"]*"|'[^']*'|[^.\s]+)\s*""", dotted))


def _inside_after(line: str, inside: str) -> str:
    """The triple quote that a line leaves open, or nothing."""
    if inside:
        return "" if inside in line else inside
    for quotes in ('"""', "'''"):
        if line.count(quotes) % 2:
            return quotes
    return ""
