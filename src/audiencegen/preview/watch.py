"""The doorbell: something may have changed, look again. What did change is found by looking, never by events.

watchdog stays behind this file. Reading a file is an event to it, too; that never rings.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiencegen.build.sources import CONFIGURATION, OVERRIDES, is_leftover
from audiencegen.config import Config

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent

QUIET = 0.03  # seconds without a ring after which a save counts as complete
LONGEST = 0.2  # seconds after the first ring when it does in any case
_READING = ("opened", "closed_no_write")
_PAIRING = (("inotify_move_event_grouper", "InotifyMoveEventGrouper"), ("inotify_buffer", "InotifyBuffer"))


class Doorbell:
    """Rung by whoever saw something; answered when it has been quiet for a moment."""

    def __init__(self) -> None:
        self._rung = threading.Event()

    def ring(self) -> None:
        self._rung.set()

    def wait(self, seconds: float) -> bool:
        """Whether it rang within so many seconds; the answer comes when a save is complete."""
        if not self._rung.wait(seconds):
            return False
        latest = time.monotonic() + LONGEST
        while True:
            self._rung.clear()
            left = latest - time.monotonic()
            if left <= 0 or not self._rung.wait(min(QUIET, left)):
                self._rung.clear()
                return True


def _folders(directory: Path, config: Config | None) -> dict[Path, bool]:
    """The folders in which a change may matter, and whether those in them count. Output is in none of them."""
    found = {directory: False, directory / OVERRIDES: True}
    if config is not None:
        found[directory / config.content] = True
        found[directory / "themes" / config.theme] = True
    return {folder: deep for folder, deep in found.items() if folder.is_dir()}


class Watch:
    """The folders of a project, watched as they come and go."""

    def __init__(self, directory: Path, bell: Doorbell) -> None:
        """Raises OSError when no observer can be started."""
        from watchdog.observers import Observer

        _pair_quickly()
        logging.getLogger("watchdog").addHandler(logging.NullHandler())  # what it says at its end is for nobody
        logging.getLogger("watchdog").propagate = False
        self._project = directory
        self._directory = os.fspath(directory.resolve())
        self._bell = bell
        self._names: frozenset[str] = frozenset()
        self._watched: dict[tuple[Path, int], Any] = {}
        self._observer = Observer()
        self._observer.start()

    def follow(self, config: Config | None) -> None:
        """Watch what matters from now on. Raises OSError when the system does not allow so many folders."""
        wanted = _folders(self._project, config)
        self._names = frozenset({CONFIGURATION, OVERRIDES, "themes", config.content if config else CONFIGURATION})
        # A folder that was removed and made again has its old name, and nobody watches it.
        there = {(folder, folder.stat().st_ino): deep for folder, deep in wanted.items()}
        for key in self._watched.keys() - there.keys():
            with suppress(KeyError, OSError):
                self._observer.unschedule(self._watched.pop(key))
        for key in sorted(there.keys() - self._watched.keys()):
            folder = str(key[0].resolve())
            listener: Any = _Listener(self._heard)
            self._watched[key] = self._observer.schedule(listener, folder, recursive=there[key])

    def close(self) -> None:
        self._observer.stop()
        self._observer.join(1)

    def _heard(self, event: FileSystemEvent) -> None:
        paths = [os.fsdecode(path) for path in (event.src_path, event.dest_path) if path]
        if event.event_type not in _READING and any(map(self._matters, paths)):
            self._bell.ring()

    def _matters(self, path: str) -> bool:
        folder, name = os.path.split(path)
        if folder == self._directory:  # beside the content lie our own notes, the output, and whatever else
            return name in self._names
        return not is_leftover(name)


class _Listener:
    """What watchdog wants of a handler."""

    def __init__(self, heard: Callable[[FileSystemEvent], None]) -> None:
        self.dispatch = heard


def _pair_quickly() -> None:
    """A file that is moved away must not keep everybody waiting for where it went: we look for ourselves."""
    for module, name in _PAIRING:
        with suppress(ImportError, AttributeError):
            getattr(import_module(f"watchdog.observers.{module}"), name).delay = QUIET
