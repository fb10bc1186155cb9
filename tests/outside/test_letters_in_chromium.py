"""Letters as Chromium shows them: nothing in the way of anybody (axe-core), and the same without their style blocks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from judges import in_chromium
from letters_made import html_of, tortures

from audiencegen.content.tree import parse

SCHEMES = ("light", "dark")
WIDTHS = (680, 320)
NAMES = ("markdown", "github", "rtl")
SEEN = ("tag", "words", "x", "width", "color", "ground", "size", "weight")


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, int, bool], dict[str, Any]]:
    """What Chromium answers for each letter, scheme and width, with style blocks and without."""
    folder: Path = tmp_path_factory.mktemp("letters")
    for name, issue, body in tortures():
        (folder / f"{name}.html").write_text(html_of(issue, body), "utf-8")
    keys = list(product(NAMES, SCHEMES, WIDTHS, (True, False)))
    jobs = [
        {
            "file": str(folder / f"{name}.html"),
            "scheme": scheme,
            "width": width,
            "styles": styles,
            "axe": styles,
            "boxes": True,
        }
        for name, scheme, width, styles in keys
    ]
    return dict(zip(keys, in_chromium(jobs), strict=True))


def test_the_torture_letter_has_forty_constructs() -> None:
    _, _, body = tortures()[1]
    marks = {(one.tag, *one.classes) for one in parse(body.html).walk() if one.tag}
    assert len(marks) >= 40


@pytest.mark.parametrize(("name", "scheme", "width"), list(product(NAMES, SCHEMES, WIDTHS)))
def test_axe_has_nothing_serious_to_say(name: str, scheme: str, width: int, seen: Any) -> None:
    found = seen[name, scheme, width, True]["violations"]
    assert not [one for one in found if one["impact"] in ("serious", "critical")]


@pytest.mark.parametrize(("name", "scheme", "width"), list(product(NAMES, SCHEMES, WIDTHS)))
def test_nothing_is_wider_than_the_screen(name: str, scheme: str, width: int, seen: Any) -> None:
    for styles in (True, False):
        assert seen[name, scheme, width, styles]["overflow"] <= 0


@pytest.mark.parametrize("name", NAMES)
def test_without_style_blocks_order_widths_and_colours_hold(name: str, seen: Any) -> None:
    whole, bare = (seen[name, "light", 680, styles]["boxes"] for styles in (True, False))
    assert len(whole) > 100
    assert list(_facts(whole)) == list(_facts(bare))


@pytest.mark.parametrize("name", NAMES)
def test_on_a_dark_screen_without_style_blocks_the_light_letter_stands(name: str, seen: Any) -> None:
    light, dark = (_worded(seen[name, scheme, 680, False]["boxes"]) for scheme in SCHEMES)
    assert len(light) > 50
    assert list(_facts(light)) == list(_facts(dark))


@pytest.mark.parametrize("name", NAMES)
def test_on_a_narrow_screen_without_style_blocks_the_words_keep_their_order(name: str, seen: Any) -> None:
    whole, bare = (_worded(seen[name, "light", 320, styles]["boxes"]) for styles in (True, False))
    assert [box["words"] for box in whole] == [box["words"] for box in bare]


def _worded(boxes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The elements that show words of their own."""
    return [box for box in boxes if box["words"] and box["height"]]


def _facts(boxes: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    return (tuple(box[name] for name in SEEN) for box in boxes)
