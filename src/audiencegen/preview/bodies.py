"""The texts of the site, encoded: those of the last build in its state, the new ones in memory."""

from __future__ import annotations

import threading
from collections.abc import Collection
from pathlib import Path

from audiencegen.build.state import State


class Bodies:
    """Asked by many threads, while SQLite's connections belong to one each: none is left open."""

    def __init__(self, path: Path) -> None:
        self._state = State(path)
        self._new: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def keep_body(self, digest: str, content: bytes) -> None:
        self._new[digest] = content

    def shelf(self) -> Path | None:
        return None

    def body(self, digest: str) -> bytes | None:
        if digest in self._new:
            return self._new[digest]
        with self._lock:
            try:
                return self._state.body(digest)
            finally:
                self._state.close()

    def forget_all_but(self, used: Collection[str]) -> None:
        """A writer saves a thousand times a day."""
        self._new = {digest: content for digest, content in self._new.items() if digest in used}
