"""The copy of a picture that a letter shows."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from audiencegen.images.probe import is_clear, pixels
from audiencegen.images.resize import mail_sized


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    stream = BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def photo(width: int, height: int, orientation: int = 1) -> bytes:
    """A photo whose upper left quarter, as the camera stored it, is red, with the place where it was taken."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width // 2, height // 2))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[1] = "N"
    return saved(image, "JPEG", exif=exif, quality=95, comment=b"shot at home")


@pytest.mark.parametrize(
    ("size", "expected"), [((3000, 2000), (1200, 800)), ((1200, 900), (1200, 900)), ((40, 30), (40, 30))]
)
def test_a_picture_is_at_most_1200_pixels_wide_and_never_made_larger(
    size: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert opened(mail_sized(photo(*size), "JPEG")).size == expected


@pytest.mark.parametrize("size", [(2400, 1600), (300, 200)])
def test_what_the_camera_noted_is_gone(size: tuple[int, int]) -> None:
    copy = mail_sized(photo(*size), "JPEG")
    assert not opened(copy).getexif() and "comment" not in opened(copy).info
    assert b"Exif" not in copy and b"camera" not in copy and b"home" not in copy


@pytest.mark.parametrize(("orientation", "corner"), [(1, (0, 0)), (3, (1, 1)), (6, (1, 0)), (8, (0, 1))])
@pytest.mark.parametrize("size", [(2600, 1300), (80, 40)])
def test_a_turned_photo_stands_upright(size: tuple[int, int], orientation: int, corner: tuple[int, int]) -> None:
    copy = opened(mail_sized(photo(*size, orientation), "JPEG"))
    assert (copy.width < copy.height) == (orientation in (6, 8)) and copy.width <= 1200
    at = tuple(side // 4 + place * side // 2 for side, place in zip(copy.size, corner, strict=True))
    pixel = copy.getpixel((at[0], at[1]))
    assert isinstance(pixel, tuple) and pixel[0] > 200 > pixel[2]


def test_words_hidden_in_a_png_are_gone() -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("Location", "my kitchen")
    copy = mail_sized(saved(Image.new("RGB", (20, 20)), "PNG", pnginfo=said), "PNG")
    assert b"kitchen" not in copy and opened(copy).format == "PNG"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I", "I;16", "CMYK", "F"])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF"])
@pytest.mark.parametrize("width", [16, 1600])
def test_every_way_to_store_colours_can_be_copied(mode: str, form: str, width: int) -> None:
    kind = "TIFF" if mode in ("CMYK", "F", "I") else "PNG"
    copy = opened(mail_sized(saved(Image.new(mode, (width, 8)), kind), form))
    assert (copy.format, copy.width) == (form, min(width, 1200))


def test_what_can_be_seen_through_stays_so_in_a_png_and_is_white_in_a_jpeg() -> None:
    clear = saved(Image.new("RGBA", (1600, 4), (255, 0, 0, 0)), "WEBP", lossless=True)
    assert is_clear(clear) and not is_clear(saved(Image.new("RGB", (4, 4)), "WEBP"))
    assert opened(mail_sized(clear, "PNG")).getpixel((0, 0)) == (0, 0, 0, 0)
    assert opened(mail_sized(clear, "JPEG")).getpixel((0, 0)) == (255, 255, 255)


def test_a_gif_that_moves_is_kept_and_one_that_does_not_loses_its_comment() -> None:
    frames = [Image.new("P", (1600, 4), color) for color in (0, 1)]
    frames[1].putpixel((0, 0), 5)
    moving = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert mail_sized(moving, "GIF") == moving
    still = saved(Image.new("P", (40, 4)), "GIF", comment=b"a secret")
    assert b"secret" in still and b"secret" not in mail_sized(still, "GIF")


@pytest.mark.parametrize(("form", "kind"), [("JPEG", "JPEG"), ("PNG", "PNG"), ("JPEG", "WEBP"), ("JPEG", "AVIF")])
def test_the_same_picture_makes_the_same_bytes(form: str, kind: str) -> None:
    image = Image.radial_gradient("L").resize((1500, 700)).convert("RGB")
    content = saved(image, kind)
    assert mail_sized(content, form) == mail_sized(content, form)
    assert opened(mail_sized(content, form)).format == form


def test_a_broken_picture_is_left_as_it_is() -> None:
    whole = photo(1600, 900)
    broken = saved(Image.radial_gradient("L").resize((1500, 700)), "PNG")
    broken = broken[:200] + b"\0" * 400 + broken[600:]
    for content in (broken, b"", b"GIF89a", whole[:40]):
        assert mail_sized(content, "JPEG") == content


def test_a_picture_whose_end_is_missing_has_no_size() -> None:
    whole = photo(1600, 900)
    assert pixels(whole, ".jpg") == pixels(whole + b"a film behind it", ".jpg") == (1600, 900)
    assert pixels(whole[: len(whole) // 2], ".jpg") == (0, 0)
    png = saved(Image.radial_gradient("L"), "PNG")
    assert pixels(png[:-20], ".png") == (0, 0)


def test_a_bomb_is_no_picture() -> None:
    def chunk(name: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")

    header = (60000).to_bytes(4, "big") * 2 + b"\x08\0\0\0\0"
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")
    assert pixels(bomb, ".png") == (0, 0)
    assert mail_sized(bomb, "PNG") == bomb


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 3000))
def test_no_bytes_raise(noise: bytes, at: int) -> None:
    whole = photo(60, 40)
    spoiled = whole[:at] + noise + whole[at + len(noise) :]
    for content in (noise, spoiled):
        assert isinstance(mail_sized(content, "JPEG"), bytes)
        assert isinstance(is_clear(content), bool)
