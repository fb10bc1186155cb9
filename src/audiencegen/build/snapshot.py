"""All sources at one moment: what is there, and the digest of each. A file whose stat did not change is not read."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from audiencegen.build import themes
from audiencegen.build.files import Listing, scan, unreadable
from audiencegen.build.state import Known, Stat, State
from audiencegen.config import FILE_NAME, Config
from audiencegen.images.probe import ENDINGS, MAYBE_CLEAR, is_clear, pixels
from audiencegen.problems import ProjectError, error
from audiencegen.values import digest, digest_bytes

SOURCES = (FILE_NAME, "private/people.sqlite")  # what a build depends on beside content and theme


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Sources by name; content files are named by their path in the content folder behind `content/`."""

    listing: Listing
    sources: Mapping[str, Known]

    def content(self, path: str) -> Known:
        return self.sources["content/" + path]

    @property
    def digest(self) -> str:
        return digest(tuple((name, known.digest) for name, known in self.sources.items()))


def look_at(directory: Path, config: Config, state: State) -> Snapshot:
    """The snapshot of everything that a build depends on. Raises ProjectError when something cannot be read."""
    root = directory / config.content
    if not root.is_dir():
        hint = f'make the folder {config.content}/, or begin a first post: audiencegen new "Hello"'
        raise ProjectError(error("no-content", f"there is no folder {config.content}/", hint))
    others = dict(themes.paths(directory, config.theme).values())
    others |= {name: directory / name for name in SOURCES if (directory / name).is_file()}
    try:
        return take(root, others, state.sources)
    except OSError as fault:
        path = Path(fault.filename or root)
        name = f"{config.content}/{path.relative_to(root).as_posix()}" if path.is_relative_to(root) else path.name
        raise ProjectError(unreadable(fault, name)) from fault


def take(content: Path, others: Mapping[str, Path], before: Mapping[str, Known]) -> Snapshot:
    """Look at every file of the content folder and at `others` (name → path). Raises OSError when one is unreadable."""
    now = time.time_ns()
    listing = scan(content)
    paths: dict[str, Path | str] = {
        f"content/{path}": f"{content}/{path}" for path in (*listing.markdown, *listing.others)
    }
    paths |= others
    return Snapshot(listing, {name: _known(path, before.get(name), now) for name, path in sorted(paths.items())})


def _known(path: Path | str, before: Known | None, now: int) -> Known:
    here = Stat.of(os.stat(path))  # noqa: PTH116 - ten thousand paths, of which nothing else is asked
    if before is not None and before.stat == here:
        return before
    content = Path(path).read_bytes()
    ending = Path(path).suffix.lower()
    width, height = pixels(content, ending) if ending in ENDINGS else (0, 0)
    clear = ending in MAYBE_CLEAR and is_clear(content)
    return Known(here.trusted(now), digest_bytes(content), width, height, clear)
