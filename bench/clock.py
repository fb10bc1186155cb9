"""A clock that charges time to the innermost stage that runs."""

from __future__ import annotations

import functools
import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any


class Clock:
    """Seconds and calls by stage, in the order in which the stages were named."""

    def __init__(self) -> None:
        self.own: dict[str, float] = {}
        self.calls: Counter[str] = Counter()
        self._stages: list[str] = []
        self._since = 0.0

    @property
    def total(self) -> float:
        return sum(self.own.values())

    def cost(self) -> float:
        """What all calls together paid for being timed, about: it is in the time of what is around each."""
        empty = Clock()
        timed = empty.around("nothing", lambda: None)
        begin = perf_counter()
        for _ in range(10_000):
            timed()
        return (perf_counter() - begin) / 10_000 * sum(self.calls.values())

    def name(self, stage: str) -> None:
        """Give a stage its place in the table."""
        self.own.setdefault(stage, 0.0)

    @contextmanager
    def stage(self, stage: str) -> Iterator[None]:
        self.name(stage)
        self.calls[stage] += 1
        self._enter(stage)
        try:
            yield
        finally:
            self._leave()

    def around(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same function under the clock. Of a generator every step is timed, and the whole is one call."""
        self.name(stage)
        return (
            self._around_steps(stage, function)
            if inspect.isgeneratorfunction(function)
            else self._around(stage, function)
        )

    def _around(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        calls, enter, leave = self.calls, self._enter, self._leave

        @functools.wraps(function)
        def timed(*arguments: Any, **named: Any) -> Any:
            calls[stage] += 1
            enter(stage)
            try:
                return function(*arguments, **named)
            finally:
                leave()

        return timed

    def _around_steps(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def timed(*arguments: Any, **named: Any) -> Iterator[Any]:
            self.calls[stage] += 1
            steps = function(*arguments, **named)
            while True:
                self._enter(stage)
                try:
                    step = next(steps)
                except StopIteration:
                    return
                finally:
                    self._leave()
                yield step

        return timed

    def _enter(self, stage: str) -> None:
        now = perf_counter()
        if self._stages:
            self.own[self._stages[-1]] += now - self._since
        self._stages.append(stage)
        self._since = now

    def _leave(self) -> None:
        now = perf_counter()
        self.own[self._stages.pop()] += now - self._since
        self._since = now
