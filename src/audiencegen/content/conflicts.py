"""The marks that git leaves in a file when two versions could not be joined."""

from __future__ import annotations

import re

from audiencegen.problems import Problem, error

_OURS, _THEIRS = re.compile(r"<{7}(\s|$)"), re.compile(r">{7}(\s|$)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def conflicts(text: str) -> tuple[Problem, ...]:
    """One error for every conflict outside a fenced code block, at its first mark."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return ()
    found: list[Problem] = []
    fence, is_open = "", False
    for number, line in enumerate(text.split("\n"), start=1):
        fence = _fence_after(line, fence)
        if fence:
            continue
        if _OURS.match(line):
            is_open = True
            found.append(_conflict(line, number))
        elif _THEIRS.match(line):
            found += [] if is_open else [_conflict(line, number)]
            is_open = False
    return tuple(found)


def _conflict(line: str, number: int) -> Problem:
    message = "git could not join two versions here, and left both"
    hint = "keep the right lines, and delete those with <<<<<<<, ======= and >>>>>>>"
    return error("conflict", message, hint, line=number, column=1, width=len(line.rstrip()))


def _fence_after(line: str, fence: str) -> str:
    """The fence of the code block that is open after this line, or nothing (CommonMark 0.31, 4.5)."""
    match = _FENCE.match(line)
    if not match:
        return fence
    if not fence:
        return match[1]
    closes = match[1][0] == fence[0] and len(match[1]) >= len(fence) and not line[match.end() :].strip()
    return "" if closes else fence
