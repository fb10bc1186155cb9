"""The file system: the scan of a content folder, and the seam through which everything is written.

Tests put a `Disk` in here that fails at the n-th step: that is how "disk full" and "killed" are tried.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from audiencegen.problems import Problem, error, warning
from audiencegen.values import Struct

STATIC = "static/"
UNFINISHED = "unwritable"  # the kind of the one error after which something may have been written
MARKDOWN = frozenset({".md", ".markdown"})
_OFFICE = frozenset({".doc", ".docx", ".odt", ".pages", ".rtf"})
_OF_DESKTOPS = frozenset({".DS_Store", ".git", "Thumbs.db", "desktop.ini"})
_LEFTOVERS = ("~", ".bak", ".bck", ".orig", ".swp", ".swo", ".tmp", ".kate-swp")


class Listing(Struct, frozen=True):
    """What a content folder holds: paths relative to it, with `/`, sorted."""

    markdown: tuple[str, ...]
    others: tuple[str, ...]
    problems: tuple[Problem, ...]


def scan(root: Path) -> Listing:
    """List a content folder. `_…`, `.…`, README.md and editors' leftovers are not content.

    What lies in `static/` is copied as it is, whatever it is called, but for what desktops leave behind.
    """
    markdown: list[str] = []
    others: list[str] = []
    problems: list[Problem] = []
    for path in _walk(root, "", (os.path.realpath(root),), problems):
        ending = PurePosixPath(path).suffix.lower()
        if path.startswith(STATIC):
            others.append(path)
        elif ending in MARKDOWN:
            markdown.append(path)
        elif ending in _OFFICE:
            hint = "save it as plain text with the ending .md, and bring headings and links back as Markdown"
            problems.append(warning("office-file", "a word processor's file cannot be published", hint, file=path))
        else:
            others.append(path)
    return Listing(tuple(sorted(markdown)), tuple(sorted(others)), tuple(problems))


class Disk:
    """Every change that a build makes. Each method is one step that can fail or be the last."""

    def make_folder(self, path: Path, mode: int = 0o777) -> None:
        path.mkdir(mode, parents=True, exist_ok=True)

    def write_new(self, path: Path, content: bytes, mode: int = 0o666) -> None:
        """Write a file that is not there, in place: whoever calls has noted that it is about to appear."""
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as stream:
            stream.write(content)

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
        if path.is_symlink() or path.stat().st_size != len(content):
            return False
        return path.read_bytes() == content
    return False


def _walk(folder: Path, prefix: str, above: tuple[str, ...], problems: list[Problem]) -> Iterator[str]:
    try:
        with os.scandir(folder) as rows:
            entries = sorted(rows, key=lambda entry: entry.name)
    except OSError as fault:
        problems.append(unreadable(fault, prefix.rstrip("/")))
        return
    for entry in entries:
        path = prefix + entry.name
        if not _is_name(entry.name):
            hint = "rename it with letters that every computer can read"
            name = os.fsencode(entry.name).decode("utf-8", "backslashreplace")
            message = f"the name of {name} is not UTF-8; it is left out"
            problems.append(warning("file-name", message, hint, file=prefix))
        elif entry.name == "_index.md" and not path.startswith(STATIC):
            hint = "put the text of a home page or a section into a page of its own"
            problems.append(warning("section-file", "`_index.md` is not content here", hint, file=path))
        elif not _is_content(entry.name, path):
            continue
        elif _is_folder(entry):
            real = os.path.realpath(entry.path)
            if real in above:
                hint = "remove the link; a folder cannot hold itself"
                problems.append(warning("folder-loop", "this link leads back to a folder above it", hint, file=path))
                continue
            yield from _walk(Path(entry.path), path + "/", (*above, real), problems)
        elif _is_file(entry):
            yield path
        elif entry.is_symlink():
            hint = "remove the link, or put back the file that it points at"
            problems.append(warning("dead-link", "this link points at nothing", hint, file=path))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    # Unlike `entry.is_dir()`, `isdir` says no to a link that leads to itself; it costs a look at the disk.
    return Path(entry.path).is_dir() if entry.is_symlink() else entry.is_dir()


def _is_file(entry: os.DirEntry[str]) -> bool:
    return Path(entry.path).is_file() if entry.is_symlink() else entry.is_file()


def _is_name(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _is_content(name: str, path: str) -> bool:
    if path.startswith(STATIC):  # `.well-known/`, `_headers` and `.nojekyll` are meant for the web host
        return name not in _OF_DESKTOPS and not name.endswith(_LEFTOVERS)
    if name.startswith(("_", ".", "#")):
        return False
    return name != "README.md" and not name.endswith(_LEFTOVERS)
