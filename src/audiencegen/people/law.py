"""The law of consent: where a person stands is a function of what happened to them, and of nothing else.

One table says what each event does. Whoever left, complained or was erased comes back by one thing alone: that
they confirm it themself. A list from elsewhere never brings them back, nor does the writer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import Enum

from audiencegen.people.person import NOTHING_KNOWN, Address, Details, Person, State, merged
from audiencegen.values import Value, replace


class Kind(Enum):
    """What can happen."""

    ASKED = "asked"  # somebody typed the address into a form, or a list says it was never confirmed
    ADDED = "added"  # the writer, or a list the writer vouches for, says that they agreed
    CONFIRMED = "confirmed"  # they said it themself
    EDITED = "edited"  # something more is known of them
    BOUNCED = "bounced"  # the address takes no letters
    UNSUBSCRIBED = "unsubscribed"
    COMPLAINED = "complained"  # they called a letter spam
    BLOCKED = "blocked"  # the writer wants them out
    FORGOTTEN = "forgotten"  # they asked to be erased


_EVERY = frozenset(State)

# Each kind of event leads from some states to one; in every other state it changes nothing.
TABLE: Mapping[Kind, tuple[frozenset[State], State]] = {
    Kind.ASKED: (frozenset({State.STRANGER}), State.PENDING),
    Kind.ADDED: (frozenset({State.STRANGER, State.PENDING}), State.ACTIVE),
    Kind.CONFIRMED: (_EVERY - {State.BLOCKED}, State.ACTIVE),
    Kind.EDITED: (frozenset(), State.STRANGER),
    Kind.BOUNCED: (frozenset({State.STRANGER, State.PENDING, State.ACTIVE}), State.BOUNCED),
    Kind.UNSUBSCRIBED: (
        frozenset({State.STRANGER, State.PENDING, State.ACTIVE, State.BOUNCED}),
        State.UNSUBSCRIBED,
    ),
    Kind.COMPLAINED: (_EVERY - {State.BLOCKED, State.FORGOTTEN}, State.COMPLAINED),
    Kind.BLOCKED: (_EVERY - {State.FORGOTTEN}, State.BLOCKED),
    Kind.FORGOTTEN: (_EVERY, State.FORGOTTEN),
}


class Event(Value, frozen=True):
    """One thing that happened, as it is kept for good.

    `source` is where the person came from; `words` is what they agreed to, as it was put to them, or what they
    said; `proof` is where one can look it up (a file and its row); `since` is the day that a list gives.
    """

    kind: Kind
    at: datetime
    source: str = ""
    words: str = ""
    proof: str = ""
    since: str = ""
    details: Details = NOTHING_KNOWN


def after(state: State, kind: Kind) -> State:
    """The state that an event leads to."""
    origins, target = TABLE[kind]
    return target if state in origins else state


def happen(person: Person, event: Event) -> Person:
    """The person after one more event."""
    state = after(person.state, event.kind)
    details = merged(person.details, event.details)
    if state is person.state:
        consent = event.words or person.consent if person.mailable else person.consent
        same = details is person.details and consent == person.consent
        return person if same else replace(person, details=details, consent=consent)
    if state is not State.ACTIVE:
        return replace(person, state=state, details=details, changed=event.at)
    return Person(
        address=person.address,
        state=state,
        details=details,
        since=event.since or event.at.date().isoformat(),
        source=event.source,
        consent=event.words,
        changed=event.at,
    )


def replay(address: Address, events: Iterable[Event]) -> Person:
    """The person that these events, in the order they were recorded, have made."""
    person = Person(address)
    for event in events:
        person = happen(person, event)
    return person
