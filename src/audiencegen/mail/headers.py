"""Headers of a message, written by ourselves.

The standard library encodes a long `List-Unsubscribe`, so that no provider shows its button, and unquotes the comma of
a folded name, so that one mailbox becomes two (cpython #85725, #121284). Names and values here hold no CR and no LF.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from unicodedata import category

from audiencegen.model import Mailbox
from audiencegen.problems import ProjectError, error

CRLF = "\r\n"
_LINE = 78  # RFC 5322, 2.1.1: should not be longer, without CRLF
_WORD = 75  # RFC 2047, 2: an encoded word with its marks
_PLAIN_IN_Q = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")  # RFC 2047, 5 (3)
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]\\\x00-\x1f\x7f]+@[^\s<>,;:\"()\[\]\\@\x00-\x1f\x7f]+")
_PERCENT = re.compile("%[0-9A-F]{2}")
_BREAKING = frozenset({"Cc", "Cs", "Zl", "Zp"})
_LONGEST_WORD = 300  # an unbroken word of a subject beyond this is encoded, far from the limit of 998


def unstructured(name: str, value: str) -> str:
    """A header of words, such as `Subject`: folded at its spaces, or RFC 2047 when it is not plain ASCII."""
    value = one_line(value)
    words = value.split(" ")
    if _is_plain(value) and max(map(len, words)) <= _LONGEST_WORD:
        return _folded(name, [(" " if index else "") + word for index, word in enumerate(words)])
    return _folded(name, _encoded_words(value, len(name) + 2))


def mailboxes(name: str, mailbox: Mailbox) -> str:
    """`From`, `To` or `Reply-To` with one mailbox. Raises Unmailable."""
    address = wire_address(mailbox.address)
    phrase = one_line(mailbox.name)
    if not phrase:
        return f"{name}: {address}"
    return _folded(name, [*_phrase(phrase, len(name) + 2), f" <{address}>"])


def list_id(title: str, identifier: str) -> str:
    """`List-Id` (RFC 2919): the title for people, the identifier for programs and for ever."""
    return _folded("List-Id", [*_phrase(one_line(title), len("List-Id: ")), f" <{identifier}>"])


def unbroken(name: str, value: str) -> str:
    """A header on one physical line and never encoded, such as `List-Unsubscribe`.

    `%CE` is written `%ce`, which is the same (RFC 3986, 6.2.2.1): a filter takes capitals behind a percent sign for a
    field that nobody filled in, and gives 3 points for it (SpamAssassin, UNRESOLVED_TEMPLATE).
    """
    return f"{name}: {_PERCENT.sub(lambda found: found[0].lower(), value)}"


class Unmailable(ValueError):
    """An address that no header can hold, so that no letter can be sent to it."""


def wire_address(address: str) -> str:
    """An address as mail servers know it, its domain in ASCII. Raises Unmailable.

    Not by the codec `idna`, which is of 2003 and makes another domain of `faß.de`.
    """
    local, at, domain = address.rpartition("@")
    if not domain.isascii():
        import idna

        try:
            domain = idna.encode(domain, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError) as fault:
            raise Unmailable(f"{address}: {fault}") from None
    written = f"{local}{at}{domain}"
    if not written.isascii() or not _ADDRESS.fullmatch(written):
        raise Unmailable(f"{address!r} cannot stand in a message’s header")
    return written


def ascii_address(address: str) -> str:
    """The same for an address of the configuration, which is the writer's to mend."""
    try:
        return wire_address(address)
    except Unmailable:
        hint = "write it with plain letters before the @, and a domain behind it"
        message = f"{address} cannot stand in a message’s header"
        raise ProjectError(error("address", message, hint, file="audiencegen.yaml")) from None


def one_line(text: str) -> str:
    """Words with single spaces: no line break and no control character can begin another header."""
    return " ".join("".join(" " if category(one) in _BREAKING else one for one in text).split())


def _is_plain(value: str) -> bool:
    return value.isascii() and "=?" not in value


def _phrase(text: str, used: int) -> list[str]:
    """A display name: bare, quoted, or encoded (RFC 5322, 3.2.5)."""
    if not _is_plain(text):
        return _encoded_words(text, used)
    if _ATOMS.fullmatch(text):
        return [(" " if index else "") + word for index, word in enumerate(text.split(" "))]
    return ['"' + re.sub(r'(["\\])', r"\\\1", text) + '"']


def _folded(name: str, pieces: list[str]) -> str:
    """Pieces on lines of at most 78 characters; a piece may begin a line only where its space is."""
    lines = [f"{name}: "]
    for piece in pieces:
        if len(lines[-1]) + len(piece) > _LINE and piece.startswith(" ") and lines[-1].strip() != f"{name}:":
            lines.append(piece)
        else:
            lines[-1] += piece
    return CRLF.join(lines)


def _encoded_words(text: str, used: int) -> list[str]:
    """RFC 2047 words, in the shorter of the two encodings; none splits a character."""
    quoted = list(_split(text, used, _as_q, "q"))
    based = list(_split(text, used, _as_b, "b"))
    words = quoted if sum(map(len, quoted)) <= sum(map(len, based)) else based
    return [(" " if index else "") + word for index, word in enumerate(words)]


def _split(text: str, used: int, encode: Callable[[str], str], mark: str) -> Iterator[str]:
    frame = len(f"=?utf-8?{mark}??=")
    room = min(_WORD, _LINE - used) - frame
    taken = ""
    for character in text:
        if taken and len(encode(taken + character)) > room:
            yield f"=?utf-8?{mark}?{encode(taken)}?="
            taken, room = "", _WORD - frame
        taken += character
    yield f"=?utf-8?{mark}?{encode(taken)}?="


def _as_q(text: str) -> str:
    return "".join(chr(byte) if byte in _PLAIN_IN_Q else f"={byte:02X}" for byte in text.encode()).replace("=20", "_")


def _as_b(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")
