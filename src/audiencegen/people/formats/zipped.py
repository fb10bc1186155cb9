"""The lists inside a ZIP, as services export whole accounts: nothing is unpacked to the disk, and little is trusted.

A ZIP of Mailchimp has its lists in the folder `lists`, one of Substack as `email_list….csv`; of any other, those
files count whose columns are known. Files beside the lists (texts, who opened what) are left alone.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from fnmatch import fnmatch
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from audiencegen.problems import ProjectError, error

_MOST_FILES = 50_000
_LARGEST = 256 * 1024 * 1024  # bytes of all lists together
_TIGHTEST = 250  # times smaller than its content: no list of people packs so well
_LISTS = ("*.csv", "*.tsv", "*.txt")

Known = Callable[[str, bytes], bool]


def lists_in(name: str, content: bytes, known: Known) -> tuple[tuple[str, bytes], ...]:
    """The lists of a ZIP: their names without folders, and their bytes; `known` tells whether a file is a list.

    Raises ProjectError when it cannot be opened, is not to be trusted, or has no list in it.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _found(name, archive, known)
    except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as fault:
        hint = "download it again; one with a password must be unpacked first"
        raise ProjectError(error("people", f"{name} cannot be opened as a ZIP", hint)) from fault


def _found(name: str, archive: ZipFile, known: Known) -> tuple[tuple[str, bytes], ...]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    paths = [entry.filename for entry in entries]
    if "[Content_Types].xml" in paths:
        hint = "save the sheet as CSV (UTF-8)"
        raise ProjectError(error("people", f"{name} is an Excel workbook, not a list in CSV", hint))
    _refuse_odd(name, paths)
    tables = [entry for entry in entries if _may_be_a_list(entry.filename)]
    for is_there in (_is_of_substack, _is_of_mailchimp):
        chosen = [entry for entry in tables if is_there(entry.filename)]
        if chosen:
            return _read(name, archive, chosen)
    beside = [entry for entry in tables if "/" not in entry.filename.removeprefix(_common_folder(paths))]
    chosen_files = tuple((inner, text) for inner, text in _read(name, archive, beside) if _safely(known, inner, text))
    if not chosen_files:
        hint = "unpack it, and import the file with the addresses"
        raise ProjectError(error("people", f"there is no list in {name} that I know", hint))
    return chosen_files


def _is_of_substack(path: str) -> bool:
    return fnmatch(path.rpartition("/")[2], "email_list*.csv")


def _is_of_mailchimp(path: str) -> bool:
    return "lists" in path.split("/")[:-1]


def _refuse_odd(name: str, paths: Sequence[str]) -> None:
    hint = "nothing was read: unpack it, look at what is in it, and import the list alone"
    if len(paths) > _MOST_FILES:
        raise ProjectError(error("people", f"{name} holds {len(paths)} files", hint))
    odd = [path for path in paths if _is_odd(path)]
    if odd or len(set(paths)) < len(paths):
        what = f"a file with an odd name: {odd[0][:80]!a}" if odd else "two files of one name"
        raise ProjectError(error("people", f"{name} holds {what}", hint))


def _is_odd(path: str) -> bool:
    parts = path.split("/")
    return not path.isprintable() or "\\" in path or ":" in path or "" in parts or ".." in parts


def _may_be_a_list(path: str) -> bool:
    base = path.rpartition("/")[2].casefold()
    return not path.startswith("__MACOSX/") and not base.startswith(".") and any(fnmatch(base, one) for one in _LISTS)


def _common_folder(paths: Sequence[str]) -> str:
    """The one folder that everything lies in, as when a folder was packed by hand."""
    tops = {path.partition("/")[0] for path in paths if not path.startswith("__MACOSX/")}
    top = next(iter(tops), "")
    return f"{top}/" if len(tops) == 1 and all("/" in path for path in paths) else ""


def _read(name: str, archive: ZipFile, entries: Sequence[ZipInfo]) -> tuple[tuple[str, bytes], ...]:
    """The bytes of some files, never more than a list can have: what a ZIP says of its own sizes proves nothing."""
    left, files = _LARGEST, []
    for entry in sorted(entries, key=lambda entry: entry.filename):
        most = min(left, max(entry.compress_size * _TIGHTEST, 1 << 20))
        with archive.open(entry) as packed:
            content = packed.read(most + 1)
        if len(content) > most:
            hint = "nothing was read: unpack it with care, and import the list alone"
            raise ProjectError(error("people", f"{name}: {entry.filename} is far larger than a list can be", hint))
        left -= len(content)
        files.append((entry.filename.rpartition("/")[2], content))
    return tuple(files)


def _safely(known: Known, name: str, content: bytes) -> bool:
    try:
        return known(name, content)
    except ProjectError:
        return False
