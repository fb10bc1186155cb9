"""The two Markdown dialects: text → HTML, and nothing else. Everything that is ours happens on the HTML tree.

`markdown` is Python-Markdown with its extras; `github` is CommonMark with GitHub's extensions, by comrak.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from audiencegen.config import Dialect

if TYPE_CHECKING:
    from comrak import ExtensionOptions, ParseOptions, RenderOptions

_FENCE = re.compile(r"( *)(```+(?!.*`)|~~~+)(.*)")
# What Python-Markdown understands after the marks: one word, or braces; of anything more it makes no code block.
_INFO = re.compile(r"\s*(\{.*\}|\.?[\w#.+-]* *(hl_lines=(\".*\"|'.*') *)?)")
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
    from audiencegen.content import python_markdown

    return python_markdown.to_html(text)


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
