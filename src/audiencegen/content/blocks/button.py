"""`::: button`: one link that stands out, for the one thing that a reader is asked to do.

::: button
[Join us on Thursday](https://example.org/join)
:::
"""

from __future__ import annotations

from audiencegen.content.blocks.kind import Block, Host, Node, content, paragraph
from audiencegen.content.tree import Element


def page(embed: Element, host: Host) -> list[Node]:
    return [node for child in content(embed) for node in _marked(child)]


def feed(embed: Element, host: Host) -> list[Node]:
    """As it was written: a link in a paragraph."""
    return content(embed)


def text(embed: Element, host: Host) -> list[Node]:
    """The address stands right behind the words, since it is all that the words are about."""
    lines: list[Node] = []
    for child in content(embed):
        links = list(child.find("a")) if isinstance(child, Element) else []
        for link in links:
            url = link.attributes.get("href") or ""
            lines += paragraph([f"→ {' '.join(link.text().split())}: ", Element("a", {"href": url}, [url])])
        lines += [] if links else [child]
    return lines


def _marked(node: Node) -> list[Node]:
    if not isinstance(node, Element):
        return paragraph([node])
    links = list(node.find("a"))
    for link in links:
        link.attributes["class"] = " ".join([*link.classes, "button"])
    if links and node.tag in ("p", "a"):
        alone = node if node.tag == "p" else Element("p", {}, [node])
        alone.attributes["class"] = " ".join([*alone.classes, "buttons"]) if node.tag == "p" else "buttons"
        return [alone]
    return [node]


BLOCK = Block("button", "::: button", page, feed, page, text, needs="a")
