"""The pixels of a picture, as a browser shows it."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
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
    ("kind", "ending"), [("PNG", ".png"), ("JPEG", ".jpg"), ("JPEG", ".jpeg"), ("GIF", ".gif"), ("WEBP", ".webp"), ("BMP", ".bmp")]
)
def test_every_usual_kind_of_picture_has_its_size(kind: str, ending: str) -> None:
    assert pixels(drawn(kind), ending) == (40, 30)
    assert ending in ENDINGS


@pytest.mark.parametrize(("orientation", "size"), [(1, (40, 30)), (3, (40, 30)), (6, (30, 40)), (8, (30, 40)), (9, (40, 30))])
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
        ('<?xml version="1.0"?>\n<!-- x -->\n<svg\n xmlns="http://www.w3.org/2000/svg"\n width="40"\n height="30">', (40, 30)),
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


def test_a_picture_that_claims_to_be_huge_is_not_read_into_memory() -> None:
    content = bytearray(drawn("PNG"))
    content[16:24] = (60_000).to_bytes(4, "big") * 2
    assert pixels(bytes(content), ".png") in ((60_000, 60_000), (0, 0))


@given(st.binary(max_size=80), st.sampled_from(sorted(ENDINGS)), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"BM", b"<svg "]))
def test_no_bytes_raise(content: bytes, ending: str, beginning: bytes) -> None:
    width, height = pixels(beginning + content, ending)
    assert width >= 0
    assert height >= 0
