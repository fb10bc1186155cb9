"""What follows from wishes that came by mail, by the law and by where everybody stands.

Who wants to leave is obeyed, however the mail looks. Who wants to come is a reader only when their own mail server
vouches for the mail, for anybody can write any sender; else they are kept as pending.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum

from audiencegen.people.law import Event, Kind, happen
from audiencegen.people.person import Address, Details, Person, State
from audiencegen.people.wishes import Wanted, Wish
from audiencegen.values import Value

SOURCE = "mail"


class Follows(Enum):
    """What becomes of a wish, in the words of the preview."""

    JOINS = "ask for your letters, and their mail server vouches for it: they get them from now on"
    WAITS = "ask for your letters, and nothing proves that it was them: noted as pending, no letters yet"
    LEAVES = "want no more letters: they get none from now on"
    NOTHING = "nothing new"
    OLDER = "asked before they left: they stay out"
    UNPROVEN = "left before, and nothing proves that they ask again: they stay out"
    BLOCKED = "are blocked by you: they stay out"
    FORGOTTEN = "asked you to forget them: only you can tell whether this mail is newer"


class Answer(Value, frozen=True):
    """What becomes of one wish; `event` is what there is to record."""

    wish: Wish
    follows: Follows
    before: State
    event: Event | None = None


def answer(
    wishes: Iterable[Wish], standing: Callable[[Address], Person], known: Callable[[Address], frozenset[str]]
) -> tuple[Answer, ...]:
    """Judge wishes in the order in which they came. `known` are the proofs of what is recorded of somebody."""
    people: dict[str, Person] = {}
    done: set[tuple[str, str]] = set()
    answers = []
    for wish in sorted(wishes, key=lambda wish: wish.at):
        person = people.get(wish.who.compared) or standing(wish.who)
        again = wish.proof in known(wish.who) or (wish.who.compared, wish.proof) in done
        follows, event = (Follows.NOTHING, None) if again else _judge(wish, person)
        answers.append(Answer(wish, follows, person.state, event))
        done.add((wish.who.compared, wish.proof))
        people[wish.who.compared] = happen(person, event) if event else person
    return tuple(answers)


def _judge(wish: Wish, person: Person) -> tuple[Follows, Event | None]:
    if wish.wanted is Wanted.NONE:
        event = _event(Kind.UNSUBSCRIBED, wish)
        changes = happen(person, event).state is not person.state
        return (Follows.LEAVES, event) if changes else (Follows.NOTHING, None)
    if person.state is State.BLOCKED:
        return Follows.BLOCKED, None
    if person.state is State.FORGOTTEN:
        return Follows.FORGOTTEN, None
    if person.mailable:
        return Follows.NOTHING, None
    if person.state not in (State.STRANGER, State.PENDING):
        if person.changed and wish.at <= person.changed:
            return Follows.OLDER, None
        if not wish.proven:
            return Follows.UNPROVEN, None
    if wish.proven:
        return Follows.JOINS, _event(Kind.CONFIRMED, wish)
    return (Follows.WAITS, _event(Kind.ASKED, wish)) if person.state is State.STRANGER else (Follows.NOTHING, None)


def _event(kind: Kind, wish: Wish) -> Event:
    # Of somebody who leaves, no more is kept than what they said.
    details = Details() if kind is Kind.UNSUBSCRIBED else Details(name=wish.name, introduced_by=wish.introduced_by)
    return Event(kind=kind, at=wish.at, source=SOURCE, words=wish.words, proof=wish.proof, details=details)
