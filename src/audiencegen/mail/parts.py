"""The two parts of a message, encoded once: what is the same for every reader is ready before the first is written to.

A field stands on a line of its own in quoted-printable, so that joining keeps every line within its 76 characters.
"""

from __future__ import annotations

import binascii
from collections.abc import Callable, Mapping

from audiencegen.content.personal import Personal
from audiencegen.mail.fields import parted, to_everybody, value_of
from audiencegen.mail.headers import CRLF
from audiencegen.values import Value

_COLUMNS = 76  # RFC 2045, 6.7 and 6.8
_SOFT_BREAK = b"=\r\n"


class Part(Value, frozen=True):
    """A part of a message: its headers, and its content in pieces, of which the fields are still to be filled in."""

    head: bytes
    in_base64: bool
    pieces: tuple[bytes | Personal, ...]  # already encoded, but for base64, which has no seams


def part(subtype: str, content: str) -> Part:
    """Encode a marked text in the smaller of the two encodings."""
    lines = "".join(f"{line}{CRLF}" for line in content.splitlines())
    plain = to_everybody(lines).encode("utf-8")
    in_base64 = len(_base64(plain)) < len(_quoted(plain))
    encoding = "base64" if in_base64 else "quoted-printable"
    head = (f"Content-Type: text/{subtype}; charset=utf-8", f"Content-Transfer-Encoding: {encoding}", "", "")
    encode = bytes if in_base64 else _quoted
    pieces = (piece if isinstance(piece, Personal) else encode(piece.encode("utf-8")) for piece in parted(lines))
    return Part(CRLF.join(head).encode("ascii"), in_base64, tuple(pieces))


def written(part: Part, values: Mapping[str, str], fit: Callable[[str], str]) -> bytes:
    """The part as one reader gets it; `fit` makes a value stand safely in this kind of text."""
    said = [
        value_of(piece, values, fit).encode("utf-8") if isinstance(piece, Personal) else piece for piece in part.pieces
    ]
    if part.in_base64:
        return part.head + _base64(b"".join(said)) + b"\r\n"
    lines = [part.head]
    for index, piece in enumerate(said):
        is_field = index % 2 == 1  # words and fields take turns
        if lines[-1] and not lines[-1].endswith(b"\n"):
            lines.append(_SOFT_BREAK)
        lines.append(_quoted(piece) if is_field else piece)
    return b"".join(lines) + b"\r\n"


def _quoted(content: bytes) -> bytes:
    return b"\r\n".join(binascii.b2a_qp(line).replace(b"=\n", b"=\r\n") for line in content.split(b"\r\n"))


def _base64(content: bytes) -> bytes:
    size = _COLUMNS // 4 * 3
    rows = (binascii.b2a_base64(content[at : at + size], newline=False) for at in range(0, len(content), size))
    return b"".join(row + b"\r\n" for row in rows)
