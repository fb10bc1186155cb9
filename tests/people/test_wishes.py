"""What a mail asks for, whatever it looks like."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiencegen.people.wishes import KEPT, Skipped, Unasked, Wanted, Wish, mails_of, matter, wish_of
from mails import NOW, PASSED, PHRASES, SUBJECT, VIA, WORDS, mail


def wish(content: bytes) -> Wish:
    found = wish_of(content, PHRASES, NOW)
    assert isinstance(found, Wish), found
    return found


def skipped(content: bytes) -> Skipped:
    found = wish_of(content, PHRASES, NOW)
    assert isinstance(found, Unasked), found
    return found.reason


def test_the_mail_that_the_box_makes_is_read_whole() -> None:
    found = wish(mail())
    assert (found.who.given, found.name, found.introduced_by) == ("maria@example.org", "Maria Lund", "Jonas")
    assert (found.wanted, found.proven) == (Wanted.LETTERS, True)
    assert found.words == f"{WORDS} {VIA} Jonas"
    assert found.at == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert found.proof.startswith("mail <Subscribe")


def test_nobody_may_have_sent_them() -> None:
    assert wish(mail(text=f"{WORDS}\n\n{VIA} \n")).introduced_by == ""
    assert wish(mail(text="")).words == ""


@pytest.mark.parametrize(
    "subject",
    [
        SUBJECT,
        "subscribe",
        "  SUBSCRIBE!",
        "Abonnieren: The Test Letter",
        "=?utf-8?Q?Subscribe=3A_The?= =?utf-8?B?IFRlc3Q=?= Letter",
    ],
)
def test_subjects_are_known_by_the_words_of_the_site_and_in_english(subject: str) -> None:
    assert wish(mail(subject)).wanted is Wanted.LETTERS


@pytest.mark.parametrize(
    "subject",
    [
        "Unsubscribe",
        "unsubscribe.",
        "Abbestellen",
        "Re: Unsubscribe",
        "AW: FWD: unsubscribe",
        "please unsubscribe",
        "unsubscribe aGVsbG8gd29ybGQhIQ",
        "=?utf-8?b?VW5zdWJzY3JpYmU=?=",
    ],
)
def test_who_wants_to_leave_is_understood(subject: str) -> None:
    assert wish(mail(subject)).wanted is Wanted.NONE


def test_a_mail_to_the_address_for_leaving_says_so_whatever_its_subject() -> None:
    for receiver in ("unsubscribe@letters.example.org", "ann+unsub-t0ken@letters.example.org"):
        assert wish(mail("", head=f"To: {receiver}\n")).wanted is Wanted.NONE


def test_a_program_may_leave_in_somebodys_name() -> None:
    assert wish(mail("Unsubscribe", head="Auto-Submitted: auto-generated\n")).wanted is Wanted.NONE


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (mail("Lunch?"), Skipped.OTHER),
        (mail("Subscribe to my channel"), Skipped.OTHER),
        (mail("Re: Subscribe: The Test Letter"), Skipped.ANSWER),
        (mail(head="In-Reply-To: <a@b>\n"), Skipped.ANSWER),
        (mail("How do I unsubscribe?"), Skipped.UNCLEAR),
        (mail(head="Auto-Submitted: auto-replied\n"), Skipped.AUTOMATIC),
        (mail(head="List-Id: <list.example.org>\n"), Skipped.AUTOMATIC),
        (mail(head="Precedence: bulk\n"), Skipped.AUTOMATIC),
        (mail("Unsubscribe", head='Content-Type: multipart/report; boundary="x"\n'), Skipped.AUTOMATIC),
        (mail("Unsubscribe", sender="MAILER-DAEMON@example.org"), Skipped.AUTOMATIC),
        (mail(sender="ann@letters.example.org"), Skipped.OWN),
        (mail(sender="maria@example.org, jo@example.org"), Skipped.NOBODY),
        (mail(head="From: jo@example.org\n"), Skipped.NOBODY),
        (mail(sender="Maria"), Skipped.NOBODY),
        (b"", Skipped.OTHER),
    ],
)
def test_what_is_no_clear_wish_is_passed_over_with_its_reason(content: bytes, reason: Skipped) -> None:
    assert skipped(content) is reason


def test_a_name_that_looks_like_an_address_is_a_name() -> None:
    found = wish(mail(sender="=?utf-8?q?boss=40example=2Ecom=2C?= <maria@example.org>"))
    assert (found.who.given, found.name) == ("maria@example.org", "boss@example.com,")


def test_what_the_sender_wrote_above_the_servers_own_lines_proves_nothing() -> None:
    assert not wish(mail(results=None, head=f"X-Mine: a\nAuthentication-Results: x.org; {PASSED}\n")).proven
    assert not wish(mail(results="mx.example.net; dkim=none", head=f"Authentication-Results: {PASSED}\n")).proven


def test_a_wish_to_leave_needs_no_proof_and_gets_none() -> None:
    assert not wish(mail("Unsubscribe")).proven


@pytest.mark.parametrize(
    ("head", "text", "words"),
    [
        (
            "Content-Type: text/html; charset=utf-8\n",
            "<style>p{}</style><p>Please &amp; <b>now</b></p>",
            "Please & now",
        ),
        (
            "Content-Type: text/plain; charset=latin1\nContent-Transfer-Encoding: quoted-printable\n",
            "Gr=FC=DFe",
            "Grüße",
        ),
        ("Content-Type: text/plain; charset=nonsense\n", "Grüße", "Grüße"),
        ("Content-Transfer-Encoding: base64\n", "!!! no base64 at all", None),
        (
            'Content-Type: multipart/alternative; boundary="b"\n',
            "--b\n\nPlain.\n--b\nContent-Type: text/html\n\n<p>H",
            "Plain.",
        ),
        ('Content-Type: multipart/mixed; boundary="b"\n', "never begun", ""),
        ("", "Please.\n> quoted\n-- \nMaria, Quay 1", "Please."),
    ],
)
def test_the_words_are_found_in_odd_mails(head: str, text: str, words: str | None) -> None:
    found = wish(mail(text=text, head=head)).words
    assert words is None or found == words


def test_parts_within_parts_without_end_have_no_words() -> None:
    deep = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(2000))
    assert wish(mail(text=deep.partition("\n\n")[2], head=deep.partition("\n\n")[0] + "\n")).wanted is Wanted.LETTERS


def test_comments_within_comments_without_end_hide_no_sender() -> None:
    assert skipped(mail(sender="(" * 4000 + "maria@example.org")) is Skipped.NOBODY


def test_a_moment_that_is_none_or_lies_ahead_becomes_now() -> None:
    assert wish(b"From: a@example.org\nSubject: subscribe\nDate: soon\n\n").at == NOW
    assert wish(b"From: a@example.org\nSubject: subscribe\nDate: Fri, 1 Jan 2100 00:00:00 -0000\n\n").at == NOW


def test_a_mailbox_is_parted_at_its_mails_and_not_within_them() -> None:
    box = b"From a@b Fri Nov 20 09:00:00 2026\nSubject: 1\n\nHello\nFrom here 12:30 on\n\nFrom then on\n\n"
    box += b"From c@d Sat Nov 21 09:00:00 2026\nSubject: 2\n\nBye\n"
    assert [one.splitlines()[0] for one in mails_of(box.splitlines(keepends=True))] == [b"Subject: 1", b"Subject: 2"]
    assert list(mails_of(mail().splitlines(keepends=True))) == [mail()]
    assert list(mails_of([])) == []


def test_of_a_huge_mail_only_its_beginning_is_kept() -> None:
    lines = (line for line in [*mail().splitlines(keepends=True), *[b"x" * 1000 + b"\n"] * 5000])
    [kept] = mails_of(lines)
    assert len(kept) == KEPT
    assert wish(kept).proven


def test_a_subject_is_compared_without_what_mail_programs_change() -> None:
    assert matter(" Subscribe:\tThe  Letter! ") == "subscribe: the letter"


@given(st.binary(max_size=300), st.binary(max_size=60))
def test_no_bytes_stop_the_reading(start: bytes, middle: bytes) -> None:
    wish_of(start, PHRASES, NOW)
    wish_of(b"Subject: subscribe\nFrom: " + middle + b"\nContent-Type: " + start, PHRASES, NOW)
    list(mails_of(start.splitlines(keepends=True)))
