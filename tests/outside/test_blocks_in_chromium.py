"""Every block as Chromium shows it, on a page and in a letter; and what a page with a film asks of whom."""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from judges import in_chromium

from audiencegen.outputs import issues, pages
from audiencegen.outputs.assets import plan as assets
from audiencegen.values import replace
from conftest import write
from sites import CONFIG, linked, post

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "content" / "blocks"))

from test_blocks import ANN, BESIDE, EXAMPLES, HOME, OTHERS  # noqa: E402

POLICY = "default-src 'self'; frame-src https://www.youtube-nocookie.com"
SCHEMES, WIDTHS, KINDS = ("light", "dark"), (1200, 320), ("page", "letter")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose one post has every block, and its letter."""
    text = "Before.\n\n" + "\n\n".join(written for written, *_ in EXAMPLES.values())
    site = linked({HOME: post("", text), **BESIDE, **OTHERS}, replace(CONFIG, authors=(ANN,)))
    made = {**site.made(pages.plan), **site.made(issues.plan), **site.made(assets)}
    page, letter = made["site/posts/hello/index.html"], made["issues/2026-05-01-hello/issue.html"]
    site_files = {path: content for path, content in made.items() if path.startswith("site/")}
    return write(tmp_path_factory.mktemp("blocks"), {**site_files, "page.html": page, "letter.html": letter})


def job(folder: Path, kind: str, **more: Any) -> dict[str, Any]:
    return {
        "file": str(folder / f"{kind}.html"),
        "site": str(folder / "site"),
        "scheme": "light",
        "width": 1200,
        **more,
    }


def test_nothing_is_in_the_way_of_anybody_and_nothing_wider_than_the_screen(folder: Path) -> None:
    keys = list(product(KINDS, SCHEMES, WIDTHS))
    jobs = [job(folder, kind, scheme=scheme, width=width, axe=True) for kind, scheme, width in keys]
    for key, seen in zip(keys, in_chromium(jobs), strict=True):
        assert not [one for one in seen["violations"] if one["impact"] in ("serious", "critical")], key
        assert seen["overflow"] <= 0, key


@pytest.mark.parametrize("scripts", [True, False])
def test_a_film_is_asked_for_when_it_is_started_and_not_before(folder: Path, scripts: bool) -> None:
    (seen,) = in_chromium([job(folder, "page", policy=POLICY, scripts=scripts, starts=True)])
    assert {urlsplit(url).hostname for url in seen["before"]} == {"letter.invalid"}
    assert [path for url in seen["before"] if "video." in (path := urlsplit(url).path)]
    theirs = [url for url in seen["asked"] if urlsplit(url).hostname != "letter.invalid"]
    assert theirs == ["https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1&start=90"]
    assert not seen["refused"]
