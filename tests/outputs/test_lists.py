"""Pages that list posts: home and its further pages, the archive, terms, and the page for lost visitors."""

from __future__ import annotations

import re

from audiencegen.config import Config
from audiencegen.model import Author
from audiencegen.outputs import lists
from audiencegen.values import replace
from sites import CONFIG, Files, linked, picture, post

ANN = Author("Ann Author", "ann", bio="Ann keeps a log.", photo="/ann.png")
BELOW = replace(CONFIG, url="https://x.github.io/repo")


def lists_of(files: Files, config: Config = CONFIG) -> dict[str, str]:
    made = linked(files, config).made(lists.plan)
    return {path.removeprefix("site"): content.decode() for path, content in made.items()}


def days(count: int, head: str = "") -> dict[str, str]:
    return {f"posts/2026-05-{day:02}-p{day}.md": post(head, title=f"P{day}") for day in range(1, count + 1)}


def titles(html: str) -> list[str]:
    """The titles of posts in the order of the page, each once."""
    return list(dict.fromkeys(re.findall(r">\s*(P\d+)\s*<", html)))


def test_what_lists_there_are() -> None:
    config = replace(CONFIG, authors=(ANN,), pagination=2)
    files = {**days(3, "tags: [x]"), "posts/2026-05-09-s.md": post("series: s\ncategory: c", title="P9")}
    assert sorted(lists_of(files, config)) == [
        "/404.html",
        "/archive/index.html",
        "/authors/ann/index.html",
        "/authors/index.html",
        "/categories/c/index.html",
        "/categories/index.html",
        "/index.html",
        "/page/2/index.html",
        "/series/index.html",
        "/series/s/index.html",
        "/tags/index.html",
        "/tags/x/index.html",
    ]


def test_an_empty_site_has_a_home_an_archive_and_a_page_for_the_lost() -> None:
    assert sorted(lists_of({})) == ["/404.html", "/archive/index.html", "/index.html"]


def test_home_is_cut_into_pages_newest_first() -> None:
    made = lists_of(days(5), replace(CONFIG, pagination=2))
    assert titles(made["/index.html"]) == ["P5", "P4"]
    assert titles(made["/page/2/index.html"]) == ["P3", "P2"]
    assert titles(made["/page/3/index.html"]) == ["P1"]
    assert "/page/4/index.html" not in made


def test_the_pages_of_home_lead_to_each_other() -> None:
    made = lists_of(days(5), replace(CONFIG, pagination=2))
    assert 'href="/page/2/" rel="next"' in made["/index.html"]
    assert 'rel="prev"' not in made["/index.html"]
    assert '<a href="/" rel="prev"' in made["/page/2/index.html"]
    assert '<a href="/page/3/" rel="next"' in made["/page/2/index.html"]
    assert 'rel="next"' not in made["/page/3/index.html"]


def test_as_many_posts_as_fit_make_no_further_page() -> None:
    assert "/page/2/index.html" not in lists_of(days(4), replace(CONFIG, pagination=4))
    assert "/page/2/index.html" in lists_of(days(5), replace(CONFIG, pagination=4))


def test_the_archive_has_every_listed_post_by_year_of_the_sites_own_zone() -> None:
    files = {
        "posts/a.md": post("date: 2026-01-01 00:30", title="P1"),
        "posts/b.md": post("date: 2025-12-31", title="P2"),
        "posts/c.md": post("date: 2025-06-01\nunlisted: true", title="P3"),
        "posts/d.md": post("date: 2027-06-01", title="P4"),
        "posts/e.md": post("draft: true", title="P5"),
    }
    html = lists_of(files)["/archive/index.html"]
    assert titles(html) == ["P1", "P2"]
    assert re.findall(r'id="y(\d+)"', html) == ["2026", "2025"]


def test_a_term_lists_its_posts_newest_first_and_a_series_from_its_beginning() -> None:
    made = lists_of(days(3, "tags: [x]\nseries: s"))
    assert titles(made["/tags/x/index.html"]) == ["P3", "P2", "P1"]
    assert titles(made["/series/s/index.html"]) == ["P1", "P2", "P3"]


def test_the_list_of_a_kind_counts_the_posts_of_each_term() -> None:
    files = {**days(2, "tags: [b]"), "posts/2026-05-09-x.md": post("tags: [a]", title="P9")}
    html = lists_of(files)["/tags/index.html"]
    rows = re.findall(r'<a href="(/tags/\w/)">(\w)</a> <span class="quiet">(\d+) letter', html)
    assert rows == [("/tags/a/", "a", "1"), ("/tags/b/", "b", "2")]


def test_the_page_of_an_author_says_who_it_is() -> None:
    made = lists_of({**days(1), "ann.png": picture(1, 1)}, replace(CONFIG, authors=(ANN,)))
    assert "Ann keeps a log." in made["/authors/ann/index.html"]


def test_an_author_without_a_post_has_no_page() -> None:
    made = lists_of(days(1), replace(CONFIG, authors=(ANN, Author("Bob"))))
    assert "/authors/ann/index.html" in made
    assert "/authors/bob/index.html" not in made


def test_a_term_of_unlisted_posts_alone_has_no_page() -> None:
    made = lists_of({"posts/2026-05-01-a.md": post("tags: [quiet]\nunlisted: true")})
    assert [path for path in made if "tags" in path] == []


def test_a_term_names_its_feed() -> None:
    assert 'type="application/rss+xml" href="/tags/x/feed.xml"' in lists_of(days(1, "tags: [x]"))["/tags/x/index.html"]


def test_the_page_for_the_lost_leads_home_and_is_not_to_be_found() -> None:
    html = lists_of(days(2))["/404.html"]
    assert '<meta name="robots" content="noindex">' in html
    assert 'href="/"' in html
    assert 'href="/archive/"' in html
    assert titles(html) == ["P2"]


def test_home_says_what_is_promised_and_asks_to_subscribe() -> None:
    config = replace(CONFIG, description="On boats.", promise="one letter a month", authors=(ANN,))
    html = lists_of({**days(1), "ann.png": picture(1, 1)}, config)["/index.html"]
    for words in ("On boats.", "one letter a month", "Ann Author", 'id="subscribe"', 'href="/feed.xml"'):
        assert words in html


def test_every_list_has_one_h1_and_every_id_once() -> None:
    made = lists_of(days(5, "tags: [x]\nseries: s"), replace(CONFIG, pagination=2, authors=(ANN,)))
    for path, html in made.items():
        assert html.count("<h1") == 1, path
        ids = re.findall(r'\bid="([^"]*)"', html)
        assert sorted(ids) == sorted(set(ids)), path


def test_below_a_base_path_every_address_begins_with_it() -> None:
    config = replace(BELOW, pagination=2, authors=(ANN,))
    for path, html in lists_of({**days(5, "tags: [x]\nseries: s"), "ann.png": picture(1, 1)}, config).items():
        local = re.findall(r'(?:href|src)="(/[^"]*)"', html)
        assert local
        assert [target for target in local if not target.startswith("/repo/")] == [], path
        assert "/repo/repo/" not in html
