"""Is the list whole, and closed to others? `people doctor` looks, and says what to do."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from audiencegen.cli import git
from audiencegen.cli.people_one import HELD, project
from audiencegen.cli.report import show_problems
from audiencegen.cli.terminal import Terminal
from audiencegen.outputs.readers import PATH as LIST_FILE
from audiencegen.outputs.readers import readers_csv
from audiencegen.people.introductions import Introductions
from audiencegen.people.law import replay
from audiencegen.people.person import NotAnAddress, Person, address
from audiencegen.people.store import KEY_SIZE, PATH, Store, readers_of, reading, writing
from audiencegen.problems import Problem, Severity, error, warning
from audiencegen.values import replace

_A_MONTH = timedelta(days=30)
_HISTORY = (
    "in git, what was committed stays: git log -- private shows since when. To take it out of every commit, use\n"
    "  git filter-repo --invert-paths --path private, then push anew; and tell your readers if others could read it"
)


def doctor(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Look everything over; exit code 1 when something is wrong that must be mended."""
    folder = project(arguments)
    if not (folder / PATH).exists():
        terminal.say(f"There is no list yet ({PATH}), so there is nothing to look at.")
        return 0
    found = list(_closed(folder)) + list(_in_git(folder))
    _sweep(folder, arguments.now)
    with reading(folder) as store:
        if store is not None:
            found += _of_store(folder, store, arguments.now)
    show_problems(found, folder, terminal, everything=True)
    errors = sum(problem.severity is Severity.ERROR for problem in found)
    if not found:
        terminal.say("All is well: the list is whole, closed to others, out of git, and in a backup.")
    return 1 if errors else 0


def new_key(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Make marks and tokens with another key from now on."""
    if not (project(arguments) / PATH).exists():
        terminal.say(f"There is no list yet ({PATH}); it gets its key when it begins.")
        return 0
    with writing(project(arguments), arguments.now, secrets.token_bytes(KEY_SIZE)) as store:
        number = store.new_key(secrets.token_bytes(KEY_SIZE), arguments.now)
    terminal.say(f"Key {number} is used from now on. What was made with the old ones stays valid.")
    return 0


def _sweep(folder: Path, now: datetime) -> None:
    """Clear away what is left of somebody who was forgotten when that command was stopped."""
    with reading(folder) as store:
        if store is None or store.swept():
            return
    with writing(folder, now, secrets.token_bytes(KEY_SIZE)):
        pass


def _closed(folder: Path) -> Iterator[Problem]:
    """Folder and files are their owner's alone."""
    private = folder / "private"
    mode = private.stat().st_mode & 0o777
    if mode & 0o077:
        yield error("people", f"private/ is open to others (mode {mode:04o})", "chmod 700 private")
    for path in sorted(private.rglob("*")):
        mode = path.stat().st_mode & 0o777
        if path.is_file() and mode & 0o077:
            name = path.relative_to(folder).as_posix()
            yield error("people", f"{name} is open to others (mode {mode:04o})", f"chmod 600 {name}")


def _in_git(folder: Path) -> Iterator[Problem]:
    for problem in git.problems(folder):
        tracked = git.tracked(folder)
        hint = f"{problem.hint.split(', and see')[0]}; {_HISTORY}" if tracked else problem.hint
        yield replace(problem, severity=Severity.ERROR, hint=hint)


def _of_store(folder: Path, store: Store, now: datetime) -> list[Problem]:
    found = [
        error("people", f"{PATH} is damaged: {what}", "keep it, and put back a backup: audiencegen people restore FILE")
        for what in store.faults()
    ]
    if not store.swept():
        hint = "close other programs that have it open, and run this again"
        found.append(warning("people", f"traces of somebody who was forgotten are still in {PATH}", hint))
    everyone = []
    for whose, events in store.histories():
        person = replay(whose, events)
        everyone.append(person)
        if replace(store.standing(whose), held=False) != person:
            hint = "this is a fault of audiencegen: please report it"
            found.append(error("people", f"{whose.given} does not stand where their events lead", hint))
    found += _spellings(everyone)
    found += _introducers(everyone)
    found += _list_file(folder, store)
    found += _backup(store, now)
    if store.held():
        found.append(warning("people", "nobody is mailed", HELD))
    return found


def _spellings(everyone: list[Person]) -> Iterator[Problem]:
    for person in everyone:
        try:
            same = address(person.address.given).compared == person.address.compared
        except NotAnAddress:
            same = False
        if not same:
            hint = "add them again with the right one, and forget this one"
            yield warning("people", f"{person.address.given} is not written as an address is", hint)


def _introducers(everyone: list[Person]) -> Iterator[Problem]:
    known = Introductions(everyone)
    for introducer, person in known.missing():
        hint = f"if they have another address: people edit {person.address.given} --introduced-by …"
        what = f"{person.address.given} was introduced by {introducer}, whom nobody on the list is"
        yield warning("people-introducer", what, hint)
    for person in known.circles():
        hint = f'say who it was: people edit {person.address.given} --introduced-by …, or ""'
        yield warning("people-circle", f"{person.address.given} was, in the end, introduced by themselves", hint)


def _list_file(folder: Path, store: Store) -> Iterator[Problem]:
    path = folder / LIST_FILE
    if path.exists() and path.read_bytes() != readers_csv(readers_of(store)):
        yield warning("people", f"{LIST_FILE} is not as the list is now", "audiencegen build writes it anew")


def _backup(store: Store, now: datetime) -> Iterator[Problem]:
    since = store.not_backed_up_since()
    if since and since + _A_MONTH <= now:
        what = f"what was noted since {since:%Y-%m-%d} is in no backup"
        yield warning("people", what, "audiencegen people backup")
