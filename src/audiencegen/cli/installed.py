"""Where this audiencegen came from, and so how another computer gets the same: a line of a `requirements.txt`.

Whoever installs from elsewhere than the package index leaves a note of it, `direct_url.json` (PEP 610).
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution
from typing import Any
from urllib.parse import unquote

from audiencegen import __version__
from audiencegen.values import Value, from_json

WHEELS = "wheels"  # a folder of the site


class Needed(Value, frozen=True):
    """The line, and what the writer has to do so that a host can follow it."""

    line: str
    before: tuple[str, ...] = ()


def needed() -> Needed:
    """What a host installs to build as this computer does."""
    try:
        note = distribution("audiencegen").read_text("direct_url.json")
    except PackageNotFoundError:
        note = None
    return by(from_json(note) if note else {})


def by(note: dict[str, Any]) -> Needed:
    """From the package index there is no note. A repository is named with its commit.

    A folder is on this computer alone.
    """
    url = str(note.get("url", ""))
    if "vcs_info" in note:
        how = note["vcs_info"]
        return Needed(f"audiencegen @ {how['vcs']}+{url}@{how['commit_id']}")
    if url.startswith("file:"):
        wheel = f"./{WHEELS}/audiencegen-{__version__}-py3-none-any.whl"
        make = "This audiencegen came from a folder, which no host can reach. Put it beside your letters, as a wheel:"
        return Needed(
            wheel, (make, f"  pip wheel --no-deps --wheel-dir {WHEELS} {unquote(url.removeprefix('file://'))}")
        )
    return Needed(f"audiencegen @ {url}" if url else f"audiencegen=={__version__}")
