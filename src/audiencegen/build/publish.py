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
from types import MappingProxyType

from audiencegen.build import manifest
from audiencegen.build.files import UNFINISHED, Disk
from audiencegen.build.manifest import INTENDED, Manifest
from audiencegen.build.places import Places
from audiencegen.build.planned import Plan, Row, bodies_of
from audiencegen.build.references import Resolve
from audiencegen.build.rendering import Pages, pages_of
from audiencegen.build.sources import Stat, stat, trusted
from audiencegen.build.state import Made
from audiencegen.build.whole import PRIVATE
from audiencegen.build.writing import mode_of
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
    made: dict[str, Made] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)  # why an output was made again
    problems: list[Problem] = field(default_factory=list)


def publish(
    plan: Plan,
    bodies: Callable[[str], str],
    resolve: Resolve,
    places: Places,
    disk: Disk,
    addresses: Mapping[str, str] | None,
    known: Mapping[str, Made] = MappingProxyType({}),
    force: bool = False,
    jobs: int = 1,
    progress: Progress = lambda done, total: None,
) -> Published:
    """Make the output folder hold exactly what is planned. Raises ProjectError and writes nothing when it cannot.

    `bodies` gives the digest of a content file's body. An output whose recipe and inputs are those of `known`, and
    whose file is as it was left, is not made again. `addresses` is noted in the manifest for the next build, which may
    ask where a page was; None leaves what is noted.
    """
    before = manifest.load(places.output)
    asked = _Asked(plan, bodies, places, known)
    reasons = {path: reason for path in plan.rows if (reason := asked.why(path))}
    digests = {path: known[path].digest for path in plan.rows if path not in reasons}
    todo = [plan.output(path) for path in reasons]
    with pages_of(todo, resolve, places, disk, jobs) as pages:
        pending: dict[str, bool] = {}  # by path: whether the file holds that already, and is written by force
        for done, page in enumerate(pages.made(), start=1):
            digests[page.path] = page.digest
            if force or not page.is_there:
                pending[page.path] = page.is_there
            progress(done, len(todo))
        _check(pending, before, places)
        answer = Published(unchanged=len(plan.rows) - len(pending), reasons=reasons)
        after = Manifest({**_of_people(before), **digests}, before.addresses if addresses is None else addresses)
        try:
            _write(pages, pending, before, after, places, disk, answer)
        except OSError as fault:
            raise ProjectError(_unwritable(fault, places)) from fault
    answer.made = _made(asked, digests, reasons, places)
    return answer


class _Asked:
    """Why outputs have to be made, asked path by path; each file of theirs is looked at once."""

    def __init__(self, plan: Plan, bodies: Callable[[str], str], places: Places, known: Mapping[str, Made]) -> None:
        self.plan = plan
        self.known = known
        self.stats: dict[str, Stat | None] = {}
        self._bodies = bodies
        self._many: dict[tuple[str, ...], str] = {}  # all shards of a part of the search show the same texts
        self._places = places

    def why(self, path: str) -> str:
        """Why an output has to be made; "" when what was made last still stands."""
        row, was = self.plan.rows[path], self.known.get(path)
        if was is None:
            return "it is new, or nothing is known of it"
        if was.made_of != row.made_of:
            return self._difference(path, was.made_of.split(" "), row.made_of.split(" "))
        if was.shown != self.shown(row):
            return "a text that it shows changed"
        return "" if self._is_intact(path, was) else "its file is not as it was left"

    def shown(self, row: Row) -> str:
        """The digests of the bodies that an output shows, as one."""
        if len(row.bodies) < 2:
            return self._bodies(row.bodies[0]) if row.bodies else ""
        if row.bodies not in self._many:
            self._many[row.bodies] = digest_bytes("".join(map(self._bodies, row.bodies)).encode())
        return self._many[row.bodies]

    def _difference(self, path: str, was: Sequence[str], now: Sequence[str]) -> str:
        if was[0] != now[0] or len(was) != len(now):
            return "it is made in another way"
        parts = [part for part in self.plan.output(path).inputs if not bodies_of(part)]
        changed = [part for part, old, new in zip(parts, was[1:], now[1:], strict=True) if old != new]
        return "changed: " + ", ".join(dict.fromkeys(type(part).__name__ for part in changed))

    def _is_intact(self, path: str, was: Made) -> bool:
        """Whether a file still holds what we wrote. To read it is much cheaper than to make it again."""
        file = str(self._places.file(path)) if path.startswith(PRIVATE) else f"{self._places.output}/{path}"
        self.stats[path] = here = stat(file)
        if here == was.stat:
            return True
        try:
            return not Path(file).is_symlink() and digest_bytes(Path(file).read_bytes()) == was.digest
        except OSError:
            return False


def _made(asked: _Asked, digests: Mapping[str, str], reasons: Mapping[str, str], places: Places) -> dict[str, Made]:
    """What the next build should know of every output, and of the manifest."""
    now = time.time_ns()
    found: dict[str, Made] = {}
    for path, row in asked.plan.rows.items():
        was = asked.known.get(path)
        if path not in reasons and was is not None and asked.stats[path] == was.stat:
            found[path] = was
        else:
            here = trusted(stat(str(places.file(path))) or (0, 0, 0), now)
            found[path] = Made(here, digests[path], row.made_of, "\n".join(row.bodies), asked.shown(row))
    found[manifest.NAME] = _made_manifest(places, now)
    return found


def _made_manifest(places: Places, now: int) -> Made:
    """The manifest is looked after like an output: without it nothing is ours."""
    here = stat(f"{places.output}/{manifest.NAME}") or (0, 0, 0)
    return Made(trusted(here, now), manifest.digest_of(places.output), "")


def _of_people(before: Manifest) -> dict[str, str]:
    """The list is never deleted because a build did not plan it: its store may only be out of reach."""
    return {path: digest for path, digest in before.files.items() if path.startswith(PRIVATE)}


def _write(
    pages: Pages,
    pending: Collection[str],
    before: Manifest,
    after: Manifest,
    places: Places,
    disk: Disk,
    answer: Published,
) -> None:
    for leftover in (places.private / manifest.TEMPORARY, *places.output.glob(f"{manifest.TEMPORARY}*")):
        disk.remove(leftover)  # what a killed build may have left
    stale = [path for path in before.files if path not in after.files]
    if pending or stale:
        disk.make_folder(places.output)
        manifest.save(before.with_intentions(pending), places.output, disk)
    for path in (path for path in stale if _blocks(path, pending)):
        _delete(path, before, places, disk, answer)
    pages.write(pending)
    answer.written += pending
    for path in (path for path in stale if path not in answer.deleted):
        _delete(path, before, places, disk, answer)
    if pending or stale or before != after:
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
        if S_ISLNK(folders[folder]) or (not S_ISDIR(folders[folder]) and folder not in before.files):
            return folder
        end = path.find("/", end + 1)
    file = places.file(path)
    found = mode_of(file)
    if S_ISDIR(found):
        return "" if _only_ours(file, places, before) else path
    foreign = bool(found) and path not in before.files
    return path if foreign and not is_there else ""


def _only_ours(folder: Path, places: Places, before: Manifest) -> bool:
    files = (path for path in folder.rglob("*") if not path.is_dir())
    return all(path.relative_to(places.output).as_posix() in before.files for path in files)


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
