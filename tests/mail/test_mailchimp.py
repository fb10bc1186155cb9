"""The letter for Mailchimp."""

from __future__ import annotations

import pytest
from letters import FRAME, THEME, body_of, issue_of

from audiencegen.mail.services import mailchimp
from audiencegen.problems import ProjectError
from audiencegen.theme import Template
from audiencegen.values import replace


def letter(text: str = "Good morning.", **changed: object) -> str:
    body = body_of(text)
    return mailchimp.letter(THEME, FRAME, issue_of(body, **changed), body)


def test_readers_leave_by_its_own_link_and_the_address_is_its_own() -> None:
    html = letter()
    assert html.count('href="*|UNSUB|*"') == 1
    assert html.count("*|LIST:ADDRESS|*") == 1
    assert "mailto:" not in html
    assert "Quay 1" not in html


def test_what_the_writer_wrote_is_no_tag() -> None:
    html = letter("Write \\*|FNAME|\\*, [so](https://example.org/*|EMAIL|*) or `*|MC:X|*`.", preheader="*|FNAME|*")
    assert html.replace("*|UNSUB|*", "").replace("*|LIST:ADDRESS|*", "").count("*|") == 0
    assert "&#42;|FNAME|*" in html


def test_it_is_the_letter_of_the_house() -> None:
    assert "Good morning." in letter()
    assert letter().startswith("<!DOCTYPE html>")


def test_a_theme_without_a_way_to_leave_is_refused() -> None:
    templates = tuple(
        Template(one.name, one.origin, one.text.replace("{{ unsubscribe }}", "#")) for one in THEME.templates
    )
    body = body_of("Good morning.")
    with pytest.raises(ProjectError, match=r"no place for \*\|UNSUB\|\*"):
        mailchimp.letter(replace(THEME, templates=templates), FRAME, issue_of(body), body)


def test_fields() -> None:
    assert mailchimp.field("first_name", "there") == "*|IF:FNAME|**|FNAME|**|ELSE:|*there*|END:IF|*"
    assert mailchimp.field("town", "there") == "there"


def test_a_subject_holds_no_tag() -> None:
    assert "*|" not in mailchimp.line("A *|FNAME|* in a subject")
