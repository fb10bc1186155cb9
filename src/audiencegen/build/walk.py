"""The walk that decides what to make, and says why: over a whole plan, or over what can have changed of a kept one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

from audiencegen.build import manifest
from audiencegen.build.compiling import Compiled
from audiencegen.build.looks import Left, as_left
from audiencegen.build.places import Places
from audiencegen.build.planned import Plan, Row, bodies_of, kept_output, row_from, shard_in
from audiencegen.build.rows import Made
from audiencegen.build.sources import CONTENT
from audiencegen.build.state import State
from audiencegen.content.words import digests_in
from audiencegen.model import Output, WordsOf
from audiencegen.values import Struct, digest_bytes, replace

_TEXT = "a text that it shows changed"
_FILE = "its file is not as it was left"


class Work(Struct, frozen=True):
    """What there is to do: every path that is to be there, why some have to be made again, and the way to each.

    `digests` are those of what stands; None where the manifest knows them, and every path is there already.
    """

    paths: Collection[str]
    reasons: Mapping[str, str]
    digests: Mapping[str, str] | None
    row: Callable[[str], Row]
    output: Callable[[str], Output]
    shown: Callable[[Row], str]  # the digests of what an output shows of its texts, as one

    def todo(self) -> list[Output]:
        """What has to be made: as it is planned, but what shows many texts when the last of them has been read.

        So most texts are read once, though few are kept.
        """
        turns: dict[str, int] = {}

        def turn(path: str) -> int:
            row = self.row(path)
            texts = () if row.shard else row.bodies
            return max((turns.setdefault(text, len(turns)) for text in texts), default=-1)

        return [self.output(path) for path in sorted(self.reasons, key=turn)]


def over_all(plan: Plan, texts: Compiled, before: Mapping[str, Made], left: Left) -> Work:
    """The work of a plan: an output whose recipe and inputs are those of `before`, and whose file is left, stands."""
    shown = _shown(texts)
    reasons = {path: reason for path in plan.rows if (reason := _why(path, plan, shown, before.get(path), left))}
    digests = {path: before[path].digest for path in plan.rows if path not in reasons}
    return Work(plan.rows.keys(), reasons, digests, plan.rows.__getitem__, plan.output, shown)


def over_texts(state: State, edited: Iterable[str], texts: Compiled, left: Left) -> Work:
    """The work where the plan of the last build stands, and some content files have other bodies."""
    showing = {path for source in edited for path in _showing(state, source, texts)}
    paths = [path for path in state.outputs if path != manifest.NAME]
    reasons = {path: _TEXT if path in showing else _FILE for path in paths if path in showing or path in left.meddled}
    return Work(
        paths,
        reasons,
        None,
        lambda path: row_from(state.outputs[path]),
        kept_output(state),
        _shown(texts),
    )


def _showing(state: State, source: str, texts: Compiled) -> Iterator[str]:
    """The outputs that show what changed of a text."""
    was, now = state.sources[CONTENT + source].words, texts.words(source)
    for path, made_of in state.showing(source).items():
        shard = shard_in(made_of)
        if shard is None or digests_in(*shard, was) != digests_in(*shard, now):
            yield path


def left(state: State, places: Places) -> Left:
    """What became of the outputs of the last build, where nobody has just looked."""
    note = state.outputs.note
    state.close()  # a connection must not cross the fork of a copy that looks
    return as_left(str(state.path), note, str(places.output), str(places.private))()


def touched(left: Left, state: State) -> dict[str, Made]:
    """The outputs that hold what we wrote, and are known by another stat from now on."""
    return {path: replace(state.outputs[path], stat=found) for path, found in left.touched.items()}


def _why(path: str, plan: Plan, shown: Callable[[Row], str], was: Made | None, left: Left) -> str:
    """Why an output has to be made; "" when what was made last still stands."""
    row = plan.rows[path]
    if was is None:
        return "it is new, or nothing is known of it"
    if was.made_of != row.made_of:
        return _difference(plan.output(path), was.made_of.split(" "), row.made_of.split(" "))
    if was.shown != shown(row):
        return _TEXT
    return _FILE if path in left.meddled else ""


def _difference(output: Output, was: Sequence[str], now: Sequence[str]) -> str:
    if was[0] != now[0] or len(was) != len(now):
        return "it is made in another way"
    parts = [part for part in output.inputs if isinstance(part, WordsOf) or not bodies_of(part)]
    changed = [part for part, old, new in zip(parts, was[1:], now[1:], strict=True) if old != new]
    return "changed: " + ", ".join(dict.fromkeys(type(part).__name__ for part in changed))


def _shown(texts: Compiled) -> Callable[[Row], str]:
    """The digests of what an output shows of its texts, as one. Many outputs show the same texts."""

    @cache
    def of_many(sources: tuple[str, ...]) -> str:
        return digest_bytes("".join(map(texts.body, sources)).encode())

    @cache
    def words(sources: tuple[str, ...]) -> bytes:
        return b"".join(map(texts.words, sources))

    def of(row: Row) -> str:
        if row.shard:
            return digest_bytes(digests_in(*row.shard, words(row.bodies)))
        if len(row.bodies) < 2:
            return texts.body(row.bodies[0]) if row.bodies else ""
        return of_many(row.bodies)

    return of
