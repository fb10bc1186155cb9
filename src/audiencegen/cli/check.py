"""`audiencegen check`: read letters as they would be sent, and say what to mend. It writes nothing."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from audiencegen.build.configured import read_config
from audiencegen.build.newest import in_words
from audiencegen.build.pipeline import Linked
from audiencegen.build.places import Places
from audiencegen.build.request import Request
from audiencegen.cli import UsageError, check_podcast
from audiencegen.cli.letters import letter_named, look_for, newest_letter
from audiencegen.cli.moments import moment_named
from audiencegen.cli.report import as_json, located, show_problems
from audiencegen.cli.terminal import Terminal
from audiencegen.config import FILE_NAME, Config
from audiencegen.content.naming import shown
from audiencegen.content.states import Moment
from audiencegen.fields import did_you_mean
from audiencegen.mail.lint.rules import findings, names
from audiencegen.model import Issue
from audiencegen.outputs import psp1
from audiencegen.outputs.issues import inspected, past
from audiencegen.problems import Problem, ProjectError, Severity, error
from audiencegen.values import Struct, replace


class Looked(Struct, frozen=True):
    """A letter, or the podcast, with what was found in it."""

    name: str
    folder: str  # of a letter
    problems: tuple[Problem, ...]


Found = list[Looked]


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("slugs", metavar="SLUG", nargs="*", help="letters: their slugs, titles or files; the newest one if left out")
    add("--all", action="store_true", help="every letter that a build makes")
    add("--podcast", action="store_true", help="the feed of the podcast, by the rules of PSP-1, and no letter")
    add("--allow", metavar="RULE", action="append", default=[], help="leave this rule out; may be given several times")
    add("--now", dest="as_of", metavar="DATE", help="check as of another moment: “2026-12-24 09:00”")
    add("--json", action="store_true", help="answer with JSON on standard output")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    directory: Path = arguments.directory
    if arguments.podcast and (arguments.all or arguments.slugs):
        raise UsageError("name letters, or --podcast; the two are looked at apart")
    try:
        found = _checked(arguments)
    except ProjectError as fault:
        if not arguments.json:
            raise
        terminal.say(as_json(fault.problems, directory, None))
        return 1
    if arguments.json:
        terminal.say(_as_json(found, directory))
    else:
        show_problems(_together(found), directory, terminal, everything=True)
        terminal.say("\n".join(f"“{one.name}”: {_in_words(one.problems)}" for one in found))
    return 1 if any(_count(one.problems, Severity.ERROR) for one in found) else 0


def _checked(arguments: argparse.Namespace) -> Found:
    """The letters that are meant, each with what was found in it."""
    directory: Path = arguments.directory
    config, _ = read_config(directory)
    allowed = _known_rules(arguments.allow, config)
    now = moment_named(arguments.as_of, config.timezone, "--now") if arguments.as_of else arguments.now
    request = Request(directory, config, (), Moment(now), Places(directory / config.output, directory / "private"))

    def found(linked: Linked) -> Found:
        if arguments.podcast:
            return [Looked(linked.site.show.title, "", check_podcast.findings(linked, config, allowed))]
        meant = _meant(arguments, linked, config)
        return [Looked(one.subject, one.folder, _findings(linked, one, config, allowed)) for one in meant]

    return look_for(arguments.slugs, request, found)


def _known_rules(given: Sequence[str], config: Config) -> frozenset[str]:
    known = (*names(), *psp1.names())
    for name in (*given, *config.issues.allow):
        if name not in known:
            near = did_you_mean(name, known)
            hint = f"did you mean `{near}`?" if near else "the rules are in docs/reference/checks.md"
            if name in given:
                raise UsageError(f"there is no rule `{name}`; {hint}")
            raise ProjectError(error("no-rule", f"there is no rule `{name}`", hint, file=FILE_NAME, find=name))
    return frozenset((*given, *config.issues.allow))


def _meant(arguments: argparse.Namespace, linked: Linked, config: Config) -> list[Issue]:
    if arguments.all:
        return list(linked.site.issues)
    if arguments.slugs:
        return [letter_named(wanted, linked.site.issues, config) for wanted in arguments.slugs]
    return [newest_letter(linked.site)]


def _findings(linked: Linked, issue: Issue, config: Config, allowed: frozenset[str]) -> tuple[Problem, ...]:
    body = linked.resolve(issue.post.body)
    file = shown(issue.post.card.source, config)
    letter = inspected(linked.theme, linked.site.frame, issue, body, file, past(linked.site, issue))
    return findings(letter, allowed)


def _together(found: Found) -> tuple[Problem, ...]:
    """What several letters have in common, such as the theme's own, is said once; each with its rule's name."""
    every = dict.fromkeys(problem for one in found for problem in one.problems)
    return tuple(replace(problem, message=f"{problem.message} [{problem.kind}]") for problem in every)


def _count(rows: Sequence[Problem], severity: Severity) -> int:
    return sum(1 for problem in rows if problem.severity is severity)


def _in_words(rows: Sequence[Problem]) -> str:
    return in_words(_count(rows, Severity.ERROR), _count(rows, Severity.WARNING))


def _as_json(found: Found, directory: Path) -> str:
    judged = [
        {
            **({"folder": one.folder} if one.folder else {"podcast": one.name}),
            "errors": _count(one.problems, Severity.ERROR),
            "warnings": _count(one.problems, Severity.WARNING),
            "findings": located(one.problems, directory),
        }
        for one in found
    ]
    ok = not any(one["errors"] for one in judged)
    podcasts, letters = ([one for one in judged if ("podcast" in one) is wanted] for wanted in (True, False))
    told = {"podcast": podcasts[0]} if podcasts else {"letters": letters}
    return json.dumps({"ok": ok, **told}, ensure_ascii=False, indent=1)
