"""The body of a post as channels can show it: absolute addresses, nothing that runs, what is played as a link to it."""

from __future__ import annotations

import re
from functools import lru_cache

from audiencegen.content.paragraphs import BLOCKS
from audiencegen.content.tree import Comment, Element, parse

Node = Element | str

_GONE = frozenset(
    "area base button canvas col colgroup dialog form head input link meta noscript param rp script select source "
    "style svg template textarea title track".split()
)
_PLAYED = frozenset("ag-embed audio embed iframe object video".split())
_RENAMED = {
    **dict.fromkeys(("b",), "strong"),
    **dict.fromkeys(("i", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("s", "strike"), "del"),
    **dict.fromkeys(("kbd", "samp", "tt"), "code"),
    **dict.fromkeys(("figcaption", "summary", "legend"), "p"),
}
_KEPT = BLOCKS - {"div"} | frozenset(
    "a br caption code dd del dt em img li p strong sub sup tbody td tfoot th thead tr".split()
)
_ATTRIBUTES = frozenset("alt href src start".split())
_YOUTUBE = re.compile(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+).*")
_VIMEO = re.compile(r"https?://player\.vimeo\.com/video/(\d+).*")


@lru_cache(maxsize=1)  # six channels read the same body, and none changes the tree
def readable(html: str) -> Element:
    """The tree of a body whose addresses are absolute; a nameless element holds its blocks."""
    return Element("", {}, _content(parse(html)))


def rows_as_list(table: Element) -> Element:
    """A table for a place that shows none: each row as an item, its cells parted by dots."""
    rows = ([cell.text().strip() for cell in row.children if isinstance(cell, Element)] for row in table.find("tr"))
    return Element("ul", {}, [Element("li", {}, [" · ".join(row)]) for row in rows if any(row)])


def _content(parent: Element) -> list[Node]:
    nodes: list[Node] = []
    for child in parent.children:
        if isinstance(child, Element):
            nodes += _read(child)
        elif not isinstance(child, Comment):
            nodes.append(str(child))
    return nodes


def _read(element: Element) -> list[Node]:
    tag, classes = _RENAMED.get(element.tag, element.tag), element.classes
    if tag in _GONE or "footnote-backref" in classes or "hidden" in element.attributes:
        return []
    if tag in _PLAYED:
        return _played(element)
    if "footnotes" in classes:
        return [Element("hr"), *_content(element)]
    if "footnote-ref" in classes:
        return [f"[{element.text().strip()}]"]
    inside = _content(element)
    if "admonition" in classes or tag == "aside":
        return [Element("blockquote", {}, inside)]
    if tag == "q":
        return ["“", *inside, "”"]
    if tag not in _KEPT:
        return inside
    given = element.attributes.items()
    kept: dict[str, str | None] = {name: value for name, value in given if name in _ATTRIBUTES and value}
    if tag == "a" and not re.match("https?:|mailto:", kept.get("href") or ""):
        return inside
    return [Element(tag, kept, inside)]


def _played(element: Element) -> list[Node]:
    """A film or a recording as its address on a line of its own, where everybody can watch it."""
    names = ("data-url", "href", "src", "data")
    found = (inner.attributes.get(name) for inner in element.walk() for name in names)
    url = next((one for one in found if one and one.startswith("http")), "")
    url = _VIMEO.sub(r"https://vimeo.com/\1", _YOUTUBE.sub(r"https://www.youtube.com/watch?v=\1", url))
    return [Element("p", {}, [Element("a", {"href": url}, [url])])] if url else []
