"""What a build says of its newest letter: how many errors and warnings the checks counted in it."""

from __future__ import annotations

import json

from audiencegen.build.places import Places
from audiencegen.config import Config
from audiencegen.problems import Problem, error

CHECK = "issues/check.json"  # as `outputs.issues` plans it, which is not imported when there is little to do


def written_counts(places: Places, config: Config) -> tuple[int, int]:
    """Errors and warnings as they are written now, without the rules that the configuration leaves out."""
    try:
        return counted(places.file(CHECK).read_bytes(), config)
    except (OSError, ValueError):
        return 0, 0


def counted(content: bytes, config: Config) -> tuple[int, int]:
    """Errors and warnings of a written check."""
    facts = json.loads(content)
    errors, warnings = (
        sum(count for kind, count in facts[level].items() if kind not in config.issues.allow)
        for level in ("errors", "warnings")
    )
    return errors, warnings


def problem(errors: int) -> Problem:
    """For --strict: the newest letter as one problem."""
    return error("letter", f"the newest letter has {in_words(errors, 0)}", "audiencegen check shows them")


def in_words(errors: int, warnings: int) -> str:
    counts = ((errors, "error"), (warnings, "warning"))
    said = [f"{number} {word}{'' if number == 1 else 's'}" for number, word in counts if number]
    return ", ".join(said) or "nothing to mend"
