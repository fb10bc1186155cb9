"""Lists as they go to a service: who gets letters, and, in a file of its own, who must get none.

Only who is mailable stands in the first file. The second holds everybody who opted out, bounced, complained or was
blocked: a service that has never heard of them would take them for new. Who is pending or pausing is in neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from audiencegen.people.person import Person, State
from audiencegen.values import Struct

Column = tuple[str, Callable[[Person], str]]

_OUT = frozenset({State.UNSUBSCRIBED, State.BOUNCED, State.COMPLAINED, State.BLOCKED})
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with these a spreadsheet begins to compute
_TO_QUOTE = re.compile(r'[,"\n\r]')
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
    """Both files for a service, and how many stand in them.

    `by_hand` are addresses that a spreadsheet would run as a formula; with a mark before it, a service would take
    an address for another one.
    """

    readers: bytes
    out: bytes
    mailed: int
    kept_out: int
    neither: int
    by_hand: tuple[str, ...]


def leaving(service: Service, everyone: Iterable[Person]) -> Leaving:
    """Part the list for a service. People are looked at one at a time, and none is held."""
    readers, out, by_hand, neither = [_head(service.readers)], [_head(service.out)], [], 0
    for person in everyone:
        wanted = person.mailable or person.state in _OUT
        if wanted and person.address.given.startswith(_UNSAFE):
            by_hand.append(person.address.given)
        elif person.mailable:
            readers.append(_line(service.readers, person))
        elif wanted:
            out.append(_line(service.out, person))
        else:
            neither += 1
    mailed, kept_out = len(readers) - 1, len(out) - 1
    return Leaving("".join(readers).encode(), "".join(out).encode(), mailed, kept_out, neither, tuple(by_hand))


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


def _head(columns: Sequence[Column]) -> str:
    """The line of names, if the columns have any; as all lines UTF-8 CSV (RFC 4180, but with plain line feeds)."""
    names = ",".join(name for name, _ in columns)
    return f"{names}\n" if names else ""


def _line(columns: Sequence[Column], person: Person) -> str:
    return ",".join([_quoted(cell(person)) for _, cell in columns]) + "\n"


def _quoted(cell: str) -> str:
    if cell.startswith(_FORMULA):
        cell = f"'{cell}"
    return '"' + cell.replace('"', '""') + '"' if _TO_QUOTE.search(cell) else cell
