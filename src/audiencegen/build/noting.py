"""What a build notes for the next one, beside the rows of what it read and made."""

from __future__ import annotations

from collections.abc import Sequence

from audiencegen.build import whole
from audiencegen.build.compiling import Compiled
from audiencegen.build.state import State
from audiencegen.build.summary import Summary
from audiencegen.build.whole import Whole
from audiencegen.config import Config
from audiencegen.content.compile import settings
from audiencegen.problems import Problem
from audiencegen.values import Struct, asdict, digest


class Plans(Struct, frozen=True):
    """Of what a plan was made, and from when until when it holds."""

    key: str
    since: float  # seconds since 1970
    until: float | None


def noted(
    config: Config,
    known: Compiled,
    plan: Plans,
    facts: Summary,
    problems: tuple[Problem, ...],
    said: tuple[str, str],
    lately: Sequence[str],
) -> dict[str, str]:
    """The build as a whole: what it was made of, and what it would say if it found nothing to do."""
    kept = Whole(
        plan=plan.key,
        since=plan.since,
        until=plan.until,
        content=config.content,
        theme=config.theme,
        output=config.output,
        oddities=[list(one) for one in known.seen.listing.oddities],
        summary=asdict(facts),
        problems=[{**asdict(problem), "severity": problem.severity.value} for problem in problems],
        closing=said[0],
        facts=said[1],
        lately=list(lately),
    )
    return {**ground(config), **kept.meta()}


def ground(config: Config) -> dict[str, str]:
    """Of what version everything is, and how content was compiled."""
    return {"version": whole.version(), "settings": digest(settings(config))}


def note_sources(state: State, known: Compiled, config: Config) -> None:
    """Note what was compiled, and leave what is known of the output as it is."""
    meta = ground(config)
    if known.seen.sources == state.sources.all() and "whole" in state.meta:
        meta["whole"] = state.meta["whole"]
    state.save(meta, known.seen.sources, state.outputs.all(), known.faces, {})
