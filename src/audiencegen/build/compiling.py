"""Compiling many files: in this process when they are few, else in a pool that takes them in large chunks."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from audiencegen.build.files import unreadable
from audiencegen.build.snapshot import Known, Snapshot
from audiencegen.build.sources import CONTENT
from audiencegen.config import Config
from audiencegen.content.blocks.part import is_part
from audiencegen.content.compile import Settings, compile_source, settings
from audiencegen.content.naming import shown
from audiencegen.problems import ProjectError
from audiencegen.values import Struct, digest_bytes, pack, replace

if TYPE_CHECKING:
    from multiprocessing.pool import Pool

FEW = 60  # files below which starting a pool costs more than it saves
_MUCH = 50_000  # objects; trees of HTML are let go of without a search for circles
_LOOK_UP = 0.5  # seconds between two looks of a worker whether its parent lives
CHUNKS_PER_WORKER = 8  # small enough that none waits long for another's last chunk

Keep = Callable[[str, bytes], None]
Progress = Callable[[int, int], None]


class Compiled(Struct, frozen=True):
    """The sources with what every content file was compiled to; the new manuscripts, encoded, by digest."""

    seen: Snapshot
    faces: Mapping[str, bytes]

    def body(self, path: str) -> str:
        """The digest of the body of a content file."""
        return self.seen.content(path).body


def compiled(
    directory: Path,
    config: Config,
    seen: Snapshot,
    before: Mapping[str, Known],
    jobs: int,
    keep: Keep,
    progress: Progress,
) -> Compiled:
    """Compile the content files that nobody compiled yet. Raises ProjectError when one cannot be read.

    Bodies go to `keep` at once, by digest and encoded: those of ten thousand letters are a hundred megabytes.
    """
    unknown = [path for path in seen.listing.markdown if not seen.content(path).face]
    if not unknown:
        return Compiled(seen, {})
    # Renamed, or a copy; a part is read otherwise than a text of its own.
    same = {(known.digest, is_part(name.removeprefix(CONTENT))): known for name, known in before.items() if known.face}
    new = [path for path in unknown if _bytes_of(path, seen) not in same]
    faces: dict[str, bytes] = {}
    sources = dict(seen.sources)
    for path in unknown:
        sources[CONTENT + path] = _as(seen.content(path), same.get(_bytes_of(path, seen)))
    root = directory / config.content
    try:
        for done, (path, face, body) in enumerate(_compile_files(root, new, settings(config), jobs), start=1):
            known = replace(seen.content(path), face=digest_bytes(face), body=digest_bytes(body))
            sources[CONTENT + path], faces[known.face] = known, face
            keep(known.body, body)
            progress(done, len(new))
    except OSError as fault:
        path = Path(fault.filename or root).relative_to(root).as_posix()
        raise ProjectError(unreadable(fault, shown(path, config))) from fault
    return Compiled(Snapshot(seen.listing, sources), faces)


def _bytes_of(path: str, seen: Snapshot) -> tuple[str, bool]:
    return seen.content(path).digest, is_part(path)


def _as(known: Known, same: Known | None) -> Known:
    return replace(known, face=same.face, body=same.body) if same else known


def _compile_files(root: Path, paths: Sequence[str], how: Settings, jobs: int) -> Iterator[tuple[str, bytes, bytes]]:
    """Path, manuscript and body of each file, in their order, encoded: so they cross from a worker and are kept."""
    one = partial(_compile, root, how)
    if jobs == 1 or len(paths) < FEW:
        yield from map(one, paths)
        return
    chunk = max(1, len(paths) // (jobs * CHUNKS_PER_WORKER))
    with pool_of(jobs) as pool:
        yield from pool.imap(one, paths, chunk)


def _compile(root: Path, how: Settings, path: str) -> tuple[str, bytes, bytes]:
    manuscript, body = compile_source((root / path).read_bytes(), how, is_part(path))
    return path, pack(manuscript), pack(body)


def can_fork() -> bool:
    """Whether a worker may begin as a copy of this process: then nothing has to be imported again.

    Only while no other thread runs: a copy would have its locks, and not itself; a build has none, a preview has. On
    macOS system libraries may not survive a fork (bugs.python.org/33725).
    """
    forks = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    return forks and threading.active_count() == 1


def pool_of(jobs: int) -> Pool:
    """So many processes; to be used as a context, which ends them."""
    context = multiprocessing.get_context("fork" if can_fork() else "spawn")
    with _uninterrupted():
        return context.Pool(jobs, initializer=_begin_worker, initargs=(os.getpid(),))


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait: in the middle of a fork, handlers of the standard library would swallow it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _begin_worker(parent: int) -> None:
    """What every process of a pool does first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer; it ends the pool
    gc.freeze()  # what the parent has is not a worker's to clear away
    gc.enable()  # the parent keeps all it makes, a worker hands it over
    gc.set_threshold(_MUCH)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """A parent that is killed cannot end its pool, and a worker would wait for work for ever."""
    while os.getppid() == parent:
        time.sleep(_LOOK_UP)
    os._exit(1)
