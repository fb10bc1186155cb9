"""Who brought whom: an introducer is a name or an address, of a reader or of anybody else, and makes chains.

An introducer is found by address, or by a name that one person alone has. Nobody is brought by somebody whom they
themselves brought: such a circle is refused when it is said, and `people doctor` finds one that a list brought in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from audiencegen.people.person import Address, NotAnAddress, Person, address


class Introductions:
    """Everybody and their introducers, looked up once."""

    def __init__(self, everyone: Iterable[Person]) -> None:
        self._people = {person.address.compared: person for person in everyone}
        named: dict[str, list[str]] = defaultdict(list)
        for compared, person in self._people.items():
            if person.details.name:
                named[person.details.name.casefold()].append(compared)
        self._named = {name: found[0] for name, found in named.items() if len(found) == 1}
        self._brought: dict[str, list[Person]] = defaultdict(list)
        for person in self._people.values():
            if person.details.introduced_by:
                self._brought[self.key(person.details.introduced_by)].append(person)

    def key(self, introducer: str) -> str:
        """What an introducer is compared by: the address of a reader, or else the text itself."""
        try:
            compared = address(introducer).compared
        except NotAnAddress:
            return self._named.get(introducer.casefold(), introducer.casefold())
        return compared

    def reader(self, introducer: str) -> Person | None:
        """The person on the list whom a text names."""
        return self._people.get(self.key(introducer))

    def called(self, introducer: str) -> str:
        """How to call an introducer: by their name, if it is known."""
        person = self.reader(introducer)
        return person.details.name or person.address.given if person else introducer

    def brought_by(self, introducer: str) -> tuple[Person, ...]:
        """Those whom somebody brought themselves."""
        return tuple(self._brought.get(self.key(introducer), ()))

    def through(self, introducer: str) -> tuple[Person, ...]:
        """Those who came through somebody: brought by them, or by one of those, and so on."""
        found: dict[str, Person] = {}
        waiting = [self.key(introducer)]
        while waiting:
            for person in self._brought.get(waiting.pop(), ()):
                compared = person.address.compared
                if compared not in found:
                    found[compared] = person
                    waiting.append(compared)
        return tuple(found.values())

    def chain(self, person: Person) -> tuple[str, ...]:
        """Who brought this person, who brought those, and so on to the first; it ends where it would go round."""
        names: list[str] = []
        seen = {person.address.compared}
        at: Person | None = person
        while at and at.details.introduced_by:
            introducer = at.details.introduced_by
            names.append(self.called(introducer))
            at = self.reader(introducer)
            if at is None or at.address.compared in seen:
                break
            seen.add(at.address.compared)
        return tuple(names)

    def would_circle(self, whose: Address, name: str, introducer: str) -> bool:
        """Would somebody (who is called `name`, or nothing) be brought by themselves, or by one they brought?"""
        key = self.key(introducer)
        if key in (whose.compared, name.casefold() or None):
            return True
        return any(person.address.compared == key for person in self.through(whose.compared))

    def circles(self) -> Iterator[Person]:
        """Those who, by a list that says so, came through themselves."""
        for compared, person in self._people.items():
            if any(one.address.compared == compared for one in self.through(compared)):
                yield person

    def missing(self) -> Iterator[tuple[str, Person]]:
        """Introducers given by an address that nobody on the list has, and whom they brought."""
        for key, brought in self._brought.items():
            if "@" in key and key not in self._people:
                for person in brought:
                    yield person.details.introduced_by, person

    def unthanked(self) -> Iterator[tuple[str, tuple[Person, ...]]]:
        """Introducers, as they were named, and the readers for whom they were not yet thanked; the oldest first."""
        found = []
        for key, brought in self._brought.items():
            due = [one for one in brought if one.since and not one.thanked and one.address.compared != key]
            if due:
                due.sort(key=lambda one: (one.since, one.address.compared))
                found.append((due[0].details.introduced_by, tuple(due)))
        yield from sorted(found, key=lambda one: (one[1][0].since, one[0].casefold()))
