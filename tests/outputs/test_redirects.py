"""Old addresses lead on: as a page on every host, as a rule where a host reads one."""

from __future__ import annotations

from audiencegen.config import Config
from audiencegen.outputs import redirects
from audiencegen.values import replace
from sites import CONFIG, Files, linked, post

HOME = "posts/2026-05-01-hello.md"
BELOW = replace(CONFIG, url="https://x.github.io/repo")


def made(files: Files, config: Config = CONFIG) -> dict[str, str]:
    outputs = linked(files, config).made(redirects.plan)
    return {path: content.decode() for path, content in outputs.items()}


def test_an_alias_is_a_file_when_it_ends_in_html_and_a_folder_when_not() -> None:
    assert list(made({HOME: post("aliases: [2020/old.html, /letters/1, /a/b/]")})) == [
        "site/2020/old.html",
        "site/a/b/index.html",
        "site/letters/1/index.html",
        "site/_redirects",
    ]


def test_the_page_of_an_alias_leads_to_the_present_address_at_once() -> None:
    html = made({HOME: post("aliases: [/old/]")})["site/old/index.html"]
    assert '<meta http-equiv="refresh" content="0; url=/posts/hello/">' in html
    assert '<link rel="canonical" href="https://letters.example.org/posts/hello/">' in html
    assert '<a href="/posts/hello/">' in html
    assert '<meta name="robots" content="noindex">' in html


def test_the_rules_are_one_a_line_sorted_and_encoded() -> None:
    files = {HOME: post("aliases: [/ü/, /b.html]"), "pages/about.md": post("aliases: [/a/]")}
    assert made(files)["site/_redirects"] == (
        "/a/ /about/ 301\n/b.html /posts/hello/ 301\n/%C3%BC/ /posts/hello/ 301\n"
    )


def test_without_aliases_there_are_no_rules() -> None:
    assert made({HOME: post()}) == {}


def test_the_writers_own_rules_stand() -> None:
    files = {HOME: post("aliases: [/old/]"), "static/_redirects": "/x /y 302\n"}
    assert list(made(files)) == ["site/old/index.html"]


def test_an_alias_of_the_present_address_asks_for_nothing() -> None:
    assert made({HOME: post("aliases: [/posts/hello/, /Posts/Hello/index.html]")}) == {}


def test_an_unlisted_post_has_its_old_addresses_too() -> None:
    assert "site/old/index.html" in made({HOME: post("aliases: [/old/]\nunlisted: true")})


def test_below_a_base_path_both_addresses_begin_with_it() -> None:
    outputs = made({HOME: post("aliases: [/old/]")}, BELOW)
    assert outputs["site/_redirects"] == "/repo/old/ /repo/posts/hello/ 301\n"
    assert "url=/repo/posts/hello/" in outputs["site/old/index.html"]
    assert "https://x.github.io/repo/posts/hello/" in outputs["site/old/index.html"]
