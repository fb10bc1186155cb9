"""Where a build writes, and folders that may never be an output folder."""

from __future__ import annotations

from pathlib import Path

from audiencegen.build.looks import PRIVATE
from audiencegen.build.sources import OVERRIDES
from audiencegen.config import Config
from audiencegen.problems import ProjectError, error
from audiencegen.values import Struct


class Places(Struct, frozen=True):
    """Where things go: the output folder, and the private folder (absent when this build has no business there)."""

    output: Path
    private: Path

    def file(self, path: str) -> Path:
        return self.private / path.removeprefix(PRIVATE) if path.startswith(PRIVATE) else self.output / path


def refused(places: Places, directory: Path, home: Path, config: Config) -> None:
    """Raise ProjectError when the output folder is the project, the home folder, or holds or is among sources."""
    output = places.output.resolve()
    project = directory.resolve()
    reason = ""
    if output in (project, *project.parents):
        reason = "it is the project's own folder, or a folder around it"
    elif output in (home.resolve(), *home.resolve().parents):
        reason = "it is your home folder"
    else:
        for name in (config.content, "themes", OVERRIDES, "private"):
            source = (directory / name).resolve()
            if output in (source, *source.parents):
                reason = f"it holds your {name.rstrip('/')}/"
            elif source in output.parents:
                reason = f"it lies in your {name.rstrip('/')}/"
    if reason:
        hint = "name a folder that holds nothing else, such as `output`"
        where = output.relative_to(project) if output.is_relative_to(project) else places.output
        raise ProjectError(error("output-place", f"the site cannot be written to {where}: {reason}", hint))
