"""The two dialects, and what Python-Markdown reads otherwise than its writer meant."""

from __future__ import annotations

import random

import pytest
from markdown import Markdown

from audiencegen.config import Dialect
from audiencegen.content.markdown import surprises, to_html
from audiencegen.content.urls import heading_id

MARKDOWN, GITHUB = Dialect.MARKDOWN, Dialect.GITHUB


def found(text: str) -> list[tuple[str, int, int]]:
    return list(surprises(text))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a | b\n--|--\n1 | 2\n", "<table>"),
        ("Term\n:   What it is.\n", "<dl>"),
        ("Note[^1]\n\n[^1]: So.\n", '<div class="footnote">'),
        ("*[HTML]: Hypertext\n\nHTML\n", '<abbr title="Hypertext">'),
        ("## Head {#own}\n", 'id="own"'),
        ("```python\nx\n```\n", '<code class="language-python">'),
        ("!!! note\n    Text.\n", '<div class="admonition note">'),
        ("[TOC]\n\n## Head\n", '<div class="toc">'),
        ("snake_case_word\n", "snake_case_word"),
        ("<div>raw</div>\n", "<div>raw</div>"),
    ],
)
def test_the_first_dialect_is_python_markdown_with_its_extras(text: str, html: str) -> None:
    assert html in to_html(text, MARKDOWN)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("| a |\n|---|\n| 1 |\n", "<table>"),
        ("~~gone~~\n", "<del>gone</del>"),
        ("https://example.org\n", '<a href="https://example.org">'),
        ("- [x] done\n", 'type="checkbox" checked'),
        ("Note[^1]\n\n[^1]: So.\n", '<section class="footnotes"'),
        ("> [!NOTE]\n> Text.\n", "markdown-alert-note"),
        ("I :heart: letters\n", "❤️"),
        ("- a\n  - b\n", "<ul>\n<li>a\n<ul>"),
        ("text\n- a\n", "<li>a</li>"),
        ("- a\n\n  ```\n  x\n  ```\n", "<code>x\n</code>"),
        ("<div>raw</div>\n", "<div>raw</div>"),
    ],
)
def test_the_other_dialect_is_that_of_github(text: str, html: str) -> None:
    assert html in to_html(text, GITHUB)


PIECES = (
    "word", "*", "**", "_", "`", "\\", "\n", "\n\n", "    ", "  \n", "> ", "# ", "- ", "1. ", ": ", "***\n", "---\n",
    "===\n", "!!! note\n", "[^1]", "[^1]: note\n", "\n[e]: /e\n", "[e]", "![c](d)", "[a](b)", "*[A]: all\n", "A",
    "<https://g.h>", "<i@j.k>", "<b>", "</b>", "&amp;", "```\n", "~~~\n", "|", "{: #a}", "[TOC]\n", '"', "'", "[", "](",
    ")", "]", "[a][e]", "[a]\n[e]", "![a][e]", "![e]", '[a](b "c")', "[a](<b>)", "[a](b(c))", "[a]( b_c_d )",
    "[*a*](b)", "[`a`](b)", "[![a](b)](c)", "[[a](b)](c)", "*[a](b)*", "<https://g[a](b)h>", "**a *b***", "\\*", "\\[",
    "\n- a\n    - b\n", "\n- a\n\n    b\n", "\n1. a\n2. b\n", "\nT\n:   d\n", "\na|b\n-|-\nc|d\n", "\n|a|\n|-|\n",
    "\n## *h* [a](b)\n", "\n# h[^1]\n", "<div markdown='1'>", "</div>", "<!-- c -->", "<br>", "<", "&", "[v] [a](b)",
    "\u0661. x", "\u00a0", "{: .c }", "\n{: .c}\n",
)  # fmt: skip


@pytest.fixture(scope="module")
def plain() -> Markdown:
    """The library, with nothing of it replaced."""
    return Markdown(
        extensions=["extra", "toc", "admonition", "sane_lists"],
        extension_configs={"toc": {"slugify": lambda title, separator: heading_id(title)}},
        output_format="html",
    )


@pytest.mark.parametrize("separator", ["", " "])
def test_what_is_replaced_in_the_library_says_what_it_says_alone(plain: Markdown, separator: str) -> None:
    choose = random.Random(3)
    for _ in range(1_000):
        known = choose.sample(PIECES, k=choose.randrange(2, 30))
        text = separator.join(choose.choices(known, k=choose.randrange(1, 40)))
        plain.reset()
        assert to_html(text, MARKDOWN) == plain.convert(text)


@pytest.mark.parametrize(
    "text",
    [
        "***b*_ _[]()*a **b***",  # where the library cuts a placeholder in two
        "<https://g[a](b)h A>\n\n*[A]: all\n",
        "# a\n\n# a\n\n## a {: data-toc-label=b}\n",
        "[TOC]\n\n# a\n\n## a {: data-toc-label=b}\n",
        "\\[TOC]\n\n# a\n",
        "- a [b](c) *d*\n    - e [f](g) *h*\n\n        i [j](k) `l`\n",
        "a\n* * *\nb\n -  - -\nc\n_____\n",
        "a b\n  | -\nc d\n",
        "- ![a](b)\n- \\![a](b)\n- c ![a](b) d\n- [^a](b)\n\n[^a]: note\n",
        "- a [b](c_d_e*f*g&h) i\n- [a]( b ) \n- [a](b[c]d)\n- [a](b[^c]d)\n\n[a]: /e\n\n[^c]: note\n",
        "a  \nb [c](d)\n\n[a  \nb](c)\n\n[a](b\nc) d  \n e\n",
    ],
)
def test_what_is_peculiar_stays(plain: Markdown, text: str) -> None:
    plain.reset()
    assert to_html(text, MARKDOWN) == plain.convert(text)


@pytest.mark.parametrize("text", ["Text:\n- a\n- b\n", "Text:\n1. a\n2. b\n", "Text:\n* a\n"])
def test_a_list_straight_after_a_paragraph_is_named_once(text: str) -> None:
    assert found(text) == [("list-without-blank-line", 2, 1)]
    assert "<li>" not in to_html(text, MARKDOWN)


@pytest.mark.parametrize("text", ["- a\n  - b\n", "- a\n   - b\n", "1. a\n   - b\n", "- a\n    - b\n      - c\n"])
def test_an_item_that_does_not_nest_is_named_at_its_mark(text: str) -> None:
    lines = text.rstrip().split("\n")
    assert found(text) == [("list-nested-by-few-spaces", len(lines), lines[-1].index("-") + 1)]


@pytest.mark.parametrize(
    "text",
    [
        "- a\n  ```\n  x\n  ```\n",
        "1. a\n\n    ```python\n    x\n    ```\n",
        " ```\nx\n ```\n",
    ],
)
def test_code_whose_marks_do_not_begin_the_line_is_named(text: str) -> None:
    assert [kind for kind, _, _ in found(text)] == ["code-not-at-line-start"]
    assert "<pre>" not in to_html(text, MARKDOWN)


@pytest.mark.parametrize("info", ["rust,ignore", "rust {1,3}", "js title=x", "c++ main.cpp"])
def test_code_with_more_than_a_language_is_named(info: str) -> None:
    text = f"```{info}\nx\n```\n"
    assert found(text) == [("code-with-more-than-a-language", 1, 4)]
    assert "<pre>" not in to_html(text, MARKDOWN)


@pytest.mark.parametrize("info", ["", "rust", " rust", ".rust", "c++", "{.rust .x}", "{ .rust #a }", 'py hl_lines="1"'])
def test_code_that_is_read_as_code_is_not_named(info: str) -> None:
    text = f"```{info}\nx\n```\n"
    assert found(text) == []
    assert "<pre" in to_html(text, MARKDOWN)


@pytest.mark.parametrize(
    "text",
    [
        "Text:\n\n- a\n- b\n\nMore.\n\n- c\n",
        "- a\n\n    Its second paragraph.\n\n    - b\n",
        "- a\n    - b\n        - c\n- d\n",
        "## Head\n- a\n",
        "```\nText\n- a\n  - b\n```\n",
        "~~~\n```\n- a\n~~~\n",
        "```\nx\n```\n- a\n",
        "    - code\n      - code\n",
        "    ```\n    an example of code\n    ```\n",
        "- a\n\n        ```\n        code in an item\n        ```\n",
        "-- not a list\n-- either\n",
        "She was born in\n1984. That was long ago.\n",
        "a ```b``` c\n\n```d``` e\n\n- f\n",
        "<!-- more -->\n- a\n",
        "Head\n====\n- a\n",
    ],
)
def test_what_is_read_as_meant_is_not_named(text: str) -> None:
    assert found(text) == []
