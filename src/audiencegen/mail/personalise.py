"""A finished letter and one reader → the bytes of one message.

What one reader alone has is added here and nowhere else: the address it goes to, the way out, the Message-ID, the date
and the personal fields. Everything else was encoded once.
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from datetime import datetime
from email.utils import format_datetime
from html import escape

from audiencegen.mail.entities import as_entities
from audiencegen.mail.fields import UNSUBSCRIBE, filled
from audiencegen.mail.headers import CRLF, Unmailable, mailboxes, unbroken, unstructured
from audiencegen.mail.parts import Part, written
from audiencegen.model import Mailbox
from audiencegen.values import Record, Value

_ONE_CLICK = "List-Unsubscribe=One-Click"  # RFC 8058, 3.1


class Letter(Value, frozen=True):
    """All of a message that is the same for every reader; headers in groups, with those of a reader between."""

    sender: str
    reply_to: str  # "" when answers go to the sender
    subject: str  # marked
    about: tuple[str, ...]  # the list, the page, the language, the kind
    boundary: str
    text: Part
    html: Part
    domain: str  # of the sender, for the Message-ID
    mark: str  # changes with every word of the letter


class Recipient(Value, frozen=True):
    """One reader as the message needs them.

    `leave` are addresses by which they unsubscribe, https before mailto; `one_click` promises that the first answers a
    POST. `date` is of the first attempt, and `key` a secret of the project: with both kept, a second attempt makes the
    same bytes, and a mail server can tell that it is the same message.
    """

    mailbox: Mailbox
    date: datetime
    leave: tuple[str, ...]
    one_click: bool = False
    fields: Record = Record()
    key: str = ""
    purpose: str = "Issue"  # how the Message-ID begins


def personalise(letter: Letter, reader: Recipient) -> bytes:
    """The message for one reader, as bytes with CRLF.

    Raises Unmailable when no header can hold the address, or when there is no way out for them.
    """
    if not reader.leave:
        raise Unmailable(f"{reader.mailbox.address} could not unsubscribe")
    values = {UNSUBSCRIBE: reader.leave[0], **reader.fields}
    headers = [
        letter.sender,
        mailboxes("To", reader.mailbox),
        *([letter.reply_to] if letter.reply_to else []),
        unstructured("Subject", filled(letter.subject, values)),
        f"Date: {format_datetime(reader.date)}",
        f"Message-ID: <{reader.purpose}.{_own_mark(letter, reader)}@{letter.domain}>",
        "MIME-Version: 1.0",
        letter.about[0],
        unbroken("List-Unsubscribe", ", ".join(f"<{_sound(address)}>" for address in reader.leave)),
        *([unbroken("List-Unsubscribe-Post", _ONE_CLICK)] if _by_click(reader) else []),
        *letter.about[1:],
    ]
    parts = (written(letter.text, values, str), written(letter.html, values, _in_html))
    opening = f"--{letter.boundary}{CRLF}".encode()
    closing = f"--{letter.boundary}--{CRLF}".encode()
    return (CRLF.join(headers) + CRLF * 2).encode("ascii") + b"".join(opening + part for part in parts) + closing


def token(*said: str) -> str:
    """Capitals and digits: a token all in small letters looks like a spammer's (SpamAssassin, MSGID_RANDY)."""
    key, *rest = (one.encode("utf-8") for one in said)
    return b32encode(hmac.digest(key, b"\0".join(rest), "sha256")).decode("ascii").rstrip("=")[:24]


def _by_click(reader: Recipient) -> bool:
    """Only an https address can be posted to (RFC 8058, 3.1)."""
    return reader.one_click and reader.leave[0].startswith("https://")


def _own_mark(letter: Letter, reader: Recipient) -> str:
    return token(reader.key, "message", letter.mark, reader.mailbox.address)


def _sound(address: str) -> str:
    """An address that stands in `<…>` as it is: neither encoded nor broken, or no provider shows its button."""
    if not address.isascii() or not address.isprintable() or set(address) & set("<> ,"):
        raise Unmailable(f"{address!r} cannot stand in List-Unsubscribe")
    return address


def _in_html(value: str) -> str:
    """For text and attributes alike."""
    return as_entities(escape(value))
