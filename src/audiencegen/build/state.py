"""What is kept to do nothing quickly: `.audiencegen/state.sqlite`. Safe to delete; unreadable means a full build.

It holds the stat and digest of every source, the compiled manuscripts by digest (their bodies apart, so that only
those that are shown are read), what every output was made of, and what the last build as a whole was made of.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from audiencegen import __version__
from audiencegen.build.lock import CACHE
from audiencegen.model import Body, Manuscript
from audiencegen.values import Record, digest, digest_bytes, freeze

if TYPE_CHECKING:
    import msgspec

NAME = "state.sqlite"
Row = tuple[Any, ...]
Fact = TypeVar("Fact")
_LIBRARIES = (
    "comrak",
    "feedgen",
    "idna",
    "jinja2",
    "lxml",
    "markdown",
    "markupsafe",
    "msgspec",
    "pillow",
    "pygments",
    "pyyaml",
    "selectolax",
    "tzdata",
)
_TABLES = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, content TEXT)",
    "CREATE TABLE sources"
    " (path TEXT PRIMARY KEY, size INT, changed INT, inode INT, digest TEXT, width INT, height INT, clear INT)"
    " WITHOUT ROWID",
    "CREATE TABLE manuscripts (name TEXT PRIMARY KEY, content BLOB)",
    "CREATE TABLE bodies (name TEXT PRIMARY KEY, content BLOB)",
    "CREATE TABLE outputs"
    " (path TEXT PRIMARY KEY, made_of TEXT, digest TEXT, size INT, changed INT, inode INT) WITHOUT ROWID",
)


class LostState(Exception):
    """Something that the state should know is not there: it was damaged, and everything is made anew."""


@dataclass(frozen=True, slots=True)
class Stat:
    """What the file system says of a file; two equal ones mean that nobody wrote to it in between."""

    size: int
    changed: int  # nanoseconds; 0 when it says too little
    inode: int

    def trusted(self, now: int) -> Stat:
        """A file changed so lately that its next change may get the same time is known by its bytes, as git does."""
        return self if self.changed < now - _TICK else Stat(self.size, 0, self.inode)

    @classmethod
    def of(cls, found: os.stat_result) -> Stat:
        """The later of both times counts: a program can set that of the writing back, but not that of the change."""
        return cls(found.st_size, max(found.st_mtime_ns, found.st_ctime_ns), found.st_ino)


_TICK = 20_000_000  # nanoseconds; Linux stamps files by its timer's tick, 1 to 10 ms


def stat(path: Path | str) -> Stat | None:
    """The stat of a plain file; None for what is none."""
    try:
        return Stat.of(os.lstat(path))
    except OSError:
        return None


@dataclass(frozen=True, slots=True)
class Known:
    """A source as it was read last: its stat, its digest, its pixels."""

    stat: Stat
    digest: str
    width: int = 0
    height: int = 0
    clear: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """An output as it was made last: digests of its recipe and inputs, of its bytes, and the stat of its file."""

    made_of: tuple[str, ...]
    digest: str
    stat: Stat


def is_intact(file: Path | str, made: Made) -> bool:
    """Whether an output's file still holds what we wrote. To read it is much cheaper than to make it again."""
    if stat(file) == made.stat:
        return True
    try:
        return not Path(file).is_symlink() and digest_bytes(Path(file).read_bytes()) == made.digest
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class Compiled:
    """The manuscripts of a project, and what to keep of them: the names in use, and what is new, encoded."""

    manuscripts: Mapping[str, Manuscript]
    keys: frozenset[str]
    new_manuscripts: Mapping[str, bytes]
    new_bodies: Mapping[str, bytes]

    @property
    def bodies(self) -> frozenset[str]:
        return frozenset(manuscript.content.digest for manuscript in self.manuscripts.values())


@dataclass
class State:
    """The kept facts of one project, read once; `save` notes what is new."""

    path: Path
    meta: dict[str, str] = field(default_factory=dict)
    sources: dict[str, Known] = field(default_factory=dict)
    outputs: dict[str, Made] = field(default_factory=dict)
    is_new: bool = False
    _connection: tuple[int, sqlite3.Connection] | None = None

    def manuscripts(self) -> dict[str, bytes]:
        """All kept manuscripts, encoded, by their key."""
        if self.is_new:
            return {}
        with suppress(sqlite3.Error):
            return dict(self._open().execute("SELECT name, content FROM manuscripts"))
        return {}

    def body(self, digest_: str) -> bytes | None:
        """One kept body, encoded."""
        if self.is_new:
            return None
        with suppress(sqlite3.Error):
            row = self._open().execute("SELECT content FROM bodies WHERE name = ?", (digest_,)).fetchone()
            return bytes(row[0]) if row else None
        return None

    def _open(self) -> sqlite3.Connection:
        """A connection of this process: SQLite's must never cross a fork."""
        if self._connection is None or self._connection[0] != os.getpid():
            connection = sqlite3.connect(self.path, isolation_level=None)
            # A lost state costs a build and nothing else: waiting for the disk would cost every build.
            connection.execute("PRAGMA synchronous = OFF")
            self._connection = (os.getpid(), connection)
        return self._connection[1]

    def close(self) -> None:
        """Let go of the file; the next look opens it again."""
        if self._connection is not None:
            self._connection[1].close()
            self._connection = None

    def save(
        self, meta: Mapping[str, str], sources: Mapping[str, Known], outputs: Mapping[str, Made], compiled: Compiled
    ) -> None:
        """Note what is new and forget what is gone. What cannot be kept is not: the next build is only slower."""
        with suppress(sqlite3.Error, OSError):
            self.path.parent.mkdir(exist_ok=True)
            connection = self._open()
            connection.execute("BEGIN IMMEDIATE")
            if self.is_new:
                for table in _TABLES:
                    connection.execute(table)
            connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", meta.items())
            _replace(connection, "sources", self.sources, sources, _source_row)
            _replace(connection, "outputs", self.outputs, outputs, _output_row)
            _add(connection, "manuscripts", compiled.new_manuscripts, compiled.keys)
            _add(connection, "bodies", compiled.new_bodies, compiled.bodies)
            connection.execute("COMMIT")


def load(directory: Path, fresh: bool = False) -> State:
    """The state of a project; an empty one when there is none, when it is of another version or damaged, or on wish."""
    path = directory / CACHE / NAME
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
        for row in connection.execute("SELECT path, size, changed, inode, digest, width, height, clear FROM sources"):
            state.sources[row[0]] = Known(Stat(*row[1:4]), row[4], row[5], row[6], bool(row[7]))
        for name, made_of, made, *found in connection.execute("SELECT * FROM outputs"):
            state.outputs[name] = Made(tuple(made_of.split()), made, Stat(*found))
        return state.meta.get("version") == version()
    return False


def _fresh(path: Path) -> State:
    """An empty state; its file is made when there is something to keep."""
    with suppress(OSError):
        for leftover in (path, path.with_name(NAME + "-journal")):
            leftover.unlink(missing_ok=True)
    return State(path, is_new=True)


def _add(connection: sqlite3.Connection, table: str, new: Mapping[str, bytes], used: frozenset[str]) -> None:
    connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", new.items())
    there = {name for (name,) in connection.execute(f"SELECT name FROM {table}")}
    connection.executemany(f"DELETE FROM {table} WHERE name = ?", ((name,) for name in there - used))


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


def _source_row(path: str, known: Known) -> tuple[Any, ...]:
    found = known.stat
    return path, found.size, found.changed, found.inode, known.digest, known.width, known.height, known.clear


def _output_row(path: str, made: Made) -> tuple[Any, ...]:
    return path, " ".join(made.made_of), made.digest, made.stat.size, made.stat.changed, made.stat.inode


# --- the encoding of manuscripts and bodies -------------------------------------------------------


def encode(value: Manuscript | Body) -> bytes:
    return _encoder().encode(value)


def decode_manuscript(content: bytes) -> Manuscript:
    return _decoder(Manuscript).decode(content)  # type: ignore[no-any-return]


def decode_body(content: bytes) -> Body:
    return _decoder(Body).decode(content)  # type: ignore[no-any-return]


@cache
def _encoder() -> msgspec.msgpack.Encoder:
    import msgspec

    return msgspec.msgpack.Encoder(enc_hook=dict)  # a Record is a mapping that msgspec does not know


@cache
def _decoder(kind: type) -> Any:
    import msgspec

    return msgspec.msgpack.Decoder(kind, dec_hook=lambda wanted, found: freeze(found) if wanted is Record else found)


@cache
def version() -> str:
    """Everything beside a project's own files that shapes what is made of them: our code, and the libraries."""
    package = Path(__file__).parent.parent
    code = sorted((path.relative_to(package).as_posix(), path.stat()) for path in package.rglob("*.py"))
    ours = tuple((name, found.st_size, found.st_mtime_ns) for name, found in code)
    return digest(__version__, sys.version, ours, tuple(sorted(_installed())))


def _installed() -> Iterable[str]:
    """The versions of our libraries, read from the names of their records: importing them would cost too much."""
    for folder in sys.path:
        with suppress(OSError):
            for name in os.listdir(folder):  # noqa: PTH208 - thousands of names, of which few become paths
                if name.endswith(".dist-info") and name.split("-")[0].casefold() in _LIBRARIES:
                    yield name
