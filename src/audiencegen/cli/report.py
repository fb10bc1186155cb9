"""How problems and the outcome of a build are said."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from audiencegen.build.texts import Texts
from audiencegen.cli.terminal import Terminal
from audiencegen.problems import Problem, Severity, arranged, locate, show

MOST = 20  # warnings printed without -v


def show_problems(
    problems: Sequence[Problem], directory: Path, terminal: Terminal, everything: bool = False
) -> tuple[int, int]:
    """Print problems, located and folded, the errors last where they are seen; the answer counts errors, warnings."""
    read = Texts(directory)
    rows = arranged(problems, read)
    warnings = [row for row in rows if row.severity is Severity.WARNING]
    errors = [row for row in rows if row.severity is Severity.ERROR]
    shown = warnings if everything or len(warnings) <= MOST else warnings[: MOST - 1]
    if not terminal.quiet:
        for row in shown:
            terminal.warn(show(row, read) + "\n")
        if len(shown) < len(warnings):
            rest = len(warnings) - len(shown)
            terminal.warn(f"… and {rest} more warnings; `audiencegen build -v` shows them all\n")
    for row in errors:
        terminal.warn(show(row, read) + "\n")
    return len(errors), len(warnings)


def as_json(problems: Sequence[Problem], directory: Path, facts: Mapping[str, Any] | None) -> str:
    """The outcome of a build for programs: every problem with its line, and the facts when something was built."""
    rows = located(problems, directory)
    return json.dumps({"ok": facts is not None, "problems": rows, **(facts or {})}, ensure_ascii=False, indent=1)


def located(problems: Sequence[Problem], directory: Path) -> list[dict[str, Any]]:
    """Problems for programs, each with its line."""
    read = Texts(directory)
    return [
        {
            "severity": one.severity.value,
            "kind": one.kind,
            "file": one.file,
            "line": one.line,
            "message": one.message,
            "hint": one.hint,
        }
        for one in (locate(problem, read) for problem in problems)
    ]
