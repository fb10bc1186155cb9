"""What a list from elsewhere would change: each of its rows judged by the law, before anything is written.

Rows that end letters are judged first, so that nobody is added by one row of a file and dropped by another.
Every row gets exactly one outcome: rows = added + updated + unchanged + kept out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import Enum

from audiencegen.people.law import Event, Kind, happen, is_outdated
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
from audiencegen.values import Value

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


class Row(Value, frozen=True):
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


class ListFile(Value, frozen=True):
    """A list as it was read: its rows, and in words how its columns were understood."""

    name: str
    rows: tuple[Row, ...]
    remarks: tuple[str, ...] = ()


class Statement(Value, frozen=True):
    """What the writer says of the whole list: which file, how these people agreed, and when that was said."""

    file: str
    consent: str
    at: datetime


class Decision(Value, frozen=True):
    """What becomes of one row; `event` is what there is to record, `before` where the person stood."""

    row: int
    outcome: Outcome
    reason: Reason | None = None
    note: str = ""
    address: Address | None = None
    before: State = State.STRANGER
    event: Event | None = None


def decide(rows: Iterable[Row], standing: Callable[[Address], Person], statement: Statement) -> tuple[Decision, ...]:
    """Judge every row of a list against where its people stand; in the order of the rows."""
    changed: dict[str, Person] = {}
    decisions = []
    for row in sorted(rows, key=lambda row: row.kind is Kind.ADDED):  # a stable sort: opt-outs first
        try:
            whose = address(row.email)
        except NotAnAddress as fault:
            decisions.append(Decision(row.number, Outcome.KEPT_OUT, Reason.NO_ADDRESS, str(fault)))
            continue
        person = changed.get(whose.compared) or standing(whose)
        decision = _judge(row, person, statement)
        if decision.event:
            changed[whose.compared] = happen(person, decision.event)
        decisions.append(decision)
    return tuple(sorted(decisions, key=lambda decision: decision.row))


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
    whose = person.address
    if whose.compared.endswith(_DELETION_REQUESTS):
        return Decision(row.number, Outcome.KEPT_OUT, Reason.ERASED_THERE, address=whose)
    if row.kind is None:
        return Decision(row.number, Outcome.KEPT_OUT, Reason.UNCLEAR, row.remark, whose, person.state)
    if row.kind is Kind.ADDED:
        return _welcome(row, person, statement)
    return _farewell(row, row.kind, person, statement)


def _welcome(row: Row, person: Person, statement: Statement) -> Decision:
    """A row that says: mailable there."""
    details = news(person.details, row.details)
    event = _event(Kind.ADDED, row, details, statement)
    later = happen(person, event)
    if later.state is not State.ACTIVE:
        return Decision(row.number, Outcome.KEPT_OUT, _HERE[later.state], "", person.address, person.state)
    if person.state is not State.ACTIVE:
        return Decision(row.number, Outcome.ADDED, None, "", person.address, person.state, event)
    if details == NOTHING_KNOWN:
        return Decision(row.number, Outcome.UNCHANGED, None, "", person.address, person.state)
    edit = _event(Kind.EDITED, row, details, statement)
    return Decision(row.number, Outcome.UPDATED, None, "", person.address, person.state, edit)


def _farewell(row: Row, kind: Kind, person: Person, statement: Statement) -> Decision:
    """A row that says: not mailable there. It is recorded, so that no later list brings them back."""
    # Of somebody who left, no more is kept than the address.
    details = news(person.details, row.details) if kind is Kind.ASKED else NOTHING_KNOWN
    event = _event(kind, row, details, statement)
    if is_outdated(event, person):
        return Decision(row.number, Outcome.UNCHANGED, None, row.remark, person.address, person.state)
    later = happen(person, event)
    news_of_state = event if later.state is not person.state else None
    if later.state is State.ACTIVE:
        return Decision(row.number, Outcome.UNCHANGED, None, row.remark, person.address, person.state)
    return Decision(row.number, Outcome.KEPT_OUT, _THERE[kind], row.remark, person.address, person.state, news_of_state)


def _event(kind: Kind, row: Row, details: Details, statement: Statement) -> Event:
    return Event(
        kind=kind,
        at=statement.at,
        source=row.source or statement.file,
        words=statement.consent if kind is Kind.ADDED else "",
        proof=f"{statement.file}, row {row.number}",
        since=row.since if kind in (Kind.ADDED, Kind.ASKED, Kind.EDITED) else row.left,
        details=details,
    )
