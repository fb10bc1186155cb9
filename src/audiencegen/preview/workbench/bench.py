"""What the pages of the workbench have in common: its templates and words, its addresses, how a problem is shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from audiencegen.content.naming import shown
from audiencegen.mail.lint.rules import findings
from audiencegen.model import Body, Earlier, Frame, Issue
from audiencegen.outputs.issues import inspected, past
from audiencegen.preview.workbench.generation import Generation, Page
from audiencegen.problems import Problem, ProjectError, arranged, excerpt
from audiencegen.theme import Theme, render
from audiencegen.values import Record, Struct

ADDRESS = "/_/"
_MOST_CHECKED = 256  # letters


class Fault(Struct, frozen=True):
    """A problem as a page shows it; `place` is file, line and column."""

    severity: str
    kind: str
    message: str
    place: str
    excerpt: str
    hint: str


def filled(generation: Generation, template: str, status: int = 200, **names: Any) -> Page:
    """A page of the workbench, of one of its templates."""
    frame = generation.site.frame
    given = {"words": words_of(frame), "home": ADDRESS, "site_home": frame.href("/"), **names}
    return Page(render(generation.theme, f"workbench/{template}.html", site=frame, **given), status=status)


def words_of(frame: Frame) -> Record:
    words: Record = frame.words.get("workbench") or Record()
    return words


def letter_address(folder: str) -> str:
    return f"{ADDRESS}letter/{quote(folder)}/"


def raw_address(folder: str, name: str) -> str:
    return f"{ADDRESS}raw/{quote(folder)}/{quote(name)}"


def moment_in_words(frame: Frame, moment: datetime) -> str:
    """A day with its name, and the time unless that is midnight: `Friday, 27 November 2026, 09:00`."""
    there = frame.local(moment)
    day = f"{words_of(frame)['weekdays'][there.weekday()]}, {frame.day(moment)}"
    return day if (there.hour, there.minute) == (0, 0) else f"{day}, {there:%H:%M}"


def faults(generation: Generation, problems: Iterable[Problem]) -> list[Fault]:
    """Problems with their lines, the errors first."""
    rows = arranged(problems, generation.text)
    return [_fault(row, generation) for row in sorted(rows, key=lambda row: row.severity.value)]


def _fault(problem: Problem, generation: Generation) -> Fault:
    rows = excerpt(problem, generation.text(problem.file)) if problem.line else []
    return Fault(
        problem.severity.value,
        problem.kind,
        problem.message,
        ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part),
        "\n".join(row.removeprefix("  ") for row in rows),
        problem.hint,
    )


def found_in(generation: Generation, issue: Issue) -> tuple[Problem, ...]:
    """What the linter says of a letter; of one that cannot be made, why."""
    site, config = generation.site, generation.config
    body, file = generation.resolve(issue.post.body), shown(issue.post.card.source, config)
    earlier = past(site, issue)
    try:
        return _found(generation.theme, site.frame, issue, body, file, earlier, config.issues.allow)
    except ProjectError as fault:
        return fault.problems


@lru_cache(maxsize=_MOST_CHECKED)
def _found(
    theme: Theme,
    frame: Frame,
    issue: Issue,
    body: Body,
    file: str,
    earlier: tuple[Earlier, ...],
    allow: tuple[str, ...],
) -> tuple[Problem, ...]:
    return findings(inspected(theme, frame, issue, body, file, earlier), allow)
