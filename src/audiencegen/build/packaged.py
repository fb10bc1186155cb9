"""Themes that are installed as packages: found by the entry points `audiencegen.themes`, used when a site names one.

Nothing of a package is run: an entry point says in which package the folder lies, and only files are read.
"""

from __future__ import annotations

from importlib.machinery import PathFinder
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

GROUP = "audiencegen.themes"


def packaged(theme: str) -> list[tuple[str, str]]:
    """The folder of an installed theme, and how messages name it; none when no package brings it."""
    entries = sorted(entry_points(group=GROUP, name=theme), key=lambda entry: entry.value)
    return [(str(root), entry.value.replace(".", "/")) for entry in entries[:1] for root in _roots(entry)]


def installed() -> list[str]:
    """The names of all themes that packages bring."""
    return sorted({entry.name for entry in entry_points(group=GROUP)})


def _roots(entry: EntryPoint) -> list[Path]:
    package, *inside = entry.value.split(".")
    spec = PathFinder.find_spec(package)
    places = (spec.submodule_search_locations or ()) if spec else ()
    roots = (Path(place).joinpath(*inside) for place in places)
    return [root for root in roots if root.is_dir()][:1]
