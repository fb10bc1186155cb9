"""A picture without what a camera or a program noted in it: no place, no time, no names, no comments, no thumbnail.

Nothing is encoded again: the pixels stay as they are, and so do the colour profile and the side that is up. What cannot
be read as the kind of picture that it claims to be is left as it is.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

_ORIENTATION = 0x0112  # Exif 2.3, tag 274
_PROFILE = b"ICC_PROFILE\x00"
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # in what is compressed, FF is followed by one of these
_NOTES = frozenset({b"eXIf", b"iTXt", b"tEXt", b"tIME", b"zTXt"})  # PNG, third edition, 11.3
_HAS_EXIF, _HAS_XMP = 0x08, 0x04  # flags of VP8X (WebP container)
_LOOPS = frozenset({b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"})  # extensions of GIF that change what is shown


def stripped(content: bytes) -> bytes:
    """The same picture with nothing but what is needed to show it."""
    try:
        if content.startswith(b"\xff\xd8\xff"):
            return b"".join(_jpeg(content))
        if content.startswith(b"\x89PNG\r\n\x1a\n"):
            return content[:8] + b"".join(_png(content))
        if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
            return _webp(content)
        if content.startswith((b"GIF87a", b"GIF89a")):
            return b"".join(_gif(content))
    except (struct.error, IndexError, ValueError):
        return content
    return content


def _jpeg(content: bytes) -> Iterator[bytes]:
    """By segments (T.81, B.1.1). What follows the end is left out: another picture, with notes of its own."""
    yield content[:2]
    at, turn = 2, b""
    while True:
        while content[at] == 0xFF and content[at + 1] == 0xFF:
            at += 1
        if content[at] != 0xFF:
            raise ValueError("no marker")
        marker = content[at + 1]
        if marker == 0xD9:
            yield content[at : at + 2]
            return
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        if end > len(content):
            raise ValueError("cut off")
        inside = content[at + 4 : end]
        if marker == 0xE1 and inside.startswith(b"Exif\x00\x00") and not turn:
            turn = _turn(inside[6:])
            if turn:
                yield b"\xff\xe1" + struct.pack(">H", len(turn) + 8) + b"Exif\x00\x00" + turn
        elif _is_needed(marker, inside):
            yield content[at:end]
        if marker == 0xDA:
            following = _NEXT_MARKER.search(content, end)
            if following is None:
                raise ValueError("no end")
            yield content[end : following.start()]
            end = following.start()
        at = end


def _is_needed(marker: int, inside: bytes) -> bool:
    if marker == 0xE2:
        return inside.startswith(_PROFILE)
    return marker in (0xE0, 0xEE) or not (0xE0 <= marker <= 0xEF or marker == 0xFE)  # JFIF, Adobe; no other notes


def _png(content: bytes) -> Iterator[bytes]:
    at = 8
    while True:
        size, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + size
        if end > len(content):
            raise ValueError("cut off")
        if kind not in _NOTES:
            yield content[at:end]
        elif kind == b"eXIf" and (turn := _turn(content[at + 8 : end - 4])):
            yield struct.pack(">I", len(turn)) + kind + turn + struct.pack(">I", zlib.crc32(kind + turn))
        if kind == b"IEND":
            return
        at = end


def _webp(content: bytes) -> bytes:
    kept: list[tuple[bytes, bytes]] = []
    end = 8 + struct.unpack_from("<I", content, 4)[0]
    if end > len(content):
        raise ValueError("cut off")
    at = 12
    while at + 8 <= end:
        kind, size = struct.unpack_from("<4sI", content, at)
        inside = content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
        if kind == b"EXIF":
            inside = _turn(inside.removeprefix(b"Exif\x00\x00"))
        if inside and kind != b"XMP ":
            kept.append((kind, inside))
    if not kept:
        raise ValueError("empty")
    flags = _HAS_EXIF if any(kind == b"EXIF" for kind, _ in kept) else 0
    chunks = b"".join(_chunk(kind, _flagged(inside, flags) if kind == b"VP8X" else inside) for kind, inside in kept)
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WEBP" + chunks


def _flagged(inside: bytes, flags: int) -> bytes:
    return bytes([inside[0] & ~(_HAS_EXIF | _HAS_XMP) | flags]) + inside[1:]


def _chunk(kind: bytes, inside: bytes) -> bytes:
    return struct.pack("<4sI", kind, len(inside)) + inside + b"\x00" * (len(inside) % 2)


def _gif(content: bytes) -> Iterator[bytes]:
    """Block by block (GIF89a, 18 to 27)."""
    at = 13 + _colours(content[10])
    yield content[:at]
    while content[at] != 0x3B:
        begin = at
        if content[at] == 0x2C:
            at = _after(content, at + 11 + _colours(content[at + 9]))
            yield content[begin:at]
            continue
        if content[at] != 0x21:
            raise ValueError("no block")
        label, name = content[at + 1], content[at + 3 : at + 14]
        at = _after(content, at + 2)
        if label not in (0xFE, 0xFF) or (label == 0xFF and name in _LOOPS):
            yield content[begin:at]
    yield b"\x3b"


def _colours(flags: int) -> int:
    """Bytes of a table of colours, if there is one."""
    return 3 * 2 ** (flags % 8 + 1) if flags & 0x80 else 0


def _after(content: bytes, at: int) -> int:
    """Where a row of sub-blocks ends."""
    while content[at]:
        at += 1 + content[at]
    return at + 1


def _turn(exif: bytes) -> bytes:
    """The same notes with nothing in them but which side is up; none at all when that is the usual one."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return b""
    try:
        (first,) = struct.unpack_from(order + "I", exif, 4)
        (count,) = struct.unpack_from(order + "H", exif, first)
        for at in range(first + 2, first + 2 + 12 * count, 12):
            tag, kind, _, value = struct.unpack_from(order + "HHIH", exif, at)
            if tag == _ORIENTATION and kind == 3 and 1 < value <= 8:
                head = struct.pack(order + "2sHI", exif[:2], 42, 8)
                return head + struct.pack(order + "HHHIHHI", 1, _ORIENTATION, 3, 1, value, 0, 0)
    except struct.error:
        return b""
    return b""
