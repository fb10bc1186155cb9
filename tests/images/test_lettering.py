from __future__ import annotations

from pathlib import Path

import pytest

from audiencegen.images.lettering import Fonts, drawable, joined, lines, shortened
from audiencegen.images.lettering import _in_order_of_sight as in_order_of_sight

FONTS = Path(__file__).parent.parent.parent / "themes" / "default" / "cards" / "fonts"
BOLD = tuple(file.read_bytes() for file in sorted(FONTS.glob("s*-bold-*.woff2")))
LATIN = ((FONTS / "serif-bold-latin.woff2").read_bytes(),)

SCRIPTS = {
    "Latin": "Żółć, naïve façade, Đặng",
    "Greek": "Καλημέρα από το λιμάνι",
    "Cyrillic": "Привет, читатели",
    "Arabic": "مرحبا بكم",
    "Hebrew": "שלום לקוראים",
    "Devanagari": "नमस्ते पाठकों, यह",
    "Thai": "สวัสดีผู้อ่าน",
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_fonts_of_the_theme_have_every_sign_of(script: str) -> None:
    assert drawable(SCRIPTS[script], BOLD) == SCRIPTS[script]


def test_a_text_with_a_sign_that_no_font_has_cannot_be_drawn() -> None:
    assert drawable("Readers, 你好", BOLD) == ""
    assert drawable("नमस्ते", LATIN) == ""


@pytest.mark.parametrize("text", ["First letter 🎉", "👩‍👩‍👧‍👦 First letter", "First 🇩🇪 letter ☀️", "First letter 1️⃣"])
def test_an_emoji_that_no_font_has_is_left_out(text: str) -> None:
    assert drawable(text, BOLD).removesuffix(" 1") == "First letter"


def test_every_part_of_a_word_has_a_font_that_has_its_signs() -> None:
    runs = Fonts(BOLD, 40).runs("पाठकों,")
    assert [part for _, part in runs] == ["पाठकों", ","]
    assert runs[0][0] is not runs[1][0]


def test_lines_are_as_even_as_they_can_be() -> None:
    fonts = Fonts(LATIN, 40)
    made = lines("What the readers taught us this year", fonts, 500)
    assert len(made) == 2
    assert all(line.width <= 500 for line in made)
    assert abs(made[0].width - made[1].width) < 150  # as many words as fit would leave one alone


def test_lines_hold_every_word_once() -> None:
    text = "Fifty letters to one reader, and what came of each of them"
    assert joined(lines(text, Fonts(LATIN, 60), 400)) == text


def test_a_word_that_is_wider_than_a_line_is_broken() -> None:
    made = lines("Donaudampfschifffahrtsgesellschaft", Fonts(LATIN, 60), 400)
    assert len(made) > 1
    assert all(line.width <= 400 for line in made)


def test_what_does_not_fit_into_one_line_ends_in_dots() -> None:
    fonts = Fonts(LATIN, 40)
    line = shortened("A name that nobody would have thought of", fonts, 300)
    assert "".join(line.words).endswith("…")
    assert line.width <= 300
    assert "".join(shortened("Short", fonts, 300).words).strip() == "Short"


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        (["مرحبا ", "بكم"], ["بكم", "مرحبا "]),
        (["رسالة ", "This ", "Week ", "الأسبوعية"], ["الأسبوعية", "This ", "Week ", "رسالة "]),
        (["ليلى ", "· ", "3 ", "مارس"], ["مارس", "3 ", "· ", "ليلى "]),
        (["رسالة ", "Rust ", "14 ", "الأسبوعية"], ["الأسبوعية", "Rust ", "14 ", "رسالة "]),
    ],
)
def test_a_line_that_is_read_from_the_right_begins_there(words: list[str], seen: list[str]) -> None:
    assert in_order_of_sight(words, rtl=True) == seen
