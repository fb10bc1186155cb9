"""What happened with a person, in words: a line for the writer, and the whole as a letter to the person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audiencegen.cli.people_one import BY_HAND
from audiencegen.people.law import Event, Kind
from audiencegen.people.person import Details, Person, State, plain

_HAPPENED = {
    Kind.ASKED: "asked for the letters; not yet confirmed",
    Kind.ADDED: "was added",
    Kind.CONFIRMED: "confirmed it themselves",
    Kind.EDITED: "more became known",
    Kind.NOTED: "note",
    Kind.THANKED: "whoever introduced them was thanked",
    Kind.PAUSED: "asked for a pause",
    Kind.RESUMED: "the pause ended",
    Kind.BOUNCED: "letters did not arrive",
    Kind.UNSUBSCRIBED: "unsubscribed",
    Kind.COMPLAINED: "called a letter spam",
    Kind.BLOCKED: "was blocked",
    Kind.FORGOTTEN: "was forgotten",
}
_TO_THEM = {
    Kind.ASKED: "your address was entered for my letters, and waits to be confirmed",
    Kind.ADDED: "you were added",
    Kind.CONFIRMED: "you confirmed it yourself",
    Kind.EDITED: "I noted more about you",
    Kind.NOTED: "I wrote down",
    Kind.THANKED: "I thanked whoever introduced you",
    Kind.PAUSED: "you asked for a pause",
    Kind.RESUMED: "the pause ended",
    Kind.BOUNCED: "a letter could not be delivered to you",
    Kind.UNSUBSCRIBED: "you unsubscribed",
    Kind.COMPLAINED: "a letter was reported as spam in your name",
    Kind.BLOCKED: "I blocked your address",
    Kind.FORGOTTEN: "you were forgotten",
}
_STATES = {
    State.PENDING: "You get no letters: your address was never confirmed.",
    State.ACTIVE: "You get my letters.",
    State.PAUSED: "You get no letters at the moment: you asked for a pause.",
    State.UNSUBSCRIBED: "You get no letters: you unsubscribed.",
    State.BOUNCED: "You get no letters: they did not arrive.",
    State.COMPLAINED: "You get no letters: one was reported as spam.",
    State.BLOCKED: "You get no letters: your address is blocked.",
}
_NAMES = {"first_name": "first name", "introduced_by": "introduced by"}


def story(event: Event) -> str:
    """One event as the writer reads it."""
    return _told(_HAPPENED[event.kind], event)


def letter(person: Person, events: Sequence[Event]) -> Iterator[str]:
    """Everything that is kept of a person, as a text to send them; nothing is left out."""
    yield f"Hello{' ' + (person.details.first_name or person.details.name) if person.details.name else ''},"
    yield ""
    yield "you asked what is kept about you. This is all of it, in the order in which it was written down."
    yield ""
    yield f"Your address: {person.address.given}"
    yield _STATES[person.state]
    yield ""
    for event in events:
        yield f"{event.at:%Y-%m-%d %H:%M} UTC: {_told(_TO_THEM[event.kind], event)}"
    yield ""
    yield "It is kept to send you the letters that you asked for, and to prove that you asked. Nobody else is given it,"
    yield "but for the service that sends the letters. If something is wrong, or if you want it erased, tell me."


def _told(what: str, event: Event) -> str:
    parts = [f"{what}: “{event.words}”" if event.words else what]
    parts += [event.source if event.source == BY_HAND else f"from {event.source}"] if event.source else []
    parts += [f"proof: {event.proof}"] if event.proof else []
    parts += [f"dated {event.since}"] if event.since else []
    parts += list(_known(event.details))
    if event.dropped:
        taken = ", ".join(_taken(one) for one in event.dropped)
        parts.append(f"taken away: {taken}")
    return "; ".join(parts)


def _known(details: Details) -> Iterator[str]:
    for field in ("name", "first_name", "introduced_by", "language", "frequency"):
        if getattr(details, field):
            yield f"{_NAMES.get(field, field)}: {getattr(details, field)}"
    for field in ("tags", "topics"):
        if getattr(details, field):
            yield f"{field}: {', '.join(getattr(details, field))}"
    for name, text in details.extra.items():
        yield f"{name}: {plain(str(text))}"


def _taken(one: str) -> str:
    field, _, value = one.partition(":")
    return f"the {field.removesuffix('s')} {value}" if value else f"the {_NAMES.get(field, field)}"
