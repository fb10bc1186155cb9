"""The text part: the same words as the HTML, in lines that a terminal can show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from letters import FRAME, THEME, body_of, issue_of, letter_text, reduced

from audiencegen.config import Dialect
from audiencegen.mail.fold import columns, fold
from audiencegen.mail.prose import prose
from audiencegen.model import Ask

TORTURE = (Path(__file__).parent / "torture.md").read_text("utf-8")


def plain(text: str, width: int = 72) -> str:
    return "\n".join(prose(reduced(text), width).lines)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("*soft*, **loud**, `code`, ~~gone~~", "_soft_, *loud*, `code`, ~gone~"),
        ("One  \ntwo\nthree", "One\ntwo three"),
        ("## Head\n\nWords", "Head\n----\n\nWords"),
        ("## A\n\nWords\n\n### 日本\n\nMore", "A\n-\n\nWords\n\n\n日本\n~~~~\n\nMore"),
        ("## A\n\n### B\n\n#### Small\n\nWords", "A\n-\n\n\nB\n~\n\nSmall\n\nWords"),
        ("- a\n- b\n  - c\n- d", "- a\n- b\n  - c\n- d"),
        ("9. a\n10. b", " 9. a\n10. b"),
        ("- a\n\n  more\n- b", "- a\n\n  more\n\n- b"),
        ("- [ ] a\n- [x] b", "☐ a\n☑ b"),
        ("> a\n>\n> b\n>> c", "> a\n>\n> b\n>\n> > c"),
        ("> [!NOTE]\n> a", "| Note\n|\n| a"),
        ("```python\ndef f():\n\treturn 1\n\n\nx\n```", "    def f():\n        return 1\n\n\n    x"),
        ("a\n\n---\n\nb", "a\n\n* * *\n\nb"),
        ("![A boat](b.jpg) and ![](c.jpg)", "[A boat] and"),
        ("10<sup>2</sup>, H<sub>2</sub>O, 5<sup>th</sup>", "10², H2O, 5th"),
        ("<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>", "a\n    b\n\nc\n    d"),
        ("<ruby>漢<rt>かん</rt></ruby>", "漢(かん)"),
        ("a<script>b</script><style>c</style><!-- d -->", "a"),
    ],
)
def test_a_construct_in_plain_text(written: str, expected: str) -> None:
    assert plain(written) == expected


def test_links_are_numbered_once_and_listed() -> None:
    written = prose(reduced("[a](https://example.org/a), [b](https://example.org/b), [again](https://example.org/a)."))
    assert written.lines == ("a [1], b [2], again [1].",)
    assert written.links == ("https://example.org/a", "https://example.org/b")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("<https://example.org/a>", "https://example.org/a"),
        ("[example.org/a](https://www.example.org/a/)", "https://www.example.org/a/"),
        ("<ann@example.org>", "ann@example.org"),
        ("[Ann](mailto:ann@example.org?subject=Hi)", "Ann <ann@example.org>"),
        ("[call](tel:+4912)", "call <+4912>"),
    ],
)
def test_an_address_that_says_itself_stands_in_its_place(link: str, expected: str) -> None:
    assert prose(reduced(link)).links == ()
    assert plain(link) == expected


def test_a_table_is_aligned_by_the_columns_that_its_characters_take() -> None:
    assert plain("| Name | Count | Mid |\n|---|--:|:-:|\n| Åse | 1 | a |\n| 日本語 | 200 | bbbbb |") == (
        "Name    Count   Mid\n------  -----  -----\nÅse         1    a\n日本語    200  bbbbb"
    )


def test_an_empty_corner_is_no_reason_to_lose_the_headers() -> None:
    assert plain("|  | Count |\n|---|--:|\n| Åse | 1 |") == "     Count\n---  -----\nÅse      1"
    assert plain("<table><tr><th>a</th><td>1</td></tr></table>") == "a  1"


def test_a_table_too_wide_for_a_line_is_told_row_by_row() -> None:
    table = "| Name | What they wrote |\n|---|---|\n| Ann | a long answer in many words |\n| Bo | short |"
    assert plain(table, 24) == (
        "Name: Ann\nWhat they wrote: a long\n  answer in many words\n\nName: Bo\nWhat they wrote: short"
    )


@pytest.mark.parametrize("dialect", list(Dialect))
def test_footnotes_stand_at_the_end_under_a_rule(dialect: Dialect) -> None:
    notes = "[^a]: First.\n[^b]: Second,\n    with [a link](https://example.org/)."
    written = prose(reduced(f"One[^a], two[^b].\n\n{notes}", dialect))
    assert "\n".join(written.lines) == "One¹, two².\n\n* * *\n\n¹ First.\n\n² Second, with a link [1]."


def test_words_are_filled_to_72_columns_and_addresses_are_never_broken() -> None:
    address = "https://example.org/" + "very-long-" * 10
    lines = fold(f"{'word ' * 40}{address} end", 72)
    assert address in lines
    assert all(columns(line) <= 72 for line in lines if line != address)


def test_chinese_and_japanese_break_between_characters_but_not_before_a_full_stop() -> None:
    assert fold("今日は良い天気ですね。", 20) == ["今日は良い天気です", "ね。"]
    assert [columns(line) for line in fold("漢" * 80, 72)] == [72, 72, 16]


def test_hanging_indents_hold_for_long_items() -> None:
    assert plain("1. " + "word " * 8, 20) == "1. word word word\n   word word word\n   word word"


def test_the_whole_part_from_preheader_to_postal_address() -> None:
    body = body_of("Good *morning*, see [the shore](https://example.org/shore).")
    assert letter_text(THEME, FRAME, issue_of(body), body) == (
        "A first greeting\n"
        "\n"
        "The Test Letter\n"
        "Read on the web: https://letters.example.org/posts/hello/\n"
        "\n"
        "\n"
        "Hello\n"
        "=====\n"
        "\n"
        "Ann Author · 1 May 2026\n"
        "\n"
        "Good _morning_, see the shore [1].\n"
        "\n"
        "\n"
        "Links\n"
        "\n"
        "[1] https://example.org/shore\n"
        "\n"
        "-- \n"
        "The Test Letter: one letter a month\n"
        "\n"
        "Was this letter forwarded to you? Subscribe here:\n"
        "https://letters.example.org/subscribe/\n"
        "\n"
        "You get it because you subscribed to The Test Letter.\n"
        "Unsubscribe: mailto:reply@letters.example.org?subject=Unsubscribe\n"
        "\n"
        "Quay 1, 12345 Harbour\n"
    )


def test_the_ask_and_the_question_stand_before_the_links() -> None:
    body = body_of("See [a](https://example.org/a).")
    issue = issue_of(body, ask=Ask("Come and see", "/tour/"), question="What do you see?")
    said = letter_text(THEME, FRAME, issue, body).split("See a [1].")[1].split("-- ")[0]
    assert said == (
        "\n\nCome and see:\nhttps://letters.example.org/tour/\n"
        "\n*What do you see?*\nJust hit reply. Your answer reaches me, and I read every one.\n"
        "\n\nLinks\n\n[1] https://example.org/a\n\n"
    )


@pytest.mark.parametrize("dialect", list(Dialect))
def test_every_construct_keeps_its_words_within_the_width(dialect: Dialect) -> None:
    body = body_of(TORTURE, dialect)
    text = letter_text(THEME, FRAME, issue_of(body), body)
    wide = [line for line in text.split("\n") if columns(line) > 72]
    assert not [line for line in wide if "://" not in line and not line.startswith("    ")]
    assert not [line for line in text.split("\n") if line != line.rstrip() and line != "-- "]
    words = set(re.findall(r"[A-Za-z]+", text))
    assert not [word for word in re.findall(r"[A-Za-z]{3,}", body.text) if word not in words]
