"""What programs read of every page: networks, search engines, and readers of microformats (mf2py, extruct)."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import extruct
import mf2py
import pytest

from audiencegen.content.tree import parse
from audiencegen.model import Author, NavLink
from audiencegen.outputs import door, lists, pages, pictures, podcast, search
from audiencegen.theme.metadata import locale, media_type
from audiencegen.values import Record, replace
from recordings import mp3
from sites import CONFIG, Files, linked, picture, post

URL = "https://letters.example.org"
ANN = Author(
    "Ann Author",
    "ann",
    bio="Ann writes.",
    photo="ann.png",
    url="/about/",
    links=(NavLink("Mastodon", "https://example.social/@ann"), NavLink("X", "https://x.com/ann_a")),
    fediverse="@ann@example.social",
)
CONFIGURED = replace(
    CONFIG,
    description="Letters about ropes.",
    promise="one a month",
    authors=(ANN, Author("Bo Guest", "bo")),
    theme_options=Record({"icon": "icon.png"}),
)
TERMS = "tags: [one, two, three, four, five, six, seven]\ncategory: Ropes\nauthors: [Ann Author, Bo Guest]"
FILES: Files = {
    "ann.png": picture(400, 400),
    "icon.png": picture(600, 500),
    "posts/boat.png": picture(800, 400),
    "posts/2026-05-01-hello.md": post(f"{TERMS}\nupdated: 2026-05-03\nimage: boat.png\nimage_alt: A boat"),
    "posts/2026-05-02-part.md": post("series: Knots\nlang: de", title="Teil"),
    "posts/2026-05-04-heard.md": post("audio: heard.mp3", title="Heard"),
    "posts/heard.mp3": mp3(2),
    "pages/about.md": post(title="About"),
}
PAGES = {
    "home": "index.html",
    "post": "posts/hello/index.html",
    "page": "about/index.html",
    "archive": "archive/index.html",
    "tag": "tags/one/index.html",
    "author": "authors/ann/index.html",
    "series": "series/knots/index.html",
    "tags": "tags/index.html",
    "search": "search/index.html",
    "subscribe": "subscribe/index.html",
    "thanks": "thanks/index.html",
    "welcome": "welcome/index.html",
    "podcast": "podcast/index.html",
    "lost": "404.html",
}


@cache
def made() -> dict[str, bytes]:
    site = linked(FILES, CONFIGURED)
    return {
        path.removeprefix("site/"): content
        for kind in (pages, lists, door, search, podcast, pictures)
        for path, content in site.made(kind.plan).items()
    }


def html(kind: str) -> str:
    return made()[PAGES[kind]].decode()


def metas(kind: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in parse(html(kind)).find("meta"):
        name = meta.attributes.get("property") or meta.attributes.get("name") or meta.attributes.get("http-equiv")
        found.setdefault(name or "", []).append(meta.attributes.get("content") or "")
    return found


def microformats(kind: str) -> dict[str, Any]:
    return dict(mf2py.parse(doc=html(kind), url=address(kind)))


def address(kind: str) -> str:
    return f"{URL}/{PAGES[kind].removesuffix('index.html')}"


def facts(kind: str) -> dict[str, dict[str, Any]]:
    """JSON-LD by type."""
    read = extruct.extract(html(kind), base_url=address(kind), syntaxes=["json-ld"])["json-ld"]
    return {"+".join([one["@type"]] if isinstance(one["@type"], str) else one["@type"]): one for one in read}


@pytest.mark.parametrize("kind", PAGES)
def test_every_page_says_what_the_networks_ask_for(kind: str) -> None:
    told = metas(kind)
    for name in ("title", "url", "type", "site_name", "locale", "image", "image:width", "image:type", "image:alt"):
        assert len(told[f"og:{name}"]) == 1 and told[f"og:{name}"][0], name
    assert told["og:url"] == [address(kind)]
    assert told["og:image"][0].startswith(f"{URL}/")
    assert told["twitter:card"] == ["summary_large_image"] and told["twitter:site"] == ["@ann_a"]
    if "robots" not in told:
        assert told["description"][0] and told["og:description"] == told["description"]


@pytest.mark.parametrize("kind", PAGES)
def test_open_graph_is_read_by_others_as_it_is_meant(kind: str) -> None:
    (graph,) = extruct.extract(html(kind), base_url=address(kind), syntaxes=["opengraph"])["opengraph"]
    told = dict(graph["properties"])
    assert told["og:type"] == ("article" if kind == "post" else "website")
    assert told["og:title"] and told["og:image"].startswith("https://")


def test_a_letter_says_when_by_whom_and_about_what() -> None:
    told = metas("post")
    assert told["article:published_time"] == ["2026-05-01T00:00:00+02:00"]
    assert told["article:modified_time"] == ["2026-05-03T00:00:00+02:00"]
    assert told["article:author"] == [f"{URL}/authors/ann/", f"{URL}/authors/bo/"]
    assert told["og:title"] == ["Hello"]  # the name of the site stands beside it
    assert told["article:section"] == ["Ropes"]
    assert told["article:tag"] == ["one", "two", "three", "four", "five", "six"]  # more are no help to anybody
    assert told["fediverse:creator"] == ["@ann@example.social"] and told["twitter:creator"] == ["@ann_a"]


def test_a_letter_in_another_language_says_so() -> None:
    assert metas("post")["og:locale"] == ["en_US"]
    assert '<meta property="og:locale" content="de_DE">' in made()["posts/teil/index.html"].decode()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "en_US"),
        ("en-GB", "en_GB"),
        ("de", "de_DE"),
        ("zh-Hant-TW", "zh_TW"),
        ("ja", "ja_JP"),
        ("pt-BR", "pt_BR"),
    ],
)
def test_a_locale_names_a_country(language: str, expected: str) -> None:
    assert locale(language) == expected


def test_the_media_type_follows_from_the_address() -> None:
    assert [media_type(one) for one in ("/a.JPG", "/a.webp", "/a")] == ["image/jpeg", "image/webp", ""]


def test_json_ld_of_a_letter() -> None:
    told = facts("post")
    letter = told["BlogPosting"]
    assert letter["headline"] == "Hello" and letter["mainEntityOfPage"] == address("post")
    assert [one["name"] for one in letter["author"]] == ["Ann Author", "Bo Guest"]
    assert (letter["image"]["width"], letter["image"]["height"]) == (1200, 630)
    assert letter["articleSection"] == "Ropes" and letter["keywords"][0] == "one"
    steps = told["BreadcrumbList"]["itemListElement"]
    assert [(one["position"], one["name"]) for one in steps] == [
        (1, "The Test Letter"),
        (2, "All letters"),
        (3, "Hello"),
    ]
    assert steps[-1]["item"] == address("post")


def test_json_ld_of_an_episode() -> None:
    read = extruct.extract(made()["posts/heard/index.html"].decode(), syntaxes=["json-ld"])["json-ld"]
    (episode,) = (one for one in read if "PodcastEpisode" in one["@type"])
    assert episode["audio"]["contentUrl"] == f"{URL}/posts/heard.mp3"
    assert episode["partOfSeries"]["url"] == f"{URL}/podcast/"


def test_json_ld_of_home_names_the_site_and_its_writer() -> None:
    site = facts("home")["WebSite"]
    assert (site["name"], site["url"], site["inLanguage"]) == ("The Test Letter", f"{URL}/", "en")
    assert site["author"]["name"] == "Ann Author" and site["author"]["url"] == f"{URL}/about/"
    assert site["author"]["sameAs"] == ["https://example.social/@ann", "https://x.com/ann_a"]
    assert "BreadcrumbList" not in facts("home")  # it lies within nothing


def test_json_ld_of_an_authors_page() -> None:
    assert facts("author")["ProfilePage"]["mainEntity"]["description"] == "Ann writes."


@pytest.mark.parametrize("kind", ["page", "archive", "tag", "series", "tags", "podcast"])
def test_every_other_page_has_its_way_from_home(kind: str) -> None:
    steps = facts(kind)["BreadcrumbList"]["itemListElement"]
    assert steps[0]["item"] == f"{URL}/" and steps[-1]["item"] == address(kind)


def test_a_letter_is_an_entry() -> None:
    (entry,) = (item for item in microformats("post")["items"] if item["type"] == ["h-entry"])
    said = entry["properties"]
    assert said["name"] == ["Hello"] and said["url"][0] == address("post")
    assert said["published"] == ["2026-05-01T00:00:00+0200"] and said["updated"] == ["2026-05-03T00:00:00+0200"]
    assert [one["properties"]["name"] for one in said["author"]] == [["Ann Author"], ["Bo Guest"]]
    assert set(said["category"]) >= {"Ropes", "one", "seven"}
    assert said["content"][0]["html"] and said["featured"][0]["value"] == f"{URL}/posts/boat.png"


@pytest.mark.parametrize(
    ("kind", "name", "entries"),
    [("home", "The Test Letter", 3), ("archive", "All letters", 3), ("tag", "one", 1), ("series", "Knots", 1)],
)
def test_a_list_is_a_feed_of_entries(kind: str, name: str, entries: int) -> None:
    (feed,) = (item for item in microformats(kind)["items"] if item["type"] == ["h-feed"])
    assert feed["properties"]["name"] == [name]
    found = [child for child in feed["children"] if child["type"] == ["h-entry"]]
    assert len(found) == entries
    assert all(child["properties"]["url"] and child["properties"]["published"] for child in found)


def representative(parsed: dict[str, Any], page: str) -> list[dict[str, Any]]:
    """The h-cards of a page whose `uid` and `url` are the page's own (microformats.org, representative h-card)."""

    def cards(item: Any) -> list[dict[str, Any]]:
        if not isinstance(item, dict) or "type" not in item:
            return []
        inner = [*item.get("children", ()), *(one for values in item["properties"].values() for one in values)]
        return [*([item] if "h-card" in item["type"] else []), *(card for one in inner for card in cards(one))]

    found = [card for item in parsed["items"] for card in cards(item)]
    return [one["properties"] for one in found if page in one["properties"].get("uid", ())]


def test_home_has_one_representative_h_card_and_leads_to_the_writers_accounts() -> None:
    parsed = microformats("home")
    (card,) = representative(parsed, f"{URL}/")
    assert card["name"] == ["Ann Author"] and f"{URL}/" in card["url"] and card["note"] == ["Ann writes."]
    assert parsed["rels"]["me"] == ["https://example.social/@ann", "https://x.com/ann_a"]


def test_the_icons_are_made_of_one_picture() -> None:
    icons = {link.attributes["rel"]: link.attributes["href"] for link in parse(html("home")).find("link")}
    assert (icons["icon"] or "").endswith("-icon-32.png") and (icons["apple-touch-icon"] or "").endswith("-180.png")
    assert (icons["icon"] or "").lstrip("/") in made()
    manifest = json.loads(made()["site.webmanifest"])
    assert [icon["sizes"] for icon in manifest["icons"]] == ["192x192", "512x512"]
    assert all(icon["src"].lstrip("/") in made() for icon in manifest["icons"])


def test_without_a_picture_the_icon_is_the_themes() -> None:
    site = linked({}, CONFIG)
    assert 'type="image/svg+xml"' in site.made(lists.plan)["site/index.html"].decode()
    assert site.made(pictures.plan) == {}
