"""Who is on the list, and how many: `people list`, `people stats`."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from audiencegen.cli.people_one import HELD, people, project
from audiencegen.cli.terminal import Terminal
from audiencegen.people.introductions import Introductions
from audiencegen.people.person import Person, State, details_as_json
from audiencegen.people.segments import EVERYBODY, Condition, NotASegment, Segment, members, segment
from audiencegen.people.store import reading
from audiencegen.problems import ProjectError, error

_MONTHS = 12
_MOST = 8  # sources, introducers and tags that are named


def show(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print who gets letters, or who is in a segment, as a table or as JSON."""
    wanted = _wanted(arguments)
    with reading(project(arguments)) as store:
        everyone = tuple(store.people()) if store else ()
    chosen = members(wanted, everyone)
    if arguments.json:
        terminal.say(json.dumps([as_json(person) for person in chosen], ensure_ascii=False, indent=2))
        return 0
    with_state = any(condition.word == "state" for condition in wanted.conditions)
    for line in _table(chosen, with_state):
        terminal.say(line)
    if chosen:
        terminal.say()
    for line in _closing(everyone, chosen, arguments):
        terminal.say(line)
    return 0


def stats(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print how many there are, how they came, and when."""
    with reading(project(arguments)) as store:
        everyone = tuple(store.people()) if store else ()
    if not everyone:
        return show(arguments, terminal)
    readers = [person for person in everyone if person.state is State.ACTIVE]
    terminal.say(f"{people(sum(person.mailable for person in everyone))}.")
    if any(person.held for person in everyone):
        terminal.say(HELD)
    for line in _numbers(everyone, readers, f"{arguments.now:%Y-%m}"):
        terminal.say(line)
    return 0


def as_json(person: Person) -> dict[str, Any]:
    """A person for programs."""
    return {
        "email": person.address.given,
        "state": person.state.value,
        "since": person.since,
        "source": person.source,
        "consent": person.consent,
        **details_as_json(person.details),
    }


def segment_of(query: str) -> Segment:
    """Read a query of the command line. Raises ProjectError with the place below it."""
    try:
        return segment(query)
    except NotASegment as fault:
        place = f"\n  {query}\n  {' ' * (fault.column - 1)}{'^' * fault.width}"
        raise ProjectError(error("segment", f"{fault}, at column {fault.column}{place}", fault.hint)) from fault


def _wanted(arguments: argparse.Namespace) -> Segment:
    wanted = segment_of(arguments.to).conditions
    if arguments.tag:
        wanted += (Condition("tag", (arguments.tag.casefold(),)),)
    if arguments.all and not any(condition.word == "state" for condition in wanted):
        wanted += (Condition("state", (EVERYBODY,)),)
    return Segment(wanted)


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
    if arguments.to:
        yield f"{_persons(len(chosen))} in `{arguments.to}`."
    if arguments.tag:
        yield f"{len(chosen)} with the tag `{arguments.tag}`."
    mailable = sum(person.mailable for person in everyone)
    others = len(everyone) - mailable
    narrowed = arguments.all or arguments.to
    hidden = f"; {others} more left or have not confirmed (--all)" if others and not narrowed else ""
    yield f"{people(mailable)}{hidden}."
    if any(person.held for person in everyone):
        yield HELD


def _numbers(everyone: Sequence[Person], readers: Sequence[Person], month: str) -> Iterator[str]:
    known = Introductions(everyone)
    states = Counter(person.state.value for person in everyone)
    yield ", ".join(f"{count} {state}" for state, count in sorted(states.items(), key=_by_number)) + "."
    yield ""
    months = Counter(person.since[:7] for person in readers)
    yield f"{months[month]:>6}  new this month"
    for name, count in sorted(months.items(), reverse=True)[:_MONTHS]:
        if name != month:
            yield f"{count:>6}  since {name}"
    yield from _most("How they came", (person.source or "not known" for person in readers))
    introducers = (known.called(one.details.introduced_by) for one in readers if one.details.introduced_by)
    yield from _most("Who brought them", introducers)
    yield from _most("Tags", (tag for person in readers for tag in person.details.tags))


def _most(title: str, names: Iterable[str]) -> Iterator[str]:
    counts = sorted(Counter(names).items(), key=_by_number)
    if counts:
        yield f"\n{title}"
    for name, count in counts[:_MOST]:
        yield f"{count:>6}  {name}"
    if len(counts) > _MOST:
        yield f"{sum(count for _, count in counts[_MOST:]):>6}  others"


def _by_number(row: tuple[str, int]) -> tuple[int, str]:
    return (-row[1], row[0])


def _persons(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
