"""X: a post, and the text of the letter as a thread whose numbers are within the count."""

from __future__ import annotations

from audiencegen.channels.counting import weighted
from audiencegen.channels.cutting import Thread, cut, split
from audiencegen.channels.limits import channels
from audiencegen.channels.plain import without_links
from audiencegen.channels.reading import readable
from audiencegen.channels.telling import Part, Share, Story, intent, link_for, simple

_WIDE = "1200x630"


def shares(story: Story) -> tuple[Share, ...]:
    return simple(story, channels()["x"], _WIDE), _thread(story)


def thread(story: Story) -> tuple[str, Thread]:
    """The text of the thread and its posts: title, text, link. One that is too long ends sooner, at a paragraph."""
    channel = channels()["x-thread"]
    fits, link = channel.limits["text"].fits, link_for(story, channel)
    own = str(story.own.get(channel.key) or "").strip()
    paragraphs = [own] if own else [story.title, *without_links(readable(story.html)).split("\n\n")]
    paragraphs = _about(paragraphs, channel.posts * channel.limits["text"].most)
    while paragraphs:
        text = "\n\n".join(filter(None, (*paragraphs, link)))
        found = split(text, fits, channel.posts)
        if found:
            return text, found
        paragraphs = paragraphs[: -(len(paragraphs) // 8 + 1)] if len(paragraphs) > 1 else _shorter(paragraphs[0])
    return link, Thread((link,), (link,))


def _about(paragraphs: list[str], most: int) -> list[str]:
    """The first paragraphs, not many more than could be told."""
    kept, total = paragraphs[:1], 0
    for paragraph in paragraphs[1:]:
        total += weighted(paragraph)
        if total > most:
            break
        kept.append(paragraph)
    return kept


def _shorter(text: str) -> list[str]:
    """One paragraph that is a thread by itself and still too long: its first half."""
    short = cut(text, lambda part: len(part) <= len(text) // 2)
    return [short] if short else []


def _thread(story: Story) -> Share:
    channel = channels()["x-thread"]
    limit = channel.limits["text"]
    posts = thread(story)[1].posts
    made = tuple(Part(str(number), post, limit) for number, post in enumerate(posts, 1))
    content = "\n\n---\n\n".join(posts) + "\n"
    return Share(channel, "x-thread.txt", content, made, intent(channel, {"post": posts[0]}), picture=_WIDE)
