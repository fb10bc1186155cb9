"""The smaller copies of a picture that pages offer beside it: how wide each is and where it stands, before it is made.

The name follows from the picture and the width: a copy is made once for a picture, wherever that is shown.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from audiencegen.content.urls import slug
from audiencegen.model import Copy, File
from audiencegen.values import digest

FOLDER = "/assets/pictures"
WIDTHS = (480, 800, 1200)  # a telephone; one with a dense screen; a column on a dense screen
WIDEST = 1600  # of a copy: the whole column at twice its pixels, and a little more
LEAST = 400  # pixels: of a smaller picture no copy is worth its request
ICONS = (32, 180, 192, 512)  # a tab; the home screen of Apple's; of others, and its start
_STEP = 0.85  # a copy that is hardly narrower than the next saves nothing
_ENDINGS = frozenset({".jpeg", ".jpg", ".png", ".webp"})
_MARK = 12  # hexadecimal digits in a name


def copies(file: File) -> tuple[Copy, ...]:
    """Narrowest first; none of a picture that is small, that is drawn of lines, that moves or that cannot be read."""
    if not file.is_picture or file.width < LEAST or PurePosixPath(file.path).suffix.lower() not in _ENDINGS:
        return ()
    widest = min(file.width, WIDEST)
    widths = (*(width for width in WIDTHS if width < widest * _STEP), widest)
    return tuple(Copy(_address(file, f"{width}", "webp"), width) for width in widths)


def icons(file: File) -> tuple[Copy, ...]:
    """The site's sign in the sizes that browsers and telephones ask for."""
    return tuple(Copy(_address(file, f"icon-{side}", "png"), side) for side in ICONS) if file.is_picture else ()


def _address(file: File, what: str, ending: str) -> str:
    name = slug(PurePosixPath(file.path).stem)[:60].strip("-")
    plain = name if name.isascii() and name else "picture"
    return f"{FOLDER}/{plain}.{digest(file.digest, what)[:_MARK]}-{what}.{ending}"
