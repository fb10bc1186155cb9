"""The build as a whole is an output, too: made of its sources, of our version, and of the moment it was made for.

When every source and every file made of them is as the last build left them, there is nothing to read, let alone to
make. To know that quickly, this module imports next to nothing, and asks the disk for stats and nothing else.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from audiencegen import __version__
from audiencegen.build.looks import (
    OUTPUTS,
    PRIVATE,
    SOURCES,
    STATE,
    Left,
    Noted,
    as_left,
    beside,
    differing,
    digest_of,
    holds,
    is_many,
    is_young,
    names_of,
    note_of,
    opened,
    stats_of,
)
from audiencegen.build.sources import CONTENT, Listing, others, scan, stat_of

if TYPE_CHECKING:
    from audiencegen.problems import Problem

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
    lately: list[str]  # the content files that were edited last, by the names of sources

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


class Look(NamedTuple):
    """The last build, and how what it left differs from what is there now.

    `sources` waits for the look at these: the names of those with other bytes, or perhaps with other ones; None when it
    is not the same files that are there. `left` waits for the look at the outputs. A look `is_ahead` when it is known
    before it is done that something was edited: so there is time to prepare for that.
    """

    whole: Whole
    listing: Listing | None  # of the content folder, unless another process looks there
    sources: Callable[[], tuple[str, ...] | None]
    left: Callable[[], Left]
    is_ahead: bool = False

    @property
    def is_still(self) -> bool:
        """Whether another build would make the same, and all files are as the last one left them."""
        return self.sources() == () and self.left().is_as_noted


def look(directory: str, now: float) -> Look | None:
    """What is left of the last build; None when it does not hold for this moment, or not for this version."""
    path = f"{directory}/{STATE}"
    with suppress(sqlite3.Error, OSError):
        if not os.path.isfile(path):
            return None
        with closing(opened(path)) as connection:
            meta = dict(connection.execute("SELECT name, content FROM meta"))
            whole = of(meta)
            if whole is None or meta["version"] != version() or not whole.holds(now):
                return None
            sources, outputs = note_of(connection, SOURCES), note_of(connection, OUTPUTS)
        left = as_left(path, outputs, os.path.join(directory, whole.output), f"{directory}/{PRIVATE.rstrip('/')}")
        content = os.path.join(directory, whole.content)

        def edited() -> bytes:
            return json.dumps(_edited(path, sources, scan(content), directory, whole)).encode()

        if is_many(sources) and _is_edited_again(sources, whole.lately, content):
            return Look(whole, None, _told(beside(edited)), left, is_ahead=True)
        listing = scan(content)
        names = _edited(path, sources, listing, directory, whole)
        return Look(whole, listing, lambda: names, left)
    return None


def _is_edited_again(before: Noted, lately: list[str], content: str) -> bool:
    """Whether one of the texts that were edited lately is another one again: nearly always it is one of these."""
    paths = before.paths() if lately else []
    for name in lately:
        with suppress(OSError, ValueError):  # it may be gone, and not be noted any more
            was, here = before.stat(paths.index(name)), stat_of(os.stat(f"{content}/{name.removeprefix(CONTENT)}"))
            if was != here and not is_young(was, here):
                return True
    return False


def _told(ask: Callable[[], bytes]) -> Callable[[], tuple[str, ...] | None]:
    @cache
    def answer() -> tuple[str, ...] | None:
        names = json.loads(ask())
        return None if names is None else tuple(names)

    return answer


def _edited(state: str, before: Noted, listing: Listing, directory: str, whole: Whole) -> tuple[str, ...] | None:
    """The sources that are not known by their stats to be as they were read; None when there are others."""
    there = others(directory, whole.theme)
    names = (*(CONTENT + path for path in listing.stats), *there)
    if [list(one) for one in listing.oddities] != whole.oddities or names_of(names) != before.names:
        return None
    found = stats_of((*listing.stats.values(), *(stat_of(os.stat(path)) for path in there.values())))
    other = differing(before, found)
    if not other:
        return ()
    content = os.path.join(directory, whole.content)

    def place(name: str) -> str:
        return there.get(name) or f"{content}/{name[len(CONTENT) :]}"

    with closing(opened(state)) as connection:
        return tuple(
            name
            for name, was, here in other
            if not (is_young(was, here) and holds(place(name), digest_of(connection, SOURCES, name)))
        )


def problems(whole: Whole) -> tuple[Problem, ...]:
    """What the last build found, to be said again."""
    from audiencegen.problems import Problem, Severity

    return tuple(Problem(**{**row, "severity": Severity(row["severity"])}) for row in whole.problems)


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
