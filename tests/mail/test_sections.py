"""Sections that only the web shows, as the letter points to them."""

from __future__ import annotations

import pytest
from letters import FRAME, THEME, body_of, issue_of, letter_html, letter_text

TEXT = """Opening.

## News

One.

## Upcoming *Events*

On Monday.

### Online

On Tuesday.

## Jobs

Two.[^1]

[^1]: A note.
"""


def plain(text: str, *titles: str, on_web: bool = True) -> str:
    body = body_of(text)
    return letter_text(THEME, FRAME, issue_of(body, web_only=titles, on_web=on_web), body)


@pytest.mark.parametrize("title", ["Upcoming Events", "upcoming  EVENTS "])
def test_a_section_is_one_line_in_both_parts(title: str) -> None:
    body = body_of(TEXT)
    issue = issue_of(body, web_only=(title,))
    html, text = letter_html(THEME, FRAME, issue, body), letter_text(THEME, FRAME, issue, body)
    for part in (html, text):
        assert "On the web: Upcoming Events" in part
        assert "https://letters.example.org/posts/hello/#upcoming-events" in part
        assert "Monday" not in part and "Tuesday" not in part and "Online" not in part
        assert "One." in part and "Two." in part
    assert "Jobs" in html.split("On the web: Upcoming Events")[1]


def test_it_ends_at_the_next_heading_of_its_level_or_above() -> None:
    assert "Two." in plain(TEXT, "Online") and "Tuesday" not in plain(TEXT, "Online")


def test_the_notes_at_the_end_belong_to_no_section() -> None:
    text = plain(TEXT, "Jobs")
    assert "Two." not in text and "A note." in text


def test_a_section_within_a_block_ends_with_it() -> None:
    text = plain("<section><h2>Events</h2><p>Monday.</p></section><p>After.</p>", "Events")
    assert "Monday" not in text and "After." in text


def test_other_titles_change_nothing_and_a_letter_without_a_page_keeps_everything() -> None:
    assert plain(TEXT, "Events", "Elsewhere") == plain(TEXT)
    assert "On Monday." in plain(TEXT, "Upcoming Events", on_web=False)
