"""The Content-Security-Policy of each page: everything that it shows, and nothing else."""

from __future__ import annotations

import re
from html import unescape

import pytest

from audiencegen.config import Config
from audiencegen.model import Author, Door
from audiencegen.outputs import door, lists, pages
from audiencegen.outputs.policy import common
from audiencegen.values import Record, replace
from sites import CONFIG, frame_of, linked, post

HOME = "posts/2026-05-01-hello.md"
PLAIN = "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'"


def directives(text: str = "", head: str = "", config: Config = CONFIG) -> dict[str, list[str]]:
    page = linked({HOME: post(head, text)}, config).made(pages.plan)["site/posts/hello/index.html"].decode()
    return read(page)


def read(page: str) -> dict[str, list[str]]:
    found = re.search('<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    rows = unescape(found[1]).split("; ") if found else []
    return {name: sources for name, *sources in (row.split() for row in rows)}


def test_a_page_that_asks_for_nothing_from_elsewhere_is_held_to_that() -> None:
    assert common(frame_of(CONFIG)) == PLAIN
    plain = {name: sources for name, *sources in (row.split() for row in PLAIN.split("; "))}
    assert directives("Words, and [a link](https://elsewhere.example/).") == plain


@pytest.mark.parametrize(
    ("text", "kind", "sources"),
    [
        ("![A boat](https://pictures.example/boat.jpg)", "img-src", ["'self'", "https://pictures.example"]),
        ("![A boat](//pictures.example/boat.jpg)", "img-src", ["'self'", "pictures.example"]),
        ("![A dot](data:image/gif;base64,R0lGODlhAQABAAAAACw=)", "img-src", ["'self'", "data:"]),
        ('<iframe src="https://maps.example/x" title="Map"></iframe>', "frame-src", ["'self'", "https://maps.example"]),
        ('<audio controls src="https://sound.example/x.mp3"></audio>', "media-src", ["'self'", "https://sound.example"]),
        ('<form action="https://forms.example/go"><button>Go</button></form>', "form-action", ["'self'", "https://forms.example"]),
        ('<p style="color: red">Red</p>', "style-src", ["'self'", "'unsafe-inline'"]),
        ("::: video https://www.youtube.com/watch?v=dQw4w9WgXcQ", "frame-src", ["'self'", "https://www.youtube-nocookie.com"]),
    ],
)  # fmt: skip
def test_what_the_writer_put_there_may_come(text: str, kind: str, sources: list[str]) -> None:
    assert directives(text)[kind] == sources
    assert set(directives(text)) == set(directives()) | {kind}


def test_many_places_are_not_listed_one_by_one() -> None:
    text = " ".join(f"![A boat](https://{number}.example/boat.jpg)" for number in range(9))
    assert directives(text)["img-src"] == ["'self'", "https:"]


def test_a_picture_or_a_recording_of_the_head_may_come() -> None:
    assert directives(head="image: https://p.example/a.jpg")["img-src"] == ["'self'", "https://p.example"]
    home = linked({HOME: post("image: https://p.example/a.jpg")}).made(lists.plan)["site/index.html"].decode()
    assert read(home)["img-src"] == ["'self'", "https://p.example"]


def test_the_photo_of_a_writer_may_come_on_every_page() -> None:
    ann = replace(CONFIG, authors=(Author("Ann", photo="https://p.example/ann.jpg"),))
    assert directives(config=ann)["img-src"] == ["'self'", "https://p.example"]


def test_the_box_may_post_to_the_service() -> None:
    served = replace(CONFIG, door=Door(action="https://mail.example/subscribe/x", method="post", email="email"))
    assert directives(config=served)["form-action"] == ["'self'", "https://mail.example"]
    for path, content in linked({HOME: post()}, served).made(door.plan).items():
        assert read(content.decode())["form-action"] == ["'self'", "https://mail.example"], path


def test_a_page_with_a_script_of_the_writers_own_may_ask_for_anything() -> None:
    assert directives("<script src='https://charts.example/x.js'></script>") == {"base-uri": ["'none'"]}


def test_a_site_may_do_without() -> None:
    assert directives(config=replace(CONFIG, theme_options=Record({"policy": False}))) == {}


def test_an_address_with_signs_adds_nothing_to_the_policy() -> None:
    found = directives("<img src=\"https://x.example;script-src *'/a.png\" alt='x'>")
    assert "script-src" not in found and set(found) <= {*directives(), "img-src"}
