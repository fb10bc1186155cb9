"""Colour schemes, and an accent of one's own: whatever is chosen, everything can be read."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from audiencegen.build.sources import DEFAULT
from audiencegen.build.themes import Look, find
from audiencegen.mail import styles
from audiencegen.outputs import cards
from audiencegen.outputs.feeds.style import style
from audiencegen.problems import ProjectError
from audiencegen.theme import render, table
from audiencegen.theme.colours import FILE, chosen, contrast, lean, readable
from audiencegen.values import Record, replace
from sites import CONFIG, LOOK, frame_of, linked, post

SCHEMES = table(LOOK.theme, FILE)
ACCENTS = [f"#{random.Random(number).randrange(1 << 24):06x}" for number in range(20)]
EXTREMES = ["#000000", "#ffffff", "#ffff00", "#0000ff", "#808080"]
SIDES = {0: "day", 1: "night"}
GROUNDS = ("paper", "tint", "sheet", "inset")


def weak(colours: Record, side: int) -> list[str]:
    """The pairs of colours that stand on each other somewhere and are too near."""
    pairs = [("ink", ground, 7.0) for ground in (*GROUNDS, "mark")]
    pairs += [(ink, ground, 4.5) for ink in ("quiet", "link", "warm", "fill") for ground in GROUNDS]
    pairs += [(ink, "mark", 4.5) for ink in ("link", "quiet")]
    pairs += [(ink, "tint", 4.5) for ink in ("keyword", "name", "string", "number", "comment")]
    return [
        f"{ink} on {ground} by {SIDES[side]}"
        for ink, ground, least in pairs
        if contrast(colours[ink][side], colours[ground][side]) < least
    ]


def dressed(**options: str) -> Look:
    return find(Path(__file__).parent, DEFAULT, Record(options))


def refused(**options: object) -> list[tuple[str, str, str]]:
    with pytest.raises(ProjectError) as fault:
        find(Path(__file__).parent, DEFAULT, Record(options))
    return [(problem.message, problem.hint, problem.find) for problem in fault.value.problems]


def test_black_and_white_are_as_far_apart_as_colours_can_be() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)  # the known grey that fails by a hair


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_scheme_can_be_read_with_any_accent(scheme: str, side: int) -> None:
    for accent in ("", *ACCENTS, *EXTREMES):
        assert weak(chosen(SCHEMES, {"scheme": scheme, "accent": accent}), side) == [], accent


def test_every_scheme_names_the_same_colours() -> None:
    assert len(SCHEMES) == 3
    assert len({frozenset(scheme) for scheme in SCHEMES.values()}) == 1


def test_an_accent_that_can_be_read_stays_as_it_is_and_another_keeps_its_hue() -> None:
    assert readable("#7a2e8e", ["#ffffff"]) == "#7a2e8e"
    paler = readable("#7a2e8e", ["#191715"])
    assert contrast(paler, "#191715") >= 4.5
    red, green, blue = (int(paler[at : at + 2], 16) for at in (1, 3, 5))
    assert blue > red > green


def test_the_nearest_shade_is_taken() -> None:
    assert 4.5 <= contrast(readable("#ff8800", ["#ffffff"]), "#ffffff") < 4.6


def test_an_accent_may_be_written_short() -> None:
    assert chosen(SCHEMES, {"accent": "#A2C"}) == chosen(SCHEMES, {"accent": "#aa22cc"})


def test_stylesheet_feeds_cards_and_letters_wear_the_colours_of_the_site() -> None:
    look = dressed(scheme="tide", accent="#005a2b")
    address = look.theme.asset("style.css")
    assert address != LOOK.theme.asset("style.css")
    (sheet,) = (text for text in look.assets.values() if b"--warm:#005a2b" in text)
    assert sheet.startswith(b":root{color-scheme:light dark;--paper:#f8fafb")
    assert b"--fill:#005a2b" in sheet and b"--sheet" not in sheet
    assert b"--warm:#005a2b" in style(look.theme, frame_of(CONFIG))
    letter = styles.read(look.theme)
    assert "background-color:#005a2b" in letter.style("button") and "color:#005a2b" in letter.style("kicker")
    site = linked({"posts/2026-05-01-hello.md": post()}).site
    assert cards.social_picture(look.theme, site.frame, site.posts[0]) != cards.social_picture(
        LOOK.theme, site.frame, site.posts[0]
    )


def test_the_browser_around_a_page_takes_the_colour_of_its_paper() -> None:
    look = dressed(scheme="moss")
    page = render(
        look.theme, "site/404.html", site=frame_of(CONFIG), address="/404", canonical="", noindex=True, newest=None
    )
    assert re.findall(rb'theme-color" content="(#[0-9a-f]{6})"', page) == [b"#f9faf4", b"#151812"]


def test_comments_and_indentation_stay_at_home_and_strings_are_not_touched() -> None:
    written = '/* It\'s ours. */\np {\n  color: red; /* why */\n}\n\nq::before { content: "/* no */"; }\n'
    assert lean(written) == 'p {\ncolor: red;\n}\nq::before { content: "/* no */"; }\n'


def test_a_file_of_the_theme_may_still_say_a_colour_itself() -> None:
    theme = replace(LOOK.theme, colours=Record({"ink": ("#111111", "#eeeeee")}))
    assert [theme.colour("ink"), theme.colour("ink", True), theme.colour("#123456")] == [
        "#111111",
        "#eeeeee",
        "#123456",
    ]


def test_what_is_no_scheme_and_no_colour_is_said_with_what_was_meant() -> None:
    assert refused(scheme="mos") == [("there is no colour scheme `mos`", "did you mean `moss`?", "mos")]
    assert refused(scheme="neon")[0][1] == "write one of paper, tide, moss"
    assert refused(accent="purple")[0][0] == "`accent` is not a colour: purple"
    assert refused(acent="#123456") == [("the theme has no option `acent`", "did you mean `accent`?", "acent")]


def test_a_bare_number_sign_begins_a_comment_and_the_hint_says_so() -> None:
    ((message, hint, find),) = refused(accent=None)
    assert (message, find) == ("`accent` is empty", "accent")
    assert "in quotes" in hint


def test_options_of_a_sites_own_templates_are_let_through() -> None:
    assert dressed(harbour_picture="/a.jpg").theme.colours == LOOK.theme.colours
