"""The tables of the store, and how an older store becomes one of today. No event is ever lost or changed by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiencegen.people.person import NotAnAddress, address

if TYPE_CHECKING:
    import sqlite3

VERSION = 2

SCHEMA = (
    """CREATE TABLE people (
         id INTEGER PRIMARY KEY AUTOINCREMENT, given TEXT NOT NULL, compared TEXT NOT NULL UNIQUE)""",
    # `person` is empty for what happened to the list as a whole.
    """CREATE TABLE events (
         id INTEGER PRIMARY KEY AUTOINCREMENT, person INTEGER REFERENCES people (id), at TEXT NOT NULL,
         kind TEXT NOT NULL, source TEXT NOT NULL DEFAULT '', words TEXT NOT NULL DEFAULT '',
         proof TEXT NOT NULL DEFAULT '', since TEXT NOT NULL DEFAULT '', details TEXT NOT NULL DEFAULT '{}',
         dropped TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX events_of_a_person ON events (person)",
    "CREATE TABLE keys (id INTEGER PRIMARY KEY AUTOINCREMENT, secret BLOB NOT NULL, made TEXT NOT NULL)",
    """CREATE TABLE forgotten (
         fingerprint BLOB PRIMARY KEY, key INTEGER NOT NULL REFERENCES keys (id), at TEXT NOT NULL)""",
    # What is still to be done when a command ended too early: to sweep up after somebody was forgotten.
    "CREATE TABLE due (what TEXT PRIMARY KEY)",
)
_COLUMNS = "id, person, at, kind, source, words, proof, since, details"


def migrated(connection: sqlite3.Connection) -> None:
    """Bring the tables up to date, within the caller's transaction."""
    if int(connection.execute("PRAGMA user_version").fetchone()[0]) == 1:
        _to_2(connection)


def _to_2(connection: sqlite3.Connection) -> None:
    """What was taken back has a column, and domains are compared by UTS 46."""
    last = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'events'").fetchone()
    connection.execute("ALTER TABLE events RENAME TO events_1")
    connection.execute("DROP INDEX events_of_a_person")
    for statement in (SCHEMA[1], SCHEMA[2], SCHEMA[5]):
        connection.execute(statement)
    connection.execute(f"INSERT INTO events ({_COLUMNS}) SELECT {_COLUMNS} FROM events_1 ORDER BY id")
    connection.execute("DROP TABLE events_1")
    if last:
        connection.execute("DELETE FROM sqlite_sequence WHERE name = 'events'")
        connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('events', ?)", last)
    for number, given, compared in connection.execute("SELECT id, given, compared FROM people").fetchall():
        _compare_anew(connection, number, given, compared)
    connection.execute("PRAGMA user_version = 2")


def _compare_anew(connection: sqlite3.Connection, number: int, given: str, compared: str) -> None:
    """Two spellings that are one address now are one person, with the events of both in their order."""
    try:
        now = address(given).compared
    except NotAnAddress:
        return
    if now == compared:
        return
    other = connection.execute("SELECT id FROM people WHERE compared = ? AND id <> ?", (now, number)).fetchone()
    if other is None:
        connection.execute("UPDATE people SET compared = ? WHERE id = ?", (now, number))
        return
    connection.execute("UPDATE events SET person = ? WHERE person = ?", (other[0], number))
    connection.execute("DELETE FROM people WHERE id = ?", (number,))
