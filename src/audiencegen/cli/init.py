"""`audiencegen init`: three questions, a configuration of five lines, and a first draft about to be read.

With `--deploy` also what puts the site online, in a site that is there already, too.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from pathlib import Path, PurePath

from audiencegen.cli.deploying import HOSTS, SCRIPT, Host, closing, files
from audiencegen.cli.terminal import Terminal
from audiencegen.config import FILE_NAME
from audiencegen.fields import quoted

_IGNORED = "/output/\n/preview/\n/private/\n/.audiencegen/\n"
_FIRST = """\
---
title: Who this is for
draft: true
description: Why this letter exists, and what you can expect from it.
---

Dear reader,

this is the first letter. In it I say three things: who I am, for whom I write, and what you will find here
that you find nowhere else.

<!-- more -->

## Who writes

Two sentences are enough. What do people already ask you about?

## For whom

Think of one person, by name. What were they trying to do when they needed you?

## What comes next

Say when the next letter comes, and keep it. End with a question that can be answered in a minute: the answers are
the beginning of everything.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", nargs="?", type=Path, help="the folder; this one if left out")
    hosts = ", ".join(HOSTS)
    parser.add_argument("--deploy", metavar="HOST", choices=HOSTS, help=f"write what puts the site online: {hosts}")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    folder: Path = arguments.directory / (arguments.folder or "")
    if (folder / FILE_NAME).exists():
        if arguments.deploy is None:
            terminal.say(f"{folder / FILE_NAME} is there already; nothing was changed.")
    else:
        _begin(folder, terminal)
    if arguments.deploy is not None:
        _deploy(folder, HOSTS[arguments.deploy], terminal)
    return 0


def _begin(folder: Path, terminal: Terminal) -> None:
    title, author, promise = _ask(folder, terminal)
    first = {
        FILE_NAME: _configuration(title, author, promise, _zone_of_this_computer()),
        ".gitignore": _IGNORED,
        "content/posts/who-this-is-for.md": _FIRST,
    }
    for name in _write(folder, first):
        terminal.say(f"wrote {folder / name}")
    terminal.say()
    terminal.say("Next:")
    if folder.resolve() != Path().resolve():
        terminal.say(f"  cd {folder}")
    terminal.say("  audiencegen build --drafts --output preview    look at the first draft: preview/site/index.html")
    terminal.say("  audiencegen publish who-this-is-for            take it out of draft")
    terminal.say("  audiencegen build                              make the site, the feeds and the letter")


def _deploy(folder: Path, host: Host, terminal: Terminal) -> None:
    from audiencegen.build.configured import read_config
    from audiencegen.cli.installed import needed

    output = PurePath(read_config(folder)[0].output).as_posix()
    wanted = needed()
    written = _write(folder, {**files(host, output, wanted), ".gitignore": _IGNORED})
    if SCRIPT in written:
        (folder / SCRIPT).chmod(0o755)
    closing(folder, host, written, output, wanted, terminal)


def _ask(folder: Path, terminal: Terminal) -> tuple[str, str, str]:
    name = folder.resolve().name.replace("-", " ").replace("_", " ").strip().capitalize() or "My letter"
    answers = (name, "", "one letter a month, for people who care about the same things")
    if not terminal.interactive:
        return answers
    return (
        terminal.ask("What is the letter called?", answers[0]),
        terminal.ask("What is your name?", answers[1]),
        terminal.ask("For whom, and how often?", answers[2]),
    )


def _configuration(title: str, author: str, promise: str, zone: str) -> str:
    rows = [
        f"title: {quoted(title)}",
        "url: https://example.com   # where it will be read",
        f"author: {quoted(author)}" if author else "# author: your name",
        f"promise: {quoted(promise)}",
        f"timezone: {zone}",
    ]
    return "\n".join(rows) + "\n"


def _zone_of_this_computer() -> str:
    """The IANA name of the local zone, where the system tells it; else UTC."""
    named = os.environ.get("TZ", "").removeprefix(":")
    if not named and Path("/etc/localtime").is_symlink():
        named = os.path.realpath("/etc/localtime").rpartition("zoneinfo/")[2]
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(named).key.replace("Etc/UTC", "UTC") if named else "UTC"
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"


def _write(folder: Path, texts: Mapping[str, str]) -> list[str]:
    """Write what is not there yet; the answer names what was written."""
    written = []
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("x", encoding="utf-8") as stream:
                stream.write(text)
            written.append(name)
        except FileExistsError:
            continue
    return written
