"""A part of the list, in words: `tag:rust -tag:staff since:2026-01-01 introduced-by:"Maria Doe"`.

A query is a row of conditions, and a person is in the segment when all of them hold. `-` before one turns it round;
a comma between values means one or the other; quotes hold a value with a space together. Unless it says `state:`,
a segment holds only people who get letters now.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches

from audiencegen.people.introductions import Introductions
from audiencegen.people.person import Person, State
from audiencegen.values import Value

_TERM = re.compile(r'(?P<no>-?)(?:(?P<word>[^\s:"]+):)?(?P<values>(?:"[^"]*"|[^\s"])*)')
_VALUE = re.compile(r'"([^"]*)"|([^,"]+)')
_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
EVERYBODY = "any"


class NotASegment(ValueError):
    """A query that cannot be understood; `column` and `width` say where, from 1."""

    def __init__(self, message: str, hint: str, column: int, width: int) -> None:
        super().__init__(message)
        self.hint, self.column, self.width = hint, column, width


class Condition(Value, frozen=True):
    word: str
    values: tuple[str, ...]  # casefolded
    holds: bool = True  # False: it must not hold


class Segment(Value, frozen=True):
    conditions: tuple[Condition, ...] = ()


def segment(query: str) -> Segment:
    """Read a query. Raises NotASegment, which points at the column."""
    found = []
    at = 0
    while at < len(query):
        if query[at].isspace():
            at += 1
            continue
        match = _TERM.match(query, at)
        if match is None:
            raise _never_closed(at + 1)
        if query[match.end() : match.end() + 1] == '"':
            raise _never_closed(match.end() + 1)
        found.append(_condition(match, at + 1))
        at = match.end()
    return Segment(tuple(found))


def members(wanted: Segment, everyone: Iterable[Person]) -> tuple[Person, ...]:
    """Those of the people who are in the segment, in their order."""
    every = tuple(everyone)
    known = Introductions(every)
    tests = [_test(condition, known) for condition in wanted.conditions]
    if not any(condition.word == "state" for condition in wanted.conditions):
        tests.append(lambda person: person.mailable)
    return tuple(person for person in every if all(test(person) for test in tests))


def _never_closed(column: int) -> NotASegment:
    return NotASegment('a `"` is never closed', 'close it: introduced-by:"Maria Doe"', column, 1)


def _condition(match: re.Match[str], column: int) -> Condition:
    word, text = match["word"] or "", match["values"]
    column += len(match["no"])
    if not word:
        value = "".join(quoted or bare for quoted, bare in _VALUE.findall(text)).casefold()
        if value:
            return Condition("who", (value,), not match["no"])
        raise NotASegment("a `-` alone says nothing", "write what must not be: -tag:staff", column, 1)
    known = word.casefold()
    if known not in WORDS:
        raise _unknown(word, column)
    values = tuple((quoted or bare).strip().casefold() for quoted, bare in _VALUE.findall(text))
    if not all(values) or not values:
        hint = f"write it without a space: {known}:{_EXAMPLES[known]}"
        raise NotASegment(f"`{word}:` has nothing behind it", hint, column, len(word) + 1)
    _check(known, values, column + len(word) + 1, len(text))
    return Condition(known, values, not match["no"])


def _unknown(word: str, column: int) -> NotASegment:
    near = get_close_matches(word.casefold(), WORDS, 1)
    hint = f"did you mean `{near[0]}:`?" if near else f"the words are {', '.join(f'{name}:' for name in WORDS)}"
    return NotASegment(f"`{word}:` is no word of a query", hint, column, len(word) + 1)


def _check(word: str, values: tuple[str, ...], column: int, width: int) -> None:
    if word in ("since", "before"):
        strange = [value for value in values if not _DAY.fullmatch(value)]
        if strange or len(values) > 1:
            what = f"`{','.join(values)}` is no day"
            raise NotASegment(what, f"write one day: {word}:2026-01-01", column, width)
    if word == "state":
        strange = [value for value in values if value not in _STATES]
        if strange:
            near = get_close_matches(strange[0], _STATES, 1)
            hint = f"did you mean `{near[0]}`?" if near else f"it is one of {', '.join(_STATES)}"
            raise NotASegment(f"`{strange[0]}` is no state", hint, column, width)


_STATES = (EVERYBODY, *(state.value for state in State if state not in (State.STRANGER, State.FORGOTTEN)))

Test = Callable[[Person], bool]


def _test(condition: Condition, known: Introductions) -> Test:
    holds = WORDS[condition.word](condition.values, known)
    return holds if condition.holds else lambda person: not holds(person)


def _one_of(values: tuple[str, ...], read: Callable[[Person], Iterable[str]]) -> Test:
    wanted = frozenset(values)
    return lambda person: any(text.casefold() in wanted for text in read(person))


def _language(values: tuple[str, ...]) -> Test:
    """`de` is `de-AT`, too."""
    ranges = tuple(f"{value}-" for value in values)
    return lambda person: f"{person.details.language.casefold()}-".startswith(ranges)


def _contains(values: tuple[str, ...], read: Callable[[Person], Iterable[str]]) -> Test:
    return lambda person: any(value in text.casefold() for text in read(person) for value in values)


def _direct(values: tuple[str, ...], known: Introductions) -> Test:
    found = {one.address.compared for value in values for one in known.brought_by(value)}
    return lambda person: person.address.compared in found


def _through(values: tuple[str, ...], known: Introductions) -> Test:
    found = {one.address.compared for value in values for one in known.through(value)}
    return lambda person: person.address.compared in found


def _state(values: tuple[str, ...]) -> Test:
    return lambda person: EVERYBODY in values or person.state.value in values


# Each word of a query, and the test it makes of its values.
WORDS: Mapping[str, Callable[[tuple[str, ...], Introductions], Test]] = {
    "tag": lambda values, known: _one_of(values, lambda person: person.details.tags),
    "state": lambda values, known: _state(values),
    "since": lambda values, known: lambda person: bool(person.since) and person.since >= values[0],
    "before": lambda values, known: lambda person: bool(person.since) and person.since < values[0],
    "source": lambda values, known: _contains(values, lambda person: (person.source,)),
    "introduced-by": _direct,
    "through": _through,
    "language": lambda values, known: _language(values),
    "topic": lambda values, known: _one_of(values, lambda person: person.details.topics),
    "frequency": lambda values, known: _one_of(values, lambda person: (person.details.frequency,)),
    "note": lambda values, known: _contains(values, lambda person: (note.text for note in person.notes)),
    "who": lambda values, known: _contains(values, lambda person: (person.address.given, person.details.name)),
}
_EXAMPLES = {
    "tag": "rust",
    "state": "active",
    "since": "2026-01-01",
    "before": "2026-01-01",
    "source": "fair",
    "introduced-by": '"Maria Doe"',
    "through": '"Maria Doe"',
    "language": "de",
    "topic": "bees",
    "frequency": "monthly",
    "note": "Bonn",
    "who": "maria",
}
