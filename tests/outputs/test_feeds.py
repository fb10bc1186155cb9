"""Three feeds of one site: whole, absolute, in order, and as old as their newest entry."""

from __future__ import annotations

import json
import re
from pathlib import Path

import feedparser
import pytest
from feedgen.feed import FeedGenerator

from audiencegen.config import Config
from audiencegen.content import tree as html_tree
from audiencegen.content.forms import feed_html
from audiencegen.model import Feeds
from audiencegen.outputs import feeds
from audiencegen.values import replace
from conftest import CONFIGURATION, Run, tree, write
from sites import CONFIG, Files, linked, post

POSTS = {
    "content/posts/2026-05-01-hello.md": """\
---
title: Ships & <shoes>
tags: [first]
aliases: [old/hello]
description: About both.
image: boat.svg
image_alt: A boat
---

Good morning.[^1] See [the other](2026-06-01-other.md#why) and [here](#end).

![A boat](boat.svg)

<img src="boat.svg" srcset="boat.svg 1x, boat.svg 2x" alt="The boat twice">
<iframe src="https://videos.example.net/1" title="A film"></iframe>
<p style="color:red" onclick="go()">Red</p>
<script>go()</script>

## End

[^1]: A note.
""",
    "content/posts/2026-06-01-other.md": (
        "---\ntitle: Other\nupdated: 2026-07-01\nauthors: [Ann]\n---\n\n## Why\n\nBecause.\n"
    ),
    "content/posts/boat.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>',
}  # fmt: skip


@pytest.fixture
def site(tmp_path: Path, run: Run) -> Path:
    write(tmp_path, {"audiencegen.yaml": CONFIGURATION + "author: Wenke\n", **POSTS})
    assert run(tmp_path, "build").code == 0
    return tmp_path / "output" / "site"


def contents(site: Path) -> dict[str, str]:
    """The HTML of the older post in each feed."""
    rss, atom = (feedparser.parse((site / name).read_bytes()) for name in ("feed.xml", "atom.xml"))
    items = json.loads((site / "feed.json").read_bytes())["items"]
    return {
        "rss": rss.entries[1].content[0].value,
        "atom": atom.entries[1].content[0].value,
        "json": items[1]["content_html"],
    }


def raw(site: Path) -> str:
    """The older post's HTML as it stands in the file, before a reader cleans it."""
    return str(json.loads((site / "feed.json").read_bytes())["items"][1]["content_html"])


@pytest.mark.parametrize("name", ["feed.xml", "atom.xml"])
def test_a_reader_parses_it_without_a_complaint_newest_first(site: Path, name: str) -> None:
    parsed = feedparser.parse((site / name).read_bytes())
    assert not parsed.bozo
    assert [entry.title for entry in parsed.entries] == ["Other", "Ships & <shoes>"]
    assert parsed.feed.title == "The Test Letter"
    assert parsed.feed.link == "https://letters.example.org/"
    assert parsed.feed.language == "en"
    assert [entry.link for entry in parsed.entries] == [
        "https://letters.example.org/posts/other/",
        "https://letters.example.org/posts/ships-shoes/",
    ]


def test_every_target_is_absolute_and_fragments_belong_to_the_post(site: Path) -> None:
    html = raw(site)
    here = "https://letters.example.org/posts/ships-shoes/"
    assert f'href="{here}#fn-1"' in html
    assert f'href="{here}#end"' in html
    assert 'href="https://letters.example.org/posts/other/#why"' in html
    assert 'src="https://letters.example.org/posts/boat.svg" width="3" height="2"' in html
    assert "https://letters.example.org/posts/boat.svg 2x" in html
    assert not re.search(r'(?:href|src|srcset)="(?!https?:|mailto:)', html)


def test_what_readers_refuse_is_gone_and_a_frame_is_a_link(site: Path) -> None:
    html = raw(site)
    for refused in ("<script", "<iframe", "onclick", "style=", "tabindex"):
        assert refused not in html
    assert '<a href="https://videos.example.net/1">A film</a>' in html
    assert html == contents(site)["json"]
    assert "Good morning." in contents(site)["rss"]
    assert "Good morning." in contents(site)["atom"]


def test_the_first_address_a_post_ever_had_is_its_identity(site: Path) -> None:
    rss = (site / "feed.xml").read_text("utf-8")
    assert '<guid isPermaLink="false">https://letters.example.org/old/hello/</guid>' in rss
    assert '<guid isPermaLink="true">https://letters.example.org/posts/other/</guid>' in rss
    assert "<id>https://letters.example.org/old/hello/</id>" in (site / "atom.xml").read_text("utf-8")
    assert json.loads((site / "feed.json").read_bytes())["items"][1]["id"] == "https://letters.example.org/old/hello/"


def test_a_feed_is_as_old_as_its_newest_entry(site: Path) -> None:
    rss, atom = (site / "feed.xml").read_text("utf-8"), (site / "atom.xml").read_text("utf-8")
    assert "<lastBuildDate>Wed, 01 Jul 2026 00:00:00 +0200</lastBuildDate>" in rss
    assert "<pubDate>Fri, 01 May 2026 00:00:00 +0200</pubDate>" in rss
    assert re.search(r"<updated>([^<]+)</updated>", atom)[1].startswith("2026-06-30T22:00:00.")  # type: ignore[index]
    assert set(re.findall(r"\b(20\d\d)-", atom)) == {"2026"}


def test_a_name_without_a_mail_address_is_a_creator_and_no_author(site: Path) -> None:
    rss = (site / "feed.xml").read_text("utf-8")
    assert "<dc:creator>Ann</dc:creator>" in rss
    assert "<dc:creator>Wenke</dc:creator>" in rss
    assert "<author>" not in rss
    assert "<author><name>Ann</name></author>" in (site / "atom.xml").read_text("utf-8")


def test_rss_has_a_summary_and_the_whole_text(site: Path) -> None:
    rss = (site / "feed.xml").read_text("utf-8")
    assert "<description>About both.</description>" in rss
    assert "<content:encoded><![CDATA[" in rss
    assert '<atom:link href="https://letters.example.org/feed.xml" rel="self"' in rss


def test_a_tag_has_a_feed_of_its_own(site: Path) -> None:
    parsed = feedparser.parse((site / "tags/first/feed.xml").read_bytes())
    assert not parsed.bozo
    assert parsed.feed.title == "first · The Test Letter"
    assert parsed.feed.link == "https://letters.example.org/tags/first/"
    assert [entry.title for entry in parsed.entries] == ["Ships & <shoes>"]


def test_json_feed_says_what_its_specification_demands(site: Path) -> None:
    feed = json.loads((site / "feed.json").read_bytes())
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["home_page_url"] == "https://letters.example.org/"
    assert feed["feed_url"] == "https://letters.example.org/feed.json"
    assert feed["items"][0]["date_published"] == "2026-06-01T00:00:00+02:00"
    assert feed["items"][0]["date_modified"] == "2026-07-01T00:00:00+02:00"
    assert feed["items"][1]["image"] == "https://letters.example.org/posts/boat.svg"
    assert feed["items"][1]["tags"] == ["first"]


def test_under_a_base_path_addresses_are_whole(tmp_path: Path, run: Run) -> None:
    write(tmp_path, {"audiencegen.yaml": "title: T\nurl: https://x.github.io/repo/\n", **POSTS})
    assert run(tmp_path, "build").code == 0
    html = raw(tmp_path / "output" / "site")
    assert 'href="https://x.github.io/repo/posts/other/#why"' in html
    page = (tmp_path / "output/site/posts/ships-shoes/index.html").read_text("utf-8")
    assert 'href="/repo/posts/other/#why"' in page
    assert 'src="/repo/posts/boat.svg"' in page
    assert "/repo/posts/ships-shoes/" in (tmp_path / "output/site/old/hello/index.html").read_text("utf-8")
    assert "/repo/old/hello/ /repo/posts/ships-shoes/ 301" in (tmp_path / "output/site/_redirects").read_text("utf-8")


def test_an_empty_site_has_valid_feeds(tmp_path: Path, run: Run) -> None:
    write(tmp_path, {"audiencegen.yaml": CONFIGURATION, "content/pages/about.md": "# About\n\nMe.\n"})
    assert run(tmp_path, "build").code == 0
    for name in ("feed.xml", "atom.xml"):
        parsed = feedparser.parse((tmp_path / "output/site" / name).read_bytes())
        assert not parsed.bozo
        assert parsed.entries == []
    assert "lastBuildDate" not in (tmp_path / "output/site/feed.xml").read_text("utf-8")
    assert json.loads((tmp_path / "output/site/feed.json").read_bytes())["items"] == []


def test_rebuilding_gives_the_same_bytes(site: Path, run: Run) -> None:
    before = tree(site)
    assert run(site.parent.parent, "build", "--force").code == 0
    assert tree(site) == before


def entries(files: Files, config: Config = CONFIG, path: str = "feed.xml") -> list[str]:
    """The titles in a feed of a site made in memory."""
    parsed = feedparser.parse(linked(files, config).made(feeds.plan)[f"site/{path}"])
    assert not parsed.bozo, parsed.bozo_exception
    return [entry.title for entry in parsed.entries]


def whole(text: str, config: Config = CONFIG, head: str = "") -> str:
    """The HTML of a post in the JSON feed."""
    made = linked({"posts/2026-05-01-hello.md": post(head, text)}, config).made(feeds.plan)
    return str(json.loads(made["site/feed.json"])["items"][0]["content_html"])


def days(count: int, head: str = "") -> dict[str, str]:
    return {f"posts/2026-05-{day:02}-p{day}.md": post(head, title=f"P{day}") for day in range(1, count + 1)}


def test_a_feed_has_the_newest_entries_and_no_more_than_wanted() -> None:
    for path in ("feed.xml", "atom.xml", "tags/x/feed.xml"):
        assert entries(days(5, "tags: [x]"), replace(CONFIG, feeds=Feeds(entries=3)), path) == ["P5", "P4", "P3"]


def test_what_is_not_listed_is_in_no_feed() -> None:
    files = {
        "posts/2026-05-01-a.md": post("tags: [x]", title="A"),
        "posts/2026-05-02-b.md": post("tags: [x]\nunlisted: true", title="B"),
        "posts/2026-05-03-c.md": post("tags: [x]\nweb: false", title="C"),
        "posts/2027-05-04-d.md": post("tags: [x]", title="D"),
        "posts/e.md": post("tags: [x]\ndraft: true", title="E"),
        "posts/2026-05-06-f.md": post("tags: [x]\nexpires: 2026-05-07", title="F"),
        "pages/g.md": post("tags: [x]", title="G"),
    }
    for path in ("feed.xml", "atom.xml", "tags/x/feed.xml"):
        assert entries(files, path=path) == ["A"]


def test_a_term_of_unlisted_posts_alone_has_no_feed() -> None:
    made = linked({"posts/2026-05-02-b.md": post("tags: [quiet]\nunlisted: true")}).made(feeds.plan)
    assert sorted(made) == ["site/atom.xml", "site/feed.css", "site/feed.json", "site/feed.xml", "site/feeds.opml"]


def test_a_frame_within_a_paragraph_becomes_a_link_within_it() -> None:
    html = whole('A <iframe src="/film.html" title="film"></iframe> here.\n\n<iframe src="https://x.org"></iframe>')
    assert '<p>A <a href="https://letters.example.org/film.html">film</a> here.</p>' in html
    assert '<p><a href="https://x.org">Open what is embedded here, on x.org</a></p>' in html


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<p title="x on=" onclick="go()" lang="el">A</p>', '<p title="x on=" lang="el">A</p>'),
        ('<p title="a style=" class="on" STYLE="color:red">A</p>', '<p title="a style=" class="on">A</p>'),
        ('<p a"="x N=" onclick="go()">A</p>', '<p a"="x N=">A</p>'),
        ('<p onclick="go()" b"="1">A <b onfocus>B</b></p>', '<p b"="1">A <b>B</b></p>'),
        ('<p tabindex="0">style="x" on="y"</p>', '<p>style="x" on="y"</p>'),
        ('<p style="x"><b><script>go()</script>A</b></p>', "<p><b>A</b></p>"),
        ('A<noembed><p style="x">A</p></noembed>', "A"),
        (
            '<p><a href="tel:1" cite="x">A</a> <a href="JavaScript:go()">B</a></p>',
            '<p><a href="tel:1">A</a> <a>B</a></p>',
        ),
        ("<p><x-note>A <bdo>b</bdo></x-note></p>", "<p>A b</p>"),
    ],
)
def test_only_what_readers_refuse_is_taken_out_of_a_tag(written: str, shown: str) -> None:
    body = html_tree.write(html_tree.parse(written))
    assert feed_html(body, (), linked({}).site.frame, "/posts/hello/") == shown


def test_a_url_without_a_scheme_gets_one() -> None:
    assert '<a href="https://cdn.example.net/x">' in whole("[x](//cdn.example.net/x)")


def test_the_end_of_cdata_within_a_post_breaks_no_feed() -> None:
    files = {"posts/2026-05-01-a.md": post(text="Write `]]>` and `<![CDATA[`.", title="A ]]> & <b>")}
    made = linked(files).made(feeds.plan)
    for name in ("feed.xml", "atom.xml"):
        parsed = feedparser.parse(made[f"site/{name}"])
        assert not parsed.bozo
        assert "]]&gt;" in parsed.entries[0].content[0].value
    assert entries(files) == ["A ]]> & <b>"]


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    head = 'tags: ["a\\x08b"]\ndescription: "c\\x1Fd"\nauthor: "e\\x01f"'
    files = {"posts/2026-05-01-a.md": post(head, "g&#8;h", title='"i\\x0Bj"')}
    made = linked(files).made(feeds.plan)
    parsed = feedparser.parse(made["site/feed.xml"])
    assert not parsed.bozo
    assert (parsed.entries[0].title, parsed.entries[0].author) == ("ij", "ef")
    assert b"ab" in made["site/atom.xml"]


def test_an_entry_without_text_is_an_entry() -> None:
    made = linked({"posts/2026-05-01-a.md": "---\ntitle: A\n---\n"}).made(feeds.plan)
    assert json.loads(made["site/feed.json"])["items"][0]["content_html"] == ""
    assert [entry.title for entry in feedparser.parse(made["site/atom.xml"]).entries] == ["A"]


def test_a_post_in_another_language_says_so() -> None:
    made = linked({"posts/2026-05-01-a.md": post("lang: el")}).made(feeds.plan)
    assert json.loads(made["site/feed.json"])["items"][0]["language"] == "el"


def test_posts_and_images_of_a_site_below_a_path_are_absolute() -> None:
    config = replace(CONFIG, url="https://x.github.io/repo")
    html = whole('<img src="/a.png" srcset="/a.png 1x, /b.png 2x" alt="a">\n\n[x](#top)', config)
    assert 'src="https://x.github.io/repo/a.png"' in html
    assert 'srcset="https://x.github.io/repo/a.png 1x, https://x.github.io/repo/b.png 2x"' in html
    assert 'href="https://x.github.io/repo/posts/hello/#top"' in html


def test_feedgen_still_has_the_two_private_names_that_we_use() -> None:
    assert callable(FeedGenerator()._create_rss)
    assert callable(FeedGenerator()._create_atom)
