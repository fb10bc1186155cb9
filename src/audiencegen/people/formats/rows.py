"""A table of people read into rows: each cell by the name of its column, whatever service it comes from.

Nothing is guessed: a row that does not fit its header, or whose state is a word nobody knows, says so and is never
mailed. What no column of ours is made for is kept under its own name.
"""

from __future__ import annotations

import json
import re
import warnings
from ast import literal_eval
from collections.abc import Callable, Iterable, Sequence

from audiencegen.people.formats.columns import (
    EMAIL,
    FIRST_NAME,
    FLAGS,
    INTRODUCED_BY,
    LAST_NAME,
    NAME,
    OPENED,
    SINCE,
    SOURCE,
    TAGS,
    Verdict,
    is_moment,
    is_proof,
    is_state,
    is_true,
    normal,
    strictest,
    verdict,
    verdict_of_file,
)
from audiencegen.people.formats.shape import Format
from audiencegen.people.formats.table import Table, column_of_addresses
from audiencegen.people.intake import ListFile, Row
from audiencegen.people.person import Details, plain, tags_of
from audiencegen.values import Record, Struct

_DAY = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?:\D|$)")
_REMEMBERED = 4096  # verdicts and repeated cells: a list has many rows and few states
_LONGEST_FIELDS = 20_000  # characters of a cell that is read as fields
_NO_EXTRA = Record()
_PACE = 1000  # rows between two words of how far we are

Watch = Callable[[int, int], None]


def unwatched(done: int, total: int) -> None:
    """Nobody waits."""


class _Columns(Struct, frozen=True):
    """Where in a row what stands. `labels` are the names as written, each once."""

    labels: tuple[str, ...]
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
    left: tuple[int, ...]  # where the day of leaving stands
    proof: tuple[int, ...]
    opened: tuple[int, ...]  # cells that hold fields of their own
    kept: tuple[int, ...]  # columns that are kept as they stand


def list_of(listed: Table, form: Format, watch: Watch = unwatched) -> ListFile:
    """Read every row of a table; `watch` is told now and then how far it is.

    Raises ProjectError when its rows cannot be told apart, or hold no addresses.
    """
    columns = _columns(listed, form)
    of_everybody = _of_everybody(listed.name, form)
    row = _reader(columns, form, of_everybody)
    rows, total = [], listed.text.count("\n")
    for number, cells in listed.rows():
        rows.append(row(number, cells))
        if not number % _PACE:
            watch(number, total)
    tells = bool(columns.states or of_everybody) and not form.unclear
    return ListFile(listed.name, tuple(rows), tuple(_remarks(columns, form, of_everybody)), form.name, tells)


def _columns(listed: Table, form: Format) -> _Columns:
    header = listed.header or tuple(f"column {number}" for number in range(1, listed.width + 1))
    names, labels = tuple(map(normal, header)), _labels(header)
    email = _first(names, EMAIL)
    if email is None:
        email = column_of_addresses(listed, header)
    first_name, last_name, name = _first(names, FIRST_NAME), _first(names, LAST_NAME), _first(names, NAME)
    if first_name is None and last_name is not None:
        first_name, name = name, None  # `Name,Surname`: there the name is the first name
    introduced_by, source, tags = _first(names, INTRODUCED_BY), _first(names, SOURCE), _every(names, TAGS)
    proof = tuple(at for at, each in enumerate(names) if is_proof(each))
    opened = _every(names, OPENED)
    told = {
        email,
        first_name,
        last_name,
        name,
        introduced_by,
        source,
        *tags,
        *proof,
        *opened,
        _first(names, ("since",)),
    }
    return _Columns(
        labels=labels,
        email=email,
        first_name=first_name,
        last_name=last_name,
        name=name,
        introduced_by=introduced_by,
        source=source,
        since=_every(names, SINCE),
        tags=tags,
        tiers=tuple(at for at, each in enumerate(names) if each.endswith("tier") and each != "tier"),
        states=tuple(at for at, each in enumerate(names) if at != email and _tells(each, form)),
        left=tuple(at for at, each in enumerate(names) if is_moment(each)),
        proof=proof,
        opened=opened,
        kept=tuple(at for at in range(len(names)) if at not in told),
    )


def _tells(name: str, form: Format) -> bool:
    return name in form.status or (is_state(name) and name not in form.silent)


def _first(names: Sequence[str], aliases: Sequence[str]) -> int | None:
    return next((names.index(alias) for alias in aliases if alias in names), None)


def _every(names: Sequence[str], aliases: Sequence[str]) -> tuple[int, ...]:
    return tuple(names.index(alias) for alias in aliases if alias in names)


def _labels(header: Sequence[str]) -> tuple[str, ...]:
    """The names as they are kept, each once: a second `Notes` is `Notes (2)`, none is `column 3`."""
    labels: dict[str, None] = {}
    for number, cell in enumerate(header, 1):
        label, count = plain(cell) or f"column {number}", 2
        while label in labels:
            label, count = f"{plain(cell)} ({count})", count + 1
        labels[label] = None
    return tuple(labels)


def _of_everybody(file: str, form: Format) -> tuple[Verdict, ...]:
    by_format = Verdict(None, form.unclear) if form.unclear else None
    return tuple(said for said in (verdict_of_file(file), by_format) if said)


def _reader(columns: _Columns, form: Format, of_everybody: Iterable[Verdict]) -> Callable[[int, list[str]], Row]:
    """The function that reads one row of such a list."""
    width = len(columns.labels)
    said_by = _verdicts(columns, form, tuple(of_everybody))
    same, tags = _repeated(), _remembered_tags(columns)

    def row(number: int, cells: list[str]) -> Row:
        said = said_by(cells)
        if len(cells) != width:
            if any(cells[width:]):
                said = Verdict(None, f"the row has {len(cells)} cells, the header {width}")
            cells = cells[:width] + [""] * (width - len(cells))
        return Row(
            number,
            cells[columns.email],
            said.kind,
            said.remark,
            _one(cells, columns.source),
            same(_first_day(cells, columns.since)),
            _details(cells, columns, same, tags),
            max((_first_day(cells, (at,)) for at in columns.left), default=""),
            ", ".join([f"{columns.labels[at]} {plain(cells[at])}" for at in columns.proof if cells[at]]),
        )

    return row


def _verdicts(columns: _Columns, form: Format, of_everybody: tuple[Verdict, ...]) -> Callable[[Sequence[str]], Verdict]:
    """What a row says of letters, all its columns of state together."""
    known: dict[tuple[str, ...], Verdict] = {}

    def verdict_of(cells: Sequence[str]) -> Verdict:
        told = tuple([cells[at] if at < len(cells) else "" for at in columns.states])
        found = known.get(told)
        if found is None:
            each = (verdict(columns.labels[at], cell, form) for at, cell in zip(columns.states, told, strict=True))
            found = strictest([*of_everybody, *filter(None, each)])
            if len(known) < _REMEMBERED:
                known[told] = found
        return found

    return verdict_of


def _remembered_tags(columns: _Columns) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """The tags of a row; rows with the same tags share them."""
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    places = (*columns.tags, *columns.tiers, *columns.states)

    def tags_of_row(cells: Sequence[str]) -> tuple[str, ...]:
        told = tuple([cells[at] for at in places])
        found = known.get(told)
        if found is None:
            found = _tags(cells, columns)
            if len(known) < _REMEMBERED:
                known[told] = found
        return found

    return tags_of_row


def _repeated() -> Callable[[str], str]:
    """Gives equal cells as one object: a zone or a city stands in many rows."""
    seen: dict[str, str] = {}

    def same(cell: str) -> str:
        if len(seen) > _REMEMBERED:
            seen.clear()
        return seen.setdefault(cell, cell)

    return same


def _details(
    cells: list[str],
    columns: _Columns,
    same: Callable[[str], str],
    tags: Callable[[Sequence[str]], tuple[str, ...]],
) -> Details:
    first_name, last_name = _one(cells, columns.first_name), _one(cells, columns.last_name)
    extra = {columns.labels[at]: same(cells[at]) for at in columns.kept if cells[at]}
    for at in columns.opened:
        if cells[at]:
            extra = {**_fields(columns.labels[at], cells[at]), **extra}
    return Details(
        _one(cells, columns.name) or f"{first_name} {last_name}".strip(),
        same(first_name),
        _one(cells, columns.introduced_by),
        tags(cells),
        Record(extra) if extra else _NO_EXTRA,
    )


def _one(cells: Sequence[str], at: int | None) -> str:
    return "" if at is None else plain(cells[at])


def _tags(cells: Sequence[str], columns: _Columns) -> tuple[str, ...]:
    written = [tag for at in columns.tags if cells[at] for tag in tags_of(cells[at])]
    tiers = [columns.labels[at] for at in columns.tiers if is_true(cells[at])]
    flags = [cells[at].casefold() for at in columns.states if cells[at].casefold() in FLAGS]
    return tuple(dict.fromkeys([*written, *tiers, *flags])) if written or tiers or flags else ()


def _fields(label: str, cell: str) -> dict[str, str]:
    """The fields of a cell in JSON, or as Python writes it (Buttondown); any other text under its column's name."""
    found = _json(cell) if len(cell) <= _LONGEST_FIELDS else None
    found = _python(cell) if found is None and len(cell) <= _LONGEST_FIELDS else found
    if not isinstance(found, dict):
        return {label: cell}
    return {plain(str(key)) or label: _as_text(value) for key, value in found.items() if value not in (None, "")}


def _json(cell: str) -> object:
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return None


def _python(cell: str) -> object:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a backslash that means nothing
            return literal_eval(cell)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value
    try:
        return json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        return repr(value)


def _first_day(cells: Sequence[str], places: Iterable[int]) -> str:
    for at in places:
        found = _DAY.match(cells[at])
        if found:
            return found[1]
    return ""


def _remarks(columns: _Columns, form: Format, of_everybody: Sequence[Verdict]) -> Iterable[str]:
    yield f"The addresses stand in the column `{columns.labels[columns.email]}`."
    if of_everybody:
        yield f"Nobody in it may be mailed: {of_everybody[0].remark}."
    elif not columns.states:
        yield "No column says who may be mailed: by your word everybody in it agreed."
    else:
        states = ", ".join(f"`{columns.labels[at]}`" for at in columns.states)
        yield f"Who may be mailed follows from {states}."
    if form.note:
        yield form.note
