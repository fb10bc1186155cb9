"""One whole process, measured from its start to its end: time, processor, memory of all its processes."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.020  # seconds between two looks at the memory
_PSS = re.compile(rb"^Pss:\s+(\d+) kB", re.MULTILINE)
Snapshot = Mapping[str, tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds, and bytes; `peak` is 0 when nobody looked. `fault` is "" when the command succeeded."""

    wall: float
    cpu: float
    peak: int
    fault: str


def run(command: Sequence[str], directory: Path, environment: Mapping[str, str], watched: bool) -> Run:
    """Run a command to its end. Watching its memory costs a little time, so a run that is timed is not watched."""
    with tempfile.TemporaryFile() as said:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=directory, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
        with _watch(process.pid, watched) as peaks:
            # The usage of a child is its own and that of every descendant that was waited for.
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        fault = _fault(process.returncode, said.read().decode("utf-8", "replace"))
    return Run(wall, usage.ru_utime + usage.ru_stime, max(peaks, default=0), fault)


def snapshot(folder: Path) -> Snapshot:
    """Every file below a folder, with what changes when it is written. Records of a tool (`.…`) are left out."""
    return dict(_files(folder, ""))


def written(before: Snapshot, after: Snapshot) -> int:
    return sum(before.get(path) != facts for path, facts in after.items())


def _files(folder: Path, prefix: str) -> Iterator[tuple[str, tuple[int, int, int]]]:
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(Path(entry.path), f"{prefix}{entry.name}/")
            elif not entry.name.startswith("."):
                facts = entry.stat(follow_symlinks=False)
                yield prefix + entry.name, (facts.st_mtime_ns, facts.st_size, facts.st_ino)


def _fault(code: int, said: str) -> str:
    if code == 0:
        return ""
    lines = said.strip().splitlines() or ["it said nothing"]
    telling = next((line for line in lines if "error" in line.casefold()), lines[-1])
    return f"exit {code}: {telling[:160]}"


@contextmanager
def _watch(pid: int, watched: bool) -> Iterator[list[int]]:
    """Note the memory of a process and its descendants until the block ends."""
    peaks: list[int] = []
    if not watched:
        yield peaks
        return
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(_EVERY):
            peaks.append(sum(_memory(one) for one in _family(pid)))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield peaks
    finally:
        ended.set()
        watcher.join()


def _family(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from _family(int(child))


def _memory(pid: int) -> int:
    """The proportional set size, in which pages that processes share are counted once; 0 where it cannot be read."""
    with suppress(OSError):
        share = _PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_bytes())
        return int(share[1]) * 1024 if share else 0
    return 0
