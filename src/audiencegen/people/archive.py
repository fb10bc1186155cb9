"""The whole store as one value and as one JSON file, from which the same store can be made again.

It holds everything: every event with its number, the keys, the marks of those who were forgotten, and what happened
to the list as a whole. Whoever has the file has the list; `cli` writes it for its owner alone, or encrypted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from audiencegen.people.law import Event, Kind, replay
from audiencegen.people.person import Address, details_as_json, details_from_json
from audiencegen.values import Value

FORMAT = "audiencegen people"
_VERSION = 1


class ListKind(Enum):
    """What can happen to the list as a whole."""

    FORGOTTEN = "forgotten"  # somebody was erased; not who
    BACKED_UP = "backed up"  # `source` is the number of the last event that is in it
    RESTORED = "restored"  # likewise; from then on nobody is mailed, for it is not known who left since
    OPT_OUTS_READ = "opt-outs read"  # a list that says who left was read; `source` names its service
    WAIVED = "waived"  # somebody, by name, answers for it that nobody left since
    NEW_KEY = "new key"


class ListEvent(Value, frozen=True):
    kind: ListKind
    at: datetime
    source: str = ""
    words: str = ""


class Key(Value, frozen=True):
    id: int
    secret: str  # hexadecimal
    made: str


class Mark(Value, frozen=True):
    """The fingerprint of somebody who was forgotten, and the key that it was made with."""

    fingerprint: str  # hexadecimal
    key: int
    at: str


class Kept(Value, frozen=True):
    """All that is kept of one person: each event with its number."""

    address: Address
    events: tuple[tuple[int, Event], ...]


class Archive(Value, frozen=True):
    """Everything; `last` is the largest number that an event ever had."""

    keys: tuple[Key, ...]
    people: tuple[Kept, ...]
    forgotten: tuple[Mark, ...]
    happened: tuple[tuple[int, ListEvent], ...]
    last: int


class NotAnArchive(ValueError):
    """The bytes are no whole list; the message says why."""


def is_held(happened: Iterable[ListEvent]) -> bool:
    """Does the list come from a backup, and is it still unknown who left since then?"""
    held = False
    for event in happened:
        if event.kind is ListKind.RESTORED:
            held = True
        elif event.kind in (ListKind.OPT_OUTS_READ, ListKind.WAIVED):
            held = False
    return held


def is_archive(content: bytes) -> bool:
    """Does this look like what `written` wrote? For telling files apart; `read` looks closely."""
    return content[:1] == b"{" and f'"{FORMAT}"'.encode() in content[:80]


def written(archive: Archive) -> bytes:
    """The whole list as JSON, a person a line."""
    return "".join(_pieces(archive)).encode()


def read(content: bytes) -> Archive:
    """The list that `written` wrote. Raises NotAnArchive."""
    try:
        rows = json.loads(content)
        if rows["format"] != FORMAT:
            raise NotAnArchive("it is no list of audiencegen")
        if rows["version"] > _VERSION:
            raise NotAnArchive("it was written by a newer audiencegen: update, then try again")
        return Archive(
            keys=tuple(Key(int(row["id"]), _hex(row["secret"]), str(row["made"])) for row in rows["keys"]),
            people=tuple(map(_kept, rows["people"])),
            forgotten=tuple(
                Mark(_hex(row["fingerprint"]), int(row["key"]), str(row["at"])) for row in rows["forgotten"]
            ),
            happened=tuple((int(row["number"]), _list_event(row)) for row in rows["happened"]),
            last=int(rows["last"]),
        )
    except NotAnArchive:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise NotAnArchive("it is damaged, or was changed by hand") from fault


def event_as_json(event: Event) -> dict[str, Any]:
    """An event as plain JSON, without what is empty."""
    rows = {
        "kind": event.kind.value,
        "at": event.at.isoformat(),
        "source": event.source,
        "words": event.words,
        "proof": event.proof,
        "since": event.since,
        "details": details_as_json(event.details),
        "dropped": list(event.dropped),
    }
    return {key: value for key, value in rows.items() if value}


def _pieces(archive: Archive) -> Iterator[str]:
    keys = [{"id": key.id, "secret": key.secret, "made": key.made} for key in archive.keys]
    marks = [{"fingerprint": mark.fingerprint, "key": mark.key, "at": mark.at} for mark in archive.forgotten]
    happened = [{"number": number, **_list_event_as_json(event)} for number, event in archive.happened]
    yield f'{{"format": {json.dumps(FORMAT)}, "version": {_VERSION}, "last": {archive.last},\n'
    for name, rows in (("keys", keys), ("forgotten", marks), ("happened", happened)):
        yield f'"{name}": {_lines(rows)},\n'
    yield f'"people": {_lines(map(_person_as_json, archive.people))}}}\n'


def _lines(rows: Iterable[Mapping[str, Any]]) -> str:
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n{lines}\n]" if lines else "[]"


def _person_as_json(kept: Kept) -> dict[str, Any]:
    """A person with all that happened. `state` follows from the events and is there to be read by others."""
    return {
        "email": kept.address.given,
        "compared": kept.address.compared,
        "state": replay(kept.address, (event for _, event in kept.events)).state.value,
        "events": [{"number": number, **event_as_json(event)} for number, event in kept.events],
    }


def _kept(row: Mapping[str, Any]) -> Kept:
    events = tuple((int(event["number"]), _event(event)) for event in row["events"])
    return Kept(Address(str(row["email"]), str(row["compared"])), events)


def _event(row: Mapping[str, Any]) -> Event:
    return Event(
        kind=Kind(row["kind"]),
        at=datetime.fromisoformat(row["at"]),
        source=row.get("source", ""),
        words=row.get("words", ""),
        proof=row.get("proof", ""),
        since=row.get("since", ""),
        details=details_from_json(row.get("details", {})),
        dropped=tuple(row.get("dropped", ())),
    )


def _list_event_as_json(event: ListEvent) -> dict[str, Any]:
    rows = {
        "kind": event.kind.value,
        "at": event.at.isoformat(),
        "source": event.source,
        "words": event.words,
    }
    return {key: value for key, value in rows.items() if value}


def _list_event(row: Mapping[str, Any]) -> ListEvent:
    at = datetime.fromisoformat(row["at"])
    return ListEvent(ListKind(row["kind"]), at, row.get("source", ""), row.get("words", ""))


def _hex(text: str) -> str:
    return bytes.fromhex(text).hex()
