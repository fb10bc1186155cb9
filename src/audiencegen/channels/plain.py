"""The readable tree → plain text, for channels that show nothing else: lists with dots, links as addresses."""

from __future__ import annotations

import re

from audiencegen.content.paragraphs import parts
from audiencegen.content.tree import Element

_BREAK = "\v"
_AROUND_BREAK = re.compile(f" ?{_BREAK} ?")
_SPACES = re.compile(r"[ \t\n\r\f]+")


def plain(tree: Element) -> str:
    """The blocks of a tree, an empty line between them."""
    return "\n\n".join(filter(None, map(_block, parts(tree))))


def without_links(tree: Element) -> str:
    """The same without the addresses, for a channel that counts every one of them."""
    return plain(_unlinked(tree))


def _unlinked(element: Element) -> Element:
    children = [_unlinked(child) if isinstance(child, Element) else child for child in element.children]
    own = element.tag == "a" and element.text() != element.attributes.get("href")
    return Element("span" if own else element.tag, element.attributes, children)


def _block(part: Element) -> str:
    match part.tag:
        case "hr":
            return ""
        case "pre":
            return part.text().strip("\n")
        case "blockquote":
            return "\n\n".join(f"“{text}”" for one in parts(part) if (text := _block(one)))
        case "ol" | "ul":
            return _items(part)
        case "dl":
            return "\n".join(filter(None, (plain(child) for child in part.children if isinstance(child, Element))))
        case "table":
            rows = ([_inline(cell) for cell in row.children if isinstance(cell, Element)] for row in part.find("tr"))
            return "\n".join(" · ".join(filter(None, row)) for row in rows)
    return _inline(part)


def _items(part: Element) -> str:
    start = part.attributes.get("start") or "1"
    first = int(start) if start.isdigit() else 1
    rows: list[str] = []
    for number, item in enumerate((one for one in part.children if isinstance(one, Element)), first):
        mark = f"{number}. " if part.tag == "ol" else "• "
        rows.append(mark + "\n".join(filter(None, map(_block, parts(item)))).replace("\n", "\n  "))
    return "\n".join(rows)


def _inline(part: Element) -> str:
    text = _SPACES.sub(" ", "".join(map(_piece, part.children))).strip()
    return _AROUND_BREAK.sub("\n", text).strip("\n")


def _piece(node: Element | str) -> str:
    if isinstance(node, str):
        return node
    if node.tag == "br":
        return _BREAK
    if node.tag == "img":
        return ""
    inside = "".join(map(_piece, node.children))
    url = node.attributes.get("href") if node.tag == "a" else None
    if not url or url.startswith("mailto:") or node.text() == url:
        return inside
    return f"{inside} ({url})" if inside.strip() else url
