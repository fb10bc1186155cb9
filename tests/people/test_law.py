"""The law of consent: the table, and what must hold for every history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiencegen.people.law import TABLE, Event, Kind, after, happen, replay
from audiencegen.people.person import Details, Person, State, address

MARIA = address("maria@example.org")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
OPT_OUTS = (Kind.UNSUBSCRIBED, Kind.COMPLAINED, Kind.BLOCKED, Kind.FORGOTTEN)
kinds = st.lists(st.sampled_from(Kind), max_size=12)


def events(*happened: Kind) -> Sequence[Event]:
    return [Event(kind, NOON + timedelta(days=number)) for number, kind in enumerate(happened)]


def test_the_table_knows_every_kind_of_event() -> None:
    assert set(TABLE) == set(Kind)


# What each event makes of a stranger, somebody pending, active, unsubscribed, bounced, complained, blocked, forgotten.
EFFECTS = {
    Kind.ASKED: "pending pending active unsubscribed bounced complained blocked forgotten",
    Kind.ADDED: "active active active unsubscribed bounced complained blocked forgotten",
    Kind.CONFIRMED: "active active active active active active blocked active",
    Kind.EDITED: "stranger pending active unsubscribed bounced complained blocked forgotten",
    Kind.BOUNCED: "bounced bounced bounced unsubscribed bounced complained blocked forgotten",
    Kind.UNSUBSCRIBED: "unsubscribed unsubscribed unsubscribed unsubscribed unsubscribed complained blocked forgotten",
    Kind.COMPLAINED: "complained complained complained complained complained complained blocked forgotten",
    Kind.BLOCKED: "blocked blocked blocked blocked blocked blocked blocked forgotten",
    Kind.FORGOTTEN: "forgotten forgotten forgotten forgotten forgotten forgotten forgotten forgotten",
}


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
