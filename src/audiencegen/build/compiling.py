"""Compiling many files: in this process when they are few, else in a pool that takes them in large chunks.

What comes back is encoded, so that a manuscript crosses from a worker as bytes and is kept as the same bytes.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from audiencegen.content.compile import Settings, compile_source
from audiencegen.values import pack, replace

FEW = 60  # files below which starting a pool costs more than it saves
_LOOK_UP = 0.5  # seconds between two looks of a worker whether its parent lives
CHUNKS_PER_WORKER = 8  # small enough that none waits long for another's last chunk

Compiled = tuple[str, bytes, str, bytes]  # path, the manuscript without its body's text, the body's digest, the body


def compile_files(
    root: Path, paths: Sequence[str], how: Settings, jobs: int, progress: Callable[[int], None]
) -> Iterator[Compiled]:
    """Compile content files, in their order. Raises OSError when one cannot be read."""
    one = partial(_compile, root, how)
    if jobs == 1 or len(paths) < FEW:
        for done, path in enumerate(paths, start=1):
            yield one(path)
            progress(done)
        return
    chunk = max(1, len(paths) // (jobs * CHUNKS_PER_WORKER))
    with _context().Pool(jobs, initializer=begin_worker, initargs=(os.getpid(),)) as pool:
        for done, compiled in enumerate(pool.imap(one, paths, chunk), start=1):
            yield compiled
            progress(done)


def _compile(root: Path, how: Settings, path: str) -> Compiled:
    manuscript = compile_source((root / path).read_bytes(), how)
    face = replace(manuscript, body=replace(manuscript.body, html="", text=""))
    return path, pack(face), manuscript.content.digest, pack(manuscript.body)


def can_fork() -> bool:
    """Whether a worker may begin as a copy of this process: then nothing has to be imported again.

    No thread runs at this point of a build. On macOS system libraries may not survive a fork (bugs.python.org/33725).
    """
    return "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"


def _context() -> multiprocessing.context.BaseContext:
    return multiprocessing.get_context("fork" if can_fork() else "spawn")


def begin_worker(parent: int) -> None:
    """What every process of a pool does first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer; it ends the pool
    gc.enable()  # the parent keeps all it makes, a worker hands it over
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """A parent that is killed cannot end its pool, and a worker would wait for work for ever."""
    while os.getppid() == parent:
        time.sleep(_LOOK_UP)
    os._exit(1)
