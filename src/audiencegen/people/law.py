"""The law of consent: where a person stands is a function of what happened to them, and of nothing else.

One table says what each event does. Whoever left, complained or was erased comes back by one thing alone: that
they confirm it themself. A list from elsewhere never brings them back, nor does the writer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import Enum

from audiencegen.people.person import NOTHING_KNOWN, Address, Details, Note, Person, State, merged, without
from audiencegen.values import Value, replace


class Kind(Enum):
    """What can happen."""

    ASKED = "asked"  # somebody typed the address into a form, or a list says it was never confirmed
    ADDED = "added"  # the writer, or a list the writer vouches for, says that they agreed
    CONFIRMED = "confirmed"  # they said it themself
    EDITED = "edited"  # something more, or less, is known of them
    NOTED = "noted"  # the writer wrote something down
    THANKED = "thanked"  # whoever introduced them was thanked for it
    PAUSED = "paused"  # they want no letters for a while
    RESUMED = "resumed"  # the while is over
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
    Kind.NOTED: (frozenset(), State.STRANGER),
    Kind.THANKED: (frozenset(), State.STRANGER),
    Kind.PAUSED: (frozenset({State.ACTIVE}), State.PAUSED),
    Kind.RESUMED: (frozenset({State.PAUSED}), State.ACTIVE),
    Kind.BOUNCED: (frozenset({State.STRANGER, State.PENDING, State.ACTIVE, State.PAUSED}), State.BOUNCED),
    Kind.UNSUBSCRIBED: (
        frozenset({State.STRANGER, State.PENDING, State.ACTIVE, State.PAUSED, State.BOUNCED}),
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
    `details` is what became known, `dropped` what was taken back (`person.without`).
    """

    kind: Kind
    at: datetime
    source: str = ""
    words: str = ""
    proof: str = ""
    since: str = ""
    details: Details = NOTHING_KNOWN
    dropped: tuple[str, ...] = ()

    @property
    def day(self) -> str:
        return self.since or self.at.date().isoformat()


def after(state: State, kind: Kind) -> State:
    """The state that an event leads to."""
    origins, target = TABLE[kind]
    return target if state in origins else state


def happen(person: Person, event: Event) -> Person:
    """The person after one more event."""
    return _with_marks(_moved(person, event), event)


def replay(address: Address, events: Iterable[Event]) -> Person:
    """The person that these events, in the order they were recorded, have made."""
    person = Person(address)
    for event in events:
        person = happen(person, event)
    return person


def is_outdated(event: Event, person: Person) -> bool:
    """Is this an opt-out of before the person's own last word? One without a day never is, nor is one of that day."""
    ends = event.kind in (Kind.UNSUBSCRIBED, Kind.COMPLAINED, Kind.BOUNCED)
    return ends and bool(event.since) and event.since < person.confirmed


def _moved(person: Person, event: Event) -> Person:
    state = after(person.state, event.kind)
    details = merged(without(person.details, event.dropped), event.details)
    if state is person.state:
        consent = event.words or person.consent if person.mailable and event.kind in _CONSENT else person.consent
        same = details is person.details and consent == person.consent
        return person if same else replace(person, details=details, consent=consent)
    if state is not State.ACTIVE:
        return replace(person, state=state, details=details, changed=event.at)
    if person.state is State.PAUSED:  # they have been a reader all the while
        consent = event.words or person.consent if event.kind in _CONSENT else person.consent
        return replace(person, state=state, details=details, consent=consent, changed=event.at)
    return replace(
        person,
        state=state,
        details=details,
        since=event.day,
        source=event.source,
        consent=event.words,
        changed=event.at,
    )


_CONSENT = frozenset({Kind.ADDED, Kind.CONFIRMED, Kind.EDITED})  # whose words are of consent


def _with_marks(person: Person, event: Event) -> Person:
    """What an event leaves behind whatever the state is."""
    if event.kind is Kind.CONFIRMED:
        return replace(person, confirmed=max(event.day, person.confirmed))
    if event.kind is Kind.NOTED:
        return replace(person, notes=(*person.notes, Note(event.at, event.words)))
    if event.kind is Kind.THANKED:
        return replace(person, thanked=event.at)
    anew = event.details.introduced_by or "introduced_by" in event.dropped
    return replace(person, thanked=None) if anew and person.thanked else person
