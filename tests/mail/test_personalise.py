"""One finished letter for many readers: what is added for each, and the traps of the way there.

The traps are those of Python's `email` package, met in 3.10 to 3.13; each test names its own.
"""

from __future__ import annotations

import email
import email.policy
import random
import re
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path
from typing import Any, cast

import pytest
from letters import FRAME, SENDER, THEME, body_of, issue_of

from audiencegen.content.personal import KNOWN, TAG
from audiencegen.mail.fields import to_everybody
from audiencegen.mail.headers import Unmailable, mailboxes, one_line, unstructured, wire_address
from audiencegen.mail.html import marked_html
from audiencegen.mail.message import letter, proof
from audiencegen.mail.personalise import Letter, Recipient, personalise
from audiencegen.mail.reduction import letter_tree
from audiencegen.mail.text import marked_text
from audiencegen.model import Body, Imprint, Mailbox
from audiencegen.values import Record, replace

TORTURE = (Path(__file__).parent / "torture.md").read_text("utf-8")
TOKEN = "https://news.example.org/u/" + "AbCd-_01234567890" * 6
LEAVE = (TOKEN, "mailto:leave+AbCd@news.example.org?subject=unsubscribe")
ANN = Recipient(Mailbox("ann@example.com", "Ann"), datetime(2026, 5, 1, 9, tzinfo=UTC), LEAVE, one_click=True, key="k")
FUZZED = 2000  # names and as many subjects; the bar of 10,000 was met once with this very test


def body_with(field: str, fallback: str, text: str = "Words and HERE, and more.") -> Body:
    body = body_of(text)
    element = f'<{TAG} name="{field}">{fallback}</{TAG}>'
    return replace(body, html=body.html.replace("HERE", element), text=body.text.replace("HERE", fallback))


def finished(body: Body | None = None, **changed: Any) -> Letter:
    body = body or body_of(TORTURE)
    issue = issue_of(body, **changed)
    return letter(FRAME, issue, SENDER, marked_html(THEME, FRAME, issue, body), marked_text(THEME, FRAME, issue, body))


def parsed(message: bytes) -> EmailMessage:
    return email.message_from_bytes(message, policy=email.policy.default)


def head(message: bytes) -> list[str]:
    return message.split(b"\r\n\r\n")[0].decode("ascii").split("\r\n")


def contents(message: bytes) -> tuple[str, str]:
    text, html = (cast(EmailMessage, part).get_content() for part in parsed(message).iter_parts())
    return text, html


def test_a_reader_gets_their_own_address_way_out_date_and_mark() -> None:
    lines = head(personalise(finished(), ANN))
    assert "To: Ann <ann@example.com>" in lines
    assert f"List-Unsubscribe: <{LEAVE[0]}>, <{LEAVE[1]}>" in lines
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
    assert "Date: Fri, 01 May 2026 09:00:00 +0000" in lines
    assert any(re.fullmatch(r"Message-ID: <Issue\.[A-Z2-7]{24}@letters\.example\.org>", line) for line in lines)


def test_the_way_out_in_both_parts_is_the_readers_own() -> None:
    text, html = contents(personalise(finished(), replace(ANN, leave=("https://x.example/u?a=1&b=2",))))
    assert "Unsubscribe: https://x.example/u?a=1&b=2\n" in text.replace("\r\n", "\n")
    assert 'href="https://x.example/u?a=1&amp;b=2"' in html
    assert "mailto:reply@letters.example.org?subject=Unsubscribe" not in html


def test_one_click_is_promised_only_for_an_address_that_can_be_posted_to() -> None:
    assert not any("One-Click" in line for line in head(personalise(finished(), replace(ANN, leave=LEAVE[1:]))))
    assert not any("One-Click" in line for line in head(personalise(finished(), replace(ANN, one_click=False))))


def test_nobody_gets_a_letter_that_they_cannot_leave() -> None:
    with pytest.raises(Unmailable, match="could not unsubscribe"):
        personalise(finished(), replace(ANN, leave=()))


def test_nothing_of_one_reader_is_in_the_message_of_another() -> None:
    made = finished()
    other = replace(ANN, mailbox=Mailbox("bo@example.net", "Bo"), leave=("https://news.example.org/u/BO",))
    assert b"AbCd" not in personalise(made, other) and b"Ann <" not in personalise(made, other)
    assert personalise(made, ANN) == personalise(made, ANN)


def test_a_mark_is_of_one_letter_and_one_reader_and_cannot_be_guessed() -> None:
    def mark(made: Letter, reader: Recipient) -> str:
        return str(parsed(personalise(made, reader))["message-id"])

    one, other = finished(body_of("One")), finished(body_of("Two"))
    bo = replace(ANN, mailbox=Mailbox("bo@example.net"))
    assert len({mark(one, ANN), mark(one, bo), mark(other, ANN), mark(one, replace(ANN, key="l"))}) == 4
    assert mark(one, ANN) == mark(one, replace(ANN, date=datetime(2026, 5, 2, tzinfo=UTC)))


def test_the_proof_copy_is_such_a_message() -> None:
    body = body_with("first_name", "there", "Hello HERE.")
    issue = issue_of(body, subject="For {first_name|you}")
    html, text = marked_html(THEME, FRAME, issue, body), marked_text(THEME, FRAME, issue, body)
    message = proof(FRAME, issue, SENDER, html, text, Mailbox("bo@example.net"), prefix="[proof] ")
    assert parsed(message)["subject"] == "[proof] For you" and parsed(message)["to"] == "bo@example.net"
    assert all("Hello there." in part for part in contents(message))


# --- the eleven traps -----------------------------------------------------------------------------


def test_trap_1_the_way_out_is_one_line_and_never_encoded() -> None:
    assert len(TOKEN) > 100
    (line,) = [line for line in head(personalise(finished(), ANN)) if line.startswith("List-Unsubscribe:")]
    assert "=?" not in line and TOKEN in line


@pytest.mark.parametrize("address", ["https://x.example/ü", "https://x.example/a b", "mailto:a@b>\r\nBcc: c@d"])
def test_trap_1_a_way_out_that_would_have_to_be_encoded_is_refused(address: str) -> None:
    with pytest.raises(Unmailable):
        personalise(finished(), replace(ANN, leave=(address,)))


@pytest.mark.parametrize("text", [TORTURE, "漢字" * 900 + "HERE", "x" * 3000 + "HERE"])
@pytest.mark.parametrize("name", ["Ann", "x" * 500, "日本" * 100, "Å" * 90, "="])
def test_trap_2_no_line_of_a_body_is_longer_than_76(text: str, name: str) -> None:
    made = finished(body_with("first_name", "there", text))
    message = personalise(made, replace(ANN, fields=Record({"first_name": name})))
    assert max(map(len, message.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 76
    assert message.replace(b"\r\n", b"").count(b"\n") == 0 and message.isascii()
    if "HERE" in text:
        assert all(name in re.sub(r"\s", "", part) for part in contents(message))


def test_trap_3_a_folded_name_with_a_comma_stays_one_mailbox() -> None:
    name = "A véry long name that has to be folded somewhere, and a comma, Jr."
    message = personalise(finished(), replace(ANN, mailbox=Mailbox("ann@example.com", name)))
    ((phrase, address),) = getaddresses([email.message_from_bytes(message)["To"]])
    assert (str(make_header(decode_header(phrase))), address) == (name, "ann@example.com")


def test_trap_4_every_header_stands_once_and_no_value_begins_another() -> None:
    evil = "x\r\nBcc: all@example.org\r\n\r\n<script>"
    reader = replace(ANN, mailbox=Mailbox("ann@example.com", evil), fields=Record(dict.fromkeys(KNOWN, evil)))
    message = personalise(finished(body_with("name", "friend"), subject="For {name|you}"), reader)
    names = [name.lower() for name in parsed(message).keys()]  # noqa: SIM118
    assert len(names) == len(set(names)) and "bcc" not in names
    assert parsed(message)["subject"] == "For you"
    assert all("Words and friend, and more." in part for part in contents(message))


@pytest.mark.parametrize(
    "address", ["josé@example.org", "a b@example.org", "a@b\r\nBcc: c@d", "a@", "@b", "a@b,c@d", ""]
)
def test_trap_5_an_address_that_no_header_can_hold_is_refused_and_not_mended(address: str) -> None:
    with pytest.raises(Unmailable):
        personalise(finished(), replace(ANN, mailbox=Mailbox(address)))


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ("ann@faß.de", "ann@xn--fa-hia.de"),
        ("ann@Bücher.example", "ann@xn--bcher-kva.example"),
        ("ann@例え.jp", "ann@xn--r8jz45g.jp"),
        ("Ann@Example.ORG", "Ann@Example.ORG"),
    ],
)
def test_trap_6_a_domain_is_not_mistaken_for_its_neighbour(address: str, wire: str) -> None:
    assert wire_address(address) == wire
    assert f"<{wire}>" in "".join(head(personalise(finished(), replace(ANN, mailbox=Mailbox(address, "Ann")))))


def test_trap_7_what_is_the_same_for_all_is_encoded_once() -> None:
    made = finished(body_with("first_name", "there"))
    message = personalise(made, replace(ANN, fields=Record({"first_name": "Ann"})))
    constant = [piece for part in (made.text, made.html) for piece in part.pieces if isinstance(piece, bytes)]
    assert len(constant) > 4 and not made.html.in_base64
    assert all(piece in message for piece in constant)


def test_traps_8_to_11_a_message_is_bytes_in_ascii_for_one_reader() -> None:
    # So that sending needs neither `send_message`, nor SMTPUTF8, nor a transaction with several recipients.
    message = personalise(finished(), replace(ANN, mailbox=Mailbox("ann@faß.de", "Åse, Ann")))
    assert isinstance(message, bytes) and message.isascii() and max(map(len, message.split(b"\r\n"))) < 998
    assert len(parsed(message)["to"].addresses) == 1


# --- fields ---------------------------------------------------------------------------------------


def test_a_field_is_filled_in_subject_preheader_text_and_html_each_in_its_own_way() -> None:
    made = finished(
        body_with("first_name", "there"), subject="{first_name|You} & we", preheader="Hello {first_name|you}"
    )
    message = personalise(made, replace(ANN, fields=Record({"first_name": 'Ö <b> & "c"'})))
    text, html = contents(message)
    assert parsed(message)["subject"] == 'Ö <b> & "c" & we'
    assert 'Hello Ö <b> & "c"' in text and 'Words and Ö <b> & "c", and more.' in text
    assert "Hello Ö &lt;b&gt; &amp; &quot;c&quot;" in html and "Words and Ö &lt;b&gt;" in html
    assert "<title>Ö &lt;b&gt; &amp; &quot;c&quot; &amp; we</title>" in html


@pytest.mark.parametrize("value", ["", "  ", "a\nb", "a\rb", "\x00", "a\u2028b", "\ufdd0"])
def test_a_value_that_is_missing_or_would_break_a_line_is_not_taken(value: str) -> None:
    made = finished(body_with("first_name", "there"), subject="{first_name|You}")
    message = personalise(made, replace(ANN, fields=Record({"first_name": value})))
    assert parsed(message)["subject"] == "You"
    assert all("Words and there, and more." in part for part in contents(message))


def test_a_field_takes_no_column_of_its_own() -> None:
    body = body_with("first_name", "there", "HERE " + "word " * 40)
    plain = replace(body, html=re.sub("</?ag-field[^>]*>", "", body.html))
    issue = issue_of(body)
    assert to_everybody(marked_text(THEME, FRAME, issue, body)) == to_everybody(marked_text(THEME, FRAME, issue, plain))


def test_a_tree_for_other_forms_of_the_letter_has_the_words_for_everybody() -> None:
    body = body_with("first_name", "there")
    assert letter_tree(FRAME, issue_of(body), body).text().strip() == "Words and there, and more."


def test_an_unknown_element_is_its_words() -> None:
    assert "Words and x, and more." in contents(personalise(finished(body_with("shoe_size", "x")), ANN))[0]


# --- names and subjects, fuzzed -------------------------------------------------------------------

_SIGNS = (
    "abc XYZ 09",
    ",;:\"'()<>[]\\@.!#%&*=?_|~`^$/+-",
    "äößéñçøåÄÖÜ",
    "漢字仮名かなカナ한국어",
    "مرحباשלום\u200f\u200e\u202e",
    "🚢👩‍👩‍👧🏴󠁧󠁢󠁥󠁮󠁧󠁿🇩🇪\u200d\ufe0f",
    "\r\n\t\x00\x0b\x85\u2028\xa0\u3000",
    "=?utf-8?q?=41?=",
)


def _fuzzed(count: int) -> list[str]:
    chance = random.Random(20261122)
    return [
        "".join(chance.choice(chance.choice(_SIGNS)) for _ in range(chance.randrange(0, 90)))
        if chance.random() < 0.9
        else chance.choice(_SIGNS) * chance.randrange(1, 12)
        for _ in range(count)
    ]


def test_any_name_is_one_mailbox_and_any_subject_one_header() -> None:
    for words in _fuzzed(FUZZED):
        to = mailboxes("To", Mailbox("ann@faß.de", words))
        subject = unstructured("Subject", words)
        message = email.message_from_bytes(f"{to}\r\n{subject}\r\n\r\n".encode("ascii"))
        assert message.keys() == ["To", "Subject"], words
        ((phrase, address),) = getaddresses([message["To"]])
        assert address == "ann@xn--fa-hia.de", words
        assert str(make_header(decode_header(phrase))) == one_line(words), words
        unfolded = message["Subject"].replace("\r\n", "")
        assert str(make_header(decode_header(unfolded))) == one_line(words), words
        assert max(map(len, (to + "\r\n" + subject).split("\r\n"))) <= 998


def test_a_sender_on_a_domain_beyond_ascii_sends() -> None:
    body = body_of("Words")
    issue = issue_of(body, imprint=Imprint(Mailbox("ann@faß.de", "Ann")))
    message = proof(FRAME, issue, Mailbox("ann@faß.de", "Ann"), "<p>", "x")
    assert parsed(message)["from"] == "Ann <ann@xn--fa-hia.de>"
    assert "List-Unsubscribe: <mailto:ann@xn--fa-hia.de?subject=unsubscribe>" in head(message)
