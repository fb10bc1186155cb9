"""A friend: a short mail to one person, in the writer's voice, whose link says who has introduced them."""

from __future__ import annotations

from urllib.parse import quote

from audiencegen.channels.cutting import cut
from audiencegen.channels.limits import channels
from audiencegen.channels.telling import Fits, Part, Share, Story, as_file, intent, line, message

_LETTER = "{title}\n\n{words}\n\n{link}\n\n{name}"


def shares(story: Story) -> tuple[Share, ...]:
    channel = channels()["friend"]
    limit = channel.limits["text"]
    title = Part("title", line(story.title, channel.limits["title"]), channel.limits["title"])

    def fits(text: str) -> bool:
        asked = intent(channel, {"title": title.text, "text": text})
        return limit.fits(text) and "body=" in asked

    text = _own(story, fits) or _written(story, fits)
    made = title, Part("text", text, limit)
    return (Share(channel, "friend.txt", as_file(*made), made, intent(channel, {"title": title.text, "text": text})),)


def link(story: Story) -> str:
    """The post's address, with the code of who introduces somebody to it."""
    mark = "&" if "?" in story.link else "?"
    return f"{story.link}{mark}via={quote(story.introducer)}" if story.introducer else story.link


def _own(story: Story, fits: Fits) -> str:
    own = str(story.own.get("friend") or "").strip()
    return message(own, link(story), (), fits) if own else ""


def _written(story: Story, fits: Fits) -> str:
    """The theme's few words around the post's own, which are shortened until a mail program takes them all."""
    letter = str(story.phrases.get("friend") or _LETTER)

    def filled(words: str, title: str = story.title) -> str:
        text = letter
        for name, value in {"title": title, "words": words, "link": link(story), "name": story.writer}.items():
            text = text.replace(f"{{{name}}}", value)
        return "\n".join(row.rstrip() for row in text.split("\n")).replace("\n\n\n\n", "\n\n").strip()

    if fits(filled(story.words)) or fits(filled("")):
        return filled(cut(story.words, lambda words: fits(filled(words))))
    title = cut(story.title, lambda title: fits(filled("", title)))
    return filled("", title)
