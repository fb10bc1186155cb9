"""Who is owed a thank-you for bringing somebody, for what exactly, and for how long: `people thanks`."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Sequence
from datetime import date, datetime

from audiencegen.cli.people_known import called
from audiencegen.cli.people_one import project
from audiencegen.cli.terminal import Terminal
from audiencegen.people.introductions import Introductions
from audiencegen.people.law import Event, Kind
from audiencegen.people.person import Person, State
from audiencegen.people.store import KEY_SIZE, reading, writing
from audiencegen.problems import ProjectError, error

_MOST = 6  # people named in one line
_READERS = (State.ACTIVE, State.PAUSED)


def thanks(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print who is not yet thanked; with --done, remember that somebody was."""
    folder = project(arguments)
    with reading(folder) as store:
        introductions = Introductions(store.people() if store else ())
    due = _due(introductions)
    if arguments.done:
        return _done(arguments, terminal, introductions, due)
    for introducer, brought in due:
        terminal.say(_line(_who(introductions, introducer), brought, arguments.now))
    if not due:
        terminal.say(
            "Nobody waits for your thanks. Who brought somebody is noted by: people add … --introduced-by NAME"
        )
        return 0
    terminal.say()
    terminal.say("Soon and in your own words is best. When you have: audiencegen people thanks --done NAME")
    return 0


def _due(known: Introductions) -> tuple[tuple[str, tuple[Person, ...]], ...]:
    found = ((name, tuple(one for one in brought if one.state in _READERS)) for name, brought in known.unthanked())
    return tuple((name, brought) for name, brought in found if brought)


def _done(
    arguments: argparse.Namespace,
    terminal: Terminal,
    known: Introductions,
    due: Sequence[tuple[str, tuple[Person, ...]]],
) -> int:
    wanted = known.key(arguments.done)
    brought = next((brought for introducer, brought in due if known.key(introducer) == wanted), ())
    if not brought:
        hint = "audiencegen people thanks shows who waits"
        raise ProjectError(error("people", f"{arguments.done} does not wait for your thanks", hint))
    with writing(project(arguments), arguments.now, secrets.token_bytes(KEY_SIZE)) as writable:
        for person in brought:
            writable.record(person.address, Event(Kind.THANKED, arguments.now))
    terminal.say(f"Noted: you thanked {known.called(arguments.done)} for {_names(brought)}.")
    return 0


def _who(known: Introductions, introducer: str) -> str:
    """An introducer with the address to write to, where it is known."""
    person = known.reader(introducer)
    return called(person) if person else introducer


def _line(name: str, brought: Sequence[Person], now: datetime) -> str:
    days = (now.date() - date.fromisoformat(brought[0].since)).days
    waits = "since today" if days < 1 else "since yesterday" if days == 1 else f"for {days} days"
    return f"{name} brought {_names(brought)}: waits {waits}."


def _names(brought: Sequence[Person]) -> str:
    names = [f"{one.details.name or one.address.given} ({one.since})" for one in brought]
    if len(names) > _MOST:
        names = [*names[:_MOST], f"{len(names) - _MOST} more"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
