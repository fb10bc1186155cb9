"""One file of the output, whole or not at all. What is about to appear was noted before; see `publish`."""

from __future__ import annotations

from pathlib import Path
from stat import S_ISDIR

from audiencegen.build.files import Disk
from audiencegen.build.looks import PRIVATE
from audiencegen.build.places import Places


def write(path: str, content: bytes, folders: set[Path], places: Places, disk: Disk, temporary: str) -> None:
    """Write one file; `folders` are those that are there for sure, `temporary` the name under which it is replaced."""
    file = places.file(path)
    private = path.startswith(PRIVATE)
    if file.parent not in folders:
        disk.make_folder(file.parent, 0o700 if private else 0o777)
        folders.add(file.parent)
    mode = 0o600 if private else 0o666
    found = mode_of(file)
    if S_ISDIR(found):
        disk.remove_empty_folder(file)  # what was ours in it is gone by now
    if found and not S_ISDIR(found):
        disk.replace(file, content, (file.parent if private else places.output) / temporary, mode)
    else:
        disk.write_new(file, content, mode)


def mode_of(path: Path) -> int:
    """What stands at a path, as the system says it (a link is a link); 0 when nothing does."""
    try:
        return path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0
