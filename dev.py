#!/usr/bin/env python3
"""The two commands of a fresh checkout; needs nothing but Python and the network to the package index.

    python3 dev.py site     build the example site into output/
    python3 dev.py test     run every check: style, types, tests

Further words go to the command behind: `python3 dev.py test -k feeds`, `python3 dev.py site --strict`.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
HOME = ROOT / ".venv"
BIN = HOME / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = HOME / "installed-from"
OLDEST = (3, 11)


def main(words: list[str]) -> int:
    if not words or words[0] not in ("site", "test"):
        print(__doc__)
        return 2
    if sys.version_info < OLDEST:
        print(f"audiencegen needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}.")
        return 1
    prepare()
    return site(words[1:]) if words[0] == "site" else test(words[1:])


def site(options: list[str]) -> int:
    return run(PYTHON, "-m", "audiencegen", "build", *options)


def test(options: list[str]) -> int:
    """Style and types first, for they are quick; the tests last, so that their closing line is the last one."""
    style = run(PYTHON, "-m", "ruff", "check", ".") or run(PYTHON, "-m", "ruff", "format", "--check", "--quiet", ".")
    return style or run(PYTHON, "-m", "mypy") or run(PYTHON, "-m", "pytest", *options)


def prepare() -> None:
    """Make the environment once, and again whenever pyproject.toml changes."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + sys.version.encode()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    print("Preparing .venv (once) …", flush=True)
    make_environment()
    pip("install", "--upgrade", "--quiet", "pip>=23.1")
    pip("install", "--quiet", "--editable", f"{ROOT}[dev]")
    STAMP.write_text(wanted)


def make_environment() -> None:
    try:
        venv.create(HOME, with_pip=True, clear=True)
    except (subprocess.CalledProcessError, ImportError, OSError):
        # Debian's Python comes without ensurepip; virtualenv carries its own pip.
        if subprocess.run([sys.executable, "-m", "virtualenv", "--quiet", "--clear", HOME], check=False).returncode:
            sys.exit("Python cannot make an environment here. On Debian and Ubuntu: sudo apt install python3-venv")


def pip(*words: str) -> None:
    if run(PYTHON, "-m", "pip", "--disable-pip-version-check", *words):
        sys.exit("The packages could not be installed: is the package index within reach?")


def run(*command: str | Path) -> int:
    return subprocess.run([str(word) for word in command], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
