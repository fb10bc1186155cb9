"""Social cards, as they are planned, named and pointed at."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from audiencegen.config import Config
from audiencegen.outputs import assets, cards, pages
from audiencegen.values import replace
from sites import CONFIG, Files, linked, picture, post

HOME = "posts/2026-05-01-hello.md"
BOAT: Files = {"posts/boat.png": picture(800, 400)}


def made(files: Files, config: Config = CONFIG) -> dict[str, bytes]:
    """The cards of posts."""
    found = linked(files, config).made(cards.plan)
    return {path: content for path, content in found.items() if "/cards/site." not in path}


def page(files: Files, config: Config = CONFIG) -> str:
    return linked(files, config).made(pages.plan)["site/posts/hello/index.html"].decode()


def test_every_post_has_a_card_that_its_page_points_at() -> None:
    files: Files = {HOME: post()}
    ((path, content),) = made(files).items()
    assert path.startswith("site/assets/cards/hello.")
    assert Image.open(BytesIO(content)).size == (1200, 630)
    address = path.removeprefix("site")
    assert f'<meta property="og:image" content="https://letters.example.org{address}">' in page(files)
    assert '<meta property="og:image:width" content="1200">' in page(files)


def test_a_new_title_has_a_new_address_and_a_new_text_has_not() -> None:
    before, same, other = (
        list(made({HOME: post(title=title, text=text)}))
        for title, text in (("Hello", "One."), ("Hello", "Two."), ("Goodbye", "One."))
    )
    assert before == same != other


def test_a_title_in_another_script_does_not_reach_the_name_of_the_file() -> None:
    (path,) = made({HOME: post(title="Καλημέρα", text="Words.")})
    assert path.startswith("site/assets/cards/card.")


def test_the_picture_of_the_post_is_on_its_card() -> None:
    plain, pictured = (made({HOME: post(line), **BOAT}) for line in ("", "image: boat.png\nimage_alt: A boat"))
    assert list(plain.values()) != list(pictured.values())


@pytest.mark.parametrize("head", ["", "image: boat.png\nimage_alt: A boat", "card: boat.png"])
def test_a_card_of_words_is_a_png_and_any_other_a_jpeg_as_its_name_says(head: str) -> None:
    files: Files = {HOME: post(head), **BOAT}
    ((path, content),) = made(files).items()
    form, ending = ("JPEG", "jpg") if head else ("PNG", "png")
    assert Image.open(BytesIO(content)).format == form
    assert path.endswith(f".{ending}")
    assert f'<meta property="og:image:type" content="image/{form.lower()}">' in page(files)


def test_a_card_of_the_writers_own_is_that_picture_and_only_the_card_is_published() -> None:
    files: Files = {HOME: post("card: boat.png"), **BOAT}
    ((_, content),) = made(files).items()
    red, green, blue = Image.open(BytesIO(content)).convert("RGB").getpixel((600, 315))  # type: ignore[misc]
    wanted = Image.open(BytesIO(BOAT["posts/boat.png"])).convert("RGB").getpixel((400, 200))  # type: ignore[arg-type]
    assert max(abs(a - b) for a, b in zip((red, green, blue), wanted, strict=True)) < 12  # type: ignore[arg-type]
    assert "site/posts/boat.png" not in linked(files).made(assets.plan)


def test_a_card_that_is_not_there_is_a_warning_with_its_line() -> None:
    site = linked({HOME: post("card: baot.png"), **BOAT})
    (problem,) = site.problems
    assert problem.message == "the picture baot.png is not there"
    assert problem.line == 3


def test_without_cards_a_page_shows_the_picture_of_its_post() -> None:
    config = replace(CONFIG, cards=False)
    files: Files = {
        HOME: post("image: boat.png\nimage_alt: A boat"),
        **BOAT,
    }
    assert made(files, config) == {}
    assert 'og:image" content="https://letters.example.org/posts/boat.png"' in page(files, config)
