"""`audiencegen fetch-thumbnails`: the pictures of films, kept in the content folder.

A build never touches the network, and a page that shows a film asks nobody else for its picture. So the picture is
fetched once, by the writer, from where the film is; a picture that is there is left alone.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import Request, urlopen

from audiencegen.build.configured import read_config
from audiencegen.build.sources import scan
from audiencegen.cli.terminal import Terminal
from audiencegen.config import Config
from audiencegen.content.blocks.part import is_part
from audiencegen.content.blocks.video import Film, film
from audiencegen.content.compile import compile_source, settings
from audiencegen.images.resize import mail_sized

PATIENCE = 20  # seconds
LARGEST = 10_000_000  # bytes
_JPEG = b"\xff\xd8\xff"

Fetch = Callable[[str], bytes]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="say what would be fetched, and fetch nothing")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    directory: Path = arguments.directory
    config, _ = read_config(directory)
    missing = tuple(without_picture(directory, config))
    if not missing:
        terminal.say("Every film has its picture.")
        return 0
    if arguments.dry_run:
        for one in missing:
            terminal.say(f"Would write {config.content}/{one.picture}, for {one.page}")
        return 0
    return keep(missing, directory / config.content, config.content, from_the_web, terminal)


def without_picture(directory: Path, config: Config) -> Iterator[Film]:
    """The films that texts show and that have no picture yet, neither the writer's own nor a fetched one."""
    root = directory / config.content
    seen: set[str] = set()
    for name in scan(str(root)).markdown if root.is_dir() else ():
        manuscript, _ = compile_source((root / name).read_bytes(), settings(config), is_part(name))
        links = manuscript.outline.links
        for address, link in pairwise(links):
            found = film(address.target) if link.spare else None
            if found and found.picture not in seen and not (root / found.picture).exists():
                seen.add(found.picture)
                yield found


def keep(films: tuple[Film, ...], root: Path, shown: str, fetch: Fetch, terminal: Terminal) -> int:
    """Fetch and write the picture of each film; 1 when one could not be had."""
    failed = 0
    for one in films:
        try:
            content, source = thumbnail(one, fetch)
        except (OSError, ValueError) as fault:
            failed += 1
            terminal.warn(f"No picture for {one.page}: {fault}")
            continue
        path = root / one.picture
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        terminal.say(f"Wrote {shown}/{one.picture}, {len(content) // 1000} kB from {urlsplit(source).hostname}")
    if failed:
        terminal.warn("Put a picture of your own below `::: video ADDRESS`, or try again later.")
    return 1 if failed else 0


def thumbnail(one: Film, fetch: Fetch) -> tuple[bytes, str]:
    """A film's picture as JPEG, and its address. Raises OSError or ValueError when there is none to be had."""
    fault: Exception = ValueError("the film names no picture")
    for address in _addresses(one, fetch):
        try:
            content = fetch(address)
            return (content if content.startswith(_JPEG) else mail_sized(content, "JPEG")), address
        except (OSError, ValueError) as found:
            fault = found
    raise fault


def from_the_web(address: str) -> bytes:
    """What an https address answers. Raises OSError."""
    if urlsplit(address).scheme != "https":
        raise URLError(f"not an https address: {address}")
    with urlopen(Request(address, headers={"User-Agent": "audiencegen"}), timeout=PATIENCE) as answer:
        content: bytes = answer.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise URLError(f"more than {LARGEST // 1_000_000} MB")
    return content


def _addresses(one: Film, fetch: Fetch) -> Iterator[str]:
    """Where the picture may be, the best first."""
    match one.service:
        case "youtube":
            yield f"https://i.ytimg.com/vi/{one.id}/maxresdefault.jpg"
            yield f"https://i.ytimg.com/vi/{one.id}/hqdefault.jpg"  # older films have no larger one
        case "vimeo":
            yield from _named(
                fetch(f"https://vimeo.com/api/oembed.json?url={one.page}&width=1280"), "thumbnail_url", ""
            )
        case _:
            facts = fetch(f"https://{one.host}/api/v1/videos/{one.id}")
            yield from _named(facts, "previewPath", f"https://{one.host}")


def _named(answer: bytes, key: str, base: str) -> Iterator[str]:
    facts = json.loads(answer)
    named = facts.get(key) if isinstance(facts, dict) else None
    if isinstance(named, str) and named:
        yield urljoin(base, named)
