"""The law of consent: the table, and what must hold for every history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiencegen.people.law import TABLE, Event, Kind, after, happen, is_outdated, replay
from audiencegen.people.person import Details, Note, Person, State, address

MARIA = address("maria@example.org")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
OPT_OUTS = (Kind.UNSUBSCRIBED, Kind.COMPLAINED, Kind.BLOCKED, Kind.FORGOTTEN)
kinds = st.lists(st.sampled_from(Kind), max_size=12)


def events(*happened: Kind) -> Sequence[Event]:
    return [Event(kind, NOON + timedelta(days=number)) for number, kind in enumerate(happened)]


def test_the_table_knows_every_kind_of_event() -> None:
    assert set(TABLE) == set(Kind)


# What each event makes of a stranger, somebody pending, active, paused, unsubscribed, bounced, complained, blocked,
# erased.
_SAME = "stranger pending active paused unsubscribed bounced complained blocked erased"
EFFECTS = {
    Kind.ASKED: "pending pending active paused unsubscribed bounced complained blocked erased",
    Kind.ADDED: "active active active paused unsubscribed bounced complained blocked erased",
    Kind.CONFIRMED: "active active active active active active active blocked active",
    Kind.EDITED: _SAME,
    Kind.NOTED: _SAME,
    Kind.THANKED: _SAME,
    Kind.PAUSED: "stranger pending paused paused unsubscribed bounced complained blocked erased",
    Kind.RESUMED: "stranger pending active active unsubscribed bounced complained blocked erased",
    Kind.BOUNCED: "bounced bounced bounced bounced unsubscribed bounced complained blocked erased",
    Kind.UNSUBSCRIBED: "unsubscribed " * 6 + "complained blocked erased",
    Kind.COMPLAINED: "complained complained complained complained complained complained complained blocked erased",
    Kind.BLOCKED: "blocked blocked blocked blocked blocked blocked blocked blocked erased",
    Kind.FORGOTTEN: "erased erased erased erased erased erased erased erased erased",
}  # fmt: skip


@pytest.mark.parametrize("kind", Kind)
def test_each_event_leads_where_the_table_says(kind: Kind) -> None:
    assert " ".join(after(state, kind).value for state in State) == EFFECTS[kind]


@pytest.mark.parametrize("state", [state for state in State if state not in (State.STRANGER, State.PENDING)])
def test_the_writer_and_their_lists_change_nobodys_mind(state: State) -> None:
    assert after(state, Kind.ADDED) is state


@given(kinds, st.sampled_from(OPT_OUTS), kinds)
def test_after_an_opt_out_nobody_is_mailable_without_their_own_confirmation(
    before: list[Kind], opt_out: Kind, later: list[Kind]
) -> None:
    unasked = [kind for kind in later if kind is not Kind.CONFIRMED]
    assert not replay(MARIA, events(*before, opt_out, *unasked)).mailable


@given(kinds)
def test_nobody_becomes_mailable_by_less_than_a_word_of_consent(happened: list[Kind]) -> None:
    silent = [kind for kind in happened if kind not in (Kind.ADDED, Kind.CONFIRMED)]
    assert not replay(MARIA, events(*silent)).mailable


@given(kinds, kinds)
def test_the_state_is_a_function_of_the_events_alone(first: list[Kind], second: list[Kind]) -> None:
    every = events(*first, *second)
    halfway = replay(MARIA, every[: len(first)])
    for event in every[len(first) :]:
        halfway = happen(halfway, event)
    assert halfway == replay(MARIA, every)


def test_since_source_and_consent_are_of_the_event_that_made_them_a_reader() -> None:
    person = replay(
        MARIA,
        [
            Event(Kind.ASKED, NOON, source="the form", details=Details(name="Maria")),
            Event(Kind.ADDED, NOON + timedelta(days=1), source="book fair", words="told me", since="2020-01-02"),
            Event(Kind.EDITED, NOON + timedelta(days=2), source="elsewhere", details=Details(tags=("a",))),
        ],
    )
    assert (person.since, person.source, person.consent) == ("2020-01-02", "book fair", "told me")
    assert person.details == Details(name="Maria", tags=("a",))


def test_who_comes_back_is_a_reader_since_then() -> None:
    person = replay(MARIA, events(Kind.ADDED, Kind.UNSUBSCRIBED, Kind.CONFIRMED))
    assert (person.since, person.changed) == ("2026-11-24", NOON + timedelta(days=2))


def test_words_of_consent_can_be_added_later() -> None:
    person = happen(replay(MARIA, events(Kind.ADDED)), Event(Kind.EDITED, NOON, words="told me"))
    assert person.consent == "told me"


def test_a_person_without_events_is_a_stranger() -> None:
    assert replay(MARIA, []) == Person(MARIA, State.STRANGER)


def test_who_comes_back_from_a_pause_has_been_a_reader_all_the_while() -> None:
    person = replay(MARIA, events(Kind.ADDED, Kind.PAUSED, Kind.RESUMED))
    assert (person.state, person.since, person.changed) == (State.ACTIVE, "2026-11-22", NOON + timedelta(days=2))


def test_the_end_of_a_pause_brings_back_nobody_who_left() -> None:
    assert not replay(MARIA, events(Kind.ADDED, Kind.PAUSED, Kind.UNSUBSCRIBED, Kind.RESUMED)).mailable


def test_notes_are_kept_with_their_day_and_say_nothing_of_consent() -> None:
    person = replay(MARIA, [Event(Kind.ADDED, NOON, words="told me"), Event(Kind.NOTED, NOON, words="met in Bonn")])
    assert (person.consent, person.notes) == ("told me", (Note(NOON, "met in Bonn"),))


DROPPED = ("name", "tags:a", "language", "topics:bees")


def test_what_is_taken_back_is_gone_and_what_is_said_with_it_stays() -> None:
    first = Event(Kind.ADDED, NOON, details=Details("Maria", tags=("a", "b"), language="de", topics=("bees",)))
    later = Event(
        Kind.EDITED, NOON, details=Details(tags=("c",)), dropped=("name", "tags:a", "language", "topics:bees")
    )
    assert replay(MARIA, [first, later]).details == Details(tags=("b", "c"))


def test_another_introducer_is_not_yet_thanked() -> None:
    said = Event(Kind.ADDED, NOON, details=Details(introduced_by="Jon"))
    thanked = Event(Kind.THANKED, NOON)
    assert replay(MARIA, [said, thanked]).thanked == NOON
    assert (
        replay(MARIA, [said, thanked, Event(Kind.EDITED, NOON, details=Details(introduced_by="Ann"))]).thanked is None
    )


@pytest.mark.parametrize(
    ("kind", "day", "outdated"),
    [
        (Kind.UNSUBSCRIBED, "2026-11-20", True),
        (Kind.COMPLAINED, "2026-11-20", True),
        (Kind.BOUNCED, "2026-11-20", True),
        (Kind.BLOCKED, "2026-11-20", False),
        (Kind.UNSUBSCRIBED, "2026-11-21", False),  # the same day: the opt-out counts
        (Kind.UNSUBSCRIBED, "", False),
    ],
)
def test_an_opt_out_of_before_their_own_last_word_is_outdated(kind: Kind, day: str, outdated: bool) -> None:
    person = replay(
        MARIA, [Event(Kind.ADDED, NOON, since="2026-11-22"), Event(Kind.CONFIRMED, NOON, since="2026-11-21")]
    )
    assert is_outdated(Event(kind, NOON, since=day), person) is outdated
    assert not is_outdated(Event(kind, NOON, since=day), replay(MARIA, events(Kind.ADDED)))
