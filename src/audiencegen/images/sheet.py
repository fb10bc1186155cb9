"""A sheet of paper for words: one byte a pixel, which says how much of which ink is there, and on what.

Words are put on it as shapes, whose edges are shades of grey. What is faint, such as one large letter, lies below the
words, not among them. A picture of so few colours is drawn and written in a third of the time of one in full colour.

    byte      what is there
    0         paper
    1…15      more and more of what is faint
    16…135    on paper, 40 shades of each of three inks, from hardly any of it to all
    136…255   the same on what is faint
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING
from zlib import Z_RLE

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

INK, QUIET, ACCENT = range(3)

_FAINT = 15  # shades of what is faint, without the paper itself
_SHADES = 40  # of an ink, without none of it
_ON_PAPER = 3 * _SHADES  # how far the bytes of words on paper lie below those on what is faint


class Sheet:
    """Bare paper of a size in pixels."""

    def __init__(self, size: tuple[int, int]) -> None:
        from PIL import Image

        self._bytes = Image.new("L", size)
        self._less = Image.new("L", size, _ON_PAPER)  # what is taken from the bytes of a word

    def copy(self) -> Sheet:
        sheet = Sheet.__new__(Sheet)
        sheet._bytes, sheet._less = self._bytes.copy(), self._less
        return sheet

    def put_faintly(self, shape: Picture, left: int, top: int) -> None:
        """Before anything else: what is faint lies below the words."""
        box = _box(shape, left, top)
        self._bytes.paste(shape.point([_part(grey, _FAINT) for grey in range(256)]), box)
        self._less.paste(shape.point([0 if grey > 127 else _ON_PAPER for grey in range(256)]), box)

    def put(self, inked: Picture, left: int, top: int) -> None:
        from PIL import ImageChops

        box = _box(inked, left, top)
        words = ImageChops.subtract(inked, self._less.crop(box))
        self._bytes.paste(ImageChops.lighter(self._bytes.crop(box), words), box)

    def fill(self, box: tuple[int, int, int, int], ink: int) -> None:
        self._bytes.paste(_FAINT + (ink + 1) * _SHADES, box)

    def coloured(self, paper: str, faint: str, inks: tuple[str, str, str]) -> Picture:
        """The picture, with colours as `#rrggbb`: what the sheet is from now on, so that nothing more is put on it."""
        self._bytes.putpalette(_palette(paper, faint, inks))
        return self._bytes


def inked(shape: Picture, ink: int) -> Picture:
    """A shape as it is put on a sheet."""
    return shape.point(_shades(ink))


def png(picture: Picture) -> bytes:
    """A picture of a sheet as a file. Runs of equal bytes are all that is worth packing in it."""
    stream = BytesIO()
    picture.save(stream, "PNG", compress_type=Z_RLE)
    return stream.getvalue()


def _box(shape: Picture, left: int, top: int) -> tuple[int, int, int, int]:
    return left, top, left + shape.width, top + shape.height


@lru_cache(maxsize=3)
def _shades(ink: int) -> tuple[int, ...]:
    none = _FAINT + _ON_PAPER + ink * _SHADES
    return tuple(none + shade if (shade := _part(grey, _SHADES)) else 0 for grey in range(256))


def _part(grey: int, whole: int) -> int:
    return round(grey * whole / 255)


@lru_cache(maxsize=4)
def _palette(paper: str, faint: str, inks: tuple[str, str, str]) -> bytes:
    on = [_mixed(below, ink, _SHADES) for below in (paper, faint) for ink in inks]
    return b"".join((_mixed(paper, paper, 1), _mixed(paper, faint, _FAINT), *on))


def _mixed(below: str, above: str, steps: int) -> bytes:
    """Red, green and blue of each step from one colour to another."""
    from PIL.ImageColor import getrgb

    ways = list(zip(getrgb(below), getrgb(above), strict=True))
    return bytes(round(low + (high - low) * step / steps) for step in range(1, steps + 1) for low, high in ways)
