"""The letter that the writer means: by its slug, title, folder or file, or the newest; a draft only by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import TypeVar

from audiencegen.build.pipeline import Linked, Request, look
from audiencegen.config import Config
from audiencegen.content.urls import slug
from audiencegen.fields import did_you_mean
from audiencegen.model import Issue, Site
from audiencegen.outputs.issues import newest
from audiencegen.problems import ProjectError, error
from audiencegen.values import replace

Answer = TypeVar("Answer")

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
    fitting = [issue for issue in issues if slug(_bare(wanted, config)) in _names(issue)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        folders = ", ".join(issue.folder for issue in fitting)
        raise ProjectError(error("two-letters", f"several letters are called “{wanted}”", f"name one of: {folders}"))
    near = did_you_mean(slug(wanted), sorted(name for issue in issues for name in _names(issue)))
    hint = f"did you mean `{near}`?" if near else f"letters are made of the newest {config.issues.latest} posts"
    raise NoLetter(error("no-letter", f"no letter is called “{wanted}”", hint))


def _bare(wanted: str, config: Config) -> str:
    return wanted.removeprefix("./").removeprefix(f"{config.content}/").rstrip("/")


def _names(issue: Issue) -> frozenset[str]:
    """Everything that the writer may call a letter."""
    card, source = issue.post.card, PurePosixPath(issue.post.card.source)
    named = (issue.folder, _WITHOUT_DATE.sub("", issue.folder), card.title, card.source, source.stem)
    return frozenset(slug(name) for name in (*named, PurePosixPath(card.address).name))
