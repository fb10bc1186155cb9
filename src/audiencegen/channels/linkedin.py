"""LinkedIn: a post whose first lines stand above the fold, an article in rich text, a post that opens a group's talk.

Pasted text is never escaped; that is for its API alone, which cuts silently what is not.
"""

from __future__ import annotations

from audiencegen.channels.limits import channels
from audiencegen.channels.reading import readable, rows_as_list
from audiencegen.channels.telling import (
    Part,
    Share,
    Story,
    hashtags,
    intent,
    line,
    link_for,
    message,
    simple,
    within,
    words_for,
)
from audiencegen.content.paragraphs import parts
from audiencegen.content.tree import Element, write

WIDE = "1200x630"


def shares(story: Story) -> tuple[Share, ...]:
    return simple(story, channels()["linkedin"], WIDE), _article(story), _group(story)


def _article(story: Story) -> Share:
    """The whole text for its editor, which knows no tables; it has no canonical address, so a line says where it is."""
    channel = channels()["linkedin-article"]
    link = link_for(story, channel)
    first = str(story.phrases.get("first_published") or "{link}").partition("{link}")
    note = write(Element("p", {}, [Element("em", {}, [first[0], Element("a", {"href": link}, [link]), first[2]])]))
    limit, html = channel.limits["text"], ""
    for part in parts(readable(story.html)):
        more = html + write(_plainer(part)) + "\n"
        if not limit.fits(more + note):
            break
        html = more
    title = Part("title", line(story.title, channel.limits["title"]), channel.limits["title"])
    text = Part("text", f"{html}{note}\n", limit)
    return Share(channel, "linkedin-article.html", text.text, (title, text), intent(channel, {}), "rich", WIDE)


def _plainer(element: Element) -> Element:
    """Headings of two levels, and a table as a list of its rows."""
    if element.tag == "table":
        return rows_as_list(element)
    tag = {"h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}.get(element.tag, element.tag)
    children = [_plainer(child) if isinstance(child, Element) else child for child in element.children]
    return Element(tag, element.attributes, children)


def _group(story: Story) -> Share:
    """A group is there to talk: what the post asks its readers stands before the link."""
    channel = channels()["linkedin-group"]
    limit, link = channel.limits["text"], link_for(story, channel)
    words = words_for(story, channel)
    words = words if channel.key in story.own else "\n\n".join(filter(None, (words, story.question)))
    text = message(words, link, hashtags(story, channel), within(limit, channel))
    return Share(channel, "linkedin-group.txt", f"{text}\n", (Part("text", text, limit),), picture=WIDE)
