"""One build as the command line sees it, and what is said when it cannot be done."""

from __future__ import annotations

import argparse
from pathlib import Path

from audiencegen.build.files import UNFINISHED
from audiencegen.build.places import Places
from audiencegen.build.snapshot import Snapshot
from audiencegen.build.state import State
from audiencegen.cli.report import as_json, show_problems
from audiencegen.cli.terminal import Terminal
from audiencegen.config import Config
from audiencegen.content.states import Moment
from audiencegen.problems import Problem, Severity
from audiencegen.values import Struct

PRIVATE = "private"


class Job(Struct, frozen=True):
    """One build: what was asked, for which moment, from which sources, to which places, and what is known of it."""

    arguments: argparse.Namespace
    directory: Path
    config: Config
    moment: Moment
    places: Places
    state: State
    seen: Snapshot
    key: str
    problems: tuple[Problem, ...]

    @property
    def elsewhere(self) -> bool:
        """A build into another folder leaves the list, and what is known of the usual output, alone."""
        return self.arguments.output is not None

    def stops(self, problems: tuple[Problem, ...]) -> bool:
        return any(self.arguments.strict or problem.severity is Severity.ERROR for problem in problems)


def give_up(problems: tuple[Problem, ...], arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Show why nothing, or not everything, was written."""
    errors, warnings = show_problems(problems, arguments.directory, terminal, arguments.verbose)
    if arguments.json:
        terminal.say(as_json(problems, arguments.directory, None))
    if any(problem.kind == UNFINISHED for problem in problems):
        terminal.warn("The build stopped half-way. What is written is whole; the next build goes on from there.")
    elif errors:
        terminal.warn(f"Nothing was written: {errors} {'error' if errors == 1 else 'errors'} to mend first.")
    else:
        terminal.warn(f"Nothing was written: --strict, and {warnings} {'warning' if warnings == 1 else 'warnings'}.")
    return 1
