"""The HTML tree: HTML is read once into `Element`s, which the walks of `body`, `mail` and the feeds may change, and
written once as HTML that validators accept.

What the Markdown libraries and we ourselves write is regular: each tag means what it says. Whatever a writer may have
put between is for an HTML5 parser, Lexbor, to understand; a test holds that both read regular HTML alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
_PECULIAR = VOID | _ONLY_TEXT | _KEEPS_FIRST_NEWLINE
_DEEPEST = 100  # elements in one another; whoever walks the tree does it by recursion
# XML has no such characters, and HTML calls each an error (XML 1.0, 2.2).
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

# Regular HTML: which element may stand right within which, so that a parser closes, opens and moves none by itself.
_INLINE = frozenset(
    "a abbr b br cite code del em i img input ins kbd mark q s samp small span strong sub sup u var".split()
)
_BLOCKS = frozenset("aside blockquote details div figcaption figure section summary".split())
_FLOW = _INLINE | _BLOCKS | frozenset("dl h1 h2 h3 h4 h5 h6 hr ol p pre table ul".split())
_HOLDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        **dict.fromkeys(("", *_BLOCKS, "dd", "li", "td", "th"), _FLOW),
        **dict.fromkeys((*_INLINE, "dt", "h1", "h2", "h3", "h4", "h5", "h6", "p", "pre"), _INLINE),
        "a": _INLINE - {"a"},
        **dict.fromkeys(("ol", "ul"), frozenset({"li"})),
        "dl": frozenset({"dd", "dt"}),
        "table": frozenset({"tbody", "thead"}),
        **dict.fromkeys(("tbody", "thead"), frozenset({"tr"})),
        "tr": frozenset({"td", "th"}),
    }
)
_HEED_TEXT = frozenset({"pre", "table", "tbody", "thead", "tr"})  # a first newline, or any words at all
_MARK = re.compile("(<[^<>]*>)")
_START = re.compile(r'<([a-z][a-z0-9]*)((?: [a-z-]+(?:="[^"]*")?)*) ?/?>')
_LINK = '<a href="'
_ATTRIBUTE = re.compile(r' ([a-z-]+)(="[^"]*")?')
_COMMENT = re.compile("<!--(?!-)((?:[^-]|-(?!-))*)-->")  # no other end, whichever parser looks for it
_NOT_LEFT_ALONE = bytes({*range(0x20), 0x7F} - {*b"\t\n"})
_REFERENCE_TO_OTHERS = re.compile("&(?!(?:amp|gt|lt|nbsp|quot|#160|#8617|#x27);)")


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
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [child for child in reversed(element.children) if isinstance(child, Element)]

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
    children = regular(html)
    return Element("", {}, mended(html) if children is None else children)


def parse_document(html: str) -> Element:
    """Read a whole document; the answer is its `<html>`, with the comments that mail programs obey."""
    root = _parsed(html).root
    attributes = {} if root is None else dict(root.attributes)
    return Element("html", attributes, [] if root is None else _copied(root, 0))


def write(element: Element) -> str:
    """The HTML of an element; of the nameless root, that of its children."""
    parts: list[str] = []
    _write(element, parts, "")
    return "".join(parts)


def regular(html: str) -> list[Element | str] | None:
    """What a fragment of regular HTML holds; None when only a parser can say it."""
    pieces = _MARK.split(html)
    text = "\0".join(pieces[::2])
    if "<" in text or ">" in text or not _has_plain_characters(html):
        return None
    texts = (unescape(text) if "&" in text else text).split("\0")
    top: list[Element | str] = []
    # What holds the open element, what else may, what ends that, and whether its text matters: the same of each around.
    around: list[tuple[list[Element | str], frozenset[str], str, bool]] = []
    children, holds, end, heeds = top, _FLOW, "", False
    for text, mark in zip(texts, (*pieces[1::2], ""), strict=True):
        if text:
            if heeds and (text[0] == "\n" if end == "</pre>" else text.strip(" \t\n")):
                return None
            children.append(text)
        if mark == end:
            if not around:
                return top
            children, holds, end, heeds = around.pop()
            continue
        child = Element(mark[1:-1], {}, []) if mark[1:-1] in holds else _started(mark)
        if isinstance(child, Comment):
            children.append(child)
            continue
        if child is None or child.tag not in holds or len(around) == _DEEPEST:
            return None
        children.append(child)
        tag = child.tag
        if tag not in VOID:
            around.append((children, holds, end, heeds))
            children, end, heeds = child.children, f"</{tag}>", tag in _HEED_TEXT
            holds = holds & _HOLDS[tag] if tag in _INLINE else _HOLDS[tag]  # no link in a link, however deep
    return None


def _started(mark: str) -> Element | Comment | None:
    """What a start tag or a comment begins."""
    if mark.startswith(_LINK) and mark.endswith('">') and mark.count('"') == 2:  # as nearly all with attributes
        return Element("a", {"href": unescape(mark[len(_LINK) : -2])}, [])
    found = _START.fullmatch(mark)
    if found is None:
        comment = _COMMENT.fullmatch(mark)
        return Comment(comment[1].strip()) if comment else None
    said = _ATTRIBUTE.findall(found[2])
    attributes = {name: unescape(value[2:-1]) if value else None for name, value in said}
    return Element(found[1], attributes, []) if len(attributes) == len(said) else None


def _has_plain_characters(html: str) -> bool:
    """Whether a parser would change no character, and every reference is one of the few that are in regular HTML."""
    content = html.encode("utf-8", "surrogatepass")
    return (
        len(content.translate(None, _NOT_LEFT_ALONE)) == len(content)
        and "\ufffe" not in html
        and "\uffff" not in html
        and _REFERENCE_TO_OTHERS.search(html) is None
    )


def mended(html: str) -> list[Element | str]:
    """What a fragment of any HTML holds, as every browser takes it."""
    # The body keeps the fragment's top level together; without a doctype a table would stay within a paragraph, as it
    # does in no page of ours (HTML, 13.2.6.4.7).
    root = _parsed(f"<!doctype html><body>{html}").body
    return _copied(root, 0) if root is not None else []


def _parsed(html: str) -> LexborHTMLParser:
    from selectolax.lexbor import LexborHTMLParser  # regular HTML, which nearly all is, needs no parser

    return LexborHTMLParser(html)


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
    tag, children, as_it_is = element.tag, element.children, False
    if tag:
        parts.append(_start(element) if element.attributes else f"<{tag}>")
    if not foreign and tag in _PECULIAR:
        if tag in VOID:
            return
        as_it_is = tag in RAW_TEXT
        if tag in _ONLY_TEXT:  # in misnested HTML, Lexbor opens formatting again even here
            children = [element.text()]
        first = next((child for child in children if not isinstance(child, Comment)), "")
        if tag in _KEEPS_FIRST_NEWLINE and isinstance(first, str) and first[:1] == "\n":
            parts.append("\n")  # the parser takes one away at the next reading
    if tag in _FOREIGN:
        foreign = tag
    elif foreign and tag in _FOREIGN[foreign]:
        foreign = ""
    for child in children:
        if isinstance(child, str):
            if not isinstance(child, Comment):
                parts.append(child if as_it_is or isinstance(child, Html) else _escaped(child))
        else:
            _write(child, parts, foreign)
    if tag:
        parts.append(f"</{tag}>")


def _start(element: Element) -> str:
    shown = (
        f" {name}" if name in BOOLEAN else f' {name}="{escape(value or "")}"'
        for name, value in element.attributes.items()
    )
    return f"<{element.tag}{''.join(shown)}>"


def _escaped(text: str) -> str:
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")
    # `="ag:3"` in prose must not be taken for a symbolic link when those are resolved.
    return plain.replace('="ag:', "=&quot;ag:")
