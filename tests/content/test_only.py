"""Parts for the mail or the web alone, in both dialects."""

from __future__ import annotations

import pytest

from audiencegen.config import Config, Dialect
from audiencegen.outputs import feeds, issues, pages
from audiencegen.values import replace
from sites import CONFIG, Linked, linked, post

HOME = "posts/2026-05-01-hello.md"
TEXT = """::: mail
Dear **reader**,

- by mail
:::

Opening words.[^1]

::: web
## On the page

A map.
:::

More words.

:::cut

The rest.[^2]

[^1]: First note.
[^2]: Second note.
"""


@pytest.fixture(params=list(Dialect))
def config(request: pytest.FixtureRequest) -> Config:
    return replace(CONFIG, markdown=request.param)


def built(text: str, config: Config, head: str = "") -> Linked:
    return linked({HOME: post(head, text)}, config)


def page(site: Linked) -> str:
    return site.made(pages.plan)["site/posts/hello/index.html"].decode()


def letter(site: Linked, name: str = "issue.html") -> str:
    return next(content.decode() for path, content in site.made(issues.plan).items() if path.endswith(name))


def test_the_page_and_the_feeds_show_all_but_what_is_for_the_mail(config: Config) -> None:
    site = built(TEXT, config)
    feed = site.made(feeds.plan)["site/feed.xml"].decode()
    for html in (page(site), feed):
        assert "A map." in html and "More words." in html and "The rest." in html and "Second note." in html
        assert "Dear" not in html and "by mail" not in html and "only-" not in html and "mail-cut" not in html
    assert ":::" not in page(site) and not site.problems


@pytest.mark.parametrize("name", ["issue.html", "issue.txt"])
def test_the_letter_stops_at_the_cut_and_keeps_the_notes_so_far(config: Config, name: str) -> None:
    said = letter(built(TEXT, config), name)
    for words in ("Dear", "by mail", "Opening words.", "More words.", "First note.", "Read the rest on the web"):
        assert words in said, words
    for words in ("A map.", "On the page", "The rest.", "Second note.", ":::"):
        assert words not in said, words
    assert said.index("More words.") < said.index("Read the rest on the web") < said.index("First note.")


def test_what_is_for_the_mail_is_in_no_description_and_no_table_of_contents(config: Config) -> None:
    site = built(
        "::: mail\nDear reader,\n\n## For you\n\n:::\n\nOpening words.\n\n## For all\n\nMore.", config, "contents: true"
    )
    assert site.card(HOME).description == "Opening words."
    assert [heading.text for heading in site.post(HOME).headings] == ["For all"]


def test_a_letter_without_a_page_is_not_cut(config: Config) -> None:
    said = letter(built(TEXT, config, "web: false"))
    assert "The rest." in said and "Read the rest" not in said and "A map." not in said


@pytest.mark.parametrize("text", ["```\n::: mail\n:::\n```", "Words ::: mail", "::: tip\nWords\n:::"])
def test_code_and_the_marks_of_others_are_left_alone(config: Config, text: str) -> None:
    site = built(text, config)
    assert ":::" in page(site) and not site.problems


def test_a_slip_is_said_with_its_line(config: Config) -> None:
    site = built("Words.\n\n::: mial\n\nMore.\n\n::: web\n\nLast.", config)
    assert [(one.line, one.message, one.hint) for one in site.problems] == [
        (8, "::: mial is no part for the mail or the web", "did you mean ::: mail?"),
        (12, "this part has no end", "write ::: on a line of its own where it should end"),
    ]
    assert "Last." in page(site) and "Last." not in letter(site)
