"""A picture in another size: for letters, for pages, for icons; upright, and without what a camera noted.

The same bytes make the same copy with the same Pillow, whose version is part of every build's fingerprint. A picture
that cannot be decoded after all stays as it is.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings

from audiencegen.images.probe import is_turned, refusals
from audiencegen.images.strip import stripped

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

WIDTH = 1200  # of letters: twice the 600 pixels of a mail's column, for screens that show two pixels as one

_FEW_COLOURS = 256
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


def web_sized(content: bytes, width: int) -> bytes:
    """The picture as WebP, so many pixels wide; one that moves goes on moving."""
    from PIL import Image

    try:
        with catch_warnings(action="ignore"), Image.open(BytesIO(content)) as image:
            if getattr(image, "is_animated", False):
                return _moving(image, width)
            # Screenshots and drawings have few colours, and a blurred letter is seen at once.
            flat = image.format == "PNG" and (image.mode in ("1", "P") or image.getcolors(_FEW_COLOURS) is not None)
            return _as_webp(_fitted(image, width), flat)
    except refusals():
        return stripped(content)


def square(content: bytes, side: int) -> bytes:
    """The picture as a square PNG, whole, on a ground that can be seen through."""
    from PIL import Image, ImageOps

    try:
        with catch_warnings(action="ignore"), Image.open(BytesIO(content)) as image:
            upright = ImageOps.exif_transpose(_in_full_colour(image)).convert("RGBA")
            upright.info = {}
            whole = ImageOps.pad(upright, (side, side), Image.Resampling.LANCZOS, color=(0, 0, 0, 0))
            stream = BytesIO()
            whole.save(stream, "PNG", optimize=True)
            return stream.getvalue()
    except refusals():
        return stripped(content)


def _as_webp(image: Picture, flat: bool) -> bytes:
    profile = image.info.pop("icc_profile", None)
    image = image if image.mode in ("RGB", "RGBA") else image.convert("RGBA" if _can_be_clear(image) else "RGB")
    how = {"lossless": True, "quality": 70} if flat else {"quality": 80}
    stream = BytesIO()
    image.save(stream, "WEBP", method=4, **how, **({"icc_profile": profile} if profile else {}))
    return stream.getvalue()


def _moving(image: Picture, width: int) -> bytes:
    from PIL import Image, ImageSequence

    height = max(1, round(image.height * width / image.width))
    frames, times = [], []
    for frame in ImageSequence.Iterator(image):
        frames.append(frame.convert("RGBA").resize((width, height), Image.Resampling.LANCZOS))
        times.append(int(frame.info.get("duration", 100)))
    for frame in frames:
        frame.info = {}
    stream = BytesIO()
    loop = image.info.get("loop", 0)
    frames[0].save(
        stream, "WEBP", save_all=True, append_images=frames[1:], duration=times, loop=loop, quality=80, method=4
    )
    return stream.getvalue()


def _can_be_clear(image: Picture) -> bool:
    return "A" in image.mode or "transparency" in image.info


def _room(image: Picture, width: int) -> tuple[int, int]:
    """The least size of the picture as the camera stored it that fills so much width when it stands upright."""
    across, down = image.size
    wide = down if is_turned(image) else across
    return -(-across * width // wide), -(-down * width // wide)


def _fitted(image: Picture, most: int = WIDTH) -> Picture:
    from PIL import Image, ImageOps

    profile = image.info.get("icc_profile") if image.mode in ("L", "RGB", "RGBA") else None
    width, height = image.size
    wide = height if is_turned(image) else width
    if wide > most or image.mode not in _WRITABLE:
        image = _in_full_colour(image)
    if wide > most:
        image.thumbnail(_room(image, most), Image.Resampling.LANCZOS)
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
