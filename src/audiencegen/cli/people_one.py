"""One person comes or leaves: `people add`, `people unsubscribe`; and what every command on one person needs."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Callable
from pathlib import Path

from audiencegen.cli.terminal import Terminal
from audiencegen.config import FILE_NAME
from audiencegen.people.introductions import Introductions
from audiencegen.people.law import Event, Kind, happen
from audiencegen.people.person import (
    Address,
    Details,
    NotAnAddress,
    Person,
    State,
    address,
    merged,
    plain,
    tags_of,
)
from audiencegen.people.store import KEY_SIZE, Store, reading, writing
from audiencegen.problems import ProjectError, error

LIST_FILE = "private/subscribers.csv"
BY_HAND = "by hand"
HELD = (
    "The list was put back from a backup, and nobody is mailed until it is known who left since: import the list of\n"
    'those who did, or answer for it that nobody did: audiencegen people restore --waive "YOUR NAME"'
)

HAPPENED = {
    State.UNSUBSCRIBED: "unsubscribed",
    State.BOUNCED: "bounced",
    State.COMPLAINED: "called a letter spam",
    State.BLOCKED: "was blocked",
    State.PAUSED: "asked for a pause",
    State.FORGOTTEN: "asked you to forget them",
}


def add(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Add a reader, or what is new of one. Who opted out comes back only with words of their own."""
    folder = project(arguments)
    whose = address_of(arguments.email)
    person = _standing(folder, whose)
    event = _arrival(arguments, "")
    _refuse_if_out(person, event)
    if terminal.interactive and not (person.mailable or event.words):
        event = _arrival(arguments, terminal.ask("How did they agree to get your letters?"))
    with writing(folder, arguments.now, secrets.token_bytes(KEY_SIZE)) as store:
        before = store.standing(whose)
        _refuse_if_out(before, event)
        no_circle(store, before, event.details)
        if _is_news(before, event):
            store.record(before.address, event)
        after = store.standing(whose)
        count = _mailable(store)
    terminal.say(_welcome(before, after))
    if not after.consent:
        terminal.say('No word is kept of how they agreed. To keep it, add them again with --consent "…".')
    terminal.say(f"{people(count)} now. `audiencegen build` writes {LIST_FILE}.")
    if after.held:
        terminal.say(HELD)
    return 0


def unsubscribe(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Note that somebody wants no more letters; also for a stranger, so that no list brings them in."""
    folder = project(arguments)
    whose = address_of(arguments.email)
    event = Event(Kind.UNSUBSCRIBED, arguments.now, source=BY_HAND)
    with writing(folder, arguments.now, secrets.token_bytes(KEY_SIZE)) as store:
        before = store.standing(whose)
        changes = happen(before, event).state is not before.state
        if changes:
            store.record(before.address, event)
        count = _mailable(store)
    terminal.say(_goodbye(before, changes))
    terminal.say(f"{people(count)} now.")
    say_where_they_still_are(folder, terminal)
    return 0


def project(arguments: argparse.Namespace) -> Path:
    """The folder of the site. Raises ProjectError where there is none: a list belongs to a site."""
    folder: Path = arguments.directory
    if not (folder / FILE_NAME).is_file():
        hint = "go to the folder of your site, or name it: audiencegen -C FOLDER people"
        raise ProjectError(error("no-site", f"there is no {FILE_NAME} here", hint))
    return folder


def agreed(terminal: Terminal, question: str) -> bool:
    """Ask for a yes; everything else is a no."""
    return terminal.ask(f"{question} (yes/no)", "no").strip().casefold() in ("y", "yes")


def people(count: int) -> str:
    """How many get letters, as the closing lines say it."""
    return "1 person gets your letters" if count == 1 else f"{count} people get your letters"


def known(store: Store | None, whose: Address) -> Person:
    """The person with this address. Raises ProjectError when nobody on the list has it."""
    person = store.standing(whose) if store else Person(whose)
    if person.state is State.FORGOTTEN:
        raise ProjectError(error("people", f"{whose.given} asked you to forget them, and nothing is kept"))
    if person.state is State.STRANGER:
        hint = "audiencegen people list --all shows everybody"
        raise ProjectError(error("people", f"nobody on the list has the address {whose.given}", hint))
    return person


def recorded(
    arguments: argparse.Namespace, whose: Address, event: Event, check: Callable[[Store, Person], None] | None = None
) -> tuple[Person, Person]:
    """Where somebody on the list stood and where they stand after an event, which is kept if it changes anything.

    Raises ProjectError when nobody has the address, and whatever `check` raises.
    """
    folder = project(arguments)
    with reading(folder) as present:
        known(present, whose)  # before a list is made for nobody
    with writing(folder, arguments.now, secrets.token_bytes(KEY_SIZE)) as store:
        before = known(store, whose)
        if check:
            check(store, before)
        if happen(before, event) != before:
            store.record(before.address, event)
        return before, store.standing(whose)


def no_circle(store: Store, person: Person, details: Details) -> None:
    """Raises ProjectError when somebody would be brought by themselves, or by one whom they brought."""
    if not details.introduced_by:
        return
    name = details.name or person.details.name
    if Introductions(store.people()).would_circle(person.address, name, details.introduced_by):
        what = f"{details.introduced_by} cannot have introduced {person.address.given}"
        hint = "it would go round: they came through this person, or are the same"
        raise ProjectError(error("people", what, hint))


def address_of(text: str) -> Address:
    """Read an address of the command line. Raises ProjectError."""
    try:
        return address(text)
    except NotAnAddress as fault:
        hint = "write the address alone, like maria@example.org"
        raise ProjectError(error("people", f"this is no mail address: {fault}", hint)) from fault


def _standing(folder: Path, whose: Address) -> Person:
    with reading(folder) as store:
        return store.standing(whose) if store else Person(whose)


def _mailable(store: Store) -> int:
    return sum(person.mailable for person in store.people())


def _arrival(arguments: argparse.Namespace, answer: str) -> Event:
    """What the writer says of somebody: that they agreed or, with --asked-again, what they said themselves."""
    return Event(
        kind=Kind.CONFIRMED if arguments.asked_again else Kind.ADDED,
        at=arguments.now,
        source=plain(arguments.source) or BY_HAND,
        words=plain(arguments.asked_again or arguments.consent or answer),
        details=Details(
            name=plain(arguments.name),
            first_name=plain(arguments.first_name),
            introduced_by=plain(arguments.introduced_by),
            tags=tuple(tag for text in arguments.tag for tag in tags_of(text)),
            language=plain(arguments.language),
            topics=tuple(topic for text in arguments.topic for topic in tags_of(text)),
            frequency=plain(arguments.frequency),
        ),
    )


def _refuse_if_out(person: Person, event: Event) -> None:
    """Raises ProjectError when the law keeps this person out."""
    if happen(person, event).state is State.ACTIVE:
        return
    when = f" on {person.changed:%Y-%m-%d}" if person.changed else ""
    hint = "you blocked them, and that stands"
    if person.state is State.PAUSED:
        hint = f"when it is over: audiencegen people resume {person.address.given}"
    elif person.state is not State.BLOCKED:
        hint = 'only they can undo it: if they asked you again, keep their words: --asked-again "…"'
    what = f"{person.address.given} {HAPPENED[person.state]}{when}, so they get no letters"
    raise ProjectError(error("people", what, hint))


def _is_news(before: Person, event: Event) -> bool:
    if before.state is not State.ACTIVE or event.kind is Kind.CONFIRMED:
        return True
    known = merged(before.details, event.details) == before.details
    return not known or event.words not in ("", before.consent)


def _welcome(before: Person, after: Person) -> str:
    who = f"{after.details.name} <{after.address.given}>" if after.details.name else after.address.given
    if before.state is not State.ACTIVE:
        return f"{who} is on the list, and gets your letters from now on."
    if before == after:
        return f"{who} is on the list since {after.since}; there was nothing new to keep."
    return f"{who} is on the list since {after.since}; what you said is kept."


def _goodbye(before: Person, changes: bool) -> str:
    who = before.address.given
    if changes and before.state in (State.ACTIVE, State.PAUSED):
        return f"{who} is unsubscribed, and no list brings them back; only they themselves can come again."
    if not changes:
        return f"{who} {HAPPENED[before.state]} before, and gets no letters. There was nothing to change."
    return f"{who} got no letters, and now no list can bring them in."


def say_where_they_still_are(folder: Path, terminal: Terminal) -> None:
    if (folder / LIST_FILE).exists():
        terminal.say(f"{LIST_FILE} is older than this: `audiencegen build` writes it anew.")
