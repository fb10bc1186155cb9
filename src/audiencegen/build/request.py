"""What somebody asks of a build."""

from __future__ import annotations

from pathlib import Path

from audiencegen.build.places import Places
from audiencegen.build.whole import Look
from audiencegen.config import Config
from audiencegen.content.states import Moment
from audiencegen.problems import Problem
from audiencegen.values import Struct


class Request(Struct, frozen=True):
    """What is to be built, for which moment, and where to."""

    directory: Path
    config: Config
    problems: tuple[Problem, ...]  # of the configuration
    moment: Moment
    places: Places
    elsewhere: bool = False  # a look from another folder: what is known of the usual output stays as it is
    strict: bool = False
    force: bool = False
    jobs: int = 1
    look: Look | None = None  # at what the last build left, if somebody has just looked
    once: bool = False  # another build without the same words has something to do
