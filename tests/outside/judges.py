"""Where the judges from outside are: programs, and npm's packages beside this file. They are no part of the project.

`bash .ci/run` installs them on Debian; else install the programs yourself, and run `npm ci` here. Without a judge its
tests are skipped.
"""

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


def node(*words: str, packages: Sequence[str], said: str, **settings: str) -> str:
    """What a script that needs these packages answers; without them the test is skipped."""
    absent = [name for name in packages if not (HERE / "node_modules" / name).is_dir()]
    if absent:
        pytest.skip(f"{', '.join(absent)} is not here: run `npm ci` in tests/outside")
    done = subprocess.run(
        [_node(), *words],
        cwd=HERE,
        input=said,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def _node() -> str:
    """The one that `npm ci` brings on Linux: that of Debian 12 is too old for these packages."""
    own = next(HERE.glob("node_modules/node-linux-*/bin/node"), None)
    return str(own) if own else program("node")


def in_chromium(jobs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What `letters.mjs` answers to these jobs."""
    packages, chromium = ("axe-core", "playwright-core"), program(*CHROMIUMS)
    said = node("letters.mjs", packages=packages, said=json.dumps(list(jobs)), CHROMIUM=chromium)
    answers: list[dict[str, Any]] = json.loads(said)
    return answers
