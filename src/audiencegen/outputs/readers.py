from collections.abc import Iterable

from audiencegen.model import Output, Readers


def plan(readers: Readers | None) -> Iterable[Output]:
    return ()
