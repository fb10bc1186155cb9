"""How large a picture is, in pixels, as a browser shows it."""

from __future__ import annotations

import re
from io import BytesIO
from warnings import catch_warnings

ENDINGS = frozenset({".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})

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

    # A broken picture may raise any of these; a huge one is refused, and a large one is no danger here.
    refused = (OSError, EOFError, ValueError, SyntaxError, RuntimeError, Image.DecompressionBombError)
    try:
        with catch_warnings(action="ignore"), Image.open(BytesIO(content)) as image:
            width, height = image.size
            turned = image.getexif().get(_ORIENTATION) in _TURNED
    except refused:
        return 0, 0
    return (height, width) if turned else (width, height)


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
