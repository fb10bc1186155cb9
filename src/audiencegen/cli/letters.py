"""The letter that the writer means: by its slug, title, folder or file, or the newest; a draft only by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import TypeVar

from audiencegen.build.pipeline import Linked, look
from audiencegen.build.request import Request
from audiencegen.config import Config
from audiencegen.content.urls import slug
from audiencegen.fields import did_you_mean
from audiencegen.model import Issue, Site
from audiencegen.outputs.issues import newest
from audiencegen.problems import ProjectError, error
from audiencegen.values import replace

Answer = TypeVar("Answer")
Thing = TypeVar("Thing")

_WITHOUT_DATE = re.compile(r"^(\d{4}-\d\d-\d\d|undated)-")


class NoLetter(ProjectError):
    """Nothing is called as the writer says."""


def look_for(names: Sequence[str], request: Request, use: Callable[[Linked], Answer]) -> Answer:
    """What `use` makes of the linked project, where it looks for these names; drafts count when they are not there."""
    try:
        return look(request, use)
    except NoLetter:
        if not names:
            raise
        return look(replace(request, moment=replace(request.moment, drafts=True)), use)


def newest_letter(site: Site) -> Issue:
    letter = newest(site)
    if letter is None:
        raise NoLetter(error("no-letter", "there is no letter yet", "drafts become letters by audiencegen publish"))
    return letter


def letter_named(wanted: str, issues: Sequence[Issue], config: Config) -> Issue:
    """Raises NoLetter when none is called so, and ProjectError when several are."""
    hint = f"letters are made of the newest {config.issues.latest} posts"
    return one_named(wanted, issues, _names, lambda issue: issue.folder, config, ("letter", "letters"), hint)


def one_named(
    wanted: str,
    things: Sequence[Thing],
    names: Callable[[Thing], frozenset[str]],
    folder: Callable[[Thing], str],
    config: Config,
    words: tuple[str, str],
    otherwise: str = "",
) -> Thing:
    """The one thing that is called so; `words` are what one of them is called, and several."""
    one, several = words
    fitting = [thing for thing in things if slug(_bare(wanted, config)) in names(thing)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        folders = ", ".join(folder(thing) for thing in fitting)
        raise ProjectError(
            error(f"two-{several}", f"several {several} are called “{wanted}”", f"name one of: {folders}")
        )
    near = did_you_mean(slug(wanted), sorted(name for thing in things for name in names(thing)))
    hint = f"did you mean `{near}`?" if near else otherwise
    raise NoLetter(error(f"no-{one}", f"no {one} is called “{wanted}”", hint))


def _bare(wanted: str, config: Config) -> str:
    return wanted.removeprefix("./").removeprefix(f"{config.content}/").rstrip("/")


def _names(issue: Issue) -> frozenset[str]:
    """Everything that the writer may call a letter."""
    card = issue.post.card
    return names_of(issue.folder, card.title, PurePosixPath(card.source), card.address)


def names_of(folder: str, title: str, source: PurePosixPath, address: str) -> frozenset[str]:
    named = (folder, _WITHOUT_DATE.sub("", folder), title, str(source), source.stem, PurePosixPath(address).name)
    return frozenset(map(slug, named))
