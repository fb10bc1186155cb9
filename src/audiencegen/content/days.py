"""The day and the slug that a file's path tells, and the day in a permalink."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from audiencegen.content.dates import FIRST_YEAR, LAST_YEAR
from audiencegen.values import Struct

_ENDING = re.compile(r"\.(md|markdown)$", re.I)
_DATED = re.compile(r"(\d{4})([-_.]?)(\d{2}|(?<=[-_.])\d)\2(\d{2}|(?<=[-_.])\d)(?:[-_. ]+|$)")
_SEGMENTS = re.compile(r"(?:^|/)(?=(\d{4})/(\d{1,2})/(\d{1,2})(?:/|$))")


class NameFacts(Struct, frozen=True):
    """`slug` is the name as written, without date and ending."""

    day: date | None
    slug: str


@lru_cache(maxsize=65_536)  # asked several times of each file, and each answer is small
def name_facts(path: str) -> NameFacts:
    """What `posts/2026-05-01-hello.md`, `posts/hello/index.md` or `2024/05/01/hello.md` says of its post."""
    parent, _, name = path.rstrip("/").rpartition(
        "/"
    )  # of ten thousand files, `PurePosixPath` takes a tenth of linking
    name = _ENDING.sub("", name)
    if name == "index" and parent:
        name = parent.rpartition("/")[2]
    day, slug = _dated(name)
    return NameFacts(day or day_in(parent), slug)


def day_in(text: str) -> date | None:
    """The first `YYYY/MM/DD` that stands as whole segments in an address, if it is a day of the calendar."""
    found = (_day(*match.groups()) for match in _SEGMENTS.finditer(text))
    return next((day for day in found if day), None)


def _dated(name: str) -> tuple[date | None, str]:
    match = _DATED.match(name)
    day = _day(match[1], match[3], match[4]) if match else None
    if match is None or day is None:
        return None, name
    return day, name[match.end() :] or name


def _day(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
