"""Compiling many files: in this process when they are few, else in several, each of which keeps the texts it made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Thread
from typing import NamedTuple, Protocol

from audiencegen.build import crew
from audiencegen.build.files import unreadable
from audiencegen.build.snapshot import Known, Snapshot
from audiencegen.build.sources import CONTENT
from audiencegen.build.state import shelve
from audiencegen.config import Config
from audiencegen.content.blocks.part import is_part
from audiencegen.content.compile import Settings, compile_source, settings
from audiencegen.content.naming import shown
from audiencegen.content.words import digests_of
from audiencegen.problems import ProjectError
from audiencegen.values import Struct, digest_bytes, pack, replace

Progress = Callable[[int, int], None]
_SOME = 40  # files that another process compiles in the time that this one needs for the templates


class Keeper(Protocol):
    """Where bodies are kept, by digest and encoded."""

    def keep_body(self, digest: str, content: bytes) -> None:
        """Keep a body that was made in this process, or that crossed to it."""

    def shelf(self) -> Path | None:
        """The file in which other processes may keep them themselves; None when there is none."""


class Compiled(Struct, frozen=True):
    """The sources with what every content file was compiled to; the new manuscripts, encoded, by digest."""

    seen: Snapshot
    faces: Mapping[str, bytes]

    def body(self, path: str) -> str:
        """The digest of the body of a content file."""
        return self.seen.content(path).body

    def words(self, path: str) -> bytes:
        """The digests of what the search knows of a content file."""
        return self.seen.content(path).words


class _Made(NamedTuple):
    """What one file was compiled to: the digest of its bytes, its manuscript, encoded, and the digests of its body and
    of what the search knows of it."""

    path: str
    digest: str
    face: bytes
    body: str
    words: bytes


def compiled(
    directory: Path,
    config: Config,
    seen: Snapshot,
    before: Mapping[str, Known],
    jobs: int,
    keeper: Keeper,
    progress: Progress,
    meanwhile: Callable[[], None] | None = None,
) -> Compiled:
    """Compile the content files that nobody compiled yet. Raises ProjectError when one cannot be read.

    Bodies go to the keeper at once: those of ten thousand letters are a hundred megabytes. While other processes
    compile, this one has time for what it needs later: `meanwhile`, which must not raise.
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
        for done, made in enumerate(_compile_files(root, new, settings(config), jobs, keeper, meanwhile), start=1):
            known = replace(
                seen.content(made.path),
                digest=made.digest,
                face=digest_bytes(made.face),
                body=made.body,
                words=made.words,
            )
            sources[CONTENT + made.path], faces[known.face] = known, made.face
            progress(done, len(new))
    except OSError as fault:
        path = Path(fault.filename or root).relative_to(root).as_posix()
        raise ProjectError(unreadable(fault, shown(path, config))) from fault
    return Compiled(Snapshot(seen.listing, sources), faces)


def _bytes_of(path: str, seen: Snapshot) -> tuple[str, bool]:
    return seen.content(path).digest, is_part(path)


def _as(known: Known, same: Known | None) -> Known:
    return replace(known, face=same.face, body=same.body, words=same.words) if same else known


def _compile_files(
    root: Path,
    paths: Sequence[str],
    how: Settings,
    jobs: int,
    keeper: Keeper,
    meanwhile: Callable[[], None] | None,
) -> Iterator[_Made]:
    hands = _hands(len(paths), jobs, meanwhile is not None and crew.can_fork())
    if not hands:
        for path in paths:
            made, body = _compile(root, how, path)
            keeper.keep_body(made.body, body)
            yield made
        return
    some = partial(_compile_some, root, how, keeper.shelf())
    with crew.crew_of(hands) as workers:
        answers = workers.share(some, crew.parts_of(paths, hands))
        with _beside(meanwhile):
            for _, (some_made, bodies) in answers:
                for digest, body in bodies.items():
                    keeper.keep_body(digest, body)
                yield from some_made


def _hands(files: int, jobs: int, is_busy: bool) -> int:
    """How many other processes compile so many files: one is enough for some, while this one is busy with the rest."""
    if jobs > 1 and files >= crew.FEW:
        return jobs
    return 1 if jobs > 1 and files >= _SOME and is_busy else 0


@contextmanager
def _beside(meanwhile: Callable[[], None] | None) -> Iterator[None]:
    """Do something in a thread, which is gone when the next process begins as a copy of this one."""
    thread = Thread(target=meanwhile)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def _compile_some(
    root: Path, how: Settings, shelf: Path | None, paths: Sequence[str]
) -> tuple[list[_Made], dict[str, bytes]]:
    """In a worker: what files were compiled to, and the bodies that it could not keep itself."""
    both = [_compile(root, how, path) for path in paths]
    bodies = {made.body: body for made, body in both}
    is_kept = shelf is not None and shelve(shelf, bodies)
    return [made for made, _ in both], {} if is_kept else bodies


def _compile(root: Path, how: Settings, path: str) -> tuple[_Made, bytes]:
    content = (root / path).read_bytes()
    manuscript, body = compile_source(content, how, is_part(path))
    encoded = pack(body)
    words = digests_of(body.index)
    return _Made(path, digest_bytes(content), pack(manuscript), digest_bytes(encoded), words), encoded
