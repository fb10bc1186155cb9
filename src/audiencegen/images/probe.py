"""How large a picture is, in pixels, as a browser shows it."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from warnings import catch_warnings

if TYPE_CHECKING:
    from PIL.Image import Image as AnyPicture
    from PIL.ImageFile import ImageFile as Picture

ENDINGS = frozenset({".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})
MAYBE_CLEAR = frozenset({".avif", ".webp"})  # whose kind of copy depends on whether they can be seen through
LARGE = 1400  # pixels of each side from which on a square may be a podcast's (PSP-1)

_ORIENTATION = 0x0112  # Exif 2.3, tag 274
_TURNED = range(5, 9)  # by a quarter
_NUMBER = r"(\d+(?:\.\d+)?|\.\d+)"
_LENGTH = re.compile(rf"\s(width|height)\s*=\s*[\"']\s*{_NUMBER}(?:px)?\s*[\"']")
_BOX = re.compile(rf"\sviewBox\s*=\s*[\"']\s*-?{_NUMBER}[\s,]+-?{_NUMBER}[\s,]+{_NUMBER}[\s,]+{_NUMBER}\s*[\"']")


def pixels(content: bytes, ending: str) -> tuple[int, int]:
    """Width and height; (0, 0) when the file is no picture that we can read."""
    if ending == ".svg":
        return _svg_pixels(content)
    from PIL import Image

    try:
        with catch_warnings(action="ignore"), Image.open(BytesIO(content)) as image:
            if _is_cut_off(image, content):
                return 0, 0
            width, height = image.size
            turned = is_turned(image)
    except refusals():
        return 0, 0
    return (height, width) if turned else (width, height)


def is_clear(content: bytes) -> bool:
    """Whether a picture may be seen through; False when it cannot be read."""
    from PIL import Image

    try:
        with catch_warnings(action="ignore"), Image.open(BytesIO(content)) as image:
            return image.has_transparency_data
    except refusals():
        return False


def form(content: bytes, width: int, height: int) -> str:
    """The kind of a large square picture and how it keeps its colours, such as "JPEG RGB"; "" of any other."""
    if width != height or width < LARGE:
        return ""
    from PIL import Image

    try:
        with catch_warnings(action="ignore"), Image.open(BytesIO(content)) as image:
            return f"{image.format} {image.mode}"
    except refusals():
        return ""


def is_turned(image: AnyPicture) -> bool:
    """Whether the camera lay on its side, so that width and height change places."""
    return image.getexif().get(_ORIENTATION) in _TURNED


def refusals() -> tuple[type[Exception], ...]:
    """What Pillow raises at a broken picture; a huge one is refused, and a large one is no danger here."""
    from PIL import Image

    return (OSError, EOFError, ValueError, SyntaxError, RuntimeError, TypeError, Image.DecompressionBombError)


def _is_cut_off(image: Picture, content: bytes) -> bool:
    """Whether the end of the file is missing, as after an upload that broke off."""
    if image.format == "JPEG" and image.fp is not None:  # its head was read up to where the pixels begin
        return b"\xff\xd9" not in content[image.fp.tell() :]
    return image.format == "PNG" and b"IEND" not in content


def _svg_pixels(content: bytes) -> tuple[int, int]:
    head = content[:4096].decode("utf-8", "replace")
    tag = re.search(r"<svg\b[^>]*>", head)
    if tag is None:
        return 0, 0
    lengths = {name: float(number) for name, number in _LENGTH.findall(tag[0])}
    if len(lengths) == 2:
        return round(lengths["width"]), round(lengths["height"])
    box = _BOX.search(tag[0])
    return (round(float(box[3])), round(float(box[4]))) if box else (0, 0)
