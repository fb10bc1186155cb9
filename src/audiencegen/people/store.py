"""The store of people: events, only ever added, and `forget`, the one exception. `Store` is all that others know of it.

Nothing that follows from events is kept beside them. `revision` is the number of the last event, and no number
is used twice, so that a build knows by it whether the list changed. A command is one transaction: it holds or it
never was, also when it is killed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from audiencegen.model import Reader, Readers
from audiencegen.people import sqlite
from audiencegen.people.archive import Archive, ListEvent
from audiencegen.people.law import Event
from audiencegen.people.migrations import VERSION
from audiencegen.people.person import Address, Person
from audiencegen.people.private import private_file, private_folder
from audiencegen.people.sqlite import SqliteStore
from audiencegen.problems import ProjectError, error

if TYPE_CHECKING:
    import sqlite3

PATH = "private/people.sqlite"
KEY_SIZE = 32  # bytes of the secret that `writing` wants for a new store


class Store(Protocol):
    """One transaction on a store of people, wherever it is kept."""

    def revision(self) -> int:
        """The number of the last event; forgetting somebody is an event too."""

    def held(self) -> bool:
        """Is nobody mailed, because the list came from a backup and it is not known who left since?"""

    def happened(self) -> tuple[ListEvent, ...]:
        """What happened to the list as a whole, in its order."""

    def not_backed_up_since(self) -> datetime | None:
        """When the oldest event was recorded that is in no backup; None when every one is."""

    def standing(self, whose: Address) -> Person:
        """Where the person with this address stands: a stranger if nobody has it, or forgotten."""

    def history(self, whose: Address) -> tuple[Event, ...]:
        """What happened to the person with this address."""

    def people(self) -> Iterator[Person]:
        """Everybody, by compared address."""

    def histories(self) -> Iterator[tuple[Address, tuple[Event, ...]]]:
        """Everybody and what happened to them, by compared address."""

    def record(self, whose: Address, event: Event) -> None:
        """Add one event. For somebody who is forgotten only their own confirmation is taken."""

    def record_all(self, happened: Sequence[tuple[Address, Event]]) -> None:
        """Add many events at once, as `record` would one after the other."""

    def note(self, event: ListEvent) -> None:
        """Add one event of the list as a whole."""

    def forget(self, whose: Address, now: datetime) -> bool:
        """Erase every row of a person, keep a fingerprint of their address; tell whether there was one.

        Where they are named in what is kept of others, that is erased as well.
        """

    def new_key(self, secret: bytes, now: datetime) -> int:
        """Make tokens with another key from now on; what was made with the old ones stays valid."""

    def keys(self) -> tuple[tuple[int, bytes], ...]:
        """The keys by which tokens and fingerprints are made, the newest last, each with its number."""

    def everything(self) -> Archive:
        """The whole store as one value."""

    def put_back(self, archive: Archive) -> None:
        """Make this store, in which nothing has happened yet, the one that was archived."""

    def faults(self) -> tuple[str, ...]:
        """What is wrong with the store itself, in words; nothing, as a rule."""

    def swept(self) -> bool:
        """Are all traces of those who were forgotten gone from the files?"""


def readers(directory: Path) -> Readers | None:
    """The list as a build sees it: who is mailable now, by compared address; None where there is no store."""
    with reading(directory) as store:
        return None if store is None else readers_of(store)


def readers_of(store: Store) -> Readers:
    states: Counter[str] = Counter()
    rows = []
    for person in store.people():  # one at a time: everybody at once is a lot of people
        states[person.state.value] += 1
        if person.mailable:
            rows.append(_reader(person))
    return Readers(
        revision=store.revision(),
        rows=tuple(rows),
        states=tuple(sorted(states.items())),
        held=store.held(),
        not_backed_up_since=store.not_backed_up_since(),
    )


@contextmanager
def reading(directory: Path) -> Iterator[Store | None]:
    """The store as it is at this moment, which the block cannot change; None where there is none."""
    path = directory / PATH
    if not _present(path):
        yield None
        return
    with sqlite.connected(path) as connection:
        found = _version(connection)
        if 0 < found < VERSION:
            sqlite.prepared(connection, datetime.min, b"")
        # Not opened read-only: after a kill the first to come takes back what was half written.
        connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN")
        yield SqliteStore(connection) if found else None
        connection.execute("ROLLBACK")


@contextmanager
def writing(directory: Path, now: datetime, fresh_key: bytes) -> Iterator[Store]:
    """The store, made if there is none, for one transaction: kept when the block ends, undone when it raises.

    `fresh_key` (KEY_SIZE random bytes) becomes the key of a new store and is ignored by one that has a key.
    """
    path = directory / PATH
    _make_private(path)
    with sqlite.connected(path) as connection:
        if _version(connection) < VERSION:
            sqlite.prepared(connection, now, fresh_key)
        connection.execute("BEGIN IMMEDIATE")
        yield SqliteStore(connection)
        connection.execute("COMMIT")
        sqlite.sweep(connection)


def _present(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as fault:
        raise _out_of_reach(fault) from fault


def _make_private(path: Path) -> None:
    """Folder and file before SQLite would make them for all to read; its journals take the file's mode."""
    try:
        private_folder(path.parent)
        private_file(path)
    except OSError as fault:
        raise _out_of_reach(fault) from fault


def _out_of_reach(fault: OSError) -> ProjectError:
    hint = "look whose the folder is, and whether you may write there"
    return ProjectError(error("people", f"{PATH} is out of reach: {fault.strerror}", hint))


def _version(connection: sqlite3.Connection) -> int:
    version = sqlite.version(connection)
    if version > VERSION:
        hint = "update audiencegen, then try again"
        raise ProjectError(error("people", f"{PATH} was written by a newer audiencegen", hint))
    return version


def _reader(person: Person) -> Reader:
    return Reader(
        email=person.address.given,
        name=person.details.name,
        first_name=person.details.first_name,
        since=person.since,
        source=person.source,
        introduced_by=person.details.introduced_by,
        tags=person.details.tags,
    )
