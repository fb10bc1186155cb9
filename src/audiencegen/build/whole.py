"""The build as a whole is an output, too: made of the snapshot of its sources, and of the moment it was made for.

When its fingerprint is the same and every file is as it was left, there is nothing to compile, link or plan.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from audiencegen.build.places import PRIVATE, Places
from audiencegen.build.snapshot import Snapshot
from audiencegen.build.state import State, is_intact
from audiencegen.config import Config
from audiencegen.content.states import Moment
from audiencegen.problems import Problem, Severity
from audiencegen.values import Struct, asdict, digest

NAME = "whole"


class Whole(Struct, frozen=True):
    """What one build was made of and what it said; it holds from its own moment until the next post becomes due."""

    key: str
    since: datetime
    until: datetime | None
    problems: tuple[Problem, ...]
    closing: str
    facts: str  # for programs

    def meta(self) -> dict[str, str]:
        said = {**asdict(self), "since": self.since.isoformat(), "until": self.until and self.until.isoformat()}
        said["problems"] = [{**asdict(problem), "severity": problem.severity.value} for problem in self.problems]
        return {NAME: json.dumps(said)}


def key(seen: Snapshot, config: Config, moment: Moment) -> str:
    return digest(seen.digest, config, moment.drafts, moment.future)


def made(
    key: str, moment: Moment, until: datetime | None, problems: tuple[Problem, ...], closing: str, facts: str
) -> Whole:
    """What the build of this moment made and said; it holds until `until`."""
    return Whole(key, moment.now, until, problems, closing, facts)


def still(state: State, key: str, moment: Moment, places: Places) -> Whole | None:
    """The last build, when another one would make the same and all its files are as it left them."""
    kept = _read(state.meta)
    if kept is None or kept.key != key or moment.now < kept.since or (kept.until and moment.now >= kept.until):
        return None
    intact = all(is_intact(_file(path, places), one) for path, one in state.outputs.items())
    return kept if intact else None


def _file(path: str, places: Places) -> str:
    """As `Places.file`, for thousands of files of which nothing but their stat is asked."""
    return str(places.file(path)) if path.startswith(PRIVATE) else f"{places.output}/{path}"


def _read(meta: Mapping[str, str]) -> Whole | None:
    if NAME not in meta:
        return None
    try:
        record = json.loads(meta[NAME])
        rows = [{**row, "severity": Severity(row["severity"])} for row in record.pop("problems")]
        since, until = (record.pop(name) for name in ("since", "until"))
        return Whole(
            **record,
            since=datetime.fromisoformat(since),
            until=datetime.fromisoformat(until) if until else None,
            problems=tuple(Problem(**row) for row in rows),
        )
    except (ValueError, TypeError, KeyError):
        return None
