"""What the disk says of many files, and whether it still says so: names in one string, stats in another.

Ten thousand files are compared as two runs of bytes; only where these differ is anything looked at one by one. A build
that finds nothing to do needs this module, so it imports only what is cheap.
"""

from __future__ import annotations

import json
import os
import sqlite3
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from functools import cache
from hashlib import blake2b
from itertools import chain
from typing import NamedTuple

from audiencegen.build.sources import Stat, stat, trusted

STATE = ".audiencegen/state.sqlite"
PRIVATE = "private/"
SOURCES, OUTPUTS = "sources", "outputs"  # the tables whose files are noted
_MANY = 2000  # files; to look at fewer is done before another process has begun
_SIZE = 24  # bytes of a stat
_ABSENT = (-1, 0, 0)  # the stat of what is not there


class Noted(NamedTuple):
    """Files as they were left: their names, and the stat of each."""

    names: bytes
    stats: bytes

    def paths(self) -> list[str]:
        return self.names.decode("utf-8", "surrogateescape").split("\0") if self.names else []

    @property
    def length(self) -> int:
        """How many files there are; their names need not be parted for that."""
        return self.names.count(b"\0") + 1 if self.names else 0

    def stat(self, number: int) -> Stat:
        return struct.unpack_from("<3q", self.stats, number * _SIZE)

    def files(self) -> Iterator[tuple[str, Stat]]:
        """Each with its stat."""
        return zip(self.paths(), struct.iter_unpack("<3q", self.stats), strict=True)


class Left(NamedTuple):
    """What became of the outputs: those that hold something else, and the stats of those that only look different."""

    meddled: frozenset[str] = frozenset()
    touched: dict[str, Stat] = {}  # noqa: RUF012 - nobody adds to it
    is_as_noted: bool = True  # but for files too young to be known by their stat


def amended(before: Noted, stats: Mapping[int, Stat]) -> bytes:
    """The stats of the same files, where those in some places have other ones."""
    content = bytearray(before.stats)
    for place, found in stats.items():
        struct.pack_into("<3q", content, place * _SIZE, *found)
    return bytes(content)


def noted(files: Iterable[tuple[str, Stat]]) -> Noted:
    """The note of files, in their order."""
    rows = list(files)
    return Noted(names_of(name for name, _ in rows), stats_of(found for _, found in rows))


def names_of(names: Iterable[str]) -> bytes:
    return "\0".join(names).encode("utf-8", "surrogateescape")


def stats_of(stats: Iterable[Stat]) -> bytes:
    numbers = tuple(chain.from_iterable(stats))
    return struct.pack(f"<{len(numbers)}q", *numbers)


def opened(path: str | os.PathLike[str]) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    # A lost state costs a build and nothing else: waiting for the disk would cost every build.
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def note_of(connection: sqlite3.Connection, table: str) -> Noted:
    """What is noted of the files of a table, if anything. Raises sqlite3.Error for damage."""
    row = connection.execute("SELECT names, stats FROM looks WHERE name = ?", (table,)).fetchone()
    found = Noted(*row) if row else Noted(b"", b"")
    if len(found.stats) != found.length * _SIZE:
        raise sqlite3.DataError("not as many stats as names")
    return found


def differing(before: Noted, stats: bytes) -> list[tuple[str, Stat, Stat]]:
    """The files whose stats are not those that were noted, with both; `stats` are in the order of the names."""
    places = list(_differing(before.stats, stats, 0, len(stats) // _SIZE))
    paths, now = before.paths() if places else [], Noted(before.names, stats)
    return [(paths[place], before.stat(place), now.stat(place)) for place in places]


def _differing(before: bytes, now: bytes, start: int, end: int) -> Iterator[int]:
    """The places of other stats among so many: half by half, for most halves are the same."""
    here = slice(start * _SIZE, end * _SIZE)
    if before[here] == now[here]:
        return
    if end - start == 1:
        yield start
        return
    middle = (start + end) // 2
    yield from _differing(before, now, start, middle)
    yield from _differing(before, now, middle, end)


def as_left(state: str, before: Noted, output: str, private: str) -> Callable[[], Left]:
    """Begin to look at the outputs: another process does while this one goes on, and the answer is asked for by a call.

    Every file is looked at, at every build: who changed one behind our back need not tell.
    """

    def look() -> bytes:
        return _as_left(state, before, output, private)

    ask = beside(look) if is_many(before) else look

    @cache
    def answer() -> Left:
        meddled, touched, is_as_noted = json.loads(ask())
        return Left(frozenset(meddled), {path: tuple(found) for path, found in touched.items()}, is_as_noted)

    return answer


def _as_left(state: str, before: Noted, output: str, private: str) -> bytes:
    def place(path: str) -> str:
        return f"{private}/{path[len(PRIVATE) :]}" if path.startswith(PRIVATE) else f"{output}/{path}"

    now = time.time_ns()
    other = differing(before, stats_of(stat(place(path)) or _ABSENT for path in before.paths()))
    if not other:
        return json.dumps(((), {}, True)).encode()
    with closing(opened(state)) as connection:
        digests = {path: digest_of(connection, OUTPUTS, path) for path, _, _ in other}
    meddled = dict.fromkeys(path for path, _, _ in other if not holds(place(path), digests[path]))
    touched = {path: trusted(here, now) for path, _, here in other if path not in meddled}
    is_as_noted = not meddled and all(is_young(was, here) for _, was, here in other)
    return json.dumps((list(meddled), touched, is_as_noted)).encode()


def is_many(files: Noted) -> bool:
    """Whether so many files are worth a process of their own."""
    return len(files.stats) >= _MANY * _SIZE


def is_young(was: Stat, here: Stat) -> bool:
    """Whether a file was so young when it was noted that its stat said too little."""
    return was[1] == 0 and was[0] == here[0]


def holds(file: str, digest: str) -> bool:
    """Whether a plain file holds what has this digest."""
    with suppress(OSError):
        if not os.path.islink(file):
            with open(file, "rb") as stream:  # as values.digest_bytes, which costs an import
                return blake2b(stream.read(), digest_size=16).hexdigest() == digest
    return False


def digest_of(connection: sqlite3.Connection, table: str, path: str) -> str:
    """The noted digest of a file; "" when there is none."""
    row = connection.execute(f"SELECT digest FROM {table} WHERE path = ?", (path,)).fetchone()
    return str(row[0]) if row else ""


def beside(do: Callable[[], bytes]) -> Callable[[], bytes]:
    """Let a copy of this process do something, where there can be one; a call waits for its answer."""
    if not hasattr(os, "fork") or sys.platform == "darwin" or threading.active_count() > 1:
        return do
    here, there = os.pipe()
    child = os.fork()
    if not child:
        try:
            with open(there, "wb") as stream:
                stream.write(do())
        finally:
            os._exit(0)
    os.close(there)

    def answer() -> bytes:
        with open(here, "rb") as stream:
            found = stream.read()
        os.waitpid(child, 0)
        return found or do()

    return answer
