"""Highlighting: the spans are those that Pygments' own formatter writes, so that its themes fit."""

from __future__ import annotations

import pytest
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from audiencegen.content.highlight import highlighted


@pytest.mark.parametrize("language", ["python", "rust", "js", "html", "console", "pycon", "diff", "yaml", "text", "c"])
@pytest.mark.parametrize(
    "code",
    [
        "",
        "\n",
        "\n\na\n\n",
        "a",
        'x = """a\n\n  <b>\n"""  # c & d\n',
        "def f(a: int) -> str:\n    return f'{a}'\n",
        "$ ls\na  b\n$ exit",
        ">>> 1 + 1\n2\n",
        '/* a\n   b */ fn main() { println!("<&>"); }\n',
        "- a: [1, 'b']\n+ c: {d: 2}\n",
        '<p class="x">a &amp; b</p>\n<!-- c\nd -->',
    ],
)
def test_the_spans_are_those_of_pygments(code: str, language: str) -> None:
    lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    expected = highlight(code, lexer, HtmlFormatter(nowrap=True)).removesuffix("\n")
    assert highlighted(code, language) == expected + ("\n" if code.endswith("\n") else "")


def test_a_language_that_nobody_knows_is_not_guessed() -> None:
    assert highlighted("x = 1", "no-such-language") is None
