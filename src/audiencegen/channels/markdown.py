"""The readable tree → Markdown of a place where people talk: Reddit, Discord and Discourse each know other marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audiencegen.content.paragraphs import parts
from audiencegen.content.tree import Element
from audiencegen.values import Struct

_MARKS = {"em": "*", "strong": "**", "del": "~~"}
_SPECIAL = re.compile(r"[\\`*\[\]~|]|(?<!\w)_|_(?!\w)|<(?=[\w/!@#:])")
_LINE_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|>|[-+](?=\s)|\d+(?=[.)]\s))", re.M)
_BREAK = "\v"
_AROUND_BREAK = re.compile(f" ?{_BREAK} ?")
_SPACES = re.compile(r"[ \t\n\r\f]+")


class Dialect(Struct, frozen=True):
    """What a place shows: down to which heading, pictures or only links to them, tables or only their words."""

    headings: int = 6
    pictures: bool = False
    tables: bool = True


REDDIT = Dialect()
DISCORD = Dialect(headings=3, tables=False)
DISCOURSE = Dialect(pictures=True)


def markdown(tree: Element, dialect: Dialect) -> str:
    """The blocks of a tree, an empty line between them."""
    return "\n\n".join(blocks_of(tree, dialect))


def blocks_of(tree: Element, dialect: Dialect) -> Iterator[str]:
    """Each block by itself, so that a long text can end after one."""
    writer = _Writer(dialect)
    return filter(None, (writer.block(part).strip("\n") for part in parts(tree)))


class _Writer:
    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect

    def block(self, part: Element) -> str:
        match part.tag:
            case "hr":
                return "---"
            case "pre":
                return _fenced(part.text())
            case "blockquote":
                return "\n".join(f"> {line}".rstrip() for line in self.blocks(part).split("\n"))
            case "ol" | "ul":
                return self.items(part)
            case "dl":
                return "\n\n".join(self.blocks(child) for child in part.children if isinstance(child, Element))
            case "table":
                return self.table(part)
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                words, level = self.inline(part).replace("\n", " "), int(part.tag[1])
                return f"{'#' * level} {words}" if level <= self.dialect.headings else f"**{words}**"
        return self.inline(part)

    def blocks(self, parent: Element) -> str:
        return "\n\n".join(filter(None, (self.block(part) for part in parts(parent))))

    def items(self, part: Element) -> str:
        start = part.attributes.get("start") or "1"
        first = int(start) if start.isdigit() else 1
        items = (child for child in part.children if isinstance(child, Element))
        rows: list[str] = []
        for number, item in enumerate(items, first):
            mark = f"{number}. " if part.tag == "ol" else "- "
            inside = [self.block(one) for one in parts(item)]
            rows.append(mark + "\n".join(filter(None, inside)).replace("\n", "\n" + " " * len(mark)))
        return "\n".join(rows)

    def table(self, part: Element) -> str:
        rows = [[self.inline(cell).replace("\n", " ") for cell in _cells(row)] for row in part.find("tr")]
        rows = [row for row in rows if any(row)]
        if not rows:
            return ""
        if not self.dialect.tables:
            return "\n".join("- " + " · ".join(filter(None, row)) for row in rows)
        wide = max(map(len, rows))
        lines = ["| " + " | ".join([*row, *[""] * (wide - len(row))]) + " |" for row in rows]
        return "\n".join([lines[0], "|" + "---|" * wide, *lines[1:]])

    def inline(self, part: Element) -> str:
        text = _SPACES.sub(" ", "".join(map(self.piece, part.children))).strip()
        text = _AROUND_BREAK.sub("\n", text).strip("\n")
        return _LINE_START.sub(lambda found: f"{found[1]}{_unmarked(found[2])}", text)

    def piece(self, node: Element | str) -> str:
        if isinstance(node, str):
            return _SPECIAL.sub(r"\\\g<0>", node)
        inside = "".join(map(self.piece, node.children))
        match node.tag:
            case "br":
                return _BREAK
            case "img":
                return self.picture(node)
            case "a":
                return self.link(node, inside)
            case "code":
                return _code(node.text())
        mark = _MARKS.get(node.tag, "") if inside.strip() else ""
        return _around(mark, inside) if mark else inside

    def picture(self, node: Element) -> str:
        alt, url = " ".join((node.attributes.get("alt") or "").split()), node.attributes.get("src") or ""
        words = _SPECIAL.sub(r"\\\g<0>", alt)
        return f"![{words}]({_url(url)})" if self.dialect.pictures else f"[{words}]({_url(url)})" if alt else ""

    def link(self, node: Element, inside: str) -> str:
        url = node.attributes.get("href") or ""
        if any(node.find("img")) and not self.dialect.pictures:
            inside = _SPECIAL.sub(r"\\\g<0>", node.text()) or _SPECIAL.sub(r"\\\g<0>", url)
        return url if node.text() == url else f"[{inside.strip() or url}]({_url(url)})"


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row.children if isinstance(cell, Element)]


def _around(mark: str, inside: str) -> str:
    words = inside.strip()
    before, after = inside[: inside.index(words)], inside[inside.index(words) + len(words) :]
    return f"{before}{mark}{words}{mark}{after}"


def _code(text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if "`" in text else ""
    return f"{fence}{space}{' '.join(text.split())}{space}{fence}" if text.strip() else text


def _fenced(text: str) -> str:
    fence = "`" * max(3, max((len(run) + 1 for run in re.findall("`{3,}", text)), default=3))
    return f"{fence}\n{text.rstrip(chr(10))}\n{fence}"


def _unmarked(mark: str) -> str:
    return f"{mark}\\" if mark[0].isdigit() else f"\\{mark}"


def _url(url: str) -> str:
    return re.sub(r"[ ()<>\\]", lambda sign: f"%{ord(sign[0]):02X}", url)
