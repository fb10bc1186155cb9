"""The proof copy, read back by the standard library and looked at byte by byte."""

from __future__ import annotations

import email
import email.policy
import re
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letters import FRAME, SENDER, THEME, body_of, issue_of, letter_html, letter_text

from audiencegen.mail.headers import mailboxes, one_line, unstructured
from audiencegen.mail.message import proof
from audiencegen.model import Imprint, Mailbox
from audiencegen.problems import ProjectError
from audiencegen.values import replace

TORTURE = (Path(__file__).parent / "torture.md").read_text("utf-8")
SUBJECTS = (
    "Hello",
    "Grüße vom Hafen: wie ein Brief grüßt, und noch viel mehr, das gesagt werden muss, bevor die Zeile endet",
    "🚢 Ahoy 👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 and more 🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢🚢",
    "今日は良い天気ですね。明日も晴れるといいのですが、どうなるでしょうか。週末には海へ行く予定です。",
    "مرحبا بالعالم، هذه رسالة طويلة بما يكفي",
    'A long subject in plain letters, with commas; semicolons; "quotes" and <angles>, that must be folded somewhere',
    "=?utf-8?q?not_encoded?=",
    "x" * 900,
)


def message_of(text: str = "Good morning.", **changed: object) -> bytes:
    body = body_of(text)
    issue = issue_of(body, **changed)
    sender = issue.imprint.sender or SENDER
    return proof(FRAME, issue, sender, letter_html(THEME, FRAME, issue, body), letter_text(THEME, FRAME, issue, body))


def parsed(message: bytes) -> EmailMessage:
    return email.message_from_bytes(message, policy=email.policy.default)


def head(message: bytes) -> str:
    return message.split(b"\r\n\r\n")[0].decode("ascii")


def test_two_parts_the_text_first() -> None:
    message = parsed(message_of())
    assert message.get_content_type() == "multipart/alternative"
    assert not message.defects
    assert [(part.get_content_type(), part.get_content_charset()) for part in message.iter_parts()] == [
        ("text/plain", "utf-8"),
        ("text/html", "utf-8"),
    ]


@pytest.mark.parametrize("text", [TORTURE, "漢字 " * 400, "Привет " * 300, "."])
def test_both_parts_come_back_as_they_were_written(text: str) -> None:
    body = body_of(text)
    issue = issue_of(body)
    plain, html = letter_text(THEME, FRAME, issue, body), letter_html(THEME, FRAME, issue, body)
    parts = [cast(EmailMessage, part) for part in parsed(proof(FRAME, issue, SENDER, html, plain)).iter_parts()]
    assert [part.get_content().replace("\r\n", "\n").rstrip("\n") for part in parts] == [
        plain.rstrip("\n"),
        html.rstrip("\n"),
    ]


def test_the_headers_of_a_proof_copy() -> None:
    message = message_of()
    assert re.sub(r"(?<=[.=]|_)[A-Z2-7]{24}", "TOKEN", head(message)) == (
        "From: Ann Author <ann@letters.example.org>\r\n"
        "To: Ann Author <ann@letters.example.org>\r\n"
        "Reply-To: reply@letters.example.org\r\n"
        "Subject: Hello, you\r\n"
        "Date: Fri, 01 May 2026 09:30:00 +0200\r\n"
        "Message-ID: <Proof.TOKEN@letters.example.org>\r\n"
        "MIME-Version: 1.0\r\n"
        "List-Id: The Test Letter <letter.letters.example.org>\r\n"
        "List-Unsubscribe: <mailto:reply@letters.example.org?subject=unsubscribe>\r\n"
        "Archived-At: <https://letters.example.org/posts/hello/>\r\n"
        "Content-Language: en\r\n"
        "Content-Type: multipart/alternative;\r\n"
        ' boundary="=_ag_TOKEN"'
    )


def test_every_header_stands_once_and_none_promises_a_click() -> None:
    names = [name.lower() for name in parsed(message_of()).keys()]  # noqa: SIM118
    assert len(names) == len(set(names))
    assert "list-unsubscribe-post" not in names and "bcc" not in names


@pytest.mark.parametrize("text", [TORTURE, "漢字" * 900, "x" * 3000, ".\n\n.hidden", "trailing  \nspace"])
def test_lines_are_short_and_end_in_crlf(text: str) -> None:
    message = message_of(text)
    assert message.replace(b"\r\n", b"").count(b"\n") == message.replace(b"\r\n", b"").count(b"\r") == 0
    assert max(map(len, message.split(b"\r\n"))) <= 78
    assert max(map(len, message.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 76
    assert message.isascii() and message.endswith(b"--\r\n")


def test_the_smaller_encoding_is_taken() -> None:
    latin = next(parsed(message_of("Die Fähre fährt am Abend über den Sund, und alle grüßen. " * 20)).iter_parts())
    chinese = next(parsed(message_of("漢字" * 900)).iter_parts())
    assert latin["content-transfer-encoding"] == "quoted-printable"
    assert chinese["content-transfer-encoding"] == "base64"


def test_leaving_is_one_plain_line_however_long_the_address() -> None:
    long = Mailbox("a-very-long-name-for-a-mailbox-that-nobody-would-want-to-type@letters.some-long-domain.example.org")
    lines = head(message_of(imprint=Imprint(SENDER, long))).split("\r\n")
    assert f"List-Unsubscribe: <mailto:{long.address}?subject=unsubscribe>" in lines


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_comes_back_whole(subject: str) -> None:
    message = message_of(subject=subject)
    assert str(parsed(message)["subject"]) == subject
    assert all(len(line) <= 78 for line in head(message).split("\r\n"))


@pytest.mark.parametrize(
    "name",
    [
        "Ann",
        "Ann, Bo & Co.",
        'The "Quay"',
        "Åse Nørgård, på kaien, som skriver mange og lange brev",
        "山田太郎",
        "O'Neil (ferry)",
        "a@b",
        "=?x?=",
        "محمد",
    ],
)
def test_a_name_is_one_mailbox_with_that_name(name: str) -> None:
    message = email.message_from_bytes(message_of(imprint=Imprint(Mailbox("ann@letters.example.org", name))))
    for header in ("From", "To"):
        ((phrase, address),) = getaddresses([message[header]])
        # Not by the newer policy, which puts a space between two encoded words of a name.
        assert (str(make_header(decode_header(phrase))), address) == (name, "ann@letters.example.org")


def test_a_line_break_in_a_subject_or_name_begins_no_header() -> None:
    imprint = Imprint(Mailbox(SENDER.address, "A\nB: c"))
    message = message_of(subject="Hello\r\nBcc: all@example.org\x00\x85", imprint=imprint)
    assert str(parsed(message)["subject"]) == "Hello Bcc: all@example.org"
    assert parsed(message)["bcc"] is None and parsed(message)["b"] is None


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=120))
def test_any_text_makes_one_header_that_reads_back(text: str) -> None:
    said = one_line(text)
    for written in (unstructured("Subject", text), mailboxes("From", Mailbox("ann@example.org", text))):
        assert written.isascii() and len(re.findall(r"^\S", written, re.MULTILINE)) == 1
    message = parsed(unstructured("Subject", text).encode("ascii") + b"\r\n\r\n")
    assert str(message["subject"]) == said
    message = parsed(mailboxes("From", Mailbox("ann@example.org", text)).encode("ascii") + b"\r\n\r\n")
    (address,) = message["from"].addresses
    assert address.addr_spec == "ann@example.org"


@pytest.mark.parametrize("address", ["jösé@example.org", "ann@-ß-.example", "ann@a,b", "ann", "ann@x\r\nBcc: y"])
def test_an_address_that_no_header_can_hold_is_the_writers_to_mend(address: str) -> None:
    with pytest.raises(ProjectError, match="cannot stand in a message"):
        message_of(imprint=Imprint(Mailbox(address, "Ann")))


def test_the_message_is_the_same_on_every_build_and_its_marks_change_with_its_words() -> None:
    first, again, other = message_of("One"), message_of("One"), message_of("Two")
    assert first == again
    assert parsed(first)["message-id"] != parsed(other)["message-id"]
    assert parsed(first).get_boundary() != parsed(other).get_boundary()


def test_the_message_id_looks_like_nobody_elses() -> None:
    left, _, domain = parsed(message_of())["message-id"].strip("<>").partition("@")
    assert re.search("[a-z]", left) and re.search("[A-Z]", left) and "." in left
    assert domain == "letters.example.org"


def test_a_letter_without_a_page_is_archived_nowhere() -> None:
    assert parsed(message_of(on_web=False))["archived-at"] is None


def test_no_header_looks_like_a_template_that_nobody_filled_in() -> None:
    lines = head(message_of(address="/posts/καλημέρα/")).split("\r\n")
    assert "Archived-At: <https://letters.example.org/posts/%ce%ba%ce%b1%ce%bb%ce%b7%ce%bc%ce%ad%cf%81%ce%b1/>" in lines


def test_the_list_keeps_its_name_under_a_base_path() -> None:
    body = body_of("Words")
    frame = replace(FRAME, url="https://ann.example.io/my-letter", base_path="/my-letter")
    message = parsed(proof(frame, issue_of(body), SENDER, "<p>", "x"))
    assert message["list-id"] == "The Test Letter <my-letter.ann.example.io>"
