"""The page of a share kit as Chromium shows it: in nobody's way, never wider than its window, and its buttons copy."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from judges import in_chromium

from audiencegen.outputs import share
from sites import CONFIG, linked, post

SCHEMES, WIDTHS = ("light", "dark"), (1600, 1280, 320)
FOLDER = "share/2026-05-01-hello"
TEXT = "A word to begin with. " * 40 + "\n\n## More\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n" + "Unbreakable" * 30
COPIES = ("#x [data-copy]", "#linkedin [data-copy]", "#x-thread [data-copy]", "#discord [data-as=text].main")


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    files = {"posts/2026-05-01-hello.md": post("tags: [small boats]", TEXT)}
    return linked(files, CONFIG).made(share.plan)


@pytest.fixture(scope="module")
def seen(made: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], dict[str, Any]]:
    folder: Path = tmp_path_factory.mktemp("share")
    for path, content in made.items():
        if path.startswith(FOLDER):
            (folder / path.rpartition("/")[2]).write_bytes(content)
    keys = list(product(SCHEMES, WIDTHS))
    page = str(folder / "index.html")
    jobs = [
        {"file": page, "site": str(folder), "scheme": scheme, "width": width, "axe": True, "copies": list(COPIES)}
        for scheme, width in keys
    ]
    return dict(zip(keys, in_chromium(jobs), strict=True))


@pytest.mark.parametrize(("scheme", "width"), list(product(SCHEMES, WIDTHS)))
def test_nothing_stands_in_anybodys_way_and_nothing_is_too_wide(scheme: str, width: int, seen: Any) -> None:
    assert not seen[scheme, width]["violations"]
    assert seen[scheme, width]["overflow"] == 0


def test_the_buttons_copy_what_the_files_hold(made: dict[str, bytes], seen: Any) -> None:
    x, linkedin, thread, discord = seen["light", 1280]["copied"]
    assert x == made[f"{FOLDER}/x.txt"].decode().strip()
    assert linkedin == made[f"{FOLDER}/linkedin.txt"].decode().strip()
    assert made[f"{FOLDER}/x-thread.txt"].decode().startswith(thread)
    assert discord in made[f"{FOLDER}/discord.json"].decode().replace("\\n", "\n")
