"""A generation: the whole site of one moment, linked and planned, nothing of it written; a page is made when asked for.

Each is made from the one before. While only texts changed, and nobody but their own pages and feeds can know, site and
plan stay the same; else it is what a build does: link, and plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path

from audiencegen.build import project
from audiencegen.build.compiling import Compiled
from audiencegen.build.looks import PRIVATE, STATE
from audiencegen.build.planned import bodies_of
from audiencegen.build.project import Ground
from audiencegen.build.references import Resolve, resolver
from audiencegen.build.snapshot import Known, Snapshot
from audiencegen.build.state import State
from audiencegen.build.texts import Texts
from audiencegen.config import Config
from audiencegen.content.blocks.part import is_part
from audiencegen.content.states import Moment
from audiencegen.model import Manuscript, Output, Site
from audiencegen.outputs import plan
from audiencegen.preview.bodies import Bodies
from audiencegen.preview.rendered import Rendered
from audiencegen.problems import Problem, ProjectError
from audiencegen.theme import Theme
from audiencegen.values import Struct, replace


class Plan:
    """Every output by its path, and where each text is shown."""

    def __init__(self, site: Site, theme: Theme) -> None:
        self.outputs: Mapping[str, Output] = {output.path: output for output in plan(site, theme, None)}

    @cached_property
    def shows(self) -> Mapping[str, tuple[str, ...]]:
        """The outputs that show a content file's body."""
        found: dict[str, list[str]] = {}
        for path, output in self.outputs.items():
            for source in {one for part in output.inputs for one in bodies_of(part)}:
                found.setdefault(source, []).append(path)
        return {source: tuple(paths) for source, paths in found.items()}

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        """The content file behind the path of a page."""
        pages = ((paths[0], source) for source, paths in self.shows.items() if not is_part(source))
        return {path: source for path, source in pages if path.startswith("site/")}


class Kept(Struct, frozen=True):
    """What all generations of a session have in common."""

    directory: Path
    bodies: Bodies
    rendered: Rendered


class Generation(Struct, frozen=True, eq=False):
    """One whole site. `number` counts them; everything that is shown together is of one."""

    number: int
    config: Config
    moment: Moment
    site: Site
    problems: tuple[Problem, ...]
    ground: Ground
    plan: Plan
    resolve: Resolve
    known: Compiled
    manuscripts: Mapping[str, Manuscript]  # by path; none when the site was linked by an earlier session
    kept: Kept
    others: dict[datetime, Generation]

    @property
    def theme(self) -> Theme:
        return self.ground.look.theme

    @property
    def outputs(self) -> Mapping[str, Output]:
        return self.plan.outputs

    def made(self, path: str) -> bytes:
        """What is at a path of the plan. Raises ProjectError when it cannot be made."""
        return self.kept.rendered.of(self.outputs[path], self.known.body, self.resolve)

    def text(self, file: str) -> str:
        """The text of a file of the project, by its path from there; "" when it cannot be read."""
        return Texts(self.kept.directory)(file)

    def at(self, now: datetime) -> Generation:
        """The same sources as readers will see them at another moment: no drafts, and nothing ahead of its date."""
        if now not in self.others:
            moment = Moment(now)
            grounds = project.ground(self.kept.directory, self.config, moment, self.known.seen.listing)
            manuscripts = self.manuscripts or project.manuscripts(self.known, State(self.kept.directory / STATE))
            self.others[now] = linked(self.number, self.config, (), moment, self.known, manuscripts, grounds, self.kept)
        return self.others[now]


def linked(
    number: int,
    config: Config,
    problems: tuple[Problem, ...],
    moment: Moment,
    known: Compiled,
    manuscripts: Mapping[str, Manuscript],
    ground: Ground,
    kept: Kept,
) -> Generation:
    """A generation, linked anew. Raises ProjectError when the project has errors."""
    found = project.linked(kept.directory, config, moment, known.seen, ground, manuscripts)
    problems += found.problems
    if found.site is None:
        raise ProjectError(*problems)
    return planned(number, config, problems, moment, known, manuscripts, ground, kept, found.site)


def planned(
    number: int,
    config: Config,
    problems: tuple[Problem, ...],
    moment: Moment,
    known: Compiled,
    manuscripts: Mapping[str, Manuscript],
    ground: Ground,
    kept: Kept,
    site: Site,
) -> Generation:
    """A generation of a site that is linked."""
    assets = project.assets(kept.directory, config, known.seen, ground.look)
    resolve = resolver(known, kept.bodies, assets)
    plan = Plan(site, ground.look.theme)
    return Generation(number, config, moment, site, problems, ground, plan, resolve, known, manuscripts, kept, {})


def with_texts(before: Generation, number: int, known: Compiled, kept: Kept) -> Generation:
    """The same site, with other texts."""
    assets = project.assets(kept.directory, before.config, known.seen, before.ground.look)
    resolve = resolver(known, kept.bodies, assets)
    return replace(before, number=number, known=known, resolve=resolve, kept=kept, others={})


def changed(before: Mapping[str, Known], now: Mapping[str, Known]) -> tuple[str, ...]:
    """The sources that are new, gone, or have other bytes; the list of readers is none of the site's."""
    found = [
        name
        for name, one in now.items()
        if (old := before.get(name)) is not one and (old is None or old.digest != one.digest)
    ]
    found += [name for name in before if name not in now]
    return tuple(name for name in found if not name.startswith(PRIVATE))


def only_texts(before: Snapshot, now: Snapshot, below: str = "") -> bool:
    """Whether nothing differs, among the sources whose name begins so, but texts that nobody quotes."""
    return before.listing.oddities == now.listing.oddities and all(
        name in before.sources and name in now.sources and before.sources[name].face == now.sources[name].face != ""
        for name in changed(before.sources, now.sources)
        if name.startswith(below)
    )


def differing(before: Generation, now: Generation) -> tuple[str, ...]:
    """The outputs that are not made of the same things as in an earlier generation."""
    if now.plan is before.plan:
        texts = changed(before.known.seen.sources, now.known.seen.sources)
        sources = [name.partition("/")[2] for name in texts]
        return tuple(dict.fromkeys(path for source in sources for path in now.plan.shows.get(source, ())))
    was, bodies = before.outputs, _other_texts(before, now)
    return tuple(
        path
        for path, output in now.outputs.items()
        if path not in was
        or was[path].inputs != output.inputs
        or (bodies and any(source in bodies for part in output.inputs for source in bodies_of(part)))
    )


def _other_texts(before: Generation, now: Generation) -> frozenset[str]:
    names = changed(before.known.seen.sources, now.known.seen.sources)
    return frozenset(name.partition("/")[2] for name in names)
