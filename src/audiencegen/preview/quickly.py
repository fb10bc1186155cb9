"""The linked site of the last session, for the next one: ten thousand posts need not be linked before the first page.

It is one file beside the state, always safe to delete, and replaced whole. It holds while the key of the plan does.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from audiencegen.build.files import Disk
from audiencegen.build.whole import version
from audiencegen.model import Frame, Site
from audiencegen.problems import Problem
from audiencegen.values import Struct, digest_bytes, pack, replace, unpack

FILE = ".audiencegen/preview"


class _Noted(Struct, frozen=True):
    version: str
    key: str
    since: float  # seconds since 1970
    site: Site
    problems: tuple[Problem, ...]


def keep(directory: Path, key: str, since: datetime, site: Site, problems: tuple[Problem, ...]) -> None:
    """Note a linked site. Raises OSError when the disk does not take it."""
    content = pack(_Noted(version(), key, since.timestamp(), site, problems))
    path = directory / FILE
    Disk().replace(path, digest_bytes(content).encode() + content, path.with_name(f"{path.name}.new"))


def recalled(directory: Path, key: str, now: datetime, frame: Frame) -> tuple[Site, tuple[Problem, ...]] | None:
    """The noted site and what was wrong with it; None when there is none, or not of these sources and this moment."""
    with suppress(OSError, ValueError):
        noted = (directory / FILE).read_bytes()
        sum_, content = noted[:32], noted[32:]
        if digest_bytes(content).encode() != sum_:
            return None
        found: _Noted = unpack(_Noted, content)
        site, until = found.site, found.site.next_change
        is_due = found.since > now.timestamp() or (until is not None and until <= now)
        # What linking adds to the frame follows from the sources, which are those of the key.
        given = replace(site.frame, feeds=frame.feeds, podcast=frame.podcast, icons=frame.icons)
        if (found.version, found.key) == (version(), key) and given == frame and not is_due:
            return site, found.problems
    return None
