"""The pages around subscribing, and the box: what they say, and who may have them."""

from __future__ import annotations

import re

import pytest

from audiencegen.content.tree import parse
from audiencegen.model import Door
from audiencegen.outputs import door, lists, pages, sitemap
from audiencegen.outputs.door import subscribe_page, thanks_page, welcome_page
from audiencegen.values import Record, replace
from sites import CONFIG, LOOK, frame_of, linked, post

PAGES = ["site/subscribe/index.html", "site/thanks/index.html", "site/welcome/index.html"]
POSTS = {"posts/2026-05-01-hello.md": post("tags: [boats]\ndescription: On boats.")}
FORM = Door(service="x", action="https://x.example/form", method="post", email="address")


def made(**said: object) -> str:
    """The page to subscribe, of a door like FORM."""
    return subscribe_page(LOOK.theme, replace(frame_of(CONFIG), door=replace(FORM, **said)), ()).decode()


def test_three_pages_are_made() -> None:
    assert list(linked(POSTS).made(door.plan)) == PAGES


@pytest.mark.parametrize(
    "own",
    [
        {"pages/thanks.md": post(title="Thanks")},
        {"posts/a.md": post("permalink: /Thanks/\ndate: 2026-05-02", title="A")},
        {"posts/a.md": post("aliases: [/thanks/]\ndate: 2026-05-02", title="A")},
        {"static/thanks/index.html": "Mine."},
    ],
)
def test_what_the_writer_has_at_such_an_address_stands_instead(own: dict[str, str]) -> None:
    site = linked({**POSTS, **own})
    assert site.problems == ()
    assert list(site.made(door.plan)) == [PAGES[0], PAGES[2]]


def test_the_writers_own_page_to_subscribe_has_the_box_with_its_feeds() -> None:
    site = linked({"pages/subscribe.md": post(title="Join us")})
    page = site.made(pages.plan)[PAGES[0]].decode()
    assert page.count('<a href="/atom.xml">') == 2  # in the box and in the footer
    assert subscribe_page(LOOK.theme, frame_of(CONFIG), ()).decode().count('<a href="/atom.xml">') == 2


def test_the_writer_may_link_to_them() -> None:
    assert linked({"pages/about.md": post(text="[Join](/subscribe/) and [see](/welcome/).")}).problems == ()


def test_only_the_page_to_subscribe_is_for_search_engines() -> None:
    site = linked(POSTS)
    pages = {path: content.decode() for path, content in site.made(door.plan).items()}
    assert ['name="robots" content="noindex"' in pages[path] for path in PAGES] == [False, True, True]
    listed = site.made(sitemap.plan)["site/sitemap.xml"].decode()
    assert [f"/{name}/</loc>" in listed for name in ("subscribe", "thanks", "welcome")] == [True, False, False]
    home = site.made(lists.plan)["site/index.html"].decode()
    assert "/thanks/" not in home
    assert "/welcome/" not in home


def test_the_feeds_stand_as_links_and_as_texts_to_copy() -> None:
    page = linked(POSTS, replace(CONFIG, theme_options=Record({"scripts": True}))).made(door.plan)[PAGES[0]].decode()
    for address in ("/feed.xml", "/atom.xml", "/feed.json", "/tags/boats/feed.xml"):
        assert f'<a href="{address}">' in page
        assert f"<code>https://letters.example.org{address}</code>" in page
    buttons = list(parse(page).find("button"))
    assert len(buttons) == 4
    assert all("hidden" in button.attributes for button in buttons)


def test_what_one_agrees_to_is_shown_and_sent_in_the_same_words() -> None:
    page = made(consent="agreed")
    [shown] = re.findall('id="_subscribe-consent">([^<]*)<', page)
    [sent] = re.findall('name="agreed" value="([^"]*)"', page)
    assert (
        shown
        == sent
        == (
            "You agree to get The Test Letter by mail. "
            "Your address is used for nothing else, and every letter says how to leave."
        )
    )


def test_a_box_without_service_and_address_offers_the_feeds() -> None:
    page = subscribe_page(LOOK.theme, frame_of(CONFIG), ()).decode()
    assert "Follow the letters" in page
    assert "<form" not in page
    assert "assets/via" not in page


def test_no_page_has_a_script_until_the_writer_asks_for_the_two_small_ones() -> None:
    plain = frame_of(CONFIG)
    willing = replace(plain, options=Record({**plain.options, "scripts": True}))
    asks = replace(FORM, introducer="who")
    scripts = [
        re.findall(r"assets/(\w+)[.\w]*\.js", subscribe_page(LOOK.theme, replace(frame, door=door), ()).decode())
        for frame, door in ((plain, asks), (willing, FORM), (willing, asks))
    ]
    assert scripts == [[], ["copy"], ["via", "copy"]]
    assert "data-copy" not in subscribe_page(LOOK.theme, plain, ()).decode()


def test_where_a_site_has_a_base_path_every_address_has_it() -> None:
    frame = replace(frame_of(replace(CONFIG, url="https://example.org/letters")), door=replace(FORM, thanks="next"))
    page = subscribe_page(LOOK.theme, frame, ()).decode()
    assert 'name="next" value="https://example.org/letters/thanks/"' in page
    assert '<a href="/letters/feed.xml">' in page


def test_a_new_reader_is_asked_the_writers_own_question() -> None:
    frame = replace(
        frame_of(CONFIG), subscribe="ann@example.org", door=Door(question="Which boat?", sender="l@example.org")
    )
    page = welcome_page(LOOK.theme, frame, linked(POSTS).site.listed[0]).decode()
    assert "<p>Which boat?</p>" in page
    assert "body=Which%20boat%3F%0D%0A%0D%0A" in page
    assert 'href="mailto:l@example.org">l@example.org</a>' in page
    assert '<a href="/posts/hello/">Hello</a>' in page
    usual = replace(frame, door=Door())
    assert "What are you trying to do at the moment" in welcome_page(LOOK.theme, usual, None).decode()


def test_without_an_address_nobody_is_told_to_write_to_one() -> None:
    frame = frame_of(CONFIG)
    assert "mailto:" not in thanks_page(LOOK.theme, frame).decode() + welcome_page(LOOK.theme, frame, None).decode()
