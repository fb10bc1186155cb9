"""The plan of a build as rows: path → what its output is made of. Texts stand in it by name, not by content.

So the plan stays the same when only a text changes; it is kept, and what shows that text is made again from it, without
linking. An output that has to be made is the only one whose inputs are read back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import get_type_hints

from audiencegen.build.rows import Made
from audiencegen.build.state import State
from audiencegen.content.blocks.part import is_part
from audiencegen.content.words import Words
from audiencegen.model import Body, BodyOf, Frame, Output, Recipe, WordsOf
from audiencegen.theme import Theme, codes, know
from audiencegen.values import Struct, digest, pack, unpack

# Names under which what nearly all outputs are made of is kept, and the code of templates.
SHARED, CODE = "", "code"
_RECIPES = "audiencegen.outputs."
_TEXTS = (Body, Sequence[Body], Sequence[Words])  # what recipes are given for references to texts
_WORDS = "words:"  # how the part of a row begins that says which words of its texts an output shows


class LostPlan(Exception):
    """An output has to be made whose inputs were not kept: link again."""


class Row(Struct, frozen=True):
    """What one output is made of: its recipe with the digests of its inputs, and the files whose bodies it shows."""

    made_of: str
    bodies: tuple[str, ...] = ()

    @property
    def shard(self) -> tuple[int, int] | None:
        """The place and the number of shards, where an output shows no more of its texts than the words in a shard."""
        return shard_in(self.made_of)


class Plan(Struct, frozen=True):
    """Everything that is to be there: path → row, and the way to an output itself."""

    rows: Mapping[str, Row]
    output: Callable[[str], Output]


def of(outputs: Sequence[Output]) -> Plan:
    """The plan of outputs as planners make them."""
    by_path: dict[str, Output] = {}
    for output in outputs:
        if output.path in by_path:
            raise AssertionError(f"two outputs at {output.path}")  # linking claims every address; this is our bug
        by_path[output.path] = output
    return Plan({path: row_of(output) for path, output in by_path.items()}, by_path.__getitem__)


def row_from(made: Made) -> Row:
    """The row of an output as it was made last."""
    return Row(made.made_of, _names(made.bodies))


@cache
def _names(bodies: str) -> tuple[str, ...]:
    """The content files that are named so; those of a part of the search stand in all of its shards."""
    return tuple(filter(None, bodies.split("\n")))


def kept_output(state: State) -> Callable[[str], Output]:
    """The way to the outputs of the last plan. It raises LostPlan for one whose inputs were not kept."""
    shared: list[tuple[Theme, Frame]] = []

    def output(path: str) -> Output:
        content = state.inputs(path)
        if content is None:
            raise LostPlan
        if not shared:
            shared.append(_shared(state))
        return _output(path, row_from(state.outputs[path]), content, *shared[0])

    return output


def inputs(plan: Plan, made: Iterable[str], known: Mapping[str, Made]) -> dict[str, bytes]:
    """The inputs of outputs that show texts, encoded, where they are not yet kept: of some that were made again."""
    found: dict[str, bytes] = {}
    for path in made:
        row = plan.rows[path]
        if row.bodies and (path not in known or known[path].made_of != row.made_of):
            parts = plan.output(path).inputs
            found[path] = pack([part for part in parts if not isinstance(part, Theme | Frame) and not bodies_of(part)])
    return found


def shared(theme: Theme, frame: Frame) -> dict[str, bytes]:
    """What nearly all outputs are made of, encoded, and the code of the templates that were compiled for it."""
    code = pack(codes(theme, frame))
    return {SHARED: pack((theme, frame)), CODE: _signed(theme, frame, code) + code}


def recall(state: State, theme: Theme, frame: Frame) -> None:
    """Take the code of templates from the last build, if it was compiled for the same theme and site."""
    kept = state.inputs(CODE) or b""
    size = len(_signed(theme, frame, b""))
    if kept[:size] == _signed(theme, frame, kept[size:]):  # damaged code could do anything
        know(theme, frame, unpack(dict[str, bytes], kept[size:]))


def _signed(theme: Theme, frame: Frame, code: bytes) -> bytes:
    return digest(theme, frame, code).encode()


def shard_in(made_of: str) -> tuple[int, int] | None:
    """Which words alone an output shows of its texts, from what it is made of."""
    _, mark, said = made_of.partition(f" {_WORDS}")
    place, _, shards = said.partition("/")
    return (int(place), int(shards)) if mark else None


def bodies_of(part: object) -> tuple[str, ...]:
    """The content files whose bodies an input stands for."""
    if isinstance(part, WordsOf):
        return part.sources
    if isinstance(part, BodyOf):
        return (part.source, *part.parts)
    if isinstance(part, tuple) and part and isinstance(part[0], BodyOf):
        return tuple(source for one in part for source in bodies_of(one))
    return ()


@cache
def _with_parts(sources: tuple[str, ...]) -> tuple[BodyOf, ...]:
    """The bodies that are made of so many files: each text is followed by its parts."""
    found: list[BodyOf] = []
    for source in sources:
        if is_part(source) and found:
            found[-1] = BodyOf(found[-1].source, (*found[-1].parts, source))
        else:
            found.append(BodyOf(source))
    return tuple(found)


def row_of(output: Output) -> Row:
    """What an output is made of."""
    made_of = [_name(output.recipe)]
    bodies: tuple[str, ...] = ()
    for part in output.inputs:
        shown = bodies_of(part)
        bodies += shown
        if isinstance(part, WordsOf):
            made_of.append(f"{_WORDS}{part.place}/{part.shards}")
        elif not shown:
            made_of.append(digest(part))
    return Row(" ".join(made_of), bodies)


@cache
def _name(recipe: Recipe) -> str:
    return f"{recipe.__module__}.{recipe.__qualname__}"


def _shared(state: State) -> tuple[Theme, Frame]:
    content = state.inputs(SHARED)
    if content is None:
        raise LostPlan
    theme, frame = unpack(tuple[Theme, Frame], content)
    recall(state, theme, frame)
    return theme, frame


def _output(path: str, row: Row, content: bytes, theme: Theme, frame: Frame) -> Output:
    """An output from what is kept of it; what does not have the digest that is noted is not believed."""
    name = row.made_of.split(" ")[0]
    if not name.startswith(_RECIPES):
        raise LostPlan
    module, _, function = name.rpartition(".")
    recipe = getattr(import_module(module), function)
    kinds = [kind for parameter, kind in get_type_hints(recipe).items() if parameter != "return"]
    own = tuple(kind for kind in kinds if kind not in (Theme, Frame, *_TEXTS))
    try:
        values = iter(unpack(tuple.__class_getitem__(own), content))
    except ValueError as fault:
        raise LostPlan from fault
    bodies = _with_parts(row.bodies)
    words = WordsOf(row.bodies, *(row.shard or (0, 1)))
    given = {Theme: theme, Frame: frame, Body: bodies[0], Sequence[Body]: bodies, Sequence[Words]: words}
    output = Output(path, recipe, tuple(given[kind] if kind in given else next(values) for kind in kinds))
    if row_of(output) != row:
        raise LostPlan
    return output
