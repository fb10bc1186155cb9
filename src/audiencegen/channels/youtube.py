"""YouTube: title and description of a film, with its chapters. Neither may hold `<` or `>`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from audiencegen.channels.limits import channels
from audiencegen.channels.telling import (
    Part,
    Share,
    Story,
    as_file,
    hashtags,
    line,
    link_for,
    message,
    within,
    words_for,
)

_MOST_HASHTAGS = 15  # with one more all of them are ignored
_FEWEST, _SHORTEST = 3, 10  # chapters, and seconds of each


def shares(story: Story) -> tuple[Share, ...]:
    channel = channels()["youtube"]
    limits = channel.limits
    title = Part("title", line(_allowed(story.title), limits["title"]), limits["title"])
    marks = chapters(story.chapters)
    fits = within(limits["text"], channel, _MOST_HASHTAGS)
    tail = f"\n\n{marks}" if marks and fits(f"{link_for(story, channel)}\n\n{marks}") else ""
    words = _allowed(words_for(story, channel))
    text = message(words, link_for(story, channel), hashtags(story, channel), lambda part: fits(part + tail)) + tail
    made = title, Part("text", text, limits["text"])
    return (Share(channel, "youtube.txt", as_file(*made), made, picture="1280x720"),)


def chapters(marks: Sequence[tuple[int, str]]) -> str:
    """The chapters as YouTube finds them in a description; "" where it would take none: the first begins at 0:00,
    there are three or more, in order, each ten seconds or longer."""
    starts = [start for start, _ in marks]
    apart = all(after - before >= _SHORTEST for before, after in pairwise(starts))
    if len(marks) < _FEWEST or starts[0] != 0 or not apart:
        return ""
    return "\n".join(f"{_clock(start)} {_allowed(' '.join(title.split()))}" for start, title in marks)


def _clock(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def _allowed(text: str) -> str:
    return text.replace("<", "‹").replace(">", "›")
