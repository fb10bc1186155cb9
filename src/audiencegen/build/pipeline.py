"""One build, from the look at the sources to the note of what is known now. Every face that builds calls this.

look → compile what changed → the plan of the last build, while only texts changed; else link and plan → publish
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from audiencegen.build import manifest, moved, newest, noting, planned, walk, whole
from audiencegen.build import state as states
from audiencegen.build.compiling import Compiled
from audiencegen.build.edited import compared, edited, prepare_for_an_edit
from audiencegen.build.files import Disk
from audiencegen.build.looks import Left
from audiencegen.build.noting import Plans
from audiencegen.build.planned import LostPlan
from audiencegen.build.publish import CHANGED, Published, publish
from audiencegen.build.reading import Progress, key_of_plan, read
from audiencegen.build.references import Resolve, resolver
from audiencegen.build.rendering import made
from audiencegen.build.request import Request
from audiencegen.build.rows import LostState
from audiencegen.build.snapshot import Known
from audiencegen.build.sources import CONTENT
from audiencegen.build.state import State
from audiencegen.build.summary import Summary, backup_due, summary
from audiencegen.build.walk import Work
from audiencegen.model import Output, Readers, Site
from audiencegen.problems import Problem, ProjectError, Severity
from audiencegen.theme import Theme
from audiencegen.values import Struct, replace

if TYPE_CHECKING:
    from audiencegen.build.project import Ground

ONCE = frozenset(
    {moved.MOVED, CHANGED, "private-in-git"}
)  # kinds of problems that are said once: the next build cannot know of them
_LATELY = 8  # texts, of which the next edit is probably one


class Built(Struct, frozen=True):
    summary: Summary
    published: Published
    problems: tuple[Problem, ...]


class Linked(Struct, frozen=True):
    """A project put together, and nothing written: for a look at it."""

    site: Site
    theme: Theme
    problems: tuple[Problem, ...]
    resolve: Resolve

    def made(self, output: Output) -> bytes:
        return made(output, self.resolve)


Answer = TypeVar("Answer")
Say = Callable[[Built], tuple[str, str]]  # the closing words, and the same for programs


class _Run(Struct, frozen=True):
    """One attempt at a request: what is known of earlier builds and of the sources, and who writes and who listens."""

    request: Request
    state: State
    known: Compiled
    disk: Disk
    progress: Progress
    say: Say
    lately: tuple[str, ...] = ()  # the content files that were edited last


def build(request: Request, readers: Callable[[], Readers | None], disk: Disk, progress: Progress, say: Say) -> Built:
    """Make the output folder hold what the sources ask for. Raises ProjectError when nothing could be written.

    `say` is asked what a build would say that finds nothing to do, so that the next one can without a look.
    """
    try:
        return _attempt(request, readers, disk, progress, say, fresh=request.force)
    except LostState:
        return _attempt(request, readers, disk, progress, say, fresh=True)


def look(request: Request, use: Callable[[Linked], Answer]) -> Answer:
    """What `use` makes of the linked project. Raises ProjectError when it has errors."""
    try:
        return _look(request, use, fresh=False)
    except LostState:
        return _look(request, use, fresh=True)


def _look(request: Request, use: Callable[[Linked], Answer], fresh: bool) -> Answer:
    from audiencegen.build import project

    with closing(states.load(request.directory, fresh)) as state:
        known, ground = read(request, state, lambda what, done, total: None)
        loaded = project.load(request.directory, request.config, request.moment, known, state, ground())
        problems = request.problems + loaded.problems
        if loaded.site is None:
            raise ProjectError(*problems)
        return use(Linked(loaded.site, loaded.theme, problems, resolver(known, state, loaded.assets)))


def _attempt(
    request: Request, readers: Callable[[], Readers | None], disk: Disk, progress: Progress, say: Say, fresh: bool
) -> Built:
    with closing(states.load(request.directory, fresh)) as state:
        if request.look is not None and request.look.is_ahead:
            prepare_for_an_edit()
        few = edited(request.directory, request.config, request.look, state)
        kept = whole.of(state.meta)
        lately = tuple(dict.fromkeys((*(few.changed if few else ()), *(kept.lately if kept else ()))))[:_LATELY]
        if few is not None and request.look is not None and not few.shows_beyond(state.sources):
            with suppress(LostPlan):
                run = _Run(request, state, few.known, disk, progress, say, lately)
                return _again(run, request.look.whole, few.changed)
        known, ground = read(request, state, progress, few)
        run = _Run(request, state, known, disk, progress, say, lately)
        wanted = key_of_plan(known, request.config, request.moment)
        now = request.moment.now.timestamp()
        if kept and kept.plan == wanted and kept.holds(now) and not request.elsewhere:
            with suppress(LostPlan):  # a file was meddled with whose inputs are not kept
                return _again(run, kept, compared(known, state.sources.all()).changed)
        return _anew(run, wanted, readers, ground)


def _again(run: _Run, kept: whole.Whole, changed: Mapping[str, Known]) -> Built:
    """The plan of the last build stands: make what shows a text that changed, or whose file is not as it was left."""
    request, state = run.request, run.state
    left = _left(request, state)
    if manifest.NAME in left.meddled:
        raise LostPlan  # it knows where pages were; see `moved`
    problems = whole.problems(kept)
    _stop_at(problems, request)
    texts = [name.removeprefix(CONTENT) for name, known in changed.items() if known.body != state.sources[name].body]
    work = walk.over_texts(state, texts, run.known, left)
    done = _published(run, work, {}, manifest.as_left(request.places.output), None)
    built = Built(_with_counts(Summary(**kept.summary), request), done, problems + tuple(done.problems))
    meta = _noted(run, built, Plans(kept.plan, kept.since, kept.until))
    state.amend(meta, changed, {**walk.touched(left, state), **done.made})
    return built


def _anew(run: _Run, plan_key: str, readers: Callable[[], Readers | None], ground: Callable[[], Ground]) -> Built:
    """Link, plan, and make what is not made of the same things any more."""
    from audiencegen.build import project  # all that links, plans and makes is needed here, and nowhere before
    from audiencegen.outputs import plan

    request, state = run.request, run.state
    config = request.config
    loaded = project.load(request.directory, config, request.moment, run.known, state, ground())
    problems = request.problems + loaded.problems
    if loaded.site is None:
        raise ProjectError(*problems)
    site = loaded.site
    written, addresses = manifest.load(request.places.output), moved.addresses(site)
    problems += moved.problems(written, addresses, site, config.content)
    _stop_at(problems, request)
    audience = None if request.elsewhere else readers()
    planned.recall(state, loaded.theme, site.frame)
    wanted = planned.of(tuple(plan(site, loaded.theme, audience)))
    left = _left(request, state)
    before = {} if request.elsewhere else state.outputs.all()
    try:
        work = walk.over_all(wanted, run.known, before, left)
        done = _published(run, work, loaded.assets, written, addresses)
    except ProjectError as fault:
        raise ProjectError(*problems, *fault.problems) from fault
    built = Built(_with_counts(summary(site, audience, config), request), done, problems + tuple(done.problems))
    now = request.moment.now.timestamp()
    meta = _noted(run, built, Plans(plan_key, now, _until(site, built.summary, now)))
    if request.elsewhere:
        noting.note_sources(state, run.known, config)
        return built
    outputs = {**before, **walk.touched(left, state), **done.made}
    inputs = planned.inputs(wanted, work.reasons, before) | planned.shared(loaded.theme, site.frame)
    state.save(
        meta, run.known.seen.sources, {path: outputs[path] for path in sorted(done.paths)}, run.known.faces, inputs
    )
    return built


def _left(request: Request, state: State) -> Left:
    if request.elsewhere or state.is_new:
        return Left()
    return request.look.left() if request.look else walk.left(state, request.places)


def _until(site: Site, facts: Summary, now: float) -> float | None:
    """The moment at which a build would make, or say, something else although nobody wrote anything."""
    moments = (site.next_change.timestamp() if site.next_change else None, backup_due(facts))
    return min((moment for moment in moments if moment is not None and moment > now), default=None)


def _stop_at(problems: tuple[Problem, ...], request: Request) -> None:
    if any(request.strict or problem.severity is Severity.ERROR for problem in problems):
        raise ProjectError(*problems)


def _stop_at_the_newest_letter(work: Work, resolve: Resolve, request: Request) -> None:
    """With --strict its errors stop a build before anything is written."""
    if request.strict and newest.CHECK in work.paths:
        errors, _ = newest.counted(made(work.output(newest.CHECK), resolve), request.config)
        if errors:
            raise ProjectError(newest.problem(errors))


def _with_counts(facts: Summary, request: Request) -> Summary:
    return replace(facts, to_mend=newest.written_counts(request.places, request.config))


def _published(
    run: _Run,
    work: Work,
    assets: Mapping[str, Path | bytes],
    written: manifest.Manifest,
    addresses: Mapping[str, str] | None,
) -> Published:
    request, state = run.request, run.state
    resolve = resolver(run.known, state, assets)
    _stop_at_the_newest_letter(work, resolve, request)
    todo = work.todo()
    state.close()  # whatever was asked of it must not cross the fork of a pool
    return publish(
        work,
        todo,
        resolve,
        request.places,
        run.disk,
        written,
        addresses,
        request.force,
        request.jobs,
        lambda done, total: run.progress("making", done, total),
    )


def _noted(run: _Run, built: Built, plan: Plans) -> dict[str, str]:
    request, known = run.request, run.known
    if request.once:
        return noting.ground(request.config)
    lasting = tuple(problem for problem in built.problems if problem.kind not in ONCE)
    said = run.say(Built(built.summary, Published(unchanged=len(built.published.paths)), lasting))
    return noting.noted(request.config, known, plan, built.summary, lasting, said, run.lately)
