"""The one writer: planned outputs → files. It knows paths and bytes, not what they mean.

Order: render everything (an error writes nothing) → note what will appear → write what differs → delete what is no
longer planned and still ours → note what is there. A kill between any two steps is mended by the next build.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from audiencegen.build import manifest
from audiencegen.build.files import UNFINISHED, Disk, same_content
from audiencegen.build.manifest import INTENDED, Manifest
from audiencegen.build.places import PRIVATE, Places
from audiencegen.build.rendering import render
from audiencegen.build.state import Made, Stat, is_intact, stat
from audiencegen.model import Output
from audiencegen.problems import Problem, ProjectError, error, warning
from audiencegen.values import Ref, digest, digest_bytes

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
    outputs: Sequence[Output],
    resolve: Callable[[Ref], Any],
    places: Places,
    disk: Disk,
    addresses: Mapping[str, str],
    known: Mapping[str, Made] = MappingProxyType({}),
    force: bool = False,
    jobs: int = 1,
    progress: Progress = lambda done, total: None,
) -> Published:
    """Make the output folder hold exactly what is planned. Raises ProjectError and writes nothing when it cannot.

    `addresses` is noted in the manifest for the next build, which may ask where a page was. An output whose recipe
    and inputs are those of `known`, and whose file is as it was left, is not made again.
    """
    before = manifest.load(places.output)
    made_of = _fingerprints(outputs)
    reasons = _reasons(outputs, made_of, known, places)
    todo = [output for output in outputs if output.path in reasons]
    digests = {path: known[path].digest for path in made_of if path not in reasons}
    pending: dict[str, bytes] = {}
    rendered = render(todo, resolve, places, force, jobs)
    for done, (output, (made_digest, content)) in enumerate(zip(todo, rendered, strict=True), start=1):
        digests[output.path] = made_digest
        if content is not None:
            pending[output.path] = content
        progress(done, len(todo))
    _check(pending, digests, before, places)
    answer = Published(unchanged=len(made_of) - len(pending), reasons=reasons)
    try:
        _write(pending, before, Manifest({**_of_people(before), **digests}, addresses), places, disk, answer)
    except OSError as fault:
        raise ProjectError(_unwritable(fault, places)) from fault
    answer.made = _made(made_of, digests, reasons, known, places)
    return answer


def _fingerprints(outputs: Iterable[Output]) -> dict[str, tuple[str, ...]]:
    """Path → what its output is made of: the recipe, and the digest of each input."""
    found: dict[str, tuple[str, ...]] = {}
    for output in outputs:
        if output.path in found:
            raise AssertionError(f"two outputs at {output.path}")  # linking claims every address; this is our bug
        recipe = f"{output.recipe.__module__}.{output.recipe.__qualname__}"
        found[output.path] = (recipe, *(digest(part) for part in output.inputs))
    return found


def _reasons(
    outputs: Iterable[Output], made_of: Mapping[str, tuple[str, ...]], known: Mapping[str, Made], places: Places
) -> dict[str, str]:
    """Path → why its output has to be made, for those that have to be."""
    answers = ((one.path, _reason(one, made_of[one.path], known.get(one.path), places)) for one in outputs)
    return {path: reason for path, reason in answers if reason}


def _reason(output: Output, made_of: tuple[str, ...], was: Made | None, places: Places) -> str:
    """Why an output has to be made; "" when what was made last still stands."""
    if was is None:
        return "it is new, or nothing is known of it"
    if was.made_of[:1] != made_of[:1] or len(was.made_of) != len(made_of):
        return "it is made in another way"
    changed = [part for part, old, new in zip(output.inputs, was.made_of[1:], made_of[1:], strict=True) if old != new]
    if changed:
        return "changed: " + ", ".join(dict.fromkeys(type(part).__name__ for part in changed))
    return "" if is_intact(places.file(output.path), was) else "its file is not as it was left"


def _made(
    made_of: Mapping[str, tuple[str, ...]],
    digests: Mapping[str, str],
    reasons: Mapping[str, str],
    known: Mapping[str, Made],
    places: Places,
) -> dict[str, Made]:
    """What the next build should know of every output, and of the manifest."""
    now = time.time_ns()
    found: dict[str, Made] = {}
    for path, parts in made_of.items():
        here = stat(places.file(path))
        if path not in reasons and here == known[path].stat:
            found[path] = known[path]
        elif here is not None:
            found[path] = Made(parts, digests[path], here.trusted(now))
    found[manifest.NAME] = _made_manifest(places, now)
    return found


def _made_manifest(places: Places, now: int) -> Made:
    """The manifest is looked after like an output: without it nothing is ours."""
    file = places.output / manifest.NAME
    found = stat(file)
    return Made((), digest_bytes(file.read_bytes()), found.trusted(now)) if found else Made((), "", Stat(0, 0, 0))


def _of_people(before: Manifest) -> dict[str, str]:
    """The list is never deleted because a build did not plan it: its store may only be out of reach."""
    return {path: digest for path, digest in before.files.items() if path.startswith(PRIVATE)}


def _write(
    pending: Mapping[str, bytes], before: Manifest, after: Manifest, places: Places, disk: Disk, answer: Published
) -> None:
    for folder in (places.output, places.private):
        disk.remove(folder / manifest.TEMPORARY)  # what a killed build may have left
    stale = [path for path in before.files if path not in after.files]
    if pending or stale:
        disk.make_folder(places.output)
        manifest.save(before.with_intentions(pending), places.output, disk)
    for path in (path for path in stale if _blocks(path, pending)):
        _delete(path, before, places, disk, answer)
    for path, content in pending.items():
        _write_one(path, content, places, disk)
        answer.written.append(path)
    for path in (path for path in stale if path not in answer.deleted):
        _delete(path, before, places, disk, answer)
    if pending or stale or before != after:
        manifest.save(after, places.output, disk)


def _write_one(path: str, content: bytes, places: Places, disk: Disk) -> None:
    file = places.file(path)
    private = path.startswith(PRIVATE)
    disk.make_folder(file.parent, 0o700 if private else 0o777)
    mode = 0o600 if private else 0o666
    if file.is_dir() and not file.is_symlink():
        disk.remove_empty_folder(file)  # what was ours in it is gone by now
    if file.exists() or file.is_symlink():
        temporary = file.with_name(manifest.TEMPORARY) if private else places.output / manifest.TEMPORARY
        disk.replace(file, content, temporary, mode)
    else:
        disk.write_new(file, content, mode)


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


def _blocks(stale: str, pending: Mapping[str, bytes]) -> bool:
    """Whether a stale file stands where a folder must be, or the other way round."""
    return any(path.startswith(stale + "/") or stale.startswith(path + "/") for path in pending)


def _check(pending: Mapping[str, bytes], digests: Mapping[str, str], before: Manifest, places: Places) -> None:
    """Refuse to write over what is not ours, before anything is written."""
    problems: list[Problem] = []
    sound: set[Path] = set()
    for path, content in pending.items():
        file = places.file(path)
        obstacle = _obstacle(file, places, before, sound)
        foreign = path not in before.files and (file.exists() or file.is_symlink()) and not file.is_dir()
        if obstacle or (foreign and not same_content(file, content)):
            where = _shown(places.file(obstacle or path), places)
            message = f"{where} was not made by audiencegen, and stands where this build wants to write"
            problems.append(error("foreign-file", message, "move it away, or delete it if you do not need it"))
    if problems:
        raise ProjectError(*problems)


def _obstacle(file: Path, places: Places, before: Manifest, sound: set[Path]) -> str:
    """What stands in the way of a file and is not ours: a folder in its place, a file or link among its folders."""
    root = places.private if file.is_relative_to(places.private) else places.output
    if file.is_dir() and not file.is_symlink() and not _only_ours(file, places, before):
        return file.relative_to(root).as_posix()
    for folder in file.parents:
        if folder == root or folder in sound:
            break
        name = folder.relative_to(root).as_posix()
        if folder.is_symlink() or (folder.is_file() and name not in before.files):
            return name
        sound.add(folder)
    return ""


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
