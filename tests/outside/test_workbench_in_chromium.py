"""The workbench as Chromium shows it: nothing in the way of anybody (axe-core), nothing wider than its window."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from judges import in_chromium

from audiencegen.preview.workbench import answer
from projects import POSTS, Project
from sites import post

SCHEMES, WIDTHS = ("light", "dark"), (1280, 320)
PAGES = {
    "posts": "/_/",
    "clock": "/_/?at=2026-11-22T21%3A21%3A28",  # a field with seconds is wider
    "letter": "/_/letter/2026-05-01-hello/",
    "night": "/_/letter/2026-05-01-hello/dark/",
    "check": "/_/letter/2026-05-01-hello/check/",
    "headers": "/_/letter/2026-05-01-hello/headers/",
    "feed": "/_/letter/2026-05-01-hello/feed/",
    "lost": "/_/letter/gone/",
}
TEXT = """See [it](nowhere.md), [click here](https://example.net), `a_long_word_that_nobody_can_break_in_two_anywhere`.

| a | b |
|---|---|
| 1 | 2 |
"""
OWN = "https://own.invalid"  # what the pages ask for comes from the folder `site`


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, int], dict[str, Any]]:
    folder: Path = tmp_path_factory.mktemp("workbench")
    project = Project({**POSTS, "posts/2026-05-01-hello.md": post(text=TEXT)})
    for name in ("workbench.css", "workbench.js", "raw/2026-05-01-hello/issue.html", "raw/2026-05-01-hello/entry.html"):
        _keep(project, f"/_/{name}", folder / "_" / name)
    for name, path in PAGES.items():
        _keep(project, path, folder / f"{name}.html")
    keys = list(product(PAGES, SCHEMES, WIDTHS))
    jobs = [
        {"file": str(folder / f"{name}.html"), "site": str(folder), "scheme": scheme, "width": width, "axe": True}
        for name, scheme, width in keys
    ]
    return dict(zip(keys, in_chromium(jobs), strict=True))


def _keep(project: Project, path: str, file: Path) -> None:
    parts = urlsplit(path)
    page = answer(project, parts.path, dict(parse_qsl(parts.query)))
    assert page is not None
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(page.content.replace(b'="/_/', f'="{OWN}/_/'.encode()))


@pytest.mark.parametrize(("name", "scheme", "width"), list(product(PAGES, SCHEMES, WIDTHS)))
def test_nothing_stands_in_anybodys_way(name: str, scheme: str, width: int, seen: Any) -> None:
    assert not seen[name, scheme, width]["violations"]


@pytest.mark.parametrize(("name", "scheme", "width"), list(product(PAGES, SCHEMES, WIDTHS)))
def test_no_page_is_wider_than_its_window(name: str, scheme: str, width: int, seen: Any) -> None:
    assert seen[name, scheme, width]["overflow"] == 0
