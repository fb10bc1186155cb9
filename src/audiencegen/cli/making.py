"""The half of `audiencegen build` that makes something: load, plan, publish, answer, and note what is known now."""

from __future__ import annotations

import gc
import os
from pathlib import Path

from audiencegen.build import manifest, moved, project, whole
from audiencegen.build import state as states
from audiencegen.build.files import Disk
from audiencegen.build.publish import CHANGED, Published, publish
from audiencegen.cli import newest
from audiencegen.cli.closing import closing, facts
from audiencegen.cli.job import PRIVATE, Job, give_up
from audiencegen.cli.report import as_json, show_problems
from audiencegen.cli.terminal import Terminal
from audiencegen.model import Readers, Site
from audiencegen.outputs import plan
from audiencegen.problems import Problem, ProjectError

ONCE = frozenset({moved.MOVED, CHANGED})  # kinds of problems that are said once: the next build cannot know of them


def make(job: Job, terminal: Terminal) -> int:
    """Make what is not as it should be; the answer is the exit code."""
    gc.disable()  # what a build makes lives until its end: to look for circles among it only costs
    try:
        return _make(job, terminal)
    finally:
        gc.enable()


def _make(job: Job, terminal: Terminal) -> int:
    jobs = job.arguments.jobs or os.cpu_count() or 1
    loaded = project.load(job.directory, job.config, job.moment, job.seen, job.state, jobs, terminal.progress)
    problems = job.problems + loaded.problems
    if loaded.site is None:
        return give_up(problems, job.arguments, terminal)
    problems += moved.problems(manifest.load(job.places.output), loaded.site, job.config.content)
    if job.stops(problems):
        return give_up(problems, job.arguments, terminal)
    readers = None if job.elsewhere else _readers(job.directory)
    outputs = tuple(plan(loaded.site, loaded.theme, readers))
    if job.arguments.strict:
        problems += newest.problems(outputs, loaded.resolve, job.config)
        job.state.close()  # it was asked for the letter, and must not cross the fork of a pool
        if job.stops(problems):
            return give_up(problems, job.arguments, terminal)
    try:
        done = publish(
            outputs,
            loaded.resolve,
            job.places,
            Disk(),
            moved.addresses(loaded.site),
            {} if job.elsewhere else job.state.outputs,
            job.arguments.force,
            jobs,
            lambda done, total: terminal.progress("making", done, total),
        )
    except ProjectError as fault:
        raise ProjectError(*problems, *fault.problems) from fault
    problems += tuple(done.problems)
    _answer(job, loaded.site, done, problems, readers, terminal)
    _keep(job, loaded.site, loaded.compiled, done, problems, readers)
    return 0


def _answer(
    job: Job, site: Site, done: Published, problems: tuple[Problem, ...], readers: Readers | None, terminal: Terminal
) -> None:
    show_problems(problems, job.directory, terminal, job.arguments.verbose)
    if job.arguments.verbose:
        for path in sorted(done.written):
            terminal.warn(f"wrote {path}")
        for path in sorted(done.deleted):
            terminal.warn(f"deleted {path}")
    if job.arguments.explain:
        for path, reason in done.reasons.items():
            terminal.warn(f"made {path}: {reason}")
    if job.arguments.json:
        terminal.say(as_json(problems, job.directory, facts(site, done)))
    else:
        terminal.say(closing(site, done, readers, job.places, job.config))


def _keep(
    job: Job,
    site: Site,
    compiled: states.Compiled,
    done: Published,
    problems: tuple[Problem, ...],
    readers: Readers | None,
) -> None:
    """Note for the next build what this one knows, and what it would say if it found nothing to do."""
    lasting = tuple(problem for problem in problems if problem.kind not in ONCE)
    again = Published(unchanged=len(done.made))
    said = closing(site, again, readers, job.places, job.config)
    answer = as_json(lasting, job.directory, facts(site, again))
    meta = whole.made(job.key, job.moment, site.next_change, lasting, said, answer).meta()
    job.state.save(
        {"version": states.version(), **({} if job.elsewhere else meta)},
        job.seen.sources,
        job.state.outputs if job.elsewhere else done.made,
        compiled,
    )


def _readers(directory: Path) -> Readers | None:
    if not (directory / PRIVATE / "people.sqlite").exists():
        return None
    from audiencegen.people.store import readers

    return readers(directory)
