"""Substack: rich text, pasted into its editor. It knows no fields, and adds the way to leave by itself.

Its editor has paragraphs, headings, lists, quotes, code, links and pictures, and no tables: a table becomes a list, a
row an item, so that its links and all its words arrive.
"""

from __future__ import annotations

from html import escape

from audiencegen.content.personal import without_fields
from audiencegen.content.tree import Element, write
from audiencegen.mail.bare import bare_tree
from audiencegen.mail.particulars import particulars
from audiencegen.mail.reduction import letter_tree
from audiencegen.model import Body, Frame, Issue
from audiencegen.theme import Theme

TITLE = "Substack"
FILE = "substack.html"

Node = Element | str


def letter(theme: Theme, frame: Frame, issue: Issue, body: Body) -> str:
    """A plain page to open, select and copy; title and subtitle stand in fields of their own there."""
    names = particulars(frame, issue)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(names["language"])}" dir="{names["direction"]}">\n'
        f'<meta charset="utf-8">\n<title>{escape(without_fields(issue.subject))}</title>\n<body>\n'
        f"{rich_text(frame, issue, body)}\n</body>\n</html>\n"
    )


def rich_text(frame: Frame, issue: Issue, body: Body) -> str:
    """What is to be pasted."""
    return write(_without_tables(bare_tree(frame, issue, letter_tree(frame, issue, body)))).strip()


def line(words: str) -> str:
    return without_fields(words)


def _without_tables(element: Element) -> Element:
    children: list[Node] = []
    for child in element.children:
        if isinstance(child, Element):
            children += _as_list(child) if child.tag == "table" else [_without_tables(child)]
        else:
            children.append(child)
    return Element(element.tag, element.attributes, children)


def _as_list(table: Element) -> list[Node]:
    """The rows as items, `header: cell; header: cell`; the caption before them."""
    rows = [[cell for cell in row.children if isinstance(cell, Element)] for row in table.find("tr")]
    heads = rows.pop(0) if rows and all(cell.tag == "th" for cell in rows[0]) else []
    caption: list[Node] = [
        Element("p", {}, [Element("strong", {}, list(one.children))]) for one in table.find("caption")
    ]
    items: list[Node] = [Element("li", {}, _row(row, [head.text().strip() for head in heads])) for row in rows]
    return [*caption, Element("ul", {}, items)]


def _row(row: list[Element], heads: list[str]) -> list[Node]:
    said: list[Node] = []
    for number, cell in enumerate(row):
        if not cell.text().strip() and not any(cell.find("img")):
            continue
        head = heads[number] if number < len(heads) and heads[number] else ""
        said += ["; "] if said else []
        said += [Element("strong", {}, [f"{head}:"]), " "] if head else []
        said += cell.children
    return said
