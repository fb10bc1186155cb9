"""`audiencegen.yaml` → Config, or every reason why not, with its place and what to write instead."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiencegen.config import Config, Contents, Dialect, Issues, checked_url, parse
from audiencegen.config.categories import CATEGORIES, category, names
from audiencegen.model import Author, Feeds, Imprint, Mailbox, NavLink
from audiencegen.podcast import Show, Way
from audiencegen.problems import Problem, ProjectError, Severity, show
from audiencegen.values import Record

SECRET = "take it out, and set AUDIENCEGEN_SMTP_HOST, _USER and _PASSWORD in your environment"
BASE = "title: The Harbour Letter\nurl: https://harbour.example.org\n"


def config(more: str) -> Config:
    read, problems = parse(BASE + more)
    assert problems == ()
    assert read is not None
    return read


def problems_of(text: str) -> tuple[Problem, ...]:
    read, problems = parse(text)
    assert read is None
    assert all(problem.file == "audiencegen.yaml" for problem in problems)
    return problems


def test_a_title_and_an_address_are_enough() -> None:
    assert config("") == Config("The Harbour Letter", "https://harbour.example.org")


def test_every_key_is_read() -> None:
    read = config(
        """
language: pt_BR
timezone: Europe/Berlin
description: About ships
promise: one letter a month
author: Ann
navigation:
  - About: /about/
content: ../elsewhere/
output: public
permalink: blog/{year}/{month}/{day}/{slug}/
pagination: 7
markdown: github
contents: always
theme: {name: harbour, accent: "#aa3300", wide: true}
feeds: {entries: 30}
issues:
  sender: Ann Lee <ann@example.com>
  reply_to: {name: Ann, address: ann@example.com}
  postal_address: |
    Quay 1
    Westerkoog
  subject: "{title} #{number}"
  only: {category: Letters}
  latest: 3
  web_only: [Upcoming Events, Jobs]
  services: [Mailchimp, buttondown, mailchimp]
"""
    )
    assert read == Config(
        title="The Harbour Letter",
        url="https://harbour.example.org",
        language="pt-BR",
        timezone=ZoneInfo("Europe/Berlin"),
        description="About ships",
        promise="one letter a month",
        authors=(Author("Ann"),),
        navigation=(NavLink("About", "/about/"),),
        content="../elsewhere",
        output="public",
        permalink="/blog/{year}/{month}/{day}/{slug}/",
        pagination=7,
        markdown=Dialect.GITHUB,
        contents=Contents.ALWAYS,
        theme="harbour",
        theme_options=Record({"accent": "#aa3300", "wide": True}),
        feeds=Feeds(entries=30),
        issues=Issues(
            Imprint(
                Mailbox("ann@example.com", "Ann Lee"),
                Mailbox("ann@example.com", "Ann"),
                "Quay 1\nWesterkoog",
                services=("mailchimp", "buttondown"),
            ),
            "{title} #{number}",
            ("categories", "Letters"),
            3,
            ("Upcoming Events", "Jobs"),
        ),
    )


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("author: Ann", (Author("Ann"),)),
        ("author: {name: Ann, bio: Writes, slug: a}", (Author("Ann", "a", "Writes"),)),
        ("authors: [Ann, {name: Bo, email: bo@example.org}]", (Author("Ann"), Author("Bo", email="bo@example.org"))),
        ("authors:\n  ann: {name: Ann Lee}\n  bo: Bo", (Author("Ann Lee", "ann"), Author("Bo", "bo"))),
        ("authors: {name: Ann}", (Author("Ann"),)),
        (
            "author: {name: Ann, links: [Code: https://code.example, {title: B, url: /b/}]}",
            (Author("Ann", links=(NavLink("Code", "https://code.example"), NavLink("B", "/b/"))),),
        ),
    ],
)
def test_authors_may_be_given_in_every_usual_shape(text: str, authors: tuple[Author, ...]) -> None:
    assert config(text).authors == authors


@pytest.mark.parametrize(
    "text",
    [
        "navigation: [{title: About, url: /about/}, {title: Home, url: /}]",
        "navigation:\n  - About: /about/\n  - Home: /",
        "navigation: {About: /about/, Home: /}",
    ],
)
def test_navigation_may_be_given_in_three_shapes(text: str) -> None:
    assert config(text).navigation == (NavLink("About", "/about/"), NavLink("Home", "/"))


@pytest.mark.parametrize(
    ("word", "contents"),
    [("auto", Contents.AUTO), ("always", Contents.ALWAYS), ("true", Contents.ALWAYS), ("no", Contents.NEVER)],
)
def test_yes_and_no_say_when_contents_are_shown(word: str, contents: Contents) -> None:
    assert config(f"contents: {word}").contents is contents


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("tilte: x", "`tilte` is not a key of the configuration", "did you mean `title`?"),
        ("baseURL: x", "`baseURL` is not a key of the configuration", "did you mean `url`?"),
        ("permalinks: {posts: x}", "`permalinks` is not a key of the configuration", "did you mean `permalink`?"),
        ("menu: []", "`menu` is not a key of the configuration", "did you mean `navigation`?"),
        ("feeds: {entires: 3}", "`entires` is not a key of `feeds`", "did you mean `entries`?"),
        (
            "feeds: {form: x}",
            "`form` is not a key of `feeds`",
            "it may be one of: archives, entries, hub, id_base, kilobytes",
        ),
        ("issues: {from: x}", "`from` is not a key of `issues`", "did you mean `sender`?"),
        ("issues: {only: {tags: x}}", "`tags` is not a key of `only`", "did you mean `tag`?"),
        ("author: {name: Ann, avatar: a.png}", "`avatar` is not a key of an author", "did you mean `photo`?"),
        ("author: {bio: x}", "this author has no `name`", "add name: Ann"),
        ("author: Ann\nauthors: [Bo]", "`author` and `authors` are both given", "keep one of the two"),
        (
            "navigation: [/about/]",
            "a link of `navigation` needs a title and an address",
            "write it as - About: /about/",
        ),
        ("navigation: [{title: A}]", "this link has no `url`", "write it as - About: /about/"),
        ("navigation: {About: }", "the link `About` has no address", "write it as About: /about/"),
        (
            "timezone: Europe/Berln",
            "`timezone` should be a time zone, and is: Europe/Berln",
            "write it as timezone: Europe/Berlin",
        ),
        (
            "language: English",
            "`language` should be a language tag, and is: English",
            "write it as language: en or language: pt-BR",
        ),
        ("permalink: /{slugg}/", "`permalink` cannot have {slugg}", "did you mean {slug}?"),
        ("permalink: /{slug/", "a brace of `permalink` has no partner: /{slug/", 'write it as permalink: "…{slug}…"'),
        (
            "permalink: /:year/:title/",
            "`permalink` has its parts in braces here",
            "write it as permalink: /{year}/{slug}/",
        ),
        ("pagination: 0", "`pagination` should be a whole number from 1 on, and is: 0", "write it as pagination: 10"),
        (
            "pagination: ten",
            "`pagination` should be a whole number from 1 on, and is: ten",
            "write it as pagination: 10",
        ),
        (
            "markdown: gihub",
            "`markdown` should be `markdown` or `github`, and is: gihub",
            "write it as markdown: github",
        ),
        ("feeds: 20", "`feeds` needs keys of its own", "write it as feeds: {entries: 20}"),
        (
            "issues: {sender: Ann}",
            "`sender` is not an e-mail address: Ann",
            "write it as sender: Ann <ann@example.com>",
        ),
        (
            "issues: {only: {tag: a, category: b}}",
            "`only` takes one tag or one category",
            "write it as only: {tag: letters}",
        ),
        (
            'issues: {subject: "{titel}"}',
            "`subject` cannot have {titel}",
            "did you mean {title}?",
        ),
        (
            "issues: {services: [mailchip]}",
            "letters cannot be made ready for `mailchip`",
            "did you mean `mailchimp`?",
        ),
        (
            "issues: {services: pigeon}",
            "letters cannot be made ready for `pigeon`",
            "it may be one of: buttondown, listmonk, mailchimp, substack",
        ),
        *(
            (line, f"`{name}`: the mail server and its password do not belong in audiencegen.yaml", SECRET)
            for line, name in (
                ("smtp: {host: mail.example.org}", "smtp"),
                ("smtp_password: x", "smtp_password"),
                ("issues: {password: x}", "password"),
            )
        ),
        ("promise: [a]", "`promise` should be text, and is: a list", 'write it as promise: "[a]"'),
    ],
)
def test_what_is_wrong_is_an_error_with_what_to_write(line: str, message: str, hint: str) -> None:
    assert [(p.message, p.hint) for p in problems_of(BASE + line)] == [(message, hint)]


@pytest.mark.parametrize(
    ("url", "message", "meant"),
    [
        ("example.net/x/", "`url` has no https:// before it: example.net/x/", "https://example.net/x"),
        ("https://", "`url` is not the address of a site: https://", "https://example.com"),
        ("https://a b.org", "`url` is not the address of a site: https://a b.org", "https://example.com"),
        ("https://a.org/?q=1", "`url` is not the address of a site: https://a.org/?q=1", "https://example.com"),
        ("ftp://a.org", "`url` is not the address of a site: ftp://a.org", "https://example.com"),
        ("https://a.org:99999", "`url` is not the address of a site: https://a.org:99999", "https://example.com"),
    ],
)
def test_an_address_that_is_none_is_answered_with_one(url: str, message: str, meant: str) -> None:
    assert [(p.message, p.hint) for p in problems_of(f"title: x\nurl: {url}")] == [
        (message, f"write it as url: {meant}")
    ]


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://a.org/", "https://a.org"),
        ("https://a.github.io/repo/", "https://a.github.io/repo"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("https://bücher.example", "https://bücher.example"),
    ],
)
def test_an_address_has_no_slash_at_its_end(written: str, url: str) -> None:
    assert parse(f"title: x\nurl: {written}") == (Config("x", url), ())
    assert checked_url(written) == url


def test_an_address_on_the_command_line_is_held_to_the_same() -> None:
    with pytest.raises(ProjectError, match=r"this is not the address of a site: a\.org"):
        checked_url("a.org")


def test_the_example_address_is_a_warning() -> None:
    read, problems = parse("title: x\nurl: https://example.com\n")
    assert read == Config("x", "https://example.com")
    assert [(p.severity, p.kind, p.line, p.column) for p in problems] == [(Severity.WARNING, "example-url", 2, 6)]


def test_an_empty_configuration_says_what_is_missing() -> None:
    assert [(p.message, p.hint) for p in problems_of("")] == [
        ("the configuration has no `title`", "add a line such as title: The Harbour Letter"),
        ("the configuration has no `url`", "add a line such as url: https://example.com"),
    ]


def test_everything_is_said_at_once_with_its_place() -> None:
    text = "tilte: Hello: you\nurl: example.org/x/\nissues:\n  subject: {title} #{number}\n"
    assert "\n".join(show(problem, lambda _: text) for problem in problems_of(text)) == (
        "audiencegen.yaml:1:8: error: a value that contains a colon and a space needs quotes\n"
        "  1 | tilte: Hello: you\n"
        "    |        ^^^^^^^^^^\n"
        'hint: write it as tilte: "Hello: you"\n'
        "audiencegen.yaml:1:1: error: `tilte` is not a key of the configuration\n"
        "  1 | tilte: Hello: you\n"
        "    | ^^^^^\n"
        "hint: did you mean `title`?\n"
        "audiencegen.yaml:2:6: error: `url` has no https:// before it: example.org/x/\n"
        "  2 | url: example.org/x/\n"
        "    |      ^^^^^^^^^^^^^^\n"
        "hint: write it as url: https://example.org/x\n"
        "audiencegen.yaml:4:12: error: `subject` should be text, and is: a mapping\n"
        "  4 |   subject: {title} #{number}\n"
        "    |            ^\n"
        'hint: write it as subject: "{title} #{number}"\n'
        "audiencegen.yaml: error: the configuration has no `title`\n"
        "hint: add a line such as title: The Harbour Letter"
    )


def test_a_title_that_looks_like_a_number_is_text() -> None:
    read, _ = parse("title: 2024\nurl: https://a.org\n")
    assert read is not None and read.title == "2024"


@settings(deadline=None)
@given(st.text() | st.lists(st.sampled_from([*"abc:{}[]#\"'-\n ", "title", "url", "issues", "author"])).map("".join))
def test_reading_a_configuration_never_raises(text: str) -> None:
    parse(text)
    parse(BASE + text)


# --- the podcast ---------------------------------------------------------------------------------


def test_a_podcast_says_what_directories_ask_for() -> None:
    read = config(
        """
podcast:
  title: The Harbour, Spoken
  description: Each letter, read aloud.
  author: Ann and Bo
  owner: Ann <ann@example.org>
  category: [news > Tech News, Places & Travel, HISTORY, history]
  image: podcast.jpg
  explicit: yes
  type: Serial
  locked: no
  guid: 9B024349-ccf0-5f69-a609-6b82873eab3c
  medium: newsletter
  funding: {Buy us a rope: "https://example.net/rope"}
  apps:
    - Spotify: https://open.spotify.com/show/1
  copyright: Ann
  complete: true
  block: true
"""
    )
    assert read.podcast == Show(
        title="The Harbour, Spoken",
        description="Each letter, read aloud.",
        author="Ann and Bo",
        owner_name="Ann",
        owner_email="ann@example.org",
        categories=(("News", "Tech News"), ("Society & Culture", "Places & Travel"), ("History", "")),
        image="podcast.jpg",
        explicit=True,
        type="serial",
        locked=False,
        guid="9b024349-ccf0-5f69-a609-6b82873eab3c",
        medium="newsletter",
        funding=(Way("Buy us a rope", "https://example.net/rope"),),
        apps=(Way("Spotify", "https://open.spotify.com/show/1"),),
        copyright="Ann",
        complete=True,
        block=True,
    )


def test_a_site_may_say_that_its_recordings_are_no_podcast() -> None:
    assert config("podcast: false").podcast == Show(wanted=False)
    assert config("podcast: no").podcast == Show(wanted=False)
    assert config("podcast:\n").podcast == Show()


def test_a_podcast_that_is_only_a_word_is_answered_with_an_example() -> None:
    (problem,) = problems_of(BASE + "podcast: The Harbour\n")
    assert problem.message == "`podcast` needs keys of its own, or is false"
    assert problem.hint == "write it as podcast: {category: Technology, image: podcast.jpg}"


def test_every_category_of_apple_is_known_by_its_name() -> None:
    assert len(CATEGORIES) == 19
    assert len(names()) == len(set(names())) == 110
    for top, subs in CATEGORIES.items():
        assert category(top.upper()) == (top, "")
        assert all(category(sub) == category(f"{top} > {sub}") == (top, sub) for sub in subs)
    assert category("Arts > Tech News") is None


@pytest.mark.parametrize(
    "written", ["@ann@example.social", "ann@example.social", "https://example.social/@ann", "https://example.social/users/ann"]
)  # fmt: skip
def test_an_account_in_the_fediverse_is_read_in_each_of_its_shapes(written: str) -> None:
    config, problems = parse(f'title: A\nurl: https://a.org\nauthor: {{name: Ann, fediverse: "{written}"}}\n')
    assert not problems and config is not None
    assert config.authors[0].fediverse == "@ann@example.social"


def test_what_is_no_account_is_said_with_the_way_to_write_one() -> None:
    _, (problem,) = parse("title: A\nurl: https://a.org\nauthor:\n  name: Ann\n  fediverse: ann\n")
    assert (problem.line, problem.message) == (5, "`fediverse` is not an account: ann")
    assert problem.hint == 'write it as fediverse: "@ann@example.social"'


def test_the_name_on_x_follows_from_the_link_that_leads_there() -> None:
    links = (NavLink("Code", "https://code.example/x.com"), NavLink("X", "https://x.com/ann_a"))
    assert Author("Ann", links=links).x == "@ann_a"
    assert Author("Ann", links=links[:1]).x == ""
