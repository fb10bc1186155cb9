"""Where the judges from outside are: programs and packages that are no part of the project and may be absent."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def program(*names: str) -> str:
    """The first of these programs that is there; without one the test is skipped."""
    found = next((path for name in names if (path := shutil.which(name))), "")
    if not found:
        pytest.skip(f"{names[0]} is not installed here")
    return found


def node_modules(*packages: str) -> Path:
    """The folder of npm's packages: `NODE_MODULES`, or the one beside this file."""
    folder = Path(os.environ.get("NODE_MODULES") or HERE / "node_modules")
    missing = [name for name in packages if not (folder / name).is_dir()]
    if missing:
        pytest.skip(f"{', '.join(missing)} is not in {folder}: run `npm install` in tests/outside")
    return folder


def in_chromium(jobs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What `letters.mjs` answers to these jobs."""
    own = {"CHROMIUM": program(*CHROMIUMS), "NODE_MODULES": str(node_modules("axe-core", "playwright-core"))}
    done = subprocess.run(
        [program("node"), str(HERE / "letters.mjs")],
        input=json.dumps(list(jobs)),
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers
