"""Python-Markdown with its extras: the HTML of the library alone, in half of its time.

What is replaced here says the same in fewer steps, and a test holds it against the library alone: the walk over texts,
that looks for nothing whose sign is not there; links; blocks that can be nothing but paragraphs; and the table of
contents, that is only made where it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor, ParagraphProcessor
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.admonition import AdmonitionExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.md_in_html import MarkdownInHtmlExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import (
    TocExtension,
    TocTreeprocessor,
    remove_fnrefs,
    render_inner_html,
    strip_tags,
    unique,
)
from markdown.inlinepatterns import LINK_RE, LinkInlineProcessor
from markdown.treeprocessors import Treeprocessor, UnescapeTreeprocessor
from markdown.util import INLINE_PLACEHOLDER, INLINE_PLACEHOLDER_PREFIX, INLINE_PLACEHOLDER_RE, STX, AtomicString

from audiencegen.content.urls import heading_id

_Found = tuple[Element | str | None, int | None, int | None]  # what is made of a match, and what it stands for
_Tried = tuple[str, Callable[[str, int], Iterable[re.Match[str]]], Callable[[re.Match[str], str], _Found]]

# `extra`, and after it our own. By their names the library would look for them among all packages that are installed.
_EXTRA = (
    FencedCodeExtension,
    FootnoteExtension,
    AttrListExtension,
    DefListExtension,
    TableExtension,
    AbbrExtension,
    MarkdownInHtmlExtension,
)
_BREAK = "  \n"
# A sign that each match of an inline pattern holds, by the library's name for it; what is not here is always tried.
_SIGNS = {
    "backtick": "`",
    "escape": "\\",
    "footnote": "[^",
    "reference": "[",
    "link": "[",
    "image_link": "![",
    "image_reference": "![",
    "short_reference": "[",
    "short_image_ref": "![",
    "autolink": "://",
    "automail": "@",
    "linebreak": _BREAK,
    "html": "<",
    "entity": "&",
}
# The same for blocks, in a text that begins with a new line.
_BLOCK_SIGNS: dict[str, tuple[str, ...]] = {
    "markdown_block": (f"\n{STX}",),
    "admonition": ("\n!!!", "\n    "),
    "table": ("|",),
    "hashheader": ("\n#",),
    "setextheader": ("\n=", "\n-"),
    "hr": tuple(mark + between + mark for mark in "-_*" for between in (mark, " ", "  ")),
    "deflist": tuple(f"\n{indent}:" for indent in ("", " ", "  ", "   ")),
    "quote": (">",),
    "footnote": ("[^",),
    "abbr": ("*[",),
    "reference": ("]:",),
}
_SPECIAL = re.compile(rf"[\\`\[<&*_{STX}]|{_BREAK}")  # a text without any of these stays as it is
_REFERENCE = re.compile(r"\]\s?\[")  # in the middle of every link by reference
_OPENING = re.compile(LINK_RE)
_BRACKET = re.compile(r"[\[\]]")
# A text in which nothing is special but one link; a special sign in its address belongs to it, but for the earliest.
_PLAIN = rf"[^\\`\[\]<&*_{STX}]*+"
_ONE_LINK = re.compile(rf"""({_PLAIN})(?<!!)\[(?!\^)({_PLAIN})\]\(([^()'"<\\`\[{STX}]*+)\)({_PLAIN})""")
_SIMPLE_LINK = re.compile(rf"""([^\[\]]*)\]\(([^()'"<{STX}]*)\)""")  # what follows its first bracket
# Every block but a paragraph has a line that begins with one of these, or that names what it defines.
_LINE = rf"[^\s\d#!*+\-_=:|>{STX}][^\n]*"
_PARAGRAPH = re.compile(rf"{_LINE}(?:\n{_LINE})*")
_DEFINES = "]:"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MARKUP = re.compile(f"[<>&{STX}]")
# A personal field, `{first_name|there}`, is no list of attributes; its bar may be escaped, as it must in a table.
_NO_FIELD = r"(?!\w+(?:\||\x02124\x03))"


def to_html(text: str) -> str:
    """The HTML of a text in Python-Markdown's dialect."""
    converter = _converter()
    converter.reset()
    try:
        return converter.convert(text)
    except RecursionError:
        _converter.cache_clear()  # its parser would go on from where it broke off
        raise


@cache
def _converter() -> Markdown:
    contents = _Contents(slugify=lambda title, separator: heading_id(title))
    extensions = [*(one() for one in _EXTRA), contents, AdmonitionExtension(), SaneListExtension()]
    converter = Markdown(extensions=extensions, output_format="html")
    attributes: Any = converter.treeprocessors["attr_list"]
    for name in ("HEADER_RE", "BLOCK_RE", "INLINE_RE"):
        written = getattr(attributes, name).pattern
        setattr(attributes, name, re.compile(written.replace(r"\{", r"\{" + _NO_FIELD, 1)))
    for name, signs in _BLOCK_SIGNS.items():
        _try_where(signs, converter.parser.blockprocessors[name])
    converter.parser.blockprocessors.register(_Paragraph(converter.parser), "only_paragraph", 200)
    for name in ("reference", "image_link", "image_reference", "short_reference", "short_image_ref"):
        pattern: Any = converter.inlinePatterns[name]
        pattern.getText = _text_in_brackets
    # In the places of the library's own.
    converter.inlinePatterns.register(_Link(LINK_RE, converter), "link", 160)
    converter.treeprocessors.register(_Inline(converter), "inline", 20)
    converter.treeprocessors.register(_Unescape(converter), "unescape", 0)
    # These are asked for some hundred times a text, and answer by sorting and by looking through a list.
    converter.parser.blockprocessors = list(converter.parser.blockprocessors)  # type: ignore[assignment]
    converter.block_level_elements = frozenset(converter.block_level_elements)  # type: ignore[assignment]
    converter.is_block_level = lru_cache(converter.is_block_level)  # type: ignore[method-assign]
    return converter


def _try_where(signs: Sequence[str], processor: BlockProcessor) -> None:
    """Have a processor asked about those blocks alone that hold one of the signs."""
    test = processor.test

    def tested(parent: Element, block: str) -> bool:
        text = f"\n{block}"
        for sign in signs:
            if sign in text:
                return test(parent, block)
        return False

    processor.test = tested  # type: ignore[method-assign]


class _Paragraph(ParagraphProcessor):
    """A block that can be nothing but a paragraph, as its lines begin, need not be shown to all the others."""

    def test(self, parent: Element, block: str) -> bool:
        return _PARAGRAPH.fullmatch(block) is not None and _DEFINES not in block


class _Link(LinkInlineProcessor):
    """A link without brackets in its text, and without a title, is read in one step."""

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:
        return _text_in_brackets(data, index)

    def handleMatch(self, m: re.Match[str], data: str) -> _Found:  # type: ignore[override]
        simple = _SIMPLE_LINK.match(data, m.end())
        if simple is None:
            return super().handleMatch(m, data)
        return _link(simple[1], simple[2]), m.start(), simple.end()


def _link(text: str, address: str) -> Element:
    link = Element("a", {"href": address.strip()})
    link.text = text
    return link


def _text_in_brackets(data: str, index: int) -> tuple[str, int, bool]:
    """The text up to the bracket that closes one before `index`, where it ends, and whether it does."""
    still_open = 1
    for bracket in _BRACKET.finditer(data, index):
        still_open += 1 if bracket[0] == "[" else -1
        if not still_open:
            return data[index : bracket.start()], bracket.end(), True
    return data[index:], len(data), False


def _tried(converter: Markdown) -> Iterator[_Tried]:
    """Of each inline pattern: its sign, the places to try it at, and what it makes of one."""
    names = {converter.inlinePatterns.get_index_for_name(name): name for name in _SIGNS}
    for number, pattern in enumerate(converter.inlinePatterns):
        name = names.get(number, "")
        matches = _references if name == "reference" else pattern.compiled_re.finditer
        made: Any = pattern.handleMatch  # typed as in the library's earlier versions
        yield _SIGNS.get(name, ""), matches, made


def _references(text: str, start: int) -> Iterable[re.Match[str]]:
    """The brackets where a link by reference may begin."""
    return _OPENING.finditer(text, start) if _REFERENCE.search(text, start) else ()


def _is_special(text: str) -> bool:
    return _SPECIAL.search(text) is not None and not isinstance(text, AtomicString)


class _Inline(Treeprocessor):
    """The walk over texts: what a pattern finds is kept, and a placeholder for it stands in the text.

    As in the library, what stands in an element is looked at once more where the element around it has others, too.
    """

    def __init__(self, converter: Markdown) -> None:
        super().__init__(converter)
        self.stashed_nodes: dict[str, Element | str] = {}  # the patterns look into it under this name
        self._patterns = list(_tried(converter))

    def run(self, root: Element) -> None:
        self.stashed_nodes = {}
        waiting = [root]
        for element in waiting:  # which grows meanwhile
            opened = []
            for index, child in enumerate(element):  # and so may this
                if child.text and _is_special(child.text):
                    child.text, nodes = self._divided(child.text)
                    waiting += nodes
                    opened.append((child, nodes))
                if child.tail and _is_special(child.tail):
                    child.tail, nodes = self._divided(child.tail)
                    element[index + 1 : index + 1] = nodes
                if len(child):
                    waiting.append(child)
            for child, nodes in opened:
                child[:0] = nodes

    def _divided(self, text: str) -> tuple[str | None, list[Element]]:
        """A text's beginning, and the elements in it, each with what stands behind it."""
        one = _ONE_LINK.fullmatch(text)
        if one is None or _BREAK in text:
            return self._opened(self._marked(text, 0))
        link = _link(one[2], one[3])
        link.tail = one[4] or None
        return one[1] or None, [link]

    def _marked(self, text: str, first: int) -> str:
        """The text with placeholders for what the patterns find in it, from the `first` of them on."""
        for number, (sign, _, _) in enumerate(self._patterns[first:], start=first):
            at: int | None = 0
            while at is not None and text.find(sign, at) >= 0:
                text, at = self._replaced(text, at, number)
        return text

    def _replaced(self, text: str, at: int, number: int) -> tuple[str, int | None]:
        """The text with a placeholder for the next thing that one pattern finds, and where to look on."""
        _, matches, made = self._patterns[number]
        for match in matches(text, at):
            node, start, end = made(match, text)
            if start is None or end is None:
                continue  # it looked like one
            if node is None:
                return text, end
            if isinstance(node, Element) and not isinstance(node.text, AtomicString):
                for inner in (node, *node):
                    if inner.text and _is_special(inner.text):
                        inner.text = self._marked(inner.text, number + 1)
                    if inner.tail and _is_special(inner.tail):
                        inner.tail = self._marked(inner.tail, number)
            name = f"{len(self.stashed_nodes):04}"
            self.stashed_nodes[name] = node
            placeholder = INLINE_PLACEHOLDER % name
            return text[:start] + placeholder + text[end:], start + len(placeholder)
        return text, None

    def _opened(self, text: str) -> tuple[str | None, list[Element]]:
        """The same of a text with placeholders."""
        beginning: str | None = None
        nodes: list[Element] = []
        before, at = "", 0
        while (start := text.find(INLINE_PLACEHOLDER_PREFIX, at)) >= 0:
            match = INLINE_PLACEHOLDER_RE.search(text, start)  # further on, where emphasis cut one in two
            node = self.stashed_nodes.get(match[1]) if match else None
            if match is None or node is None:
                start += len(INLINE_PLACEHOLDER_PREFIX)
                before += text[at:start]
                at = start
                continue
            before += text[at:start]
            at = match.end()
            if isinstance(node, str):
                before += node
                continue
            beginning = _with(beginning, nodes, before)
            self._open_within(node)
            nodes.append(node)
            before = ""
        atomic = isinstance(text, AtomicString) and not before
        return _with(beginning, nodes, AtomicString(text[at:]) if atomic else before + text[at:]), nodes

    def _open_within(self, node: Element) -> None:
        for inner in (node, *node):
            if inner.tail and INLINE_PLACEHOLDER_PREFIX in inner.tail:
                at = 0 if inner is node else list(node).index(inner) + 1
                inner.tail, node[at:at] = self._opened(inner.tail)
            if inner.text and INLINE_PLACEHOLDER_PREFIX in inner.text:
                inner.text, inner[:0] = self._opened(inner.text)


def _with(beginning: str | None, nodes: Sequence[Element], text: str) -> str | None:
    """A beginning that goes on with a text, which stands behind the last of the nodes when there are some."""
    if not nodes:
        return text or None
    if text:
        nodes[-1].tail = nodes[-1].tail + text if nodes[-1].tail else text
    return beginning


class _Headings(TocTreeprocessor):
    """The ids of headings; the table of contents is made where its marker stands alone in an element."""

    def run(self, doc: Element) -> None:
        if any(element.text and element.text.strip() == self.marker for element in doc.iter()):
            super().run(doc)
            return
        used_ids = {element.attrib["id"] for element in doc.iter() if "id" in element.attrib}
        counts: dict[str, int] = {}
        for heading in doc.iter():
            if heading.tag in _HEADINGS:
                if "id" not in heading.attrib:
                    heading.attrib["id"] = unique(self.slugify(self._name(heading), self.sep), used_ids, counts)
                heading.attrib.pop("data-toc-label", None)

    def _name(self, heading: Element) -> str:
        if not len(heading) and heading.text and not _MARKUP.search(heading.text):
            return " ".join(heading.text.split())
        return unescape(strip_tags(render_inner_html(remove_fnrefs(heading), self.md)))


class _Contents(TocExtension):
    TreeProcessorClass = _Headings


class _Unescape(UnescapeTreeprocessor):
    """Most texts hold nothing that was escaped."""

    def unescape(self, text: str) -> str:
        return super().unescape(text) if STX in text else text
