"""Mails as they lie in a mailbox, to test with."""

from __future__ import annotations

from datetime import UTC, datetime

from audiencegen.people.wishes import Phrases

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SERVER = "mx.example.net"
SUBJECT = "Subscribe: The Test Letter"
WORDS = "Please send me The Test Letter: one letter a month."
VIA = "Who sent me here, if somebody did:"
PHRASES = Phrases(
    subscribe=frozenset({"subscribe", "subscribe: the test letter", "abonnieren: the test letter"}),
    unsubscribe=frozenset({"unsubscribe", "abbestellen"}),
    via=VIA,
    own=frozenset({"ann@letters.example.org"}),
    checked_by=SERVER,
)
PASSED = f"{SERVER}; dkim=pass header.d=example.org header.s=a header.b=abc"


def mail(
    subject: str = SUBJECT,
    sender: str = "Maria Lund <maria@example.org>",
    results: str | None = PASSED,
    text: str = f"{WORDS}\n\n{VIA} Jonas\n",
    head: str = "",
    day: int = 20,
) -> bytes:
    """A mail that asks for letters and comes with a proof, unless told otherwise."""
    checked = f"Authentication-Results: {results}\n" if results else ""
    return (
        f"Return-Path: <x@example.org>\nReceived: from a by {SERVER}; {day} Nov 2026 09:00:00 +0100\n{checked}"
        f"{head}Date: {day} Nov 2026 08:00:00 +0000\nFrom: {sender}\nTo: ann@letters.example.org\n"
        f"Subject: {subject}\nMessage-ID: <{subject[:9].replace(' ', '')}{day}@example.org>\n\n{text}"
    ).encode()
