"""What a list would change: every row judged once, opt-outs first, and the sums always right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from audiencegen.people.intake import Decision, Outcome, Reason, Row, Statement, decide
from audiencegen.people.law import Event, Kind, happen, replay
from audiencegen.people.person import Address, Details, Person, State, address
from audiencegen.values import Record

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
STATEMENT = Statement("old list.csv", "the form on my old site", NOON)


def judge(*rows: Row, known: Sequence[Person] = ()) -> tuple[Decision, ...]:
    people = {person.address.compared: person for person in known}
    return decide(rows, lambda whose: people.get(whose.compared, Person(whose)), STATEMENT)


def known(email: str, *kinds: Kind, details: Details | None = None) -> Person:
    events = [Event(kind, NOON) for kind in kinds]
    person = replay(address(email), events)
    return happen(person, Event(Kind.EDITED, NOON, details=details)) if details else person


def outcomes(decisions: Sequence[Decision]) -> list[tuple[Outcome, Reason | None]]:
    return [(decision.outcome, decision.reason) for decision in decisions]


def test_a_new_reader_comes_with_the_words_and_the_row_that_prove_it() -> None:
    [decision] = judge(Row(7, "Maria@example.org", since="2020-01-02", details=Details(name="Maria")))
    assert decision.outcome is Outcome.ADDED
    assert decision.event == Event(
        Kind.ADDED,
        NOON,
        source="old list.csv",
        words="the form on my old site",
        proof="old list.csv, row 7",
        since="2020-01-02",
        details=Details(name="Maria"),
    )


def test_a_reader_we_have_is_updated_only_by_what_is_new() -> None:
    maria = known("maria@example.org", Kind.ADDED, details=Details(name="Maria"))
    same, more = (
        Row(2, "MARIA@example.org", details=Details(name="M.")),
        Row(3, "maria@example.org", details=Details(tags=("a",))),
    )
    first, second = judge(same, more, known=[maria])
    assert (first.outcome, first.event) == (Outcome.UNCHANGED, None)
    assert second.outcome is Outcome.UPDATED
    assert second.event is not None
    assert (second.event.kind, second.event.details) == (Kind.EDITED, Details(tags=("a",)))


def test_no_list_beats_an_opt_out() -> None:
    """listmonk's import once overwrote opt-outs."""
    for kind, reason in (
        (Kind.UNSUBSCRIBED, Reason.LEFT_HERE),
        (Kind.BOUNCED, Reason.BOUNCED_HERE),
        (Kind.COMPLAINED, Reason.COMPLAINED_HERE),
        (Kind.BLOCKED, Reason.BLOCKED_HERE),
        (Kind.FORGOTTEN, Reason.FORGOTTEN_HERE),
    ):
        [decision] = judge(Row(2, "maria@example.org"), known=[known("maria@example.org", Kind.ADDED, kind)])
        assert (decision.outcome, decision.reason, decision.event) == (Outcome.KEPT_OUT, reason, None)


def test_an_opt_out_of_one_list_is_recorded_so_that_a_second_list_revives_nobody() -> None:
    """A migrator drops unsubscribed rows, so that the next source brings these people back."""
    for kind in (Kind.UNSUBSCRIBED, Kind.BOUNCED, Kind.COMPLAINED, Kind.BLOCKED):
        [first] = judge(Row(2, "maria@example.org", kind, details=Details(name="Maria")))
        assert first.event is not None
        assert first.event.details == Details()  # of who left, no more is kept than the address
        [second] = judge(Row(2, "Maria@Example.org"), known=[happen(Person(address("maria@example.org")), first.event)])
        assert second.outcome is Outcome.KEPT_OUT


def test_an_old_opt_out_does_not_beat_somebody_who_came_back_themselves_since() -> None:
    """The same file of opt-outs, imported again next year, must not drop who asked to come back."""
    left, back = Event(Kind.UNSUBSCRIBED, NOON, since="2024-05-01"), Event(Kind.CONFIRMED, NOON, since="2025-01-01")
    maria = replay(address("maria@example.org"), [left, back])
    old, new, undated = (
        Row(2, "maria@example.org", Kind.UNSUBSCRIBED, left=day) for day in ("2024-05-01", "2025-06-01", "")
    )
    assert outcomes(judge(old, known=[maria])) == [(Outcome.UNCHANGED, None)]
    for row in (new, undated):
        [decision] = judge(row, known=[maria])
        assert decision.event is not None
        assert not happen(maria, decision.event).mailable


def test_no_word_of_the_writer_makes_an_opt_out_old() -> None:
    maria = replay(address("maria@example.org"), [Event(Kind.ADDED, NOON, since="2025-01-01")])
    [decision] = judge(Row(2, "maria@example.org", Kind.UNSUBSCRIBED, left="2024-05-01"), known=[maria])
    assert (decision.reason, decision.event is not None) == (Reason.LEFT_THERE, True)


def test_who_asked_for_a_pause_is_not_brought_back_by_a_list() -> None:
    [decision] = judge(Row(2, "maria@example.org"), known=[known("maria@example.org", Kind.ADDED, Kind.PAUSED)])
    assert (decision.outcome, decision.reason, decision.event) == (Outcome.KEPT_OUT, Reason.PAUSED_HERE, None)


def test_within_one_list_the_opt_out_counts_wherever_it_stands() -> None:
    rows = (Row(2, "Maria@example.org"), Row(3, "maria@EXAMPLE.org", Kind.UNSUBSCRIBED), Row(4, "maria@example.org"))
    assert outcomes(judge(*rows)) == [
        (Outcome.KEPT_OUT, Reason.LEFT_HERE),
        (Outcome.KEPT_OUT, Reason.LEFT_THERE),
        (Outcome.KEPT_OUT, Reason.LEFT_HERE),
    ]


def test_somebody_who_is_in_the_list_twice_is_added_once() -> None:
    decisions = judge(Row(2, "maria@example.org"), Row(3, "MARIA@example.org"))
    assert outcomes(decisions) == [(Outcome.ADDED, None), (Outcome.UNCHANGED, None)]


def test_the_same_list_again_changes_nothing() -> None:
    people: dict[str, Person] = {}
    rows = (
        Row(2, "a@example.org", details=Details(extra=Record({"x": "1"}))),
        Row(3, "b@example.org", Kind.UNSUBSCRIBED),
    )

    def standing(whose: Address) -> Person:
        return people.get(whose.compared, Person(whose))

    for decision in decide(rows, standing, STATEMENT):
        if decision.address and decision.event:
            people[decision.address.compared] = happen(standing(decision.address), decision.event)
    assert not any(decision.event for decision in decide(rows, standing, STATEMENT))


def test_what_is_not_clearly_said_is_kept_out_and_changes_nobody() -> None:
    rows = (Row(2, "maria@example.org", None, "`status` is “gesperrt”"), Row(3, "no address"))
    first, second = judge(*rows, known=[known("maria@example.org", Kind.ADDED)])
    assert (first.reason, first.note, first.event) == (Reason.UNCLEAR, "`status` is “gesperrt”", None)
    assert (second.reason, second.note) == (Reason.NO_ADDRESS, "`no address` has a space in it")


def test_who_asked_there_to_be_erased_is_not_kept_at_all() -> None:
    [decision] = judge(Row(2, "abc@deletion-request.substack.com"))
    assert (decision.reason, decision.event) == (Reason.ERASED_THERE, None)


def test_never_confirmed_there_is_pending_here_and_takes_nothing_from_a_reader() -> None:
    stranger, reader = Row(2, "a@example.org", Kind.ASKED), Row(3, "b@example.org", Kind.ASKED)
    first, second = judge(stranger, reader, known=[known("b@example.org", Kind.ADDED)])
    assert first.reason is Reason.UNCONFIRMED_THERE
    assert first.event is not None
    assert replay(address("a@example.org"), [first.event]).state is State.PENDING
    assert second.outcome is Outcome.UNCHANGED


emails = st.sampled_from(
    ["a@example.org", "A@Example.org", "b@example.org", "no", "", "x@deletion-request.substack.com"]
)
rows = st.lists(st.tuples(emails, st.none() | st.sampled_from([kind for kind in Kind if kind is not Kind.FORGOTTEN])))
histories = st.lists(st.sampled_from(Kind), max_size=4)


@given(rows, histories, histories)
def test_rows_seen_are_added_and_updated_and_unchanged_and_kept_out(
    pairs: list[tuple[str, Kind | None]], first: list[Kind], second: list[Kind]
) -> None:
    mail = (Kind.ADDED, Kind.ASKED, Kind.UNSUBSCRIBED, Kind.BOUNCED, Kind.COMPLAINED, Kind.BLOCKED, None)
    listed = [Row(number, email, kind) for number, (email, kind) in enumerate(pairs, 2) if kind in mail]
    before = [known("a@example.org", *first), known("b@example.org", *second)]
    decisions = judge(*listed, known=before)
    assert [decision.row for decision in decisions] == [row.number for row in listed]
    counts = Counter(decision.outcome for decision in decisions)
    assert sum(counts[outcome] for outcome in Outcome) == len(listed)
    assert all((decision.reason is None) is (decision.outcome is not Outcome.KEPT_OUT) for decision in decisions)
    _nobody_who_is_counted_as_new_is_dropped_again(decisions, before)


def _nobody_who_is_counted_as_new_is_dropped_again(decisions: Sequence[Decision], before: Sequence[Person]) -> None:
    people = {person.address.compared: person for person in before}
    opt_outs_first = sorted(decisions, key=lambda one: one.event is not None and one.event.kind is Kind.ADDED)
    for decision in opt_outs_first:
        if decision.address and decision.event:
            person = people.get(decision.address.compared, Person(decision.address))
            people[decision.address.compared] = happen(person, decision.event)
    new = sum(person.mailable for person in people.values()) - sum(person.mailable for person in before)
    lost = sum(bool(one.event) and one.before is State.ACTIVE and one.reason is not None for one in decisions)
    assert new == sum(one.outcome is Outcome.ADDED for one in decisions) - lost
