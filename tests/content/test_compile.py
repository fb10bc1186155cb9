"""One file → one manuscript, from whatever bytes; it knows nothing else and remembers nothing."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiencegen.config import Config, Dialect
from audiencegen.content import compile as compiler
from audiencegen.content.compile import Settings, compile_source
from audiencegen.content.encoding import decode
from audiencegen.model import Body, Manuscript
from audiencegen.problems import Severity
from audiencegen.values import digest

MARKDOWN = Settings(Dialect.MARKDOWN, "en", ZoneInfo("Europe/Berlin"))
GITHUB = Settings(Dialect.GITHUB, "en", ZoneInfo("Europe/Berlin"))
BOTH = pytest.mark.parametrize("how", [MARKDOWN, GITHUB], ids=lambda how: how.dialect.value)
POST = b"---\ntitle: Hello\ndate: 2026-05-01\n---\n\nGood *morning*.\n"


def compiled(content: bytes | str, how: Settings = MARKDOWN) -> Manuscript:
    return both(content, how)[0]


def body(content: bytes | str, how: Settings = MARKDOWN) -> Body:
    return both(content, how)[1]


def both(content: bytes | str, how: Settings) -> tuple[Manuscript, Body]:
    return compile_source(content.encode() if isinstance(content, str) else content, how)


def kinds(manuscript: Manuscript) -> list[tuple[str, int, int]]:
    return [(problem.kind, problem.line, problem.column) for problem in manuscript.problems]


def test_the_settings_are_all_that_shapes_a_manuscript_beside_its_bytes() -> None:
    config = Config("T", "https://x.org", language="de", timezone=ZoneInfo("Europe/Berlin"), markdown=Dialect.GITHUB)
    assert compiler.settings(config) == Settings(Dialect.GITHUB, "de", ZoneInfo("Europe/Berlin"))
    assert digest(MARKDOWN) != digest(GITHUB)


@BOTH
def test_a_file_becomes_its_head_its_title_and_its_body(how: Settings) -> None:
    manuscript = compiled(POST, how)
    assert manuscript.title == manuscript.head.title == "Hello"
    assert body(POST, how).html == "<p>Good <em>morning</em>.</p>" + ("\n" if how is GITHUB else "")
    assert manuscript.problems == ()


@BOTH
def test_without_a_head_the_title_is_the_first_heading(how: Settings) -> None:
    manuscript = compiled("# Good *morning*\n\nText.\n", how)
    assert (manuscript.head.title, manuscript.title) == (None, "Good morning")
    assert manuscript.outline.headings == ()


def test_a_title_of_the_head_leaves_the_headings_alone() -> None:
    manuscript = compiled("---\ntitle: Hello\n---\n# Good morning\n")
    assert [heading.text for heading in manuscript.outline.headings] == ["Good morning"]


def test_the_language_of_the_post_decides_its_quotation_marks() -> None:
    assert body('---\ntitle: x\nlang: de\n---\n"so"\n').text == "„so“"
    assert body('---\ntitle: x\n---\n"so"\n').text == "“so”"


# --- bytes ---------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + POST,
        POST.replace(b"\n", b"\r\n"),
        POST.replace(b"\n", b"\r"),
        b"\xef\xbb\xbf" + POST.replace(b"\n", b"\r\n"),
    ],
    ids=["byte order mark", "windows", "old macintosh", "both"],
)
def test_how_an_editor_marks_the_file_and_ends_its_lines_does_not_matter(content: bytes, how: Settings) -> None:
    assert compiled(content, how) == compiled(POST, how)


def test_what_is_not_utf_8_is_replaced_and_named_at_its_place() -> None:
    manuscript, found = both(b"---\ntitle: Hello\n---\n\nGood\nmorning, Fran\xe7ois and \xff.\n", MARKDOWN)
    assert found.text == "Good\nmorning, Fran\ufffdois and \ufffd."
    assert kinds(manuscript) == [("not-utf-8", 6, 14)]
    assert manuscript.problems[0].severity is Severity.WARNING


def test_utf_16_is_named_as_such() -> None:
    manuscript = compiled("title: Hello\n\nGood morning.\n".encode("utf-16"))
    assert [problem.severity for problem in manuscript.problems] == [Severity.ERROR]
    assert "UTF-16" in manuscript.problems[0].message


def test_control_characters_are_left_out_and_the_first_is_named_at_its_place() -> None:
    manuscript, found = both("---\ntitle: Hello\n---\n\nGood \0morn\x08ing\x1f.\n", MARKDOWN)
    assert found.text == "Good morning."
    assert kinds(manuscript) == [("control-character", 5, 6)]
    assert "U+0000" in manuscript.problems[0].message


@pytest.mark.parametrize("sign", ["\x01", "\x7f", "\x85", "\x9f", "\ufffe", "\uffff"])
def test_a_control_character_is_found_however_many_bytes_it_has(sign: str) -> None:
    manuscript, found = both(f"---\ntitle: Hello\n---\n\nGood mor{sign}ning.\n", MARKDOWN)
    assert found.text == "Good morning."
    assert kinds(manuscript) == [("control-character", 5, 9)]


def test_control_characters_written_as_entities_are_left_out_as_well() -> None:
    assert body("Good &#8;morning&#x1f;.\n").text == "Good morning."


def test_tabs_and_characters_of_every_plane_stay() -> None:
    assert decode("a\tb\n🙂 東京 e\u0301\u200d\xa0".encode()) == ("a\tb\n🙂 東京 e\u0301\u200d\xa0", ())


def test_an_empty_file_is_an_empty_manuscript() -> None:
    for content in (b"", b"\n \n", b"\xef\xbb\xbf", b"---\n---\n"):
        manuscript, found = both(content, MARKDOWN)
        assert (manuscript.title, found.html.strip(), found.words) == ("", "", 0)


# --- what is said --------------------------------------------------------------------------------


def test_surprises_are_named_with_the_line_of_the_file() -> None:
    manuscript = compiled("---\ntitle: Hello\n---\n\nText:\n- a\n  - b\n")
    assert kinds(manuscript) == [("list-without-blank-line", 6, 1), ("list-nested-by-few-spaces", 7, 3)]


def test_the_github_dialect_has_none_of_these_surprises() -> None:
    assert compiled("---\ntitle: Hello\n---\n\nText:\n- a\n  - b\n", GITHUB).problems == ()


def test_problems_of_the_body_are_looked_for_after_the_head() -> None:
    manuscript = compiled("---\ntitle: a.png\n---\n\n![](a.png)\n")
    assert [(problem.kind, problem.find, problem.since) for problem in manuscript.problems] == [
        ("image-without-alt", "a.png", 4)
    ]


# --- no file breaks it ---------------------------------------------------------------------------

DEEP = ["> " * 900 + "x", "<div>" * 4_000, "\n".join("    " * depth + "- x" for depth in range(250)), "*" * 4_000 + "x"]


@BOTH
@pytest.mark.parametrize("text", DEEP, ids=["quotations", "divs", "lists", "stars"])
def test_what_stands_very_deep_is_read_or_named(text: str, how: Settings) -> None:
    manuscript, found = both(text, how)
    assert "x" in found.text or found.html or kinds(manuscript) == [("too-deep", 0, 0)]


@BOTH
def test_a_file_that_was_too_deep_leaves_no_trace_in_the_next(how: Settings) -> None:
    plain = "- a\n\n    b\n- c\n\nd\n\n1. e\n    - f\n"
    before = compiled(plain, how)
    for text in DEEP:
        compiled(text, how)
    assert compiled(plain, how) == before


@BOTH
@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise(how: Settings, content: bytes) -> None:
    assert digest(compiled(content, how)) == digest(compiled(content, how))


@BOTH
@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="-+:# []{}!&*'\"\n\t\0abtitledraft0129,é", max_size=80))
def test_no_head_raises(how: Settings, text: str) -> None:
    compiled("---\n" + text, how)
    compiled("+++\n" + text + "\n+++\n", how)
    compiled("Title: " + text, how)
