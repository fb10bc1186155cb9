"""Running recipes: in this process when they are few, else in forked ones that have the whole site in their memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from audiencegen.build import compiling
from audiencegen.build.compiling import CHUNKS_PER_WORKER, can_fork, pool_of
from audiencegen.build.files import same_content
from audiencegen.build.places import Places
from audiencegen.build.references import Resolve
from audiencegen.model import BodyOf, Output
from audiencegen.values import Ref, digest_bytes

Rendered = tuple[str, bytes | None]  # the digest of the bytes, and the bytes when the file does not hold them yet


def render(outputs: Sequence[Output], resolve: Resolve, places: Places, force: bool, jobs: int) -> Iterator[Rendered]:
    """Make outputs, in their order. Raises ProjectError when a recipe cannot be followed."""
    if jobs == 1 or len(outputs) < compiling.FEW or not can_fork():
        for output in outputs:
            yield _rendered(output, resolve, places, force)
        return
    global _work
    _work = outputs, resolve, places, force  # what the fork inherits; nothing of it could cross a pipe
    first = {output.recipe: number for number, output in reversed(list(enumerate(outputs)))}
    try:
        # One of each kind is made here, so that no worker has to compile templates.
        made = {number: _rendered_here(number) for number in first.values()}
        rest = [number for number in range(len(outputs)) if number not in made]
        chunk = max(1, len(rest) // (jobs * CHUNKS_PER_WORKER))
        with pool_of(jobs) as pool:
            others = pool.imap(_rendered_here, rest, chunk)
            for number in range(len(outputs)):
                yield made[number] if number in made else next(others)
    finally:
        _work = None


_work: tuple[Sequence[Output], Resolve, Places, bool] | None = None


def _rendered_here(number: int) -> Rendered:
    assert _work is not None
    outputs, resolve, places, force = _work
    return _rendered(outputs[number], resolve, places, force)


def made(output: Output, resolve: Resolve) -> bytes:
    """What an output holds."""
    return output.recipe(*(_resolved(part, resolve) for part in output.inputs))


def _rendered(output: Output, resolve: Resolve, places: Places, force: bool) -> Rendered:
    content = made(output, resolve)
    there = not force and same_content(places.file(output.path), content)
    return digest_bytes(content), None if there else content


def _resolved(part: Any, resolve: Resolve) -> Any:
    if isinstance(part, Ref | BodyOf):
        return resolve(part)
    if isinstance(part, tuple) and part and isinstance(part[0], Ref | BodyOf):
        return tuple(resolve(one) for one in part)
    return part
