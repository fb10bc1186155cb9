"""Every kind of page in Chromium, light and dark, wide and on a phone: the bars of the default theme, measured.

The pages are those of `theme_made.py`, served by this machine, compressed and under `default-src 'self'`;
all are seen in one session of the browser.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import product
from typing import Any
from urllib.parse import urlsplit

import pytest
from judges import CHROMIUMS, node, program
from theme_made import KINDS, VARIANTS, built, served, whole

SCHEMES, WIDTHS = ("light", "dark"), (1280, 320)
HALF = 640  # CSS pixels: what a window of 1280 shows at 200 %
PLAYER = 0.005  # a layout shift: the browser's own player of sound moves its parts when it knows the length
FIRST_VIEW, REQUESTS = 14_000, 4  # bytes; without pictures and without the search
VARIED = [(name, address) for name, (_, _, addresses) in VARIANTS.items() for address in addresses]
Seen = dict[Any, dict[str, Any]]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """What Chromium saw of every page: (kind, scheme, width) → its answer; and of the variants, and more below."""
    program(*CHROMIUMS)
    with ExitStack() as stack:
        origin = stack.enter_context(served(whole(tmp_path_factory.mktemp("whole"))))
        jobs: dict[Any, dict[str, Any]] = {}
        for (kind, address), scheme, width in product(KINDS.items(), SCHEMES, WIDTHS):
            wide = ["keyboard"] if width == WIDTHS[0] else ["overflow"]
            jobs[kind, scheme, width] = _job(origin + address, scheme, width, "axe", "contrast", *wide)
        for kind, address in KINDS.items():
            jobs[kind, "zoomed"] = _job(origin + address, "light", HALF, "overflow")
            jobs[kind, "bare"] = _job(origin + address, "light", WIDTHS[0], "bare")
        for scheme, width in product(SCHEMES, WIDTHS):
            found = _job(f"{origin}/search/?q=boats", scheme, width, "axe", "contrast", "overflow")
            jobs["results", scheme, width] = {**found, "waits": "ol.found li", "slow": "**/search/*-*"}
        for name, (configuration, content, _) in VARIANTS.items():
            below = urlsplit(configuration.split("url: ")[1].split("\n")[0]).path
            folder = built(tmp_path_factory.mktemp("variant"), configuration, content)
            origin = stack.enter_context(served(folder, below))
            for address in VARIANTS[name][2]:
                jobs[name, address] = _job(origin + address, "light", WIDTHS[1], "axe", "contrast", "overflow")
        said = node(
            "theme.mjs",
            packages=("axe-core", "playwright-core"),
            said=json.dumps({"jobs": list(jobs.values())}),
            CHROMIUM=program(*CHROMIUMS),
        )
        yield dict(zip(jobs, json.loads(said), strict=True))


def _job(url: str, scheme: str, width: int, *wants: str) -> dict[str, Any]:
    return {"url": url, "scheme": scheme, "width": width, "wants": wants}


def _all(seen: Seen, kind: str) -> list[tuple[Any, dict[str, Any]]]:
    return [(key, one) for key, one in seen.items() if key[0] == kind]


@pytest.mark.parametrize("kind", [*KINDS, "results", *VARIANTS])
def test_axe_finds_nothing(kind: str, seen: Seen) -> None:
    """WCAG 2.2 to AA, and axe's best practices."""
    assert {key: one["violations"] for key, one in _all(seen, kind) if one.get("violations")} == {}


@pytest.mark.parametrize("kind", [*KINDS, "results", *VARIANTS])
def test_what_one_reads_has_a_contrast_of_seven_and_everything_else_of_four_and_a_half(kind: str, seen: Seen) -> None:
    for key, one in _all(seen, kind):
        if "contrast" in one:
            assert one["contrast"]["texts"] > 5, key
            assert one["contrast"]["faint"] == [], key


def test_the_measured_texts_hold_those_of_letters(seen: Seen) -> None:
    assert seen["long post", "dark", 320]["contrast"]["bodies"] > 15
    assert seen["home", "light", 320]["contrast"]["least"] < 21


@pytest.mark.parametrize("kind", [*KINDS, "results", *VARIANTS])
def test_nothing_is_wider_than_a_phone_or_than_half_a_window_with_letters_twice_as_large(kind: str, seen: Seen) -> None:
    for key, one in _all(seen, kind):
        assert one.get("overflow", 0) <= 0, key
        assert one.get("zoomed", 0) <= 0, key


@pytest.mark.parametrize("kind", KINDS)
def test_the_keyboard_reaches_everything_in_the_order_of_the_page_and_shows_where_it_is(kind: str, seen: Seen) -> None:
    for scheme in SCHEMES:
        one = seen[kind, scheme, WIDTHS[0]]
        assert sorted(set(one["keys"]["tabbed"])) == one["keys"]["tabbed"], "in another order"
        reached = set(one["keys"]["tabbed"])
        assert [html for at, html in enumerate(one["keys"]["tabbable"]) if at not in reached] == []
        assert one["keys"]["unseen"] == []
        assert one["skip"] == {"first": "#main", "inside": True}


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_view_is_small_and_ours_alone(kind: str, seen: Seen) -> None:
    one = seen[kind, "light", WIDTHS[0]]
    assert {urlsplit(asked["url"]).hostname for asked in one["asked"]} == {"127.0.0.1"}
    counted = [asked for asked in one["asked"] if asked["kind"] not in ("image", "media") and not _extra(kind, asked)]
    assert len(counted) <= REQUESTS, counted
    assert sum(asked["bytes"] for asked in counted) <= FIRST_VIEW, counted


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_but_the_search_has_a_script(kind: str, seen: Seen) -> None:
    asked = seen[kind, "light", WIDTHS[0]]["asked"]
    scripts = [
        urlsplit(one["url"]).path.rpartition("/")[2].partition(".")[0] for one in asked if one["kind"] == "script"
    ]
    assert scripts == (["search"] if kind == "search" else [])


@pytest.mark.parametrize("kind", [*KINDS, "results", *VARIANTS])
def test_nothing_is_refused_by_a_policy_that_allows_the_own_site_alone(kind: str, seen: Seen) -> None:
    for key, one in _all(seen, kind):
        assert one["refused"] == [], key
        if key[1] != "bare":  # which refuses the style sheets itself
            assert one["errors"] == [], key
            assert [asked["url"] for asked in one["asked"] if asked["status"] not in (200, 206)] == [], key


@pytest.mark.parametrize("kind", [*KINDS, "results"])
def test_nothing_moves_when_something_arrives(kind: str, seen: Seen) -> None:
    moved = {key: sum(one["shifts"]) for key, one in _all(seen, kind) if key[1] != "bare"}
    assert {key: score for key, score in moved.items() if score > PLAYER} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_without_styles_the_title_comes_before_the_text_and_what_leads_about_has_a_name(kind: str, seen: Seen) -> None:
    bare = seen[kind, "bare"]["bare"]
    assert bare == {"navs": [], "h1s": 1, "before": [], "small": []}


def _extra(kind: str, asked: dict[str, Any]) -> bool:
    """What the bar leaves out: the picture in the tab, and the search's own script."""
    return "/icon." in asked["url"] or (kind == "search" and "/search." in asked["url"])
