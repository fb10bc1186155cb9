"""Every command imports only what it needs: asked of a process of its own, not of a clock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Run, clean_environment, write

HEAVY = frozenset(
    "PIL asyncio comrak email feedgen jinja2 lxml markdown pygments selectolax sqlite3 tinytag watchdog yaml "
    "zoneinfo".split()
)


def loaded(code: str, folder: Path) -> set[str]:
    """The top-level modules that a piece of code imports, as Python's own `-X importtime` lists them."""
    command = [sys.executable, "-X", "importtime", "-c", code]
    done = subprocess.run(command, env=clean_environment(), capture_output=True, text=True, check=True, cwd=folder)
    rows = (line.rpartition("|") for line in done.stderr.splitlines() if line.startswith("import time:"))
    return {name.strip().split(".")[0] for _, _, name in rows}


def call(*words: str) -> str:
    return f"from audiencegen.cli import main\ntry: main({list(words)!r})\nexcept SystemExit: pass"


@pytest.mark.parametrize("words", [["--version"], ["--help"], []], ids=["--version", "--help", "alone"])
def test_the_quick_answers_import_nothing_heavy(words: list[str], tmp_path: Path) -> None:
    assert loaded(call(*words), tmp_path) & HEAVY == set()


def test_a_build_without_pictures_needs_no_picture_library_and_no_watcher(project: Path) -> None:
    with (project / "audiencegen.yaml").open("a") as configuration:
        configuration.write("cards: false\n")
    found = loaded(call("-C", str(project), "build", "-q"), project)
    assert found & {"PIL", "asyncio", "comrak", "tinytag", "watchdog"} == set()
    assert (project / "output/site/index.html").is_file()


def test_to_know_how_to_build_needs_none_of_what_builds(tmp_path: Path) -> None:
    found = loaded("import audiencegen.cli.build", tmp_path)
    assert found & set("PIL asyncio comrak feedgen jinja2 lxml markdown pygments watchdog".split()) == set()


@pytest.mark.parametrize("settings", [{"LANG": "C", "LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0"}, {}])
def test_the_locale_of_the_machine_does_not_matter(settings: dict[str, str], project: Path) -> None:
    write(project, {"content/posts/2026-05-02-ü🙂.md": "---\ntitle: Grüße 🙂 東京\n---\n\nÄ\n\n![](nö.png)\n"})
    command = [sys.executable, "-m", "audiencegen", "-C", str(project), "build", "-v"]
    done = subprocess.run(command, env=clean_environment(**settings), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Built 2 posts" in done.stdout
    assert (project / "output/site/posts/grüsse-東京/index.html").is_file()


def test_publishing_needs_no_template_and_no_feed(project: Path, run: Run) -> None:
    run(project, "new", "Quiet")
    found = loaded(call("-C", str(project), "publish", "quiet"), project)
    assert found & {"jinja2", "feedgen", "lxml", "pygments", "PIL", "sqlite3"} == set()


def test_a_build_without_a_change_compiles_links_and_renders_nothing(project: Path) -> None:
    build = call("-C", str(project), "build", "-q")
    loaded(build, project)
    found = loaded(build, project)
    needed = "PIL asyncio email feedgen jinja2 lxml markdown msgspec pygments yaml".split()
    assert found & set(needed) == set()
