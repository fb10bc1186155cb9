"""Where a theme's files are: with us, in the project, in a package; the project's own `theme/` wins file by file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from audiencegen.build.files import unreadable
from audiencegen.build.sources import DEFAULT, folder, theme_files
from audiencegen.config import FILE_NAME
from audiencegen.content.encoding import decode
from audiencegen.fields import did_you_mean
from audiencegen.problems import Problem, ProjectError, Severity, error
from audiencegen.theme import ASSETS, FONTS, TEXTS, Theme, make
from audiencegen.values import Struct, digest_bytes, replace


class Look(Struct, frozen=True):
    """A theme and the bytes of its assets and fonts by digest."""

    theme: Theme
    assets: Mapping[str, bytes]


def find(directory: Path, name: str) -> Look:
    """The theme `name` over the default one, and the project's `theme/` over both."""
    if name != DEFAULT and not folder(str(directory), name):
        raise ProjectError(_no_theme(directory, name))
    there = theme_files(str(directory), name)
    files = {path: (origin, _bytes(Path(file), origin)) for path, (origin, file) in there.items()}
    undecodable = [
        _unclear(*files[path]) for path in files if path.endswith(TEXTS) and not path.startswith((ASSETS, FONTS))
    ]
    if any(undecodable):
        raise ProjectError(*(problem for problems in undecodable for problem in problems))
    theme = make(name, files)
    contents = (content for path, (_, content) in files.items() if path.startswith((ASSETS, FONTS)))
    return Look(theme, {digest_bytes(content): content for content in contents})


def _no_theme(directory: Path, name: str) -> Problem:
    from audiencegen.build.packaged import installed

    own = [path.name for path in (directory / "themes").glob("*") if path.is_dir()]
    near = did_you_mean(name, [DEFAULT, *own, *installed()])
    otherwise = f"make the folder themes/{name}/, install the package that brings it, or write theme: {DEFAULT}"
    hint = f"did you mean `{near}`?" if near else otherwise
    return error("no-theme", f"there is no theme `{name}`", hint, file=FILE_NAME, find=f"theme: {name}")


def _unclear(origin: str, content: bytes) -> tuple[Problem, ...]:
    return tuple(replace(problem, severity=Severity.ERROR, file=origin) for problem in decode(content)[1])


def _bytes(file: Path, origin: str) -> bytes:
    try:
        return file.read_bytes()
    except OSError as fault:
        raise ProjectError(unreadable(fault, origin)) from fault
