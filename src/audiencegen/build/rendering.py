"""Running recipes, and holding what they made until it may be written.

When outputs are few, this process makes them; else forked ones do that have the whole site in their memory. Each holds
the pages that it made, and writes them when all are made and noted: no page crosses from one process to another.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from audiencegen.build import crew, manifest
from audiencegen.build.crew import Crew, can_fork, crew_of, parts_of
from audiencegen.build.files import Disk, same_content
from audiencegen.build.places import Places
from audiencegen.build.references import Resolve
from audiencegen.build.writing import write
from audiencegen.model import BodyOf, Output
from audiencegen.values import Ref, Struct, digest_bytes


class Page(Struct, frozen=True):
    """What is known of an output that was made: its digest, and whether its file holds just that."""

    path: str
    digest: str
    is_there: bool


class Pages:
    """The outputs of one build as they are made, each held by the process that made it."""

    def __init__(self, outputs: Sequence[Output], resolve: Resolve, places: Places, disk: Disk) -> None:
        self._outputs = outputs
        self._resolve = resolve
        self._places = places
        self._disk = disk
        self._held: dict[str, bytes] = {}
        self._holders: dict[str, int] = {}  # path → the worker that holds it
        self.crew: Crew | None = None

    def made(self) -> Iterator[Page]:
        """Make everything. Raises ProjectError when a recipe cannot be followed."""
        if self.crew is None:
            yield from map(self.make, range(len(self._outputs)))
            return
        first = self.first_of_each_kind()
        yield from map(self.page, first)
        rest = sorted(set(range(len(self._outputs))).difference(first))
        for worker, pages in self.crew.share(_make, parts_of(rest, len(self.crew.workers))):
            self._holders |= dict.fromkeys((page.path for page in pages), worker)
            yield from pages

    def first_of_each_kind(self) -> list[int]:
        return sorted({output.recipe: at for at, output in reversed(list(enumerate(self._outputs)))}.values())

    def make(self, number: int) -> Page:
        """Make one output, and hold it."""
        output = self._outputs[number]
        self._held[output.path] = made(output, self._resolve)
        return self.page(number)

    def page(self, number: int) -> Page:
        """What is known of an output that this process holds."""
        path = self._outputs[number].path
        content = self._held[path]
        return Page(path, digest_bytes(content), same_content(self._places.file(path), content))

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
        """Write some of what this process holds, and let go of the rest."""
        folders: set[Path] = set()
        for path in paths:
            write(path, self._held.pop(path), folders, self._places, self._disk, temporary)
        self._held.clear()


_pages: Pages | None = None  # what the fork inherits; little of it could cross a pipe


@contextmanager
def pages_of(outputs: Sequence[Output], resolve: Resolve, places: Places, disk: Disk, jobs: int) -> Iterator[Pages]:
    """The outputs of one build, to be made by so many processes."""
    pages = Pages(outputs, resolve, places, disk)
    if jobs == 1 or len(outputs) < crew.FEW or not can_fork():
        yield pages
        return
    for number in pages.first_of_each_kind():  # here, so that no worker has to compile templates
        pages.make(number)
    global _pages
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
    if isinstance(part, Ref | BodyOf):
        return resolve(part)
    if isinstance(part, tuple) and part and isinstance(part[0], Ref | BodyOf):
        return tuple(resolve(one) for one in part)
    return part
