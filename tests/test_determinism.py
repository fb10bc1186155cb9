"""Same content, same theme, same bytes: in any folder, zone, locale, hash seed, umask, file order and file times."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import CORPORA, NOW, ROOT, clean_environment, needs_corpora, tree

CONFIGURATIONS = {
    "this-week-in-rust": """\
title: This Week in Rust
url: https://this-week-in-rust.org
timezone: America/New_York
permalink: /blog/{year}/{month}/{day}/{slug}/
issues: {sender: This Week in Rust <twir@this-week-in-rust.org>}
""",
    "rust-blog": """\
title: A team blog
url: https://blog.rust-lang.org
markdown: github
""",
}
ONE = {"TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
OTHER = {"TZ": "America/Los_Angeles", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"}


def site(folder: Path, name: str, backwards: bool) -> Path:
    """A copy of a site whose files were made in one order or the other, with other times."""
    source = ROOT if name == "example" else CORPORA / name
    files = sorted(path for path in (source / "content").rglob("*") if path.is_file())
    for number, path in enumerate(reversed(files) if backwards else files):
        target = folder / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        os.utime(target, (number, number))
    text = CONFIGURATIONS.get(name) or (ROOT / "audiencegen.yaml").read_text("utf-8")
    (folder / "audiencegen.yaml").write_text(text, "utf-8")
    return folder


def build(folder: Path, environment: dict[str, str], umask: int) -> dict[str, bytes]:
    command = [sys.executable, "-m", "audiencegen", "-C", str(folder), "build", "-q", "--now", NOW]
    subprocess.run(
        command, check=True, env=clean_environment(**environment), capture_output=True, umask=umask, cwd=folder.parent
    )
    return tree(folder / "output")


@pytest.mark.parametrize(
    "name",
    [
        "example",
        pytest.param("this-week-in-rust", marks=needs_corpora()),
        pytest.param("rust-blog", marks=needs_corpora()),
    ],
)
def test_two_builds_give_the_same_bytes(name: str, tmp_path: Path) -> None:
    first = build(site(tmp_path / "a", name, backwards=False), ONE, 0o022)
    second = build(site(tmp_path / "deeper" / "b", name, backwards=True), OTHER, 0o077)
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []
    assert len(first) > 30
