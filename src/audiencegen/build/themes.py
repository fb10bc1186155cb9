"""Where a theme's files are: in the package, in a checkout, in the project; the project's own `theme/` wins file by file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiencegen.problems import ProjectError, error
from audiencegen.theme import ASSETS, Theme, make
from audiencegen.values import digest_bytes

OVERRIDES = "theme"
DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Look:
    """A theme and the bytes of its assets by digest."""

    theme: Theme
    assets: Mapping[str, bytes]


def find(directory: Path, name: str) -> Look:
    """The theme `name` over the default one, and the project's `theme/` over both."""
    files = _files(shipped() / DEFAULT, f"themes/{DEFAULT}")
    if name != DEFAULT:
        own = directory / "themes" / name
        if not own.is_dir():
            hint = f"make the folder themes/{name}/, or write `theme: {DEFAULT}`"
            raise ProjectError(error("no-theme", f"there is no theme `{name}`", hint, file="audiencegen.yaml"))
        files |= _files(own, f"themes/{name}")
    files |= _files(directory / OVERRIDES, OVERRIDES)
    theme = make(name, files)
    contents = (content for path, (_, content) in files.items() if path.startswith(ASSETS))
    return Look(theme, {digest_bytes(content): content for content in contents})


def shipped() -> Path:
    """The folder of the themes that come with audiencegen: in an installed package, else in the checkout."""
    package = Path(__file__).parent.parent
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent.parent / "themes"


def _files(root: Path, origin: str) -> dict[str, tuple[str, bytes]]:
    found: dict[str, Any] = {}
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        name = path.relative_to(root).as_posix()
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(root).parts):
            found[name] = (f"{origin}/{name}", path.read_bytes())
    return found
