"""The half of `audiencegen build` that may find something to do: read the configuration, build, and answer."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from audiencegen.build import pipeline
from audiencegen.build.configured import read_config
from audiencegen.build.files import UNFINISHED, Disk
from audiencegen.build.pipeline import Built
from audiencegen.build.places import Places, refused
from audiencegen.build.publish import Published
from audiencegen.build.request import Request
from audiencegen.build.whole import Look
from audiencegen.cli import UsageError, git
from audiencegen.cli.closing import closing, facts
from audiencegen.cli.moments import moment_named
from audiencegen.cli.report import as_json, show_problems
from audiencegen.cli.terminal import Terminal
from audiencegen.config import Shared, checked_url
from audiencegen.content.states import Moment
from audiencegen.model import Readers
from audiencegen.problems import Problem, ProjectError
from audiencegen.values import replace

PRIVATE = "private"
_SAME = "it is made of the same things, and its file is as it was left"


def make(arguments: argparse.Namespace, terminal: Terminal, look: Look | None) -> int:
    """Make what is not as it should be; the answer is the exit code."""
    directory: Path = arguments.directory
    try:
        request = _request(arguments, look)
        now = request.moment.now.timestamp()

        def said(built: Built) -> tuple[str, str]:
            answer = facts(built.summary, built.published)
            return closing(built.summary, built.published, request.places, now), as_json(
                built.problems, directory, answer
            )

        built = pipeline.build(request, lambda: _readers(directory), Disk(), terminal.progress, said)
    except ProjectError as fault:
        return give_up(fault.problems, arguments, terminal)
    _answer(built, said(built), arguments, terminal)
    return 0


def _request(arguments: argparse.Namespace, look: Look | None) -> Request:
    directory: Path = arguments.directory
    config, problems = read_config(directory)
    if arguments.base_url:
        config = replace(config, url=_base_url(arguments.base_url))
    if arguments.share:
        config = replace(config, shared=Shared(arguments.share))
    now = moment_named(arguments.as_of, config.timezone, "--now") if arguments.as_of else arguments.now
    places = Places(arguments.output or directory / config.output, directory / PRIVATE)
    refused(places, directory, Path.home(), config)
    return Request(
        directory=directory,
        config=config,
        problems=(*problems, *git.problems(directory)),
        moment=Moment(now, arguments.drafts, arguments.future),
        places=places,
        elsewhere=arguments.output is not None,
        strict=arguments.strict,
        force=arguments.force,
        jobs=arguments.jobs or os.cpu_count() or 1,
        look=look,
        once=arguments.share is not None or arguments.base_url is not None,
    )


def _base_url(written: str) -> str:
    try:
        return checked_url(written)
    except ProjectError as fault:
        raise UsageError(f"--base-url: {fault}; {fault.problems[0].hint}") from fault


def _readers(directory: Path) -> Readers | None:
    if not (directory / PRIVATE / "people.sqlite").exists():
        return None
    from audiencegen.people.store import readers

    return readers(directory)


def _answer(built: Built, said: tuple[str, str], arguments: argparse.Namespace, terminal: Terminal) -> None:
    done = built.published
    show_problems(built.problems, arguments.directory, terminal, arguments.verbose)
    if arguments.verbose:
        for path in sorted(done.written):
            terminal.warn(f"wrote {path}")
        for path in sorted(done.deleted):
            terminal.warn(f"deleted {path}")
    if arguments.explain:
        _explain(done, arguments.verbose, terminal)
    terminal.say(said[1] if arguments.json else said[0])


def _explain(done: Published, each: bool, terminal: Terminal) -> None:
    """Say of every output why it was made. Those that were kept are many and alike, and named on wish."""
    for path, reason in done.reasons.items():
        terminal.warn(f"made {path}: {reason}")
    kept = [path for path in done.paths if path not in done.reasons]
    if each:
        for path in kept:
            terminal.warn(f"kept {path}: {_SAME}")
    elif kept:
        files = "1 file" if len(kept) == 1 else f"{len(kept)} files"
        terminal.warn(f"kept {files}: made of the same things, and left as they were; -v names each")


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
