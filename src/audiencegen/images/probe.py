"""How large a picture is, in pixels, as a browser shows it."""

from __future__ import annotations

import re
from io import BytesIO

ENDINGS = frozenset({".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})

_ORIENTATION = 0x0112  # Exif 2.3, tag 274: 5 to 8 are turned by a quarter


def pixels(content: bytes, ending: str) -> tuple[int, int]:
    """Width and height; (0, 0) when the file is no picture that we can read."""
    if ending == ".svg":
        return _svg_pixels(content)
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(content)) as image:
            width, height = image.size
            turned = image.getexif().get(_ORIENTATION, 1) >= 5
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return 0, 0
    return (height, width) if turned else (width, height)


def _svg_pixels(content: bytes) -> tuple[int, int]:
    head = content[:4096].decode("utf-8", "replace")
    tag = re.search(r"<svg\b[^>]*>", head)
    if tag is None:
        return 0, 0
    lengths = {name: float(number) for name, number in re.findall(r'\s(width|height)="([\d.]+)(?:px)?"', tag[0])}
    if len(lengths) == 2:
        return round(lengths["width"]), round(lengths["height"])
    box = re.search(r'viewBox="\s*[\d.-]+[\s,]+[\d.-]+[\s,]+([\d.]+)[\s,]+([\d.]+)', tag[0])
    return (round(float(box[1])), round(float(box[2]))) if box else (0, 0)
