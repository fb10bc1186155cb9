"""From a reference to what it stands for: a body to the kept one, an asset to its bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from audiencegen.build.compiling import Compiled
from audiencegen.build.rows import LostState
from audiencegen.content.blocks.part import whole
from audiencegen.content.words import lines_of, lying_in
from audiencegen.model import Body, BodyOf, WordsOf
from audiencegen.problems import ProjectError, error
from audiencegen.values import Kept, Ref, digest_bytes, replace, unpack

_ROOM = 6_000_000  # letters of bodies that are kept decoded: the newest posts stand in many feeds
_SEGMENT = 256  # posts, which all shards of a part of the search show
Resolve = Callable[[Ref | BodyOf | WordsOf], Any]


class Bodies(Protocol):
    """Where bodies are kept, encoded."""

    def body(self, digest: str) -> bytes | None:
        """A kept body; None when it is not there."""


def resolver(compiled: Compiled, state: Bodies, assets: Mapping[str, Path | bytes]) -> Resolve:
    """The way from a reference to what it stands for. It raises LostState for a body that should be there."""

    bodies: Kept[str, Body] = Kept(_ROOM)

    def read(digest: str) -> Body:
        content = state.body(digest)
        if content is None:
            raise LostState
        return unpack(Body, content)  # type: ignore[no-any-return]

    def body(digest: str) -> Body:
        found = bodies.get(digest)
        if found is None:
            found = replace(read(digest), index=b"")  # which only shards of the search show
            bodies.keep(digest, found, len(found.html) + len(found.text))
        return found

    @lru_cache(maxsize=_SEGMENT)
    def lines(digest: str) -> list[str]:
        return lines_of(read(digest).index)

    def resolve(reference: Ref | BodyOf | WordsOf) -> Any:
        if isinstance(reference, BodyOf):
            shown = body(compiled.body(reference.source))
            parts = {part: body(compiled.body(part)) for part in reference.parts}
            return whole(shown, reference.source, parts) if parts else shown
        if isinstance(reference, WordsOf):
            found = (lines(compiled.body(source)) for source in reference.sources)
            return tuple(lying_in(reference.place, reference.shards, one) for one in found)
        asset = assets[reference.digest]
        return asset if isinstance(asset, bytes) else _content(asset, reference.digest)

    return resolve


def _content(path: Path, digest: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError:
        content = b""  # gone since it was read, which is a change like any other
    if digest_bytes(content) != digest:
        raise ProjectError(error("changed", f"{path.name} changed during the build", "build again"))
    return content
