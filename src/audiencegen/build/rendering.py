"""Running recipes, and holding what they made until it may be written.

When outputs are few, this process makes them; else forked ones do that have the whole site in their memory. Each holds
the pages that it made, and writes them when all are made and noted: no page crosses from one process to another.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from os import SEEK_END
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

from audiencegen.build import crew, manifest
from audiencegen.build.crew import Crew, can_fork, crew_of, parts_of
from audiencegen.build.files import Disk, same_content
from audiencegen.build.places import Places
from audiencegen.build.references import Resolve
from audiencegen.build.writing import write
from audiencegen.model import BodyOf, Output, WordsOf
from audiencegen.values import Ref, Struct, digest_bytes

_IN_MEMORY = 8_000_000  # bytes that a process holds before it puts them on the disk


class Page(Struct, frozen=True):
    """What is known of an output that was made: its digest, and whether its file holds just that."""

    path: str
    digest: str
    is_there: bool


class _Held:
    """What a process has made and may not write yet: a little in memory, what is more in a file without a name, which
    ends with its process."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - it is open as long as there is something to write
        self._places: dict[str, tuple[int, int]] = {}

    def keep(self, path: str, content: bytes) -> None:
        self._places[path] = self._file.seek(0, SEEK_END), len(content)
        self._file.write(content)

    def __getitem__(self, path: str) -> bytes:
        start, size = self._places[path]
        self._file.seek(start)
        return self._file.read(size)

    def close(self) -> None:
        self._file.close()


class Pages:
    """The outputs of one build as they are made, each held by the process that made it."""

    def __init__(self, outputs: Sequence[Output], resolve: Resolve, places: Places, disk: Disk) -> None:
        self._outputs = outputs
        self._resolve = resolve
        self._places = places
        self._disk = disk
        self._held = _Held()
        self._first: list[Page] = []
        self._holders: dict[str, int] = {}  # path → the worker that holds it
        self.crew: Crew | None = None

    def made(self) -> Iterator[Page]:
        """Make everything. Raises ProjectError when a recipe cannot be followed."""
        if self.crew is None:
            yield from map(self.make, range(len(self._outputs)))
            return
        yield from self._first
        first = {page.path for page in self._first}
        rest = [number for number, output in enumerate(self._outputs) if output.path not in first]
        for worker, pages in self.crew.share(_make, parts_of(rest, len(self.crew.workers))):
            self._holders |= dict.fromkeys((page.path for page in pages), worker)
            yield from pages

    def begin(self) -> None:
        """Make the first of each kind, before there is a crew: none of them has to compile templates then."""
        first = {output.recipe: number for number, output in reversed(list(enumerate(self._outputs)))}
        self._first = [self.make(number) for number in sorted(first.values())]

    def make(self, number: int) -> Page:
        """Make one output, and hold it."""
        if self._held.process != os.getpid():
            self._held.close()
            self._held = _Held()  # what this one began as a copy with is its parent's to write
        output = self._outputs[number]
        content = made(output, self._resolve)
        self._held.keep(output.path, content)
        return Page(output.path, digest_bytes(content), same_content(self._places.file(output.path), content))

    def write(self, paths: Iterable[str]) -> None:
        """Write some of what was made, wherever it is held. Raises OSError."""
        ours: list[str] = []
        theirs: list[list[str]] = [[] for _ in self.crew.workers] if self.crew else []
        for path in paths:
            (theirs[self._holders[path]] if path in self._holders else ours).append(path)
        self.write_held(ours, manifest.TEMPORARY)
        if self.crew:
            self.crew.ask(_write, theirs)

    def write_held(self, paths: Iterable[str], temporary: str) -> None:
        """Write some of what this process holds."""
        folders: set[Path] = set()
        for path in paths:
            write(path, self._held[path], folders, self._places, self._disk, temporary)

    def close(self) -> None:
        self._held.close()


_pages: Pages | None = None  # what the fork inherits; little of it could cross a pipe


@contextmanager
def pages_of(outputs: Sequence[Output], resolve: Resolve, places: Places, disk: Disk, jobs: int) -> Iterator[Pages]:
    """The outputs of one build, to be made by so many processes."""
    global _pages
    with closing(Pages(outputs, resolve, places, disk)) as pages:
        if jobs == 1 or len(outputs) < crew.FEW or not can_fork():
            yield pages
            return
        pages.begin()
        _pages = pages
        try:
            with crew_of(jobs) as pages.crew:
                yield pages
        finally:
            _pages = None


def _make(numbers: Sequence[int]) -> list[Page]:
    assert _pages is not None
    return [_pages.make(number) for number in numbers]


def _write(paths: Sequence[str]) -> None:
    assert _pages is not None
    _pages.write_held(paths, f"{manifest.TEMPORARY}{os.getpid()}")


def made(output: Output, resolve: Resolve) -> bytes:
    """What an output holds."""
    return output.recipe(*(_resolved(part, resolve) for part in output.inputs))


def _resolved(part: Any, resolve: Resolve) -> Any:
    if isinstance(part, Ref | BodyOf | WordsOf):
        return resolve(part)
    if isinstance(part, tuple) and part and isinstance(part[0], Ref | BodyOf):
        return tuple(resolve(one) for one in part)
    return part
