"""Films: which addresses are some, and what a page, search engines and feeds are told."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import unescape
from types import MappingProxyType

import pytest

from audiencegen.config import Config, Dialect
from audiencegen.content.blocks.video import Clip, clips, film
from audiencegen.outputs import feeds, issues, pages
from audiencegen.values import replace
from sites import CONFIG, Linked, linked, picture, post

HOME = "posts/2026-05-01-hello.md"
ID = "aqz-KE-bpKQ"
ADDRESS = f"https://www.youtube.com/watch?v={ID}"
UUID = "9c9de5e8-0a1e-484a-b099-e80766180a6d"


@pytest.fixture(params=list(Dialect))
def config(request: pytest.FixtureRequest) -> Config:
    return replace(CONFIG, markdown=request.param)


def built(text: str, config: Config, head: str = "", more: Mapping[str, bytes] = MappingProxyType({})) -> Linked:
    return linked({HOME: post(head, text), "posts/still.png": picture(1280, 720), **more}, config)


def page(site: Linked) -> str:
    return site.made(pages.plan)["site/posts/hello/index.html"].decode()


@pytest.mark.parametrize(
    ("address", "service", "id", "start"),
    [
        (ADDRESS, "youtube", ID, 0),
        (f"http://youtube.com/watch?feature=share&v={ID}&t=1m30s", "youtube", ID, 90),
        (f"https://youtu.be/{ID}?t=42", "youtube", ID, 42),
        (f"https://www.youtube.com/shorts/{ID}", "youtube", ID, 0),
        (f"https://m.youtube.com/live/{ID}?si=x", "youtube", ID, 0),
        (f"https://www.youtube-nocookie.com/embed/{ID}?start=7", "youtube", ID, 7),
        ("https://vimeo.com/76979871", "vimeo", "76979871", 0),
        ("https://player.vimeo.com/video/76979871#t=1h2m3s", "vimeo", "76979871", 3723),
        (f"https://framatube.org/videos/watch/{UUID}", "peertube", UUID, 0),
        ("https://framatube.org/w/kkGMgK9ZtnKfYAgnEtQxbv?start=5s", "peertube", "kkGMgK9ZtnKfYAgnEtQxbv", 5),
    ],
)
def test_the_addresses_of_films(address: str, service: str, id: str, start: int) -> None:
    found = film(address)
    assert found is not None and (found.service, found.id, found.start) == (service, id, start)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/@someone",
        "https://www.youtube.com/watch?v=short",
        "https://youtu.be/",
        "https://vimeo.com/blog",
        "https://example.org/w/short",
        "https://example.org:8080/w/kkGMgK9ZtnKfYAgnEtQxbv",
        "http://[::1",
        "javascript:alert(1)",
        f"ftp://youtu.be/{ID}",
        "",
    ],
)
def test_what_is_none(address: str) -> None:
    assert film(address) is None


@pytest.mark.parametrize("line", [ADDRESS, f"<{ADDRESS}>", f"::: video {ADDRESS}\n:::"])
def test_an_address_alone_on_a_line_is_a_film(line: str, config: Config) -> None:
    site = built(f"Before.\n\n{line}\n\nAfter.", config)
    assert '<figure class="video"><iframe srcdoc="' in page(site) and not site.problems


@pytest.mark.parametrize(
    "text", [f"See {ADDRESS}", f"Before\n{ADDRESS}", f"- {ADDRESS}", f"[film]({ADDRESS})", f"`{ADDRESS}`"]
)
def test_an_address_among_words_is_a_link_at_most(text: str, config: Config) -> None:
    assert "<iframe" not in page(built(text, config))


def test_the_head_names_a_film_that_stands_before_the_text(config: Config) -> None:
    site = built("Words.", config, f"video: {{url: {ADDRESS}, title: A rabbit, poster: still.png}}")
    shown = page(site)
    assert shown.index("<iframe") < shown.index("<p>Words.") and "A rabbit" in shown and "/posts/still.png" in shown
    assert not site.problems and site.card(HOME).description == "Words."


def test_the_picture_of_a_post_serves_as_the_poster_of_its_film_and_is_shown_once(config: Config) -> None:
    shown = page(built("Words.", config, f"image: still.png\nimage_alt: A rabbit\nvideo: {ADDRESS}"))
    assert shown.partition("<main")[2].count("/posts/still.png") == 1


def test_without_script_nothing_of_theirs_is_asked_for_before_the_film_is_started(config: Config) -> None:
    """The frame's document is ours: one link, one picture of the site, one style sheet of the site."""
    shown = page(built(f"::: video {ADDRESS}\n![A rabbit](still.png)\n\nA rabbit\n:::", config))
    frame = unescape(re.findall(r'srcdoc="([^"]*)"', shown)[0])
    assert re.findall(r'(?:src|href)="([^"]*)"', frame.replace("&amp;", "&"))[1:] == [
        f"https://www.youtube-nocookie.com/embed/{ID}?autoplay=1",
        "/posts/still.png",
    ]
    assert '<link rel="stylesheet" href="/assets/video.' in frame and "<script" not in frame and "style=" not in frame
    assert f'<a href="{ADDRESS}">Watch on YouTube</a>' in shown and '<iframe src="' not in shown


def test_a_fetched_picture_is_shown_where_the_writer_gave_none(config: Config) -> None:
    kept = {f"videos/youtube-{ID}.jpg": picture(1280, 720)}
    without, with_ = built(ADDRESS, config), built(ADDRESS, config, more=kept)
    assert "<img" not in unescape(re.findall(r'srcdoc="([^"]*)"', page(without))[0]) and not without.problems
    assert f'src="/videos/youtube-{ID}.jpg"' in unescape(page(with_))
    made = {**with_.made(feeds.plan), **with_.made(issues.plan)}
    assert f'src="https://letters.example.org/videos/youtube-{ID}.jpg" '.encode() in made["site/feed.xml"]
    assert f"/assets/mail/youtube-{ID.lower()}.".encode() in made["issues/2026-05-01-hello/issue.html"]


def test_search_engines_and_feeds_are_told_of_a_film(config: Config) -> None:
    site = built(f"::: video {ADDRESS}\n![A rabbit](still.png)\n\nA *large* rabbit\n:::", config)
    told = json.loads(re.findall(r'ld\+json">(.*?)</script>', page(site))[0])["video"]
    assert [(one["@type"], one["name"], one["thumbnailUrl"], one["uploadDate"]) for one in told] == [
        ("VideoObject", "A large rabbit", "https://letters.example.org/posts/still.png", "2026-05-01T00:00:00+02:00")
    ]
    here = site.post(HOME)
    assert clips(site.kept[HOME].html, here, site.site.frame) == (
        Clip(
            "A large rabbit",
            ADDRESS,
            f"https://www.youtube-nocookie.com/embed/{ID}?autoplay=1",
            "https://letters.example.org/posts/still.png",
            1280,
            720,
        ),
    )
