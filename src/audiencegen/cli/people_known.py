"""What is known of one person: `people show`, `history`, `edit`, `tag` and `note`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence

from audiencegen.cli import UsageError
from audiencegen.cli.people_list import as_json
from audiencegen.cli.people_one import address_of, known, no_circle, project, recorded
from audiencegen.cli.people_story import letter, story
from audiencegen.cli.terminal import Terminal
from audiencegen.people.introductions import Introductions
from audiencegen.people.law import Event, Kind
from audiencegen.people.person import Details, Person, details_from_json, plain, tags_of
from audiencegen.people.store import reading

_FIELDS = ("name", "first_name", "introduced_by", "language", "frequency")


def show(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print what is known of somebody; with --letter all of it, as a text to send them."""
    whose = address_of(arguments.email)
    with reading(project(arguments)) as store:
        person = known(store, whose)
        events = store.history(whose) if store else ()
        introductions = Introductions(store.people() if store else ())
    if arguments.json:
        terminal.say(json.dumps(as_json(person), ensure_ascii=False, indent=2))
        return 0
    for line in letter(person, events) if arguments.letter else _facts(person, introductions):
        terminal.say(line)
    return 0


def history(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print what happened with somebody, one line each."""
    whose = address_of(arguments.email)
    with reading(project(arguments)) as store:
        person = known(store, whose)
        events = store.history(whose) if store else ()
    terminal.say(f"{called(person)}: {person.state.value}.")
    for event in events:
        terminal.say(f"  {event.at:%Y-%m-%d}  {story(event)}")
    return 0


def edit(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Change what is known of somebody; an empty value takes it away."""
    said = {field: getattr(arguments, field) for field in _FIELDS if getattr(arguments, field) is not None}
    topics = tuple(topic for text in arguments.topic for topic in tags_of(text))
    dropped = tuple(field for field, text in said.items() if not plain(text)) + tuple(
        f"topics:{plain(topic)}" for topic in arguments.no_topic
    )
    details = details_from_json({**{field: plain(text) for field, text in said.items()}, "topics": topics})
    if details == Details() and not dropped:
        raise UsageError('say what to change: --name "Maria Doe", --language de; an empty text takes it away')
    event = Event(Kind.EDITED, arguments.now, source="by hand", details=details, dropped=dropped)
    return _keep(arguments, terminal, event, "what you said is kept")


def tag(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Give somebody tags, or take them away."""
    tags = tuple(name for text in arguments.tags for name in tags_of(text))
    if not tags:
        raise UsageError("say which tag: audiencegen people tag maria@example.org bees")
    dropped = tuple(f"tags:{name}" for name in tags) if arguments.remove else ()
    details = Details() if arguments.remove else Details(tags=tags)
    event = Event(Kind.EDITED, arguments.now, source="by hand", details=details, dropped=dropped)
    return _keep(arguments, terminal, event, "the tags are as you said")


def note(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Write something down about somebody, with today's date."""
    text = plain(" ".join(arguments.text))
    if not text:
        raise UsageError('say what to note: audiencegen people note maria@example.org "met in Bonn"')
    return _keep(arguments, terminal, Event(Kind.NOTED, arguments.now, words=text), "your note is kept")


def _keep(arguments: argparse.Namespace, terminal: Terminal, event: Event, done: str) -> int:
    whose = address_of(arguments.email)
    before, after = recorded(arguments, whose, event, lambda store, person: no_circle(store, person, event.details))
    if before == after:
        terminal.say(f"{called(after)}: there was nothing to change.")
        return 0
    terminal.say(f"{called(after)}: {done}.")
    tags = " ".join(f"#{name}" for name in after.details.tags)
    if event.kind is Kind.EDITED and tags:
        terminal.say(f"Their tags now: {tags}")
    return 0


def called(person: Person) -> str:
    """A person as one line names them."""
    return f"{person.details.name} <{person.address.given}>" if person.details.name else person.address.given


def _facts(person: Person, known: Introductions) -> Iterator[str]:
    yield called(person)
    yield ""
    for name, text in _rows(person, known):
        if text:
            yield f"{name:>14}  {text}"
    for one in person.notes:
        yield f"{one.at:%Y-%m-%d}".rjust(14) + f"  {one.text}"


def _rows(person: Person, known: Introductions) -> Sequence[tuple[str, str]]:
    details = person.details
    since = f" since {person.changed:%Y-%m-%d}" if person.changed else ""
    chain = known.chain(person)
    brought = known.brought_by(person.address.given)
    through = known.through(person.address.given)
    more = f" ({len(through)} in all, with those whom they brought)" if len(through) > len(brought) else ""
    extra = tuple((name, plain(str(text))) for name, text in details.extra.items())
    return (
        ("state", person.state.value + since + ("; nobody is mailed at the moment" if person.held else "")),
        ("reader since", person.since),
        ("came from", person.source),
        ("agreed", f"“{person.consent}”" if person.consent else ""),
        ("first name", details.first_name),
        ("language", details.language),
        ("introduced by", ", who came by ".join(chain)),
        ("brought", ", ".join(one.details.name or one.address.given for one in brought) + more),
        ("tags", " ".join(f"#{name}" for name in details.tags)),
        ("topics", ", ".join(details.topics)),
        ("frequency", details.frequency),
        *extra,
    )
