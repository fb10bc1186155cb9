"""Personal fields as each mailing service knows them, and as words where it does not."""

from __future__ import annotations

import pytest
from letters import FRAME, THEME, body_of, issue_of

from audiencegen.mail.services import service
from audiencegen.values import replace

SAID = {
    "mailchimp": "Hello *|IF:FNAME|**|FNAME|**|ELSE:|*you &amp; all*|END:IF|*.",
    "listmonk": "Hello {{ if .Subscriber.FirstName }}{{ .Subscriber.FirstName }}{{ else }}you &amp; all{{ end }}.",
    "buttondown": "Hello you & all.",
    "substack": "Hello you &amp; all.",
}


@pytest.mark.parametrize("name", SAID)
def test_a_field_is_the_services_own(name: str) -> None:
    body = body_of("Hello HERE.")
    body = replace(body, html=body.html.replace("HERE", '<ag-field name="first_name">you &amp; all</ag-field>'))
    letter = service(name).letter(THEME, FRAME, issue_of(body, subject="For {first_name|you}"), body)
    assert SAID[name].replace("&", "&amp;") in letter or SAID[name] in letter
    assert not any(0xFDD0 <= ord(sign) <= 0xFDEF for sign in letter) and "{first_name|" not in letter
