"""What mails to the writer ask for: letters, or no more letters. Bytes in, wishes out; `granting` says what follows.

A mailbox holds everything: lists, bounces, conversations. What is no clear wish is passed over, with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from enum import Enum
from html import unescape

from audiencegen.people.authentication import server_of, vouched
from audiencegen.people.person import Address, NotAnAddress, address, plain
from audiencegen.values import Value, digest_bytes

KEPT = 256 * 1024  # bytes of one mail that are looked at
_HEADER = 8 * 1024  # characters of one header
_BODY = 64 * 1024  # bytes that may hold the words
_HTML = 16 * 1024  # characters of them, with their tags
_LONGEST = {"words": 500, "name": 80, "proof": 200}

_ANSWER = re.compile(r"((re|aw|fwd?|wg|sv|antw|tr|rv|res)\s*(\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_LEAVE = frozenset({"unsubscribe", "unsubscribe me", "unsubscribe please", "please unsubscribe"})
_TO_LEAVE = re.compile(r"(.*[+-])?unsub(scribe)?([+=._-].*)?", re.IGNORECASE)
_TOKEN = re.compile(r"[\w.:+/=-]{16,}", re.ASCII)
_ROBOTS = re.compile(r"(mailer-daemon|postmaster|bounces?)([+=-].*)?", re.IGNORECASE)
_START = re.compile(rb"From .*\d\d:\d\d")  # of a mail in an mbox (RFC 4155)
_TAG = re.compile(r"<(style|script)\b.*?</\1[^<>]*>|<[^<>]*>", re.IGNORECASE | re.DOTALL)


class Wanted(Enum):
    LETTERS = "letters"
    NONE = "no more letters"


class Skipped(Enum):
    """Why a mail asks for nothing."""

    OTHER = "about something else"
    AUTOMATIC = "automatic: bounces, absences, lists"
    NOBODY = "without one clear sender"
    OWN = "from yourself"
    ANSWER = "answers whose subject says “subscribe”: read them yourself"
    UNCLEAR = "speak of leaving in other words: read them yourself"


class Phrases(Value, frozen=True):
    """How this site's mails ask, and whom they go to. Subjects are compared by `matter`."""

    subscribe: frozenset[str]
    unsubscribe: frozenset[str]
    via: str = ""  # begins the line that says who sent them
    own: frozenset[str] = frozenset()  # the writer's addresses, as they are compared
    checked_by: str = ""


class Wish(Value, frozen=True):
    who: Address
    wanted: Wanted
    at: datetime
    proven: bool = False
    words: str = ""
    proof: str = ""
    name: str = ""
    introduced_by: str = ""


class Unasked(Value, frozen=True):
    """A mail that asks for nothing; `who` and `subject` for those that the writer should read."""

    reason: Skipped
    who: str = ""
    subject: str = ""


def matter(subject: str) -> str:
    """A subject as it is compared: one line, no capitals, no dot at its end."""
    return plain(subject).casefold().rstrip(".! ")


def mails_of(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The mails of an mbox; of one that is longer than KEPT only its beginning. A file of one mail is that mail."""
    kept = bytearray()
    after_blank = True
    for line in lines:
        if after_blank and _START.match(line):
            if kept.strip():
                yield bytes(kept)
            kept = bytearray()
        elif len(kept) < KEPT:
            kept += line[: KEPT - len(kept)]
        after_blank = not line.strip()
    if kept.strip():
        yield bytes(kept)


def server_named(mail: bytes) -> str:
    """The server that says it checked this mail: a suggestion for the writer, and no more."""
    return server_of(_head(mail[:KEPT]))


def wish_of(mail: bytes, phrases: Phrases, now: datetime) -> Wish | Unasked:
    """What one mail asks for."""
    head = _head(mail[:KEPT])
    subject = _decoded(_first(head, "subject"))
    wanted = _wanted(head, subject, phrases)
    sender = _sender(head)
    if isinstance(wanted, Skipped) or sender is None:
        reason = wanted if isinstance(wanted, Skipped) else Skipped.NOBODY
        known = sender is not None and sender[1].compared in phrases.own
        return Unasked(Skipped.OWN if known else reason, sender[1].given if sender else "", plain(subject)[:80])
    name, who = sender
    if who.compared in phrases.own:
        return Unasked(Skipped.OWN)
    text = _text(mail[:KEPT])
    return Wish(
        who=who,
        wanted=wanted,
        at=_moment(head, now),
        proven=wanted is Wanted.LETTERS and vouched(head, who.given, phrases.checked_by),
        words=_own_words(text),
        proof=_proof(head, mail),
        name=plain(name)[: _LONGEST["name"]],
        introduced_by=_introducer(text, phrases.via) if wanted is Wanted.LETTERS else "",
    )


def _head(mail: bytes) -> tuple[tuple[str, str], ...]:
    """The headers in their order, each on one line."""
    lines = re.split(rb"\r?\n\r?\n", mail.lstrip(b"\r\n"), maxsplit=1)[0].decode("utf-8", "replace")
    unfolded = re.sub(r"\r?\n[ \t]+", " ", lines)
    parted = (line.partition(":") for line in unfolded.splitlines())
    return tuple((name.strip().lower(), value.strip()[:_HEADER]) for name, colon, value in parted if colon)


def _first(head: Iterable[tuple[str, str]], *names: str) -> str:
    return next((value for name, value in head if name in names), "")


def _addresses(head: Iterable[tuple[str, str]], *names: str) -> list[tuple[str, str]]:
    """Names and addresses, in every header of these names."""
    try:
        return getaddresses([value for name, value in head if name in names])
    except RecursionError:  # thousands of comments within each other
        return []


def _decoded(text: str) -> str:
    try:
        return str(make_header(decode_header(text)))
    except (LookupError, ValueError, MessageError):  # an unknown charset, or bytes that are not of it
        return text


def _sender(head: tuple[tuple[str, str], ...]) -> tuple[str, Address] | None:
    """The one sender. Addresses are parted before names are decoded: an encoded name may hold a comma or an @."""
    found = _addresses(head, "from")
    if len(found) != 1:
        return None
    try:
        return _decoded(found[0][0]), address(found[0][1])
    except NotAnAddress:
        return None


def _wanted(head: tuple[tuple[str, str], ...], subject: str, phrases: Phrases) -> Wanted | Skipped:
    about = matter(subject)
    bare = _ANSWER.sub("", about, count=1) if _ANSWER.match(about) else about
    leaves = _says_leave(bare, phrases) or _sent_to_leave(head)
    if _is_report(head) or (_is_automatic(head) and not leaves):
        return Skipped.AUTOMATIC
    if leaves:
        return Wanted.NONE
    if bare in phrases.subscribe:
        answers = bare != about or _first(head, "in-reply-to", "references")
        return Skipped.ANSWER if answers else Wanted.LETTERS
    return Skipped.UNCLEAR if any(word in about for word in phrases.unsubscribe | {"unsubscribe"}) else Skipped.OTHER


def _says_leave(about: str, phrases: Phrases) -> bool:
    first, _, rest = about.partition(" ")
    known = _LEAVE | phrases.unsubscribe
    return about in known or (first.rstrip(":") in known and bool(_TOKEN.fullmatch(rest)))


def _sent_to_leave(head: tuple[tuple[str, str], ...]) -> bool:
    """Whether the mail went to an address that is there for leaving, such as `letters+unsubscribe-TOKEN@…`."""
    receivers = _addresses(head, "to", "delivered-to", "x-original-to")
    return any(_TO_LEAVE.fullmatch(receiver.rpartition("@")[0]) for _, receiver in receivers)


def _is_report(head: tuple[tuple[str, str], ...]) -> bool:
    """Bounces and absences: nobody wrote them (RFC 3834, RFC 6522)."""
    sender = next(iter(_addresses(head, "from")), ("", ""))[1]
    return (
        _first(head, "content-type").lower().startswith("multipart/report")
        or _first(head, "return-path") == "<>"
        or _first(head, "auto-submitted").lower().startswith("auto-replied")
        or bool(_ROBOTS.fullmatch(sender.rpartition("@")[0]))
    )


def _is_automatic(head: tuple[tuple[str, str], ...]) -> bool:
    names = {name for name, _ in head}
    return (
        _first(head, "auto-submitted").lower() not in ("", "no")
        or _first(head, "precedence").lower() in ("bulk", "list", "junk", "auto_reply")
        or bool(
            names
            & {"list-id", "list-unsubscribe", "list-post", "x-autoreply", "x-autorespond", "x-auto-response-suppress"}
        )
    )


def _moment(head: tuple[tuple[str, str], ...], now: datetime) -> datetime:
    """When the mail arrived, by the writer's own server; else when it says that it was written; never after now."""
    for text in (_first(head, "received").rpartition(";")[2], _first(head, "date")):
        try:
            moment = parsedate_to_datetime(text)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return min(moment.astimezone(UTC), now)
        except (TypeError, ValueError, OverflowError):
            continue
    return now


def _text(mail: bytes) -> str:
    """The first plain text of a mail, else of its HTML; a mail that cannot be taken apart has none."""
    try:
        parts = list(message_from_bytes(mail[:_BODY]).walk())
    except RecursionError:  # thousands of parts within each other
        return ""
    for kind in ("text/plain", "text/html"):
        found = next((part for part in parts if part.get_content_type() == kind), None)
        if found is not None:
            return _plain_text(found, kind)
    return ""


def _plain_text(part: Message, kind: str) -> str:
    content = part.get_payload(decode=True)
    content = content if isinstance(content, bytes) else b""
    try:
        text = content.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        text = content.decode("utf-8", "replace")
    return unescape(_TAG.sub(_as_line, text[:_HTML])) if kind == "text/html" else text


def _as_line(tag: re.Match[str]) -> str:
    return "\n" if tag[0].lower().startswith(("<br", "</p", "</div", "<style", "<script")) else ""


def _written(text: str) -> Iterator[str]:
    """The lines that the sender wrote: no quotes of others, no signature."""
    for line in text.splitlines():
        if line.rstrip() == "--":
            return
        if line.strip() and not line.lstrip().startswith(">"):
            yield plain(line)


def _own_words(text: str) -> str:
    return plain(" ".join(_written(text)))[: _LONGEST["words"]]


def _introducer(text: str, via: str) -> str:
    start = plain(via).casefold()
    lines = (line for line in _written(text) if start and line.casefold().startswith(start))
    return next(lines, "")[len(start) :].strip(" .")[: _LONGEST["name"]]


def _proof(head: tuple[tuple[str, str], ...], mail: bytes) -> str:
    """By what a mail is known again, so that to read it twice changes nothing."""
    return f"mail {plain(_first(head, 'message-id'))[: _LONGEST['proof']] or digest_bytes(mail[:KEPT])}"
