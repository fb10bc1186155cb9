"""The hand-over sheet: everything that is to be copied is in it, and it fetches nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from letters import FRAME, THEME, body_of, issue_of, letter_html

from audiencegen.content.tree import parse
from audiencegen.mail.handover import letters, sheet
from audiencegen.mail.services import service
from audiencegen.model import Imprint, Issue, State
from audiencegen.values import replace

WORDS = FRAME.words["handover"]


def made(text: str = "Good *morning*.", services: tuple[str, ...] = (), **changed: object) -> str:
    body = body_of(text)
    issue = issue_of(body, **changed)
    issue = replace(issue, imprint=replace(issue.imprint, services=services))
    handed = {name: service(name).letter(THEME, FRAME, issue, body) for name in services}
    return sheet(THEME, FRAME, issue, body, letter_html(THEME, FRAME, issue, body), handed).decode("utf-8")


def area(page: str, id: str) -> str:
    """What a field that is copied from holds."""
    return next(one.text() for one in parse(page).walk() if one.attributes.get("id") == id)


def test_the_letter_is_there_in_three_forms() -> None:
    body = body_of("Good *morning*.")
    page = made()
    assert area(page, "form-html") == letter_html(THEME, FRAME, issue_of(body), body)
    assert area(page, "form-markdown") == "Good *morning*.\n"
    assert '<template id="form-rich"><p>Good <em>morning</em>.</p></template>' in page


def test_every_button_copies_something_that_is_there() -> None:
    page = made(services=("buttondown", "listmonk", "mailchimp", "substack"))
    ids = re.findall(r'data-copy="([^"]+)"', page)
    assert {"subject", "preheader", "from-name", "from-address", "reply-to", "for-mailchimp", "proof"} <= set(ids)
    assert all(page.count(f' id="{id}"') == 1 for id in ids)


def test_nothing_is_fetched() -> None:
    page = made("![A boat](boat.jpg)")
    assert "default-src 'none'" in page
    before_templates = re.sub(r"<(template|textarea).*?</\1>", "", page, flags=re.DOTALL)
    assert not re.search(r"<(img|link|iframe|script src|audio|video)", before_templates)


def test_the_page_comes_first() -> None:
    page = made()
    assert WORDS["page_live"] in page
    assert 'href="https://letters.example.org/posts/hello/"' in page
    assert page.index(WORDS["page"]) < page.index(WORDS["letter"])


def test_a_scheduled_letter_waits_for_its_page() -> None:
    page = made(state=State.SCHEDULED, date=datetime(2027, 3, 5, 8, tzinfo=UTC))
    assert WORDS["page_later"].format(when="5 March 2027, 09:00 (Europe/Berlin)") in page
    assert WORDS["send_later"].format(when="5 March 2027, 09:00 (Europe/Berlin)") in page


def test_a_letter_without_a_page_waits_for_nothing() -> None:
    assert WORDS["page_none"] in made(on_web=False)


def test_a_service_has_its_steps_and_only_it() -> None:
    page = made(services=("listmonk",))
    assert "{{ UnsubscribeURL }}" in area(page, "for-listmonk")
    assert area(page, "snippet-listmonk") == '{{ template "content" . }}'
    assert "Mailchimp" not in page


def test_a_subject_that_looks_like_a_tag_is_shown_as_the_service_needs_it() -> None:
    page = made(services=("listmonk", "substack"), subject="On {{ braces }}")
    assert area(page, "listmonk-subject") == "On {\u2060{ braces }}"
    assert 'id="substack-subject"' not in page


def test_without_a_sender_the_sheet_says_which_key_is_missing() -> None:
    page = made(imprint=Imprint())
    assert "issues: {sender:" in page
    assert 'id="proof"' not in page


def test_what_the_writer_wrote_cannot_leave_its_field() -> None:
    page = made("```\n</textarea><script>alert(1)</script>\n```\n", subject="</title><script>")
    assert page.count("<script>") == 1
    assert "<script>alert(1)" not in page


def test_an_empty_list_says_so() -> None:
    none: tuple[Issue, ...] = ()
    assert WORDS["no_letters"] in letters(THEME, FRAME, none).decode("utf-8")
