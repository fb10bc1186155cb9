"""Somebody wants no letters for a while: `people pause`, `people resume`."""

from __future__ import annotations

import argparse

from audiencegen.cli.people_known import called
from audiencegen.cli.people_one import HAPPENED, address_of, recorded
from audiencegen.cli.terminal import Terminal
from audiencegen.people.law import Event, Kind
from audiencegen.people.person import State, plain
from audiencegen.problems import ProjectError, error


def pause(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Send somebody nothing until `resume`; they stay a reader all the while."""
    event = Event(Kind.PAUSED, arguments.now, source="by hand", words=plain(arguments.why))
    before, after = recorded(arguments, address_of(arguments.email), event)
    if after.state is not State.PAUSED:
        raise _no_reader(called(after), after.state)
    again = "was paused before" if before.state is State.PAUSED else "gets no letters for now"
    terminal.say(f"{called(after)} {again}. When the pause is over: audiencegen people resume {after.address.given}")
    return 0


def resume(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """End a pause. It brings back nobody who left meanwhile."""
    event = Event(Kind.RESUMED, arguments.now, source="by hand")
    before, after = recorded(arguments, address_of(arguments.email), event)
    if after.state is not State.ACTIVE:
        raise _no_reader(called(after), after.state)
    done = "gets your letters again" if before.state is State.PAUSED else "gets your letters; there was no pause"
    terminal.say(f"{called(after)} {done}.")
    return 0


def _no_reader(who: str, state: State) -> ProjectError:
    what = f"{who} {HAPPENED.get(state, 'has not confirmed')}, so there is nothing to pause or resume"
    return ProjectError(error("people", what, "audiencegen people history shows what happened"))
