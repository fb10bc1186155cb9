"""Who brought whom: chains, circles, and thanks that are due."""

from __future__ import annotations

from datetime import UTC, datetime

from audiencegen.people.introductions import Introductions
from audiencegen.people.law import Event, Kind, happen, replay
from audiencegen.people.person import Details, Person, address

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def person(email: str, by: str = "", name: str = "", since: str = "2026-11-01") -> Person:
    event = Event(Kind.ADDED, NOON, since=since, details=Details(name=name, introduced_by=by))
    return replay(address(email), [event])


MARIA = person("maria@example.org", "the radio", "Maria Doe")
JON = person("jon@example.org", "MARIA DOE", "Jon", "2026-11-03")
ZOE = person("zoe@example.org", "Jon@Example.org", since="2026-11-02")
KNOWN = Introductions([JON, MARIA, ZOE])


def names(people: object) -> list[str]:
    return [one.address.given.partition("@")[0] for one in people]  # type: ignore[attr-defined]


def test_an_introducer_is_found_by_address_or_by_a_name_that_one_person_has() -> None:
    assert KNOWN.reader("maria doe") == MARIA
    assert KNOWN.reader("JON@example.org") == JON
    assert KNOWN.reader("the radio") is None
    other = person("other@example.org", name="Jon")
    assert Introductions([JON, other]).reader("Jon") is None


def test_a_chain_leads_to_the_first() -> None:
    assert KNOWN.chain(ZOE) == ("Jon", "Maria Doe", "the radio")
    assert names(KNOWN.brought_by("Maria Doe")) == ["jon"]
    assert names(KNOWN.through("the radio")) == ["maria", "jon", "zoe"]


def test_nobody_is_brought_by_somebody_they_brought_nor_by_themselves() -> None:
    assert KNOWN.would_circle(MARIA.address, "Maria Doe", "zoe@example.org")
    assert KNOWN.would_circle(MARIA.address, "Maria Doe", "maria@example.org")
    assert KNOWN.would_circle(address("new@example.org"), "New", "new")
    assert not KNOWN.would_circle(ZOE.address, "", "Maria Doe")
    assert not KNOWN.would_circle(address("new@example.org"), "", "somebody else")


def test_a_circle_that_a_list_brought_in_is_found_and_no_chain_runs_for_ever() -> None:
    one, two = person("one@example.org", "two@example.org"), person("two@example.org", "one@example.org")
    known = Introductions([one, two, ZOE])
    assert names(known.circles()) == ["one", "two"]
    assert known.chain(one) == ("two@example.org", "one@example.org")


def test_an_introducer_with_an_address_that_nobody_has_is_missing() -> None:
    lost = person("lost@example.org", "gone@example.org")
    assert list(Introductions([lost, JON]).missing()) == [("gone@example.org", lost)]


def test_thanks_are_due_to_whoever_brought_somebody_the_oldest_first() -> None:
    thanked = happen(JON, Event(Kind.THANKED, NOON))
    assert [(who, names(brought)) for who, brought in KNOWN.unthanked()] == [
        ("the radio", ["maria"]),
        ("Jon@Example.org", ["zoe"]),
        ("MARIA DOE", ["jon"]),
    ]
    assert [who for who, _ in Introductions([thanked, ZOE]).unthanked()] == ["Jon@Example.org"]
