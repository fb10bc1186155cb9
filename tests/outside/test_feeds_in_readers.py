"""Feeds before the W3C's validator and five readers: no event at its strictest, and all read the same.

The validator (github.com/w3c/feedvalidator) is in no registry: set FEEDVALIDATOR to the folder of a copy, in an
environment that has lxml, html5lib and rdflib.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from feeds_made import built, feeds
from readers import READERS, Item, changes_by_reader

from conftest import CONFIGURATION, Run, needs_corpora, write

pytestmark = pytest.mark.filterwarnings("ignore")  # what the judges do is not ours

SITES = [
    "example",
    "nasty",
    pytest.param("this-week-in-rust", marks=needs_corpora()),
    pytest.param("rust-blog", marks=needs_corpora()),
]


def validator() -> Any:
    """The validator; without a copy the test is skipped."""
    folder = os.environ.get("FEEDVALIDATOR", "")
    if not folder:
        pytest.skip("FEEDVALIDATOR does not name a copy of github.com/w3c/feedvalidator")
    source = str(Path(folder) / "src")
    if source not in sys.path:
        sys.path.append(source)
    return import_module("feedvalidator"), import_module("feedvalidator.compatibility")


def events(feed: Path, kind: str, address: str) -> list[tuple[str, object]]:
    """What the validator says at level AAA."""
    judge, levels = validator()
    with feed.open("rb") as stream:
        answer = judge.validateStream(stream, firstOccurrenceOnly=0, contentType=kind, base=address)
    return [(type(event).__name__, event.params) for event in levels.AAA(answer["loggedEvents"])]


@pytest.mark.parametrize("name", SITES)
def test_the_validator_has_nothing_to_say_at_its_strictest(name: str, tmp_path: Path) -> None:
    validator()
    site, url = built(tmp_path, name)
    found, count = [], 0
    for path, kind, address in feeds(site):
        count += 1
        found += [(address, *event) for event in events(path, kind, url + address)]
    assert found == []
    assert count >= 7


def test_the_validator_would_say_something(tmp_path: Path) -> None:
    validator()
    site, url = built(tmp_path, "example")
    text = (site / "feed.xml").read_text("utf-8")
    broken = tmp_path / "feed.xml"
    broken.write_text(text.replace('href="https://letters', 'href="/letters'), "utf-8")
    assert events(broken, "application/rss+xml", f"{url}/feed.xml")


@pytest.mark.parametrize("name", SITES)
def test_five_readers_agree_on_every_entry(name: str, tmp_path: Path) -> None:
    site, _ = built(tmp_path, name)
    archives = [*site.glob("letters.xml"), *site.glob("feeds/*-1.xml")]
    for feed in [site / "feed.xml", site / "atom.xml", *sorted(archives)]:
        read = {one: _told(feed, one, tmp_path) for one in READERS}
        assert len(read["feedparser"]) >= 5
        for one, items in read.items():
            same = read["feedparser"] if one != "rss2email" else sorted(_mailed(item) for item in read["feedparser"])
            assert items == same, (one, feed.name)


def test_after_a_rebuild_no_entry_is_another(tmp_path: Path) -> None:
    site, _ = built(tmp_path, "nasty")
    names = ("feed.xml", "atom.xml", "feed.json", "letters.xml")
    before = {name: _told(site / name, "reader", tmp_path) for name in names}
    (tmp_path / "project" / ".audiencegen" / "state.sqlite").unlink()
    built(tmp_path, "nasty")
    for name in names:
        assert changes_by_reader(site / name, _folder(tmp_path, site / name, "reader")) == (0, 0)
        assert _told(site / name, "reader", tmp_path) == before[name]


def test_a_post_renamed_and_dated_anew_is_new_to_no_reader(tmp_path: Path, run: Run) -> None:
    head = "title: Hello\nslug: hello\ndate: 2026-05-01"
    write(tmp_path, {"audiencegen.yaml": CONFIGURATION, "content/posts/a.md": f"---\n{head}\n---\n\nGood morning.\n"})
    run(tmp_path, "build")
    site = tmp_path / "output" / "site"
    names = ("feed.xml", "atom.xml", "feed.json")
    before = {name: _told(site / name, "reader", tmp_path) for name in names}
    renamed = "title: Good evening\nslug: evening\ndate: 2026-05-09\naliases: [/posts/hello/]"
    write(tmp_path, {"content/posts/a.md": f"---\n{renamed}\n---\n\nGood morning.\n"})
    assert run(tmp_path, "build").code == 0
    assert (site / "posts/hello/index.html").is_file()
    for name in names:
        new, _ = changes_by_reader(site / name, _folder(tmp_path, site / name, "reader"))
        assert new == 0
        [now] = _told(site / name, "reader", tmp_path)
        assert [now.guid] == [item.guid for item in before[name]]
        assert now.link.endswith("/posts/evening/")


def _told(feed: Path, reader: str, folder: Path) -> list[Item]:
    """What a reader tells of a feed, in one order."""
    items = READERS[reader](feed, _folder(folder, feed, reader))
    return sorted(replace(item, title=" ".join(item.title.split())) for item in items)


def _mailed(item: Item) -> Item:
    """As rss2email tells it: of the day that the entry changed, and with the enclosure within the text."""
    return Item(item.guid, item.title, item.link, item.changed, changed=item.changed)


def _folder(folder: Path, feed: Path, reader: str) -> Path:
    own = folder / "readers" / reader / feed.name
    own.mkdir(parents=True, exist_ok=True)
    return own
