"""`audiencegen new "Title"`: a draft from a template, ready to be written."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath

from audiencegen.build.configured import read_config
from audiencegen.cli.sources import Draft, drafts
from audiencegen.cli.terminal import Terminal
from audiencegen.config import Config
from audiencegen.content.urls import slug
from audiencegen.problems import ProjectError, error

TEMPLATES = "_templates"
DEFAULT_TEMPLATE = "letter"
_BUILT_IN = """\
---
title: {title}
number: {number}
draft: true
tags: []
description:
---

"""
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}-")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("title", metavar="TITLE", help="what the post is called")
    parser.add_argument(
        "--like", metavar="NAME", default="", help=f"the template: content/{TEMPLATES}/NAME.md ({DEFAULT_TEMPLATE})"
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    directory: Path = arguments.directory
    config, _ = read_config(directory)
    name = slug(arguments.title)
    if not name:
        raise ProjectError(error("no-slug", f"“{arguments.title}” has no letter for a file name", "add a word to it"))
    written = tuple(drafts(directory, config))
    today = arguments.now.astimezone(config.timezone)
    path = _place(directory, config, written, name, today)
    text = _filled(_template(directory, config, arguments.like), arguments.title, _next_number(written), today)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        hint = "choose another title, or go on writing there"
        raise ProjectError(error("exists", f"{path} is there already", hint)) from None
    terminal.say(f"Began {path}")
    terminal.say()
    terminal.say("  Write it, then look at it:  audiencegen build --drafts --output preview")
    terminal.say(f"  When it is ready:           audiencegen publish {name}")
    return 0


def _place(directory: Path, config: Config, written: Sequence[Draft], name: str, today: datetime) -> Path:
    """Where posts are: beside the others, and with a date in the name where the others have one."""
    posts = [PurePosixPath(draft.name) for draft in written if not draft.name.startswith("pages/")]
    in_folder = not posts or any(post.parts[0] == "posts" for post in posts)
    names = [post.parent.name if post.stem == "index" else post.name for post in posts]
    dated = len([one for one in names if _DATED.match(one)]) * 2 > len(names)
    folder = directory / config.content / ("posts" if in_folder else "")
    return folder / f"{today:%Y-%m-%d}-{name}.md" if dated else folder / f"{name}.md"


def _next_number(written: Sequence[Draft]) -> int | None:
    numbers = [draft.head.number for draft in written if draft.head.number is not None]
    return max(numbers) + 1 if numbers else None


def _template(directory: Path, config: Config, like: str) -> str:
    path = directory / config.content / TEMPLATES / f"{like or DEFAULT_TEMPLATE}.md"
    if path.is_file():
        return path.read_text("utf-8")
    if like:
        there = sorted(one.stem for one in path.parent.glob("*.md"))
        hint = f"there are: {', '.join(there)}" if there else f"put a file into {path.parent}"
        raise ProjectError(error("no-template", f"there is no template {path}", hint))
    return _BUILT_IN


def _filled(template: str, title: str, number: int | None, today: datetime) -> str:
    """The template with its placeholders filled; a line whose number nobody uses is left out."""
    if number is None:
        template = re.sub(r"^.*\{number\}.*\n", "", template, flags=re.MULTILINE)
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    text = re.sub(r'"\{title\}"|\{title\}', lambda match: f'"{quoted}"' if _in_head(match) else title, template)
    return text.replace("{number}", str(number)).replace("{date}", f"{today:%Y-%m-%d}")


def _in_head(match: re.Match[str]) -> bool:
    """Between the two `---` lines a title is quoted, so that a colon in it does no harm."""
    return match.string.startswith("---") and match.string.find("\n---", 3) > match.start()
