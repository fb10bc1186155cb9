"""The letter as Markdown: both dialects read back what the letter says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letters import FRAME, body_of, issue_of

from audiencegen.config import Dialect
from audiencegen.content.markdown import to_html
from audiencegen.content.tree import Element, parse
from audiencegen.mail.bare import bare_tree
from audiencegen.mail.markdown import markdown
from audiencegen.mail.reduction import letter_tree
from audiencegen.mail.tags import Marks

TORTURE = (Path(__file__).parent / "torture.md").read_text("utf-8")
BRACES = Marks(("{{", "{%", "{#"))


def written(text: str) -> str:
    body = body_of(text)
    return markdown(bare_tree(FRAME, issue_of(body), letter_tree(FRAME, issue_of(body), body)), BRACES)


def words(tree: Element) -> str:
    return re.sub(r"\s+", "", tree.text())


def said(text: str) -> Element:
    body = body_of(text)
    return bare_tree(FRAME, issue_of(body), letter_tree(FRAME, issue_of(body), body))


def outline(tree: Element) -> list[str]:
    """The elements that make a difference to a reader, in their order."""
    return [
        one.tag for one in tree.find("a", "blockquote", "code", "em", "h2", "h3", "img", "li", "ol", "strong", "ul")
    ]


@pytest.mark.parametrize("dialect", Dialect)
def test_both_dialects_read_back_the_torture_letter(dialect: Dialect) -> None:
    back = parse(to_html(written(TORTURE), dialect))
    assert words(back) == words(said(TORTURE))
    assert outline(back) == outline(said(TORTURE))


@pytest.mark.parametrize(
    "source",
    [
        "# not\\\n# a heading\n",
        "1986\\. A year\n\n\\- no list\n\n\\+ none\n\n\\> no quote\n\n\\!!! note\n",
        "snake_case, \\*stars\\*, \\[brackets\\](no), 2 \\* 3 \\* 4, `a*b`, `` a`b ``, \\`tick\\`, C:\\\\dir\\\\n\n",
        "&amp;copy; &lt;b&gt; \\~\\~not struck\\~\\~ {.class} {: #id }\n\n## Sets {a}\n",
        "a *b*c **d**e *“f”* ***g*** **h *i* j**\n",
        "**The people.** Then *“quoted”* words, (*bracketed.*) *a*. ***b.*** **[c](https://example.org/)** *\\*d\\**\n",
        "<https://example.org/a_b?c=1&d=2> [`https://example.org/x`](https://example.org/x)\n",
        "<code>a</code><code>b</code>`c` and `d`<code>e</code>\n",
        "| a | b |\n|---|---|\n| *x* | [y](https://example.org/a_(b)) |\n",
        "- one\n\n  ```\n  code\n\n\n  more\n  ```\n- two\n",
        "- a\n\n<!-- -->\n\n- b\n\n1. c\n\n> - d\n>   1. e\n> - f\n",
        "```\n```` ```` ~~~\n```\n\n    indented\n",
        "[{{ a }}](https://example.org/{{a}}) {{{ `{{ b }}` {% c %} {# d #}\n\n```\n{{ e }}\n\n\nf\n```\n",
        "Two  \nlines\\\n= three\n: four\n| five\n",
    ],
)
@pytest.mark.parametrize("dialect", Dialect)
def test_what_looks_like_a_mark_stays_a_word(source: str, dialect: Dialect) -> None:
    back = parse(to_html(written(source), dialect))
    assert words(back) == words(said(source))
    assert outline(back) == outline(said(source))


@settings(max_examples=300)
@given(st.text(alphabet="ab1 .,-+*_`#>!|~=:[](){}<&;\\\"'%@\n", max_size=40))
def test_no_words_become_marks(text: str) -> None:
    tree = Element("", {}, [Element("p", {}, ["a", text]), Element("p", {}, [text, "z"])])
    for dialect in Dialect:
        back = parse(to_html(markdown(tree, BRACES), dialect))
        assert words(back) == words(tree)
        assert {one.tag for one in back.walk()} <= {"", "a", "p", "br"}  # a bare address may become a link


def test_no_mark_of_a_service_is_left() -> None:
    assert not BRACES.found(written("{{ a }} {{{ {% b %} `{{ c }}` {# d #}\n\n```\n{{ e }}\n```\n\n> {{ f }}\n"))


def test_plain_prose_is_plain_markdown() -> None:
    source = (
        "## A heading\n\nWords, *some* of **weight.** And [a link](https://example.org/), <https://example.org/>.\n\n"
        "-   one\n-   two\n\n> Said.\n\n```\ncode\n```\n\n---\n\n![A boat](https://example.org/boat.png)\n"
    )
    assert written(source) == source
