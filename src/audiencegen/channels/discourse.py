"""Discourse: a topic with the text itself, and the post's address on a line of its own, which becomes a preview."""

from __future__ import annotations

from audiencegen.channels.limits import channels
from audiencegen.channels.markdown import DISCOURSE
from audiencegen.channels.reddit import whole_text
from audiencegen.channels.telling import Part, Share, Story, as_file, intent, line, link_for


def shares(story: Story) -> tuple[Share, ...]:
    channel = channels()["discourse"]
    title = Part("title", _title(story), channel.limits["title"])
    text = Part("text", whole_text(story, channel.key, DISCOURSE, link_for(story, channel)), channel.limits["text"])
    forum = str(story.places.get("discourse") or "").rstrip("/")
    page = intent(channel, {"title": title.text, "text": text.text}, f"{forum}/new-topic") if forum else ""
    return (Share(channel, "discourse.md", as_file(title, text), (title, text), page, picture="1200x630"),)


def _title(story: Story) -> str:
    """A title that is too short for a forum has the name of the letter behind it."""
    limit = channels()["discourse"].limits["title"]
    title = line(story.title, limit)
    return title if limit.fits(title) else line(f"{title} · {story.site}", limit)
