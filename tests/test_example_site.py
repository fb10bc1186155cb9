"""The repository's own site, built and walked: nothing leads nowhere, nothing private lies in public."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import feedparser
import pytest

from audiencegen.content.tree import Element, parse
from conftest import NOW, ROOT

URL = "https://letters.example.org"
TARGETS = ("href", "src", "poster", "data")


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from audiencegen.cli import main

    folder = tmp_path_factory.mktemp("example")
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "audiencegen.yaml", folder)
    assert main(["-C", str(folder), "build", "-q", "--strict", "--now", NOW]) == 0
    return folder / "output"


@pytest.fixture(scope="module")
def pages(output: Path) -> dict[str, Element]:
    """Address → the page's tree, `<head>` and all."""
    found = {}
    for path in sorted((output / "site").rglob("*.html")):
        name = path.relative_to(output / "site").as_posix()
        address = "/" + (name.removesuffix("index.html") if name.endswith("index.html") else name)
        found[address] = parse(path.read_text("utf-8"))
    return found


def targets(tree: Element) -> Iterator[str]:
    for element in tree.walk():
        for name in TARGETS:
            if element.attributes.get(name):
                yield element.attributes[name] or ""
        for row in (element.attributes.get("srcset") or "").split(","):
            if row.strip():
                yield row.split()[0]


def ids(tree: Element) -> list[str]:
    return [element.attributes["id"] or "" for element in tree.walk() if "id" in element.attributes]


def broken(base: str, target: str, site: Path, pages: dict[str, Element]) -> bool:
    whole, fragment = urldefrag(urljoin(URL + base, target))
    if not whole.startswith(URL):
        return False
    path = unquote(urlsplit(whole).path)
    if path in pages:
        return bool(fragment) and unquote(fragment) not in ids(pages[path])
    return not (site / path.lstrip("/")).is_file()


def test_every_link_picture_and_anchor_of_every_page_resolves(output: Path, pages: dict[str, Element]) -> None:
    wrong = [
        (address, target)
        for address, tree in pages.items()
        for target in targets(tree)
        if broken(address, target, output / "site", pages)
    ]
    assert wrong == []
    assert sum(1 for tree in pages.values() for _ in targets(tree)) > 500


def test_every_stylesheet_and_feed_that_pages_name_is_there(output: Path) -> None:
    for path in (output / "site").rglob("*.html"):
        for target in re.findall(r'<link [^>]*href="([^"]+)"', path.read_text("utf-8")):
            if target.startswith(("/", URL)):
                name = unquote(urlsplit(target).path).lstrip("/")
                place = output / "site" / (name + "index.html" if name.endswith("/") or not name else name)
                assert place.is_file(), (path.name, target)


def test_every_id_is_unique_and_every_page_has_one_h1_and_skips_no_level(pages: dict[str, Element]) -> None:
    for address, tree in pages.items():
        assert [one for one, count in Counter(ids(tree)).items() if count > 1] == [], address
        levels = [int(heading.tag[1]) for heading in tree.find("h1", "h2", "h3", "h4", "h5", "h6")]
        if any(tree.find("main")):
            assert levels.count(1) == 1, address
            assert all(after - before <= 1 for before, after in pairwise(levels)), address


def test_the_three_feeds_hold_the_whole_text_with_absolute_addresses(output: Path, pages: dict[str, Element]) -> None:
    site = output / "site"
    entries: dict[str, list[tuple[str, str, str]]] = {}
    for name in ("feed.xml", "atom.xml"):
        parsed = feedparser.parse((site / name).read_bytes())
        assert not parsed.bozo
        entries[name] = [(entry.id, entry.title, entry.content[0].value) for entry in parsed.entries]
    items = json.loads((site / "feed.json").read_bytes())["items"]
    entries["feed.json"] = [(item["id"], item["title"], item["content_html"]) for item in items]
    assert [one[:2] for one in entries["feed.xml"]] == [one[:2] for one in entries["atom.xml"]]
    assert [one[:2] for one in entries["feed.xml"]] == [one[:2] for one in entries["feed.json"]]
    for name, rows in entries.items():
        assert len(rows) == 13
        for _, title, content in rows:
            tree = parse(content)
            assert len(tree.text().split()) > 60, (name, title)
            for target in targets(tree):
                assert re.match(r"(https?|mailto|tel):", target), (name, title, target)
                assert not broken("/", target, site, pages), (name, title, target)
            assert not [one.tag for one in tree.find("script", "style", "iframe", "form")]


def test_drafts_scheduled_expired_and_unlisted_posts_are_where_the_table_says(output: Path) -> None:
    public = b"".join(path.read_bytes() for path in sorted((output / "site").rglob("*")) if path.is_file())
    for title in (b"What the readers taught us", b"Spring tide", b"A table at the book fair"):
        assert title not in public
    assert (output / "issues" / "2027-03-05-spring-tide" / "issue.html").is_file()
    assert b"Notes for guests" in (output / "site/guests/index.html").read_bytes()
    assert b"org/guests/" not in (output / "site/sitemap.xml").read_bytes()
    for name in ("archive/index.html", "index.html", "page/2/index.html", "page/3/index.html"):
        assert b"Notes for guests" not in (output / "site" / name).read_bytes(), name
    for name in ("feed.xml", "atom.xml"):
        titles = [entry.title for entry in feedparser.parse((output / "site" / name).read_bytes()).entries]
        assert "Notes for guests" not in titles


def test_the_picture_of_a_draft_stays_private(output: Path) -> None:
    drafts = ROOT / "content" / "posts" / "2026-11-20-what-the-readers-taught-us"
    pictures = [path.name for path in drafts.iterdir() if path.suffix in (".jpg", ".png")]
    assert pictures
    assert not [path for path in output.rglob("*") if path.name in pictures and "2026-11-20" in str(path)]


@pytest.mark.parametrize(
    "construct",
    [
        "sup a.footnote-ref", "div.footnotes", "table", "th.right", "pre code.language-python span", "dl dt", "abbr",
        "kbd", "details summary", "blockquote", "div.admonition", "img[loading]", "ol li ul", "h4", "time", "em",
        "li.task input[checked]", "li.task input:not([checked])", "pre code.language-tidetable", "section.series ol",
        "details.contents", "section.thanks", "a[role=doc-backlink]", "img[srcset], img[width]", "th.center",
        "[lang=el]", "img[title], a[title]", "figure > img + figcaption", "figure.gallery li > a > img",
        "p.buttons a.button",
        "figure.video iframe[srcdoc]", "figure.quote blockquote + figcaption", "div.notice-ask", "div.notice-offer",
    ],
)  # fmt: skip
def test_every_construct_is_on_some_page(construct: str, output: Path) -> None:
    from selectolax.lexbor import LexborHTMLParser

    pages = (output / "site").rglob("*.html")
    assert any(LexborHTMLParser(page.read_text("utf-8")).css_first(construct) for page in pages)
