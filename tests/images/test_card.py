from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw

from audiencegen.images.card import LARGEST, Look, Words, card_as_jpeg, card_as_png, cropped

FONTS = Path(__file__).parent.parent.parent / "themes" / "default" / "cards" / "fonts"
BOLD = tuple(file.read_bytes() for file in sorted(FONTS.glob("s*-bold-*.woff2")))
PLAIN = tuple(file.read_bytes() for file in sorted(FONTS.glob("serif-plain-*.woff2")))
LOOK = Look("#fcfaf5", "#211d1a", "#5b544c", "#a93419", "#f4efe5", 0.15, 0.055, 0.045, 6)
SIZES = [(1200, 630), (1080, 1080), (1080, 1350), (1280, 720)]
WORDS = Words("What the readers taught us", "The Landing Stage", "Farida Noor · 20 November 2026")


def drawn(words: Words = WORDS, size: tuple[int, int] = SIZES[0], photo: bytes = b"") -> bytes:
    return card_as_jpeg(words, LOOK, size, BOLD, PLAIN, photo)


def worded(words: Words = WORDS, size: tuple[int, int] = SIZES[0]) -> bytes:
    return card_as_png(words, LOOK, size, BOLD, PLAIN)


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content)).convert("RGB")


def photo(form: str = "PNG") -> bytes:
    """Quiet on the left, a chequered field on the right."""
    image = Image.new("RGB", (900, 300), "#88aadd")
    draw = ImageDraw.Draw(image)
    for column in range(600, 900, 20):
        for row in range(0, 300, 20):
            draw.rectangle((column, row, column + 9, row + 9), fill="#102030")
    stream = BytesIO()
    image.save(stream, form)
    return stream.getvalue()


@pytest.mark.parametrize("size", SIZES)
def test_a_card_has_its_size_and_is_light_enough_for_every_network(size: tuple[int, int]) -> None:
    for content in (worded(size=size), drawn(size=size), drawn(size=size, photo=photo())):
        assert opened(content).size == size
        assert len(content) <= LARGEST


@pytest.mark.parametrize("made", [worded, drawn])
def test_the_same_words_make_the_same_bytes_whatever_was_drawn_before(made: Callable[..., bytes]) -> None:
    before = made()
    assert made(Words("Another title", "The Landing Stage")) != before
    assert made() == before


@pytest.mark.parametrize("title", [WORDS.title, "مرحبا بكم", "नमस्ते पाठकों,", "A long title " * 9])
def test_a_card_of_words_looks_the_same_as_png_and_as_jpeg(title: str) -> None:
    words = Words(title, "The Landing Stage", "Farida Noor · 20 November 2026", rtl=title == "مرحبا بكم")
    difference = ImageChops.difference(opened(worded(words)), opened(drawn(words)))
    assert max(most for _, most in difference.getextrema()) < 60  # type: ignore[misc] # of JPEG; a letter has 150
    assert len(worded(words)) < len(drawn(words)) / 2


def test_a_noisy_picture_is_written_at_a_lower_quality() -> None:
    noise = Image.effect_noise((1600, 1600), 120).convert("RGB")
    stream = BytesIO()
    noise.save(stream, "PNG")
    assert len(cropped(stream.getvalue(), (1200, 630))) <= LARGEST


def test_words_stay_out_of_the_margin() -> None:
    title = "A rather long title that goes on and on until nobody would read it any more, and then some words " * 3
    edge = round(630 * 0.105) - 4
    image = opened(
        drawn(Words(title, "A site with a name that is far too long for one line of a card " * 2, "By " * 90))
    )
    paper = (252, 250, 245)
    for box in ((0, 0, 1200, edge), (0, 630 - edge, 1200, 630), (0, 0, edge, 630), (1200 - edge, 0, 1200, 630)):
        assert all(max(abs(a - b) for a, b in zip(pixel, paper, strict=True)) < 40 for pixel in _pixels(image, box))


def test_a_title_that_no_font_can_write_gives_way_to_the_name_of_the_site() -> None:
    assert drawn(Words("你好，读者", "The Landing Stage")) == drawn(Words("", "The Landing Stage"))


def test_the_picture_stands_where_reading_ends() -> None:
    left = opened(drawn(Words("مرحبا", "رسائل", rtl=True), photo=photo()))
    right = opened(drawn(photo=photo()))

    def is_paper(image: Image.Image, column: int) -> bool:
        red, green, blue = _pixels(image, (column, 5, column + 1, 6))[0]
        return max(abs(red - 252), abs(green - 250), abs(blue - 245)) < 6

    assert is_paper(left, 1195)
    assert is_paper(right, 5)
    assert not is_paper(left, 5)
    assert not is_paper(right, 1195)


def test_the_liveliest_part_of_a_picture_is_kept() -> None:
    image = opened(cropped(photo(), (300, 300)))
    assert len({pixel for pixel in _pixels(image, (0, 0, 300, 300)) if sum(pixel) < 150}) > 0
    assert image.getpixel((2, 2)) != image.getpixel((14, 14))


@pytest.mark.parametrize("content", [b"", b"no picture", photo()[:200]])
def test_a_picture_that_cannot_be_read_is_left_out(content: bytes) -> None:
    assert drawn(photo=content) == drawn()
    assert cropped(content, (100, 100)) == b""


def _pixels(image: Image.Image, box: tuple[int, int, int, int]) -> list[tuple[int, ...]]:
    data = image.crop(box).tobytes()
    return [tuple(data[at : at + 3]) for at in range(0, len(data), 3)]
