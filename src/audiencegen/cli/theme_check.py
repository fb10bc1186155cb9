"""`audiencegen theme check`: every template filled, with the site's own posts and with a sample that has everything.

The sample is built in a folder of its own, with the site's theme, and is gone when the check ends.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from audiencegen.build import sources
from audiencegen.build.configured import read_config
from audiencegen.build.pipeline import Linked, look
from audiencegen.build.places import Places
from audiencegen.build.request import Request
from audiencegen.build.themes import find
from audiencegen.cli.report import show_problems
from audiencegen.cli.terminal import Terminal
from audiencegen.config import FILE_NAME, Config
from audiencegen.content.states import Moment
from audiencegen.fields import did_you_mean
from audiencegen.model import Output
from audiencegen.outputs import plan
from audiencegen.problems import Problem, ProjectError, warning
from audiencegen.theme import FALLBACK_LANGUAGE, FONTS, Theme
from audiencegen.theme.audit import audited, reached
from audiencegen.values import replace

SAMPLE = Path(__file__).parent / "sample"
_EACH = 3  # outputs of one kind that are made of the site's own posts
_PLACES = ("assets/", FONTS, sources.WORDS)
_KNOWN = ("theme.yaml",)
_CLOSE = 0.6
_FEW = 6  # words that are named


def check(arguments: argparse.Namespace, terminal: Terminal) -> int:
    directory: Path = arguments.directory
    config, _ = read_config(directory)
    theme = find(directory, config.theme).theme
    problems = [*audited(theme, config.language), *_options(theme, config), *_idle(directory, config, theme)]
    problems += _untranslated(theme, config)
    own, faults = _filled(directory, config, arguments.now, _some)
    problems += faults
    sample, faults = _sampled(directory, config, arguments.now)
    problems += faults
    errors, warnings = show_problems(_once(problems), directory, terminal, everything=True)
    outcome = (
        "nothing to mend" if not errors + warnings else f"{_count(errors, 'error')}, {_count(warnings, 'warning')}"
    )
    terminal.say(
        f"Filled {own} pages and letters of your own, and {sample} of a sample that has something of all: {outcome}."
    )
    return 1 if errors else 0


def _filled(
    directory: Path, config: Config, now: datetime, choose: Callable[[Sequence[Output]], Sequence[Output]]
) -> tuple[int, list[Problem]]:
    """How many outputs were made of a project, drafts among them, and what was wrong with the theme in it."""
    places = Places(directory / config.output, directory / "private")
    request = Request(directory, config, (), Moment(now, drafts=True, future=True), places)
    try:
        return look(request, lambda linked: _made(linked, choose(tuple(plan(linked.site, linked.theme, None)))))
    except ProjectError as fault:
        return 0, list(fault.problems)


def _made(linked: Linked, outputs: Sequence[Output]) -> tuple[int, list[Problem]]:
    problems: list[Problem] = []
    for output in outputs:
        try:
            linked.made(output)
        except ProjectError as fault:
            problems += fault.problems
    return len(outputs), problems


def _some(outputs: Sequence[Output]) -> Sequence[Output]:
    """Of what one recipe makes, the first few: the newest posts."""
    kinds: dict[Callable[..., bytes], list[Output]] = {}
    for output in outputs:
        kinds.setdefault(output.recipe, []).append(output)
    return [output for kind in kinds.values() for output in kind[:_EACH]]


def _sampled(directory: Path, config: Config, now: datetime) -> tuple[int, list[Problem]]:
    with TemporaryDirectory(prefix="audiencegen-") as folder:
        place = Path(folder)
        shutil.copytree(SAMPLE, place, dirs_exist_ok=True)
        for name in (sources.OVERRIDES, "themes"):
            if (directory / name).is_dir():
                shutil.copytree(directory / name, place / name)
        sample, _ = read_config(place)
        chosen = {"theme": config.theme, "theme_options": config.theme_options, "language": config.language}
        return _filled(place, replace(sample, **chosen), now, lambda outputs: outputs)


def _options(theme: Theme, config: Config) -> Iterator[Problem]:
    for name in sorted(config.theme_options.keys() - theme.options.keys()):
        near = did_you_mean(name, sorted(theme.options), closeness=_CLOSE)
        hint = f"did you mean {near}?" if near else "audiencegen theme show lists its options"
        message = f"the theme `{theme.name}` has no option `{name}`"
        yield warning("theme-option", message, hint, file=FILE_NAME, find=f"{name}:")


def _idle(directory: Path, config: Config, theme: Theme) -> Iterator[Problem]:
    """Files of the site's own that stand instead of nothing, and that nothing shows."""
    *lower, own = sources.layers(str(directory), config.theme)
    below = {path for layer in lower for path in layer}
    for path in sorted(own.keys() - below - reached(theme)):
        if not path.startswith(_PLACES) and path not in _KNOWN:
            near = _meant(path, below)
            hint = f"did you mean theme/{near}?" if near else "include it in another template, or delete it"
            message = "this file stands instead of nothing, and no template includes it"
            yield warning("theme-idle", message, hint, file=own[path][0])


def _meant(path: str, below: set[str]) -> str | None:
    name = path.rpartition("/")[2]
    called = sorted(one for one in below if one.rpartition("/")[2] == name)
    return called[0] if called else did_you_mean(path, sorted(below), closeness=_CLOSE)


def _untranslated(theme: Theme, config: Config) -> Iterator[Problem]:
    english = theme.words.get(FALLBACK_LANGUAGE) or {}
    parts = config.language.split("-")
    chain = ["-".join(parts[:length]) for length in range(1, len(parts) + 1)]
    said = {key for one in chain for key in theme.words.get(one) or {}}
    missing = [key for key in english if key not in said]
    if missing and parts[0] != FALLBACK_LANGUAGE:
        named = ", ".join(f"`{key}`" for key in missing[:_FEW]) + (", …" if len(missing) > _FEW else "")
        message = f"{_count(len(missing), 'word')} of the theme are English on a site in `{config.language}`: {named}"
        hint = f"write them into theme/words/{parts[0]}.yaml; words/en.yaml of the theme has them all"
        yield warning("theme-words", message, hint, file=FILE_NAME, find="language:")


def _once(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Each once, though many pages meet it; what a page met at a line goes before what was seen there without one."""
    found: dict[tuple[str, int, str], Problem] = {}
    met = {(one.file, one.line) for one in problems if one.kind == "template"}
    for one in problems:
        if one.kind != "template-name" or (one.file, one.line) not in met:
            found.setdefault((one.file, one.line, one.message), one)
    return tuple(found.values())


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" + ("" if number == 1 else "s")
