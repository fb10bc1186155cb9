"""`people import`: shows in plain words what a list would do, asks, and then does it in one transaction."""

from __future__ import annotations

import argparse
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from audiencegen.cli import UsageError
from audiencegen.cli.people_backup import note_opt_outs, take_whole
from audiencegen.cli.people_one import LIST_FILE, agreed, people, project
from audiencegen.cli.terminal import Terminal
from audiencegen.people.archive import is_archive
from audiencegen.people.formats import read_list
from audiencegen.people.intake import Decision, ListFile, Outcome, Reason, Statement, decide
from audiencegen.people.law import Kind
from audiencegen.people.person import Address, Person, State, plain
from audiencegen.people.store import KEY_SIZE, Store, reading, writing

_SHOWN = 10  # row numbers or addresses in one line of the preview
_EXPLAINED = 5  # notes below one line

_KNOWN = (
    (Outcome.ADDED, "new: they get your letters from now on"),
    (Outcome.UPDATED, "known already: something new is noted"),
    (Outcome.UNCHANGED, "known already: nothing new"),
)


def take_in(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Import a list: show, ask, do. In a pipe only --yes does, and new readers only with --consent."""
    folder = project(arguments)
    whole = _whole(folder / arguments.file)
    if whole:
        return take_whole(arguments, terminal, whole)
    listed = read_list(folder / arguments.file)
    statement = Statement(plain(listed.name), plain(arguments.consent), arguments.now)
    with reading(folder) as store:
        decisions = _decisions(store, listed, statement)
    for line in preview(listed, decisions):
        terminal.say(line)
    if arguments.dry_run or not any(decision.event for decision in decisions):
        terminal.say("Nothing was changed." if arguments.dry_run else "There is nothing new to take in.")
        if not arguments.dry_run and _says_who_left(listed):
            _end_of_waiting(folder, statement, terminal)
        return 0
    _refuse_unclear(arguments, terminal, decisions)
    settled = _settled(arguments, terminal, decisions, statement)
    if settled is None:
        terminal.say("Nothing was changed.")
        return 0
    _apply(folder, listed, settled, terminal)
    return 0


def _whole(path: Path) -> bytes:
    """The content of a file that `people export --json` wrote; nothing for any other."""
    try:
        with path.open("rb") as file:
            start = file.read(100)
            return start + file.read() if is_archive(start) else b""
    except OSError:
        return b""  # `read_list` says it in words


def preview(listed: ListFile, decisions: Sequence[Decision]) -> Iterator[str]:
    """What an import would do, line by line; the numbers add up to the rows of the file."""
    yield f"{listed.name}: {_rows(len(listed.rows))}."
    yield from listed.remarks
    yield ""
    counts = Counter(decision.outcome for decision in decisions)
    for outcome, words in _KNOWN:
        if counts[outcome]:
            yield f"{counts[outcome]:>8}  {words}"
    for reason in Reason:
        those = [decision for decision in decisions if decision.reason is reason]
        if those:
            yield from _kept_out(reason, those)
    yield ""


def _decisions(store: Store | None, listed: ListFile, statement: Statement) -> tuple[Decision, ...]:
    if store is None:
        return decide(listed.rows, Person, statement)
    present = store
    everyone = {person.address.compared: person for person in present.people()}

    def standing(whose: Address) -> Person:
        return everyone.get(whose.compared) or present.standing(whose)

    return decide(listed.rows, standing, statement)


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


def _apply(folder: Path, listed: ListFile, statement: Statement, terminal: Terminal) -> None:
    """Judge once more, for the list may have changed while we asked, and record."""
    with writing(folder, statement.at, secrets.token_bytes(KEY_SIZE)) as store:
        decisions = _decisions(store, listed, statement)
        for decision in decisions:
            if decision.address and decision.event:
                store.record(decision.address, decision.event)
        if _says_who_left(listed):
            note_opt_outs(store, "", statement.file, statement.at)
        count = sum(person.mailable for person in store.people())
    counts = Counter(decision.outcome for decision in decisions)
    sums = ", ".join(f"{counts[outcome]} {outcome.value}" for outcome in Outcome)
    terminal.say(f"Done: {sums}; together {_rows(len(listed.rows))}.")
    terminal.say(f"{people(count)} now. `audiencegen build` writes {LIST_FILE}.")


def _says_who_left(listed: ListFile) -> bool:
    return any(row.kind in (Kind.UNSUBSCRIBED, Kind.COMPLAINED, Kind.BOUNCED) for row in listed.rows)


def _end_of_waiting(folder: Path, statement: Statement, terminal: Terminal) -> None:
    """A list that was put back waits for those who left since; here nobody had."""
    with reading(folder) as store:
        if store is None or not store.held():
            return
    with writing(folder, statement.at, secrets.token_bytes(KEY_SIZE)) as store:
        note_opt_outs(store, "", statement.file, statement.at)
        count = sum(person.mailable for person in store.people())
    terminal.say(f"It says who left, and your list knows them all: {people(count)} again.")


def _kept_out(reason: Reason, those: Sequence[Decision]) -> Iterator[str]:
    yield f"{len(those):>8}  {reason.value}"
    if reason in (Reason.UNCLEAR, Reason.NO_ADDRESS):
        yield from _explained(those)
    else:
        yield f"{'':10}{_some_rows(those)}"
    lost = [decision for decision in those if decision.event and decision.before is State.ACTIVE]
    if lost:
        who = _some([decision.address.given for decision in lost if decision.address])
        yield f"{'':10}{len(lost)} of them got your letters until now: {who}"


def _explained(those: Sequence[Decision]) -> Iterator[str]:
    notes: dict[str, list[Decision]] = {}
    for decision in those:
        notes.setdefault(decision.note, []).append(decision)
    for note, ones in list(notes.items())[:_EXPLAINED]:
        yield f"{'':10}{_some_rows(ones)}: {note}"
    rest = [decision for ones in list(notes.values())[_EXPLAINED:] for decision in ones]
    if rest:
        yield f"{'':10}{_some_rows(rest)}: likewise"


def _some_rows(those: Sequence[Decision]) -> str:
    numbers = [str(decision.row) for decision in those]
    return f"row {numbers[0]}" if len(numbers) == 1 else f"rows {_some(numbers)}"


def _some(words: Sequence[str]) -> str:
    shown = ", ".join(words[:_SHOWN])
    return f"{shown} and {len(words) - _SHOWN} more" if len(words) > _SHOWN else shown


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _brings_readers(decisions: Iterable[Decision]) -> bool:
    return any(decision.outcome is Outcome.ADDED for decision in decisions)
