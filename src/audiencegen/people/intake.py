"""What a list from elsewhere would change: each of its rows judged by the law, before anything is written.

Rows that end letters are judged first, so that nobody is added by one row of a list and dropped by another, of
whichever file of a service's ZIP.
Every row gets exactly one outcome: rows = added + updated + unchanged + kept out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import Enum
from functools import reduce

from audiencegen.people.law import Event, Kind, after, happen, is_outdated
from audiencegen.people.person import (
    NOTHING_KNOWN,
    Address,
    Details,
    NotAnAddress,
    Person,
    State,
    address,
    news,
)
from audiencegen.values import Struct, Value, replace

# Substack puts this domain where a reader asked to be erased.
_DELETION_REQUESTS = "@deletion-request.substack.com"


class Outcome(Enum):
    ADDED = "added"  # gets letters from now on
    UPDATED = "updated"  # got them already; something more is known
    UNCHANGED = "unchanged"
    KEPT_OUT = "kept out"  # gets no letters by this row


class Reason(Enum):
    """Why a row is kept out, in the words of the preview."""

    LEFT_THERE = "opted out there: they stay out"
    BOUNCED_THERE = "bounced there: letters do not arrive"
    COMPLAINED_THERE = "called a letter spam there: they stay out"
    BLOCKED_THERE = "blocked there: they stay out"
    UNCONFIRMED_THERE = "never confirmed there: noted, but no letters"
    ERASED_THERE = "asked there to be erased: nothing is kept of them"
    LEFT_HERE = "left your letters before: no list brings them back"
    BOUNCED_HERE = "bounced before: no list brings them back"
    COMPLAINED_HERE = "called a letter of yours spam: no list brings them back"
    BLOCKED_HERE = "blocked by you: no list brings them back"
    PAUSED_HERE = "asked you for a pause: no list ends it"
    FORGOTTEN_HERE = "asked you to forget them: no list brings them back"
    UNCLEAR = "not clearly said to want letters: they get none"
    NO_ADDRESS = "no mail address"


class Row(Struct, frozen=True, gc=False):
    """What a list says of one person; `kind` is None when it does not say clearly that they may be mailed.

    `number` counts as a spreadsheet does: the line of names is row 1.
    """

    number: int
    email: str
    kind: Kind | None = Kind.ADDED
    remark: str = ""  # the cell that says so, for telling
    source: str = ""
    since: str = ""
    details: Details = NOTHING_KNOWN
    left: str = ""  # the day of leaving or bouncing, where the list gives it
    proof: str = ""  # when, how and from where they agreed, as far as the list says
    file: str = ""  # the list it stands in; empty for the one that the statement names


class ListFile(Value, frozen=True):
    """A list as it was read: its rows, in words how its columns were understood, and whose format it is."""

    name: str
    rows: tuple[Row, ...]
    remarks: tuple[str, ...] = ()
    format: str = ""  # empty for a list of no service that is known
    tells_who_left: bool = False


class Statement(Value, frozen=True):
    """What the writer says of the whole list: which file, how these people agreed, and when that was said."""

    file: str
    consent: str
    at: datetime


class Decision(Struct, frozen=True, gc=False):
    """What becomes of one row; `event` is what there is to record, `before` where the person stood."""

    row: int
    outcome: Outcome
    reason: Reason | None = None
    note: str = ""
    address: Address | None = None
    before: State = State.STRANGER
    event: Event | None = None
    file: str = ""


def decide(rows: Iterable[Row], standing: Callable[[Address], Person], statement: Statement) -> tuple[Decision, ...]:
    """Judge every row of a list against where its people stand; in the order of the rows."""
    rows = tuple(rows)
    changed: dict[str, tuple[Event, ...]] = {}
    decisions: dict[int, Decision] = {}
    for welcoming in (False, True):  # opt-outs first
        for place, row in enumerate(rows):
            if (row.kind is Kind.ADDED) is welcoming:
                decisions[place] = _decided(row, standing, statement, changed)
    return tuple(decisions[place] for place in range(len(rows)))


def with_consent(decisions: tuple[Decision, ...], consent: str) -> tuple[Decision, ...]:
    """The same decisions with the words in which the writer said how these people agreed."""
    if all(one.event is None or one.event.kind is not Kind.ADDED or one.event.words == consent for one in decisions):
        return decisions
    return tuple(_reworded(decision, consent) for decision in decisions)


def _reworded(decision: Decision, consent: str) -> Decision:
    if decision.event is None or decision.event.kind is not Kind.ADDED:
        return decision
    return replace(decision, event=replace(decision.event, words=consent))


def _decided(
    row: Row, standing: Callable[[Address], Person], statement: Statement, changed: dict[str, tuple[Event, ...]]
) -> Decision:
    """Judge one row, and note in `changed` what it does to its person."""
    try:
        whose = address(row.email)
    except NotAnAddress as fault:
        return Decision(row.number, Outcome.KEPT_OUT, Reason.NO_ADDRESS, str(fault), file=row.file)
    earlier = changed.get(whose.compared, ())
    decision = _judge(row, reduce(happen, earlier, standing(whose)), statement)
    if decision.event:
        changed[whose.compared] = (*earlier, decision.event)
    return decision


_THERE = {
    Kind.ASKED: Reason.UNCONFIRMED_THERE,
    Kind.BOUNCED: Reason.BOUNCED_THERE,
    Kind.UNSUBSCRIBED: Reason.LEFT_THERE,
    Kind.COMPLAINED: Reason.COMPLAINED_THERE,
    Kind.BLOCKED: Reason.BLOCKED_THERE,
}
_HERE = {
    State.BOUNCED: Reason.BOUNCED_HERE,
    State.UNSUBSCRIBED: Reason.LEFT_HERE,
    State.COMPLAINED: Reason.COMPLAINED_HERE,
    State.BLOCKED: Reason.BLOCKED_HERE,
    State.PAUSED: Reason.PAUSED_HERE,
    State.FORGOTTEN: Reason.FORGOTTEN_HERE,
}


def _judge(row: Row, person: Person, statement: Statement) -> Decision:
    if person.address.compared.endswith(_DELETION_REQUESTS):
        return _kept_out(row, person, Reason.ERASED_THERE)
    if row.kind is None:
        return _kept_out(row, person, Reason.UNCLEAR, row.remark)
    if row.kind is Kind.ADDED:
        return _welcome(row, person, statement)
    return _farewell(row, row.kind, person, statement)


def _welcome(row: Row, person: Person, statement: Statement) -> Decision:
    """A row that says: mailable there."""
    details = news(person.details, row.details)
    if person.state is State.ACTIVE:
        if details == NOTHING_KNOWN:
            return _taken(row, person, Outcome.UNCHANGED)
        return _taken(row, person, Outcome.UPDATED, _event(Kind.EDITED, row, details, statement))
    later = after(person.state, Kind.ADDED)
    if later is not State.ACTIVE:
        return _kept_out(row, person, _HERE[later])
    return _taken(row, person, Outcome.ADDED, _event(Kind.ADDED, row, details, statement))


def _farewell(row: Row, kind: Kind, person: Person, statement: Statement) -> Decision:
    """A row that says: not mailable there. It is recorded, so that no later list brings them back."""
    # Of somebody who left, no more is kept than the address.
    details = news(person.details, row.details) if kind is Kind.ASKED else NOTHING_KNOWN
    event = _event(kind, row, details, statement)
    later = after(person.state, kind)
    if later is State.ACTIVE or is_outdated(event, person):
        return Decision(row.number, Outcome.UNCHANGED, None, row.remark, person.address, person.state, None, row.file)
    if later is person.state:
        return _kept_out(row, person, _THERE[kind], row.remark)
    return _kept_out(row, person, _THERE[kind], row.remark, event)


def _taken(row: Row, person: Person, outcome: Outcome, event: Event | None = None) -> Decision:
    return Decision(row.number, outcome, None, "", person.address, person.state, event, row.file)


def _kept_out(row: Row, person: Person, reason: Reason, note: str = "", event: Event | None = None) -> Decision:
    return Decision(row.number, Outcome.KEPT_OUT, reason, note, person.address, person.state, event, row.file)


def _event(kind: Kind, row: Row, details: Details, statement: Statement) -> Event:
    file = row.file or statement.file
    # How and when somebody agreed; of who left, what the list says of that.
    agreed = kind in (Kind.ADDED, Kind.ASKED, Kind.EDITED)
    told = row.proof if agreed else row.remark
    return Event(
        kind=kind,
        at=statement.at,
        source=row.source or file,
        words=statement.consent if kind is Kind.ADDED else "",
        proof=f"{file}, row {row.number}; {told}" if told else f"{file}, row {row.number}",
        since=row.since if agreed else row.left,
        details=details,
    )
