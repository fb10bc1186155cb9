"""Words as a picture shows them: a font for every sign, lines of even length, right to left where a script runs so.

No sign is ever drawn as an empty box. One that no font has is left out when it is an emoji; any other makes the whole
text undrawable, and `drawable` says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property, lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from audiencegen.images.sheet import Sheet, inked
from audiencegen.values import Struct, replace

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from PIL.ImageFont import FreeTypeFont

_NOTHING = "\U0010ffff"  # a noncharacter, which every font draws as the sign for "not there"
_SAMPLE = 40  # pixels: large enough for two signs not to look alike by accident
_SIGNS_KEPT = 20_000
_LENGTHS_KEPT = 4_000
_WORDS_KEPT = 256  # some megabytes; names and dates stand on many cards
_WIDE = ("W", "F")  # East Asian Width: lines may break at either side
_NEVER_FIRST = frozenset("、。，．・：；？！」』）】〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]")
_PICTURES = re.compile(  # emoji, their skins, flags, keycaps and joins (UTS 51), and what else is for private use
    "[\u20e3\u2600-\u27bf\u2b00-\u2bff\u3030\u303d\u3297\u3299\ue000-\uf8ff\U0001f000-\U0001faff\U000e0020-\U000e007f]"
    "[\ufe0e\ufe0f\u200d]*"
)


class Line(Struct, frozen=True):
    """Words that stand beside each other, and how wide they are together."""

    words: tuple[str, ...]
    width: float


class Shape(Struct, frozen=True):
    """A word as it is drawn, in shades of grey, and where that stands, seen from where its letters begin."""

    picture: Picture
    left: int
    top: int


class Fonts:
    """Font files in the order in which they are asked for a sign, at one size in pixels."""

    def __init__(self, files: Sequence[bytes], size: int) -> None:
        self._files = tuple(files)
        self._size = size
        self._widths: dict[str, float] = {}

    def runs(self, word: str) -> list[tuple[FreeTypeFont, str]]:
        """A word in parts of one font each, in the order of reading."""
        whole = next((file for file in self._files if all(_has(file, sign) for sign in word)), None)
        if whole is not None:
            return [(_font(whole, self._size), word)]
        parts: list[tuple[bytes, str]] = []
        for sign in word:
            found = next((file for file in self._files if _has(file, sign)), self._files[0])
            if parts and (_is_joined(sign) or parts[-1][0] == found):
                parts[-1] = (parts[-1][0], parts[-1][1] + sign)
            else:
                parts.append((found, sign))
        return [(_font(file, self._size), part) for file, part in parts]

    def width(self, word: str) -> float:
        if word not in self._widths:
            self._widths[word] = sum(_length(font, part) for font, part in self.runs(word))
        return self._widths[word]

    @cached_property
    def space(self) -> float:
        return _length(self._first, " ")

    @cached_property
    def ascent(self) -> int:
        """Pixels from the top of a line to the foot of its letters."""
        return self._first.getmetrics()[0]

    @property
    def _first(self) -> FreeTypeFont:
        return _font(self._files[0], self._size)


def drawable(text: str, files: Sequence[bytes]) -> str:
    """The text as it can be drawn, without emoji that no font has; "" when another sign is in no font."""
    text = unicodedata.normalize("NFC", text)
    lost = {sign for sign in text if not sign.isspace() and not any(_has(file, sign) for file in files)}
    if lost:
        text = _PICTURES.sub(lambda found: found[0] if found[0][0] not in lost else " ", text)
        text = "".join(
            sign for sign in text if sign not in "\ufe0e\ufe0f" and (sign not in lost or not _PICTURES.match(sign))
        )
    if any(sign in lost for sign in text):
        return ""
    return " ".join(text.split())


def fits(text: str, fonts: Fonts, width: float) -> bool:
    """Whether every word fits into a line."""
    return all(fonts.width(word.strip()) <= width for word in _words(text))


def fewest(text: str, fonts: Fonts, width: float) -> int:
    """How many lines the text needs."""
    return len(_rows(_measured(_reaching(text, fonts, width), fonts), width))


def lines(text: str, fonts: Fonts, width: float) -> list[Line]:
    """The text in as few lines as fit into `width`, as even as they can be."""
    words = _reaching(text, fonts, width)
    measured = _measured(words, fonts)
    number = len(_rows(measured, width))
    low, high = max((own for own, _ in measured), default=0.0), width
    for _ in range(12):  # the narrowest width that needs no line more
        middle = (low + high) / 2
        low, high = (low, middle) if len(_rows(measured, middle)) <= number else (middle, high)
    return _broken(words, fonts, high)


def joined(made: Sequence[Line]) -> str:
    """The text of lines."""
    return "".join(word for line in made for word in line.words).strip()


def shortened(text: str, fonts: Fonts, width: float) -> Line:
    """As much of the text as one line holds; it ends in “…” when that is not all."""
    made = _broken(_words(text), fonts, width)
    if len(made) < 2:
        return made[0] if made else Line((), 0.0)
    dots = fonts.width("…")
    words = list(_broken(_reaching(text, fonts, width), fonts, width - dots)[0].words)
    words[-1] = words[-1].rstrip() + "…"
    return _broken(words, fonts, width + dots)[0]


def write(sheet: Sheet, line: Line, fonts: Fonts, place: tuple[float, int], ink: int, rtl: bool) -> None:
    """Draw a line; `place` is its upper corner where reading begins."""
    left, top = place
    left -= line.width if rtl else 0
    for word in _in_order_of_sight(line.words, rtl):
        runs = fonts.runs(word.strip())
        for font, part in reversed(runs) if _leftward(word) else runs:
            shape = _inked(font, part, ink)
            sheet.put(shape.picture, round(left) + shape.left, top + fonts.ascent + shape.top)
            left += _length(font, part)
        left += fonts.space if word.endswith(" ") else 0


def shape(font: FreeTypeFont, part: str) -> Shape:
    """How a part of a word looks, from the beginning of its letters and from their foot."""
    from PIL import Image, ImageDraw

    left, top, right, bottom = (round(edge) for edge in font.getbbox(part, anchor="ls"))
    picture = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(picture).text((-left, -top), part, 255, font, anchor="ls")
    return Shape(picture, left, top)


@lru_cache(maxsize=_WORDS_KEPT)
def _inked(font: FreeTypeFont, part: str, ink: int) -> Shape:
    drawn = shape(font, part)
    return replace(drawn, picture=inked(drawn.picture, ink))


@lru_cache(maxsize=4)  # a title is asked for at one size after the other
def _words(text: str) -> tuple[str, ...]:
    """Where a line may break, a new word begins; a word ends in a space when it is not joined to the next."""
    words: list[str] = []
    for written in text.split():
        begins = len(words)
        for sign in written:
            wide = unicodedata.east_asian_width(sign) in _WIDE
            after_wide = len(words) > begins and unicodedata.east_asian_width(words[-1][-1]) in _WIDE
            if len(words) == begins or ((wide or after_wide) and sign not in _NEVER_FIRST):
                words.append(sign)
            else:
                words[-1] += sign
        words[-1] += " "
    return tuple(words)


def _reaching(text: str, fonts: Fonts, width: float) -> list[str]:
    """The words of a text, none of them wider than a line."""
    return [part for word in _words(text) for part in _in_reach(word, fonts, width)]


def _in_reach(word: str, fonts: Fonts, width: float) -> list[str]:
    """A word that is wider than a line, as in scripts that write no spaces, in parts that are not."""
    if fonts.width(word.strip()) <= width:
        return [word]
    parts = [word[0]]
    for sign in word[1:]:
        if _is_joined(sign) or fonts.width((parts[-1] + sign).strip()) <= width:
            parts[-1] += sign
        else:
            parts.append(sign)
    return parts


def _measured(words: Sequence[str], fonts: Fonts) -> list[tuple[float, float]]:
    """Of each word, how wide it is and how wide the space behind it."""
    return [(fonts.width(word.strip()), fonts.space if word.endswith(" ") else 0.0) for word in words]


def _rows(measured: Sequence[tuple[float, float]], width: float) -> list[tuple[int, float]]:
    """Of each line, before which word it ends, and how wide it is."""
    rows: list[tuple[int, float]] = []
    begin, reach, gap = 0, 0.0, 0.0
    for number, (own, space) in enumerate(measured):
        if number > begin and reach + gap + own > width:
            rows.append((number, reach))
            begin, reach, gap = number, 0.0, 0.0
        reach += gap + own
        gap = space
    return [*rows, (len(measured), reach)] if measured else rows


def _broken(words: Sequence[str], fonts: Fonts, width: float) -> list[Line]:
    rows = _rows(_measured(words, fonts), width)
    begins = (0, *(end for end, _ in rows))
    return [Line(tuple(words[begin:end]), reach) for begin, (end, reach) in zip(begins, rows, strict=False)]


def _in_order_of_sight(words: Sequence[str], rtl: bool) -> list[str]:
    """From left to right: in a line that is read from the right, words of Latin letters still follow each other.

    Whole words are ordered, by the rules for strong letters, numbers and neutral signs of UAX 9.
    """
    groups: list[tuple[bool, list[str]]] = []
    for direction, word in zip(_directions(words, rtl), words, strict=True):
        if groups and groups[-1][0] == direction:
            groups[-1][1].append(word)
        else:
            groups.append((direction, [word]))
    ordered = [group[::-1] if leftward else group for leftward, group in groups]
    return [word for group in (reversed(ordered) if rtl else ordered) for word in group]


def _directions(words: Sequence[str], rtl: bool) -> list[bool]:
    """Of each word, whether it belongs to what runs to the left."""
    own = [_leftward(word) for word in words]
    found: list[bool] = []
    for number, (direction, word) in enumerate(zip(own, words, strict=True)):
        before = found[-1] if found else rtl
        after = next((strong for strong in own[number + 1 :] if strong is not None), rtl)
        is_number = any(sign.isdigit() for sign in word)
        found.append(direction if direction is not None else before if is_number or before == after else rtl)
    return found


def _leftward(word: str) -> bool | None:
    """Whether a word's first strong letter runs to the left; None for numbers and signs."""
    strong = (unicodedata.bidirectional(sign) for sign in word)
    return next((kind != "L" for kind in strong if kind in ("L", "R", "AL")), None)


def _is_joined(sign: str) -> bool:
    """Whether a sign belongs to the one before it."""
    return unicodedata.category(sign) in ("Mn", "Mc", "Me", "Cf") or _UNSEEN.match(sign) is not None


@lru_cache(maxsize=_SIGNS_KEPT)
def _has(file: bytes, sign: str) -> bool:
    """Whether a font has a sign: whether it looks otherwise than one that cannot be there."""
    if sign.isspace() or _UNSEEN.match(sign):
        return True
    return bytes(_sample(file).getmask(sign)) != _missing(file)


@lru_cache(maxsize=64)
def _missing(file: bytes) -> bytes:
    return bytes(_sample(file).getmask(_NOTHING))


@lru_cache(maxsize=64)
def _sample(file: bytes) -> FreeTypeFont:
    """A font that draws each sign alone: shaping would put an accent that is not there on a dotted circle."""
    from PIL import ImageFont

    return ImageFont.truetype(BytesIO(file), _SAMPLE, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=_LENGTHS_KEPT)
def _length(font: FreeTypeFont, part: str) -> float:
    return font.getlength(part)


@lru_cache(maxsize=256)
def _font(file: bytes, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(BytesIO(file), size)
