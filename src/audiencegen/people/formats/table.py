"""The text of a list file as a table: by which sign it is parted, its line of names, and its rows one after the other.

Rows are counted as a spreadsheet counts them, the line of names being row 1. They are read one at a time, and never
all held: a list of a hundred thousand people has two million cells.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

from audiencegen.people.formats.columns import EMAIL, normal
from audiencegen.people.person import NotAnAddress, address, plain
from audiencegen.problems import ProjectError, error
from audiencegen.values import Struct

_DELIMITERS = ",;\t|"
_DELIMITER_LINE = re.compile(r"sep=(.)\n")  # Excel writes and hides it
_END = "\x00end of the list"  # a last line of ours, to see whether an open quote has swallowed it
_FORMULA = re.compile(r"\A'(?=[=+\-@\t\r])")
_EDGES = " \t\n\ufeff\xa0"
_ENOUGH = 0.95  # of the cells, for a column of another name to be the one of the addresses

Record = tuple[int, list[str]]


class Table(Struct, frozen=True):
    """A list before anything in it is understood. `header` is None where the first row is a person already."""

    name: str
    text: str
    delimiter: str
    first: int  # the number of the first row that has anything in it
    header: tuple[str, ...] | None
    width: int

    def rows(self) -> Iterator[Record]:
        """The rows below the line of names that have anything in them."""
        skipped = self.first if self.header is not None else 0
        return (record for record in _records(self.name, self.text, self.delimiter) if record[0] > skipped)


def table(name: str, text: str) -> Table:
    """Look at the beginning of a list. Raises ProjectError when it is empty."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    told = _DELIMITER_LINE.match(text)
    text = text[told.end() :] if told else text
    delimiter = told[1] if told else _delimiter(text)
    first = next(_records(name, text, delimiter), None)
    if first is None:
        raise ProjectError(error("people", f"{name} is empty", "export the list again, and import that"))
    number, cells = first
    if any("@" in cell for cell in cells):
        width = max(len(cells) for _, cells in _records(name, text, delimiter))
        return Table(name, text, delimiter, number, None, width)
    return Table(name, text, delimiter, number, tuple(cells), len(cells))


def column_of_addresses(listed: Table, labels: Sequence[str]) -> int:
    """The one column whose cells are addresses, whatever it is called. Raises ProjectError when there is none."""
    filled, right = [0] * listed.width, [0] * listed.width
    for _, cells in listed.rows():
        for at, cell in enumerate(cells[: listed.width]):
            filled[at] += bool(cell)
            right[at] += bool(cell) and is_address(cell)
    found = [at for at, count in enumerate(filled) if count and right[at] >= _ENOUGH * count]
    if len(found) == 1 or (listed.header is None and listed.width == 1):
        return found[0] if found else 0
    known = ", ".join(f"`{plain(label)}`" for label in labels if label)
    hint = "write `email` above the column with the addresses, and import the file again"
    raise ProjectError(error("people", f"{listed.name} has no column of addresses; it has {known}", hint))


def is_address(text: str) -> bool:
    try:
        address(text)
    except NotAnAddress:
        return False
    return True


def _delimiter(text: str) -> str:
    """The sign that parts the first row best: an address, or its name, alone in a cell, and many cells."""

    def fit(delimiter: str) -> tuple[bool, int]:
        try:
            cells = next(csv.reader(_lines(text.lstrip("\n")), delimiter=delimiter), [])
        except csv.Error:
            return False, 0
        return any(normal(cell) in EMAIL or is_address(cell.strip(_EDGES)) for cell in cells), len(cells)

    return max(_DELIMITERS, key=fit)  # of equals the first


def _records(name: str, text: str, delimiter: str) -> Iterator[Record]:
    """The rows that have anything in them, with their numbers."""
    guarded = "'" in text
    number, cells = 0, [""]
    try:
        for number, cells in enumerate(csv.reader(_lines(text, _END), delimiter=delimiter), 1):
            cells = [cell.strip(_EDGES) if cell else cell for cell in cells]
            if guarded:
                cells = [_FORMULA.sub("", cell) if cell[:1] == "'" else cell for cell in cells]
            if any(cells) and cells != [_END]:
                yield number, cells
    except csv.Error as fault:
        raise _never_closed(name, number + 1) from fault  # the one thing csv refuses: a cell without end
    if cells != [_END]:
        raise _never_closed(name, number)


def _lines(text: str, *more: str) -> Iterator[str]:
    """The lines of a text, one at a time: `StringIO` would hold it again, with four bytes for each sign."""
    start = 0
    while end := text.find("\n", start) + 1:
        yield text[start:end]
        start = end
    if start < len(text):
        yield f"{text[start:]}\n"
    yield from more


def _never_closed(name: str, number: int) -> ProjectError:
    hint = "close it, or take it out, and import the file again; nothing was changed"
    return ProjectError(error("people", f'{name}: a `"` that opens in row {number} is never closed', hint))
