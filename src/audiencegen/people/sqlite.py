"""The store in SQLite, for one machine: `private/people.sqlite`, written ahead (WAL), one transaction a command.

Events are only ever added. `forget` is the one exception: what it deletes is overwritten, and the file is then
written anew, for SQLite leaves copies of rows behind when it moves them from page to page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from audiencegen.people.archive import Archive, Kept, Key, ListEvent, ListKind, Mark, is_held
from audiencegen.people.law import Event, Kind, after, replay
from audiencegen.people.migrations import SCHEMA, VERSION, migrated
from audiencegen.people.person import NOTHING_KNOWN, Address, Person, State, details_as_json, details_from_json
from audiencegen.people.scrub import scrubbed
from audiencegen.problems import ProjectError, error
from audiencegen.values import as_json, from_json, replace

if TYPE_CHECKING:
    import sqlite3

_PATIENCE = 30.0  # seconds to wait while another process writes
_EVENT = "at, kind, source, words, proof, since, details, dropped"
_EVENTS_OF = f"SELECT {_EVENT} FROM events WHERE person = ? ORDER BY id"


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection with explicit transactions; one that is open when the block ends is undone.

    Raises ProjectError with what SQLite refuses, in words.
    """
    import sqlite3  # a build without a list does not pay for it

    try:
        connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA temp_store = MEMORY")  # what is sorted or rebuilt is not for a public /tmp
            yield connection
        finally:
            connection.close()
    except sqlite3.DatabaseError as fault:
        said = _IN_WORDS.get(getattr(fault, "sqlite_errorcode", 0) & 0xFF)
        if said is None:
            raise
        raise ProjectError(error("people", f"private/{path.name} {said[0]}", said[1])) from fault


# What SQLite refuses (sqlite.org/rescode.html, primary codes): what is, and what to do.
_IN_WORDS = {
    5: ("is in use by another audiencegen", "nothing was changed: try again when it is done"),
    8: ("may not be written to", "nothing was changed: look at the rights of the file and of its folder"),
    10: ("cannot be read or written: the disk fails", "nothing was changed: try again, and look at the disk"),
    11: ("is damaged", "keep the file as it is, and put back a backup: audiencegen people restore FILE"),
    13: ("cannot grow: the disk is full", "nothing was changed: make room, then try again"),
    14: ("cannot be opened", "nothing was changed: look at the rights of the file and of its folder"),
    26: ("is not a store of people", "move it away, and put back a backup: audiencegen people restore FILE"),
}


def version(connection: sqlite3.Connection) -> int:
    """The version of the tables; 0 for a file that has none yet."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def prepared(connection: sqlite3.Connection, now: datetime, fresh_key: bytes) -> None:
    """Make the tables of a new store, or bring an older one up to date; in one transaction of its own."""
    import sqlite3

    with suppress(sqlite3.OperationalError):  # another process is at it: the next command changes the mode
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    if not version(connection):
        for statement in SCHEMA:
            connection.execute(statement)
        connection.execute("INSERT INTO keys (secret, made) VALUES (?, ?)", (fresh_key, now.isoformat()))
        connection.execute(f"PRAGMA user_version = {VERSION}")
    migrated(connection)
    connection.execute("COMMIT")


def sweep(connection: sqlite3.Connection) -> bool:
    """Where somebody was forgotten, leave no byte of them in the files; False when others have the store open."""
    import sqlite3

    if not connection.execute("SELECT 1 FROM due").fetchone():
        return True
    try:
        connection.execute("VACUUM")
        if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            return False
        connection.execute("DELETE FROM due")
    except sqlite3.OperationalError:  # busy, or no room: the rows are gone, their traces wait for the next command
        return False
    return True


class SqliteStore:
    """One transaction on the store; `store.reading` and `store.writing` make it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._keys = self._all_keys()
        self._held = is_held(event for _, event in self._happened())

    def revision(self) -> int:
        row = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'events'").fetchone()
        return int(row[0]) if row else 0

    def held(self) -> bool:
        return self._held

    def happened(self) -> tuple[ListEvent, ...]:
        return tuple(event for _, event in self._happened())

    def not_backed_up_since(self) -> datetime | None:
        # `source` of a backup is the number of the last event in it: another may have been recorded meanwhile.
        backups = (ListKind.BACKED_UP.value, ListKind.RESTORED.value)
        row = self._connection.execute(
            """SELECT at FROM events WHERE NOT (person IS NULL AND kind IN (?, ?)) AND id >
               (SELECT ifnull(max(CAST(source AS INTEGER)), 0) FROM events WHERE person IS NULL AND kind IN (?, ?))
               ORDER BY id LIMIT 1""",
            backups * 2,
        ).fetchone()
        return datetime.fromisoformat(row[0]) if row else None

    def standing(self, whose: Address) -> Person:
        row = self._find(whose)
        if row:
            number, given = row
            events = map(_event, self._connection.execute(_EVENTS_OF, (number,)))
            return self._as_held(replay(Address(given, whose.compared), events))
        return Person(whose, State.FORGOTTEN if self._tombstone(whose) else State.STRANGER)

    def history(self, whose: Address) -> tuple[Event, ...]:
        row = self._find(whose)
        return tuple(map(_event, self._connection.execute(_EVENTS_OF, (row[0],)))) if row else ()

    def people(self) -> Iterator[Person]:
        return (self._as_held(replay(whose, events)) for whose, events in self.histories())

    def histories(self) -> Iterator[tuple[Address, tuple[Event, ...]]]:
        for kept in self._everybody():
            yield kept.address, tuple(event for _, event in kept.events)

    def record(self, whose: Address, event: Event) -> None:
        row = self._find(whose)
        mark = None if row else self._tombstone(whose)
        if mark and after(State.FORGOTTEN, event.kind) is State.FORGOTTEN:
            return
        if mark:
            self._connection.execute("DELETE FROM forgotten WHERE fingerprint = ?", (mark,))
        number = row[0] if row else self._insert("people (given, compared)", (whose.given, whose.compared))
        self._insert(f"events (person, {_EVENT})", (number, *_as_row(event)))

    def record_all(self, happened: Sequence[tuple[Address, Event]]) -> None:
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

    def note(self, event: ListEvent) -> None:
        row = (None, event.at.isoformat(), event.kind.value, event.source, event.words)
        self._insert("events (person, at, kind, source, words)", row)
        self._held = is_held(self.happened())

    def forget(self, whose: Address, now: datetime) -> bool:
        row = self._find(whose)
        name = self.standing(whose).details.name if row else ""
        if row:
            self._connection.execute("DELETE FROM events WHERE person = ?", (row[0],))
            self._connection.execute("DELETE FROM people WHERE id = ?", (row[0],))
            self._connection.execute("INSERT OR IGNORE INTO due VALUES ('sweep')")
        namesakes = any(one.details.name.casefold() == name.casefold() for one in self.people())
        self._scrub(whose, "" if namesakes else name)
        if row or not self._tombstone(whose):
            key, secret = self._keys[-1]
            mark = (_fingerprint(secret, whose), key, now.isoformat())
            self._insert("forgotten (fingerprint, key, at)", mark)
            self.note(ListEvent(ListKind.FORGOTTEN, now))
        return row is not None

    def new_key(self, secret: bytes, now: datetime) -> int:
        number = self._insert("keys (secret, made)", (secret, now.isoformat()))
        self._keys = self._all_keys()
        self.note(ListEvent(ListKind.NEW_KEY, now, words=f"key {number}"))
        return number

    def keys(self) -> tuple[tuple[int, bytes], ...]:
        return tuple(self._keys)

    def everything(self) -> Archive:
        keys = self._connection.execute("SELECT id, secret, made FROM keys ORDER BY id")
        marks = self._connection.execute("SELECT fingerprint, key, at FROM forgotten ORDER BY fingerprint")
        return Archive(
            keys=tuple(Key(number, secret.hex(), made) for number, secret, made in keys),
            people=tuple(self._everybody()),
            forgotten=tuple(Mark(mark.hex(), key, at) for mark, key, at in marks),
            happened=tuple(self._happened()),
            last=self.revision(),
        )

    def put_back(self, archive: Archive) -> None:
        insert = self._connection.executemany
        self._connection.execute("DELETE FROM keys")
        keys = ((key.id, bytes.fromhex(key.secret), key.made) for key in archive.keys)
        insert("INSERT INTO keys (id, secret, made) VALUES (?, ?, ?)", keys)
        marks = ((bytes.fromhex(mark.fingerprint), mark.key, mark.at) for mark in archive.forgotten)
        insert("INSERT INTO forgotten (fingerprint, key, at) VALUES (?, ?, ?)", marks)
        for kept in archive.people:
            person = self._insert("people (given, compared)", (kept.address.given, kept.address.compared))
            rows = ((number, person, *_as_row(event)) for number, event in kept.events)
            insert(f"INSERT INTO events (id, person, {_EVENT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        happened = ((n, one.at.isoformat(), one.kind.value, one.source, one.words) for n, one in archive.happened)
        insert("INSERT INTO events (id, at, kind, source, words) VALUES (?, ?, ?, ?, ?)", happened)
        self._count_from(archive.last)
        self._keys = self._all_keys()
        self._held = is_held(self.happened())

    def faults(self) -> tuple[str, ...]:
        found = [row[0] for row in self._connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        if self._connection.execute("PRAGMA foreign_key_check").fetchall():
            found.append("an event belongs to nobody")
        empty = "SELECT count(*) FROM people WHERE id NOT IN (SELECT person FROM events WHERE person IS NOT NULL)"
        if self._connection.execute(empty).fetchone()[0]:
            found.append("somebody is kept of whom nothing happened")
        return tuple(found)

    def swept(self) -> bool:
        return not self._connection.execute("SELECT 1 FROM due").fetchone()

    def _as_held(self, person: Person) -> Person:
        return replace(person, held=True) if self._held else person

    def _everybody(self) -> Iterator[Kept]:
        rows = self._connection.execute(
            f"""SELECT given, compared, events.id, {_EVENT} FROM people JOIN events ON events.person = people.id
                ORDER BY compared, events.id"""
        )
        for (given, compared), group in groupby(rows, key=lambda row: (row[0], row[1])):
            yield Kept(Address(given, compared), tuple((row[2], _event(row[3:])) for row in group))

    def _happened(self) -> Iterator[tuple[int, ListEvent]]:
        query = "SELECT id, at, kind, source, words FROM events WHERE person IS NULL ORDER BY id"
        for number, at, kind, source, words in self._connection.execute(query):
            yield number, ListEvent(ListKind(kind), datetime.fromisoformat(at), source, words)

    def _find(self, whose: Address) -> tuple[int, str] | None:
        query = "SELECT id, given FROM people WHERE compared = ?"
        row = self._connection.execute(query, (whose.compared,)).fetchone()
        return (int(row[0]), str(row[1])) if row else None

    def _insert(self, into: str, row: tuple[object, ...]) -> int:
        marks = ", ".join("?" * len(row))
        return self._connection.execute(f"INSERT INTO {into} VALUES ({marks})", row).lastrowid or 0

    def _all_keys(self) -> Sequence[tuple[int, bytes]]:
        return self._connection.execute("SELECT id, secret FROM keys ORDER BY id").fetchall()

    def _count_from(self, last: int) -> None:
        self._connection.execute("DELETE FROM sqlite_sequence WHERE name = 'events'")
        self._connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('events', ?)", (last,))

    def _tombstone(self, whose: Address) -> bytes | None:
        """The fingerprint under which a person is forgotten; None for everybody else."""
        for _, secret in self._keys:
            mark = _fingerprint(secret, whose)
            if self._connection.execute("SELECT 1 FROM forgotten WHERE fingerprint = ?", (mark,)).fetchone():
                return mark
        return None

    def _scrub(self, whose: Address, name: str) -> None:
        """Take an address, and a name as that of an introducer, out of what is kept of others."""
        query = f"SELECT id, {_EVENT} FROM events WHERE person IS NOT NULL AND (details LIKE '%introduced_by%' "
        like = [f"%{part}%" for part in {whose.given, whose.compared}]
        query += "".join(" OR words LIKE ? OR proof LIKE ? OR source LIKE ? OR details LIKE ?" for _ in like) + ")"
        for number, *row in self._connection.execute(query, [one for one in like for _ in range(4)]).fetchall():
            before = _event(row)
            event = scrubbed(before, whose, name)
            if event != before:
                names = ", ".join(f"{column} = ?" for column in _EVENT.split(", "))
                self._connection.execute(f"UPDATE events SET {names} WHERE id = ?", (*_as_row(event), number))
                self._connection.execute("INSERT OR IGNORE INTO due VALUES ('sweep')")


def _fingerprint(secret: bytes, whose: Address) -> bytes:
    """A mark of an address that tells nothing without the key (HMAC-SHA-256, RFC 2104)."""
    import hmac

    return hmac.digest(secret, b"forgotten:" + whose.compared.encode(), "sha256")


def _as_row(event: Event) -> tuple[str, ...]:
    return (
        event.at.isoformat(),
        event.kind.value,
        event.source,
        event.words,
        event.proof,
        event.since,
        as_json(details_as_json(event.details)) if event.details is not NOTHING_KNOWN else "{}",
        as_json(event.dropped) if event.dropped else "",
    )


def _event(row: Iterable[str]) -> Event:
    at, kind, source, words, proof, since, details, dropped = row
    return Event(
        kind=_KINDS[kind],
        at=_moment(at),
        source=source,
        words=words,
        proof=proof,
        since=since,
        details=details_from_json(from_json(details)) if details != "{}" else NOTHING_KNOWN,
        dropped=tuple(from_json(dropped)) if dropped else (),
    )


_KINDS = {kind.value: kind for kind in Kind}
_moment = lru_cache(maxsize=1024)(datetime.fromisoformat)  # an import is one moment
