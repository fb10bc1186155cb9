"""What the two Markdown libraries write differently, as the one form that the theme, the feeds and the mail know.

Footnotes, alerts, alignment, task lists, tables: each function changes one element of the tree in place.
"""

from __future__ import annotations

import re

from audiencegen.content.tree import Comment, Element

_ALIGN = re.compile(r"text-align:\s*(left|right|center)\s*;?\s*")
_ALERT_CLASS = "markdown-alert"
TITLE_CLASSES = frozenset({"admonition-title", f"{_ALERT_CLASS}-title"})
_TASK = re.compile(r"\s*\[([ xX])\]\s+(?=\S|$)")
_FOOTNOTE_ID = re.compile(r"fn(ref\d*)?:")


def in_one_form(element: Element) -> Element:
    """What either library writes for one construct, as the one form the theme and the mail know."""
    if element.tag == "table":
        _empty_headers(element)
        return Element("div", {"class": "table", "tabindex": "0"}, [element])
    if element.tag == "li" and (box := _checkbox(element)) is not None:
        element.attributes["class"] = " ".join([*element.classes, "task"])
        box.attributes["aria-label"] = "done" if "checked" in box.attributes else "to do"
        return element
    classes = element.classes
    if "footnote-backref" in classes:
        _back_reference(element)
    elif "footnotes" in classes or "footnote" in classes:
        _footnotes(element)
    elif _ALERT_CLASS in classes:
        kind = next((name.removeprefix(_ALERT_CLASS + "-") for name in classes if name != _ALERT_CLASS), "note")
        element.attributes["class"] = f"admonition {kind}"
    elif f"{_ALERT_CLASS}-title" in classes:
        element.attributes["class"] = "admonition-title"
    return element


def _back_reference(link: Element) -> None:
    label = link.attributes.get("aria-label") or link.attributes.get("title")
    href = link.attributes.get("href")
    link.attributes = {"class": "footnote-backref", "href": href, "role": "doc-backlink", "aria-label": label}
    for number in link.find("sup"):
        number.attributes = {}


def _footnotes(element: Element) -> None:
    if element.tag in ("div", "section"):
        element.tag = "div"
        element.attributes = {"class": "footnotes", "role": "doc-endnotes"}
        element.children = [child for child in element.children if not _is_rule(child)]


def _is_rule(child: Element | str) -> bool:
    return isinstance(child, Element) and child.tag == "hr"


def _checkbox(item: Element) -> Element | None:
    """The box of a task list's item."""
    for child in item.children:
        if isinstance(child, Element):
            inner = _checkbox(child) if child.tag == "p" else child
            return inner if inner is not None and inner.attributes.get("type") == "checkbox" else None
        if child.strip():
            return None
    return None


def _empty_headers(table: Element) -> None:
    """A corner without words heads no column; as a header it would be announced as one."""
    for cell in table.find("th"):
        if not cell.text().strip() and not any(cell.find("img")):
            cell.tag = "td"


def note_reference(sup: Element) -> Element | None:
    """The link of a raised number that points at a footnote."""
    is_reference = any("footnote-ref" in inner.classes for inner in sup.walk())
    return next(sup.find("a"), None) if is_reference else None


def box_as_element(item: Element) -> None:
    """`[x]` at the beginning of an item, which Python-Markdown leaves in the text, as comrak writes it."""
    holder, first = item, _first(item)
    if isinstance(first, Element) and first.tag == "p":
        holder, first = first, _first(first)
    mark = _TASK.match(first) if isinstance(first, str) else None
    if mark is None or first is None:
        return
    checked: dict[str, str | None] = {"checked": ""} if mark[1] != " " else {}
    box = Element("input", {"type": "checkbox", **checked, "disabled": ""})
    at = holder.children.index(first)
    holder.children[at : at + 1] = [box, f" {mark.string[mark.end() :]}"]


def _first(parent: Element) -> Element | str | None:
    """The first child that shows."""
    shown = (child for child in parent.children if isinstance(child, Element) or child.strip())
    return next((child for child in shown if not isinstance(child, Comment)), None)


def align_by_class(element: Element) -> None:
    """How a cell is set, which either library says in a way that validators or policies refuse, as a class."""
    style = element.attributes.get("style")
    found = _ALIGN.search(style) if style else None
    align = found[1] if found else element.attributes.pop("align", None)
    if style and found:
        rest = _ALIGN.sub("", style).strip()
        element.attributes.pop("style")
        if rest:
            element.attributes["style"] = rest
    if align in ("right", "center"):
        element.attributes["class"] = " ".join([*element.classes, align])


def footnote_id(given: str) -> str:
    """Python-Markdown's `fn:1`, which a stylesheet could not name, as `fn-1`."""
    return given.replace(":", "-", 1) if _FOOTNOTE_ID.match(given) else given
