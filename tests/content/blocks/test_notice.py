"""Somebody asks, somebody offers, and a day comes on which that is over."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from audiencegen.config import Config, Dialect
from audiencegen.model import Author
from audiencegen.outputs import feeds, issues, pages
from audiencegen.values import replace
from sites import CONFIG, Linked, linked, picture, post

HOME = "posts/2026-05-01-hello.md"
TEXT = "Words.\n\n::: ask A van until: 2026-12-24\nFor ![her loom](loom.png).\n:::\n\n::: offer Chairs\nTwo.\n:::"
LAST = datetime(2026, 12, 24, 22, 59, 59, tzinfo=UTC)  # in Berlin the last second of the day
OVER = datetime(2026, 12, 24, 23, tzinfo=UTC)


@pytest.fixture(params=list(Dialect))
def config(request: pytest.FixtureRequest) -> Config:
    return replace(CONFIG, markdown=request.param, authors=(Author("Ann", email="ann@letters.example.org"),))


def built(config: Config, now: datetime, text: str = TEXT) -> Linked:
    return linked({HOME: post("", text), "posts/loom.png": picture(8, 4)}, config, now)


def shown(site: Linked) -> str:
    made = {**site.made(pages.plan), **site.made(feeds.plan)}
    return "".join(content.decode() for content in made.values())


def test_a_notice_stands_to_the_end_of_its_day_and_is_then_gone_from_the_site(config: Config) -> None:
    before, after = built(config, LAST), built(config, OVER)
    assert "A van" in shown(before) and "loom.png" in shown(before) and before.site.assets
    assert "A van" not in shown(after) and "loom" not in shown(after) and not after.site.assets
    assert "Chairs" in shown(after)


def test_the_site_asks_for_a_build_when_a_notice_ends(config: Config) -> None:
    assert built(config, LAST).site.next_change == OVER
    assert built(config, OVER).site.next_change is None


def test_a_letter_says_what_it_said_on_its_day(config: Config) -> None:
    letters = built(config, OVER).made(issues.plan)
    assert b"A van" in letters["issues/2026-05-01-hello/issue.html"]
    assert b"A van" in letters["issues/2026-05-01-hello/issue.txt"]


def test_a_notice_that_was_over_before_its_letter_is_not_in_it(config: Config) -> None:
    letters = built(config, OVER, TEXT.replace("2026-12-24", "2026-04-30 12:00")).made(issues.plan)
    assert b"A van" not in letters["issues/2026-05-01-hello/issue.html"]


def test_what_ends_is_in_no_description(config: Config) -> None:
    site = built(config, LAST, "::: ask until: 2026-12-24\nA van, please.\n:::")
    assert "van" not in site.card(HOME).description


def test_nobody_can_answer_a_writer_without_an_address(config: Config) -> None:
    site = built(replace(config, authors=()), LAST)
    assert [one.message for one in site.problems] == ["nobody can answer what is asked or offered here"]
    assert "Answer by mail" not in shown(site)
