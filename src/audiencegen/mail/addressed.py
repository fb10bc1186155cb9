"""The proof copy on its way: `issue.eml` is the same on every build, and what is sent twice is two messages."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import format_datetime

from audiencegen.mail.headers import CRLF, mailboxes, unstructured
from audiencegen.model import Mailbox

MARK = "[proof]"
_FIELD = re.compile(rb"\r\n(?![ \t])")


def addressed(proof: bytes, recipient: Mailbox, subject: str, moment: datetime) -> bytes:
    """A proof copy for somebody, marked in its subject, of this moment; every other byte is kept.

    The moment is in its Message-ID, too: many a server delivers what it has seen before only once.
    """
    head, _, body = proof.partition(b"\r\n\r\n")
    new = {
        b"to": mailboxes("To", recipient),
        b"subject": unstructured("Subject", f"{MARK} {subject}"),
        b"date": f"Date: {format_datetime(moment)}",
    }
    fields = [_field(field, new, f"{moment:%Y%m%dT%H%M%S%f}") for field in _FIELD.split(head)]
    return b"\r\n".join(fields) + (CRLF * 2).encode() + body


def _field(field: bytes, new: dict[bytes, str], stamp: str) -> bytes:
    name = field.partition(b":")[0].lower()
    if name == b"message-id":
        return field.replace(b"@", f".{stamp}@".encode(), 1)
    return new[name].encode("ascii") if name in new else field
