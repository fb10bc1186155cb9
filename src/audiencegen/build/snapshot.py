"""All sources at one moment: what is there, and the digest of each. A file whose stat did not change is not read."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from audiencegen.build.files import unreadable
from audiencegen.build.sources import CONTENT, Listing, Oddity, Stat, others, scan, stat_of, trusted
from audiencegen.config import Config
from audiencegen.images.probe import ENDINGS, MAYBE_CLEAR, form, is_clear, pixels
from audiencegen.problems import Problem, ProjectError, error, warning
from audiencegen.sound import ENDINGS as HEARD
from audiencegen.sound import seconds
from audiencegen.values import Struct, digest_bytes, replace


class Known(Struct, frozen=True):
    """A source as it was read last: its stat, its digest, its pixels; of Markdown, what it was compiled to."""

    stat: Stat
    digest: str
    width: int = 0
    height: int = 0
    face: str = ""  # the digest of the manuscript, "" when it has to be compiled
    body: str = ""  # the digest of its body
    words: bytes = b""  # those of what the search knows of it, shard by shard
    clear: bool = False  # a picture that can be seen through, where its copy for letters depends on that
    seconds: int = 0  # how long a recording lasts
    form: str = ""  # of a picture that could be a podcast's


class Snapshot(Struct, frozen=True):
    """Sources by name; content files are named by their path in the content folder behind `content/`."""

    listing: Listing
    sources: Mapping[str, Known]

    def content(self, path: str) -> Known:
        return self.sources[CONTENT + path]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What in the content folder is not what it seems."""
        return tuple(_problem(one) for one in self.listing.oddities)


def look_at(
    directory: Path, config: Config, before: Mapping[str, Known], looked: Mapping[str, Listing] = MappingProxyType({})
) -> Snapshot:
    """The snapshot of everything that a build depends on. Raises ProjectError when something cannot be read."""
    root = directory / config.content
    if not root.is_dir():
        hint = f'make the folder {config.content}/, or begin a first post: audiencegen new "Hello"'
        raise ProjectError(error("no-content", f"there is no folder {config.content}/", hint))
    try:
        listing = looked.get(config.content) or scan(str(root))
        return take(str(root), listing, others(str(directory), config.theme), before)
    except OSError as fault:
        path = Path(fault.filename or root)
        name = f"{config.content}/{path.relative_to(root).as_posix()}" if path.is_relative_to(root) else path.name
        raise ProjectError(unreadable(fault, name)) from fault


def take(content: str, listing: Listing, others: Mapping[str, str], before: Mapping[str, Known]) -> Snapshot:
    """Read what changed of the content folder and of `others` (name → path). Raises OSError when that cannot be."""
    now = time.time_ns()
    # Where nothing is known all Markdown will be compiled, and whoever reads it for that digests it.
    unread = frozenset(listing.markdown) if not before else frozenset()
    sources: dict[str, Known] = {}
    for path, found in listing.stats.items():
        name = CONTENT + path
        known = before.get(name)
        if path in unread:
            sources[name] = Known(trusted(found, now), "")
        else:
            sources[name] = (
                known if known is not None and known.stat == found else _read(f"{content}/{path}", known, now)
            )
    for name, path in others.items():
        known = before.get(name)
        found = stat_of(Path(path).stat())
        sources[name] = known if known is not None and known.stat == found else _read(path, known, now)
    return Snapshot(listing, sources)


def again(content: str, edited: Sequence[str], before: Mapping[str, Known]) -> dict[str, Known]:
    """Read some content files, by name, that are not known by their stats. Raises OSError when that cannot be."""
    now = time.time_ns()
    return {name: _read(f"{content}/{name.removeprefix(CONTENT)}", before[name], now) for name in edited}


def _read(path: str, before: Known | None, now: int) -> Known:
    file = Path(path)
    here = trusted(stat_of(file.stat()), now)
    content = file.read_bytes()
    digest = digest_bytes(content)
    if before is not None and before.digest == digest:  # touched, or too young to be known by its stat
        return replace(before, stat=here)
    ending = file.suffix.lower()
    width, height = pixels(content, ending) if ending in ENDINGS else (0, 0)
    clear = ending in MAYBE_CLEAR and is_clear(content)
    lasting = seconds(content, ending) if ending in HEARD else 0
    return Known(here, digest, width, height, clear=clear, seconds=lasting, form=form(content, width, height))


# What is odd → whether that is an error, what is said, and what to do.
_ODDITIES = {
    "unreadable": (
        error,
        "this cannot be read: {}",
        "give yourself the right to read it, or move it out of the folder",
    ),
    "file-name": (
        warning,
        "the name of {} is not UTF-8; it is left out",
        "rename it with letters that every computer can read",
    ),
    "section-file": (
        warning,
        "`_index.md` is not content here",
        "put the text of a home page or a section into a page of its own",
    ),
    "folder-loop": (
        warning,
        "this link leads back to a folder above it",
        "remove the link; a folder cannot hold itself",
    ),
    "dead-link": (
        warning,
        "this link points at nothing",
        "remove the link, or put back the file that it points at",
    ),
    "office-file": (
        warning,
        "a word processor's file cannot be published",
        "save it as plain text with the ending .md, and bring headings and links back as Markdown",
    ),
}


def _problem(odd: Oddity) -> Problem:
    made, message, hint = _ODDITIES[odd.kind]
    return made(odd.kind, message.format(odd.detail), hint, file=odd.path)
