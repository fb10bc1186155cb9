"""`people import`: shows in plain words what a list would do, asks, and then does it in one transaction."""

from __future__ import annotations

import argparse
import gc
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from audiencegen.cli import UsageError
from audiencegen.cli.people_one import LIST_FILE, agreed, people, project
from audiencegen.cli.people_preview import preview, rows_in_words
from audiencegen.cli.terminal import Terminal
from audiencegen.people.archive import ListEvent, ListKind
from audiencegen.people.formats import read_lists
from audiencegen.people.intake import Decision, ListFile, Outcome, Row, Statement, decide, with_consent
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
    gc.disable()  # a hundred thousand rows hold no circles, and looking for some takes a quarter of the time
    folder = project(arguments)
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
        if judged.revision and _services(lists):
            with writing(folder, arguments.now, secrets.token_bytes(KEY_SIZE)) as known:
                _note_opt_outs(known, lists, arguments.now)
        return 0
    _refuse_unclear(arguments, terminal, judged.decisions)
    settled = _settled(arguments, terminal, judged.decisions, statement)
    if settled is None:
        terminal.say("Nothing was changed.")
        return 0
    _apply(folder, lists, judged, settled, terminal)
    return 0


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
        _note_opt_outs(store, lists, statement.at)
        counts = Counter(decision.outcome for decision in decisions)
        nobody_before = judged.revision == 0
        count = counts[Outcome.ADDED] if nobody_before else sum(person.mailable for person in store.people())
    sums = ", ".join(f"{counts[outcome]} {outcome.value}" for outcome in Outcome)
    terminal.say(f"Done: {sums}; together {rows_in_words(len(decisions))}.")
    terminal.say(f"{people(count)} now. `audiencegen build` writes {LIST_FILE}.")


def _note_opt_outs(store: Store, lists: Sequence[ListFile], now: datetime) -> None:
    """Keep whose opt-outs were read and when: an export to a service looks there."""
    for service in _services(lists):
        store.note(ListEvent(ListKind.OPT_OUTS_READ, now, service))


def _services(lists: Sequence[ListFile]) -> tuple[str, ...]:
    """The services of the lists that say who left; of a list of no service, its name."""
    return tuple(dict.fromkeys(listed.format or plain(listed.name) for listed in lists if listed.tells_who_left))


def _brings_readers(decisions: Iterable[Decision]) -> bool:
    return any(decision.outcome is Outcome.ADDED for decision in decisions)
