"""Words within a block of plain text: emphasis by marks, links by numbers, pictures by their descriptions."""

from __future__ import annotations

import re
from urllib.parse import unquote

from audiencegen.content.tree import Element

_MARKS = {"strong": "*", "em": "_", "code": "`", "del": "~"}
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_BREAK = "\v"  # a break that the writer wants, as a newline of the source is only a space
_SPACES = re.compile(r"[ \t\n\r\f]+")


class Phrases:
    """Reads words, and numbers the addresses of their links as they come."""

    def __init__(self) -> None:
        self.links: dict[str, int] = {}  # addresses, each with its number

    def inline(self, element: Element) -> str:
        """The words of an element on one line, but for the breaks that the writer wants."""
        lines = "".join(self._piece(child) for child in element.children).split(_BREAK)
        return "\n".join(_SPACES.sub(" ", line).strip(" ") for line in lines).strip("\n")

    def _piece(self, node: Element | str) -> str:
        if isinstance(node, str):
            return node
        inside = "".join(self._piece(child) for child in node.children)
        match node.tag:
            case "br":
                return _BREAK
            case "img":
                return f"[{node.attributes['alt']}]" if node.attributes.get("alt") else ""
            case "a":
                return self._link(node, inside)
            case "sup":
                return raised(inside)
            case "p" | "li" | "div":
                return f" {inside} "
        mark = _MARKS.get(node.tag, "")
        return _between(mark, inside) if mark else inside

    def _link(self, node: Element, inside: str) -> str:
        """Words and the number of their address; an address that is itself the words is printed in its place."""
        url = node.attributes.get("href") or ""
        if "footnote-ref" in node.classes:
            return inside
        words = " ".join(inside.split())
        kind, _, rest = url.partition(":")
        if kind in ("mailto", "tel", "sms"):
            address = unquote(rest.split("?")[0])
            return inside if not address or address in words else f"{inside} <{address}>"
        if _bare(words) == _bare(url):
            return url
        number = self.links.setdefault(url, len(self.links) + 1)
        return f"{inside.rstrip()} [{number}]{' ' if inside[-1:].isspace() else ''}"


def raised(inside: str) -> str:
    """Figures above the line, as Unicode has them; words that it does not have stay as they are."""
    above = inside.translate(_RAISED)
    return inside if set(above) & set(inside) else above


def _between(mark: str, inside: str) -> str:
    """Marks close around the words, with the spaces outside."""
    words = inside.strip()
    if not words or _BREAK in words:
        return inside
    start = inside.index(words)
    return f"{inside[:start]}{mark}{words}{mark}{inside[start + len(words) :]}"


def _bare(text: str) -> str:
    return text.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
