"""What tests share: small projects on disk, and the command line run in this process."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from audiencegen.cli import main

ROOT = Path(__file__).parent.parent
CORPORA = ROOT.parent / "shared" / "corpora"
NOW = "2026-11-22 12:00"  # the moment of every build in the tests

# The same examples on every run: a test that fails does so for everybody.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")

CONFIGURATION = "title: The Test Letter\nurl: https://letters.example.org\ntimezone: Europe/Berlin\n"


@dataclass(frozen=True)
class Answer:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


Run = Callable[..., Answer]


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder; the answer is the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `audiencegen` with words, in a folder; builds are of the moment NOW unless told otherwise."""

    def call(folder: Path, *words: str) -> Answer:
        moment = ("--now", NOW) if words[:1] == ("build",) and "--now" not in words else ()
        try:
            code = main(["-C", str(folder), *words, *moment])
        except SystemExit as stop:
            code = int(stop.code or 0)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return call


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a configuration and one post."""
    return write(
        tmp_path / "letter",
        {
            "audiencegen.yaml": CONFIGURATION,
            "content/posts/2026-05-01-hello.md": "---\ntitle: Hello\ntags: [first]\n---\n\nGood morning.\n",
        },
    )


def needs_corpora() -> pytest.MarkDecorator:
    return pytest.mark.skipif(not CORPORA.is_dir(), reason=f"no corpora beside the checkout ({CORPORA.name}/)")


def clean_environment(**more: str) -> dict[str, str]:
    """The environment for a command in a process of its own: nothing of this machine but the path."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), **more}
