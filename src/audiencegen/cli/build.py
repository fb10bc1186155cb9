"""`audiencegen build`: everything out of Markdown, in one command.

This half looks whether there is anything to do; only then `making` and all that it needs is imported.
"""

from __future__ import annotations

import argparse
import gc
from pathlib import Path

from audiencegen.build.lock import held
from audiencegen.build.sources import CONFIGURATION
from audiencegen.build.whole import Look, Whole, look, problems
from audiencegen.cli import UsageError, project_error
from audiencegen.cli.terminal import Terminal


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--strict", action="store_true", help="warnings are errors: nothing is written when there is one")
    add("--base-url", metavar="URL", help="build for another address than the configuration's `url`")
    add("--output", metavar="DIR", type=Path, help="write to another folder")
    add("--force", action="store_true", help="forget what is known of earlier builds, and write every file again")
    add("--now", dest="as_of", metavar="DATE", help="build as of another moment: “2026-12-24 09:00”")
    add("--drafts", action="store_true", help="show drafts, too; only together with --output")
    add("--future", action="store_true", help="show scheduled posts, too; only together with --output")
    add(
        "--share", choices=["latest", "all"], help="make share kits of all posts, this once, and not of the newest only"
    )
    add("--jobs", metavar="N", type=int, help="how many processes may work at once; all cores if left out")
    add("--explain", action="store_true", help="say of every file why it was made again; with -v, why not")
    add("--json", action="store_true", help="answer with JSON on standard output")
    add("-q", "--quiet", action="store_true", help="say nothing but errors")
    add("-v", "--verbose", action="store_true", help="show every warning and every file that is written or deleted")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    if (arguments.drafts or arguments.future) and arguments.output is None:
        raise UsageError("--drafts and --future need an --output of their own, so that no draft is ever deployed")
    if arguments.jobs is not None and arguments.jobs < 1:
        raise UsageError("--jobs: at least one process has to do the work")
    gc.disable()  # what a build makes lives until its end: to look for circles among it only costs
    try:
        return _build(arguments, terminal)
    finally:
        gc.enable()


def _build(arguments: argparse.Namespace, terminal: Terminal) -> int:
    directory: Path = arguments.directory
    if not (directory / CONFIGURATION).is_file():
        return _make(arguments, terminal, None)  # says what is wrong: a folder that is no site must not get a lock file
    try:
        with held(directory, lambda: terminal.warn("Another build of this site is running; waiting for it.")):
            seen = _seen(arguments)
            if seen is None or seen.is_ahead or (arguments.strict and _is_flawed(seen.whole)) or not seen.is_still:
                return _make(arguments, terminal, seen)
            return _say_again(seen.whole, arguments, terminal)
    except project_error() as fault:
        from audiencegen.cli.making import give_up

        return give_up(fault.problems, arguments, terminal)


def _seen(arguments: argparse.Namespace) -> Look | None:
    """What the last build left, where it is that which is asked for."""
    asks_for_more = (
        arguments.force,
        arguments.base_url,
        arguments.output,
        arguments.as_of,
        arguments.explain,
        arguments.share,
    )
    return None if any(asks_for_more) else look(str(arguments.directory), arguments.now.timestamp())


def _is_flawed(kept: Whole) -> bool:
    return bool(kept.problems or kept.summary["to_mend"][0])


def _say_again(kept: Whole, arguments: argparse.Namespace, terminal: Terminal) -> int:
    if kept.problems:
        from audiencegen.cli.report import show_problems

        show_problems(problems(kept), arguments.directory, terminal, arguments.verbose)
    terminal.say(kept.facts if arguments.json else kept.closing)
    return 0


def _make(arguments: argparse.Namespace, terminal: Terminal, seen: Look | None) -> int:
    from audiencegen.cli.making import make

    return make(arguments, terminal, seen)
