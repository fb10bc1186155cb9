"""The pixels of a picture, as a browser shows it."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from audiencegen.images.probe import ENDINGS, pixels


def drawn(kind: str, orientation: int | None = None) -> bytes:
    """A picture of 40 by 30, as a camera in this position saves it."""
    stream = BytesIO()
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    Image.new("RGB", (40, 30), "red").save(stream, kind, exif=exif)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("kind", "ending"),
    [("PNG", ".png"), ("JPEG", ".jpg"), ("JPEG", ".jpeg"), ("GIF", ".gif"), ("WEBP", ".webp"), ("BMP", ".bmp")],
)
def test_every_usual_kind_of_picture_has_its_size(kind: str, ending: str) -> None:
    assert pixels(drawn(kind), ending) == (40, 30)
    assert ending in ENDINGS


@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (40, 30)), (3, (40, 30)), (6, (30, 40)), (8, (30, 40)), (9, (40, 30))]
)
def test_a_photo_that_a_camera_turned_is_as_wide_as_it_is_shown(orientation: int, size: tuple[int, int]) -> None:
    assert pixels(drawn("JPEG", orientation), ".jpg") == size


def test_the_content_decides_and_not_the_ending() -> None:
    assert pixels(drawn("PNG"), ".jpg") == (40, 30)


@pytest.mark.parametrize(
    ("svg", "size"),
    [
        ('<svg width="40" height="30">', (40, 30)),
        ('<svg width="40px" height="30.4px" viewBox="0 0 1 1">', (40, 30)),
        ("<svg width='40' height='30'>", (40, 30)),
        ('<svg viewBox="0 0 40 30">', (40, 30)),
        ('<svg viewBox="-5,-5, 40.2,30">', (40, 30)),
        ('<svg width="100%" height="100%" viewBox="0 0 40 30">', (40, 30)),
        ('<svg width="2em" height="1em" viewBox="0 0 40 30">', (40, 30)),
        ('<?xml version="1.0"?>\n<!-- x -->\n<svg\n xmlns="http://x"\n width="40"\n height="30">', (40, 30)),
        ('<svg width="." height="1.2.3">', (0, 0)),
        ('<svg viewBox="0 0 . -">', (0, 0)),
        ('<svg data-width="9" width="40" height="30">', (40, 30)),
        ('<svg stroke-width="9" viewBox="0 0 40 30">', (40, 30)),
        ("<svg>", (0, 0)),
        ("<html>", (0, 0)),
        ("", (0, 0)),
    ],
)
def test_a_drawing_has_the_size_that_it_gives_or_that_of_its_box(svg: str, size: tuple[int, int]) -> None:
    assert pixels(svg.encode(), ".svg") == size


@pytest.mark.parametrize("ending", sorted(ENDINGS))
def test_what_is_no_picture_has_no_size(ending: str) -> None:
    for content in (b"", b"not a picture", drawn("PNG")[:20], drawn("JPEG")[:10]):
        assert pixels(content, ending) == (0, 0)


@pytest.mark.parametrize("side", [12_000, 60_000])
def test_a_picture_of_very_many_pixels_is_no_reason_to_stop(side: int) -> None:
    content = bytearray(drawn("BMP"))
    content[18:26] = side.to_bytes(4, "little") * 2
    assert pixels(bytes(content), ".bmp") in ((side, side), (0, 0))


PICTURES = [(drawn(kind, 6), ending) for kind, ending in (("PNG", ".png"), ("JPEG", ".jpg"), ("WEBP", ".webp"))]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PICTURES), st.integers(0, 400), st.lists(st.tuples(st.integers(0, 199), st.integers(0, 255))))
def test_no_broken_picture_raises(picture: tuple[bytes, str], cut: int, changes: list[tuple[int, int]]) -> None:
    content = bytearray(picture[0][: cut or None])
    for place, value in changes:
        content[place % len(content)] = value
    width, height = pixels(bytes(content), picture[1])
    assert width >= 0
    assert height >= 0
