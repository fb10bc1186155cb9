"""The proof copy of a letter, `issue.eml`: to the writer, with no secret in it, the same on every build.

The message is put together from bytes: the standard library's generator makes a random boundary and lines of 998
characters. What a header needs is in `headers`.
"""

from __future__ import annotations

import binascii
from base64 import b32encode
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urlsplit

from audiencegen.content.urls import slug
from audiencegen.mail.headers import CRLF, ascii_address, list_id, mailboxes, one_line, unbroken, unstructured
from audiencegen.mail.particulars import web_address, writer
from audiencegen.model import Frame, Imprint, Issue, Mailbox
from audiencegen.values import digest

_COLUMNS = 76  # RFC 2045, 6.7 and 6.8
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def proof(frame: Frame, issue: Issue, sender: Mailbox, html: str, text: str) -> bytes:
    """The message as bytes with CRLF: `multipart/alternative`, the text first, then the HTML.

    Raises ProjectError when an address of the configuration cannot stand in a header.
    """
    mark = digest(issue.post.card.guid, issue.subject, html, text)
    boundary = f"=_ag_{_token('boundary', mark)}"  # `=_` occurs in no quoted-printable and no base64 text
    headers = [
        mailboxes("From", sender),
        mailboxes("To", sender),
        *([mailboxes("Reply-To", issue.imprint.reply_to)] if issue.imprint.reply_to else []),
        unstructured("Subject", issue.subject),
        f"Date: {format_datetime(frame.local(issue.post.card.date or _EPOCH))}",
        f"Message-ID: <Proof.{_token('message', mark)}@{ascii_address(sender.address).rpartition('@')[2]}>",
        "MIME-Version: 1.0",
        list_id(frame.title, _list_identifier(frame, sender)),
        unbroken("List-Unsubscribe", _leave(issue.imprint, sender)),
        *_on_the_web(frame, issue),
        f"Content-Language: {issue.post.card.language or frame.language}",
        f'Content-Type: multipart/alternative;{CRLF} boundary="{boundary}"',
    ]
    parts = [_part("plain", text), _part("html", html)]
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + part for part in parts)
    return (CRLF.join(headers) + CRLF * 2).encode("ascii") + body + f"--{boundary}--{CRLF}".encode()


def _token(purpose: str, mark: str) -> str:
    """Capitals and digits: a token all in small letters looks like a spammer's (SpamAssassin, MSGID_RANDY)."""
    return b32encode(bytes.fromhex(digest(purpose, mark))).decode("ascii").rstrip("=")[:24]


def _list_identifier(frame: Frame, sender: Mailbox) -> str:
    """A name under the site's own host that stays when the letter is renamed (RFC 2919, 3)."""
    host = (urlsplit(frame.url).hostname or sender.address.rpartition("@")[2]).lower()
    labels = [label for part in reversed(frame.base_path.split("/")) if (label := slug(part)).isascii() and label]
    return ".".join([*(labels or ["letter"]), ascii_address(f"list@{host}").removeprefix("list@")])


def _leave(imprint: Imprint, sender: Mailbox) -> str:
    # Without `List-Unsubscribe-Post`: nothing answers a POST until letters are sent by the house itself (RFC 8058).
    return f"<mailto:{ascii_address((writer(imprint) or sender).address)}?subject=unsubscribe>"


def _on_the_web(frame: Frame, issue: Issue) -> list[str]:
    """`Archived-At` (RFC 5064), for a letter that has a page."""
    address = one_line(web_address(frame, issue))
    return [unbroken("Archived-At", f"<{address}>")] if address and address.isascii() else []


def _part(subtype: str, content: str) -> bytes:
    encoding, encoded = _encoded("".join(f"{line}{CRLF}" for line in content.splitlines()).encode("utf-8"))
    head = (f"Content-Type: text/{subtype}; charset=utf-8", f"Content-Transfer-Encoding: {encoding}", "", "")
    return CRLF.join(head).encode("ascii") + encoded + b"\r\n"


def _encoded(content: bytes) -> tuple[str, bytes]:
    """The smaller of the two encodings, both with lines of at most 76 characters."""
    quoted = _quoted_printable(content)
    based = _base64(content)
    return ("quoted-printable", quoted) if len(quoted) <= len(based) else ("base64", based)


def _quoted_printable(content: bytes) -> bytes:
    return b"\r\n".join(binascii.b2a_qp(line).replace(b"=\n", b"=\r\n") for line in content.split(b"\r\n"))


def _base64(content: bytes) -> bytes:
    size = _COLUMNS // 4 * 3
    rows = (binascii.b2a_base64(content[at : at + size], newline=False) for at in range(0, len(content), size))
    return b"".join(row + b"\r\n" for row in rows)
