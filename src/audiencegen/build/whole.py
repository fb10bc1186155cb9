"""The build as a whole is an output, too: made of its sources, of our version, and of the moment it was made for.

When every source and every file made of them is as the last build left them, there is nothing to read, let alone to
make. To know that quickly, this module imports next to nothing, and asks the disk for stats and nothing else.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing, suppress
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from audiencegen import __version__
from audiencegen.build.sources import CONTENT, Listing, Stat, others, scan, stat, stat_of

if TYPE_CHECKING:
    from audiencegen.problems import Problem

STATE = ".audiencegen/state.sqlite"
PRIVATE = "private/"
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
    "regex",
    "selectolax",
    "tinytag",
    "tzdata",
)


class Whole(NamedTuple):
    """What one build was made of and what it said; it holds from its own moment until the next post becomes due."""

    plan: str  # the key of its plan
    since: float  # seconds since 1970
    until: float | None
    content: str
    theme: str
    output: str
    oddities: list[list[str]]  # of the content folder
    summary: dict[str, Any]
    problems: list[dict[str, Any]]
    closing: str
    facts: str  # for programs

    def meta(self) -> dict[str, str]:
        return {"whole": json.dumps(self._asdict())}

    def holds(self, now: float) -> bool:
        return self.since <= now and (self.until is None or now < self.until)


def of(meta: dict[str, str]) -> Whole | None:
    """The last build as it is noted; None when it is not."""
    try:
        return Whole(**json.loads(meta["whole"]))
    except (KeyError, ValueError, TypeError):
        return None


def still(directory: str, now: float, looked: dict[str, Listing]) -> Whole | None:
    """The last build, when another one would make the same and all its files are as it left them.

    What was seen of the content folder is left in `looked`, so that a build that has to follow need not look again.
    """
    path = f"{directory}/{STATE}"
    with suppress(sqlite3.Error, OSError):
        if not os.path.isfile(path):
            return None
        with closing(opened(path)) as connection:
            meta = dict(connection.execute("SELECT name, content FROM meta"))
            whole = of(meta)
            if whole is None or meta["version"] != version() or not whole.holds(now):
                return None
            sources = connection.execute("SELECT path, size, changed, inode, digest FROM sources")
            looked[whole.content] = scan(os.path.join(directory, whole.content))
            if not _are_sources(sources, looked[whole.content], directory, whole):
                return None
            outputs = connection.execute("SELECT path, size, changed, inode, digest FROM outputs")
            files = ((_file(directory, whole, row[0]), row) for row in outputs)
            return whole if all(_is_as_noted(file, stat(file), row) for file, row in files) else None
    return None


def problems(whole: Whole) -> tuple[Problem, ...]:
    """What the last build found, to be said again."""
    from audiencegen.problems import Problem, Severity

    return tuple(Problem(**{**row, "severity": Severity(row["severity"])}) for row in whole.problems)


def opened(path: str | os.PathLike[str]) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    # A lost state costs a build and nothing else: waiting for the disk would cost every build.
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def _are_sources(rows: Iterable[tuple[Any, ...]], listing: Listing, directory: str, whole: Whole) -> bool:
    """Whether the files on the disk are those that were read, and nobody wrote to them."""
    if [list(one) for one in listing.oddities] != whole.oddities:
        return False
    known = {row[0]: row for row in rows}
    there = others(directory, whole.theme)
    if len(known) != len(listing.stats) + len(there):
        return False
    content = os.path.join(directory, whole.content)
    for path, here in listing.stats.items():
        if not _is_as_noted(f"{content}/{path}", here, known.get(CONTENT + path)):
            return False
    return all(_is_as_noted(path, stat_of(os.stat(path)), known.get(name)) for name, path in there.items())


def _is_as_noted(file: str, here: Stat | None, row: tuple[Any, ...] | None) -> bool:
    """By its stat; by its bytes when it was so young then that its stat said too little."""
    if here is None or row is None:
        return False
    return here == row[1:4] or (row[2] == 0 and here[0] == row[1] and _digest(file) == row[4])


def _digest(file: str) -> str:
    with open(file, "rb") as stream:  # as values.digest_bytes, which costs an import
        return blake2b(stream.read(), digest_size=16).hexdigest()


def _file(directory: str, whole: Whole, path: str) -> str:
    return f"{directory}/{path}" if path.startswith(PRIVATE) else os.path.join(directory, whole.output, path)


@cache
def version() -> str:
    """Everything beside a project's own files that shapes what is made of them: our code, and the libraries."""
    package = os.path.dirname(os.path.dirname(__file__))
    ours = sorted(_code(package, ""))
    known = repr((__version__, sys.version, ours, sorted(_installed())))
    return blake2b(known.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _code(folder: str, prefix: str) -> Iterable[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith((".py", ".txt", ".yaml")):
                found = entry.stat()
                yield prefix + entry.name, found.st_size, found.st_mtime_ns
            elif entry.is_dir() and entry.name[0] != "_":
                yield from _code(entry.path, f"{prefix}{entry.name}/")


def _installed() -> Iterable[str]:
    """The versions of our libraries, read from the names of their records: importing them would cost too much."""
    for folder in sys.path:
        with suppress(OSError):
            for name in os.listdir(folder):
                if name.endswith(".dist-info") and name.split("-")[0].casefold() in _LIBRARIES:
                    yield name
