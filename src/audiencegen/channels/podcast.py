"""A podcast's show notes: paragraphs, lists and links, which is what the apps show."""

from __future__ import annotations

from audiencegen.channels.limits import channels
from audiencegen.channels.reading import readable, rows_as_list
from audiencegen.channels.telling import Part, Share, Story, link_for
from audiencegen.content.paragraphs import parts
from audiencegen.content.tree import Element, write

_KEPT = frozenset({"a", "li", "ol", "p", "ul"})
_AS_PARAGRAPHS = frozenset("dd dt h1 h2 h3 h4 h5 h6 pre".split())


def shares(story: Story) -> tuple[Share, ...]:
    channel = channels()["podcast"]
    limit, link = channel.limits["text"], link_for(story, channel)
    note = write(Element("p", {}, [Element("a", {"href": link}, [link])]))
    html = ""
    for part in parts(_own_words(story, channel.key)):
        more = html + "".join(write(one) + "\n" for one in _simple(part))
        if not limit.fits(more + note):
            break
        html = more
    text = f"{html}{note}\n"
    return (Share(channel, "podcast.html", text, (Part("text", text, limit),), form="rich"),)


def _own_words(story: Story, key: str) -> Element:
    own = str(story.own.get(key) or "").strip()
    if own:
        return Element("", {}, [Element("p", {}, [" ".join(one.split())]) for one in own.split("\n\n")])
    return readable(story.html)


def _simple(part: Element) -> list[Element]:
    if part.tag == "table":
        return [rows_as_list(part)]
    inside = _inside(part)
    loose = [node for node in inside if not (isinstance(node, Element) and node.tag in ("p", "ol", "ul"))]
    if part.tag in ("ol", "ul"):
        return [Element(part.tag, {}, [one for one in inside if isinstance(one, Element)])]
    if part.tag in ("p", *_AS_PARAGRAPHS):
        return [Element("p", {}, list(inside))] if part.text().strip() else []
    blocks = [node for node in inside if node not in loose and isinstance(node, Element)]
    return blocks or ([Element("p", {}, list(loose))] if part.text().strip() else [])


def _inside(parent: Element) -> list[Element | str]:
    nodes: list[Element | str] = []
    for child in parent.children:
        if not isinstance(child, Element):
            nodes.append(child)
        elif child.tag in _KEPT:
            nodes.append(Element(child.tag, _href(child), _inside(child)))
        elif child.tag in _AS_PARAGRAPHS and parent.tag not in ("p", "li"):
            nodes.append(Element("p", {}, _inside(child)))
        else:
            nodes += _inside(child) if child.tag != "br" else [" "]
    return nodes


def _href(element: Element) -> dict[str, str | None]:
    return {"href": element.attributes["href"]} if element.tag == "a" else {}
