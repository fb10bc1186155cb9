"""A file's head in every syntax and every generator's words; and what is said when it is not as meant."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiencegen.content.frontmatter import Front, parse
from audiencegen.model import Ask, Brief, Credit, Head, Kind
from audiencegen.problems import Severity, show
from audiencegen.values import Record, digest, replace

BERLIN = ZoneInfo("Europe/Berlin")
MAY_DAY = datetime(2026, 4, 30, 22, tzinfo=UTC)


def read(text: str) -> Front:
    """What a text's front says, wherever it says it."""
    return replace(parse(text, BERLIN), places=Record())


def yaml(lines: str) -> str:
    return f"---\n{lines}\n---\n\nGood morning.\n"


def head(lines: str) -> Head:
    front = read(yaml(lines))
    assert front.problems == ()
    return front.head


def said(text: str) -> list[tuple[str, str, str]]:
    return [(problem.severity.value, problem.message, problem.hint) for problem in read(text).problems]


def shown(text: str) -> str:
    return "\n".join(show(problem.in_file("content/posts/hello.md"), lambda _: text) for problem in read(text).problems)


# --- where the head ends -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Hello\ntags: [a, b]\n---\nBody\n",
        "---  \ntitle: Hello\ntags: [a, b]\n...\nBody\n",
        "\n\n---\ntitle: Hello\ntags: [a, b]\n---\nBody\n",
        "\ufeff---\r\ntitle: Hello\r\ntags: [a, b]\r\n---\r\nBody\r\n",
        '+++\ntitle = "Hello"\ntags = ["a", "b"]\n+++\nBody\n',
        "Title: Hello\nTags: a, b\n\nBody\n",
        "title: Hello\nTAGS: a,\n  b\n---\nBody\n",
    ],
)
def test_a_head_is_yaml_or_toml_or_header_lines(text: str) -> None:
    assert read(text) == Front(Head(title="Hello", tags=("a", "b")), "Body\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Body\n",
        "# Title: not a field\n",
        "---\n\nA thematic break\n\n---\n",
        "---\nJust text\n",
        "---\n",
        "Note: this is the text.\n\nMore of it.\n",
        "Summary: this begins a paragraph\nthat goes on.\n",
        "http://example.com/\n",
    ],
)
def test_a_text_without_a_head_is_all_body(text: str) -> None:
    assert read(text) == Front(Head(), text)


def test_an_empty_head_says_nothing() -> None:
    assert read("---\n---\nBody") == Front(Head(), "Body")
    assert read("---\n# later\n---\nBody") == Front(Head(), "Body")


def test_a_head_without_end_names_the_line_after_which_it_is_missing() -> None:
    text = "---\ntitle: Hello\ntags: [a]\n\nGood morning.\n"
    assert shown(text) == (
        "content/posts/hello.md:1:1: error: the head that begins with this `---` has no end\n"
        "  1 | ---\n"
        "    | ^^^\n"
        "hint: write a line --- after line 3: tags: [a]"
    )


def test_hyphens_that_an_editor_made_a_dash_are_named() -> None:
    assert said("—\ntitle: Hello\n---\n") == [
        ("error", "the head should begin with three hyphens, and begins with —", "write it as ---")
    ]


def test_a_text_that_begins_inside_the_head_is_named() -> None:
    assert said("---\ntitle: Hello\n\nGood morning, all.\n\n---\n\nMore.\n") == [
        (
            "error",
            "this line is not `key: value`",
            "write it as `key: value`; if the text begins here, put a line --- before it",
        )
    ]


# --- fields and their other names ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        ("title: 2 letters", {"title": "2 letters"}),
        ("Title: x", {"title": "x"}),
        ("date: 2026-05-01", {"date": MAY_DAY, "date_only": True}),
        ("date: 2026-05-01 00:00", {"date": MAY_DAY}),
        ("publishDate: 2026-05-01", {"date": MAY_DAY, "date_only": True}),
        ("pubdate: 2026-05-01", {"date": MAY_DAY, "date_only": True}),
        ("published: 2026-05-01", {"date": MAY_DAY, "date_only": True}),
        ("published_at: 2026-05-01T00:00:00+02:00", {"date": MAY_DAY}),
        ("published: true", {}),
        ("published: false", {"draft": True}),
        ("status: draft", {"draft": True}),
        ("status: published", {}),
        ("status: hidden", {"unlisted": True}),
        ("status: tired", {"extra": Record({"status": "tired"})}),
        ("lastmod: 2026-05-01", {"updated": MAY_DAY}),
        ("modified: 2026-05-01", {"updated": MAY_DAY}),
        ("last_modified_at: 2026-05-01", {"updated": MAY_DAY}),
        ("expiryDate: 2026-05-01", {"expires": MAY_DAY}),
        ("slug: 1984", {"slug": "1984"}),
        ("guid: 007", {"id": "007"}),
        ("summary: s", {"description": "s"}),
        ("excerpt: s", {"description": "s"}),
        ("description: |\n  a\n  b", {"description": "a\nb"}),
        ("tags: a", {"tags": ("a",)}),
        ("tags: two words", {"tags": ("two words",)}),
        ("tags: [2024, no, 1.10, a, a]", {"tags": ("2024", "no", "1.10", "a")}),
        ("tags:\n- a\n-\n- b", {"tags": ("a", "b")}),
        ("tags:", {}),
        ("keywords: [a]", {"tags": ("a",)}),
        ("category: Bits, bytes", {"categories": ("Bits, bytes",)}),
        ("categories: [a, b]", {"categories": ("a", "b")}),
        ("by: Ann", {"authors": ("Ann",)}),
        ("author: Martin King, Jr.", {"authors": ("Martin King, Jr.",)}),
        ("author: {name: Ann, url: x}", {"authors": ("Ann",)}),
        ("authors: [{name: Ann}, Bo]", {"authors": ("Ann", "Bo")}),
        ("draft: yes", {"draft": True}),
        ('draft: "false"', {}),
        ("hidden: true", {"unlisted": True}),
        ("redirect_from: /old/", {"aliases": ("/old/",)}),
        ("redirects: [/a/, b.html]", {"aliases": ("/a/", "b.html")}),
        ("path: 2026/05/01/x", {"permalink": "2026/05/01/x"}),
        ("url: /x/", {"permalink": "/x/"}),
        ("url: https://elsewhere.example/x", {"extra": Record({"url": "https://elsewhere.example/x"})}),
        ("permalink: false", {"web": False}),
        ("series: [Harbours]", {"series": "Harbours"}),
        ("image: a.jpg\nimage_alt: A", {"image": "a.jpg", "image_alt": "A"}),
        ("cover: {src: a.jpg, alt: A}", {"image": "a.jpg", "image_alt": "A"}),
        ("cover: {image: a.jpg, caption: C}", {"image": "a.jpg"}),
        ("thumbnail: a.jpg", {"image": "a.jpg"}),
        ("images: [a.jpg, b.jpg]", {"image": "a.jpg"}),
        ("featured_image: {path: a.jpg}\nimage_alt: B", {"image": "a.jpg", "image_alt": "B"}),
        ("lang: pt_BR", {"language": "pt-BR"}),
        ("canonical_url: https://a.example/", {"canonical": "https://a.example/"}),
        ("email: no\nweb: no", {"email": False, "web": False}),
        ("subject: S\npreheader: P", {"subject": "S", "preheader": "P"}),
        ("number: 14", {"number": 14}),
        ("issue: '#14'", {"number": 14}),
        ("issue: Spring", {"extra": Record({"issue": "Spring"})}),
        ("kind: page", {"kind": Kind.PAGE}),
        ("toc: true", {"contents": True}),
        ("contents: auto", {}),
        ("toc: {min: 2}", {"extra": Record({"toc": Record({"min": 2})})}),
        ("credits: Ann", {"credits": (Credit("Ann"),)}),
        (
            "credits: [Ann, {name: Bo, for: the map, url: /bo/}]",
            {"credits": (Credit("Ann"), Credit("Bo", "the map", "/bo/"))},
        ),
        (
            "brief: {for: Ann, takeaway: T, question: Q?, ask: {text: Join, url: /join/}}",
            {"brief": Brief("Ann", "T", "Q?", Ask("Join", "/join/"))},
        ),
        (
            "brief: {ask: '[Join us](https://a.example/x_(y))'}",
            {"brief": Brief(ask=Ask("Join us", "https://a.example/x_(y)"))},
        ),
        ("brief: {question: }", {}),
        ("layout: wide\nmenu: {weight: 2}", {"extra": Record({"layout": "wide", "menu": Record({"weight": 2})})}),
        ("subtitle: x", {"extra": Record({"subtitle": "x"})}),
        ("extra: {a: 1, title: x}", {"extra": Record({"a": 1, "title": "x"})}),
        (
            "date: 2026-05-01\nwhen: 2026-05-01",
            {"date": MAY_DAY, "date_only": True, "extra": Record({"when": "2026-05-01"})},
        ),
    ],
)
def test_a_field_is_understood_by_its_names(lines: str, fields: dict[str, Any]) -> None:
    assert head(lines) == Head(**fields)


def test_the_words_of_zola_are_understood() -> None:
    front = read(
        '+++\ntitle = "x"\npath = "2026/05/01/x"\naliases = ["old.html"]\ndate = 2026-05-01\n'
        '[taxonomies]\ntags = ["a"]\nplaces = ["quay"]\n[extra]\nteam = "T"\n+++\nBody'
    )
    assert front.problems == ()
    assert front.head == Head(
        title="x",
        permalink="2026/05/01/x",
        aliases=("old.html",),
        date=MAY_DAY,
        date_only=True,
        tags=("a",),
        extra=Record({"places": ("quay",), "team": "T"}),
    )


def test_the_words_of_pelican_are_understood() -> None:
    front = read(
        "Title: Letter #14: hello\nNumber: 14\nDate: 2026-5-1\nCategory: A letter\nAuthors: Lee, A; Mo, B\n\nx"
    )
    assert front.problems == ()
    assert front.head == Head(
        title="Letter #14: hello",
        number=14,
        date=MAY_DAY,
        date_only=True,
        categories=("A letter",),
        authors=("Lee, A", "Mo, B"),
    )


def test_a_brief_may_be_written_in_toml() -> None:
    front = read('+++\ntitle = "x"\nbrief.question = "Q?"\n[brief.ask]\ntext = "Come"\nurl = "/x/"\n+++\nBody')
    assert front.problems == () and front.head.brief == Brief(question="Q?", ask=Ask("Come", "/x/"))


def test_native_dates_of_toml_are_understood() -> None:
    assert read("+++\ndate = 2026-05-01T00:00:00\n+++\n").head.date == MAY_DAY
    assert read("+++\ndate = 2026-04-30T22:00:00Z\n+++\n").head.date == MAY_DAY


@pytest.mark.parametrize(
    ("lines", "description", "message"),
    [
        (
            "summary: a\ndescription: b",
            "b",
            "`description` and `summary` mean the same field; `description` is used",
        ),
        ("excerpt: a\nsummary: b", "a", "`excerpt` and `summary` mean the same field; `excerpt` is used"),
    ],
)
def test_of_two_names_of_one_field_the_proper_one_is_used(lines: str, description: str, message: str) -> None:
    front = read(yaml(lines))
    assert front.head.description == description
    assert [(problem.severity, problem.message) for problem in front.problems] == [(Severity.WARNING, message)]


def test_two_names_that_say_the_same_are_no_problem() -> None:
    assert head("summary: a\ndescription: a").description == "a"
    assert head("summary:\ndescription: a").description == "a"


# --- what is said --------------------------------------------------------------------------------


def test_a_date_that_is_none_is_shown_in_its_place() -> None:
    assert shown("---\ntitle: Hello\ndate: tomorow\n---\n") == (
        "content/posts/hello.md:3:7: error: `date` is not a date: tomorow\n"
        "  3 | date: tomorow\n"
        "    |       ^^^^^^^\n"
        "hint: write it as 2026-05-01 or 2026-05-01 09:00"
    )


def test_a_date_still_to_be_filled_in_is_one_error_and_not_two() -> None:
    assert shown("---\ntitle: Hello\ndate: 2022-(TODO: MM-DD)\n---\n") == (
        "content/posts/hello.md:3:7: error: `date` is not a date: 2022-(TODO: MM-DD)\n"
        "  3 | date: 2022-(TODO: MM-DD)\n"
        "    |       ^^^^^^^^^^^^^^^^^^\n"
        "hint: write it as 2026-05-01 or 2026-05-01 09:00"
    )


def test_a_colon_in_a_title_is_answered_with_quotes() -> None:
    text = "---\ntitle: Hello: you\n---\n"
    assert shown(text) == (
        "content/posts/hello.md:2:8: error: a value that contains a colon and a space needs quotes\n"
        "  2 | title: Hello: you\n"
        "    |        ^^^^^^^^^^\n"
        'hint: write it as title: "Hello: you"'
    )
    assert read(text).head.title == "Hello: you"


def test_a_number_taken_for_a_comment_is_answered_with_quotes() -> None:
    text = "---\ntitle: Letter #14\n---\n"
    assert shown(text) == (
        "content/posts/hello.md:2:15: warning: `#14` is a comment to YAML, so `title` is only: Letter\n"
        "  2 | title: Letter #14\n"
        "    |               ^^^\n"
        'hint: write it as title: "Letter #14"'
    )


@pytest.mark.parametrize(
    ("lines", "severity", "message", "hint"),
    [
        (
            "date: 05/08/2026",
            "error",
            "`date` is ambiguous: 05/08/2026 can be read in two ways",
            "write it as 2026-08-05 (5 August) or 2026-05-08 (8 May)",
        ),
        ("date: [2026]", "error", "`date` should be text, and is: a list", 'write it as date: "[2026]"'),
        ("titel: x", "warning", "`titel` is not a known field; it is kept under `extra`", "did you mean `title`?"),
        ("dat: x", "warning", "`dat` is not a known field; it is kept under `extra`", "did you mean `date`?"),
        (
            "lastmodd: x",
            "warning",
            "`lastmodd` is not a known field; it is kept under `extra`",
            "did you mean `lastmod`?",
        ),
        (
            "title: 2024",
            "warning",
            "`title` is a number to YAML; it is kept as written: 2024",
            'write it as title: "2024"',
        ),
        ("title: No", "warning", "`title` is yes or no to YAML; it is kept as written: No", 'write it as title: "No"'),
        (
            "title: 1.10",
            "warning",
            "`title` is a number to YAML; it is kept as written: 1.10",
            'write it as title: "1.10"',
        ),
        (
            "title: 2026-05-01",
            "warning",
            "`title` is a date to YAML; it is kept as written: 2026-05-01",
            'write it as title: "2026-05-01"',
        ),
        (
            "title: “Hello”",
            "warning",
            "curly quotes do not count as quotes in YAML: they become part of `title`",
            'write it as title: "Hello"',
        ),
        (
            "tags: a, b, c++",
            "warning",
            "`tags` is one text with commas; it is read as a list of 3",
            'write it as tags: [a, b, "c++"]',
        ),
        ("tags: [{a: b}]", "error", "this item should be text, and is: a mapping", ""),
        ("number: twelve", "error", "`number` should be a whole number, and is: twelve", "write it as number: 10"),
        (
            "draft: maybe",
            "error",
            "`draft` should be true or false, and is: maybe",
            "write it as draft: true or draft: false",
        ),
        ("kind: pots", "error", "`kind` should be `post` or `page`, and is: pots", "write it as kind: post"),
        (
            "language: English",
            "warning",
            "`language` should be a language tag, and is: English",
            "write it as language: en or language: pt-BR",
        ),
        (
            "permalink: https://a.example/c/",
            "error",
            "`permalink` should be a path of this site",
            "write it as permalink: /c/",
        ),
        (
            "permalink: /:year/:title/",
            "error",
            "`permalink` is a pattern of another generator: /:year/:title/",
            "write the address itself, such as /posts/hello/; patterns belong into audiencegen.yaml",
        ),
        (
            "image: {scr: a.jpg}",
            "error",
            "`image` names no picture",
            "write it as image: photo.jpg, or as image: {src: photo.jpg, alt: what it shows}",
        ),
        ("series: [A, B]", "warning", "a post is part of one series; `A` is used", "write it as series: A"),
        (
            "title: x\ntitle: y",
            "error",
            "`title` stands twice; the first is in line 2, column 1",
            "keep one of the two lines",
        ),
        ("brief: {questoin: x}", "warning", "`questoin` is not a key of `brief`", "did you mean `question`?"),
        (
            "brief: for Ann",
            "warning",
            "`brief` needs keys of its own: for, takeaway, question, ask",
            "write it as brief: {for: whoever lends tools, question: What have you lent and never seen again?}",
        ),
        (
            "brief: {ask: Join us}",
            "warning",
            "`ask` needs the words of a button and an address",
            'write it as ask: "[Join us](https://…)", or as ask: {text: Join us, url: https://…}',
        ),
        (
            "brief: {ask: {text: Join, url: /x/, ulr: /y/}}",
            "warning",
            "`ulr` is not a key of `ask`",
            "did you mean `url`?",
        ),
        (
            "credits: [{for: x}]",
            "error",
            "this credit has no name",
            "write it as - {name: Ann, for: reading the draft, url: https://…}",
        ),
    ],
)
def test_what_is_not_as_meant_is_said_with_what_to_write(lines: str, severity: str, message: str, hint: str) -> None:
    assert said(yaml(lines)) == [(severity, message, hint)]


@pytest.mark.parametrize(
    "name",
    "layout type template weight data state name time link source sources role site page pages sort section "
    "topic topics rating mood via lead intro hero banner math comments featured pinned sitemap menu "
    "parent related gallery video podcast enclosure duration episode season location eleventyNavigation "
    "outputs resources version organization_id main_image_caption visibility license price edited created "
    "sponsor reviewers tagline".split(),
)
def test_a_field_of_the_writers_own_is_kept_without_a_word(name: str) -> None:
    assert head(f"{name}: x") == Head(extra=Record({name: "x"}))


def test_a_comma_list_in_toml_is_answered_in_toml() -> None:
    assert said('+++\ntags = "a, b"\n+++\n') == [
        ("warning", "`tags` is one text with commas; it is read as a list of 2", 'write it as tags = ["a", "b"]')
    ]


def test_a_title_that_toml_takes_for_a_number_is_answered_in_toml() -> None:
    assert said("+++\ntitle = 2024\n+++\n") == [
        ("warning", "`title` is a number to TOML; it is kept as written: 2024", 'write it as title = "2024"')
    ]


def test_a_header_line_that_lost_its_colon_is_named() -> None:
    assert shown("Title: Hello\nDate 2026-05-01\n\nGood morning.\n") == (
        "content/posts/hello.md:2:1: error: this line of the header has no colon\n"
        "  2 | Date 2026-05-01\n"
        "    | ^^^^^^^^^^^^^^^\n"
        "hint: write it as Date: 2026-05-01, or leave an empty line before it if the text begins here"
    )


CONFLICT = ("error", "git could not join two versions here, and left both")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n", [2]),
        ("---\n<<<<<<< HEAD\ntitle: a\n=======\ntitle: b\n>>>>>>> other\n---\n", [2]),
        ("---\ntitle: x\n---\n<<<<<<< HEAD\nb\n=======\n>>>>>>> other\n<<<<<<<\n", [4, 8]),
        ("a\n>>>>>>> other\n", [2]),
        ("````\n<<<<<<< HEAD\n```\n>>>>>>> other\n````\n", []),
        ("Heading\n=======\n", []),
        ("    <<<<<<< HEAD\n", []),
    ],
)
def test_a_conflict_is_named_once_unless_it_is_code(text: str, lines: list[int]) -> None:
    problems = read(text).problems
    assert [problem.line for problem in problems] == lines
    assert all((problem.severity.value, problem.message) == CONFLICT for problem in problems)


# --- whatever the text ---------------------------------------------------------------------------

WORDS = (
    "title date tags draft image credits permalink published status extra : = - [ ] { } \" ' “ ” # | > &a *a !x @ % ` "
    '2026-05-01 05/08/2026 yes 1.10 \\ --- +++ ... [[ <<< <<<<<<< ======= é😀 ? ~ , """'
)
MARKS = [": ", " = ", "\n", "\n", "\n  ", "\t", "- ", " #14", "\0", "\u2028", "\x85", "\r\n", "\ufeff"]
PIECES = st.sampled_from([*WORDS.split(), *MARKS])


@settings(deadline=None)
@given(st.sampled_from(["", "---\n", "+++\n", "Title: "]), st.lists(PIECES).map("".join) | st.text(), st.booleans())
def test_no_text_makes_reading_fail(opening: str, text: str, is_closed: bool) -> None:
    front = read(f"{opening}{text}\n{opening}Body" if is_closed else f"{opening}{text}")
    digest(front.head)
    for problem in front.problems:
        show(problem, lambda _: text)


@settings(deadline=None)
@given(st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"])))
def test_the_body_is_the_text_after_the_head(body: str) -> None:
    assert read(f"---\ntitle: x\n---\n{body}").body == body
    assert read(f'+++\ntitle = "x"\n+++\n{body}').body == body
    assert read(f"Title: x\n\n{body}").body == body
