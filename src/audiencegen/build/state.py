"""What is kept to do little or nothing: `.audiencegen/state.sqlite`. Safe to delete; unreadable means a full build.

It holds the stat and digest of every source, what every content file was compiled to (the bodies apart, so that only
those that are shown are read), and the plan of the last build with what became of it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from audiencegen.build.snapshot import Known
from audiencegen.build.sources import Stat
from audiencegen.build.whole import STATE, opened, version
from audiencegen.values import Struct

Row = tuple[Any, ...]
_MANY = 500  # bodies; those of ten thousand letters would be a hundred megabytes
Fact = TypeVar("Fact")
_TABLES = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, content TEXT)",
    "CREATE TABLE sources (path TEXT PRIMARY KEY, size INT, changed INT, inode INT,"
    " digest TEXT, width INT, height INT, face TEXT, body TEXT, clear INT,"
    " seconds INT, form TEXT) WITHOUT ROWID",
    "CREATE TABLE outputs (path TEXT PRIMARY KEY, size INT, changed INT, inode INT,"
    " digest TEXT, made_of TEXT, bodies TEXT, shown TEXT) WITHOUT ROWID",
    "CREATE TABLE faces (name TEXT PRIMARY KEY, content BLOB)",
    "CREATE TABLE bodies (name TEXT PRIMARY KEY, content BLOB)",
    "CREATE TABLE inputs (name TEXT PRIMARY KEY, content BLOB)",
)


class LostState(Exception):
    """Something that the state should know is not there: it was damaged, and everything is made anew."""


class Made(Struct, frozen=True):
    """An output as it was made last: of what, its bytes' digest, and the stat of its file."""

    stat: Stat
    digest: str
    made_of: str  # its recipe and the digests of its inputs, but for bodies
    bodies: str = ""  # the content files whose bodies it shows, a line each
    shown: str = ""  # the digests of those bodies


class State:
    """The kept facts of one project, read once; `save` notes what is new."""

    def __init__(self, path: Path, is_new: bool = False) -> None:
        self.path = path
        self.is_new = is_new
        self.meta: dict[str, str] = {}
        self.sources: dict[str, Known] = {}
        self.outputs: dict[str, Made] = {}
        self._bodies: dict[str, bytes] = {}  # new ones
        self._connection: tuple[int, sqlite3.Connection] | None = None

    def faces(self) -> dict[str, bytes]:
        """All kept manuscripts, encoded, by their digest."""
        if self.is_new:
            return {}
        try:
            return dict(self._open().execute("SELECT name, content FROM faces"))
        except sqlite3.Error:
            return {}
        finally:
            self.close()

    def body(self, digest: str) -> bytes | None:
        """One kept body, encoded."""
        return self._bodies.get(digest) or self._one("bodies", digest)

    def inputs(self, path: str) -> bytes | None:
        """What one output is made of beside bodies, encoded. Many outputs may be rendered by forks: see `close`."""
        try:
            return self._one("inputs", path)
        finally:
            self.close()

    def keep_body(self, digest: str, content: bytes) -> None:
        """Keep a body, encoded; in memory until they are many, and where the disk does not take them."""
        self._bodies[digest] = content
        if len(self._bodies) >= _MANY:
            with suppress(sqlite3.Error, OSError):
                connection = self._open_to_write()
                self._write_bodies(connection)
                connection.execute("COMMIT")
                self._bodies.clear()

    def _one(self, table: str, name: str) -> bytes | None:
        if self.is_new:
            return None
        with suppress(sqlite3.Error):
            row = self._open().execute(f"SELECT content FROM {table} WHERE name = ?", (name,)).fetchone()
            return bytes(row[0]) if row else None
        return None

    def _open(self) -> sqlite3.Connection:
        """A connection of this process: SQLite's must never cross a fork."""
        if self._connection is None or self._connection[0] != os.getpid():
            self._connection = (os.getpid(), opened(self.path))
        return self._connection[1]

    def _open_to_write(self) -> sqlite3.Connection:
        self.path.parent.mkdir(exist_ok=True)
        connection = self._open()
        connection.execute("BEGIN IMMEDIATE")
        if self.is_new:
            for table in _TABLES:
                connection.execute(table)
            self.is_new = False
        return connection

    def _write_bodies(self, connection: sqlite3.Connection) -> None:
        connection.executemany("INSERT OR REPLACE INTO bodies VALUES (?, ?)", self._bodies.items())

    def close(self) -> None:
        """Let go of the file; the next look opens it again. A connection must not cross the fork of a pool."""
        if self._connection is not None:
            self._connection[1].close()
            self._connection = None

    def save(
        self,
        meta: Mapping[str, str],
        sources: Mapping[str, Known],
        outputs: Mapping[str, Made],
        faces: Mapping[str, bytes],
        inputs: Mapping[str, bytes],
    ) -> None:
        """Note what is new and forget what is gone. What cannot be kept is not: the next build is only slower.

        `faces` and `inputs` are the new ones, encoded, by digest and by the output's path.
        """
        with suppress(sqlite3.Error, OSError):
            connection = self._open_to_write()
            connection.execute("DELETE FROM meta")
            connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
            _replace(connection, "sources", self.sources, sources, _source_row)
            _replace(connection, "outputs", self.outputs, outputs, _output_row)
            _keep(connection, "faces", faces, {known.face for known in self.sources.values()}, _faces(sources))
            self._write_bodies(connection)
            _drop(connection, "bodies", {known.body for known in self.sources.values()}, _bodies(sources))
            if len(faces) > _MANY:  # the time to forget, too, what failed builds have left
                connection.execute("DELETE FROM bodies WHERE name NOT IN (SELECT body FROM sources)")
            _keep(connection, "inputs", inputs, self.outputs.keys(), outputs.keys())
            connection.execute("COMMIT")


def load(directory: Path, fresh: bool = False) -> State:
    """The state of a project; an empty one when there is none, when it is of another version or damaged, or on wish."""
    path = directory / STATE
    state = State(path)
    if not fresh and path.exists() and _is_filled(state):
        return state
    state.close()
    return _fresh(path)


def _is_filled(state: State) -> bool:
    """Read all that is kept; False when it cannot be read, or was kept by another version."""
    with suppress(sqlite3.Error, OSError, ValueError, TypeError):
        connection = state._open()
        state.meta = dict(connection.execute("SELECT name, content FROM meta"))
        for path, size, changed, inode, *known, clear, secs, form in connection.execute("SELECT * FROM sources"):
            state.sources[path] = Known((size, changed, inode), *known, bool(clear), secs, form)  # type: ignore[call-arg]
        for path, size, changed, inode, *made in connection.execute("SELECT * FROM outputs"):
            state.outputs[path] = Made((size, changed, inode), *made)
        return state.meta.get("version") == version()
    return False


def _fresh(path: Path) -> State:
    """An empty state; its file is made when there is something to keep."""
    with suppress(OSError):
        for leftover in (path, path.with_name(path.name + "-journal")):
            leftover.unlink(missing_ok=True)
    return State(path, is_new=True)


def _faces(sources: Mapping[str, Known]) -> set[str]:
    return {known.face for known in sources.values()}


def _bodies(sources: Mapping[str, Known]) -> set[str]:
    return {known.body for known in sources.values()}


def _keep(
    connection: sqlite3.Connection, table: str, new: Mapping[str, bytes], before: Iterable[str], used: Iterable[str]
) -> None:
    """Add what is new to a table of encoded values, and drop what nobody refers to any more."""
    connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", new.items())
    _drop(connection, table, before, used)


def _drop(connection: sqlite3.Connection, table: str, before: Iterable[str], used: Iterable[str]) -> None:
    connection.executemany(f"DELETE FROM {table} WHERE name = ?", ((name,) for name in set(before) - set(used)))


def _replace(
    connection: sqlite3.Connection,
    table: str,
    old: Mapping[str, Fact],
    new: Mapping[str, Fact],
    row: Callable[[str, Fact], Row],
) -> None:
    changed = [row(path, value) for path, value in new.items() if old.get(path) != value]
    if changed:
        marks = ", ".join("?" * len(changed[0]))
        connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", changed)
    connection.executemany(f"DELETE FROM {table} WHERE path = ?", ((path,) for path in old.keys() - new.keys()))


def _source_row(path: str, known: Known) -> Row:
    looks = known.width, known.height, known.face, known.body, known.clear
    return path, *known.stat, known.digest, *looks, known.seconds, known.form


def _output_row(path: str, made: Made) -> Row:
    return path, *made.stat, made.digest, made.made_of, made.bodies, made.shown
