"""Segments: a part of the list in words, and where a query cannot be understood, the column."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiencegen.people.law import Event, Kind, happen, replay
from audiencegen.people.person import Details, Person, address
from audiencegen.people.segments import NotASegment, members, segment

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def person(email: str, since: str, *kinds: Kind, source: str = "", **known: object) -> Person:
    details = Details(**known)  # type: ignore[arg-type]
    first = Event(Kind.ADDED, NOON, source=source, since=since, details=details)
    return replay(address(email), [first, *(Event(kind, NOON) for kind in kinds)])


MARIA = happen(
    person("maria@example.org", "2025-12-31", name="Maria Doe", tags=("rust", "Staff"), language="de-AT"),
    Event(Kind.NOTED, NOON, words="met in Bonn"),
)
JON = person(
    "jon@example.org", "2026-01-01", name="Jon", tags=("rust",), introduced_by="maria doe", source="Book fair 2026"
)
ZOE = person("zoe@example.org", "2026-06-01", introduced_by="jon@EXAMPLE.org", topics=("bees",), frequency="monthly")
ANN = person("ann@example.org", "2026-07-01", Kind.PAUSED, tags=("rust",), introduced_by="the radio")
EVE = person("eve@example.org", "2026-08-01", Kind.UNSUBSCRIBED)
EVERYONE = (ANN, EVE, JON, MARIA, ZOE)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", "jon maria zoe"),
        ("tag:rust", "jon maria"),
        ("tag:RUST -tag:staff", "jon"),
        ("tag:rust,staff", "jon maria"),
        ("tag:rust tag:staff", "maria"),
        ("since:2026-01-01", "jon zoe"),
        ("since:2026", "jon zoe"),
        ("before:2026-01-01", "maria"),
        ("since:2026-01 before:2026-02", "jon"),
        ("state:active", "jon maria zoe"),
        ("state:paused", "ann"),
        ("state:any -state:active", "ann eve"),
        ("state:paused,unsubscribed", "ann eve"),
        ('introduced-by:"Maria Doe"', "jon"),
        ("introduced-by:maria@example.org", "jon"),
        ("introduced-by:jon", "zoe"),
        ('state:any introduced-by:"The Radio"', "ann"),
        ("through:maria@example.org", "jon zoe"),
        ("-through:maria@example.org", "maria"),
        ("source:fair", "jon"),
        ('source:"book fair"', "jon"),
        ("language:de", "maria"),
        ("language:de-at", "maria"),
        ("language:d", ""),
        ("topic:bees frequency:monthly", "zoe"),
        ("note:bonn", "maria"),
        ("maria", "maria"),
        ('"maria doe"', "maria"),
        ("-who:example.org", ""),
        ("  tag:rust   -staff ", "jon maria"),
    ],
)
def test_a_query_chooses_people(query: str, names: str) -> None:
    chosen = members(segment(query), EVERYONE)
    assert " ".join(one.address.given.partition("@")[0] for one in chosen) == names


@pytest.mark.parametrize(
    ("query", "message", "hint", "column", "width"),
    [
        ("tag:rust stat:active", "`stat:` is no word of a query", "did you mean `state:`?", 10, 5),
        ("xyz:1", "`xyz:` is no word of a query", "the words are tag:, state:", 1, 4),
        ("tag:rust since:tomorrow", "`tomorrow` is no day", "write one day: since:2026-01-01", 16, 8),
        ("since:2026-13-01", "`2026-13-01` is no day", "write one day", 7, 10),
        ("since:2026-01-01,2026-02-01", "is no day", "write one day", 7, 21),
        ("-state:activ", "`activ` is no state", "did you mean `active`?", 8, 5),
        ("state:erased", "`erased` is no state", "", 7, 6),
        ("tag: rust", "`tag:` has nothing behind it", "write it without a space: tag:rust", 1, 4),
        ("tag:rust -", "a `-` alone says nothing", "write what must not be", 11, 1),
        ('note:"met in', 'a `"` is never closed', "close it", 6, 1),
        ('"met in', 'a `"` is never closed', "close it", 1, 1),
    ],
)
def test_what_cannot_be_understood_is_shown_at_its_column(
    query: str, message: str, hint: str, column: int, width: int
) -> None:
    with pytest.raises(NotASegment) as fault:
        segment(query)
    assert message in str(fault.value)
    assert hint in fault.value.hint
    assert (fault.value.column, fault.value.width) == (column, width)


@given(st.text(alphabet='tag:since"-, \tx2026é', max_size=30) | st.text(max_size=30))
def test_any_text_is_a_segment_or_is_told_why_not(text: str) -> None:
    try:
        found = segment(text)
    except NotASegment as fault:
        assert 1 <= fault.column <= len(text) + 1
    else:
        assert set(members(found, EVERYONE)) <= set(EVERYONE)


def test_nobody_is_in_a_segment_of_a_list_that_waits_for_opt_outs() -> None:
    from audiencegen.values import replace

    assert members(segment("tag:rust"), [replace(one, held=True) for one in EVERYONE]) == ()
