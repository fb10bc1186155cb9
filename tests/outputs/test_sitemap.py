"""For crawlers: the sitemap of everything listed, and robots.txt."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from audiencegen.config import Config
from audiencegen.outputs import sitemap
from audiencegen.values import replace
from sites import CONFIG, Files, linked, post

BELOW = replace(CONFIG, url="https://x.github.io/repo")


def rows(files: Files, config: Config = CONFIG) -> list[tuple[str, str]]:
    """Address and day of each row of the sitemap."""
    made = linked(files, config).made(sitemap.plan)
    assert ElementTree.fromstring(made["site/sitemap.xml"]).tag.endswith("urlset")
    found = re.findall("<loc>(.*?)</loc>(?:<lastmod>(.*?)</lastmod>)?", made["site/sitemap.xml"].decode())
    return [(address.removeprefix(config.url), day) for address, day in found]


def robots(files: Files, config: Config = CONFIG, drafts: bool = False) -> str:
    return linked(files, config, drafts=drafts).made(sitemap.plan)["site/robots.txt"].decode()


def test_the_sitemap_has_what_is_listed_with_the_day_of_its_last_change() -> None:
    files = {
        "posts/2026-05-01-a.md": post("tags: [x]", title="A"),
        "posts/2026-05-02-b.md": post("updated: 2026-06-01 23:30", title="B & ü"),
        "pages/about.md": post(),
        "pages/help.md": post("updated: 2026-07-01"),
    }
    assert rows(files) == [
        ("/", "2026-05-02"),
        ("/archive/", "2026-05-02"),
        ("/subscribe/", ""),
        ("/posts/b-%C3%BC/", "2026-06-01"),
        ("/posts/a/", "2026-05-01"),
        ("/about/", ""),
        ("/help/", "2026-07-01"),
        ("/tags/x/", "2026-05-01"),
    ]


def test_a_day_is_that_of_the_sites_own_zone() -> None:
    assert ("/posts/hello/", "2026-05-02") in rows({"posts/a.md": post("date: 2026-05-01T23:30:00Z")})


def test_what_is_not_listed_is_not_in_it() -> None:
    files = {
        "posts/a.md": post("draft: true", title="A"),
        "posts/2027-05-01-b.md": post(title="B"),
        "posts/2026-05-01-c.md": post("unlisted: true\ntags: [quiet]", title="C"),
        "posts/2026-05-01-d.md": post("expires: 2026-05-02", title="D"),
        "posts/2026-05-01-e.md": post("web: false", title="E"),
        "pages/f.md": post("unlisted: true"),
        "pages/g.md": post("draft: true"),
        "pages/h.md": post("aliases: [/old/]"),
    }
    assert rows(files) == [("/", ""), ("/archive/", ""), ("/subscribe/", ""), ("/h/", "")]


def test_what_names_another_address_as_its_own_is_left_to_that_one() -> None:
    files = {
        "posts/2026-05-01-a.md": post("canonical: https://x.org/a", title="A"),
        "posts/2026-05-02-b.md": post("canonical: /posts/c/", title="B"),
        "posts/2026-05-03-c.md": post("canonical: https://letters.example.org/posts/c/", title="C"),
    }
    assert [address for address, _ in rows(files) if address.startswith("/posts/")] == ["/posts/c/"]


def test_robots_may_read_everything_and_learn_where_the_sitemap_is() -> None:
    assert robots({}) == "User-agent: *\nAllow: /\n\nSitemap: https://letters.example.org/sitemap.xml\n"


def test_robots_may_not_read_a_look_at_drafts() -> None:
    assert "Disallow: /\n" in robots({}, drafts=True)


def test_the_writers_own_robots_txt_stands() -> None:
    assert list(linked({"static/robots.txt": "User-agent: *\n"}).made(sitemap.plan)) == ["site/sitemap.xml"]


def test_below_a_base_path_addresses_are_whole() -> None:
    made = linked({"pages/about.md": post()}, BELOW).made(sitemap.plan)
    assert b"<loc>https://x.github.io/repo/about/</loc>" in made["site/sitemap.xml"]
    assert b"Sitemap: https://x.github.io/repo/sitemap.xml" in made["site/robots.txt"]
