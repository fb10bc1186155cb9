"""Addresses: one slug rule for every script, permalinks, and what is one address and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiencegen.content import urls
from audiencegen.content.urls import address_of, file_of, fill_permalink, folded, heading_id, is_external, slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello", "hello"),
        ("Hello, World!", "hello-world"),
        ("  -- What's new? --  ", "what-s-new"),
        ("Grüße", "grüsse"),
        ("Καλημέρα", "καλημέρα"),
        ("Привет, мир", "привет-мир"),
        ("東京の手紙", "東京の手紙"),
        ("हिन्दी में एक पत्र", "हिन्दी-में-एक-पत्र"),
        ("จดหมายข่าว", "จดหมายข่าว"),
        ("رسالة الأسبوع", "رسالة-الأسبوع"),
        ("I ❤️ letters 1️⃣", "i-letters-1"),
        ("snake_case and CamelCase", "snake-case-and-camelcase"),
        ("1.75.0", "1-75-0"),
        ("½ price", "½-price"),
        ("👋 🌍", ""),
        ("…", ""),
        ("", ""),
    ],
)
def test_a_slug_is_the_letters_and_digits_of_any_script_joined_by_hyphens(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_a_slug_is_the_same_whether_accents_are_composed_or_not() -> None:
    assert slug("Café") == slug("Cafe\u0301") == "café"


@given(st.text())
def test_the_slug_of_a_slug_is_itself(text: str) -> None:
    assert slug(slug(text)) == slug(text)


@given(st.text())
def test_a_slug_can_stand_in_an_address_as_it_is(text: str) -> None:
    assert address_of(slug(text) or "x") == f"/{slug(text) or 'x'}/"


def test_a_heading_never_takes_an_id_that_the_page_around_it_has() -> None:
    assert heading_id("Good News") == "good-news"
    assert heading_id("Subscribe!") == "subscribe-1"
    assert heading_id("Main") == "main-1"
    assert heading_id("🙂") == ""


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("about", "/about/"),
        ("/about", "/about/"),
        ("/about/", "/about/"),
        ("about/team", "/about/team/"),
        ("//about//team//", "/about/team/"),
        ("/about/../team/", "/team/"),
        ("/../../etc/", "/etc/"),
        ("/2020/old.html", "/2020/old.html"),
        ("/2020/OLD.HTM", "/2020/OLD.HTM"),
        ("/2020/old.php", "/2020/old.php/"),
        ("/caf%C3%A9/", "/café/"),
        (" /about/ ", "/about/"),
        ("/", "/"),
        ("", "/"),
    ],
)
def test_what_a_writer_gives_as_an_address_is_a_folder_unless_it_ends_in_html(written: str, expected: str) -> None:
    assert address_of(written) == expected


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/", "index.html"),
        ("/posts/hello/", "posts/hello/index.html"),
        ("/404.html", "404.html"),
        ("/feed.xml", "feed.xml"),
        ("/_redirects", "_redirects"),
    ],
)
def test_a_folder_is_answered_by_its_index(address: str, path: str) -> None:
    assert file_of(address) == path


PARTS = {"year": "2026", "month": "05", "day": "01", "slug": "hello", "category": "news", "number": "7"}


def test_a_permalink_takes_every_placeholder() -> None:
    pattern = "/{year}/{month}/{day}/{category}/{number}-{slug}/"
    assert fill_permalink(pattern, PARTS) == "/2026/05/01/news/7-hello/"


def test_a_permalink_may_be_a_file() -> None:
    assert fill_permalink("/blog/{slug}.html", PARTS) == "/blog/hello.html"


def test_a_placeholder_without_a_value_is_named() -> None:
    with pytest.raises(KeyError) as missing:
        fill_permalink("/{category}/{slug}/", {"slug": "hello"})
    assert missing.value.args == ("category",)


def test_addresses_that_a_disk_or_host_cannot_tell_apart_are_one() -> None:
    assert folded("/Posts/Hello/") == folded("/posts/hello/") == folded("/posts/hello/index.html")
    assert folded("/cafe\u0301/") == folded("/CAFÉ/")
    assert folded("/posts/hello") != folded("/posts/hello/")


@pytest.mark.parametrize(
    "target", ["https://x.org", "mailto:a@x.org", "tel:+49", "data:,x", "//cdn.x.org/a", "HTTP://X"]
)
def test_what_has_a_scheme_or_a_host_leaves_the_site(target: str) -> None:
    assert is_external(target)


@pytest.mark.parametrize("target", ["/about/", "a.md", "../a.md", "#top", "?page=2", "", "10:30.md", "@/posts/a.md"])
def test_everything_else_stays_on_the_site(target: str) -> None:
    assert not is_external(target)


def test_the_first_page_of_the_list_is_the_home_page() -> None:
    assert [urls.page_number_address(number) for number in (1, 2, 3)] == ["/", "/page/2/", "/page/3/"]
