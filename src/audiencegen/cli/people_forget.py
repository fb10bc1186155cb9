"""Somebody asked to be erased: `people forget`. What it cannot reach it names, with an answer to send."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Iterator
from pathlib import Path

from audiencegen.cli import UsageError
from audiencegen.cli.git import tracked
from audiencegen.cli.people_files import rewritten
from audiencegen.cli.people_one import LIST_FILE, address_of, agreed, project
from audiencegen.cli.terminal import Terminal
from audiencegen.outputs.readers import NUMBERS
from audiencegen.people.archive import ListKind
from audiencegen.people.person import Address
from audiencegen.people.store import KEY_SIZE, PATH, Store, reading, writing

_OURS = (PATH, f"{PATH}-wal", f"{PATH}-shm", LIST_FILE, NUMBERS)


def forget(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Erase somebody for good, after asking."""
    folder = project(arguments)
    whose = address_of(arguments.email)
    if not arguments.yes and not terminal.interactive:
        raise UsageError("forget erases for good and asks before it does; in a script, add --yes")
    if not arguments.yes and not agreed(terminal, f"Erase all that is kept of {whose.given}, for good?"):
        terminal.say("Nothing was changed.")
        return 0
    with writing(folder, arguments.now, secrets.token_bytes(KEY_SIZE)) as store:
        known = store.forget(whose, arguments.now)
    with reading(folder) as store:
        assert store is not None  # it was written to just now
        anew = rewritten(folder, store)
        is_swept, backups = store.swept(), _backups(store)
    terminal.say(
        f"{whose.given} is forgotten: every row about them is erased, and their address wherever else it stood."
        if known
        else f"Nothing was kept of {whose.given}, and nothing will be."
    )
    terminal.say("A mark without a name stays, so that no list brings them back; they themselves may come again.")
    if anew:
        terminal.say(f"Written anew, without them: {', '.join(anew)}.")
    if not is_swept:
        terminal.say("Another audiencegen has the list open, so traces are left in the file: audiencegen people doctor")
    for line in (*_out_of_reach(folder, whose, backups), "", *_answer()):
        terminal.say(line)
    return 0


def _backups(store: Store) -> str:
    """The day of the newest backup, which still holds them; nothing when there is none."""
    days = [event.at for event in store.happened() if event.kind is ListKind.BACKED_UP]
    return f"{max(days):%Y-%m-%d}" if days else ""


def _out_of_reach(folder: Path, whose: Address, backups: str) -> Iterator[str]:
    yield ""
    yield "Out of my reach; look there, too:"
    yield "  your mailing service: delete them there (a service that only unsubscribes them still keeps them)"
    yield "  your own mails, and lists that you imported, exported or sent to somebody"
    if backups:
        yield f"  your backups: the last is of {backups}; make a new one, and delete those before it"
    if tracked(folder):
        yield "  git: private/ is in its history, where erased things stay; see audiencegen people doctor"
    for name in _still_in(folder, whose):
        yield f"  {name}: their address stands in it"


def _still_in(folder: Path, whose: Address) -> Iterator[str]:
    """Other files in `private/` in which the address stands."""
    spellings = {whose.given.casefold().encode(), whose.compared.encode()}
    for path in sorted((folder / "private").rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in _OURS and any(text in path.read_bytes().lower() for text in spellings):
            yield name


def _answer() -> Iterator[str]:
    yield "When that is done, you could write to them:"
    yield ""
    yield "  Hello,"
    yield "  what I kept about you is erased, as you asked: on my list and at the service that sends my letters."
    yield "  What stays is a mark from which nobody can read your address. It keeps you from being added again"
    yield "  by mistake. If you ever want the letters again, you are welcome to ask for them."
