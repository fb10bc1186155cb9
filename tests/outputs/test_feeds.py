"""Three feeds of one site: whole, absolute, in order, and as old as their newest entry."""

from __future__ import annotations

import json
import re
from pathlib import Path

import feedparser
import pytest
from feedgen.feed import FeedGenerator
from lxml import etree

from audiencegen.config import Config
from audiencegen.content import tree as html_tree
from audiencegen.content.forms import feed_html
from audiencegen.model import Body, Feeds
from audiencegen.outputs import feeds, issues, pages
from audiencegen.outputs.feeds.entry import Channel, sound
from audiencegen.outputs.feeds.xml import atom, rss
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
        ("<p><x-note>A <bdo>b</bdo></x-note></p>", "<p>A b</p>"),
    ],
)
def test_only_what_readers_refuse_is_taken_out_of_a_tag(written: str, shown: str) -> None:
    body = html_tree.write(html_tree.parse(written))
    assert feed_html(body, (), linked({}).site.frame, "/posts/hello/") == shown


def test_of_a_link_that_nobody_can_follow_the_words_are_kept() -> None:
    html = whole('<a href="tel:1" cite="x">A</a> <a href="JavaScript:go()">B</a> <a href="">C</a> <a href="x:y">D</a>')
    assert '<a href="tel:1">A</a> <a>B</a> <a>C</a> <a>D</a>' in html


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


def test_nothing_else_is_left_out() -> None:
    every = "".join(map(chr, range(0x110000)))
    refused = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
    assert sound(every) == re.sub(refused, "", every).replace("\ufffd", "?")


@pytest.mark.parametrize("text", ["<p>A]]>B]]]]>C</p>", "A &amp; B & \"C\" 'D' > E", "A\r\nB\rC\tD", "é\u2028😀"])
def test_a_text_stands_in_feeds_as_lxml_writes_it(text: str) -> None:
    site = linked({"posts/2026-05-01-a.md": post()}).site
    given = site.frame, Channel("A", "B", "/", "/feed.xml"), site.posts, (Body(text, "", "", 1),)
    content, encoded = etree.Element("content", type="html"), etree.Element("x")
    content.text, encoded.text = text, etree.CDATA(text)
    assert etree.tostring(content, encoding="UTF-8") in atom(*given)
    assert etree.tostring(encoded, encoding="UTF-8")[len("<x>") : -len("</x>")] in rss(*given)


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


def test_what_is_older_is_one_link_away_in_every_format() -> None:
    made = linked(days(5), replace(CONFIG, feeds=Feeds(entries=2))).made(feeds.plan)
    assert sorted(path for path in made if "/feeds/" in path) == [
        *("site/feeds/atom-1.xml", "site/feeds/atom-2.xml", "site/feeds/json-1.json", "site/feeds/json-2.json"),
        *("site/feeds/rss-1.xml", "site/feeds/rss-2.xml"),
    ]
    base = "https://letters.example.org"
    for form in ("rss", "atom"):
        own = made["site/feed.xml" if form == "rss" else "site/atom.xml"].decode()
        oldest, newer = (made[f"site/feeds/{form}-{number}.xml"].decode() for number in (1, 2))
        assert f'href="{base}/feeds/{form}-2.xml" rel="prev-archive"' in own
        assert f'href="{base}/feeds/{form}-1.xml" rel="prev-archive"' in newer
        assert f'href="{base}/feeds/{form}-2.xml" rel="next-archive"' in oldest
        assert "prev-archive" not in oldest
        assert "<fh:archive " in oldest
        assert [entry.title for entry in feedparser.parse(oldest).entries] == ["P2", "P1"]
    assert json.loads(made["site/feed.json"])["next_url"] == f"{base}/feeds/json-2.json"
    assert json.loads(made["site/feeds/json-2.json"])["next_url"] == f"{base}/feeds/json-1.json"
    assert "next_url" not in json.loads(made["site/feeds/json-1.json"])


def test_a_new_post_moves_no_archive() -> None:
    config = replace(CONFIG, feeds=Feeds(entries=2))
    before, after = (linked(days(count), config).made(feeds.plan) for count in (5, 6))
    same = [path for path in before if "/feeds/" in path]
    assert [path for path in same if before[path] != after[path]] == []


def test_posts_of_one_day_have_times_of_their_own_that_no_other_post_moves() -> None:
    files = {f"posts/2026-05-01-p{number}.md": post(title=f"P{number}") for number in range(3)}

    def times(files: Files) -> dict[str, str]:
        atom = linked(files).made(feeds.plan)["site/atom.xml"].decode()
        return dict(re.findall(r"<id>([^<]*/posts/[^<]*)</id>.*?<updated>([^<]*)<", atom))

    before, after = times(files), times({**files, "posts/2026-05-01-more.md": post(title="More")})
    assert len(set(before.values())) == 3
    assert before.items() <= after.items()


def test_an_id_of_any_words_is_an_iri_in_atom_and_itself_elsewhere() -> None:
    made = linked({"posts/2026-05-01-a.md": post("id: my first one")}).made(feeds.plan)
    assert '<guid isPermaLink="false">my first one</guid>' in made["site/feed.xml"].decode()
    assert json.loads(made["site/feed.json"])["items"][0]["id"] == "my first one"
    assert re.search(r"<entry><id>urn:uuid:[0-9a-f-]{36}</id>", made["site/atom.xml"].decode())


def test_entries_are_known_by_the_host_that_they_were_first_on() -> None:
    config = replace(CONFIG, url="https://new.example.net/below", feeds=Feeds(id_base="https://old.example.org"))
    made = linked({"posts/2026-05-01-a.md": post()}, config).made(feeds.plan)
    rss, atom = made["site/feed.xml"].decode(), made["site/atom.xml"].decode()
    assert '<guid isPermaLink="false">https://old.example.org/posts/hello/</guid>' in rss
    assert "<link>https://new.example.net/below/posts/hello/</link>" in rss
    assert "<id>https://old.example.org/</id>" in atom
    assert "<id>https://old.example.org/posts/hello/</id>" in atom


def test_a_hub_is_named_in_every_format() -> None:
    hub = "https://hub.example.net/"
    made = linked(days(1), replace(CONFIG, feeds=Feeds(hubs=(hub,)))).made(feeds.plan)
    for name in ("feed.xml", "atom.xml"):
        assert f'href="{hub}" rel="hub"' in made[f"site/{name}"].decode()
    assert json.loads(made["site/feed.json"])["hubs"] == [{"type": "WebSub", "url": hub}]


def test_titles_in_rss_have_their_signs_as_hexadecimal_references_and_the_text_keeps_its_own() -> None:
    files = {"posts/2026-05-01-a.md": post(text="`<title>` &amp; `a&lt;b`", title="Use <canvas> & now")}
    rss = linked(files).made(feeds.plan)["site/feed.xml"].decode()
    assert "<title>Use &#x3C;canvas&#x3E; &#x26; now</title>" in rss
    assert "<code>&lt;title&gt;</code> &amp; <code>a&amp;lt;b</code>" in rss


def test_the_letters_have_a_feed_where_not_every_post_is_one() -> None:
    files = {"posts/2026-05-01-a.md": post(title="A"), "posts/2026-05-02-b.md": post("email: false", title="B")}
    assert entries(files, path="letters.xml") == ["A"]
    assert "site/letters.xml" not in linked(days(2)).made(feeds.plan)
    assert [feed.address for feed in linked(files).site.frame.feeds][-1] == "/letters.xml"


def test_the_list_of_all_feeds_names_each_once() -> None:
    opml = linked(days(1, "tags: [x]")).made(feeds.plan)["site/feeds.opml"].decode()
    urls = re.findall(r'xmlUrl="https://letters.example.org([^"]*)"', opml)
    assert urls == ["/feed.xml", "/tags/x/feed.xml"]


def test_a_drawing_and_a_formula_become_words_and_a_permalink_is_gone() -> None:
    heading = '<h2>A<a class="headerlink" href="#a">¶</a></h2>'
    html = whole(f"<svg><title>A boat</title></svg>\n\nIf <math><mi>x</mi></math>.\n\n{heading}")
    page = "https://letters.example.org/posts/hello/"
    assert f'<p><a href="{page}">A drawing, to be seen on the page: A boat</a></p>' in html
    assert "If <code>x</code>." in html
    assert "¶" not in html


def test_corrections_and_what_is_new_stand_below_the_text_and_on_the_page() -> None:
    head = "updated: 2026-05-04\nupdate_note: A map.\ncorrections: [{date: 2026-05-03, text: It was < 2.}]"
    html = whole("Good.", head=head)
    assert "<h2>What is new</h2>\n<p>4 May 2026: A map.</p>" in html
    assert "<h2>Corrections</h2>\n<ul><li>3 May 2026: It was &lt; 2.</li></ul>" in html
    page = linked({"posts/2026-05-01-hello.md": post(head)}).made(pages.plan)["site/posts/hello/index.html"].decode()
    assert "It was &lt; 2." in page
    assert "A map." in page
    assert (
        "Corrections"
        not in linked({"posts/2026-05-01-hello.md": post()}).made(pages.plan)["site/posts/hello/index.html"].decode()
    )


def test_a_letter_tells_what_was_corrected_since_the_one_before() -> None:
    corrected = "corrections:\n  - {date: 2026-05-03, text: Old news.}\n  - {date: 2026-05-12, text: It was May.}"
    files = {
        "posts/2026-05-01-a.md": post(corrected, title="A"),
        "posts/2026-05-10-b.md": post(text="B.\n\n::: corrections\n", title="B"),
        "posts/2026-05-20-c.md": post(text="C.\n\n::: corrections\n", title="C"),
        "posts/2026-05-21-d.md": post(text="D.\n\n::: corrections\n", title="D"),
    }
    site = linked(files)
    made = site.made(issues.plan)
    days = {"b": 10, "c": 20, "d": 21}
    texts = {name: made[f"issues/2026-05-{day}-{name}/issue.txt"].decode() for name, day in days.items()}
    assert "Old news." in texts["b"]
    assert "It was May." not in texts["b"]
    assert "A (12 May 2026): It was May." in " ".join(texts["c"].split()).replace(" [1]", "")
    assert "Corrections" not in texts["d"]
    assert "corrections" not in site.made(pages.plan)["site/posts/c/index.html"].decode()
