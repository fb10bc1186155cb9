"""A picture as a letter shows it: not wider than an inbox has use for, upright, and without what a camera noted.

The same bytes make the same copy with the same Pillow, whose version is part of every build's fingerprint. A picture
that cannot be decoded after all stays as it is.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings

from audiencegen.images.probe import is_turned, refusals

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

WIDTH = 1200  # twice the 600 pixels of a mail's column, for screens that show two pixels as one

_WRITABLE = ("1", "L", "LA", "P", "RGB", "RGBA")
_HOW: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 82, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "GIF": {"optimize": True},
}


def mail_sized(content: bytes, form: str) -> bytes:
    """The picture in `form` ("JPEG", "PNG" or "GIF"), at most `WIDTH` wide; one that moves is kept as it is."""
    from PIL import Image

    try:
        with catch_warnings(action="ignore"), Image.open(BytesIO(content)) as image:
            if form == "GIF" and getattr(image, "is_animated", False):
                return content
            return _written(_fitted(image), form)
    except refusals():
        return content


def _fitted(image: Picture) -> Picture:
    from PIL import Image, ImageOps

    profile = image.info.get("icc_profile") if image.mode in ("L", "RGB", "RGBA") else None
    width, height = image.size
    wide = height if is_turned(image) else width
    if wide > WIDTH or image.mode not in _WRITABLE:
        image = _in_full_colour(image)
    if wide > WIDTH:
        box = (-(-width * WIDTH // wide), -(-height * WIDTH // wide))
        image.thumbnail(box, Image.Resampling.LANCZOS)
    upright = ImageOps.exif_transpose(image)
    # What Pillow would write into the copy: no place, no camera, no comment.
    said = {"transparency": upright.info.get("transparency"), "icc_profile": profile}
    upright.info = {name: value for name, value in said.items() if value is not None}
    return upright


def _in_full_colour(image: Picture) -> Picture:
    """In a mode that can be made smaller without loss."""
    if image.mode in ("P", "PA", "RGB", "L") and "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode in ("L", "LA", "RGB", "RGBA"):
        return image
    if image.mode.startswith("I"):  # 16 bits a pixel
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image.convert({"1": "L", "PA": "RGBA"}.get(image.mode, "RGB"))


def _written(image: Picture, form: str) -> bytes:
    from PIL import Image

    profile = image.info.pop("icc_profile", None)
    if form == "JPEG" and image.mode not in ("L", "RGB"):
        if "A" in image.mode or "transparency" in image.info:
            below = Image.new("RGBA", image.size, "white")
            image = Image.alpha_composite(below, image.convert("RGBA"))
        image = image.convert("RGB")
    stream = BytesIO()
    image.save(stream, form, **_HOW[form], **({"icc_profile": profile} if profile and form != "GIF" else {}))
    return stream.getvalue()
