"""The copies of pictures that letters show, as they are planned and named."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from PIL import Image

from audiencegen.config import Config, Issues
from audiencegen.outputs import assets, issues
from audiencegen.values import replace
from sites import CONFIG, Files, linked, picture, post

HOME = "posts/2026-05-01-hello.md"
BOAT: Files = {"posts/Boat.png": picture(1600, 800)}


def made(files: Files, config: Config = CONFIG) -> dict[str, bytes]:
    return linked(files, config).made(issues.plan)


def copies(files: Files, config: Config = CONFIG) -> list[str]:
    return [path for path in made(files, config) if path.startswith("site/")]


def html(files: Files, config: Config = CONFIG) -> str:
    return next(content for path, content in made(files, config).items() if path.endswith("issue.html")).decode()


def test_a_letter_shows_a_copy_that_stands_on_the_site() -> None:
    files: Files = {HOME: post(text="![A boat](Boat.png)"), **BOAT}
    (path,) = copies(files)
    assert re.fullmatch(r"site/assets/mail/boat\.[0-9a-f]{12}\.png", path)
    assert f'src="https://letters.example.org/{path.removeprefix("site/")}"' in html(files)
    assert 'width="520" height="260"' in html(files)
    assert Image.open(BytesIO(made(files)[path])).size == (1200, 600)


def test_the_page_goes_on_showing_the_picture_itself() -> None:
    site = linked({HOME: post(text="![A boat](Boat.png)"), **BOAT})
    assert "site/posts/Boat.png" in site.made(assets.plan)
    assert site.targets(HOME) == ["/posts/Boat.png"]


def test_only_pictures_of_letters_are_copied() -> None:
    picturesque = post(text="![A boat](Boat.png)")
    assert copies({HOME: picturesque.replace("title", "email: false\ntitle"), **BOAT}) == []
    assert copies({"pages/a.md": picturesque.replace("Boat", "/posts/Boat"), **BOAT}) == []
    assert copies({HOME: post(text="[A boat](Boat.png)"), **BOAT}) == []


def test_the_copies_of_older_letters_stay_for_the_inboxes_that_ask_for_them() -> None:
    files: Files = {
        "posts/2026-05-01-a.md": post(text="![A boat](Boat.png)", title="A"),
        "posts/2026-05-02-b.md": post(title="B"),
        **BOAT,
    }
    config = replace(CONFIG, issues=Issues(latest=1))
    assert len(linked(files, config).site.issues) == 1
    assert len(copies(files, config)) == 1


def test_a_letter_ahead_of_its_date_knows_the_copy_and_publishes_nothing() -> None:
    files: Files = {HOME.replace("2026", "2027"): post(text="![A boat](Boat.png)"), **BOAT}
    assert copies(files) == []
    assert "/assets/mail/boat." in html(files)


def test_another_picture_has_another_name_and_the_same_one_the_same() -> None:
    first, again = (
        copies({HOME: post(text="![A](Boat.png)"), **BOAT}),
        copies({HOME: post(text="![B](Boat.png)"), **BOAT}),
    )
    other = copies({HOME: post(text="![A](Boat.png)"), "posts/Boat.png": picture(1600, 801)})
    assert first == again != other


@pytest.mark.parametrize(
    ("mode", "kind", "ending"),
    [
        ("RGB", "WEBP", "jpg"),
        ("RGBA", "WEBP", "png"),
        ("RGB", "AVIF", "jpg"),
        ("P", "GIF", "gif"),
        ("RGB", "BMP", "png"),
    ],
)
def test_a_kind_that_mail_programs_do_not_show_becomes_one_that_they_do(mode: str, kind: str, ending: str) -> None:
    stream = BytesIO()
    Image.new(mode, (40, 30)).save(stream, kind)
    (path,) = copies({HOME: post(text=f"![A](a.{kind.lower()})"), f"posts/a.{kind.lower()}": stream.getvalue()})
    assert path.endswith(f".{ending}")


def test_a_drawing_is_a_link_in_words_and_one_without_words_is_left_out() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"></svg>'
    text = "![A map](map.svg)\n\n[![To the map](map.svg)](https://example.org/map)\n\n![](map.svg)"
    letter = html({HOME: post(text=text), "posts/map.svg": svg})
    assert "<img" not in letter
    assert re.search(r'<a href="https://letters.example.org/posts/map.svg"[^>]*>See the picture: A map</a>', letter)
    assert re.search(r'<a href="https://example.org/map"[^>]*>See the picture: To the map</a>', letter)


def test_a_picture_that_cannot_be_read_is_shown_as_it_is_with_a_warning() -> None:
    files: Files = {HOME: post(text="![A boat](Boat.png)"), "posts/Boat.png": picture(1600, 800)[:-30]}
    (problem,) = linked(files).problems
    assert problem.message == "the picture Boat.png cannot be read; it is published as it is"
    assert copies(files) == []
    assert 'src="https://letters.example.org/posts/Boat.png"' in html(files)


def test_a_film_with_a_poster_is_that_picture_with_words() -> None:
    letter = html(
        {HOME: post(text='<video src="https://example.org/f.mp4" poster="Boat.png" title="A film"></video>'), **BOAT}
    )
    link = (
        r'<a href="https://example.org/f.mp4"[^>]*><img src="https://letters.example.org/posts/Boat.png" alt=""[^>]*>'
    )
    assert re.search(link + r"<br>Watch: A film</a>", letter)
