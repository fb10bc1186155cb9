"""The message as servers and filters see it: its headers and its MIME parts, byte by byte."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from functools import lru_cache

from audiencegen.mail.lint.letter import Letter, Rules
from audiencegen.problems import Problem, error, warning

ENCODED_MOST, LINE_LONGEST = 76, 998  # RFC 2045, 6.7 and 6.8; RFC 5322, 2.1.1
ONCE = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version")  # RFC 5322, 3.6

_CONFIGURATION = "audiencegen.yaml"
_REPORT = "this is a fault of audiencegen, not of your letter; please report it"
# SpamAssassin, MSGID_RANDY: a token in small letters at a short domain.
_RANDOM_ID = re.compile(r"<[a-z\d][a-z\d$-]{10,29}[a-z\d]@[a-z\d][a-z\d.]{3,12}[a-z\d]>")


def headers(letter: Letter) -> Iterator[Problem]:
    """`hdr-single`: what must be there once is there once."""
    if not letter.eml:
        return
    counts = Counter(name.lower() for name, _ in _headers(letter.eml))
    for name in ONCE:
        count = counts[name.lower()]
        if count != 1:
            what = "has no" if not count else f"has {count} times the"
            yield error("hdr-single", f"the message {what} header {name}", _REPORT, file=letter.origin.file)


def date(letter: Letter) -> Iterator[Problem]:
    """`hdr-date`: a date that programs can read (a message without one: SpamAssassin MISSING_DATE, 2.7)."""
    for value in _values(letter.eml, "date"):
        try:
            parsedate_to_datetime(value)
        except ValueError:
            yield error("hdr-date", f"the message has a date that is none: {value}", _REPORT, file=letter.origin.file)


def message_id(letter: Letter) -> Iterator[Problem]:
    """`hdr-mid`: one name for the message, at a domain of its own."""
    for value in _values(letter.eml, "message-id"):
        if not re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+\.[^<>@\s]+>", value):
            yield error("hdr-mid", f"the message has no proper Message-ID: {value}", _REPORT, file=letter.origin.file)
        elif _RANDOM_ID.fullmatch(value) and not re.fullmatch(r"<[\da-f]+@.*", value):
            message = f"the Message-ID looks like a spammer’s: {value}"
            yield warning("hdr-mid", message, _REPORT, file=letter.origin.file)


def unsubscribe_header(letter: Letter) -> Iterator[Problem]:
    """`unsub-header`: the button of mail programs; unencoded, on one line (RFC 8058)."""
    if not letter.eml:
        return
    raw = [value for name, value in _headers(letter.eml) if name.lower() == "list-unsubscribe"]
    if len(raw) != 1:
        what = "no header List-Unsubscribe" if not raw else "several headers List-Unsubscribe"
        yield error("unsub-header", f"the message has {what}", _REPORT, file=letter.origin.file)
        return
    value = raw[0]
    if "=?" in value or "\n" in value:
        what = "encoded" if "=?" in value else "broken into lines"
        yield error("unsub-header", f"List-Unsubscribe is {what}; no button is shown", _REPORT, file=letter.origin.file)
    elif not re.fullmatch(r"\s*<(https|mailto):[^<>\s]+>(\s*,\s*<(https|mailto):[^<>\s]+>)*\s*", value):
        message = f"List-Unsubscribe holds no address that a program may use: {value.strip()}"
        yield error("unsub-header", message, _REPORT, file=letter.origin.file)
    elif _values(letter.eml, "list-unsubscribe-post") and "<https:" not in value:
        message = "List-Unsubscribe-Post is there, and no https address that answers it"
        yield error("unsub-header", message, _REPORT, file=letter.origin.file)


def unsubscribe_link(letter: Letter) -> Iterator[Problem]:
    """`unsub-body`: a way to leave that is seen, in both parts, and not where Gmail cuts."""
    words = str((letter.origin.frame.words.get("mail") or {}).get("unsubscribe", "Unsubscribe")).casefold()
    found = [one for one in letter.anchors if words in one.words.casefold()]
    hint = "name the writer: `issues: {sender: …}`; a theme of your own prints {{ unsubscribe }}"
    if not found:
        yield error("unsub-body", "the letter has no link to leave", hint, file=_CONFIGURATION, find="issues:")
    elif words not in letter.plain.casefold() and found[-1].url not in letter.plain:
        yield error("unsub-body", "the text part has no way to leave", hint, file=_CONFIGURATION, find="issues:")


def postal_address(letter: Letter) -> Iterator[Problem]:
    """`postal`: many countries want an address in every letter (CAN-SPAM, § 5)."""
    address = letter.origin.issue.imprint.postal_address
    if not address or " ".join(address.split()) not in letter.words:
        message = "the letter does not say where its sender can be reached by post"
        hint = "add `issues: {postal_address: …}`"
        yield warning("postal", message, hint, file=_CONFIGURATION, find="issues:")


def lines(letter: Letter) -> Iterator[Problem]:
    """`mime-lines`: what mail servers may break or refuse."""
    if not letter.eml:
        return
    if b"\0" in letter.eml:
        yield error("mime-lines", "the message holds a NUL", _REPORT, file=letter.origin.file)
    lines = letter.eml.split(b"\r\n")
    if any(b"\r" in line or b"\n" in line for line in lines):
        message = "the message has a line that does not end in CRLF"
        yield error("mime-lines", message, _REPORT, file=letter.origin.file)
    longest = max(map(len, lines))
    if longest > LINE_LONGEST:
        message = f"the message has a line of {longest} bytes; 998 may be sent"
        yield error("mime-lines", message, _REPORT, file=letter.origin.file)
    for part in letter.message.walk():
        encoding = str(part.get("Content-Transfer-Encoding", "")).lower()
        payload = part.get_payload()
        if encoding in ("quoted-printable", "base64") and isinstance(payload, str):
            widest = max((len(line) for line in payload.splitlines()), default=0)
            if widest > ENCODED_MOST:
                message = f"a {encoding} line has {widest} characters; 76 may be"
                yield error("mime-lines", message, _REPORT, file=letter.origin.file)


def parts(letter: Letter) -> Iterator[Problem]:
    """`mime-parts`: the text first, then the HTML, both as they were made."""
    if not letter.eml:
        return
    kinds = [part.get_content_type() for part in letter.message.walk() if not part.is_multipart()]
    if letter.message.get_content_type() != "multipart/alternative" or kinds != ["text/plain", "text/html"]:
        message = f"the message holds {', '.join(kinds)} and not text, then HTML"
        yield error("mime-parts", message, _REPORT, file=letter.origin.file)
        return
    for part, made in zip(list(letter.message.walk())[1:], (letter.text, letter.html), strict=True):
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or content.split() != made.split():
            message = f"the {part.get_content_type()} part is not what was made"
            yield error("mime-parts", message, _REPORT, file=letter.origin.file)


def boundary(letter: Letter) -> Iterator[Problem]:
    """`boundary`: SpamAssassin, MIME_BOUND_DD_DIGITS, 3.0."""
    found = letter.message.get_boundary() if letter.eml else None
    if found and re.fullmatch(r"-*\d+|.*\d{15,}.*", found):
        message = f"the boundary between the parts looks like a spammer’s: {found}"
        yield warning("boundary", message, _REPORT, file=letter.origin.file)


@lru_cache(maxsize=4)
def _headers(eml: bytes) -> tuple[tuple[str, str], ...]:
    """Names and values as they stand, a folded one with its line breaks."""
    head = eml.replace(b"\r\n", b"\n").split(b"\n\n", 1)[0].decode("utf-8", "replace")
    rows = re.split(r"\n(?![ \t])", head)
    return tuple((name.strip(), value.strip()) for name, colon, value in (row.partition(":") for row in rows) if colon)


def _values(eml: bytes, name: str) -> list[str]:
    return [" ".join(value.split()) for found, value in _headers(eml) if found.lower() == name]


RULES: Rules = {
    headers: ("hdr-single",),
    date: ("hdr-date",),
    message_id: ("hdr-mid",),
    unsubscribe_header: ("unsub-header",),
    unsubscribe_link: ("unsub-body",),
    postal_address: ("postal",),
    lines: ("mime-lines",),
    parts: ("mime-parts",),
    boundary: ("boundary",),
}
