"""A session at the desk: every ring of the doorbell is answered by one look, and by a new generation if it found any.

The whole site swaps at once: whoever asks gets `shown`, one generation, and nobody ever half of the next.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from audiencegen.build import project
from audiencegen.build import state as states
from audiencegen.build.compiling import Compiled, Keeper, compiled
from audiencegen.build.configured import read_config
from audiencegen.build.lock import held
from audiencegen.build.noting import note_sources
from audiencegen.build.project import Ground
from audiencegen.build.reading import key_of_plan
from audiencegen.build.rows import LostState
from audiencegen.build.snapshot import Known, Snapshot, look_at
from audiencegen.build.sources import CONFIGURATION, CONTENT
from audiencegen.build.state import State
from audiencegen.config import Config
from audiencegen.content.compile import settings
from audiencegen.content.states import Moment
from audiencegen.model import Manuscript
from audiencegen.preview import quickly
from audiencegen.preview.bodies import Bodies
from audiencegen.preview.generation import Generation, Kept, changed, linked, only_texts, planned, with_texts
from audiencegen.preview.rendered import Rendered
from audiencegen.problems import Problem, ProjectError
from audiencegen.values import Struct, digest, replace, unpack

Progress = Callable[[str, int, int], None]
_RETRY = 1.0  # seconds; a post that is due while there is something to mend does not keep us busy


class Wish(Struct, frozen=True):
    """What the writer wants to see: of which project, with drafts or without, now or as of another moment."""

    directory: Path
    drafts: bool = True
    at: datetime | None = None


class News(Struct, frozen=True):
    """What a look found: the names of what changed, the generation it led to or the errors, and how long it took."""

    names: tuple[str, ...]
    before: Generation | None
    now: Generation | None
    errors: tuple[Problem, ...]
    seconds: float


class Session:
    """The one thing that changes. `look_again` belongs to one thread; everything else may be asked by many."""

    def __init__(self, wish: Wish, clock: Callable[[], datetime], jobs: int = 1) -> None:
        self.wish = wish
        self.shown: Generation | None = None
        self.errors: tuple[Problem, ...] = ()
        self.config: Config | None = None
        self.last_look = 0.0  # seconds that it takes to see that nothing changed
        self.told = 0  # counts generations and errors: what a browser waits for
        self.visited: Callable[[], Iterable[str]] = tuple  # paths of the plan that somebody looks at
        self.is_lost = False  # a text is not where it was kept
        self._told_of = 0  # the number of the generation that browsers know of
        self._clock = clock
        self._jobs = jobs
        self._warnings: tuple[Problem, ...] = ()  # of the configuration
        self._settings = ""
        self._sources: Mapping[str, Known] = {}
        self._tried: Snapshot | None = None
        self._is_stuck = False  # not even the sources could be read
        self._faces: dict[str, bytes] = {}  # manuscripts that no generation has yet, encoded
        self._state: State | None = None
        self._kept: Kept | None = None
        self._changed = threading.Condition()

    # --- for everybody ----------------------------------------------------------------------------

    def wait(self, told: int, seconds: float) -> bool:
        """Whether there is something to tell beyond `told`, now or within so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self.told > told, seconds)

    @property
    def patience(self) -> float:
        """Seconds until time alone changes the site."""
        change = self.shown.site.next_change if self.shown and self.wish.at is None else None
        if change is None:
            return float("inf")
        return max(_RETRY if self.errors else 0.0, (change - self._clock()).total_seconds())

    # --- for the one who looks --------------------------------------------------------------------

    def begin(self, progress: Progress = lambda what, done, total: None) -> News:
        """The first look, helped by what the last build knew."""
        try:
            with held(self.wish.directory, lambda: None):
                news = self._first_look(progress)
                assert news is not None  # there is always something to say of the first look
                return news
        except ProjectError as fault:  # not even a lock
            return self._fail((), fault.problems, time.perf_counter())

    def _first_look(self, progress: Progress) -> News | None:
        try:
            return self._look(progress)
        except LostState:
            self._forget()
            return self._look(progress)

    def look_again(self) -> News | None:
        """Look; None when everything is as it was."""
        began = time.perf_counter()
        try:
            if self.is_lost:
                raise LostState
            news = self._look(lambda what, done, total: None)
            if news is None:
                self.last_look = time.perf_counter() - began
            return news
        except LostState:  # somebody deleted what the last build knew
            self._forget()
            return self._look(lambda what, done, total: None)

    def rehearse(self) -> News | None:
        """After the start: whether templates work that nobody asked for yet."""
        began = time.perf_counter()
        try:
            if self.shown is not None:
                rehearse(self.shown)
        except ProjectError as fault:
            return self._fail((), fault.problems, began)
        return None

    def close(self) -> None:
        """Keep the linked site, so that the next session starts at once."""
        if self.shown is not None and self.wish.at is None and not self.errors:
            with suppress(OSError):
                now = self.shown
                key = key_of_plan(now.known, now.config, now.moment)
                quickly.keep(self.wish.directory, key, now.moment.now, now.site, now.problems)

    def _look(self, progress: Progress) -> News | None:
        began = time.perf_counter()
        before, was_stuck, self._is_stuck = self._sources, self._is_stuck, True
        try:
            names = self._take(progress)
            self._is_stuck = False
            if not names and not self._is_due() and not was_stuck:
                return None
            was, now = self.shown, self._next(names)
            self._swap(now)
        except ProjectError as fault:
            names = changed(before, self._sources)
            if not names and fault.problems == self.errors:
                return None  # still the same, and said already
            return self._fail(names, fault.problems, began)
        if now.manuscripts:
            self._faces.clear()
        if self.errors or self._told_of != now.number:
            self._tell(())
        return News(names, was, now, (), time.perf_counter() - began)

    def _take(self, progress: Progress) -> tuple[str, ...]:
        """Read and compile what changed; the answer names it."""
        config = self._configuration()
        how = settings(config)
        if self._kept is None:
            state = self._state = self._state or states.load(self.wish.directory)
            self._kept = Kept(self.wish.directory, Bodies(state.path), Rendered())
            if state.meta.get("settings") == digest(how):
                self._sources, self._settings = state.sources.all(), digest(how)
        assert self._kept is not None
        before = self._sources if self._settings == digest(how) else {}
        seen = look_at(self.wish.directory, config, before)
        names = changed(before, seen.sources)
        is_same = self._tried is not None and self._tried.listing.oddities == seen.listing.oddities
        if is_same and not names and self.config == config:
            return ()
        known = self._compiled(config, seen, before, progress)
        self._sources, self._settings = known.seen.sources, digest(how)
        self._known, self._tried, self.config = known, known.seen, config
        self._faces.update(known.faces)
        return names or (CONFIGURATION,)

    def _configuration(self) -> Config:
        config, self._warnings = read_config(self.wish.directory)
        return config

    def _compiled(self, config: Config, seen: Snapshot, before: Mapping[str, Known], progress: Progress) -> Compiled:
        assert self._kept is not None
        is_first = self._tried is None and self._state is not None
        keeper: Keeper = self._state if is_first and self._state else self._kept.bodies

        def done(number: int, total: int) -> None:
            progress("reading", number, total)

        known = compiled(self.wish.directory, config, seen, before, self._jobs, keeper, done)
        if is_first and self._state and known.faces:
            note_sources(self._state, known, config)
        return known

    def _is_due(self) -> bool:
        change = self.shown.site.next_change if self.shown and self.wish.at is None else None
        return change is not None and change <= self._clock()

    def _moment(self) -> Moment:
        return Moment(self.wish.at or self._clock(), self.wish.drafts, self.wish.drafts)

    def _next(self, names: tuple[str, ...]) -> Generation:
        """The generation of what was taken. Raises ProjectError when there is none."""
        assert self.config is not None and self._kept is not None
        was, config, known = self.shown, self.config, self._known
        number = was.number + 1 if was else 1
        if was and was.config == config and not self._is_due() and only_texts(was.known.seen, known.seen):
            both = (*known.seen.sources.values(), *was.known.seen.sources.values())
            used = {one.body for one in both}
            self._kept.bodies.forget_all_but(used)
            return with_texts(was, number, known, self._kept)
        moment = self._moment()
        grounds = project.ground(self.wish.directory, config, moment, known.seen.listing)
        if was is not None:
            grounds = _same_again(was.ground, grounds)
        if was is None:
            key = key_of_plan(known, config, moment)
            recalled = quickly.recalled(self.wish.directory, key, moment.now, grounds.frame)
            if recalled is not None:
                site, problems = recalled
                return planned(number, config, problems, moment, known, {}, grounds, self._kept, site)
        elif self._differs_in_looks(was, grounds):
            site, problems = was.site, was.problems
            return planned(number, config, problems, moment, known, was.manuscripts, grounds, self._kept, site)
        return linked(number, config, self._warnings, moment, known, self._manuscripts(known), grounds, self._kept)

    def _differs_in_looks(self, was: Generation, now: Ground) -> bool:
        """Whether only templates and texts changed, so that everything is linked as it was."""
        is_framed_alike = was.config == self.config and now.frame is was.ground.frame
        return is_framed_alike and not self._is_due() and only_texts(was.known.seen, self._known.seen, below=CONTENT)

    def _manuscripts(self, known: Compiled) -> Mapping[str, Manuscript]:
        """Every manuscript by its path; what the generation before had need not be read again."""
        assert self._state is not None
        was = self.shown
        if was is None or not was.manuscripts:
            return project.manuscripts(replace(known, faces={**self._faces, **known.faces}), self._state)
        faces = {was.known.seen.content(path).face: one for path, one in was.manuscripts.items()}
        new = {**self._faces, **known.faces}
        names = {path: known.seen.content(path).face for path in known.seen.listing.markdown}
        try:
            return {path: faces.get(face) or unpack(Manuscript, new[face]) for path, face in names.items()}
        except (KeyError, ValueError) as fault:
            raise LostState from fault

    def _swap(self, now: Generation) -> None:
        """Show a generation. Raises ProjectError when a template fails, and the one before stays."""
        was = self.shown
        if was is not None and now.plan is was.plan:
            self.shown = now
            return
        for path in self.visited():
            if path in now.outputs:
                now.made(path)
        self.shown = now
        if was is None or (now.ground.look is was.ground.look and now.site.frame is was.site.frame):
            return
        self._tell(())  # whoever looks at a page gets it; whether all others can be made is seen meanwhile
        try:
            rehearse(now)
        except ProjectError:
            self.shown = replace(was, number=now.number + 1, others={})
            raise

    def _fail(self, names: tuple[str, ...], errors: tuple[Problem, ...], began: float) -> News:
        self._tell(errors)
        return News(names, self.shown, None, errors, time.perf_counter() - began)

    def _tell(self, errors: tuple[Problem, ...]) -> None:
        with self._changed:
            self.errors = errors
            self.told += 1
            self._told_of = self.shown.number if self.shown else 0
            self._changed.notify_all()

    def _forget(self) -> None:
        """Compile everything anew: what the last build knew is not there any more."""
        self._state = states.load(self.wish.directory, fresh=True)
        self._kept = Kept(self.wish.directory, Bodies(self._state.path), Rendered())
        self._sources, self._tried, self._faces, self.is_lost = {}, None, {}, False


def rehearse(generation: Generation) -> None:
    """Make one output of each kind. Raises ProjectError when a template fails."""
    for path in {output.recipe: path for path, output in reversed(tuple(generation.outputs.items()))}.values():
        generation.made(path)


def _same_again(was: Ground, now: Ground) -> Ground:
    """What is equal stays the same thing: then nobody has to compare its inside again."""
    look = was.look if was.look == now.look else now.look
    frame = was.frame if was.frame == now.frame else now.frame
    return Ground(look, frame, now.problems)
