"""The terminal: the only print. Everything a command says goes through here."""

from __future__ import annotations

import sys
import time
from typing import Protocol

_BAR = 24  # characters
_PATIENCE = 1.0  # seconds before progress is shown
_PACE = 0.1  # seconds between two drawings


class Terminal(Protocol):
    """What a command needs of a terminal."""

    interactive: bool
    quiet: bool

    def say(self, text: str = "") -> None:
        """Print a line of the answer."""

    def warn(self, text: str) -> None:
        """Print a line that is about the answer, where it does not disturb a pipe."""

    def ask(self, question: str, default: str = "") -> str:
        """Ask the writer; an empty answer is the default."""

    def ask_hidden(self, question: str) -> str:
        """Ask for a passphrase, which is not shown while it is typed."""

    def progress(self, what: str, done: int, total: int) -> None:
        """Show how far something is, once it takes longer than a second."""


class Console:
    """The real terminal: standard output, and standard error for warnings and progress."""

    def __init__(self, quiet: bool = False) -> None:
        self.quiet = quiet
        self.interactive = sys.stdin.isatty() and sys.stdout.isatty()
        self._began = time.monotonic()
        self._drawn = 0.0
        for stream in (sys.stdout, sys.stderr):
            # Under LANG=C a post's emoji must not end the command.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")

    def say(self, text: str = "") -> None:
        self._clear()
        if not self.quiet:
            print(text)

    def warn(self, text: str) -> None:
        self._clear()
        print(text, file=sys.stderr)

    def ask(self, question: str, default: str = "") -> str:
        hint = f" [{default}]" if default else ""
        try:
            return input(f"{question}{hint}: ").strip() or default
        except EOFError:
            return default

    def ask_hidden(self, question: str) -> str:
        from getpass import getpass

        try:
            return getpass(f"{question}: ")
        except EOFError:
            return ""

    def progress(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if self.quiet or not sys.stderr.isatty() or now - self._began < _PATIENCE or now - self._drawn < _PACE:
            return
        self._drawn = now
        filled = _BAR * done // max(1, total)
        bar = "█" * filled + "░" * (_BAR - filled)
        print(f"\r\033[K{bar} {what} {done} of {total}", end="", file=sys.stderr, flush=True)

    def _clear(self) -> None:
        if self._drawn:
            self._drawn = 0.0
            print("\r\033[K", end="", file=sys.stderr, flush=True)
