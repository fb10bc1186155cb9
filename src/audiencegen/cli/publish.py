"""`audiencegen publish SLUG`: out of draft, with its date, every other byte kept."""

from __future__ import annotations

import argparse
import difflib
from datetime import datetime
from pathlib import Path

from audiencegen.build.configured import read_config
from audiencegen.cli.moments import moment_named
from audiencegen.cli.sources import Draft, drafts, write_whole
from audiencegen.cli.terminal import Terminal
from audiencegen.config import Config
from audiencegen.content.frontmatter import edited, parse
from audiencegen.content.urls import slug
from audiencegen.fields import did_you_mean
from audiencegen.problems import ProjectError, Severity, error


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", metavar="SLUG", help="the post: its slug, its title or its file")
    parser.add_argument("--at", metavar="WHEN", help="its date, also one to come: “2026-12-24 09:00”; now if left out")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    directory: Path = arguments.directory
    config, _ = read_config(directory)
    draft = _find(arguments.slug, directory, config)
    moment = moment_named(arguments.at, config.timezone, "--at") if arguments.at else arguments.now
    if not draft.head.draft and not arguments.at:
        terminal.say(f"{draft.path} is no draft; nothing was changed. To give it another date: --at WHEN")
        return 0
    before = draft.path.read_bytes().decode("utf-8")
    after = edited(before, {"draft": None, "date": f"{moment.astimezone(config.timezone):%Y-%m-%d %H:%M}"})
    write_whole(draft.path, after.encode("utf-8"))
    _show_change(draft, before, after, terminal)
    _say_what_next(draft, moment, arguments.now, config, terminal)
    return 0


def _find(wanted: str, directory: Path, config: Config) -> Draft:
    """The one post that is meant; a name that fits several, or none, is an error that lists them."""
    every = list(drafts(directory, config))
    path = Path(wanted)
    fitting = [one for one in every if one.path == path or one.name == wanted]
    fitting = fitting or [one for one in every if slug(wanted) in one.slugs]
    if len(fitting) == 1:
        _refuse_broken(fitting[0], directory, config)
        return fitting[0]
    if fitting:
        names = ", ".join(str(one.path) for one in fitting)
        raise ProjectError(error("two-posts", f"several posts are called “{wanted}”", f"name the file: {names}"))
    near = did_you_mean(slug(wanted), sorted(name for one in every for name in one.slugs))
    hint = f"did you mean `{near}`?" if near else "drafts are named by `audiencegen build`"
    raise ProjectError(error("no-post", f"no post is called “{wanted}”", hint))


def _refuse_broken(draft: Draft, directory: Path, config: Config) -> None:
    """A head that cannot be read cannot be edited either."""
    file = draft.path.relative_to(directory).as_posix()
    problems = [problem.in_file(file) for problem in parse(draft.text, config.timezone).problems]
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise ProjectError(*errors)


def _show_change(draft: Draft, before: str, after: str, terminal: Terminal) -> None:
    name = str(draft.path)
    for line in difflib.unified_diff(before.splitlines(), after.splitlines(), name, name, n=1, lineterm=""):
        terminal.say(line)
    terminal.say()


def _say_what_next(draft: Draft, moment: datetime, now: datetime, config: Config, terminal: Terminal) -> None:
    if moment > now:
        day = f"{moment.astimezone(config.timezone):%Y-%m-%d %H:%M}"
        terminal.say(f"Its page appears with the first build after {day}; its letter is made ahead of it.")
    terminal.say("Next: audiencegen build")
