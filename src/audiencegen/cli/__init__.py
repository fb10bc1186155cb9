"""The command line: verbs for a writer's day. It reads the clock and the environment once, prints, and exits."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any, NoReturn

from audiencegen import __version__

if TYPE_CHECKING:
    from audiencegen.problems import ProjectError

# Each verb is a module of this room with `arguments(parser)` and `run(arguments, terminal)`; only the one that is
# called is imported, so that every command starts at once.
VERBS = {
    "init": "begin a new letter in a folder",
    "new": "begin a new post from a template",
    "build": "make the site, the feeds, the letters and the list",
    "preview": "see the site, the letters and the feeds in a browser while you write",
    "proof": "send the proof copy of a letter to yourself",
    "check": "read a letter as mail programs and filters will, and say what to mend",
    "share": "see what each channel takes of a post, and copy it",
    "fetch-thumbnails": "keep the pictures of films beside your texts, so that no page asks others for them",
    "ping": "tell the feeds' hub that there is something new, after the site is online",
    "theme": "see which theme this is, copy a file of it to change, check it",
    "publish": "take a post out of draft and give it its date",
    "people": "the people who read you: add, list, import, export, unsubscribe, forget",
}

WELCOME = """\
audiencegen: write, publish, and stay in touch with those who read you.

  audiencegen new "A title"      begin a new post
  audiencegen preview            see it in a browser while you write
  audiencegen build              make the site, the feeds and the letters
  audiencegen check              look the newest letter over before it goes out
  audiencegen publish SLUG       take a post out of draft
  audiencegen ping               tell the feeds' hub, after the site is online
  audiencegen proof --to ME      send the newest letter to yourself, to read it before they do
  audiencegen share              tell of the newest letter elsewhere
  audiencegen people             who reads you
  audiencegen theme              what your pages are made with
  audiencegen fetch-thumbnails   keep the pictures of films that you show

Starting out?  audiencegen init my-letter
Every option:  audiencegen --help, or audiencegen build --help"""


class UsageError(Exception):
    """Options that cannot go together; exit code 2."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the answer is the exit code: 0, 1 the project has errors, 2 wrong usage."""
    if argv is None:
        from audiencegen.cli.locale_free import restart_in_utf8

        restart_in_utf8()
        sys.excepthook = _our_fault
    words = list(sys.argv[1:] if argv is None else argv)
    parser, arguments = _parse(words)
    from audiencegen.cli.terminal import Console

    terminal = Console(quiet=getattr(arguments, "quiet", False))
    if arguments.verb is None:
        terminal.say(WELCOME)
        return 0
    arguments.now = datetime.now(UTC)
    run: Callable[..., int] = _module(arguments.verb).run
    try:
        return run(arguments, terminal)
    except UsageError as fault:
        parser.error(str(fault))
    except project_error() as fault:
        from audiencegen.cli.report import show_problems

        show_problems(fault.problems, arguments.directory, terminal)
        return 1
    except BrokenPipeError:
        # Whoever read our answer has enough (`… | head`); Python must not complain when it flushes the rest.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        terminal.warn("Stopped. What was written so far is whole; the next build goes on from there.")
        return 130
    finally:
        if argv is None:  # the process ends: to look for circles in all that it has made would be a tenth of its work
            gc.freeze()


def _parse(words: list[str]) -> tuple[argparse.ArgumentParser, argparse.Namespace]:
    parser = _Parser("audiencegen", description="Markdown in; a blog, feeds, letters and the subscriber list out.")
    parser.add_argument("--version", action="version", version=f"audiencegen {__version__}")
    parser.add_argument("-C", dest="directory", metavar="DIR", type=Path, default=Path(), help="work in this folder")
    verbs = parser.add_subparsers(dest="verb", metavar="COMMAND", parser_class=_Parser)
    asked = next((word for word in words if word in VERBS), None)
    for verb, purpose in VERBS.items():
        own = verbs.add_parser(verb, help=purpose, description=purpose[0].upper() + purpose[1:] + ".")
        if verb == asked:
            _module(verb).arguments(own)
    return parser, parser.parse_args(words)


def _module(verb: str) -> ModuleType:
    return import_module(f"audiencegen.cli.{verb.replace('-', '_')}")


def project_error() -> type[ProjectError]:
    """Asked for when there is one: to import it costs more than a build that finds nothing to do."""
    from audiencegen.problems import ProjectError

    return ProjectError


def _our_fault(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """Anything that is not the writer's to mend is ours: say so, and how to report it."""
    sys.__excepthook__(kind, fault, trace)
    sys.stderr.write(
        f"\nThis is a fault of audiencegen {__version__}, not of your site; nothing of yours was lost.\n"
        "Please report it with the lines above, and with the file that it happened on if you may show it.\n"
    )


class _Help(argparse.HelpFormatter):
    """argparse's own asks for each option how wide the terminal is, and imports eight modules to know it."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


@cache
def _columns() -> int:
    try:
        return int(os.environ.get("COLUMNS") or os.get_terminal_size().columns) or 80
    except (ValueError, OSError):  # no terminal
        return 80


class _Parser(argparse.ArgumentParser):
    """argparse, with an unknown command answered like a person would."""

    def __init__(self, prog: str | None = None, **kwargs: Any) -> None:
        super().__init__(prog, formatter_class=_Help, **kwargs)

    def error(self, message: str) -> NoReturn:
        if "invalid choice" in message and "COMMAND" in message:
            from audiencegen.fields import did_you_mean

            word = message.split("'")[1]
            near = did_you_mean(word, VERBS)
            message = f"there is no command `{word}`" + (f"; did you mean `{near}`?" if near else "")
        super().error(message)
