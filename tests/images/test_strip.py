"""A published picture tells nothing of its camera, and shows what it showed."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps, PngImagePlugin

from audiencegen.images.strip import stripped

SECRETS = (b"A camera", b"at home", b"GPS", b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x02")
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def picture() -> Image.Image:
    image = Image.new("RGB", (64, 32), "blue")
    image.paste("red", (0, 0, 32, 16))
    return image


def noted(kind: str, orientation: int = 1, **options: Any) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[2] = (53.0, 33.0, 4.0)
    stream = BytesIO()
    picture().save(stream, kind, exif=exif, icc_profile=PROFILE, **options)
    return stream.getvalue()


def png(orientation: int = 1) -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "at home")
    words.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>at home</x:xmpmeta>", zip=True)
    return noted("PNG", orientation, pnginfo=words)


MADE: dict[str, Callable[[int], bytes]] = {
    "jpeg": lambda turn: noted("JPEG", turn, comment=b"at home", xmp=b"<x>at home</x>"),
    "progressive": lambda turn: noted("JPEG", turn, progressive=True, comment=b"at home"),
    "png": png,
    "webp": lambda turn: noted("WEBP", turn, xmp=b"<x>at home</x>"),
}


def pixels(content: bytes) -> bytes:
    with Image.open(BytesIO(content)) as image:
        return ImageOps.exif_transpose(image).tobytes()


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_the_notes_are_gone_and_every_pixel_is_as_it_was(kind: str, orientation: int) -> None:
    before = MADE[kind](orientation)
    after = stripped(before)
    assert b"A camera" in before and len(after) < len(before)
    assert not any(secret in after for secret in SECRETS)
    with Image.open(BytesIO(after)) as image:
        assert dict(image.getexif()) == ({0x0112: orientation} if orientation > 1 else {})
        assert image.info["icc_profile"] == PROFILE
        assert not {"xmp", "comment", "Comment", "XML:com.adobe.xmp"} & set(image.info)
    assert pixels(after) == pixels(before)


@pytest.mark.parametrize("kind", MADE)
def test_a_picture_without_notes_keeps_every_byte(kind: str) -> None:
    once = stripped(MADE[kind](1))
    assert stripped(once) == once
    stream = BytesIO()
    picture().save(stream, {"progressive": "JPEG"}.get(kind, kind.upper()))
    assert stripped(stream.getvalue()) == stream.getvalue()


def test_a_second_picture_behind_the_first_goes_with_its_notes() -> None:
    assert stripped(noted("JPEG") + noted("JPEG")) == stripped(noted("JPEG"))


def test_a_moving_gif_goes_on_moving_without_its_comment() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    stream = BytesIO()
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:], loop=0, duration=40, comment=b"at home")
    after = stripped(stream.getvalue())
    assert b"at home" in stream.getvalue() and b"at home" not in after
    with Image.open(BytesIO(after)) as image:
        assert (getattr(image, "n_frames", 1), image.info["loop"]) == (3, 0)


@given(st.sampled_from(sorted(MADE)), st.integers(min_value=0, max_value=600), st.binary(max_size=8))
def test_what_is_cut_off_or_no_picture_is_no_fault(kind: str, at: int, noise: bytes) -> None:
    content = MADE[kind](1)
    for broken in (content[:at], content[:at] + noise + content[at:], noise + content):
        assert isinstance(stripped(broken), bytes)


def test_what_is_no_picture_stays_as_it_is() -> None:
    for content in (b"", b"hello", b"<svg/>", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x00\x00\x00\x00WEBP"):
        assert stripped(content) == content
