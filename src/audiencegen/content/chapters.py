"""The chapters of a recording or film: how their times are written, and the list that YouTube reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from audiencegen.podcast import Chapter, clocked

# What YouTube asks before it shows chapters (YouTube Help, “Video chapters”).
YOUTUBE_LEAST = 3
YOUTUBE_SHORTEST = 10  # seconds
_TIME = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6})(?:[.,](\d{1,3}))?")


def milliseconds(written: str) -> int | None:
    """`90`, `1:30`, `1:02:03` or `1:30.5` as milliseconds; None when it is no such time."""
    match = _TIME.fullmatch(written.strip())
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.group(1, 2, 3))
    if (match[2] and seconds > 59) or (match[1] and minutes > 59):
        return None
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((match[4] or "").ljust(3, "0"))


def youtube_chapters(chapters: Sequence[Chapter], seconds: int = 0) -> tuple[str, tuple[str, ...]]:
    """The list for the description of a film, a line each; and why YouTube would not show it, in whole sentences.

    `seconds` is how long the film lasts, 0 when nobody knows.
    """
    lines = "\n".join(f"{time} {' '.join(title.split())}" for time, title in clocked(chapters))
    return lines, tuple(_complaints(chapters, seconds)) if chapters else ()


def _complaints(chapters: Sequence[Chapter], seconds: int) -> list[str]:
    starts = [chapter.start // 1000 for chapter in chapters]
    said = []
    if starts[0] != 0:
        said.append("The first chapter must begin at 0:00.")
    if len(starts) < YOUTUBE_LEAST:
        said.append(f"There must be at least {YOUTUBE_LEAST} chapters.")
    if any(later <= earlier for earlier, later in pairwise(starts)):
        said.append("Each chapter must begin after the one before it.")
    ends = [*starts[1:], *([seconds] if seconds else [])]
    for start, end, chapter in zip(starts, ends, chapters, strict=False):
        if start < end < start + YOUTUBE_SHORTEST:
            said.append(f"“{chapter.title}” is shorter than {YOUTUBE_SHORTEST} seconds.")
    return said
