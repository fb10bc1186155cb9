"""Every page of the sites in `theme_made.py` before the Nu Html Checker of the W3C, and before html-validate."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from judges import HERE, node, program
from theme_made import KINDS, PLAIN, POSTS, REDIRECT, SIGNED, VARIANTS, built, whole

from conftest import write

# Not held against pages: what html-validate recommends and the house wants otherwise.
RULES = {
    # Our ids begin with `_`, so that no heading of a writer can have the same one. HTML allows it.
    "valid-id": ["error", {"relaxed": True}],
    # A title is the writer's, who is told about long ones in another place: `audiencegen check`.
    "long-title": "off",
}
BROKEN = "<!DOCTYPE html><html lang=en><title>x</title><img src=a.png><p><div></p><a href=x><button>y</button></a>"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All sites side by side, and a page that is wrong: a judge who says nothing about that one has not looked."""
    folder = tmp_path_factory.mktemp("theme")
    whole(folder / "whole")
    for name, (configuration, content, _) in VARIANTS.items():
        built(folder / name.replace(" ", "-"), configuration, content)
    drafts = {**POSTS, "posts/idea.md": "---\ntitle: Idea\ndraft: true\n---\n\nNot yet.\n"}
    built(folder / "no-search", PLAIN.format(path="", language="fr") + SIGNED + "search: false\n", drafts)
    return write(folder, {"wrong/output/site/index.html": BROKEN})


def test_the_nu_html_checker_finds_no_errors_and_no_warnings(folder: Path) -> None:
    jar = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    java = program("java")
    if not jar.is_file():
        pytest.skip("vnu-jar is not here: run `npm ci` in tests/outside")
    sites = [str(path) for path in sorted(folder.glob("*/output/site"))]
    command = [java, "-jar", str(jar), "--format", "json", "--skip-non-html", "--stdout", "--exit-zero-always", *sites]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    # Of type `info` are warnings (subtype `warning`) and remarks on style, of which our pages have none either.
    # It reads files, which no policy of a site can allow; tests in Chromium hold that on a server nothing is blocked.
    messages = [one for one in json.loads(said)["messages"] if "Content Security Policy" not in one["message"]]
    found = [(_where(one["url"], folder), one["type"], one["message"]) for one in messages]
    assert {where for where, *_ in found} >= {"wrong/output/site/index.html"}
    assert [one for one in found if not one[0].startswith("wrong")] == []


def test_html_validate_finds_nothing(folder: Path) -> None:
    pages = [str(page) for page in sorted(folder.glob("*/output/site/**/*.html"))]
    said = node("valid.mjs", packages=("html-validate",), said=json.dumps({"rules": RULES, "pages": pages}))
    found = [(_where(one["page"], folder), one["rule"], one["message"]) for one in json.loads(said)]
    assert {where for where, *_ in found} >= {"wrong/output/site/index.html"}
    assert [one for one in found if not one[0].startswith("wrong")] == []


def test_every_kind_of_page_is_among_them(folder: Path) -> None:
    site = folder / "whole" / "output" / "site"
    files: list[Any] = [site / address.strip("/") for address in (*KINDS.values(), REDIRECT)]
    assert [path for path in files if not (path / "index.html").is_file() and not path.is_file()] == []


def _where(url: str, folder: Path) -> str:
    return url.removeprefix("file:").partition(f"{folder}/")[2]
