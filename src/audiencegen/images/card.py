"""The picture that stands for a letter where people share it: its title, who wrote it and when, and its own picture.

Drawn by Pillow in the theme's colours and fonts; the same input gives the same bytes with the same libraries.
Widths, heights and places are pixels. Words alone are a PNG: sharper than a JPEG of them, and less than half as large.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING
from warnings import catch_warnings

from audiencegen.images.lettering import Fonts, Line, drawable, fewest, fits, joined, lines, shape, shortened, write
from audiencegen.images.probe import refusals
from audiencegen.images.sheet import ACCENT, INK, QUIET, Sheet, png
from audiencegen.values import Struct, Value, replace

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

LARGEST = 300_000  # bytes: WhatsApp leaves out the picture of a link somewhere from 300 to 600 kB on (sources differ)
_QUALITIES = (88, 80, 70, 60, 45, 30, 15)
_PART_OF_PICTURE = 0.4  # of a card, when the letter has a picture
_EDGE = 0.105  # around the words, as a part of the shorter side
_STROKE = (0.11, 0.0095)  # the mark above the words, as parts of the shorter side
_INITIAL = 0.85  # of the shorter side
_WHOLE_WORDS = 0.6  # of the largest size of a title: below it a word is rather broken than made smaller
_LINE = 1.18  # from line to line, in sizes of the letters
_STEP = 0.94  # from one size of a title to the next that is tried
_BEGUN = 8  # sheets that are kept: all shapes of the cards of one site
_SAMPLE = 64  # pixels of the longer side of the copy on which the liveliest part is looked for

_Box = tuple[int, int, int, int]  # left, top, right, bottom
_Size = tuple[int, int]
_Files = tuple[bytes, ...]  # fonts in the order in which they are asked for a sign


class Words(Value, frozen=True):
    """What a card says. `rtl`: it is read from right to left. The large `initial` is the site's, unless it is given."""

    title: str
    site: str
    byline: str = ""
    rtl: bool = False
    initial: str = ""


class Look(Value, frozen=True):
    """How cards look: colours as `#rrggbb`, sizes of letters as parts of the shorter side."""

    paper: str
    ink: str
    quiet: str
    accent: str
    tint: str
    largest: float
    smallest: float
    small: float
    most_lines: int


class _Room(Struct, frozen=True):
    """Where words may stand on a card of this size, and on which side reading begins."""

    left: int
    top: int
    right: int
    bottom: int
    card: _Size
    rtl: bool

    @property
    def side(self) -> int:
        return min(self.card)

    @property
    def begin(self) -> int:
        return self.right if self.rtl else self.left

    @property
    def width(self) -> int:
        return self.right - self.left


def card_as_png(words: Words, look: Look, size: _Size, bold: _Files, plain: _Files) -> bytes:
    """A card of words alone.

    A text with a sign that no font has is left out as a whole; in the place of such a title stands the site's name.
    """
    return png(_alone(words, look, size, bold, plain))


def card_as_jpeg(words: Words, look: Look, size: _Size, bold: _Files, plain: _Files, picture: bytes) -> bytes:
    """The same, of at most 300 kB, with the letter's own `picture` if it can be read."""
    place, beside = _divided(size, words.rtl)
    left, top, right, bottom = place
    photo = _covering(picture, (right - left, bottom - top))
    if photo is None:
        return _jpeg(_alone(words, look, size, bold, plain).convert("RGB"))
    image = _drawn(words, "", look, _room(beside, size, words.rtl), bold, plain).convert("RGB")
    image.paste(photo, place)
    return _jpeg(image)


def cropped(content: bytes, size: _Size) -> bytes:
    """The writer's own picture at this size, its liveliest part, as a JPEG; nothing when it cannot be read."""
    photo = _covering(content, size)
    return b"" if photo is None else _jpeg(photo)


def _divided(size: _Size, rtl: bool) -> tuple[_Box, _Box]:
    """Where the picture stands, where reading ends or above what is read, and where the words."""
    width, height = size
    if width <= height:
        cut = round(height * _PART_OF_PICTURE)
        return (0, 0, width, cut), (0, cut, width, height)
    taken = round(width * _PART_OF_PICTURE)
    cut = taken if rtl else width - taken
    left, right = (0, 0, cut, height), (cut, 0, width, height)
    return (left, right) if rtl else (right, left)


def _room(box: _Box, size: _Size, rtl: bool) -> _Room:
    left, top, right, bottom = box
    edge = round(min(size) * _EDGE)
    return _Room(left + edge, top + edge, right - edge, bottom - edge, size, rtl)


def _alone(words: Words, look: Look, size: _Size, bold: _Files, plain: _Files) -> Picture:
    """A card without a picture; in its place stands the first letter of the site's name."""
    initial = drawable(words.initial, bold) or drawable(words.site, bold)[:1]
    return _drawn(words, initial, look, _room((0, 0, *size), size, words.rtl), bold, plain)


def _drawn(words: Words, initial: str, look: Look, room: _Room, bold: _Files, plain: _Files) -> Picture:
    title, site = drawable(words.title, bold), drawable(words.site, bold)
    sheet = _begun(site if title else "", initial, look, room, bold).copy()
    files = (*plain, *bold)
    small, row = _small(room, look)
    quiet = Fonts(files, small)
    byline = shortened(drawable(words.byline, files), quiet, room.width)
    _write(sheet, byline, quiet, room, room.bottom - row, QUIET)
    middle = replace(room, top=room.top + 3 * row, bottom=room.bottom - 2 * row)
    _title(sheet, title or site, look, middle, bold)
    return sheet.coloured(look.paper, look.tint, (look.ink, look.quiet, look.accent))


@lru_cache(maxsize=_BEGUN)
def _begun(site: str, initial: str, look: Look, room: _Room, bold: _Files) -> Sheet:
    """What the cards of a site have in common: the initial, the mark and the name."""
    sheet = Sheet(room.card)
    if initial:
        _initial(sheet, initial, room, bold)
    long, thick = (round(room.side * part) for part in _STROKE)
    left = room.right - long if room.rtl else room.left
    sheet.fill((left, room.top, left + long + 1, room.top + thick + 1), ACCENT)
    small, row = _small(room, look)
    name = Fonts(bold, small)
    _write(sheet, shortened(site, name, room.width), name, room, room.top + row, ACCENT)
    return sheet


def _initial(sheet: Sheet, sign: str, room: _Room, bold: _Files) -> None:
    """A letter, large and faint, over the corner where reading ends."""
    fonts = Fonts(bold, round(room.side * _INITIAL))
    font, part = fonts.runs(sign)[0]
    drawn = shape(font, part)
    left = room.left if room.rtl else round(room.right - fonts.width(part))
    sheet.put_faintly(drawn.picture, left + drawn.left, room.bottom + drawn.top)


def _small(room: _Room, look: Look) -> tuple[int, int]:
    """The size of the small letters, and from line to line of them."""
    size = round(room.side * look.small)
    return size, round(size * _LINE)


def _title(sheet: Sheet, text: str, look: Look, room: _Room, bold: _Files) -> None:
    """As large as its room allows, in even lines, in the middle; what is too long for the smallest size ends in “…”."""
    largest, smallest = room.side * look.largest, room.side * look.smallest
    size = largest
    while True:
        fonts = Fonts(bold, round(size))
        row = round(size * _LINE)
        most = min(look.most_lines, (room.bottom - room.top) // row)
        whole = fits(text, fonts, room.width) or size <= largest * _WHOLE_WORDS
        if size <= smallest or (whole and fewest(text, fonts, room.width) <= most):
            break
        size = max(smallest, size * _STEP)
    set_ = lines(text, fonts, room.width)
    if len(set_) > most:
        set_ = [*set_[: most - 1], shortened(joined(set_[most - 1 :]), fonts, room.width)]
    top = room.top + (room.bottom - room.top - len(set_) * row) // 2
    for number, line in enumerate(set_):
        _write(sheet, line, fonts, room, top + number * row, INK)


def _write(sheet: Sheet, line: Line, fonts: Fonts, room: _Room, top: int, ink: int) -> None:
    write(sheet, line, fonts, (room.begin, top), ink, room.rtl)


def _opened(content: bytes, side: int) -> Picture | None:
    """A picture, upright and without transparency; None for what cannot be read.

    A JPEG is decoded no larger than it is needed, with neither side shorter than `side`.
    """
    from PIL import Image, ImageOps

    if not content:
        return None
    try:
        with catch_warnings(action="ignore"), Image.open(BytesIO(content)) as image:
            image.draft("RGB", (side, side))
            upright = ImageOps.exif_transpose(image)
            if not upright.has_transparency_data:
                return upright.convert("RGB")
            below = Image.new("RGBA", upright.size, "white")
            return Image.alpha_composite(below, upright.convert("RGBA")).convert("RGB")
    except refusals():
        return None


def _covering(content: bytes, size: _Size) -> Picture | None:
    """The liveliest part of a picture that has the proportions of `size`, at that size; None if it cannot be read."""
    from PIL import Image

    photo = _opened(content, max(size))
    if photo is None:
        return None
    width, height = photo.size
    part = min(width / size[0], height / size[1])
    across, down = min(width, round(size[0] * part)), min(height, round(size[1] * part))
    left, top = _liveliest(photo, across, down)
    return photo.resize(size, Image.Resampling.LANCZOS, (left, top, left + across, top + down), reducing_gap=3.0)


def _liveliest(photo: Picture, across: int, down: int) -> tuple[int, int]:
    """The corner of the part with the most edges; of equal ones, the one nearest to the middle."""
    from PIL import ImageFilter

    width, height = photo.size
    small = photo.convert("L")
    small.thumbnail((_SAMPLE, _SAMPLE))
    edges = small.filter(ImageFilter.FIND_EDGES)
    columns, rows = edges.size
    signs = edges.tobytes()
    if width > across:
        sums = [sum(signs[column::columns]) for column in range(columns)]
        return _best(sums, across / width, width - across), (height - down) // 2
    sums = [sum(signs[row * columns : (row + 1) * columns]) for row in range(rows)]
    return (width - across) // 2, _best(sums, down / height, height - down)


def _best(sums: Sequence[int], part: float, slack: int) -> int:
    """Where a window of this part of all sums holds most, as a place between 0 and `slack`."""
    long = max(1, round(len(sums) * part))
    last = len(sums) - long
    if last <= 0:
        return slack // 2
    order = sorted(range(last + 1), key=lambda start: abs(2 * start - last))
    found = max(order, key=lambda start: sum(sums[start : start + long]))
    return round(slack * found / last)


def _jpeg(image: Picture) -> bytes:
    content = b""
    for quality in _QUALITIES:
        stream = BytesIO()
        image.save(stream, "JPEG", quality=quality, subsampling=0, optimize=True)
        content = stream.getvalue()
        if len(content) <= LARGEST:
            break
    return content
