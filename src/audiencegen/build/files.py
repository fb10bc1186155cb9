"""The seam through which everything is written, and what is said when the file system refuses.

Tests put a `Disk` in here that fails at the n-th step: that is how "disk full" and "killed" are tried.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG

from audiencegen.problems import Problem, error

UNFINISHED = "unwritable"  # the kind of the one error after which something may have been written


class Disk:
    """Every change that a build makes. Each method is one step that can fail or be the last."""

    def make_folder(self, path: Path, mode: int = 0o777) -> None:
        path.mkdir(mode, parents=True, exist_ok=True)

    def write_new(self, path: Path, content: bytes, mode: int = 0o666) -> None:
        """Write a file that is not there, in place: whoever calls has noted that it is about to appear."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        try:
            rest = memoryview(content)
            while rest:  # a stream would ask the system twice more of each of ten thousand files
                rest = rest[os.write(descriptor, rest) :]
        finally:
            os.close(descriptor)

    def replace(self, path: Path, content: bytes, temporary: Path, mode: int = 0o666) -> None:
        """Replace a file whole: nobody ever reads half of it."""
        temporary.unlink(missing_ok=True)
        self.write_new(temporary, content, mode)
        temporary.replace(path)

    def remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def remove_empty_folder(self, path: Path) -> bool:
        """Remove a folder that holds nothing; False when it holds something or is not there."""
        try:
            path.rmdir()
        except OSError:
            return False
        return True


def unreadable(fault: OSError, file: str) -> Problem:
    """The problem of a source that is there and cannot be read."""
    hint = "give yourself the right to read it, or move it out of the folder"
    return error("unreadable", f"this cannot be read: {fault.strerror}", hint, file=file)


def same_content(path: Path, content: bytes) -> bool:
    """Whether a file holds exactly these bytes; False when there is no such plain file."""
    with suppress(OSError):
        found = os.lstat(path)
        return S_ISREG(found.st_mode) and found.st_size == len(content) and path.read_bytes() == content
    return False
