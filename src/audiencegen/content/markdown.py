"""The two Markdown dialects: text → HTML, and nothing else. Everything that is ours happens on the HTML tree.

`markdown` is Python-Markdown with its extras; `github` is CommonMark with GitHub's extensions, by comrak.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from audiencegen.config import Dialect
from audiencegen.content.urls import heading_id

if TYPE_CHECKING:
    from comrak import ExtensionOptions, ParseOptions, RenderOptions
    from markdown import Markdown

_FENCE = re.compile(r"( *)(```+(?!.*`)|~~~+)(.*)")
# What Python-Markdown understands after the marks: one word, or braces; of anything more it makes no code block.
_INFO = re.compile(r"\s*(\{.*\}|\.?[\w#.+-]* *(hl_lines=(\".*\"|'.*') *)?)")
# How Python-Markdown's inline patterns begin, and a sign that each match holds; one that is not here is always tried.
_SIGNS = (
    (r"(?:(?<!\\)((?:\\{2})+)(?=`+)", "`"),
    (r"\\(.)", "\\"),
    (r"\[\^", "[^"),
    (r"(?<!\!)\[", "["),
    (r"\!\[", "!["),
    (r"<([A-Za-z]", "://"),
    (r"<([^<> !]+@", "@"),
    ("  \n", "  \n"),
    (r"(<(\/?+[a-zA-Z]", "<"),
    (r"(&(?:", "&"),
)
# The same for blocks, by the name and the attribute under which Python-Markdown keeps the pattern.
_BLOCK_SIGNS = (
    ("admonition", "RE", ("!!!",)),
    ("hashheader", "RE", ("#",)),
    ("setextheader", "RE", ("\n=", "\n-")),
    ("hr", "SEARCH_RE", ("-", "_", "*")),
    ("deflist", "RE", (":",)),
    ("quote", "RE", (">",)),
    ("footnote", "RE", ("[^",)),
    ("abbr", "RE", ("*[",)),
    ("reference", "RE", ("]:",)),
)
# A personal field, `{first_name|there}`, is no list of attributes; its bar may be escaped, as it must in a table.
_NO_FIELD = r"(?!\w+(?:\||\x02124\x03))"
_TAB = 4  # spaces that nest, to Python-Markdown
_ITEM = re.compile(r"( *)(?:[-*+]|(\d{1,9})\.) +\S")


def to_html(text: str, dialect: Dialect) -> str:
    """The HTML of a Markdown text."""
    return _CONVERTERS[dialect](text)


def surprises(text: str) -> Iterator[tuple[str, int, int]]:
    """What Python-Markdown reads otherwise than its writer meant: (kind, line, column), from 1.

    It wants a blank line before a list, four spaces to nest, and code between marks that begin their lines; its
    maintainers hold to that.
    """
    fence, previous, in_list, above = "", "", False, 0
    for number, line in enumerate(text.split("\n"), start=1):
        marks = _FENCE.match(line)
        if fence:
            fence = "" if marks and marks[2].startswith(fence) and not marks[3].strip() else fence
            continue
        if marks and len(marks[1]) < (above + 2 * _TAB if in_list else _TAB):  # deeper, it is an example in itself
            fence, previous = marks[2], ""
            if marks[1]:
                yield "code-not-at-line-start", number, len(marks[1]) + 1
            elif not _INFO.fullmatch(marks[3]):
                yield "code-with-more-than-a-language", number, len(fence) + 1
            continue
        item = _ITEM.match(line)
        if item and (in_list or len(item[1]) < _TAB):
            indent = len(item[1])
            if not in_list and previous.strip() and not _interrupts(previous):
                if item[2] not in (None, "0", "1"):
                    continue  # a year at the beginning of a line is no list
                yield "list-without-blank-line", number, indent + 1
            elif in_list and indent > above and indent // _TAB == above // _TAB:
                yield "list-nested-by-few-spaces", number, indent + 1
            in_list, above = True, indent
        elif line.strip() and not previous.strip() and not line.startswith((" ", "\t")):
            in_list = False
        previous = line


def _interrupts(line: str) -> bool:
    """Whether a list may follow this line at once: a heading or a closing tag ends its block."""
    return line.startswith(("#", "<", "|")) or line.rstrip().endswith("-->") or not line.strip("=- \t\r")


def _by_python_markdown(text: str) -> str:
    converter = _python_markdown()
    converter.reset()
    try:
        return converter.convert(text)
    except RecursionError:
        _python_markdown.cache_clear()  # its parser would go on from where it broke off
        raise


@cache
def _python_markdown() -> Markdown:
    import markdown

    converter = markdown.Markdown(
        extensions=["extra", "toc", "admonition", "sane_lists"],
        extension_configs={"toc": {"slugify": lambda title, separator: heading_id(title)}},
        output_format="html",
    )
    for pattern in converter.inlinePatterns:
        sign = next((sign for start, sign in _SIGNS if pattern.pattern.startswith(start)), "")
        pattern.compiled_re = _Signed(pattern.compiled_re, (sign,))  # type: ignore[assignment]
    for name, attribute, signs in _BLOCK_SIGNS:
        block: Any = converter.parser.blockprocessors[name]
        setattr(block, attribute, _Signed(getattr(block, attribute), signs))
    attributes: Any = converter.treeprocessors["attr_list"]
    for name in ("HEADER_RE", "BLOCK_RE", "INLINE_RE"):
        written = getattr(attributes, name).pattern
        setattr(attributes, name, re.compile(written.replace(r"\{", r"\{" + _NO_FIELD, 1)))
    inline: Any = _inline_processor(converter)
    converter.treeprocessors.register(inline, "inline", 20)  # in the place of its own
    # These are asked for some hundred times a text, and answer by sorting and by looking through a list.
    inline.inlinePatterns = list(converter.inlinePatterns)
    converter.parser.blockprocessors = list(converter.parser.blockprocessors)  # type: ignore[assignment]
    converter.block_level_elements = frozenset(converter.block_level_elements)  # type: ignore[assignment]
    return converter


def _inline_processor(converter: Markdown) -> Any:
    """Python-Markdown's own walk over texts, that passes over a pattern which cannot match without a call for it."""
    from markdown.treeprocessors import InlineProcessor
    from markdown.util import AtomicString

    class Inline(InlineProcessor):
        def _InlineProcessor__handleInline(self: Any, data: str, patternIndex: int = 0) -> str:
            if isinstance(data, AtomicString):
                return data
            start = 0
            for number, pattern in enumerate(self.inlinePatterns[patternIndex:], start=patternIndex):
                again = pattern.compiled_re.holds(data)
                while again:
                    data, again, start = self._InlineProcessor__applyPattern(pattern, data, number, start)
            return data

    return Inline(converter)


class _Signed:
    """A pattern that is only tried on a text which holds one of the signs that every match of it needs.

    Every pattern is tried on every piece of text, and most pieces hold none of the signs.
    """

    def __init__(self, pattern: re.Pattern[str], signs: Sequence[str]) -> None:
        self._pattern = pattern
        self._signs = signs

    def holds(self, text: str) -> bool:
        """Whether a match is possible at all."""
        for sign in self._signs:  # noqa: SIM110 - `any` costs four times as much, a thousand times a text
            if sign in text:
                return True
        return False

    def finditer(self, text: str, start: int = 0) -> Iterable[re.Match[str]]:
        return self._pattern.finditer(text, start) if self.holds(text) else ()

    def search(self, text: str) -> re.Match[str] | None:
        return self._pattern.search(text) if self.holds(text) else None

    def match(self, text: str) -> re.Match[str] | None:
        return self._pattern.match(text) if self.holds(text) else None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pattern, name)


def _by_comrak(text: str) -> str:
    from comrak import render_markdown

    extensions, parsing, rendering = _comrak_options()
    return str(render_markdown(text, extension_options=extensions, parse_options=parsing, render_options=rendering))


@cache
def _comrak_options() -> tuple[ExtensionOptions, ParseOptions, RenderOptions]:
    from comrak import ExtensionOptions, ParseOptions, RenderOptions

    extensions = ExtensionOptions()
    for name in ("table", "strikethrough", "autolink", "tasklist", "footnotes", "alerts", "shortcodes"):
        setattr(extensions, name, True)
    rendering = RenderOptions()
    rendering.unsafe_ = True  # the writer's own HTML is theirs to write
    rendering.full_info_string = True
    return extensions, ParseOptions(), rendering


_CONVERTERS: dict[Dialect, Callable[[str], str]] = {
    Dialect.MARKDOWN: _by_python_markdown,
    Dialect.GITHUB: _by_comrak,
}
