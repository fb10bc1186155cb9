"""The texts of a project's files, for showing where in them a problem is."""

from __future__ import annotations

from pathlib import Path


class Texts:
    """The texts of a project's files, each read once, decoded as the compiler decodes them."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._kept: dict[str, str] = {}

    def __call__(self, path: str) -> str:
        if path not in self._kept:
            try:
                content = (self._directory / path).read_bytes() if path else b""
            except OSError:
                content = b""
            text = content.decode("utf-8-sig", "replace")
            self._kept[path] = text.replace("\r\n", "\n").replace("\r", "\n")
        return self._kept[path]
