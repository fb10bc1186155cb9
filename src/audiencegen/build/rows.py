"""The tables of the state, and how a source and an output stand in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from audiencegen.build.looks import Noted, amended, note_of
from audiencegen.build.snapshot import Known
from audiencegen.build.sources import Stat
from audiencegen.values import Struct, digest_bytes

Row = tuple[Any, ...]
Fact = TypeVar("Fact")
TABLES = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, content TEXT)",
    # Of all sources and of all outputs, see `looks`.
    "CREATE TABLE looks (name TEXT PRIMARY KEY, names BLOB, stats BLOB)",
    "CREATE TABLE sources (path TEXT PRIMARY KEY, digest TEXT, width INT, height INT, face TEXT, body TEXT, words BLOB,"
    " clear INT, seconds INT, form TEXT) WITHOUT ROWID",
    "CREATE TABLE outputs (path TEXT PRIMARY KEY, digest TEXT, made_of TEXT, bodies TEXT, shown TEXT) WITHOUT ROWID",
    "CREATE INDEX outputs_by_bodies ON outputs (bodies)",
    # What shows many texts names the list of them, and a text the lists that it stands in.
    "CREATE TABLE texts (name TEXT PRIMARY KEY, content TEXT)",
    "CREATE TABLE shows (source TEXT, name TEXT, PRIMARY KEY (source, name)) WITHOUT ROWID",
    "CREATE TABLE faces (name TEXT PRIMARY KEY, content BLOB)",
    "CREATE TABLE bodies (name TEXT PRIMARY KEY, content BLOB)",
    "CREATE TABLE inputs (name TEXT PRIMARY KEY, content BLOB)",
)
_MANY_TEXTS = "#"  # how the name of a list of texts begins


class LostState(Exception):
    """Something that the state should know is not there: it was damaged, and everything is made anew."""


class Made(Struct, frozen=True):
    """An output as it was made last: of what, its bytes' digest, and the stat of its file."""

    stat: Stat
    digest: str
    made_of: str  # its recipe and the digests of its inputs, but for bodies
    bodies: str = ""  # the content files whose bodies it shows, a line each
    shown: str = ""  # the digests of those bodies


class Rows(Mapping[str, Fact]):
    """What is kept of the files of a table: each when it is asked for, or all at once. Raises LostState for damage."""

    def __init__(
        self,
        table: str,
        fact: Callable[[Stat, Row, Callable[[str], str]], Fact],
        asked: Callable[[], sqlite3.Connection | None],
    ) -> None:
        self._table = table
        self._fact = fact
        self._asked = asked  # the way to the file, None when there is none
        self._note: Noted | None = None
        self._places: dict[str, int] = {}  # of the files in the note
        self._texts: dict[str, str] = {}  # many outputs show the same texts
        self._some: dict[str, Fact] = {}
        self._all: dict[str, Fact] | None = None

    def all(self) -> dict[str, Fact]:
        """All rows, in their order."""
        if self._all is None:
            try:
                self._all = self._read()
            except (sqlite3.Error, ValueError, TypeError, KeyError) as fault:
                raise LostState from fault
        return self._all

    def __getitem__(self, path: str) -> Fact:
        if self._all is not None:
            return self._all[path]
        if path not in self._some:
            try:
                self._some[path] = self._read_one(path)
            except (sqlite3.Error, ValueError, TypeError) as fault:
                raise LostState from fault
        return self._some[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all if self._all is not None else self._noted()[1])

    def __len__(self) -> int:
        return len(self._all if self._all is not None else self._noted()[1])

    @property
    def note(self) -> Noted:
        """The files and their stats; the rows themselves are not read."""
        return self._noted()[0]

    def stats_with(self, stats: Mapping[str, Stat]) -> bytes:
        """The stats of all files as they are noted, where some have other ones."""
        note, places = self._noted()
        return amended(note, {places[path]: found for path, found in stats.items()})

    def _noted(self) -> tuple[Noted, dict[str, int]]:
        if self._note is None:
            connection = self._asked()
            try:
                self._note = note_of(connection, self._table) if connection else Noted(b"", b"")
                self._places = {path: number for number, path in enumerate(self._note.paths())}
            except (sqlite3.Error, ValueError, TypeError) as fault:
                raise LostState from fault
        return self._note, self._places

    def _read(self) -> dict[str, Fact]:
        connection = self._asked()
        if connection is None:
            return {}
        rows = {row[0]: row for row in connection.execute(f"SELECT * FROM {self._table}")}
        return {path: self._fact(stat, rows[path], self._content) for path, stat in self.note.files()}

    def _read_one(self, path: str) -> Fact:
        note, places = self._noted()
        stat, connection = note.stat(places[path]), self._asked()
        assert connection is not None  # else there is no such path
        row = connection.execute(f"SELECT * FROM {self._table} WHERE path = ?", (path,)).fetchone()
        return self._fact(stat, row, self._content)

    def _content(self, name: str) -> str:
        """The texts that a list names."""
        if name not in self._texts:
            connection = self._asked()
            assert connection is not None
            self._texts[name] = str(
                connection.execute("SELECT content FROM texts WHERE name = ?", (name,)).fetchone()[0]
            )
        return self._texts[name]


def source_of(stat: Stat, row: Row, content: Callable[[str], str]) -> Known:
    _, digest, width, height, face, body, words, clear, seconds, form = row
    return Known(stat, digest, width, height, face, body, words, bool(clear), seconds, form)


def source_row(path: str, known: Known) -> Row:
    compiled = known.face, known.body, known.words
    return path, known.digest, known.width, known.height, *compiled, known.clear, known.seconds, known.form


def made_of(stat: Stat, row: Row, content: Callable[[str], str]) -> Made:
    _, digest, parts, bodies, shown = row
    return Made(stat, digest, parts, content(bodies) if bodies.startswith(_MANY_TEXTS) else bodies, shown)


def output_row(path: str, made: Made) -> Row:
    return path, made.digest, made.made_of, _named(made.bodies), made.shown


def texts_of(outputs: Iterable[Made]) -> dict[str, str]:
    """The lists of more than one text that are shown, by name."""
    lists = dict.fromkeys(made.bodies for made in outputs if "\n" in made.bodies)
    return {_named(one): one for one in lists}


def _named(bodies: str) -> str:
    return _MANY_TEXTS + digest_bytes(bodies.encode()) if "\n" in bodies else bodies
