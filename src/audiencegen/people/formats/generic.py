"""Any list with names above its columns, and any list of bare addresses: CSV, `;`, tabs or `|`.

Rows are counted as a spreadsheet counts them, the line of names being row 1. Nothing is guessed: a row that does
not fit its header, or whose state is a word nobody knows, says so and is never mailed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import lru_cache
from io import StringIO

from audiencegen.people.formats.columns import (
    EMAIL,
    FIRST_NAME,
    INTRODUCED_BY,
    LAST_NAME,
    NAME,
    SINCE,
    SOURCE,
    TAGS,
    Verdict,
    is_moment,
    is_state,
    is_true,
    normal,
    strictest,
    verdict,
    verdict_of_file,
    verdict_of_header,
)
from audiencegen.people.intake import ListFile, Row
from audiencegen.people.person import Details, NotAnAddress, address, plain, tags_of
from audiencegen.problems import ProjectError, error
from audiencegen.values import Record, Struct

_DELIMITERS = ",;\t|"
_DELIMITER_LINE = re.compile(r"sep=(.)\n")  # Excel writes and hides it
_END = "\x00end of the list"  # a last line of ours, to see whether an open quote has swallowed it
_FORMULA = re.compile(r"\A'(?=[=+\-@\t\r])")
_DAY = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?:\D|$)")
_ENOUGH = 0.95  # of the cells, for a column of another name to be the one of the addresses

Cells = tuple[str, ...]


class _Columns(Struct, frozen=True):
    """Where in a row what stands. `labels` are the names as written, each once."""

    labels: Cells
    email: int
    first_name: int | None
    last_name: int | None
    name: int | None
    introduced_by: int | None
    source: int | None
    since: tuple[int, ...]  # the best first
    tags: tuple[int, ...]
    tiers: tuple[int, ...]
    states: tuple[int, ...]
    kept: tuple[int, ...]  # the columns that are kept as they stand
    of_everybody: tuple[Verdict, ...]
    left: tuple[int, ...]  # where it stands when they left


def rows_of(name: str, text: str) -> ListFile:
    """Read the text of a list. Raises ProjectError when it is empty, no table, or has no column of addresses."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    told = _DELIMITER_LINE.match(text)
    text = text[told.end() :] if told else text
    records = _records(name, text, told[1] if told else _delimiter(text))
    if not records:
        raise ProjectError(error("people", f"{name} is empty", "export the list again, and import that"))
    header, body = _parted(records)
    columns = _columns(name, header, body)
    rows = tuple(_row(number, cells, columns) for number, cells in body)
    return ListFile(name, rows, _remarks(columns))


def _delimiter(text: str) -> str:
    """The sign that parts the first row best: an address, or its name, alone in a cell, and many cells."""

    def fit(delimiter: str) -> tuple[bool, int]:
        try:
            cells = next(csv.reader(StringIO(text.lstrip("\n")), delimiter=delimiter), [])
        except csv.Error:
            return False, 0
        return any(normal(cell) in EMAIL or _is_address(_cell(cell)) for cell in cells), len(cells)

    return max(_DELIMITERS, key=fit)  # of equals the first


def _records(name: str, text: str, delimiter: str) -> list[tuple[int, Cells]]:
    """The rows that have anything in them, with their numbers."""
    records = []
    reader = csv.reader(StringIO(f"{text}\n{_END}\n"), delimiter=delimiter)
    try:
        for number, cells in enumerate(reader, 1):
            records.append((number, tuple(map(_cell, cells))))
    except csv.Error as fault:
        raise _never_closed(name, len(records) + 1) from fault  # the one thing csv refuses: a cell without end
    last, end = records.pop()
    if end != (_END,):
        raise _never_closed(name, last)
    return [record for record in records if any(record[1])]


def _never_closed(name: str, number: int) -> ProjectError:
    hint = "close it, or take it out, and import the file again; nothing was changed"
    return ProjectError(error("people", f'{name}: a `"` that opens in row {number} is never closed', hint))


def _cell(text: str) -> str:
    """A cell without the edges, and without the apostrophe that keeps spreadsheets from computing it."""
    return _FORMULA.sub("", text.strip(" \t\n\ufeff\xa0"), count=1) if text else ""


def _parted(records: list[tuple[int, Cells]]) -> tuple[Cells, list[tuple[int, Cells]]]:
    """The names of the columns and the rows below; a first row with an @ in it is no line of names."""
    first = records[0][1]
    if not any("@" in cell for cell in first):
        return first, records[1:]
    width = max(len(cells) for _, cells in records)
    return tuple(f"column {number}" for number in range(1, width + 1)), records


def _columns(name: str, header: Cells, body: Sequence[tuple[int, Cells]]) -> _Columns:
    names = tuple(map(normal, header))
    email = _first(names, EMAIL)
    if email is None:
        email = _column_of_addresses(name, header, body)
    first_name, last_name = _first(names, FIRST_NAME), _first(names, LAST_NAME)
    full_name = _first(names, NAME)
    if first_name is None and last_name is not None:
        first_name, full_name = full_name, None  # `Name,Surname`: there the name is the first name
    introduced_by, source, tags = _first(names, INTRODUCED_BY), _first(names, SOURCE), _every(names, TAGS)
    told = {email, first_name, last_name, full_name, introduced_by, source, *tags, _first(names, ("since",))}
    return _Columns(
        labels=_labels(header),
        email=email,
        first_name=first_name,
        last_name=last_name,
        name=full_name,
        introduced_by=introduced_by,
        source=source,
        since=_every(names, SINCE),
        tags=tags,
        tiers=tuple(at for at, each in enumerate(names) if each.endswith("tier")),
        states=tuple(at for at, each in enumerate(names) if at != email and is_state(each)),
        kept=tuple(at for at in range(len(names)) if at not in told),
        of_everybody=tuple(said for said in (verdict_of_file(name), verdict_of_header(names)) if said),
        left=tuple(at for at, each in enumerate(names) if is_moment(each)),
    )


def _first(names: Cells, aliases: Sequence[str]) -> int | None:
    return next((names.index(alias) for alias in aliases if alias in names), None)


def _every(names: Cells, aliases: Sequence[str]) -> tuple[int, ...]:
    return tuple(names.index(alias) for alias in aliases if alias in names)


def _column_of_addresses(name: str, header: Cells, body: Sequence[tuple[int, Cells]]) -> int:
    """The one column whose cells are addresses, whatever it is called."""
    found = []
    for at in range(len(header)):
        cells = [cells[at] for _, cells in body if at < len(cells) and cells[at]]
        if cells and sum(map(_is_address, cells)) >= _ENOUGH * len(cells):
            found.append(at)
    alone = len(header) == 1 and header[0] == "column 1"
    if len(found) == 1 or alone:
        return found[0] if found else 0
    known = ", ".join(f"`{plain(label)}`" for label in header if label)
    hint = "write `email` above the column with the addresses, and import the file again"
    raise ProjectError(error("people", f"{name} has no column of addresses; it has {known}", hint))


def _labels(header: Cells) -> Cells:
    """The names as they are kept, each once: a second `Notes` is `Notes (2)`, none is `column 3`."""
    labels: list[str] = []
    for number, cell in enumerate(header, 1):
        label, count = plain(cell) or f"column {number}", 2
        while label in labels:
            label, count = f"{plain(cell)} ({count})", count + 1
        labels.append(label)
    return tuple(labels)


def _row(number: int, cells: Cells, columns: _Columns) -> Row:
    width = len(columns.labels)
    said = _said(cells[:width], columns)
    if any(cells[width:]):
        said = Verdict(None, f"the row has {len(cells)} cells, the header {width}")
    full = cells[:width] + ("",) * (width - len(cells))
    first_name, last_name = _one(full, columns.first_name), _one(full, columns.last_name)
    return Row(
        number=number,
        email=full[columns.email],
        kind=said.kind,
        remark=said.remark,
        source=_one(full, columns.source),
        since=next(filter(None, (_day(full[at]) for at in columns.since)), ""),
        details=Details(
            name=_one(full, columns.name) or f"{first_name} {last_name}".strip(),
            first_name=first_name,
            introduced_by=_one(full, columns.introduced_by),
            tags=_tags(full, columns),
            extra=Record({columns.labels[at]: full[at] for at in columns.kept if full[at]}),
        ),
        left=max((_day(full[at]) for at in columns.left), default=""),
    )


def _one(cells: Cells, at: int | None) -> str:
    return "" if at is None else plain(cells[at])


def _said(cells: Cells, columns: _Columns) -> Verdict:
    """What the row says of letters, all its columns of state together."""
    said = (_verdict(columns.labels[at], cells[at] if at < len(cells) else "") for at in columns.states)
    return strictest([*columns.of_everybody, *filter(None, said)])


_verdict = lru_cache(maxsize=4096)(verdict)  # a list has many rows and few states


def _tags(cells: Cells, columns: _Columns) -> tuple[str, ...]:
    written = [tag for at in columns.tags for tag in tags_of(cells[at])]
    tiers = [columns.labels[at] for at in columns.tiers if is_true(cells[at])]
    return tuple(dict.fromkeys([*written, *tiers]))


def _day(cell: str) -> str:
    found = _DAY.match(cell)
    return found[1] if found else ""


def _is_address(text: str) -> bool:
    try:
        address(text)
    except NotAnAddress:
        return False
    return True


def _remarks(columns: _Columns) -> tuple[str, ...]:
    where = f"The addresses stand in the column `{columns.labels[columns.email]}`."
    if columns.of_everybody:
        return (where, f"Nobody in it may be mailed: {columns.of_everybody[0].remark}.")
    if not columns.states:
        return (where, "No column says who may be mailed: by your word everybody in it agreed.")
    states = ", ".join(f"`{columns.labels[at]}`" for at in columns.states)
    return (where, f"Who may be mailed follows from {states}.")
