"""File names are read as UTF-8 whatever the locale says: the same sources make the same site everywhere."""

from __future__ import annotations

import os
import sys


def restart_in_utf8() -> None:
    """Begin the command again in Python's UTF-8 mode (PEP 540) when the locale would read file names otherwise.

    Under `LANG=C` or a Latin-1 locale an emoji in a file name would else be no name at all. What is printed keeps
    the terminal's own encoding.
    """
    if sys.getfilesystemencoding() == "utf-8":
        return
    environment = dict(os.environ)
    environment.setdefault("PYTHONIOENCODING", f"{sys.stdout.encoding}:backslashreplace")
    os.execve(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]], environment)
