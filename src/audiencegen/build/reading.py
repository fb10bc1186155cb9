"""The look at the sources: what every text was compiled to, and what stands before any of them is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache, partial
from typing import TYPE_CHECKING

from audiencegen.build.compiling import Compiled, compiled
from audiencegen.build.edited import Edited
from audiencegen.build.request import Request
from audiencegen.build.snapshot import Known, Snapshot, look_at
from audiencegen.build.sources import Listing
from audiencegen.build.state import State
from audiencegen.config import Config
from audiencegen.content.compile import settings
from audiencegen.content.states import Moment
from audiencegen.problems import ProjectError
from audiencegen.theme import prepare
from audiencegen.values import digest, digest_bytes, replace

if TYPE_CHECKING:  # an edited text needs none of what links
    from audiencegen.build.project import Ground

Progress = Callable[[str, int, int], None]


def read(
    request: Request, state: State, progress: Progress, few: Edited | None = None
) -> tuple[Compiled, Callable[[], Ground]]:
    """What all texts were compiled to, and the way to what stands before any of them is looked at."""
    config, how = request.config, settings(request.config)
    before: dict[str, Known] = {}
    if state.meta.get("settings") == digest(how):
        before = {**state.sources.all(), **(few.changed if few else {})}
    seen = look_at(request.directory, config, before, _looked(request))
    state.close()  # SQLite's connections must not cross the fork of a pool
    ground = cache(partial(_ground, request, seen.listing))
    known = compiled(
        request.directory,
        config,
        seen,
        before,
        request.jobs,
        state,
        lambda done, total: progress("reading", done, total),
        None if before else partial(_prepare, request, seen, ground),
    )
    return (replace(known, faces={**few.known.faces, **known.faces}) if few else known), ground


def _looked(request: Request) -> Mapping[str, Listing]:
    return {request.look.whole.content: request.look.listing} if request.look and request.look.listing else {}


def _ground(request: Request, listing: Listing) -> Ground:
    from audiencegen.build import project

    return project.ground(request.directory, request.config, request.moment, listing)


def _prepare(request: Request, seen: Snapshot, ground: Callable[[], Ground]) -> None:
    """Import what makes a site, and compile the templates that nearly every one needs.

    They are compiled for a site without texts: as a rule its frame is that of the whole site. What is wrong with one is
    said when it is needed.
    """
    from audiencegen import outputs
    from audiencegen.build import project

    with suppress(ProjectError):
        bare = project.linked(request.directory, request.config, request.moment, seen, ground(), {})
        if bare.site is not None:
            prepare(bare.theme, bare.site.frame, outputs.templates(request.config))
    outputs.prepare()


def key_of_plan(known: Compiled, config: Config, moment: Moment) -> str:
    """The digest of everything that the plan is made of: not of the texts, which stand in it by name."""
    sources = "\n".join(f"{name}\t{one.face or one.digest}" for name, one in known.seen.sources.items())
    made = digest_bytes(sources.encode("utf-8", "surrogateescape"))
    oddities = tuple(tuple(one) for one in known.seen.listing.oddities)
    return digest(made, oddities, config, moment.drafts, moment.future)
