"""The proof copy on its way."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime

from letters import FRAME, SENDER, THEME, body_of, issue_of, letter_html, letter_text

from audiencegen.mail.message import proof
from audiencegen.model import Mailbox
from audiencegen.values import replace

MOMENT = datetime(2026, 11, 22, 11, 0, 0, 5, UTC)
SUBJECT = "Grüße, with a subject so long that it has to be folded somewhere in the middle of all its words 🚢"


def made(to: Mailbox | None = None, moment: datetime | None = None) -> bytes:
    body = body_of("Good morning.\n\nTo: nobody\n\nSubject: none")
    issue = replace(issue_of(body), subject=SUBJECT)
    html, text = letter_html(THEME, FRAME, issue, body), letter_text(THEME, FRAME, issue, body)
    return proof(FRAME, issue, SENDER, html, text, to, moment, "[proof] " if to else "")


def test_it_is_for_somebody_marked_and_of_this_moment() -> None:
    message = email.message_from_bytes(made(Mailbox("me@example.net"), MOMENT), policy=email.policy.default)
    assert not message.defects
    assert message.get_all("To") == ["me@example.net"]
    assert message.get_all("Subject") == [f"[proof] {SUBJECT}"]
    assert message.get_all("Date") == ["Sun, 22 Nov 2026 11:00:00 +0000"]
    assert str(message["From"]) == "Ann Author <ann@letters.example.org>"


def test_two_of_them_are_two_messages() -> None:
    ids = {email.message_from_bytes(made(SENDER, MOMENT.replace(second=second)))["Message-ID"] for second in (1, 2)}
    assert len(ids) == 2
    assert all(one.endswith("@letters.example.org>") and one.count("@") == 1 for one in ids)


def test_the_text_and_every_other_header_are_kept() -> None:
    before, after = made(), made(Mailbox("me@example.net"), MOMENT)
    assert after.partition(b"\r\n\r\n")[2] == before.partition(b"\r\n\r\n")[2]
    mine = ("to", "subject", "date", "message-id")
    kept = [
        [(name, value) for name, value in email.message_from_bytes(one).items() if name.lower() not in mine]
        for one in (before, after)
    ]
    assert kept[0] == kept[1]
