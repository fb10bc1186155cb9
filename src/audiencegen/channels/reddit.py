"""Reddit: the text itself in its Markdown, for a link alone is not welcome everywhere; and the link where it is."""

from __future__ import annotations

from audiencegen.channels.limits import channels
from audiencegen.channels.markdown import REDDIT, Dialect, blocks_of
from audiencegen.channels.reading import readable
from audiencegen.channels.telling import Part, Share, Story, as_file, intent, line, link_for


def shares(story: Story) -> tuple[Share, ...]:
    return _text(story), _link(story)


def whole_text(story: Story, key: str, dialect: Dialect, last: str) -> str:
    """The writer's words for this channel, else as many blocks of the post as fit; the last line leads to the post."""
    channel = channels()[key]
    limit, own = channel.limits["text"], str(story.own.get(key) or "").strip()
    blocks = [own] if own else blocks_of(readable(story.html), dialect)
    kept: list[str] = []
    for block in blocks:
        if limit.count("\n\n".join((*kept, block, last))) > limit.most:
            break
        kept.append(block)
    return "\n\n".join((*kept, last))


def _text(story: Story) -> Share:
    channel = channels()["reddit"]
    link = link_for(story, channel)
    last = str(story.phrases.get("first_published") or "{link}").replace("{link}", link)
    title = Part("title", line(story.title, channel.limits["title"]), channel.limits["title"])
    text = Part("text", whole_text(story, channel.key, REDDIT, last), channel.limits["text"])
    page = intent(channel, {"title": title.text, "text": text.text}, _community(story))
    return Share(channel, "reddit.md", as_file(title, text), (title, text), page)


def _link(story: Story) -> Share:
    channel = channels()["reddit-link"]
    link = link_for(story, channel)
    title = Part("title", line(story.title, channel.limits["title"]), channel.limits["title"])
    page = intent(channel, {"title": title.text, "url": link}, _community(story))
    return Share(channel, "reddit-link.txt", f"{title.text}\n\n{link}\n", (title,), page, picture="1200x630")


def _community(story: Story) -> str:
    name = str(story.places.get("reddit") or "").strip("/").removeprefix("r/")
    return f"https://www.reddit.com/r/{name}/submit" if name else ""
