"""Personal fields: known ones with words for everybody else, outside code, in text, subject and preheader."""

from __future__ import annotations

import pytest

from audiencegen.config import Dialect
from audiencegen.content import markdown
from audiencegen.content.body import read
from audiencegen.content.forms import feed_html, page_html
from audiencegen.content.personal import KNOWN, Personal, pieces, without_fields
from audiencegen.model import Body, Reader, Target
from audiencegen.problems import arranged
from sites import CONFIG, frame_of, linked, post

HOME = "posts/2026-05-01-hello.md"


def body(text: str, dialect: Dialect = Dialect.GITHUB) -> Body:
    return read(markdown.to_html(text, dialect), "en", takes_title=False).body


def said(text: str, head: str = "") -> list[tuple[int, int, str, str]]:
    source = post(head, text)
    problems = arranged(linked({HOME: source}).problems, lambda file: source)
    return [(one.line, one.column, one.message, one.hint) for one in problems]


def test_a_text_is_words_and_fields() -> None:
    assert pieces("Hi {first_name|there}, {name| dear friend }!") == (
        "Hi ",
        Personal("first_name", "there"),
        ", ",
        Personal("name", "dear friend"),
        "!",
    )


@pytest.mark.parametrize("text", ["", "{}", "{first_name}", "{first_name|}", "{shoe|x}", "{first_name|there", "a|b}"])
def test_what_is_no_sound_field_stays_as_it_is(text: str) -> None:
    assert without_fields(text) == text


def test_every_field_is_a_fact_of_a_reader() -> None:
    assert set(KNOWN) <= set(Reader.__struct_fields__)


@pytest.mark.parametrize("dialect", list(Dialect))
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hello {first_name|there}, how are you?", "Hello there, how are you?"),
        ("{first_name|Dear reader},", "Dear reader,"),
        ("Hello *{first_name|you}*", "Hello you"),
        ("{first_name|a & b}", "a & b"),
        ("Hello {first_name|there}", "Hello there"),
        ("## For {first_name|you}", "For you"),
        ("Words\n{first_name|you}", "Words\nyou"),
        ("| a | b |\n|---|---|\n| Hi {first_name\\|you} | c |", "a\nb\nHi you\nc"),
        ("[{first_name|you}](/x/)", "you"),
        ("{first_name|there}", "there"),
    ],
)
def test_a_page_and_a_feed_show_the_words_for_everybody(dialect: Dialect, text: str, shown: str) -> None:
    made = body(text, dialect)
    assert made.text == shown
    assert "<ag-field" in made.html
    for html in (page_html(made.html, _targets(made), FRAME), feed_html(made.html, _targets(made), FRAME, "/x/")):
        assert "ag-field" not in html and "{" not in html and shown.replace("&", "&amp;").split()[0] in html


@pytest.mark.parametrize("text", ["`{first_name|there}`", "```\n{first_name|there}\n```", "<kbd>{first_name|x}</kbd>"])
def test_code_is_left_alone(text: str) -> None:
    made = body(text)
    assert "{first_name|" in made.html and "ag-field" not in made.html


def test_a_slip_is_said_with_its_line_and_what_to_write() -> None:
    text = (
        "Words.\n\nHi {frist_name|there}, {first_name}, {name|}, {first_name|and so on, {title} and {x|y} and {shoes|x}"
    )
    assert said(text) == [
        (8, 4, "{frist_name|there} is no personal field; it stands as it is", "did you mean {first_name|there}?"),
        (8, 24, "{first_name} says nothing to readers of whom it is not known", "write it as {first_name|there}"),
        (8, 38, "{name|} says nothing to readers of whom it is not known", "write it as {name|there}"),
        (8, 47, "{first_name|and so on, has no end", "write it as {first_name|and so on,}, in plain words"),
        (
            8,
            92,
            "{shoes|x} is no personal field; it stands as it is",
            "the fields are first_name, name, email, introduced_by; in code it is left alone",
        ),
    ]


@pytest.mark.parametrize("name", ["subject", "preheader"])
def test_a_slip_in_the_head_is_said_with_its_line(name: str) -> None:
    ((line, _, message, hint),) = said("Words.", f"{name}: For {{firstname|you}}")
    assert (line, message) == (3, "{firstname|you} is no personal field; it stands as it is")
    assert hint == "did you mean {first_name|you}?"


FRAME = frame_of(CONFIG)


def _targets(made: Body) -> tuple[Target, ...]:
    return tuple(Target(link.target) for link in made.links)
