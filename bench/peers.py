"""Who is measured: audiencegen in both dialects and as it comes, and the generators that are installed.

All but one are set up for the same job; audiencegen as it comes does everything that it does for its writer.

A project stands in `projects/NAME/`; it gets the posts of the corpus in its own front matter. A peer is installed when
its command is on the PATH.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench import corpus
from bench.corpus import Draft

_PROJECTS = Path(__file__).resolve().parent / "projects"
_SHIPPED = Path(__file__).resolve().parents[1] / "src"


@dataclass(frozen=True)
class Peer:
    """One way to build the site: what to call, what it leaves behind, and where its sources are."""

    name: str
    version: str
    command: tuple[str, ...]
    project: str  # the folder below projects/
    output: str  # what it makes, and what a cold build begins without
    caches: tuple[str, ...]
    site: str  # the folder that would be put online
    partial: str  # the template that stands in the head of every page
    configuration: Mapping[str, str] = field(default_factory=dict)  # lines to add, file by file
    environment: Mapping[str, str] = field(default_factory=dict)
    head: Callable[[Draft], str] = corpus.yaml_head
    modules: Path | None = None  # node_modules, for a peer that looks for its parts beside the project

    def set_up(self, directory: Path, drafts: Sequence[Draft]) -> None:
        """Make the project in a folder that is not there yet."""
        shutil.copytree(_PROJECTS / self.project, directory, ignore=shutil.ignore_patterns("__pycache__"))
        (directory / "content" / "posts").mkdir(parents=True, exist_ok=True)
        for name, lines in self.configuration.items():
            with (directory / name).open("a", encoding="utf-8") as stream:
                stream.write(lines)
        if self.modules:
            (directory / "node_modules").symlink_to(self.modules)
        for draft in drafts:
            corpus.write(draft, directory, self.head)

    def forget(self, directory: Path) -> None:
        """Remove everything that a build has made."""
        for name in (self.output, *self.caches):
            shutil.rmtree(directory / name, ignore_errors=True)


def found() -> tuple[Peer, ...]:
    """audiencegen, and every peer that is installed, in the order of the tables."""
    return tuple(peer for peer in (*audiencegen(), _hugo(), _pelican(), _eleventy()) if peer is not None)


# What no peer makes at all.
NO_ARCHIVES = "feeds: {archives: false}\n"
_SWITCHED_OFF = f"cards: false\nsearch: false\nshare: false\n{NO_ARCHIVES}"


def audiencegen() -> tuple[Peer, ...]:
    dialects = {dialect: f"markdown: {dialect}\n{_SWITCHED_OFF}" for dialect in ("github", "markdown")}
    paths = os.pathsep.join(filter(None, (str(_SHIPPED), os.environ.get("PYTHONPATH", ""))))
    program = (sys.executable, "-m", "audiencegen")
    version = _version(program, {"PYTHONPATH": paths})
    python = ".".join(str(part) for part in sys.version_info[:3])
    return tuple(
        Peer(
            name=f"audiencegen, {name}",
            version=f"{version} on Python {python}",
            command=(*program, "build", "--quiet"),
            project="audiencegen",
            output="output",
            caches=(".audiencegen",),
            site="output/site",
            partial="theme/site/parts/head.html",
            configuration={"audiencegen.yaml": lines},
            environment={"PYTHONPATH": paths},
        )
        for name, lines in {**dialects, "as it comes": ""}.items()
    )


def _hugo() -> Peer | None:
    launcher = shutil.which("hugo")
    if launcher is None:
        return None
    # The package of the Python index starts Python first; what it then calls is Hugo.
    inner = Path(launcher).parent.parent.glob("lib/python3*/site-packages/hugo/binaries/hugo")
    program = str(next(inner, launcher))
    return Peer(
        name="Hugo",
        version=_version((program,), {}, "version"),
        command=(program, "--logLevel", "error"),
        project="hugo",
        output="public",
        caches=("resources", "cache"),
        site="public",
        partial="layouts/_partials/head.html",
        environment={"HUGO_CACHEDIR": "{directory}/cache"},
    )


def _pelican() -> Peer | None:
    program = shutil.which("pelican")
    if program is None:
        return None
    return Peer(
        name="Pelican",
        version=_version((program,), {}),
        command=(program, "--settings", "pelicanconf.py", "--quiet"),
        project="pelican",
        output="output",
        caches=("cache",),
        site="output",
        partial="theme/templates/head.html",
        head=corpus.header_head,
    )


def _eleventy() -> Peer | None:
    program = shutil.which("eleventy")
    if program is None:
        return None
    return Peer(
        name="Eleventy",
        version=f"{_version((program,), {})} on Node {_version(('node',), {})}",
        command=(program, "--quiet"),
        project="eleventy",
        output="output",
        caches=(".cache",),
        site="output",
        partial="includes/head.njk",
        modules=Path(program).resolve().parents[2],
    )


_ASTRAY = frozenset({"PYTHONPATH", "PYTHONDONTWRITEBYTECODE"})


def environment(peer: Peer, directory: Path) -> dict[str, str]:
    """The variables of a peer's process: ours, less what would lead another Python astray, and its own.

    Python may keep what it compiles, as it does for everybody who installs a package.
    """
    plain = {name: value for name, value in os.environ.items() if name not in _ASTRAY}
    return plain | {name: value.format(directory=directory) for name, value in peer.environment.items()}


def _version(program: tuple[str, ...], own: Mapping[str, str], word: str = "--version") -> str:
    answer = subprocess.run((*program, word), env={**os.environ, **own}, capture_output=True, text=True, check=False)
    number = re.search(r"\d+(\.\d+)+", answer.stdout)
    return number[0] if number else "does not say its version"
