"""A copy of the list for bad days: `people backup`, and `people restore`, after which nobody is mailed at once.

A backup is the whole list as JSON in an `age` file (age-encryption.org/v1, passphrase by scrypt): any program that
knows the format opens it, also without us.
"""

from __future__ import annotations

import argparse
import secrets
from datetime import datetime
from pathlib import Path

from audiencegen.cli import UsageError
from audiencegen.cli.people_files import rewritten
from audiencegen.cli.people_one import HELD, people, project
from audiencegen.cli.terminal import Terminal
from audiencegen.people import archive
from audiencegen.people.archive import Archive, ListEvent, ListKind, NotAnArchive
from audiencegen.people.person import plain
from audiencegen.people.private import write_private
from audiencegen.people.store import KEY_SIZE, PATH, Store, reading, writing
from audiencegen.problems import ProjectError, error

_AGE = b"age-encryption.org/v1"
_INSTALL = "pip install 'audiencegen[backup]'"


def backup(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Write everything into one encrypted file, and remember that it was done."""
    folder = project(arguments)
    name = arguments.file or f"private/people-{arguments.now:%Y-%m-%d-%H%M}.age"
    with reading(folder) as store:
        if store is None:
            raise _fault("there is no list yet", "it begins with: audiencegen people add maria@example.org")
        whole = store.everything()
    _free(folder / name, name)
    content = _encrypted(archive.written(whole), _new_passphrase(arguments, terminal))
    try:
        write_private(folder / name, content)
    except OSError as fault:
        raise _fault(
            f"{name} cannot be written: {fault.strerror}", "choose a folder that is there and yours"
        ) from fault
    with writing(folder, arguments.now, secrets.token_bytes(KEY_SIZE)) as store:
        store.note(ListEvent(ListKind.BACKED_UP, arguments.now, str(whole.last), plain(Path(name).name)))
    terminal.say(f"Written: {name}, encrypted: {_persons(len(whole.people))}, with all that happened.")
    terminal.say("Keep it on another disk than this one, and the passphrase where you find it in ten years.")
    terminal.say("Without the passphrase nobody can open it, not even you.")
    return 0


def restore(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Put back a list that was lost; or answer for it, by name, that nobody left since the backup."""
    folder = project(arguments)
    if bool(arguments.file) is bool(arguments.waive):
        raise UsageError('say which backup to put back, or who answers for it: --waive "YOUR NAME"')
    if arguments.waive:
        return _waive(folder, arguments, terminal)
    refuse_if_there_is_one(folder)
    whole = _archive(folder / arguments.file, arguments, terminal)
    name = plain(Path(arguments.file).name)
    with writing(folder, arguments.now, secrets.token_bytes(KEY_SIZE)) as store:
        put_back(store, whole)
        store.note(ListEvent(ListKind.RESTORED, arguments.now, str(whole.last), name))
        rewritten(folder, store)
    terminal.say(f"Put back from {name}: {_persons(len(whole.people))}, with all that happened.")
    terminal.say(HELD)
    return 0


def take_whole(arguments: argparse.Namespace, terminal: Terminal, content: bytes) -> int:
    """Make a list of what `people export --as json` wrote: the same, with every event, mark and key."""
    folder = project(arguments)
    refuse_if_there_is_one(folder)
    whole = _read(content)
    terminal.say(
        f"{arguments.file} is a whole list of audiencegen: {_persons(len(whole.people))}, with all that happened."
    )
    if arguments.dry_run:
        terminal.say("Nothing was changed.")
        return 0
    with writing(folder, arguments.now, secrets.token_bytes(KEY_SIZE)) as store:
        put_back(store, whole)
        count = sum(person.mailable for person in store.people())
    terminal.say(f"It is your list now. {people(count)}.")
    return 0


def refuse_if_there_is_one(folder: Path) -> None:
    """Raises ProjectError: a list is put back where there is none, never over another."""
    with reading(folder) as store:
        if store is not None and store.revision():
            hint = f"move {PATH} away first, and keep it until you are sure; or import a list as CSV"
            raise _fault("there is a list already, and nothing is put over it", hint)


def put_back(store: Store, whole: Archive) -> None:
    if store.revision():
        raise _fault("there is a list already, and nothing is put over it", f"move {PATH} away first")
    store.put_back(whole)


def note_opt_outs(store: Store, service: str, file: str, now: datetime) -> None:
    """Remember that a list was read that says who left; after a restore people are mailed again from then on."""
    store.note(ListEvent(ListKind.OPT_OUTS_READ, now, service, file))


def _waive(folder: Path, arguments: argparse.Namespace, terminal: Terminal) -> int:
    name = plain(arguments.waive)
    with reading(folder) as store:
        if store is None or not store.held():
            terminal.say("There is nothing to answer for: the list does not wait for opt-outs.")
            return 0
    if not name:
        raise UsageError('say who answers for it: --waive "YOUR NAME"')
    with writing(folder, arguments.now, secrets.token_bytes(KEY_SIZE)) as store:
        store.note(ListEvent(ListKind.WAIVED, arguments.now, words=name))
        count = sum(person.mailable for person in store.people())
    terminal.say(f"Noted: {name} answers for it that nobody left since the backup, or that they are known.")
    terminal.say(f"{people(count)} now. `audiencegen build` writes private/subscribers.csv.")
    return 0


def _archive(path: Path, arguments: argparse.Namespace, terminal: Terminal) -> Archive:
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise _fault(f"{path.name} cannot be read: {fault.strerror}", "give the path of the backup") from fault
    if content.startswith(_AGE):
        return _read(_decrypted(content, _passphrase(arguments, terminal, "Its passphrase"), path.name))
    return _read(content)


def _read(content: bytes) -> Archive:
    try:
        return archive.read(content)
    except NotAnArchive as fault:
        hint = "a list from elsewhere is taken in by: audiencegen people import FILE"
        raise _fault(f"this is no backup that can be put back: {fault}", hint) from fault


def _free(path: Path, name: str) -> None:
    if path.exists():
        raise _fault(f"{name} is there already", "nothing is overwritten: choose another name")


def _new_passphrase(arguments: argparse.Namespace, terminal: Terminal) -> str:
    passphrase = _passphrase(arguments, terminal, "A passphrase for it: some words that nobody else would say")
    if not arguments.passphrase_file and passphrase != terminal.ask_hidden("Once more"):
        raise UsageError("the two are not the same; nothing was written")
    return passphrase


def _passphrase(arguments: argparse.Namespace, terminal: Terminal, question: str) -> str:
    if arguments.passphrase_file:
        try:
            passphrase = Path(arguments.passphrase_file).read_text("utf-8").strip("\r\n")
        except (OSError, UnicodeDecodeError) as fault:
            raise UsageError(f"--passphrase-file: {arguments.passphrase_file} cannot be read") from fault
    elif terminal.interactive:
        passphrase = terminal.ask_hidden(question)
    else:
        raise UsageError("in a script, add --passphrase-file FILE")
    if not passphrase:
        raise UsageError("without a passphrase it would be open to everybody")
    return passphrase


def _encrypted(content: bytes, passphrase: str) -> bytes:
    try:
        from pyrage import passphrase as age
    except ImportError as fault:  # an extra
        hint = f"{_INSTALL}; or without encryption, for a disk that is encrypted: audiencegen people export --as json"
        raise _fault("a backup is encrypted, and what does that is not installed", hint) from fault
    return bytes(age.encrypt(content, passphrase))


def _decrypted(content: bytes, passphrase: str, name: str) -> bytes:
    try:
        from pyrage import DecryptError
        from pyrage import passphrase as age
    except ImportError as fault:
        raise _fault(f"{name} is encrypted, and what opens it is not installed", _INSTALL) from fault
    try:
        return bytes(age.decrypt(content, passphrase))
    except DecryptError as fault:
        hint = "try the passphrase again; if it is the right one, take another copy of the backup"
        raise _fault(f"{name} cannot be opened: another passphrase, or a damaged file", hint) from fault


def _persons(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _fault(what: str, hint: str) -> ProjectError:
    return ProjectError(error("people", what, hint))
