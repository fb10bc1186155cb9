"""`private/subscribers.csv`: who is mailable now, for the writer's mailing service; `private/people.json`: the numbers.

They are planned like everything else, and lie outside what is deployed. Without a store of people there are no such
files, rather than empty ones over full ones.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from audiencegen.model import Output, Reader, Readers

PATH = "private/subscribers.csv"
NUMBERS = "private/people.json"
_HEADER = ("email", "name", "first_name", "since", "source", "introduced_by", "tags")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with these a spreadsheet begins to compute


def plan(readers: Readers | None) -> Iterable[Output]:
    """Both files, where there is a list."""
    if readers is not None:
        yield Output(PATH, readers_csv, (readers,))
        yield Output(NUMBERS, numbers_json, (readers,))


def readers_csv(readers: Readers) -> bytes:
    """The list as UTF-8 CSV (RFC 4180, but with plain line feeds), in the order of the rows."""
    lines = (_HEADER, *map(_cells, readers.rows))
    return "".join(",".join(map(_quoted, cells)) + "\n" for cells in lines).encode()


def numbers_json(readers: Readers) -> bytes:
    """How many there are and how they came. New readers by month, so that the file grows no older with the calendar."""
    rows = readers.rows
    numbers = {
        "active": len(rows),
        "held": readers.held,
        "states": dict(readers.states),
        "new": _counted(row.since[:7] for row in rows),
        "source": _counted(row.source for row in rows),
        "introduced_by": _counted(row.introduced_by for row in rows),
    }
    return (json.dumps(numbers, ensure_ascii=False, indent=1) + "\n").encode()


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(name for name in names if name).items()))


def _cells(reader: Reader) -> tuple[str, ...]:
    tags = ";".join(reader.tags)
    return (
        reader.email,
        reader.name,
        reader.first_name,
        reader.since,
        reader.source,
        reader.introduced_by,
        tags,
    )


def _quoted(cell: str) -> str:
    if cell.startswith(_FORMULA):
        cell = f"'{cell}"
    if any(sign in cell for sign in ',"\n\r'):
        return '"' + cell.replace('"', '""') + '"'
    return cell
