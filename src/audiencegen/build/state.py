"""What is kept to do little or nothing: `.audiencegen/state.sqlite`. Safe to delete; unreadable means a full build.

It holds the stat and digest of every source, what every content file was compiled to (the bodies apart, so that only
those that are shown are read), and the plan of the last build with what became of it. A row is read when it is asked
for: who changes one text of ten thousand reads a few rows, and writes a few.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from itertools import chain
from pathlib import Path

from audiencegen.build.looks import OUTPUTS, SOURCES, STATE, Noted, noted, opened
from audiencegen.build.rows import (
    TABLES,
    LostState,
    Made,
    Row,
    Rows,
    made_of,
    output_row,
    source_of,
    source_row,
    texts_of,
)
from audiencegen.build.snapshot import Known
from audiencegen.build.whole import version
from audiencegen.values import replace

_SHOWING = "SELECT path, made_of FROM outputs WHERE bodies = ? OR bodies IN (SELECT name FROM shows WHERE source = ?)"
_MANY = 500  # bodies; those of ten thousand letters would be a hundred megabytes


class State:
    """The kept facts of one project; `save` notes what is new after a whole build, `amend` after a small one."""

    def __init__(self, path: Path, is_new: bool = False) -> None:
        self.path = path
        self.is_new = is_new
        self.meta: dict[str, str] = {}
        self.sources: Rows[Known] = Rows(SOURCES, source_of, self._asked)
        self.outputs: Rows[Made] = Rows(OUTPUTS, made_of, self._asked)
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
        """What one output is made of beside bodies, encoded."""
        return self._one("inputs", path)

    def showing(self, source: str) -> dict[str, str]:
        """The outputs that show a content file, with what they are made of. Raises LostState when that is not known."""
        connection = self._asked()
        try:
            return dict(connection.execute(_SHOWING, (source, source))) if connection else {}
        except sqlite3.Error as fault:
            raise LostState from fault

    def keep_body(self, digest: str, content: bytes) -> None:
        """Keep a body, encoded; in memory until they are many, and where the disk does not take them."""
        self._bodies[digest] = content
        if len(self._bodies) >= _MANY:
            with suppress(sqlite3.Error, OSError):
                connection = self._open_to_write()
                _add_bodies(connection, self._bodies)
                connection.execute("COMMIT")
                self._bodies.clear()

    def shelf(self) -> Path | None:
        """The file, to which other processes may add bodies by `shelve`; None where the disk does not take it."""
        with suppress(sqlite3.Error, OSError):
            self._open_to_write().execute("COMMIT")
            self.close()
            return self.path
        return None

    def _asked(self) -> sqlite3.Connection | None:
        return None if self.is_new else self._open()

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
            for table in TABLES:
                connection.execute(table)
            self.is_new = False
        return connection

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
        old_sources, old_outputs = self.sources.all(), self.outputs.all()
        texts, old_texts = texts_of(outputs.values()), texts_of(old_outputs.values())
        with suppress(sqlite3.Error, OSError):
            connection = self._open_to_write()
            _note_meta(connection, meta)
            _add(connection, SOURCES, (source_row(*one) for one in sources.items() if _is_new(*one, old_sources)))
            _add(connection, OUTPUTS, (output_row(*one) for one in outputs.items() if _is_new(*one, old_outputs)))
            _drop(connection, SOURCES, "path", old_sources.keys() - sources.keys())
            _drop(connection, OUTPUTS, "path", old_outputs.keys() - outputs.keys())
            _note_looks(connection, SOURCES, noted((path, known.stat) for path, known in sources.items()))
            _note_looks(connection, OUTPUTS, noted((path, made.stat) for path, made in outputs.items()))
            for table in ("texts", "shows"):
                _drop(connection, table, "name", old_texts.keys() - texts.keys())
            new = {name: shown for name, shown in texts.items() if name not in old_texts}
            _add(connection, "texts", new.items())
            _add(connection, "shows", ((one, name) for name, shown in new.items() for one in set(shown.split("\n"))))
            _add(connection, "faces", faces.items())
            _drop(connection, "faces", "name", _faces(old_sources) - _faces(sources))
            _add_bodies(connection, self._bodies)
            _drop(connection, "bodies", "name", _bodies(old_sources) - _bodies(sources))
            if len(faces) > _MANY:  # the time to forget, too, what failed builds have left
                connection.execute("DELETE FROM bodies WHERE name NOT IN (SELECT body FROM sources)")
            _add(connection, "inputs", inputs.items())
            _drop(connection, "inputs", "name", old_outputs.keys() - outputs.keys())
            connection.execute("COMMIT")

    def amend(self, meta: Mapping[str, str], sources: Mapping[str, Known], outputs: Mapping[str, Made]) -> None:
        """Note some sources and outputs that are other ones than before, where the same files stay there."""
        with suppress(sqlite3.Error, OSError):
            gone = {known.body for known in map(self.sources.get, sources) if known is not None}
            connection = self._open_to_write()
            _note_meta(connection, meta)
            _add(connection, SOURCES, (source_row(*one) for one in sources.items()))
            _add(connection, OUTPUTS, (output_row(*one) for one in outputs.items()))
            _amend_looks(connection, SOURCES, self.sources, sources)
            _amend_looks(connection, OUTPUTS, self.outputs, outputs)
            _add_bodies(connection, self._bodies)
            still = "SELECT 1 FROM sources WHERE body = ?"  # a copy of a post has the same
            _drop(
                connection, "bodies", "name", {one for one in gone if not connection.execute(still, (one,)).fetchone()}
            )
            connection.execute("COMMIT")


def shelve(shelf: Path, bodies: Mapping[str, bytes]) -> bool:
    """Keep bodies, encoded, in the file of a state that another process holds; False when they could not be."""
    with suppress(sqlite3.Error, OSError), closing(opened(shelf)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        _add_bodies(connection, bodies)
        connection.execute("COMMIT")
        return True
    return False


def _add_bodies(connection: sqlite3.Connection, bodies: Mapping[str, bytes]) -> None:
    _add(connection, "bodies", bodies.items())


def load(directory: Path, fresh: bool = False) -> State:
    """The state of a project; an empty one when there is none, when it is of another version or damaged, or on wish."""
    path = directory / STATE
    state = State(path)
    if not fresh and path.exists() and _is_ours(state):
        return state
    state.close()
    return _fresh(path)


def _is_ours(state: State) -> bool:
    """Whether a state can be read, and was kept by this very version; what else is kept is read when it is needed."""
    with suppress(sqlite3.Error, OSError):
        state.meta = dict(state._open().execute("SELECT name, content FROM meta"))
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


def _is_new(path: str, fact: Known | Made, before: Mapping[str, Known] | Mapping[str, Made]) -> bool:
    """Whether a row has to be written; stats have a place of their own."""
    was = before.get(path)
    return was is None or (was is not fact and replace(was, stat=fact.stat) != fact)


def _note_meta(connection: sqlite3.Connection, meta: Mapping[str, str]) -> None:
    connection.execute("DELETE FROM meta")
    _add(connection, "meta", meta.items())


def _note_looks(connection: sqlite3.Connection, table: str, now: Noted) -> None:
    _add(connection, "looks", [(table, *now)])


def _amend_looks(
    connection: sqlite3.Connection,
    table: str,
    rows: Rows[Known] | Rows[Made],
    others: Mapping[str, Known] | Mapping[str, Made],
) -> None:
    if others:
        stats = rows.stats_with({path: one.stat for path, one in others.items()})
        connection.execute("UPDATE looks SET stats = ? WHERE name = ?", (stats, table))


def _add(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    first = next(rows := iter(rows), None)
    if first is not None:
        marks = ", ".join("?" * len(first))
        connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", chain((first,), rows))


def _drop(connection: sqlite3.Connection, table: str, column: str, names: Iterable[str]) -> None:
    connection.executemany(f"DELETE FROM {table} WHERE {column} = ?", ((name,) for name in names))
