"""The reduced tree → the HTML of a letter's body: every element carries its own style."""

from __future__ import annotations

from audiencegen.content.paragraphs import BLOCKS
from audiencegen.content.tree import Element, Html, write
from audiencegen.mail.code import boxed, code_block
from audiencegen.mail.styles import Styles
from audiencegen.values import Struct

_TIGHT = frozenset({"blockquote", "dd", "li", "td", "th"})  # their last block adds no space of its own
_LOOSE = BLOCKS - {"h1", "hr"}
_ATTRIBUTES = frozenset({"colspan", "dir", "href", "lang", "rowspan", "scope", "start", "title", "type"})
# Classes of the reduced tree that have a style of their own, beside that of the element.
_KINDS = (
    "admonition-title",
    "button",
    "buttons",
    "center",
    "corner",
    "figure",
    "figure-caption",
    "footnotes",
    "mark",
    "right",
    "said-by",
    "summary",
    "task",
)
# Word pads no link: what only it reads makes room on both sides of a button's words, as in the theme's `letter.html`.
_ROOM_BEFORE = Html(
    '<!--[if mso]><i style="mso-font-width:200%;mso-text-raise:100%" hidden>&emsp;</i>'
    '<span style="mso-text-raise:50%"><![endif]-->'
)
_ROOM_AFTER = Html('<!--[if mso]></span><i style="mso-font-width:200%" hidden>&emsp;&#8203;</i><![endif]-->')


def restyled(tree: Element, styles: Styles, direction: str) -> str:
    """The HTML of a letter's body."""
    tree = _copied(tree)  # the marks that are put on it are for nobody else
    _mark_pictures(tree)
    tailor = _Tailor(styles, {})
    return write(Element("", {}, [tailor.dressed(child, direction) for child in tree.children])).strip()


def _copied(element: Element) -> Element:
    children = [_copied(child) if isinstance(child, Element) else child for child in element.children]
    return Element(element.tag, dict(element.attributes), children)


class _Tailor(Struct, frozen=True):
    styles: Styles
    looks: dict[tuple[str, tuple[str, ...], str], dict[str, str | None]]  # those that elements have had so far

    def dressed(self, node: Element | str, direction: str, last: bool = False) -> Element | str:
        if isinstance(node, str):
            return node
        classes = node.classes
        direction = {"ltr": "ltr", "rtl": "rtl"}.get(node.attributes.get("dir") or "", direction)
        if node.tag == "pre":
            return code_block(node, self.styles, direction, last)
        if node.tag == "img":
            return self.picture(node, direction)
        if "admonition" in classes:
            inside = self.content(node, direction, tight=True)
            return boxed(_admonition(node, self.styles), inside, self.styles, direction, last)
        if node.tag == "table":
            return self.table(node, direction)
        ends = ("last",) if last and node.tag in _LOOSE else ()
        names = (node.tag, *(kind for kind in _KINDS if kind in classes), *ends)
        return self.plain(node, names, direction)

    def plain(self, node: Element, names: tuple[str, ...], direction: str) -> Element:
        attributes = {name: value for name, value in node.attributes.items() if name in _ATTRIBUTES and value}
        classes = node.classes
        if "table" in classes:
            names = ("table-frame",)
            attributes["tabindex"] = "0"  # a wide table scrolls, and the keyboard must reach it
        content = self.content(node, direction, tight=node.tag in _TIGHT)
        content = [_ROOM_BEFORE, *content, _ROOM_AFTER] if node.tag == "a" and "button" in classes else content
        look = node.tag, names, direction
        if look not in self.looks:
            self.looks[look] = self.styles.attributes(*look)
        return Element(node.tag, {**attributes, **self.looks[look]}, content)

    def content(self, node: Element, direction: str, tight: bool) -> list[Element | str]:
        last = next((child for child in reversed(node.children) if _counts(child)), None) if tight else None
        return [self.dressed(child, direction, last=child is last) for child in node.children]

    def table(self, node: Element, direction: str) -> Element:
        """A table of data keeps its headers and has no role; one without any header cell can only be for the layout."""
        is_data = any(node.find("th", "caption"))
        for row in node.find("tr"):
            _scope(row, in_head=_is_head(node, row))
        role = {} if is_data else {"role": "presentation"}
        frame = {**role, "border": "0", "cellpadding": "0", "cellspacing": "0"}
        dressed = self.plain(node, ("table",), direction)
        return Element("table", {**frame, **dressed.attributes}, dressed.children)

    def picture(self, node: Element, direction: str) -> Element:
        """At most as wide as the column. Pixels for Word, a share of the column for everything else."""
        column = self.styles.picture_width
        width, height = _size(node, column)
        alone = "alone" in node.classes
        attributes = {"src": node.attributes["src"], "alt": node.attributes["alt"]}
        if width or alone:
            attributes["width"] = str(width or column)
        if width and height:
            attributes["height"] = str(height)
        attributes["border"] = "0"
        shape = f"width:100%;max-width:{width}px;height:auto" if width and alone else "max-width:100%;height:auto"
        style = self.styles.style("img" if alone else "img-inline", direction)
        return Element("img", {**attributes, "style": f"{style};{shape}".strip(";")})


def _counts(child: Element | str) -> bool:
    return isinstance(child, Element) or bool(child.strip())


def _admonition(node: Element, styles: Styles) -> str:
    """The style of an admonition's own kind, when the theme has one."""
    return next((kind for kind in node.classes if kind != "admonition" and kind in styles.written), "admonition")


def _mark_pictures(tree: Element) -> None:
    """A picture with no words beside it in its block is shown as a block of its own."""
    for block in tree.walk():
        if block.tag in ("", "blockquote", "dd", "div", "li", "p", "td", "th"):
            inner = (child for child in block.children if isinstance(child, Element) and child.tag in ("img", "a"))
            pictures = [picture for child in inner for picture in child.find("img")]
            if pictures and not _own_text(block).strip():
                for picture in pictures:
                    picture.attributes["class"] = "alone"


def _own_text(block: Element) -> str:
    """The words that stand in a block beside its pictures, without those of blocks within it."""
    parts = (
        child if isinstance(child, str) else child.text()
        for child in block.children
        if isinstance(child, str) or child.tag not in _LOOSE
    )
    return "".join(parts)


def _is_head(table: Element, row: Element) -> bool:
    return any(inner is row for head in table.find("thead") for inner in head.walk())


def _scope(row: Element, in_head: bool) -> None:
    """Which cells a header is for. An empty header would be read out as nothing, so it is a plain cell."""
    for cell in row.children:
        if isinstance(cell, Element) and cell.tag == "th":
            if not cell.text().strip() and not any(cell.find("img")):
                cell.tag = "td"
                cell.attributes["class"] = " ".join([*cell.classes, "corner"])
                continue
            others = [one for one in row.children if isinstance(one, Element) and one.tag == "td"]
            cell.attributes["scope"] = "col" if in_head or not others else "row"


def _size(picture: Element, column: int) -> tuple[int, int]:
    """Width and height in pixels, brought down to the column; 0 where they are not known."""
    width = _pixels(picture.attributes.get("width"), column)
    height = _pixels(picture.attributes.get("height"), 0)
    if width > column:
        height = round(height * column / width)
        width = column
    return width, height


def _pixels(given: str | None, whole: int) -> int:
    number = (given or "").strip().removesuffix("px")
    if number.endswith("%") and number[:-1].isdigit():
        return whole * int(number[:-1]) // 100
    return int(number) if number.isascii() and number.isdigit() else 0
