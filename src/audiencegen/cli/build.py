"""`audiencegen build`: everything out of Markdown, in one command.

This half looks whether there is anything to do; only then `making` and all that it needs is imported.
"""

from __future__ import annotations

import argparse
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from audiencegen.build import state as states
from audiencegen.build import whole
from audiencegen.build.configured import read_config
from audiencegen.build.lock import held
from audiencegen.build.places import Places, refused
from audiencegen.build.snapshot import look_at
from audiencegen.cli import UsageError, newest
from audiencegen.cli.job import PRIVATE, Job, give_up
from audiencegen.cli.moments import moment_named
from audiencegen.cli.report import show_problems
from audiencegen.cli.terminal import Terminal
from audiencegen.config import FILE_NAME, checked_url
from audiencegen.content.states import Moment
from audiencegen.problems import ProjectError


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--strict", action="store_true", help="warnings are errors: nothing is written when there is one")
    add("--base-url", metavar="URL", help="build for another address than the configuration's `url`")
    add("--output", metavar="DIR", type=Path, help="write to another folder")
    add("--force", action="store_true", help="forget what is known of earlier builds, and write every file again")
    add("--now", dest="as_of", metavar="DATE", help="build as of another moment: “2026-12-24 09:00”")
    add("--drafts", action="store_true", help="show drafts, too; only together with --output")
    add("--future", action="store_true", help="show scheduled posts, too; only together with --output")
    add("--jobs", metavar="N", type=int, help="how many processes may work at once; all cores if left out")
    add("--explain", action="store_true", help="say of every file that was made again why it was")
    add("--json", action="store_true", help="answer with JSON on standard output")
    add("-q", "--quiet", action="store_true", help="say nothing but errors")
    add("-v", "--verbose", action="store_true", help="show every warning and every file that is written or deleted")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    if (arguments.drafts or arguments.future) and arguments.output is None:
        raise UsageError("--drafts and --future need an --output of their own, so that no draft is ever deployed")
    if arguments.jobs is not None and arguments.jobs < 1:
        raise UsageError("--jobs: at least one process has to do the work")
    directory: Path = arguments.directory
    try:
        if not (directory / FILE_NAME).is_file():
            read_config(directory)  # says what is wrong: a folder that is no site must not get a lock file
        with held(directory, lambda: terminal.warn("Another build of this site is running; waiting for it.")):
            return _build(arguments, directory, terminal)
    except ProjectError as fault:
        return give_up(fault.problems, arguments, terminal)


def _build(arguments: argparse.Namespace, directory: Path, terminal: Terminal) -> int:
    try:
        return _attempt(arguments, directory, terminal, fresh=arguments.force)
    except states.LostState:
        return _attempt(arguments, directory, terminal, fresh=True)


def _attempt(arguments: argparse.Namespace, directory: Path, terminal: Terminal, fresh: bool) -> int:
    with closing(states.load(directory, fresh)) as state:
        return _do(_job(arguments, directory, state), terminal)


def _do(job: Job, terminal: Terminal) -> int:
    arguments = job.arguments
    kept = None if job.elsewhere else whole.still(job.state, job.key, job.moment, job.places)
    strict = arguments.strict and bool(newest.written_counts(job.places, job.config)[0])
    if kept is not None and not strict and not job.stops(kept.problems):
        show_problems(kept.problems, job.directory, terminal, arguments.verbose)
        terminal.say(kept.facts if arguments.json else kept.closing)
        return 0
    from audiencegen.cli.making import make

    return make(job, terminal)


def _job(arguments: argparse.Namespace, directory: Path, state: states.State) -> Job:
    config, problems = read_config(directory)
    if arguments.base_url:
        config = replace(config, url=_base_url(arguments.base_url))
    now = moment_named(arguments.as_of, config.timezone, "--now") if arguments.as_of else arguments.now
    moment = Moment(now, arguments.drafts, arguments.future)
    places = Places(arguments.output or directory / config.output, directory / PRIVATE)
    refused(places, directory, Path.home(), config)
    seen = look_at(directory, config, state)
    return Job(arguments, directory, config, moment, places, state, seen, whole.key(seen, config, moment), problems)


def _base_url(written: str) -> str:
    try:
        return checked_url(written)
    except ProjectError as fault:
        raise UsageError(f"--base-url: {fault}; {fault.problems[0].hint}") from fault
