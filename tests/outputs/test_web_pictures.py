"""Pictures on pages: several sizes to choose from, none that moves what is being read, nothing of the camera."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from audiencegen.content.tree import Element, parse
from audiencegen.outputs import assets, feeds, issues, lists, pages, pictures
from audiencegen.values import replace
from sites import CONFIG, Files, linked, picture, post

HOME = "posts/2026-05-01-hello.md"


def photo(width: int = 2000, height: int = 1000, kind: str = "JPEG", orientation: int = 1, **options: Any) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "A camera"
    stream = BytesIO()
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width // 2, height // 2))
    image.save(stream, kind, exif=exif, **options)
    return stream.getvalue()


def shown(files: Files, path: str = "site/posts/hello/index.html", **config: Any) -> list[Element]:
    """The pictures of a page."""
    page = linked(files, replace(CONFIG, **config)).made(pages.plan)[path].decode()
    return list(parse(page).find("img"))


def sizes(content: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(content)) as image:
        return image.size


@pytest.mark.parametrize(
    ("width", "widths"),
    [(4000, [480, 800, 1200, 1600]), (1600, [480, 800, 1200, 1600]), (1200, [480, 800, 1200]), (500, [500]), (399, [])],
)
def test_a_picture_is_offered_in_sizes_up_to_its_own(width: int, widths: list[int]) -> None:
    files: Files = {HOME: post(text="![A boat](boat.jpg)"), "posts/boat.jpg": photo(width, width // 2)}
    (image,) = shown(files)
    assert image.attributes["src"] == "/posts/boat.jpg"
    assert (image.attributes["width"], image.attributes["height"]) == (str(width), str(width // 2))
    offered = re.findall(r"(\S+) (\d+)w", image.attributes.get("srcset") or "")
    assert [int(wide) for _, wide in offered] == widths
    made = linked(files).made(pictures.plan)
    assert [sizes(made[f"site{address}"])[0] for address, _ in offered] == widths
    assert all(b"camera" not in content for content in made.values())
    assert bool(image.attributes.get("sizes")) == bool(widths)


def test_a_turned_photo_stands_upright_in_every_size() -> None:
    files: Files = {HOME: post(text="![A boat](boat.jpg)"), "posts/boat.jpg": photo(orientation=6)}
    (image,) = shown(files)
    assert (image.attributes["width"], image.attributes["height"]) == ("1000", "2000")
    site = linked(files)
    assert {sizes(content) for content in site.made(pictures.plan).values()} == {(480, 960), (800, 1600), (1000, 2000)}
    original = site.made(assets.plan)["site/posts/boat.jpg"]
    with Image.open(BytesIO(original)) as kept:
        assert dict(kept.getexif()) == {0x0112: 6}


def test_the_first_picture_does_not_wait_and_the_others_do() -> None:
    text = "\n\n".join("![A boat](boat.jpg)" for _ in range(3))
    files: Files = {HOME: post(text=text), "posts/boat.jpg": photo()}
    first, *others = shown(files)
    assert "loading" not in first.attributes and first.attributes["fetchpriority"] == "high"
    assert all(one.attributes["loading"] == "lazy" and "fetchpriority" not in one.attributes for one in others)


def test_a_picture_far_down_does_not_hurry() -> None:
    files: Files = {HOME: post(text="Words. " * 400 + "\n\n![A boat](boat.jpg)"), "posts/boat.jpg": photo()}
    assert "fetchpriority" not in shown(files)[0].attributes


def test_the_picture_of_a_letter_is_offered_in_sizes_too_and_comes_first() -> None:
    head, files = "image: boat.jpg\nimage_alt: A boat", {"posts/boat.jpg": photo(), "posts/b.png": picture(900, 500)}
    lead, inside = shown({HOME: post(head, "![B](b.png)"), **files})
    assert lead.attributes["fetchpriority"] == "high" and " 480w, " in (lead.attributes["srcset"] or "")
    assert inside.attributes["loading"] == "lazy" and "fetchpriority" not in inside.attributes
    home = linked({HOME: post(head), **files}).made(lists.plan)["site/index.html"].decode()
    assert " 480w, " in home


@pytest.mark.parametrize("name", ["drawing.svg", "moving.gif", "torn.jpg", "small.png"])
def test_what_needs_no_copies_has_none(name: str) -> None:
    frames = [Image.new("RGB", (600, 600), colour) for colour in ("red", "green")]
    stream = BytesIO()
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:])
    contents = {
        "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="500"/>',
        "moving.gif": stream.getvalue(),
        "torn.jpg": photo()[:900],
        "small.png": picture(300, 200),
    }
    files: Files = {HOME: post(text=f"![A boat]({name})"), f"posts/{name}": contents[name]}
    assert "srcset" not in shown(files)[0].attributes
    assert linked(files).made(pictures.plan) == {}


def test_a_moving_picture_goes_on_moving_in_every_size() -> None:
    frames = [Image.new("RGB", (900, 450), colour) for colour in ("red", "green", "blue")]
    stream = BytesIO()
    frames[0].save(stream, "WEBP", save_all=True, append_images=frames[1:], duration=70)
    files: Files = {HOME: post(text="![A lamp](lamp.webp)"), "posts/lamp.webp": stream.getvalue()}
    made = linked(files).made(pictures.plan)
    assert made
    for content in made.values():
        with Image.open(BytesIO(content)) as image:
            assert getattr(image, "n_frames", 1) == 3


def test_the_writers_own_sizes_stay() -> None:
    files: Files = {HOME: post(text='<img src="boat.jpg" srcset="small.jpg 300w" alt="A boat">')}
    files = {**files, "posts/boat.jpg": photo(), "posts/small.jpg": photo(300, 150)}
    (image,) = shown(files)
    assert image.attributes["srcset"] == "/posts/small.jpg 300w"


def test_without_images_pages_show_the_files_themselves() -> None:
    files: Files = {HOME: post(text="![A boat](boat.jpg)"), "posts/boat.jpg": photo()}
    (image,) = shown(files, images=False)
    assert "srcset" not in image.attributes and image.attributes["width"] == "2000"
    assert linked(files, replace(CONFIG, images=False)).made(pictures.plan) == {}


def test_below_a_base_path_the_copies_are_there_too() -> None:
    files: Files = {HOME: post(text="![A boat](boat.jpg)"), "posts/boat.jpg": photo()}
    (image,) = shown(files, url="https://x.github.io/repo")
    assert (image.attributes["srcset"] or "").startswith("/repo/assets/pictures/boat.")


def test_no_copy_of_what_only_a_draft_shows() -> None:
    files: Files = {HOME: post("draft: true", "![A boat](boat.jpg)"), "posts/boat.jpg": photo()}
    assert linked(files).made(pictures.plan) == {} == linked(files).made(assets.plan).get("site/posts/boat.jpg", {})


def test_feeds_and_letters_show_what_they_showed() -> None:
    files: Files = {HOME: post(text="![A boat](boat.jpg)"), "posts/boat.jpg": photo()}
    for kind in (feeds, issues):
        with_copies, without = (linked(files, replace(CONFIG, images=on)).made(kind.plan) for on in (True, False))
        assert with_copies == without


@pytest.mark.parametrize("path", ["posts/boat.jpg", "static/boat.jpg"])
def test_no_published_file_tells_of_the_camera(path: str) -> None:
    files: Files = {HOME: post(text="![A boat](/boat.jpg) ![A boat](boat.jpg)"), path: photo()}
    (content,) = (made for name, made in linked(files).made(assets.plan).items() if name.endswith("boat.jpg"))
    assert b"camera" not in content and sizes(content) == (2000, 1000)
