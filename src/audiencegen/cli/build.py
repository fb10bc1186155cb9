"""`audiencegen build`: everything out of Markdown, in one command."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from audiencegen.build import manifest, moved, project
from audiencegen.build.files import Disk
from audiencegen.build.lock import held
from audiencegen.build.places import refused
from audiencegen.build.project import Project
from audiencegen.build.publish import UNFINISHED, Places, Published, publish
from audiencegen.cli import UsageError
from audiencegen.cli.closing import as_json, closing
from audiencegen.cli.moments import moment_named
from audiencegen.cli.report import located, show_problems
from audiencegen.cli.terminal import Terminal
from audiencegen.config import checked_url
from audiencegen.content.states import Moment
from audiencegen.model import Readers
from audiencegen.outputs import plan
from audiencegen.problems import Problem, ProjectError, Severity

PRIVATE = "private"


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--strict", action="store_true", help="warnings are errors: nothing is written when there is one")
    add("--base-url", metavar="URL", help="build for another address than the configuration's `url`")
    add("--output", metavar="DIR", type=Path, help="write to another folder")
    add("--force", action="store_true", help="write every file again")
    add("--now", dest="as_of", metavar="DATE", help="build as of another moment: “2026-12-24 09:00”")
    add("--drafts", action="store_true", help="show drafts, too; only together with --output")
    add("--future", action="store_true", help="show scheduled posts, too; only together with --output")
    add("--json", action="store_true", help="answer with JSON on standard output")
    add("-q", "--quiet", action="store_true", help="say nothing but errors")
    add("-v", "--verbose", action="store_true", help="show every warning and every file that is written or deleted")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    if (arguments.drafts or arguments.future) and arguments.output is None:
        raise UsageError("--drafts and --future need an --output of their own, so that no draft is ever deployed")
    directory: Path = arguments.directory
    try:
        project.read_config(directory)  # a folder that is no site must not get a lock file
        with held(directory, lambda: terminal.warn("Another build of this site is running; waiting for it.")):
            return _build(arguments, directory, terminal)
    except ProjectError as fault:
        return _give_up(fault.problems, arguments, terminal)


def _build(arguments: argparse.Namespace, directory: Path, terminal: Terminal) -> int:
    config, problems = project.read_config(directory)
    if arguments.base_url:
        config = replace(config, url=_base_url(arguments.base_url))
    now = moment_named(arguments.as_of, config.timezone, "--now") if arguments.as_of else arguments.now
    places = Places(arguments.output or directory / config.output, directory / PRIVATE)
    refused(places, directory, Path.home(), config)
    moment = Moment(now, arguments.drafts, arguments.future)
    loaded = project.load(directory, config, moment, terminal.progress)
    problems += loaded.problems
    if loaded.site is None:
        return _give_up(problems, arguments, terminal)
    # The list belongs to the project: a build into another folder leaves it alone.
    readers = _readers(directory) if arguments.output is None else None
    outputs = tuple(plan(loaded.site, loaded.theme, readers))
    problems += moved.problems(manifest.load(places.output), loaded.site, config.content)
    if _stops(problems, arguments.strict):
        return _give_up(problems, arguments, terminal)
    try:
        done = publish(
            outputs,
            loaded.resolve,
            places,
            Disk(),
            moved.addresses(loaded.site),
            arguments.force,
            lambda number: terminal.progress("making", number, len(outputs)),
        )
    except ProjectError as fault:
        raise ProjectError(*problems, *fault.problems) from fault
    _answer(arguments, loaded, done, problems + tuple(done.problems), readers, places, terminal)
    return 0


def _base_url(written: str) -> str:
    try:
        return checked_url(written)
    except ProjectError as fault:
        raise UsageError(f"--base-url: {fault}; {fault.problems[0].hint}") from fault


def _stops(problems: tuple[Problem, ...], strict: bool) -> bool:
    return any(strict or problem.severity is Severity.ERROR for problem in problems)


def _give_up(problems: tuple[Problem, ...], arguments: argparse.Namespace, terminal: Terminal) -> int:
    errors, warnings = show_problems(problems, arguments.directory, terminal, arguments.verbose)
    if arguments.json:
        terminal.say(as_json(located(problems, arguments.directory)))
    if any(problem.kind == UNFINISHED for problem in problems):
        terminal.warn("The build stopped half-way. What is written is whole; the next build goes on from there.")
    elif errors:
        terminal.warn(f"Nothing was written: {errors} {'error' if errors == 1 else 'errors'} to mend first.")
    else:
        terminal.warn(f"Nothing was written: --strict, and {warnings} {'warning' if warnings == 1 else 'warnings'}.")
    return 1


def _answer(
    arguments: argparse.Namespace,
    loaded: Project,
    done: Published,
    problems: tuple[Problem, ...],
    readers: Readers | None,
    places: Places,
    terminal: Terminal,
) -> None:
    show_problems(problems, arguments.directory, terminal, arguments.verbose)
    if arguments.verbose:
        for path in sorted(done.written):
            terminal.warn(f"wrote {path}")
        for path in sorted(done.deleted):
            terminal.warn(f"deleted {path}")
    if arguments.json:
        terminal.say(as_json(located(problems, arguments.directory), loaded, done))
    elif loaded.site is not None:
        terminal.say(closing(loaded.site, done, readers, places, loaded.config))


def _readers(directory: Path) -> Readers | None:
    if not (directory / PRIVATE / "people.sqlite").exists():
        return None
    from audiencegen.people.store import readers

    return readers(directory)
