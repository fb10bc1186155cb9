"""The letter for listmonk, a template of Go's `html/template`."""

from __future__ import annotations

import re

from letters import FRAME, THEME, body_of, issue_of

from audiencegen.mail.services import listmonk

ACTION = re.compile(r"\{\{ (\w+)")


def letter(text: str = "Good morning.", **changed: object) -> str:
    body = body_of(text)
    return listmonk.letter(THEME, FRAME, issue_of(body, **changed), body)


def test_readers_leave_by_its_own_link() -> None:
    assert letter().count('href="{{ UnsubscribeURL }}"') == 1
    assert "mailto:" not in letter()
    assert "Quay 1" in letter()


def test_nobody_is_watched_and_no_other_action_is_in_it() -> None:
    text = "{{ TrackView }} {{{ .Subscriber.Email }} `{{ x }}` <https://example.org/@TrackLink>"
    assert set(ACTION.findall(letter(text, preheader="{{ y }}"))) == {"UnsubscribeURL", "Safe"}
    assert "@TrackLink" not in letter(text)


def test_what_only_outlook_reads_survives_a_template_that_drops_comments() -> None:
    outside = re.sub(r"\{\{ Safe `.*?` \}\}", "", letter(), flags=re.DOTALL)
    assert "<!--" not in outside
    assert letter().count("{{ Safe `<!--[if mso]>") == letter().count("<!--")


def test_fields() -> None:
    said = "{{ if .Subscriber.FirstName }}{{ .Subscriber.FirstName }}{{ else }}there{{ end }}"
    assert listmonk.field("first_name", "there") == said
    assert listmonk.field("town", "there") == "there"


def test_a_subject_holds_no_tag() -> None:
    assert "{{" not in listmonk.line("A {{{ subject }}}")
