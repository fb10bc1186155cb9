"""Processes that work beside this one. Whoever is free takes the next part; what one keeps, it can be asked for."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from audiencegen.values import Struct

if TYPE_CHECKING:  # a build of a few texts has no crew, and would wait for the import of what it is made of
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

FEW = 150  # files below which starting processes costs more than it saves: each imports what it needs anew
_MUCH = 50_000  # objects; trees of HTML are let go of without a search for circles
_LOOK_UP = 0.2  # seconds between two looks of a worker whether its parent lives
_AHEAD = 2  # parts that a worker has been given: the next one is there when it has answered
_PARTS_PER_WORKER = 8  # small enough that none waits long for another's last part
_LARGEST_PART = 200  # what is made of these is in memory twice while it crosses

Part = TypeVar("Part")
Answer = TypeVar("Answer")


class _Fault(NamedTuple):
    """What a worker raised."""

    fault: BaseException


class Crew(Struct, frozen=True):
    """Workers and the way to each. Functions for them stand in a module, and what they need must be able to cross."""

    workers: tuple[BaseProcess, ...]
    pipes: tuple[Connection, ...]

    def share(self, do: Callable[[Part], Answer], parts: Sequence[Part]) -> Iterator[tuple[int, Answer]]:
        """Give each part to whoever is free: the worker's number and its answer, in the order of the parts.

        They begin at once, and go on while somebody asks for the answers.
        """
        from multiprocessing.connection import wait

        waiting = iter(range(len(parts)))
        given: dict[Connection, deque[int]] = {pipe: deque() for pipe in self.pipes}
        answers: dict[int, tuple[int, Any]] = {}

        def give(pipe: Connection) -> None:
            for number in waiting:
                pipe.send((do, parts[number]))
                given[pipe].append(number)
                return

        def answered() -> Iterator[tuple[int, Answer]]:
            for number in range(len(parts)):
                while number not in answers:
                    ready = wait([pipe for pipe in self.pipes if given[pipe]])
                    for pipe in (pipe for pipe in self.pipes if pipe in ready):
                        answers[given[pipe].popleft()] = self.pipes.index(pipe), pipe.recv()
                        give(pipe)
                worker, answer = answers.pop(number)
                yield worker, _unless_fault(answer)

        for pipe in self.pipes * _AHEAD:
            give(pipe)
        return answered()

    def ask(self, do: Callable[[Part], Answer], parts: Sequence[Part]) -> list[Answer]:
        """Give the n-th part to the n-th worker, and wait for all."""
        for pipe, part in zip(self.pipes, parts, strict=True):
            pipe.send((do, part))
        return [_unless_fault(pipe.recv()) for pipe in self.pipes]


def _unless_fault(answer: Any) -> Any:
    if isinstance(answer, _Fault):
        raise answer.fault
    return answer


def parts_of(things: Sequence[Part], jobs: int) -> list[Sequence[Part]]:
    """What is to do, in parts for so many workers."""
    size = min(_LARGEST_PART, max(1, len(things) // (jobs * _PARTS_PER_WORKER)))
    return [things[start : start + size] for start in range(0, len(things), size)]


def can_fork() -> bool:
    """Whether a worker may begin as a copy of this process: then nothing has to be imported again.

    Only while no other thread runs: a copy would have its locks, and not itself; a build has none, a preview has. On
    macOS system libraries may not survive a fork (bugs.python.org/33725).
    """
    import multiprocessing

    forks = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    return forks and threading.active_count() == 1


@contextmanager
def crew_of(jobs: int) -> Iterator[Crew]:
    """So many processes, which end with the context."""
    import multiprocessing

    context = multiprocessing.get_context("fork" if can_fork() else "spawn")
    workers: list[BaseProcess] = []
    pipes: list[Connection] = []
    try:
        with _uninterrupted():
            for _ in range(jobs):
                ours, theirs = context.Pipe()
                worker = context.Process(target=_work, args=(theirs, os.getpid()), daemon=True)  # type: ignore[attr-defined]
                worker.start()
                theirs.close()
                workers.append(worker)
                pipes.append(ours)
        yield Crew(tuple(workers), tuple(pipes))
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.join()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait: in the middle of a fork, handlers of the standard library would swallow it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _work(pipe: Connection, parent: int) -> None:
    """The life of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer; it ends its workers
    gc.freeze()  # what the parent has is not a worker's to clear away
    gc.enable()  # the parent keeps all it makes, a worker hands it over
    gc.set_threshold(_MUCH)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    while True:
        do, part = pipe.recv()
        try:
            answer = do(part)
        except BaseException as fault:  # noqa: BLE001 - whatever it is, it is the parent's to answer
            answer = _Fault(fault)
        pipe.send(answer)


def _end_with(parent: int) -> None:
    """A parent that is killed cannot end its workers, and they would wait for work for ever."""
    while os.getppid() == parent:
        time.sleep(_LOOK_UP)
    os._exit(1)
