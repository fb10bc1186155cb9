"""Fields are set and removed, and every other byte stays."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiencegen.content.frontmatter import edited, parse

PUBLISH = {"draft": None, "date": "2026-05-01 09:00"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\ntitle: x\ndraft: true\n---\nbody", "---\ntitle: x\ndate: 2026-05-01 09:00\n---\nbody"),
        (
            "---\r\ntitle: x\r\ndraft: true # soon\r\ndate: 2025-01-01   # old\t\r\n---\r\nbody",
            "---\r\ntitle: x\r\ndate: 2026-05-01 09:00   # old\t\r\n---\r\nbody",
        ),
        (
            '\ufeff---\npublished: false\ntitle: "a: b"\n---\n',
            '\ufeff---\ntitle: "a: b"\ndate: 2026-05-01 09:00\n---\n',
        ),
        (
            '+++\ntitle = "x"\ndraft = true\n\n[extra]\ndraft = 1\ndate = 2\n+++\nb',
            '+++\ntitle = "x"\ndate = "2026-05-01 09:00"\n\n[extra]\ndraft = 1\ndate = 2\n+++\nb',
        ),
        ("Title: x\nStatus: draft\nDate: 2025-01-01\n\nb", "Title: x\nDate: 2026-05-01 09:00\n\nb"),
        ("Title: x\nStatus: draft\n\nb", "Title: x\nDate: 2026-05-01 09:00\n\nb"),
        ("hello", "---\ndate: 2026-05-01 09:00\n---\n\nhello"),
        ("hello\r\nyou", "---\r\ndate: 2026-05-01 09:00\r\n---\r\n\r\nhello\r\nyou"),
        ("", "---\ndate: 2026-05-01 09:00\n---\n\n"),
        ("---\n---\n", "---\ndate: 2026-05-01 09:00\n---\n"),
        (
            "---\ntags:\n- a\n- b\ndraft: true\n# note\n---\n",
            "---\ntags:\n- a\n- b\ndate: 2026-05-01 09:00\n# note\n---\n",
        ),
        (
            '---\npublishDate: 2025-01-01\ndate: "x # y" # z\n---',
            "---\npublishDate: 2025-01-01\ndate: 2026-05-01 09:00 # z\n---",
        ),
        ("---\nPublishDate: 2025-01-01\n---\n", "---\nPublishDate: 2026-05-01 09:00\n---\n"),
        (
            '+++\ntags = [\n  "a",\n]\ndraft = true\n+++\n',
            '+++\ntags = [\n  "a",\n]\ndate = "2026-05-01 09:00"\n+++\n',
        ),
        (
            "---\ntext: |\n  date: 5\n\n  draft: true\ndraft: yes\n---\nx",
            "---\ntext: |\n  date: 5\n\n  draft: true\ndate: 2026-05-01 09:00\n---\nx",
        ),
        ("---\n  title: x\n  draft: true\n---\n", "---\n  title: x\n  date: 2026-05-01 09:00\n---\n"),
        ("---\ndate:\ndraft:\n---\n", "---\ndate: 2026-05-01 09:00\n---\n"),
        ("---\ndate: #x\n---\n", "---\ndate: 2026-05-01 09:00 #x\n---\n"),
        ("---\ndate: >\n  2025-01-01\ntitle: x\n---\n", "---\ndate: 2026-05-01 09:00\ntitle: x\n---\n"),
    ],
)
def test_publishing_changes_the_date_and_the_draft_and_nothing_else(before: str, after: str) -> None:
    assert edited(before, PUBLISH) == after


def test_a_text_without_a_head_stays_as_it_is_when_nothing_is_set() -> None:
    assert edited("hello", {"draft": None}) == "hello"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\na: 1\n---\n", 'title: "Hello: you"\n'),
        ("+++\na = 1\n+++\n", 'title = "Hello: you"\n'),
        ("Date: 2026-05-01\n\n", "Title: Hello: you\n"),
    ],
)
def test_a_scalar_is_written_in_the_syntax_of_the_head(text: str, line: str) -> None:
    assert line in edited(text, {"title": '"Hello: you"'})


def test_a_native_date_stays_native_in_toml() -> None:
    assert edited("+++\ndate = 2025-01-01\n+++\n", {"date": "2026-05-01"}) == "+++\ndate = 2026-05-01\n+++\n"


WORDS = st.text(st.sampled_from("abc xyz é😀.,!?()*_"), min_size=1, max_size=12).map(str.strip).filter(bool)
HEAD_LINES = st.lists(
    st.one_of(
        st.builds("x{}: {}".format, st.integers(0, 99), WORDS.map('"{}"'.format)),
        st.builds("# {}".format, WORDS),
        st.builds("y{}:\n  - {}".format, st.integers(0, 99), WORDS.map("'{}'".format)),
        st.just(""),
    ),
    max_size=6,
    unique=True,
)


@settings(deadline=None)
@given(HEAD_LINES, st.text(), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]), st.integers(0, 6))
def test_setting_and_removing_a_field_keeps_every_other_byte(
    rows: list[str], body: str, ending: str, mark: str, place: int
) -> None:
    rows = [row.replace("\n", ending) for row in rows]
    without = mark + ending.join(["---", *rows, "---", ""]) + body
    given_rows = [*rows[:place], "date: 2025-01-01  # when", *rows[place:]]
    dated = mark + ending.join(["---", *given_rows, "---", ""]) + body

    assert edited(dated, {"date": None}) == without
    assert edited(dated, {"date": "2026-05-01"}) == dated.replace("2025-01-01  # when", "2026-05-01  # when", 1)
    assert edited(edited(without, {"draft": "true"}), {"draft": None}) == without
    assert edited(edited(dated, {"date": "2026-05-01"}), {"date": "2025-01-01"}) == dated


@settings(deadline=None)
@given(st.text(st.sampled_from("ab\r\n #*é😀-+")).filter(lambda text: not text.lstrip().startswith(("---", "+++"))))
def test_a_new_head_stands_before_the_text_as_it_was(text: str) -> None:
    after = edited(text, {"date": "2026-05-01"})
    assert after in (f"---\ndate: 2026-05-01\n---\n\n{text}", f"---\r\ndate: 2026-05-01\r\n---\r\n\r\n{text}")


@settings(deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff\r")),
    st.sampled_from(["2026-05-01", "2026-05-01 09:00"]),
)
def test_what_is_set_is_what_is_read(body: str, date: str) -> None:
    zone = ZoneInfo("UTC")
    for text in (
        f"---\ntitle: x\n---\n{body}",
        f'+++\ntitle = "x"\n[extra]\na = 1\n+++\n{body}',
        f"Title: x\n\n{body}",
    ):
        front = parse(edited(text, {"date": date}), zone)
        assert front.head.date is not None
        assert front.head.title == "x"
        assert front.body == body
