"""The picture that stands for a letter where people share it: its title, who wrote it and when, and its own picture.

Drawn by Pillow in the theme's colours and fonts; the same input gives the same bytes with the same libraries.
Widths, heights and places are pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING
from warnings import catch_warnings

from audiencegen.images.lettering import Fonts, Line, drawable, fewest, fits, joined, lines, shortened, write
from audiencegen.images.probe import refusals
from audiencegen.values import Struct, Value, replace

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from PIL.ImageDraw import ImageDraw

LARGEST = 300_000  # bytes: WhatsApp leaves out the picture of a link somewhere from 300 to 600 kB on (sources differ)
_QUALITIES = (88, 80, 70, 60, 45, 30, 15)
_PART_OF_PICTURE = 0.4  # of a card, when the letter has a picture
_EDGE = 0.105  # around the words, as a part of the shorter side
_STROKE = (0.11, 0.0095)  # the mark above the words, as parts of the shorter side
_INITIAL = 0.85  # of the shorter side
_WHOLE_WORDS = 0.6  # of the largest size of a title: below it a word is rather broken than made smaller
_LINE = 1.18  # from line to line, in sizes of the letters
_STEP = 0.94  # from one size of a title to the next that is tried
_ENOUGH = (1350, 1350)  # pixels: no card shows more of a picture
_SAMPLE = 64  # pixels of the longer side of the copy on which the liveliest part is looked for


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
    """Where words may stand, the shorter side of the whole card, and on which side reading begins."""

    left: int
    top: int
    right: int
    bottom: int
    side: int
    rtl: bool

    @property
    def begin(self) -> int:
        return self.right if self.rtl else self.left

    @property
    def width(self) -> int:
        return self.right - self.left


def card(
    words: Words, look: Look, size: tuple[int, int], bold: Sequence[bytes], plain: Sequence[bytes], picture: bytes
) -> bytes:
    """A JPEG of at most 300 kB. `bold` and `plain` are fonts in the order in which they are asked for a sign.

    `picture` is the letter's own, or nothing. A text with a sign that no font has is left out as a whole; in the place
    of such a title stands the name of the site.
    """
    from PIL import Image, ImageDraw

    image = Image.new("RGB", size, look.paper)
    photo = _opened(picture)
    room = _beside(image, photo, words.rtl)
    draw = ImageDraw.Draw(image)
    title, site = drawable(words.title, bold), drawable(words.site, bold)
    if photo is None:
        _initial(draw, drawable(words.initial, bold) or site[:1], look.tint, room, bold)
    _mark(draw, room, look.accent)
    small = round(room.side * look.small)
    name, quiet = Fonts(bold, small), Fonts([*plain, *bold], small)
    row = round(small * _LINE)
    above = room.top + row
    if title:
        _write(draw, shortened(site, name, room.width), name, room, above, look.accent)
    _write(
        draw,
        shortened(drawable(words.byline, [*plain, *bold]), quiet, room.width),
        quiet,
        room,
        room.bottom - row,
        look.quiet,
    )
    middle = replace(room, top=above + 2 * row, bottom=room.bottom - 2 * row)
    _title(draw, title or site, look, middle, bold)
    return _jpeg(image)


def cropped(content: bytes, size: tuple[int, int]) -> bytes:
    """The writer's own picture at this size, its liveliest part, as a JPEG; nothing when it cannot be read."""
    photo = _opened(content)
    return b"" if photo is None else _jpeg(_covering(photo, size))


def _beside(image: Picture, photo: Picture | None, rtl: bool) -> _Room:
    """Put the picture where reading ends, or above what is read; the room that is left for words."""
    width, height = image.size
    left, top, right, bottom = 0, 0, width, height
    if photo is not None and width > height:
        taken = round(width * _PART_OF_PICTURE)
        image.paste(_covering(photo, (taken, height)), (0 if rtl else width - taken, 0))
        left, right = (taken, width) if rtl else (0, width - taken)
    elif photo is not None:
        top = round(height * _PART_OF_PICTURE)
        image.paste(_covering(photo, (width, top)), (0, 0))
    side = min(width, height)
    edge = round(side * _EDGE)
    return _Room(left + edge, top + edge, right - edge, bottom - edge, side, rtl)


def _initial(draw: ImageDraw, sign: str, colour: str, room: _Room, bold: Sequence[bytes]) -> None:
    """The first letter of the site's name, large and faint, over the corner where reading ends."""
    if sign:
        font, part = Fonts(bold, round(room.side * _INITIAL)).runs(sign)[0]
        corner = (room.left, "ls") if room.rtl else (room.right, "rs")
        draw.text((corner[0], room.bottom), part, colour, font, anchor=corner[1])


def _mark(draw: ImageDraw, room: _Room, colour: str) -> None:
    long, thick = (round(room.side * part) for part in _STROKE)
    left = room.right - long if room.rtl else room.left
    draw.rectangle((left, room.top, left + long, room.top + thick), fill=colour)


def _title(draw: ImageDraw, text: str, look: Look, room: _Room, bold: Sequence[bytes]) -> None:
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
        _write(draw, line, fonts, room, top + number * row, look.ink)


def _write(draw: ImageDraw, line: Line, fonts: Fonts, room: _Room, top: int, colour: str) -> None:
    write(draw, line, fonts, (room.begin, top), colour, room.rtl)


def _opened(content: bytes) -> Picture | None:
    """A picture, upright and without transparency; None for what cannot be read."""
    from PIL import Image, ImageOps

    if not content:
        return None
    try:
        with catch_warnings(action="ignore"), Image.open(BytesIO(content)) as image:
            image.draft("RGB", _ENOUGH)  # a JPEG is decoded no larger than it is needed
            upright = ImageOps.exif_transpose(image)
            if not upright.has_transparency_data:
                return upright.convert("RGB")
            below = Image.new("RGBA", upright.size, "white")
            return Image.alpha_composite(below, upright.convert("RGBA")).convert("RGB")
    except refusals():
        return None


def _covering(photo: Picture, size: tuple[int, int]) -> Picture:
    """The liveliest part of a picture that has the proportions of `size`, at that size."""
    from PIL import Image

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
