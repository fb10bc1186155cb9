"""What is wrong with the writer's project, said so that they can mend it.

A `Problem` says what is; its hint says what to do. Problems of a body know the target as written and its ordinal,
not a line: the line is looked for only when a problem is printed, so that building never pays for it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from itertools import islice
from urllib.parse import unquote

from audiencegen.values import Value, replace

FOLD_ABOVE = 5  # more problems of one kind in one file than this become one line with a count
_WIDEST = 100  # characters shown of a line
_BEFORE, _AFTER = "\"'(<=[,:", "\"')>],"  # what stands around a target or a value, beside spaces
_CONTROL_PICTURES = {sign: 0x2400 + sign for sign in range(0x20)}  # a terminal would obey the signs themselves


class Severity(Enum):
    ERROR = "error"
    WARNING = "warning"


class Problem(Value, frozen=True):
    """One thing to mend. `file` is relative to the project; lines and columns count from 1, 0 is unknown.

    `find`, `ordinal` (from 0) and `since`, the line from which to look, name the place by its text. `kind` groups
    for folding.
    """

    severity: Severity
    kind: str
    message: str
    hint: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    width: int = 1
    find: str = ""
    ordinal: int = 0
    since: int = 1

    def in_file(self, path: str) -> Problem:
        return replace(self, file=path)


def error(kind: str, message: str, hint: str = "", **place: object) -> Problem:
    """A problem that stops the build: the address, date or meaning of something cannot be known."""
    return Problem(Severity.ERROR, kind, message, hint, **place)  # type: ignore[arg-type]


def warning(kind: str, message: str, hint: str = "", **place: object) -> Problem:
    """A problem that is published all the same, but not as the writer meant."""
    return Problem(Severity.WARNING, kind, message, hint, **place)  # type: ignore[arg-type]


class ProjectError(Exception):
    """The writer's project cannot be built as it is; carries every problem found."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems

    def __reduce__(self) -> tuple[type[ProjectError], tuple[Problem, ...]]:
        return ProjectError, self.problems  # so that it crosses from one process to another whole


def arranged(problems: Iterable[Problem], read: Callable[[str], str]) -> tuple[Problem, ...]:
    """Locate, fold and sort problems for printing. `read` gives the text of a file of the project."""
    located = [locate(problem, read) for problem in problems]
    groups: dict[tuple[str, str, Severity], list[Problem]] = {}
    for problem in located:
        groups.setdefault((problem.file, problem.kind, problem.severity), []).append(problem)
    folded = (row for group in groups.values() for row in _fold(group))
    return tuple(sorted(folded, key=_order))


def locate(problem: Problem, read: Callable[[str], str]) -> Problem:
    """Find line and column of a problem that knows only the text it is about; unchanged when not found."""
    if problem.line or not problem.find:
        return problem
    text = read(problem.file)
    start = _start_of(problem.since, text)
    # Whole first, then as a part of something longer; a Markdown library may have encoded what it was given.
    for written in dict.fromkeys((problem.find, unquote(problem.find))):
        for whole in (True, False):
            found = list(islice(_places(written, text, start, whole), problem.ordinal + 1))
            if found:
                at = found[-1]
                line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
                return replace(problem, line=line, column=column, width=len(written))
    return problem


def _start_of(line: int, text: str) -> int:
    """Where a line begins, the first being 1; behind the end of a text that has fewer."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
        if not start:
            return len(text) + 1
    return start


def _places(written: str, text: str, start: int, whole: bool) -> Iterator[int]:
    """Where something stands in a text; `whole` where it is not a part of a longer target or value."""
    at = text.find(written, start)
    while at >= 0:
        end = at + len(written)
        found = not whole or (_is_apart(text[max(0, at - 1) : at], _BEFORE) and _is_apart(text[end : end + 1], _AFTER))
        if found:
            yield at
        at = text.find(written, end if found else at + 1)


def _is_apart(sign: str, around: str) -> bool:
    """Whether a sign beside a target or a value is none of it; "" is the end of the text."""
    return sign in around or sign.isspace()


def show(problem: Problem, read: Callable[[str], str]) -> str:
    """The problem as the terminal prints it: place, message, the line with a caret, the hint."""
    place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)
    rows = [": ".join(part for part in (place, problem.severity.value, problem.message) if part)]
    if problem.line:
        rows += excerpt(problem, read(problem.file))
    if problem.hint:
        rows.append(f"hint: {problem.hint}")
    return "\n".join(rows)


def excerpt(problem: Problem, text: str) -> list[str]:
    """The line of a problem with the caret below it; nothing when the text has no such line."""
    lines = text.split("\n")
    if problem.line > len(lines):
        return []
    line = lines[problem.line - 1].rstrip("\r")
    is_about_tab = problem.column and line[problem.column - 1 : problem.column] == "\t"
    line = line.replace("\t", "→" if is_about_tab else " ").translate(_CONTROL_PICTURES)
    start = max(0, problem.column - 1 - 60)
    shown = ("…" if start else "") + line[start:][1 if start else 0 : _WIDEST]
    gutter = f"  {problem.line} | "
    rows = [(gutter + shown + ("…" if len(line) > start + _WIDEST else "")).rstrip()]
    if problem.column and problem.column - 1 <= len(line):
        width = max(1, min(problem.width, start + len(shown) - (problem.column - 1)))
        before, below = shown[: problem.column - 1 - start], shown[problem.column - 1 - start :][:width]
        rows.append(" " * (len(gutter) - 2) + "| " + " " * _cells(before) + "^" * max(1, _cells(below)))
    return rows


def _cells(text: str) -> int:
    """How many columns of a terminal a text takes (Unicode Standard Annex 11)."""
    shown = (sign for sign in text if not unicodedata.combining(sign))
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in shown)


def _fold(group: list[Problem]) -> list[Problem]:
    group = sorted(group, key=_order)
    if len(group) <= FOLD_ABOVE:
        return group
    first = group[0]
    return [replace(first, message=f"{first.message} (and {len(group) - 1} more like it in this file)")]


def _order(problem: Problem) -> tuple[str, int, int, str, str]:
    return (problem.file, problem.line, problem.column, problem.kind, problem.message)
