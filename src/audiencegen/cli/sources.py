"""The writer's own files, for the commands that begin or change one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from audiencegen.build.sources import scan
from audiencegen.config import Config
from audiencegen.content.blocks.part import is_part
from audiencegen.content.encoding import decode
from audiencegen.content.frontmatter import name_facts, parse
from audiencegen.content.urls import slug
from audiencegen.model import Head
from audiencegen.values import Struct


class Draft(Struct, frozen=True):
    """A content file with its head, not compiled."""

    path: Path  # as it can be opened
    name: str  # relative to the content folder
    text: str
    head: Head

    @property
    def slugs(self) -> frozenset[str]:
        """Everything that the writer may call this post on the command line."""
        facts = name_facts(self.name)
        given = (self.head.slug, self.head.title, facts.slug, PurePosixPath(self.name).stem)
        return frozenset(slug(name) for name in given if name)


def drafts(directory: Path, config: Config) -> Iterator[Draft]:
    """Every content file of the project that stands for itself, by its path."""
    root = directory / config.content
    for name in scan(str(root)).markdown if root.is_dir() else ():
        if is_part(name):
            continue
        text, _ = decode((root / name).read_bytes())
        yield Draft(root / name, name, text, parse(text, config.timezone).head)


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file of the writer's at once, with the mode that it had: never half of it."""
    temporary = path.with_name(f".{path.name}.audiencegen.tmp")
    temporary.write_bytes(content)
    if path.exists():
        temporary.chmod(path.stat().st_mode & 0o777)
    temporary.replace(path)
