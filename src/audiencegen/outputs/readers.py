"""`private/subscribers.csv`: who is mailable now, for the writer's mailing service.

It is planned like everything else, and lies outside what is deployed. Without a store of people there is no such file,
rather than an empty one over a full one.
"""

from __future__ import annotations

from collections.abc import Iterable

from audiencegen.model import Output, Reader, Readers

PATH = "private/subscribers.csv"
_HEADER = ("email", "name", "first_name", "since", "source", "introduced_by", "tags")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with these a spreadsheet begins to compute


def plan(readers: Readers | None) -> Iterable[Output]:
    """The list file, where there is a list."""
    if readers is not None:
        yield Output(PATH, readers_csv, (readers,))


def readers_csv(readers: Readers) -> bytes:
    """The list as UTF-8 CSV (RFC 4180, but with plain line feeds), in the order of the rows."""
    lines = (_HEADER, *map(_cells, readers.rows))
    return "".join(",".join(map(_quoted, cells)) + "\n" for cells in lines).encode()


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
