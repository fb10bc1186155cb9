"""The whole list as one file: the same store comes out of it, and anything else is told why it cannot."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audiencegen.people.archive import ListEvent, ListKind, NotAnArchive, is_archive, read, written
from audiencegen.people.law import Event, Kind
from audiencegen.people.person import Details, State, address
from audiencegen.people.store import KEY_SIZE, reading, writing
from audiencegen.values import Record

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
KEY = b"k" * KEY_SIZE
MARIA, JON = address("Maria@example.org"), address("jon@example.org")


def filled(folder: Path) -> bytes:
    details = Details("Maria\u2028Doe", "M", "Jon", ("a",), Record({"note": "two\nlines"}), "de", ("bees",), "weekly")
    with writing(folder, NOON, KEY) as store:
        store.record(MARIA, Event(Kind.ADDED, NOON, "fair", "told me", "list.csv, row 7", "2020-01-02", details))
        store.record(JON, Event(Kind.ADDED, NOON))
        store.record(MARIA, Event(Kind.EDITED, NOON, dropped=("tags:a", "name")))
        store.forget(JON, NOON)
        store.new_key(b"n" * KEY_SIZE, NOON)
        store.note(ListEvent(ListKind.BACKED_UP, NOON, "5", "people.age"))
    return whole(folder)


def whole(folder: Path) -> bytes:
    with reading(folder) as store:
        assert store is not None
        return written(store.everything())


def test_the_same_store_comes_out_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    content = filled(tmp_path / "one")
    with writing(tmp_path / "two", NOON, b"another key, which is not kept..") as store:
        store.put_back(read(content))
    assert whole(tmp_path / "two") == content
    with reading(tmp_path / "one") as first, reading(tmp_path / "two") as second:
        assert first is not None
        assert second is not None
        assert list(first.histories()) == list(second.histories())
        assert (first.revision(), first.keys(), first.happened()) == (
            second.revision(),
            second.keys(),
            second.happened(),
        )
        assert second.standing(JON).state is State.FORGOTTEN


def test_the_file_is_read_by_other_programs_too(tmp_path: Path) -> None:
    content = filled(tmp_path)
    rows = json.loads(content)
    assert is_archive(content)
    assert [(row["email"], row["state"], len(row["events"])) for row in rows["people"]] == [
        ("Maria@example.org", "active", 2)
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "damaged"),
        (b"[]", "damaged"),
        (b"{}", "damaged"),
        (b'{"format": "something else"}', "no list of audiencegen"),
        (b'{"format": "audiencegen people", "version": 99}', "newer audiencegen"),
        (b'{"format": "audiencegen people", "version": 1}', "damaged"),
    ],
)
def test_any_other_file_is_told_why(content: bytes, why: str) -> None:
    with pytest.raises(NotAnArchive) as fault:
        read(content)
    assert why in str(fault.value)


def test_a_file_that_was_cut_off_anywhere_is_damaged(tmp_path: Path) -> None:
    content = filled(tmp_path)
    for end in range(0, len(content) - 2, 7):
        with pytest.raises(NotAnArchive):
            read(content[:end])
