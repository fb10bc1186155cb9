"""Times as people write them, and the list that YouTube reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiencegen.content.chapters import milliseconds, youtube_chapters
from audiencegen.podcast import Chapter, clock


@pytest.mark.parametrize(
    ("written", "found"),
    [("0:00", 0), ("90", 90_000), ("1:30", 90_000), ("1:02:03", 3_723_000), ("1:30.5", 90_500), (" 75:00 ", 4_500_000)],
)
def test_a_time_is_read_as_people_write_it(written: str, found: int) -> None:
    assert milliseconds(written) == found


@pytest.mark.parametrize("written", ["", "soon", "1:60", "1:61:00", "-1:00", "1:2:3:4", "1h", ":30"])
def test_what_is_no_time_is_none(written: str) -> None:
    assert milliseconds(written) is None


@given(st.integers(0, 359_999))
def test_a_clock_is_read_back(seconds: int) -> None:
    assert milliseconds(clock(seconds)) == seconds * 1000


def chapters(*starts: int) -> tuple[Chapter, ...]:
    return tuple(Chapter(start * 1000, f"Part {number}") for number, start in enumerate(starts, start=1))


def test_youtube_gets_a_line_for_each_chapter() -> None:
    assert youtube_chapters(chapters(0, 130, 750), 1450) == ("0:00 Part 1\n2:10 Part 2\n12:30 Part 3", ())
    assert youtube_chapters(chapters(0, 130, 3600))[0] == "0:00:00 Part 1\n0:02:10 Part 2\n1:00:00 Part 3"
    assert youtube_chapters(()) == ("", ())


@pytest.mark.parametrize(
    ("starts", "complaint"),
    [
        ((1, 130, 750), "The first chapter must begin at 0:00."),
        ((0, 130), "There must be at least 3 chapters."),
        ((0, 130, 130), "Each chapter must begin after the one before it."),
        ((0, 9, 750), "“Part 1” is shorter than 10 seconds."),
        ((0, 130, 1441), "“Part 3” is shorter than 10 seconds."),
    ],
)
def test_youtube_shows_no_chapters_that_break_its_rules(starts: tuple[int, ...], complaint: str) -> None:
    assert youtube_chapters(chapters(*starts), 1450)[1] == (complaint,)
