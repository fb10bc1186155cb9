"""The letter for Substack: rich text."""

from __future__ import annotations

from letters import FRAME, THEME, body_of, issue_of

from audiencegen.mail.services import substack

TABLE = "| Name | Link |\n|---|---|\n| Åse | [x](https://example.org/) |\n| Bo | |\n"


def letter(text: str = "Good morning.", **changed: object) -> str:
    body = body_of(text)
    return substack.letter(THEME, FRAME, issue_of(body, **changed), body)


def test_there_are_words_and_no_looks() -> None:
    html = letter("Good *morning*.\n\n> [!NOTE]\n> Mind the gap.\n")
    assert "<p>Good <em>morning</em>.</p>" in html
    assert "<blockquote>" in html
    assert not any(name in html for name in ("style=", "class=", "<table", "<div", "<span", "bgcolor"))


def test_there_is_no_foot_of_ours_and_no_tag() -> None:
    html = letter()
    assert "Unsubscribe" not in html
    assert "Quay 1" not in html
    assert "{{" not in html


def test_a_table_becomes_a_list_that_keeps_words_and_links() -> None:
    html = letter(TABLE)
    item = '<li><strong>Name:</strong> Åse; <strong>Link:</strong> <a href="https://example.org/">x</a></li>'
    assert f"<ul>{item}<li><strong>Name:</strong> Bo</li></ul>" in html


def test_what_is_a_tag_elsewhere_is_a_word_here() -> None:
    assert "{{ a }} *|B|*" in letter("{{ a }} \\*|B|\\*")
    assert substack.line("{{ a }}") == "{{ a }}"
