"""What an import would do, in words: how many get letters, who stays out and why, in which rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from audiencegen.people.intake import Decision, ListFile, Outcome, Reason
from audiencegen.people.person import State

_SHOWN = 10  # row numbers or addresses in one line of the preview
_EXPLAINED = 5  # notes below one line

_KNOWN = (
    (Outcome.ADDED, "new: they get your letters from now on"),
    (Outcome.UPDATED, "known already: something new is noted"),
    (Outcome.UNCHANGED, "known already: nothing new"),
)

# What the owner of a list is afraid of, one by one.
_COMPLAINTS = (Reason.COMPLAINED_THERE, Reason.COMPLAINED_HERE, Reason.BLOCKED_THERE, Reason.BLOCKED_HERE)
_FEARS = (
    ("opted out", (Reason.LEFT_THERE, Reason.LEFT_HERE)),
    ("complained or was blocked", _COMPLAINTS),
    ("bounced", (Reason.BOUNCED_THERE, Reason.BOUNCED_HERE)),
    ("asked for deletion", (Reason.ERASED_THERE, Reason.FORGOTTEN_HERE)),
    ("gave no mail address", (Reason.NO_ADDRESS,)),
)


def preview(name: str, lists: Sequence[ListFile], decisions: Sequence[Decision]) -> Iterator[str]:
    """What an import would do, line by line; the numbers add up to the rows of the file."""
    if len(lists) > 1:
        yield f"{name}: {len(lists)} lists, {rows_in_words(len(decisions))}."
    for listed in lists:
        known_as = f"as {listed.format}" if listed.format else "by the names of its columns"
        yield f"{listed.name}: {rows_in_words(len(listed.rows))}, read {known_as}."
        yield from (f"  {remark}" for remark in listed.remarks)
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
    yield from _in_short(decisions)
    yield ""


def rows_in_words(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _in_short(decisions: Sequence[Decision]) -> Iterator[str]:
    """The sum for the owner: how many of these people get letters, and that nobody does whom they fear for."""
    get = {one.address.compared for one in decisions if one.address and one.outcome is not Outcome.KEPT_OUT}
    get -= {one.address.compared for one in decisions if one.address and one.event and _loses(one)}
    reasons = Counter(decision.reason for decision in decisions)
    fears = ", ".join(f"{who} ({sum(reasons[one] for one in those)})" for who, those in _FEARS)
    verb = "person of this list gets" if len(get) == 1 else "people of this list get"
    yield f"After this, {len(get)} {verb} your letters. Nobody does who {fears}."


def _loses(decision: Decision) -> bool:
    return decision.before is State.ACTIVE and decision.outcome is Outcome.KEPT_OUT


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
    by_file: dict[str, list[str]] = {}
    for decision in those:
        by_file.setdefault(decision.file, []).append(str(decision.row))
    return "; ".join(_rows_of(file, numbers) for file, numbers in by_file.items())


def _rows_of(file: str, numbers: Sequence[str]) -> str:
    rows = f"row {numbers[0]}" if len(numbers) == 1 else f"rows {_some(numbers)}"
    return f"{file} {rows}" if file else rows


def _some(words: Iterable[str]) -> str:
    every = list(words)
    shown = ", ".join(every[:_SHOWN])
    return f"{shown} and {len(every) - _SHOWN} more" if len(every) > _SHOWN else shown
