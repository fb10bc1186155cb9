"""The list as a whole, on the screen and in a file: `people list` and `people export`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from typing import Any

from audiencegen.cli.people_one import people, project
from audiencegen.cli.terminal import Terminal
from audiencegen.people.person import Person, details_as_json
from audiencegen.people.store import reading


def show(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print who gets letters, or everybody, as a table or as JSON."""
    with reading(project(arguments)) as store:
        everyone = tuple(store.people()) if store else ()
    chosen = [person for person in everyone if _chosen(person, arguments)]
    if arguments.json:
        terminal.say(json.dumps([_as_json(person) for person in chosen], ensure_ascii=False, indent=2))
        return 0
    for line in _table(chosen, with_state=arguments.all):
        terminal.say(line)
    if chosen:
        terminal.say()
    for line in _closing(everyone, chosen, arguments):
        terminal.say(line)
    return 0


def _chosen(person: Person, arguments: argparse.Namespace) -> bool:
    tags = {tag.casefold() for tag in person.details.tags}
    tagged = not arguments.tag or arguments.tag.casefold() in tags
    return tagged and (arguments.all or person.mailable)


def _table(chosen: Iterable[Person], with_state: bool) -> list[str]:
    rows = [_cells(person, with_state) for person in chosen]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [_padded(row, widths) for row in rows]


def _cells(person: Person, with_state: bool) -> Sequence[str]:
    state = (person.state.value,) if with_state else ()
    tags = " ".join(f"#{tag}" for tag in person.details.tags)
    by = f"by {person.details.introduced_by}" if person.details.introduced_by else ""
    return (person.address.given, *state, person.details.name, person.since, person.source, by, tags)


def _padded(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True) if width)
    return "  ".join(cells).rstrip()


def _closing(everyone: Sequence[Person], chosen: Sequence[Person], arguments: argparse.Namespace) -> Iterable[str]:
    if not everyone:
        yield "Nobody is on the list yet."
        yield 'The first: audiencegen people add maria@example.org --consent "how they agreed"'
        return
    if arguments.tag:
        yield f"{len(chosen)} with the tag `{arguments.tag}`."
    mailable = sum(person.mailable for person in everyone)
    others = len(everyone) - mailable
    hidden = f"; {others} more left or have not confirmed (--all)" if others and not arguments.all else ""
    yield f"{people(mailable)}{hidden}."


def _as_json(person: Person) -> dict[str, Any]:
    return {
        "email": person.address.given,
        "state": person.state.value,
        "since": person.since,
        "source": person.source,
        "consent": person.consent,
        **details_as_json(person.details),
    }
