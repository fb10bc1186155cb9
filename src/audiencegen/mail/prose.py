"""The reduced tree → lines of plain text, and the list of the addresses that its links lead to."""

from __future__ import annotations

from collections.abc import Callable

from audiencegen.content.paragraphs import parts
from audiencegen.content.tree import Element
from audiencegen.mail.code import TAB
from audiencegen.mail.fold import WIDTH, columns, fold
from audiencegen.mail.grid import Grid, grid_lines
from audiencegen.mail.phrases import Phrases, raised
from audiencegen.mail.reduction import DONE, TO_DO
from audiencegen.values import Struct

_UNDERLINES = {"h1": "=", "h2": "-", "h3": "~"}
_INDENT = "    "
_RULE = "* * *"


class Prose(Struct, frozen=True):
    """`links` are the addresses that `[1]`, `[2]` … in the lines stand for, in this order."""

    lines: tuple[str, ...]
    links: tuple[str, ...]


def prose(tree: Element, width: int = WIDTH) -> Prose:
    """A reduced tree as text."""
    scribe = _Scribe()
    lines = scribe.blocks(tree, width)
    return Prose(tuple(lines), tuple(scribe.phrases.links))


class _Scribe:
    """Writes blocks in the order of the text, and has one list of links."""

    def __init__(self) -> None:
        self.phrases = Phrases()
        self.writers = self._writers()

    def blocks(self, parent: Element, width: int) -> list[str]:
        """The blocks of an element with an empty line between them; words beside blocks are a paragraph."""
        written: list[str] = []
        for part in parts(parent):
            lines = self.block(part, width)
            if lines:
                deep = isinstance(part, Element) and part.tag in ("h1", "h2", "h3")
                written += ([""] * (2 if deep else 1) if written else []) + lines
        return written

    def block(self, part: Element, width: int) -> list[str]:
        write = self.writers.get(part.tag, self.paragraph)
        return write(part, width)

    def _writers(self) -> dict[str, Callable[[Element, int], list[str]]]:
        headings: dict[str, Callable[[Element, int], list[str]]] = {f"h{level}": self.heading for level in range(1, 7)}
        return headings | {
            "blockquote": self.quote,
            "div": self.division,
            "dl": self.terms,
            "hr": lambda part, width: [_RULE],
            "ol": self.items,
            "pre": self.code,
            "table": self.table,
            "ul": self.items,
        }

    def paragraph(self, part: Element, width: int) -> list[str]:
        text = self.phrases.inline(part)
        return fold(text, width) if text else []

    def heading(self, part: Element, width: int) -> list[str]:
        text = self.phrases.inline(part).replace("\n", " ")
        if not text:
            return []
        lines = fold(text, width)
        mark = _UNDERLINES.get(part.tag)
        return [*lines, mark * max(map(columns, lines))] if mark else lines

    def quote(self, part: Element, width: int) -> list[str]:
        return _behind("> ", self.blocks(part, width - 2))

    def division(self, part: Element, width: int) -> list[str]:
        if "footnotes" in part.classes:
            return self.footnotes(part, width)
        if "admonition" in part.classes:
            return _behind("| ", self.blocks(part, width - 2))
        return self.blocks(part, width)

    def code(self, part: Element, width: int) -> list[str]:
        lines = part.text().expandtabs(TAB).rstrip("\n").split("\n")
        return [(_INDENT + line).rstrip() for line in lines]

    def items(self, part: Element, width: int) -> list[str]:
        """A list with hanging indents. Its items are set apart when one of them has several blocks."""
        items = [child for child in part.children if isinstance(child, Element) and child.tag == "li"]
        start = part.attributes.get("start") or "1"
        number = int(start) if start.lstrip("-").isdigit() else 1
        marks = [f"{number + index}. " if part.tag == "ol" else "- " for index in range(len(items))]
        wide = max(map(len, marks), default=0)
        written: list[str] = []
        is_loose = any(_is_loose(item) for item in items)
        for mark, item in zip(marks, items, strict=True):
            mark = "" if "task" in item.classes and item.text().lstrip()[:1] in (DONE, TO_DO) else mark.rjust(wide)
            written += [""] if written and is_loose else []
            written += _hung(mark, self.item(item, width - (len(mark) or 2)))
        return written

    def item(self, item: Element, width: int) -> list[str]:
        """The lines of an item; a list within it follows without an empty line."""
        if _is_loose(item):
            return self.blocks(item, width)
        return [line for part in parts(item) for line in self.block(part, width)]

    def terms(self, part: Element, width: int) -> list[str]:
        written: list[str] = []
        for child in part.children:
            if isinstance(child, Element) and child.tag == "dt":
                written += ([""] if written else []) + self.paragraph(child, width)
            elif isinstance(child, Element):
                written += [_INDENT + line if line else "" for line in self.blocks(child, width - len(_INDENT))]
        return written

    def table(self, part: Element, width: int) -> list[str]:
        caption = [line for inner in part.find("caption") for line in self.paragraph(inner, width)]
        rows = [_cells(row) for row in part.find("tr")]
        words = [tuple(self.phrases.inline(cell).replace("\n", " ") for cell in row) for row in rows]
        has_header = bool(rows) and _is_header(rows[0])
        longest = max(rows, key=len, default=[])
        aligned = tuple(next((name for name in cell.classes if name in ("right", "center")), "") for cell in longest)
        grid = Grid(words[0] if has_header else (), tuple(words[1:] if has_header else words), aligned)
        return [*caption, *([""] if caption else []), *grid_lines(grid, width)]

    def footnotes(self, part: Element, width: int) -> list[str]:
        """The notes under a rule, each behind its number as it stands in the text."""
        written = [_RULE]
        items = (child for child in part.find("li") if (child.attributes.get("class") or "") != "task")
        for number, item in enumerate(items, 1):
            mark = raised(str(number)) + " "
            written += ["", *_hung(mark, self.blocks(item, width - len(mark)))]
        return written


def _is_header(row: list[Element]) -> bool:
    """Whether a row heads the columns; its corner may be a plain cell without words."""
    return any(cell.tag == "th" for cell in row) and all(cell.tag == "th" or not cell.text().strip() for cell in row)


def _is_loose(item: Element) -> bool:
    """Whether an item has more than one block beside a list at its end."""
    inside = parts(item)
    if len(inside) > 1:
        inside = [part for part in inside if part.text().strip() or any(part.find("img", "hr"))]
    return len(inside) > 2 or (len(inside) == 2 and inside[1].tag not in ("ol", "ul"))


def _behind(mark: str, lines: list[str]) -> list[str]:
    return [f"{mark}{line}".rstrip() for line in lines]


def _hung(mark: str, lines: list[str]) -> list[str]:
    indent = " " * (len(mark) or 2)
    return [(mark if index == 0 else indent) + line if line else "" for index, line in enumerate(lines or [""])]


def _cells(row: Element) -> list[Element]:
    """The cells of a row; one that spans several columns is followed by empty ones."""
    cells: list[Element] = []
    for cell in row.children:
        if isinstance(cell, Element) and cell.tag in ("td", "th"):
            span = cell.attributes.get("colspan") or "1"
            cells += [cell, *[Element(cell.tag) for _ in range(min(int(span), 50) - 1 if span.isdigit() else 0)]]
    return cells
