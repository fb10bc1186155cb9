"""Digests: the same everywhere and always for the same value, and another for every other value."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from enum import Enum
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from audiencegen.values import Gathered, Kept, Record, Ref, Value, digest, digest_bytes, freeze, indented_json, replace
from conftest import clean_environment


class Colour(Enum):
    RED = "red"


class Mood(Enum):
    RED = "red"


class Stamp(Value, frozen=True):
    price: int
    motif: str = ""


class Coin(Value, frozen=True):
    price: int
    motif: str = ""


class Album(Value, frozen=True):
    stamps: tuple[Stamp, ...]
    cover: Stamp | None = None


class Page(Gathered, frozen=True):
    stamps: tuple[Stamp, ...] = ()
    first: Stamp | None = None
    last: Stamp | None = None


DIFFERENT: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    "",
    "1",
    b"1",
    1.0,
    -0.0,
    "None",
    (),
    ("",),
    ((),),
    ("a", "b"),
    ("ab",),
    (("a",), "b"),
    {},
    {"a": "b"},
    {"b": "a"},
    {"a": None},
    frozenset(),
    frozenset({"a"}),
    date(2026, 5, 1),
    datetime(2026, 5, 1),
    datetime(2026, 5, 1, tzinfo=UTC),
    time(9),
    ZoneInfo("Europe/Berlin"),
    ZoneInfo("Europe/Paris"),
    Colour.RED,
    Mood.RED,
    Record(),
    Record({"a": "b"}),
    Stamp(1),
    Coin(1),
    Stamp(1, "boat"),
    Album((Stamp(1),)),
    Album((), Stamp(1)),
    Page(),
    Page((Stamp(1),)),
    Page((Stamp(1), Stamp(1))),
    Page((), Stamp(1)),
    Page((), None, Stamp(1)),
    Ref("0" * 32),
)


def test_values_of_another_type_or_content_have_another_digest() -> None:
    alike = [(one, other) for one, other in combinations(DIFFERENT, 2) if digest((one,)) == digest((other,))]
    assert alike == []


def test_neighbours_never_run_into_each_other() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("a", "b") != digest(("a", "b"))
    assert digest(Stamp(1, "a"), "b") != digest(Stamp(1), "ab")


def test_the_order_of_a_mapping_does_not_matter() -> None:
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest(Record({"a": 1, "b": 2})) == digest(Record({"b": 2, "a": 1}))


def test_the_order_of_a_sequence_matters() -> None:
    assert digest(("a", "b")) != digest(("b", "a"))


def test_the_order_of_a_set_does_not_matter() -> None:
    assert digest(frozenset(["a", "b", "c"])) == digest(frozenset(["c", "b", "a"]))


def test_equal_records_have_one_digest_however_deep_they_are() -> None:
    assert digest(Album((Stamp(1), Stamp(2)))) == digest(Album((Stamp(1), Stamp(2))))
    assert digest(Album((Stamp(1), Stamp(2)))) != digest(Album((Stamp(1), Stamp(3))))


def test_what_only_gathers_others_has_another_digest_when_one_of_them_is_another() -> None:
    assert digest(Page((Stamp(1), Stamp(2)), Stamp(3))) == digest(Page((Stamp(1), Stamp(2)), Stamp(3)))
    assert digest(Page((Stamp(1), Stamp(2)), Stamp(3))) != digest(Page((Stamp(1), Stamp(4)), Stamp(3)))


def test_a_changed_copy_of_a_record_does_not_keep_its_digest() -> None:
    stamp = Stamp(1)
    before = digest(stamp)
    assert digest(replace(stamp, price=2)) == digest(Stamp(2)) != before


def test_keeping_the_digest_does_not_change_the_record() -> None:
    stamp = Stamp(1)
    digest(stamp)
    assert stamp == Stamp(1)
    assert hash(stamp) == hash(Stamp(1))


def test_a_reference_stands_for_what_it_names() -> None:
    stamp = Stamp(1)
    assert digest(Ref(digest(stamp))) == digest(stamp)
    assert digest("post", Ref(digest(stamp))) == digest("post", stamp)


def test_what_has_no_canonical_form_is_refused() -> None:
    with pytest.raises(TypeError, match="no stable digest for object"):
        digest(object())
    with pytest.raises(TypeError, match="no stable digest for set"):
        digest({"a"})


def test_a_digest_is_32_hexadecimal_digits() -> None:
    assert len(digest("a")) == len(digest_bytes(b"a")) == 32
    assert int(digest("a"), 16) >= 0


PROGRAM = """
from datetime import UTC, datetime
from zoneinfo import ZoneInfo
from audiencegen.model import Card, Frame, State, TermKey
from audiencegen.values import Record, digest
key = TermKey("tags", "Grüße", "grüße")
card = Card("a.md", "Ä", "/a/", "https://x/", datetime(2026, 5, 1, 9, tzinfo=UTC), tags=(key,), state=State.UNLISTED)
print(digest(card, Record({"b": frozenset({"x", "y", "z"}), "a": {"d": 1.5, "c": None}}), ZoneInfo("Asia/Tokyo")))
"""


def elsewhere(settings: Iterable[tuple[str, str]]) -> str:
    command = [sys.executable, "-c", PROGRAM]
    return subprocess.run(
        command, check=True, capture_output=True, text=True, env=clean_environment(**dict(settings))
    ).stdout.strip()


def test_a_digest_is_the_same_in_another_process_with_another_hash_seed_zone_and_locale() -> None:
    answers = {
        elsewhere([("PYTHONHASHSEED", "1"), ("TZ", "Pacific/Kiritimati"), ("LC_ALL", "C")]),
        elsewhere([("PYTHONHASHSEED", "2"), ("TZ", "America/Los_Angeles"), ("LC_ALL", "C.UTF-8")]),
    }
    assert len(answers) == 1
    assert len(answers.pop()) == 32


def test_what_yaml_gives_becomes_immutable_however_deep() -> None:
    frozen = freeze({"list": [{"a": [1, 2]}], 7: "seven"})
    assert frozen == Record({"list": (Record({"a": (1, 2)}),), "7": "seven"})
    assert digest(frozen) == digest(freeze({7: "seven", "list": [{"a": [1, 2]}]}))


def test_a_record_is_a_mapping_that_can_be_a_key() -> None:
    assert {Record({"a": 1}): "x"}[Record({"a": 1})] == "x"
    assert dict(Record({"a": 1})) == {"a": 1}
    assert repr(Record({"a": 1})) == "Record({'a': 1})"


def test_what_is_kept_takes_no_more_than_its_room_and_the_oldest_makes_room() -> None:
    kept: Kept[str, int] = Kept(10)
    for name, size in (("a", 4), ("b", 3), ("c", 3), ("d", 5)):
        assert kept.keep(name, size, size) == size
    assert list(kept) == ["c", "d"]
    kept.keep("more than there is room for", 20, 20)
    assert list(kept) == ["more than there is room for"]
    kept.keep("e", 2, 2)
    assert list(kept) == ["e"]


def test_json_for_people_is_that_of_the_standard_library() -> None:
    every = "".join(chr(number) for number in range(0x110000) if not 0xD800 <= number < 0xE000)
    thing = {"a": every, "b": [], "c": {}, "d": [1, [True, None], {"é": [""]}]}
    assert indented_json(thing) == json.dumps(thing, ensure_ascii=False, indent=1).encode()
