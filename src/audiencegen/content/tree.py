"""The HTML tree: parsed once by Lexbor's HTML5 parser, written once by our own small walk.

Lexbor cannot rename a tag and eats a newline of `<pre>` at every round, so its tree is copied into `Element`s that
the walks of `body`, `mail` and the feeds may change, and that `write` turns into HTML which validators accept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from types import MappingProxyType

from selectolax.lexbor import LexborHTMLParser, LexborNode

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
RAW_TEXT = frozenset("iframe noembed noframes script style xmp".split())  # their text is not escaped (HTML, 13.3)
_ONLY_TEXT = RAW_TEXT | {"textarea", "title"}
# The parser gives None for `checked` and for `alt=""` alike; these are the ones to write bare (HTML, attributes index).
BOOLEAN = frozenset(
    "allowfullscreen async autofocus autoplay checked controls default defer disabled inert ismap itemscope "
    "loop multiple muted nomodule novalidate open playsinline readonly required reversed selected".split()
)
_KEEPS_FIRST_NEWLINE = frozenset({"pre", "textarea", "listing"})
# Within these no text is raw and no element void, but where HTML begins again (HTML, 13.2.6).
_FOREIGN = MappingProxyType(
    {
        "svg": frozenset({"desc", "foreignObject", "title"}),
        "math": frozenset({"annotation-xml", "mi", "mn", "mo", "ms", "mtext"}),
    }
)
_DEEPEST = 100  # elements in one another; whoever walks the tree does it by recursion
# XML has no such characters, and HTML calls each an error (XML 1.0, 2.2).
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Comment(str):
    """An HTML comment: `<!-- more -->` is looked for, every other is dropped."""


class Html(str):
    """A piece of finished HTML among an element's children."""


class Element:
    """One tag with its attributes and children; a child is an Element, a Comment or text."""

    __slots__ = ("attributes", "children", "tag")

    def __init__(
        self,
        tag: str,
        attributes: dict[str, str | None] | None = None,
        children: list[Element | str] | None = None,
    ) -> None:
        self.tag = tag
        self.attributes = attributes if attributes is not None else {}
        self.children = children if children is not None else []

    @property
    def classes(self) -> list[str]:
        return (self.attributes.get("class") or "").split()

    def walk(self) -> Iterator[Element]:
        """This element and every element below it, in the order of the document."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def find(self, *tags: str) -> Iterator[Element]:
        return (element for element in self.walk() if element.tag in tags)

    def text(self) -> str:
        """All text below, as it stands, without comments."""
        return "".join(
            child.text() if isinstance(child, Element) else child
            for child in self.children
            if not isinstance(child, Comment)
        )


def parse(html: str) -> Element:
    """Read a fragment of a body; the answer is a nameless element around it."""
    # The body keeps the fragment's top level together; without a doctype a table would stay within a paragraph, as it
    # does in no page of ours (HTML, 13.2.6.4.7).
    root = LexborHTMLParser(f"<!doctype html><body>{html}").body
    top = Element("")
    if root is not None:
        top.children = _copied(root, 0)
    return top


def parse_document(html: str) -> Element:
    """Read a whole document; the answer is its `<html>`, with the comments that mail programs obey."""
    root = LexborHTMLParser(html).root
    attributes = {} if root is None else dict(root.attributes)
    return Element("html", attributes, [] if root is None else _copied(root, 0))


def write(element: Element) -> str:
    """The HTML of an element; of the nameless root, that of its children."""
    parts: list[str] = []
    _write(element, parts, "")
    return "".join(parts)


def _copied(node: LexborNode, depth: int) -> list[Element | str]:
    if depth > _DEEPEST:
        return [_sound(node.text() or "")]
    children: list[Element | str] = []
    child = node.first_child
    while child is not None:
        tag = child.tag
        if tag == "-text":
            children += filter(None, [_sound(child.text_content or "")])
        elif tag == "-comment" or child.is_comment_node:
            children.append(Comment(child.comment_content or ""))
        elif tag is not None and not tag.startswith("-"):
            # `<plaintext>` can never be closed; nothing after it would be read as HTML.
            tag = "pre" if tag == "plaintext" else tag
            attributes = {name: value and _sound(value) for name, value in child.attributes.items()}
            children.append(Element(tag, attributes, _copied(child, depth + 1)))
        child = child.next
    return children


def _sound(text: str) -> str:
    return _NO_CHARACTER.sub("", text)


def _write(element: Element, parts: list[str], foreign: str) -> None:
    """Write an element that stands within the `foreign` one, "" in plain HTML."""
    tag = element.tag
    if tag:
        parts.append(f"<{tag}")
        for name, value in element.attributes.items():
            parts.append(f" {name}" if name in BOOLEAN else f' {name}="{escape(value or "")}"')
        parts.append(">")
        if tag in VOID and not foreign:
            return
    children = [child for child in element.children if not isinstance(child, Comment)]
    if tag in _ONLY_TEXT and not foreign:  # in misnested HTML, Lexbor opens formatting again even here
        children = [element.text()]
    if tag in _KEEPS_FIRST_NEWLINE and not foreign and children and str(children[0])[:1] == "\n":
        parts.append("\n")  # the parser takes one away at the next reading
    if tag in _FOREIGN:
        foreign = tag
    elif foreign and tag in _FOREIGN[foreign]:
        foreign = ""
    for child in children:
        if isinstance(child, Element):
            _write(child, parts, foreign)
        elif isinstance(child, Html) or (tag in RAW_TEXT and not foreign):
            parts.append(child)
        else:
            parts.append(_escaped(child))
    if tag:
        parts.append(f"</{tag}>")


def _escaped(text: str) -> str:
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")
    # `="ag:3"` in prose must not be taken for a symbolic link when those are resolved.
    return plain.replace('="ag:', "=&quot;ag:")
