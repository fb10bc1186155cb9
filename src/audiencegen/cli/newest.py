"""What a build says of its newest letter: how many errors and warnings the linter counted in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from audiencegen.build.places import Places
from audiencegen.config import Config
from audiencegen.model import Output
from audiencegen.problems import Problem, error
from audiencegen.values import Ref

CHECK = "issues/check.json"  # as `outputs.issues` plans it, which is not imported when there is nothing to do


def closing_line(places: Places, config: Config) -> str:
    """“1 error, 2 warnings”, and where they are shown; "" when there is nothing to mend."""
    errors, warnings = written_counts(places, config)
    if not errors and not warnings:
        return ""
    return f"The newest letter has {in_words(errors, warnings)}; audiencegen check shows them."


def written_counts(places: Places, config: Config) -> tuple[int, int]:
    """Errors and warnings as the last build counted them, without the rules that the configuration leaves out."""
    try:
        return _counts(json.loads(places.file(CHECK).read_bytes()), config)
    except (OSError, ValueError):
        return 0, 0


def problems(outputs: Iterable[Output], resolve: Callable[[Ref], Any], config: Config) -> tuple[Problem, ...]:
    """For --strict, before anything is written: the newest letter as a problem when it has errors."""
    for output in outputs:
        if output.path == CHECK:
            content = output.recipe(*(resolve(part) if isinstance(part, Ref) else part for part in output.inputs))
            errors, _ = _counts(json.loads(content), config)
            if errors:
                message = f"the newest letter has {in_words(errors, 0)}"
                return (error("letter", message, "audiencegen check shows them"),)
    return ()


def in_words(errors: int, warnings: int) -> str:
    counts = ((errors, "error"), (warnings, "warning"))
    said = [f"{number} {word}{'' if number == 1 else 's'}" for number, word in counts if number]
    return ", ".join(said) or "nothing to mend"


def _counts(facts: Mapping[str, Mapping[str, int]], config: Config) -> tuple[int, int]:
    errors, warnings = (
        sum(count for kind, count in facts[level].items() if kind not in config.issues.allow)
        for level in ("errors", "warnings")
    )
    return errors, warnings
