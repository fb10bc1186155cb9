"""One build at a time in a project: the second waits. The lock goes with the process that holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

CACHE = ".audiencegen"


@contextmanager
def held(directory: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the project's lock; `waiting` is called once when another process has it."""
    try:
        import fcntl
    except ImportError:  # Windows has no such lock; there the manifest alone keeps two builds apart
        yield
        return
    with _opened(directory / CACHE) as stream:
        try:
            # Not `lockf`: workers of a build that is killed may write for a moment more, and `flock` they hold with it.
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _opened(folder: Path) -> TextIO:
    try:
        folder.mkdir(exist_ok=True)
        return (folder / "lock").open("w")
    except OSError as fault:
        from audiencegen.problems import ProjectError, error

        message = f"{CACHE}/lock cannot be written: {fault.strerror}"
        hint = f"a build needs the right to write in the folder of the site, and keeps notes in {CACHE}/ there"
        raise ProjectError(error("lock", message, hint)) from fault
