"""`people import`: shows in plain words what a list would do, asks, and then does it in one transaction."""

from __future__ import annotations

import argparse
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from audiencegen.cli import UsageError
from audiencegen.cli.people_backup import note_opt_outs, take_whole
from audiencegen.cli.people_one import LIST_FILE, agreed, people, project
from audiencegen.cli.people_preview import preview, rows_in_words
from audiencegen.cli.terminal import Terminal
from audiencegen.people.archive import is_archive
from audiencegen.people.formats import read_lists
from audiencegen.people.intake import Decision, ListFile, Outcome, Row, Statement, decide, with_consent
from audiencegen.people.law import Kind
from audiencegen.people.person import Address, Person, plain
from audiencegen.people.store import KEY_SIZE, Store, reading, writing
from audiencegen.values import Struct, replace

_PACE = 1000  # people between two words of how far we are


class _Judged(Struct, frozen=True):
    """What an import would do to the list as it was at one revision; 0 is a list with nobody in it."""

    revision: int
    decisions: tuple[Decision, ...]


def take_in(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Import a list: show, ask, do. In a pipe only --yes does, and new readers only with --consent."""
    folder = project(arguments)
    whole = _whole(folder / arguments.file)
    if whole:
        return take_whole(arguments, terminal, whole)
    lists = read_lists(folder / arguments.file, lambda done, total: terminal.progress("rows read", done, total))
    statement = Statement(plain(Path(arguments.file).name), plain(arguments.consent), arguments.now)
    with reading(folder) as store:
        judged = _judged(store, lists, statement, terminal)
    for line in preview(statement.file, lists, judged.decisions):
        terminal.say(line)
    if arguments.dry_run:
        terminal.say("Nothing was changed.")
        return 0
    if not any(decision.event for decision in judged.decisions):
        terminal.say("There is nothing new to take in.")
        if judged.revision and _says_who_left(lists):
            _read_again(folder, lists, statement, terminal)
        return 0
    _refuse_unclear(arguments, terminal, judged.decisions)
    settled = _settled(arguments, terminal, judged.decisions, statement)
    if settled is None:
        terminal.say("Nothing was changed.")
        return 0
    _apply(folder, lists, judged, settled, terminal)
    return 0


def _whole(path: Path) -> bytes:
    """The content of a file that `people export --as json` wrote; nothing for any other."""
    try:
        with path.open("rb") as file:
            start = file.read(100)
            return start + file.read() if is_archive(start) else b""
    except OSError:
        return b""  # `read_lists` says it in words


def _judged(store: Store | None, lists: Sequence[ListFile], statement: Statement, terminal: Terminal) -> _Judged:
    rows = _rows(lists)
    if store is None or not store.revision():
        return _Judged(0, decide(rows, Person, statement))
    present, total = store, len(rows)
    done = 0

    def standing(whose: Address) -> Person:
        nonlocal done
        done += 1
        if not done % _PACE:
            terminal.progress("people looked up", done, total)
        return present.standing(whose)

    return _Judged(present.revision(), decide(rows, standing, statement))


def _rows(lists: Sequence[ListFile]) -> Sequence[Row]:
    """The rows of all lists; where there are several, each row says in which it stands."""
    if len(lists) == 1:
        return lists[0].rows
    return [replace(row, file=plain(listed.name)) for listed in lists for row in listed.rows]


def _refuse_unclear(arguments: argparse.Namespace, terminal: Terminal, decisions: Iterable[Decision]) -> None:
    """Raises UsageError when nobody can be asked and the options do not answer what we would ask."""
    if not arguments.yes and not terminal.interactive:
        raise UsageError('nothing was changed: in a script, add --yes --consent "how these people agreed"')
    if arguments.yes and _brings_readers(decisions) and not arguments.consent.strip():
        raise UsageError('nothing was changed: with --yes, say how these people agreed: --consent "…"')


def _settled(
    arguments: argparse.Namespace, terminal: Terminal, decisions: Sequence[Decision], statement: Statement
) -> Statement | None:
    """The statement with the writer's answers; None when they do not want to go on."""
    if arguments.yes:
        return statement
    if _brings_readers(decisions) and not statement.consent:
        answer = plain(terminal.ask("How did these people agree to get your letters?"))
        if not answer:
            terminal.say("Without an answer nobody is taken in: it is kept as their consent.")
            return None
        statement = Statement(statement.file, answer, statement.at)
    return statement if agreed(terminal, "Take them in?") else None


def _apply(folder: Path, lists: Sequence[ListFile], judged: _Judged, statement: Statement, terminal: Terminal) -> None:
    """Record what was judged; if the list has changed while we asked, judge once more."""
    with writing(folder, statement.at, secrets.token_bytes(KEY_SIZE)) as store:
        if store.revision() != judged.revision:
            judged = _judged(store, lists, statement, terminal)
        decisions = with_consent(judged.decisions, statement.consent)
        store.record_all([(one.address, one.event) for one in decisions if one.address and one.event])
        _note_opt_outs(store, lists, statement)
        counts = Counter(decision.outcome for decision in decisions)
        nobody_before = judged.revision == 0
        count = counts[Outcome.ADDED] if nobody_before else sum(person.mailable for person in store.people())
    sums = ", ".join(f"{counts[outcome]} {outcome.value}" for outcome in Outcome)
    terminal.say(f"Done: {sums}; together {rows_in_words(len(decisions))}.")
    terminal.say(f"{people(count)} now. `audiencegen build` writes {LIST_FILE}.")


def _read_again(folder: Path, lists: Sequence[ListFile], statement: Statement, terminal: Terminal) -> None:
    """Nothing was new, but it was read: a list that was put back waits for that."""
    with writing(folder, statement.at, secrets.token_bytes(KEY_SIZE)) as store:
        was_held = store.held()
        _note_opt_outs(store, lists, statement)
        count = sum(person.mailable for person in store.people()) if was_held else 0
    if was_held:
        terminal.say(f"It says who left, and your list knows them all: {people(count)} again.")


def _note_opt_outs(store: Store, lists: Sequence[ListFile], statement: Statement) -> None:
    """Keep whose opt-outs were read and when: an export to a service looks there."""
    for service in _says_who_left(lists):
        note_opt_outs(store, service, statement.file, statement.at)


def _says_who_left(lists: Sequence[ListFile]) -> tuple[str, ...]:
    """The services of the lists that say who left; of a list of none, "", if somebody in it did."""
    telling = (one for one in lists if one.tells_who_left and (one.format or any(map(_left, one.rows))))
    return tuple(dict.fromkeys(listed.format for listed in telling))


def _left(row: Row) -> bool:
    return row.kind in (Kind.UNSUBSCRIBED, Kind.COMPLAINED, Kind.BOUNCED)


def _brings_readers(decisions: Iterable[Decision]) -> bool:
    return any(decision.outcome is Outcome.ADDED for decision in decisions)
