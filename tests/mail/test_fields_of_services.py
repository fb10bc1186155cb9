"""Personal fields as each mailing service knows them, and as words where it does not."""

from __future__ import annotations

import pytest
from letters import FRAME, THEME, body_of, issue_of

from audiencegen.mail.services import service
from audiencegen.values import replace

SAID = {
    "mailchimp": "Hello *|IF:FNAME|**|FNAME|**|ELSE:|*you &amp; all*|END:IF|*.",
    "listmonk": "Hello {{ if .Subscriber.FirstName }}{{ .Subscriber.FirstName }}{{ else }}you &amp; all{{ end }}.",
    "buttondown": "Hello {% if subscriber.metadata.first_name %}{{ subscriber.metadata.first_name }}"
    "{% else %}you & all{% endif %}.",
    "substack": "Hello you &amp; all.",
}
TAGS = {"mailchimp": ["*|C"], "listmonk": ["{{ a"], "buttondown": ["{{ a", "{% b"], "substack": []}
LINES = {
    "mailchimp": "For you, both",
    "listmonk": "For {{ if .Subscriber.FirstName }}{{ .Subscriber.FirstName }}{{ else }}you{{ end }}, both",
    "buttondown": "For you, both",
    "substack": "For you, both",
}


@pytest.mark.parametrize("name", SAID)
def test_a_field_is_the_services_own(name: str) -> None:
    body = body_of("Hello HERE.")
    body = replace(body, html=body.html.replace("HERE", '<ag-field name="first_name">you &amp; all</ag-field>'))
    letter = service(name).letter(THEME, FRAME, issue_of(body, subject="For {first_name|you}"), body)
    assert SAID[name] in letter
    assert not any(0xFDD0 <= ord(sign) <= 0xFDEF for sign in letter) and "{first_name|" not in letter


@pytest.mark.parametrize("name", SAID)
def test_the_words_for_everybody_are_no_tag_and_no_mark(name: str) -> None:
    body = body_of("Hello HERE.")
    words = "{{ a }} {% b %} *|C|* _d_ &lt;"
    body = replace(body, html=body.html.replace("HERE", f'<ag-field name="introduced_by">{words}</ag-field>'))
    letter = service(name).letter(THEME, FRAME, issue_of(body), body)
    assert not any(tag in letter for tag in TAGS[name])
    assert "d_ <" not in letter


@pytest.mark.parametrize(("name", "line"), LINES.items())
def test_a_subject_has_a_field_where_a_service_is_known_to_fill_it(name: str, line: str) -> None:
    assert service(name).line("For {first_name|you}, {introduced_by|both}") == line
