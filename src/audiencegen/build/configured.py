"""The configuration of a project on disk."""

from __future__ import annotations

from pathlib import Path

from audiencegen import config as configuration
from audiencegen.build.files import unreadable
from audiencegen.config import Config
from audiencegen.content.conflicts import conflicts
from audiencegen.content.encoding import decode
from audiencegen.problems import Problem, ProjectError, Severity, error
from audiencegen.values import replace


def read_config(directory: Path) -> tuple[Config, tuple[Problem, ...]]:
    """The configuration of a project; raises ProjectError when it is absent or has errors."""
    path = directory / configuration.FILE_NAME
    try:
        text, unclear = decode(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        hint = "go to the folder of your site, or begin one here: audiencegen init"
        raise ProjectError(error("no-site", f"there is no {configuration.FILE_NAME} here", hint)) from None
    except OSError as fault:
        raise ProjectError(unreadable(fault, configuration.FILE_NAME)) from fault
    unclear = unclear or conflicts(text)
    if unclear:
        raise ProjectError(*(replace(one, severity=Severity.ERROR, file=configuration.FILE_NAME) for one in unclear))
    config, problems = configuration.parse(text)
    if config is None:
        raise ProjectError(*problems)
    return config, problems
