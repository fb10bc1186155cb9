"""What happens to a site before it is built again: one row of the table each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench import corpus
from bench.corpus import Draft
from bench.peers import Peer


@dataclass(frozen=True)
class Project:
    """One peer's site on disk, and the posts that it is made of."""

    peer: Peer
    directory: Path
    drafts: Sequence[Draft]


def cold(project: Project, turn: int) -> None:
    """Nothing is there yet."""
    project.peer.forget(project.directory)


def nothing(project: Project, turn: int) -> None:
    """All is as it was."""


def body(project: Project, turn: int) -> None:
    """Another sentence in a post of the middle, which stands in no feed and not on the first page."""
    draft = project.drafts[len(project.drafts) // 2]
    edited = replace(draft, text=f"{draft.text}\nThis was added in turn {turn}.\n")
    corpus.write(edited, project.directory, project.peer.head)


def title(project: Project, turn: int) -> None:
    """Another title for the newest post, which moves through every list that it stands in."""
    draft = project.drafts[-1]
    edited = replace(draft, title=f"{draft.title}, turn {turn}")
    corpus.write(edited, project.directory, project.peer.head)


def template(project: Project, turn: int) -> None:
    """Another line in the head of every page."""
    path = project.directory / project.peer.partial
    path.write_text(f'<meta name="bench" content="{turn}">\n', encoding="utf-8")


ROWS: dict[str, Callable[[Project, int], None]] = {
    "cold": cold,
    "nothing changed": nothing,
    "one body edited": body,
    "one title edited": title,
    "a template edited": template,
}
