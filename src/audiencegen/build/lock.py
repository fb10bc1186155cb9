"""One build at a time in a project: the second waits. The lock goes with the process that holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

CACHE = ".audiencegen"


@contextmanager
def held(directory: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the project's lock; `waiting` is called once when another process has it."""
    try:
        import fcntl
    except ImportError:  # Windows has no flock; there the manifest alone keeps two builds apart
        yield
        return
    folder = directory / CACHE
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield
