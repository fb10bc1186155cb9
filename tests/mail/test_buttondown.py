"""The letter for Buttondown."""

from __future__ import annotations

import re

from letters import FRAME, THEME, body_of, issue_of

from audiencegen.mail.services import buttondown


def letter(text: str = "Good morning.", **changed: object) -> str:
    body = body_of(text)
    return buttondown.letter(THEME, FRAME, issue_of(body, **changed), body)


def test_readers_leave_by_its_own_link() -> None:
    assert letter().count("[Unsubscribe]({{ unsubscribe_url }})") == 1
    assert "mailto:" not in letter()


def test_what_the_writer_wrote_is_no_tag() -> None:
    text = "{{ a }} {% b %} {# c #} {{{ [x](https://example.org/{{d}}) `{{ e }}`\n\n```\n{% f %}\n```\n"
    rest = letter(text).replace("{{ unsubscribe_url }}", "")
    assert not re.search(r"\{[{%#]", rest)


def test_links_are_absolute() -> None:
    assert "[there](https://letters.example.org/posts/hello/other/)" in letter("[there](other/)")


def test_the_foot_says_why_and_from_where() -> None:
    foot = letter().rpartition("---")[2]
    assert "because you subscribed to The Test Letter" in foot
    assert "Quay 1, 12345 Harbour" in foot
    assert "[Subscribe here](https://letters.example.org/subscribe/)" in foot


def test_fields() -> None:
    known = "{% if subscriber.metadata.first_name %}{{ subscriber.metadata.first_name }}{% else %}there{% endif %}"
    assert buttondown.field("first_name", "there") == known
    assert buttondown.field("town", "there") == "there"


def test_a_subject_holds_no_tag() -> None:
    assert not re.search(r"\{[{%#]", buttondown.line("A {{{ subject {% b %}"))
