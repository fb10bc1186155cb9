"""The one writer: planned outputs → files. It knows paths and bytes, not what they mean.

Order: render everything (an error writes nothing) → note what will appear → write what differs → delete what is no
longer planned and still ours → note what is there. A kill between any two steps is mended by the next build.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISDIR, S_ISLNK

from audiencegen.build import manifest
from audiencegen.build.files import UNFINISHED, Disk
from audiencegen.build.looks import PRIVATE
from audiencegen.build.manifest import INTENDED, Manifest
from audiencegen.build.places import Places
from audiencegen.build.references import Resolve
from audiencegen.build.rendering import Pages, pages_of
from audiencegen.build.rows import Made
from audiencegen.build.sources import stat, trusted
from audiencegen.build.walk import Work
from audiencegen.build.writing import mode_of
from audiencegen.model import Output
from audiencegen.problems import Problem, ProjectError, error, warning
from audiencegen.values import digest_bytes

CHANGED = "changed-output"
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Published:
    """What one run of the writer did, path by path."""

    written: list[str] = field(default_factory=list)
    unchanged: int = 0
    deleted: list[str] = field(default_factory=list)
    paths: Collection[str] = ()  # everything that is there now, and ours
    made: dict[str, Made] = field(default_factory=dict)  # what is to be noted anew
    reasons: Mapping[str, str] = field(default_factory=dict)  # why an output was made again
    problems: list[Problem] = field(default_factory=list)


def publish(
    work: Work,
    todo: Sequence[Output],
    resolve: Resolve,
    places: Places,
    disk: Disk,
    before: Manifest,
    addresses: Mapping[str, str] | None,
    force: bool = False,
    jobs: int = 1,
    progress: Progress = lambda done, total: None,
) -> Published:
    """Make the output folder hold exactly what is planned. Raises ProjectError and writes nothing when it cannot.

    `todo` are the outputs that the work has reasons to make; `before` is the manifest as it is. `addresses` is noted in
    it for the next build, which may ask where a page was; None leaves what is noted.
    """
    digests: dict[str, str] = {}
    try:
        with pages_of(todo, resolve, places, disk, jobs) as pages:
            pending: dict[str, bool] = {}  # by path: whether the file holds that already, and is written by force
            for done, page in enumerate(pages.made(), start=1):
                digests[page.path] = page.digest
                if force or not page.is_there:
                    pending[page.path] = page.is_there
                progress(done, len(todo))
            _check(pending, before, places)
            answer = Published(unchanged=len(work.paths) - len(pending), reasons=work.reasons)
            after, stale = _after(before, work, digests, addresses)
            _write(pages, pending, before, after, stale, places, disk, answer)
    except OSError as fault:
        raise ProjectError(_unwritable(fault, places)) from fault
    answer.paths = (*work.paths, manifest.NAME)
    answer.made = _made(work, digests, after, places)
    return answer


def _after(
    before: Manifest, work: Work, digests: Mapping[str, str], addresses: Mapping[str, str] | None
) -> tuple[Manifest, list[str]]:
    """The manifest as it is to be, and the paths that are no longer in it."""
    if work.digests is None:
        return before.with_files(digests), []
    files = {**_of_people(before), **work.digests, **digests}
    after = before.turned_into(files, before.addresses if addresses is None else addresses)
    return after, [path for path in before.files if path not in files]


def _made(work: Work, digests: Mapping[str, str], after: Manifest, places: Places) -> dict[str, Made]:
    """What the next build should know of every output that was made, and of the manifest."""
    now = time.time_ns()
    found: dict[str, Made] = {}
    for path, digest in digests.items():
        row = work.row(path)
        here = trusted(stat(str(places.file(path))) or (0, 0, 0), now)
        found[path] = Made(here, digest, row.made_of, "\n".join(row.bodies), work.shown(row))
    # The manifest is looked after like an output: without it nothing is ours.
    here = trusted(stat(f"{places.output}/{manifest.NAME}") or (0, 0, 0), now)
    found[manifest.NAME] = Made(here, digest_bytes(after.content), "")
    return found


def _of_people(before: Manifest) -> dict[str, str]:
    """The list is never deleted because a build did not plan it: its store may only be out of reach."""
    return {path: digest for path, digest in before.files.items() if path.startswith(PRIVATE)}


def _write(
    pages: Pages,
    pending: Collection[str],
    before: Manifest,
    after: Manifest,
    stale: Sequence[str],
    places: Places,
    disk: Disk,
    answer: Published,
) -> None:
    for leftover in (places.private / manifest.TEMPORARY, *places.output.glob(f"{manifest.TEMPORARY}*")):
        disk.remove(leftover)  # what a killed build may have left
    if pending or stale:
        disk.make_folder(places.output)
        manifest.save(before.with_intentions(pending), places.output, disk)
    for path in (path for path in stale if _blocks(path, pending)):
        _delete(path, before, places, disk, answer)
    pages.write(pending)
    answer.written += pending
    for path in (path for path in stale if path not in answer.deleted):
        _delete(path, before, places, disk, answer)
    if pending or stale or before.content != after.content:
        manifest.save(after, places.output, disk)


def _delete(path: str, before: Manifest, places: Places, disk: Disk, answer: Published) -> None:
    """Delete one file of ours, and the folders that it leaves empty; one that somebody changed is kept, and named."""
    file = places.file(path)
    try:
        content = None if file.is_symlink() else file.read_bytes()
    except OSError:
        content = None
    if content is not None:
        if before.files[path] not in (INTENDED, digest_bytes(content)):
            hint = "it is no longer part of the site; delete it by hand if you do not need it"
            answer.problems.append(warning(CHANGED, f"{path} was changed by another hand; it is kept", hint))
            return
        disk.remove(file)
        answer.deleted.append(path)
    for folder in file.parents:
        if folder == places.output or not disk.remove_empty_folder(folder):
            break


def _blocks(stale: str, pending: Collection[str]) -> bool:
    """Whether a stale file stands where a folder must be, or the other way round."""
    return any(path.startswith(stale + "/") or stale.startswith(path + "/") for path in pending)


def _check(pending: Mapping[str, bool], before: Manifest, places: Places) -> None:
    """Refuse to write over what is not ours, before anything is written."""
    problems: list[Problem] = []
    folders: dict[str, int] = {}
    for path, is_there in pending.items():
        obstacle = _obstacle(path, is_there, folders, before, places)
        if obstacle:
            where = _shown(places.file(obstacle), places)
            message = f"{where} was not made by audiencegen, and stands where this build wants to write"
            problems.append(error("foreign-file", message, "move it away, or delete it if you do not need it"))
    if problems:
        raise ProjectError(*problems)


def _obstacle(path: str, is_there: bool, folders: dict[str, int], before: Manifest, places: Places) -> str:
    """What stands in the way of a file and is not ours: another file, a folder in its place, a link among its folders.

    `folders` remembers what stands where folders have to be, so that nothing is asked twice, and nothing below what is
    not there.
    """
    end = path.find("/", len(PRIVATE) if path.startswith(PRIVATE) else 0)
    while end > 0:
        folder = path[:end]
        if folder not in folders:
            folders[folder] = mode_of(places.file(folder))
        if not folders[folder]:
            return ""
        if S_ISLNK(folders[folder]) or (not S_ISDIR(folders[folder]) and not before.owns(folder)):
            return folder
        end = path.find("/", end + 1)
    file = places.file(path)
    found = mode_of(file)
    if S_ISDIR(found):
        return "" if _only_ours(file, places, before) else path
    foreign = bool(found) and not before.owns(path)
    return path if foreign and not is_there else ""


def _only_ours(folder: Path, places: Places, before: Manifest) -> bool:
    files = (path for path in folder.rglob("*") if not path.is_dir())
    return all(before.owns(path.relative_to(places.output).as_posix()) for path in files)


def _unwritable(fault: OSError, places: Places) -> Problem:
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return error(UNFINISHED, "there is no room left on the disk", "make room, and build again")
    where = _shown(Path(fault.filename), places) if fault.filename else f"{places.output.name}/"
    hint = "give yourself the right to write there, and build again"
    return error(UNFINISHED, f"{where} cannot be written: {fault.strerror}", hint)


def _shown(file: Path, places: Places) -> str:
    """A path as the writer knows it: from the folder that holds the output folder."""
    around = places.output.parent
    return file.relative_to(around).as_posix() if file.is_relative_to(around) else str(file)
