"""A few texts that were edited, and nothing else: the quickest way to what a build has to know of its sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from audiencegen.build.compiling import Compiled, compiled
from audiencegen.build.snapshot import Known, Snapshot, again
from audiencegen.build.sources import CONTENT, Listing, Oddity
from audiencegen.build.state import State
from audiencegen.build.whole import Look
from audiencegen.config import Config
from audiencegen.values import Struct

_MANY = 60  # texts, from which on a look at everything costs little more


class Edited(Struct, frozen=True):
    """The sources as they are known now, and those of them that are other ones than at the last build."""

    known: Compiled
    changed: Mapping[str, Known]

    def shows_beyond(self, before: Mapping[str, Known]) -> bool:
        """Whether more changed than texts."""
        return any(known.face != before[name].face for name, known in self.changed.items())


class _Over(Mapping[str, Known]):
    """Some sources over all the others, of which one is read when it is asked for."""

    def __init__(self, some: Mapping[str, Known], rest: Mapping[str, Known]) -> None:
        self._some = some
        self._rest = rest

    def __getitem__(self, name: str) -> Known:
        return self._some[name] if name in self._some else self._rest[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rest)

    def __len__(self) -> int:
        return len(self._rest)


def edited(directory: Path, config: Config, look: Look | None, state: State) -> Edited | None:
    """What was edited, compiled; None where that is much, or where anything but content files is another."""
    names = look.sources() if look is not None and not state.is_new else None
    if look is None or names is None or len(names) >= _MANY or not all(_is_text(name, state) for name in names):
        return None
    try:
        sources = again(str(directory / config.content), names, state.sources)
    except OSError:
        return None  # it is said by whoever looks at everything
    oddities = tuple(Oddity(*one) for one in look.whole.oddities)
    few = Snapshot(Listing(tuple(name.removeprefix(CONTENT) for name in names), (), {}, oddities), sources)
    done = compiled(directory, config, few, {}, 1, state, lambda done, total: None)
    changed = done.seen.sources
    return Edited(Compiled(Snapshot(few.listing, _Over(changed, state.sources)), done.faces), changed)


def _is_text(name: str, state: State) -> bool:
    return name.startswith(CONTENT) and state.sources[name].face != ""


def compared(known: Compiled, before: Mapping[str, Known]) -> Edited:
    """The same where all sources were looked at."""
    changed = {name: one for name, one in known.seen.sources.items() if before.get(name) != one}
    return Edited(known, changed)


def prepare_for_an_edit() -> None:
    """Import what makes pages and feeds, while other processes look at the files."""
    import audiencegen.outputs.feeds
    import audiencegen.outputs.pages
    import audiencegen.theme.templates  # noqa: F401
