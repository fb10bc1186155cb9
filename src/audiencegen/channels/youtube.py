"""YouTube: title and description of a film, with its chapters. Neither may hold `<` or `>`."""

from __future__ import annotations

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
from audiencegen.content.chapters import youtube_chapters

_MOST_HASHTAGS = 15  # with one more all of them are ignored


def shares(story: Story) -> tuple[Share, ...]:
    channel = channels()["youtube"]
    limits = channel.limits
    title = Part("title", line(_allowed(story.title), limits["title"]), limits["title"])
    marks = _chapters(story)
    fits = within(limits["text"], channel, _MOST_HASHTAGS)
    tail = f"\n\n{marks}" if marks and fits(f"{link_for(story, channel)}\n\n{marks}") else ""
    words = _allowed(words_for(story, channel))
    text = message(words, link_for(story, channel), hashtags(story, channel), lambda part: fits(part + tail)) + tail
    made = title, Part("text", text, limits["text"])
    return (Share(channel, "youtube.txt", as_file(*made), made, picture="1280x720"),)


def _chapters(story: Story) -> str:
    """The chapters as YouTube finds them in a description; "" where it would take none."""
    lines, complaints = youtube_chapters(story.chapters)
    return "" if complaints else _allowed(lines)


def _allowed(text: str) -> str:
    return text.replace("<", "‹").replace(">", "›")
