"""The store of people: events in `private/people.sqlite`, only ever added, and `forget`, the one exception.

Nothing that follows from events is kept beside them. `revision` is the number of the last event, and no number
is used twice, so that a build knows by it whether the list changed. A command is one transaction: it holds or it
never was, also when it is killed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from audiencegen.model import Reader, Readers
from audiencegen.people.law import Event, Kind, after, replay
from audiencegen.people.person import (
    Address,
    NotAnAddress,
    Person,
    State,
    address,
    details_as_json,
    details_from_json,
)
from audiencegen.people.private import private_file, private_folder
from audiencegen.problems import ProjectError, error

if TYPE_CHECKING:
    import sqlite3

PATH = "private/people.sqlite"
KEY_SIZE = 32  # bytes of the secret that `writing` wants for a new store
_VERSION = 1
_PATIENCE = 30.0  # seconds to wait while another process writes

_SCHEMA = (
    """CREATE TABLE people (
         id INTEGER PRIMARY KEY AUTOINCREMENT, given TEXT NOT NULL, compared TEXT NOT NULL UNIQUE)""",
    # `person` is empty for the event that somebody was forgotten.
    """CREATE TABLE events (
         id INTEGER PRIMARY KEY AUTOINCREMENT, person INTEGER REFERENCES people (id), at TEXT NOT NULL,
         kind TEXT NOT NULL, source TEXT NOT NULL, words TEXT NOT NULL, proof TEXT NOT NULL,
         since TEXT NOT NULL, details TEXT NOT NULL)""",
    "CREATE INDEX events_of_a_person ON events (person)",
    "CREATE TABLE keys (id INTEGER PRIMARY KEY AUTOINCREMENT, secret BLOB NOT NULL, made TEXT NOT NULL)",
    """CREATE TABLE forgotten (
         fingerprint BLOB PRIMARY KEY, key INTEGER NOT NULL REFERENCES keys (id), at TEXT NOT NULL)""",
)
_EVENT = "at, kind, source, words, proof, since, details"


def readers(directory: Path) -> Readers | None:
    """The list as a build sees it: who is mailable now, by compared address; None where there is no store."""
    with reading(directory) as store:
        if store is None:
            return None
        rows = (_reader(person) for person in store.people() if person.mailable)
        return Readers(store.revision(), tuple(rows))


@contextmanager
def reading(directory: Path) -> Iterator[Store | None]:
    """The store as it is at this moment, which the block cannot change; None where there is none."""
    path = directory / PATH
    if not _present(path):
        yield None
        return
    with _connected(path) as connection:
        # Not opened read-only: after a kill the first to come takes back what was half written.
        connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN")
        yield Store(connection) if _version(connection) else None
        connection.execute("ROLLBACK")


@contextmanager
def writing(directory: Path, now: datetime, fresh_key: bytes) -> Iterator[Store]:
    """The store, made if there is none, for one transaction: kept when the block ends, undone when it raises.

    `fresh_key` (KEY_SIZE random bytes) becomes the key of a new store and is ignored by one that has a key.
    """
    path = directory / PATH
    _make_private(path)
    with _connected(path) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN IMMEDIATE")
        if not _version(connection):
            _create(connection, now, fresh_key)
        yield Store(connection)
        connection.execute("COMMIT")


class Store:
    """One transaction on the store; `reading` and `writing` make it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._keys: Sequence[tuple[int, bytes]] = connection.execute(
            "SELECT id, secret FROM keys ORDER BY id"
        ).fetchall()

    def revision(self) -> int:
        """The number of the last event; forgetting somebody is an event too."""
        row = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'events'").fetchone()
        return int(row[0]) if row else 0

    def standing(self, whose: Address) -> Person:
        """Where the person with this address stands: a stranger if nobody has it, or forgotten."""
        row = self._find(whose)
        if row:
            number, given = row
            return replay(Address(given, whose.compared), self._events_of(number))
        state = State.FORGOTTEN if self._tombstone(whose) else State.STRANGER
        return Person(whose, state)

    def people(self) -> Iterator[Person]:
        """Everybody, by compared address."""
        return (replay(whose, events) for whose, events in self.histories())

    def histories(self) -> Iterator[tuple[Address, tuple[Event, ...]]]:
        """Everybody and what happened to them, by compared address."""
        rows = self._connection.execute(
            f"""SELECT given, compared, {_EVENT} FROM people JOIN events ON events.person = people.id
                ORDER BY compared, events.id"""
        )
        for whose, group in groupby(rows, key=lambda row: Address(row[0], row[1])):
            yield whose, tuple(_event(row[2:]) for row in group)

    def record(self, whose: Address, event: Event) -> None:
        """Add one event. For somebody who is forgotten only their own confirmation is taken."""
        row = self._find(whose)
        mark = None if row else self._tombstone(whose)
        if mark and after(State.FORGOTTEN, event.kind) is State.FORGOTTEN:
            return
        if mark:
            self._connection.execute("DELETE FROM forgotten WHERE fingerprint = ?", (mark,))
        number = row[0] if row else self._insert("people (given, compared)", (whose.given, whose.compared))
        self._insert(f"events (person, {_EVENT})", (number, *_as_row(event)))

    def record_all(self, happened: Sequence[tuple[Address, Event]]) -> None:
        """Add many events at once, as `record` would one after the other."""
        marked = self._connection.execute("SELECT 1 FROM forgotten LIMIT 1").fetchone() is not None
        gone = {whose.compared for whose, _ in happened if marked and not self._find(whose) and self._tombstone(whose)}
        others = [pair for pair in happened if pair[0].compared not in gone] if gone else happened
        for whose, event in happened if gone else ():
            if whose.compared in gone:
                self.record(whose, event)
        add = self._connection.executemany
        people = ((whose.given, whose.compared) for whose, _ in others)
        add("INSERT OR IGNORE INTO people (given, compared) VALUES (?, ?)", people)
        marks = ", ".join("?" * (_EVENT.count(",") + 1))
        into = f"events (person, {_EVENT}) VALUES ((SELECT id FROM people WHERE compared = ?), {marks})"
        add(f"INSERT INTO {into}", ((whose.compared, *_as_row(event)) for whose, event in others))

    def forget(self, whose: Address, now: datetime) -> bool:
        """Erase every row of a person, keep a fingerprint of their address; tell whether there was one.

        Where somebody else's event names this address as who introduced them, that is erased as well.
        """
        row = self._find(whose)
        if row:
            self._connection.execute("DELETE FROM events WHERE person = ?", (row[0],))
            self._connection.execute("DELETE FROM people WHERE id = ?", (row[0],))
        self._erase_as_introducer(whose)
        if row or not self._tombstone(whose):
            self._bury(whose, now)
        return row is not None

    def _find(self, whose: Address) -> tuple[int, str] | None:
        query = "SELECT id, given FROM people WHERE compared = ?"
        row = self._connection.execute(query, (whose.compared,)).fetchone()
        return (int(row[0]), str(row[1])) if row else None

    def _events_of(self, number: int) -> Iterable[Event]:
        query = f"SELECT {_EVENT} FROM events WHERE person = ? ORDER BY id"
        return map(_event, self._connection.execute(query, (number,)).fetchall())

    def _insert(self, into: str, row: tuple[object, ...]) -> int:
        marks = ", ".join("?" * len(row))
        return self._connection.execute(f"INSERT INTO {into} VALUES ({marks})", row).lastrowid or 0

    def _tombstone(self, whose: Address) -> bytes | None:
        """The fingerprint under which a person is forgotten; None for everybody else."""
        for _, secret in self._keys:
            mark = _fingerprint(secret, whose)
            if self._connection.execute("SELECT 1 FROM forgotten WHERE fingerprint = ?", (mark,)).fetchone():
                return mark
        return None

    def _bury(self, whose: Address, now: datetime) -> None:
        key, secret = self._keys[-1]
        self._insert("forgotten (fingerprint, key, at)", (_fingerprint(secret, whose), key, now.isoformat()))
        self._insert(f"events (person, {_EVENT})", (None, *_as_row(Event(Kind.FORGOTTEN, now))))

    def _erase_as_introducer(self, whose: Address) -> None:
        rows = self._connection.execute("SELECT id, details FROM events WHERE details LIKE '%introduced_by%'")
        for number, text in rows.fetchall():
            details = json.loads(text)
            if _is_address_of(details.get("introduced_by", ""), whose):
                del details["introduced_by"]
                row = (json.dumps(details, ensure_ascii=False), number)
                self._connection.execute("UPDATE events SET details = ? WHERE id = ?", row)


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


@contextmanager
def _connected(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection with explicit transactions; one that is open when the block ends is undone."""
    import sqlite3  # a build without a list does not pay for it

    try:
        connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            yield connection
        finally:
            connection.close()
    except sqlite3.DatabaseError as fault:
        said = _IN_WORDS.get(_code(fault))
        if said is None:
            raise
        raise ProjectError(error("people", f"{PATH} {said[0]}", said[1])) from fault


# What SQLite refuses (sqlite.org/rescode.html, primary codes): what is, and what to do.
_IN_WORDS = {
    5: ("is in use by another audiencegen", "nothing was changed: try again when it is done"),
    8: ("may not be written to", "nothing was changed: look at the rights of the file and of its folder"),
    10: ("cannot be read or written: the disk fails", "nothing was changed: try again, and look at the disk"),
    11: ("is damaged", "keep the file as it is, and put a copy from a backup in its place"),
    13: ("cannot grow: the disk is full", "nothing was changed: make room, then try again"),
    14: ("cannot be opened", "nothing was changed: look at the rights of the file and of its folder"),
    26: ("is not a store of people", "move it away, or put a copy from a backup in its place"),
}


def _code(fault: sqlite3.Error) -> int:
    return getattr(fault, "sqlite_errorcode", 0) & 0xFF


def _version(connection: sqlite3.Connection) -> int:
    """The version of the tables; 0 for a file that has none yet."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > _VERSION:
        hint = "update audiencegen, then try again"
        raise ProjectError(error("people", f"{PATH} was written by a newer audiencegen", hint))
    return version


def _create(connection: sqlite3.Connection, now: datetime, fresh_key: bytes) -> None:
    for statement in _SCHEMA:
        connection.execute(statement)
    connection.execute("INSERT INTO keys (secret, made) VALUES (?, ?)", (fresh_key, now.isoformat()))
    connection.execute(f"PRAGMA user_version = {_VERSION}")


def _fingerprint(secret: bytes, whose: Address) -> bytes:
    """A mark of an address that tells nothing without the key (HMAC-SHA-256, RFC 2104)."""
    import hmac

    return hmac.digest(secret, b"forgotten:" + whose.compared.encode(), "sha256")


def _as_row(event: Event) -> tuple[str, ...]:
    details = json.dumps(details_as_json(event.details), ensure_ascii=False)
    return (
        event.at.isoformat(),
        event.kind.value,
        event.source,
        event.words,
        event.proof,
        event.since,
        details,
    )


def _event(row: Iterable[str]) -> Event:
    at, kind, source, words, proof, since, details = row
    return Event(
        kind=Kind(kind),
        at=datetime.fromisoformat(at),
        source=source,
        words=words,
        proof=proof,
        since=since,
        details=details_from_json(json.loads(details)),
    )


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


def _is_address_of(text: str, whose: Address) -> bool:
    try:
        return address(text).compared == whose.compared
    except NotAnAddress:
        return False
