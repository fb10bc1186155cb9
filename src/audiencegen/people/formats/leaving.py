"""Lists as they go to a service: who gets letters, and, in a file of its own, who must get none.

Only who is mailable stands in the first file. The second holds everybody who opted out, bounced, complained or was
blocked: a service that has never heard of them would take them for new. Who is pending or pausing is in neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from audiencegen.people.person import Person, State
from audiencegen.values import Struct

Column = tuple[str, Callable[[Person], str]]

_OUT = frozenset({State.UNSUBSCRIBED, State.BOUNCED, State.COMPLAINED, State.BLOCKED})
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with these a spreadsheet begins to compute
_UNSAFE = ("=", "+", "-")  # of these, what an address may begin with


class Service(Struct, frozen=True):
    """How a service takes people in. A column of no name is written without a line of names."""

    name: str  # of its format, by which its imports are known
    readers: tuple[Column, ...]
    out: tuple[Column, ...]
    how: str  # what to do with both files there
    readers_file: str = "subscribers.csv"
    out_file: str = "unsubscribed.csv"


class Leaving(Struct, frozen=True):
    """Everybody, parted for a service. `by_hand` are addresses that a spreadsheet would run as a formula."""

    readers: tuple[Person, ...]
    out: tuple[Person, ...]
    neither: int
    by_hand: tuple[str, ...]


def parted(everyone: Iterable[Person]) -> Leaving:
    """Who goes into which file. With a mark before it, a service would take an address for another one."""
    people = tuple(everyone)
    safe = [person for person in people if not person.address.given.startswith(_UNSAFE)]
    readers = tuple(person for person in safe if person.mailable)
    out = tuple(person for person in safe if person.state in _OUT)
    unsafe = [person for person in people if person.address.given.startswith(_UNSAFE)]
    by_hand = tuple(person.address.given for person in unsafe if person.mailable or person.state in _OUT)
    return Leaving(readers, out, len(safe) - len(readers) - len(out), by_hand)


def table_of(columns: Sequence[Column], people: Iterable[Person]) -> bytes:
    """People as UTF-8 CSV (RFC 4180, but with plain line feeds)."""
    names = ",".join(_quoted(name) for name, _ in columns)
    cells = [cell for _, cell in columns]
    lines = [",".join([_quoted(cell(person)) for cell in cells]) for person in people]
    return "".join(f"{line}\n" for line in ([names] if names else []) + lines).encode()


def email(person: Person) -> str:
    return person.address.given


def name(person: Person) -> str:
    return person.details.name


def first_name(person: Person) -> str:
    return person.details.first_name


def last_name(person: Person) -> str:
    """What stands in the name after the first name."""
    first, whole = person.details.first_name, person.details.name
    return whole.removeprefix(first).strip() if first and whole.startswith(f"{first} ") else ""


def tags(separator: str) -> Callable[[Person], str]:
    """The tags in one cell; one that holds the separator would fall apart there, so it is written without."""
    sign = separator.strip()
    return lambda person: separator.join(tag.replace(sign, " ") for tag in person.details.tags)


def since(person: Person) -> str:
    return person.since


def ended(person: Person) -> str:
    """The day on which they came to where they stand."""
    return person.changed.date().isoformat() if person.changed else ""


def always(text: str) -> Callable[[Person], str]:
    return lambda _: text


def _quoted(cell: str) -> str:
    if cell.startswith(_FORMULA):
        cell = f"'{cell}"
    if any(sign in cell for sign in ',"\n\r'):
        return '"' + cell.replace('"', '""') + '"'
    return cell
