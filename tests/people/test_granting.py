"""What follows from wishes by mail: an opt-out always wins, and nobody is believed for somebody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audiencegen.people.granting import Follows, answer
from audiencegen.people.law import Event, Kind, replay
from audiencegen.people.person import Address, Person, State, address
from audiencegen.people.wishes import Wanted, Wish
from mails import NOW

MARIA = address("maria@example.org")


def wish(wanted: Wanted = Wanted.LETTERS, proven: bool = False, days_ago: int = 1, proof: str = "mail <1>") -> Wish:
    at = NOW - timedelta(days=days_ago)
    return Wish(MARIA, wanted, at, proven, "Please.", proof, "Maria", "Jonas")


def follows(*wishes: Wish, events: tuple[Event, ...] = ()) -> tuple[list[Follows], Person]:
    """What becomes of wishes, and where their person stands then."""

    def standing(whose: Address) -> Person:
        return replay(whose, events)

    answers = answer(wishes, standing, lambda whose: frozenset(event.proof for event in events))
    happened = (*events, *(one.event for one in answers if one.event))
    return [one.follows for one in answers], replay(MARIA, happened)


def been(kind: Kind, days_ago: int = 5, proof: str = "") -> Event:
    return Event(kind, NOW - timedelta(days=days_ago), proof=proof)


def test_a_proven_wish_makes_a_reader_with_their_own_words_as_consent() -> None:
    said, maria = follows(wish(proven=True))
    assert said == [Follows.JOINS]
    assert (maria.state, maria.source, maria.consent) == (State.ACTIVE, "mail", "Please.")
    assert (maria.details.name, maria.details.introduced_by, maria.since) == ("Maria", "Jonas", "2026-11-21")


def test_an_unproven_wish_waits() -> None:
    said, maria = follows(wish())
    assert (said, maria.state) == ([Follows.WAITS], State.PENDING)


def test_a_proof_that_comes_later_ends_the_waiting() -> None:
    said, maria = follows(wish(days_ago=2), wish(proven=True, proof="mail <2>"))
    assert (said, maria.state) == ([Follows.WAITS, Follows.JOINS], State.ACTIVE)


@pytest.mark.parametrize("kind", [Kind.ADDED, Kind.CONFIRMED, Kind.ASKED, Kind.BOUNCED])
def test_who_wants_to_leave_is_obeyed(kind: Kind) -> None:
    said, maria = follows(wish(Wanted.NONE), events=(been(kind),))
    assert (said, maria.state) == ([Follows.LEAVES], State.UNSUBSCRIBED)


def test_a_stranger_who_leaves_is_kept_out_of_every_list() -> None:
    said, maria = follows(wish(Wanted.NONE))
    assert (said, maria.state, maria.details.name) == ([Follows.LEAVES], State.UNSUBSCRIBED, "")


def test_to_leave_is_obeyed_even_when_it_was_asked_before_they_joined() -> None:
    said, maria = follows(wish(Wanted.NONE, days_ago=9), events=(been(Kind.CONFIRMED, days_ago=5),))
    assert (said, maria.state) == ([Follows.LEAVES], State.UNSUBSCRIBED)


def test_mails_count_in_the_order_in_which_they_came() -> None:
    back, gone = wish(proven=True, days_ago=1, proof="mail <2>"), wish(Wanted.NONE, days_ago=2)
    for order in ((back, gone), (gone, back)):
        said, maria = follows(*order)
        assert (said, maria.state) == ([Follows.LEAVES, Follows.JOINS], State.ACTIVE)


@pytest.mark.parametrize("kind", [Kind.UNSUBSCRIBED, Kind.COMPLAINED, Kind.BOUNCED])
def test_who_is_out_comes_back_by_a_newer_proof_alone(kind: Kind) -> None:
    out = (been(kind),)
    assert follows(wish(), events=out)[0] == [Follows.UNPROVEN]
    assert follows(wish(proven=True, days_ago=6), events=out)[0] == [Follows.OLDER]
    said, maria = follows(wish(proven=True), events=out)
    assert (said, maria.state) == ([Follows.JOINS], State.ACTIVE)


def test_the_blocked_and_the_forgotten_are_left_to_the_writer() -> None:
    assert follows(wish(proven=True), events=(been(Kind.BLOCKED),))[0] == [Follows.BLOCKED]
    assert follows(wish(proven=True), events=(been(Kind.FORGOTTEN),))[0] == [Follows.FORGOTTEN]


def test_the_same_mails_read_again_change_nothing() -> None:
    wishes = (
        wish(proven=True, days_ago=4, proof="mail <1>"),
        wish(Wanted.NONE, days_ago=3, proof="mail <2>"),
        wish(proven=True, days_ago=2, proof="mail <3>"),
        wish(proven=True, days_ago=2, proof="mail <3>"),
    )
    first = answer(wishes, Person, lambda whose: frozenset())
    events = tuple(one.event for one in first if one.event)
    assert [one.follows for one in first] == [Follows.JOINS, Follows.LEAVES, Follows.JOINS, Follows.NOTHING]
    said, maria = follows(*wishes, events=events)
    assert said == [Follows.NOTHING] * 4
    assert maria.mailable
