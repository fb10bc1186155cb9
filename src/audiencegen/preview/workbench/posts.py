"""The first page of the workbench: every post with its state, the clock, and the problems of the build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from audiencegen.model import Card, Frame, Issue, Site, State
from audiencegen.preview.workbench.bench import ADDRESS, faults, filled, found_in, letter_address, moment_in_words
from audiencegen.preview.workbench.generation import Generation, Page
from audiencegen.preview.workbench.share import addresses
from audiencegen.problems import Problem, ProjectError, Severity
from audiencegen.values import Struct

MOST = 100  # posts on one page
_UNDATED = datetime(9999, 1, 1, tzinfo=UTC)  # a draft without a date stands first
_OUT = (State.PUBLISHED, State.UNLISTED)


class Row(Struct, frozen=True):
    """A post in the list. `change` says what the clock does to it; counts are None where there is no letter."""

    card: Card
    state: str
    day: str
    page: str
    letter: str
    errors: int | None
    warnings: int | None
    change: str
    kit: str


def page(generation: Generation, query: Mapping[str, str]) -> Page:
    """The posts as they stand now, or at the moment that the query asks for (`at`), all or of one `state`."""
    wanted = query.get("at", "")
    moment = _moment(generation, wanted)
    then, trouble = _then(generation, moment)
    every = _cards(then.site)
    state = query.get("state", "")
    chosen = [card for card in every if state in ("", card.state.value)]
    number, of = _page_number(query.get("page", ""), len(chosen))
    before = {card.source: card.state for card in _cards(generation.site)}
    changes = {card.source: _change(before.get(card.source), card.state) for card in every}
    shown = chosen[(number - 1) * MOST : number * MOST]
    return filled(
        generation,
        "posts",
        status=400 if wanted and moment is None else 200,
        rows=_rows(generation, shown, changes),
        states=_states(every, state, wanted),
        state=state,
        pages=_pages(number, of, state, wanted),
        clock=_clock(generation, wanted, moment, failed=bool(trouble)),
        comes=[card for card in every if changes[card.source] == "comes"],
        goes=[card for card in every if changes[card.source] == "goes"],
        problems=faults(generation, trouble or then.problems),
    )


def _moment(generation: Generation, wanted: str) -> datetime | None:
    """What the clock is set to, in the zone of the site; None when it is not set, or not to a moment."""
    try:
        moment = datetime.fromisoformat(wanted)
        return (moment if moment.tzinfo else moment.replace(tzinfo=generation.config.timezone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _then(generation: Generation, moment: datetime | None) -> tuple[Generation, tuple[Problem, ...]]:
    """The project at a moment; as it is now, and why, when it cannot be built as of then."""
    try:
        return (generation.at(moment) if moment else generation), ()
    except ProjectError as fault:
        return generation, fault.problems


def _cards(site: Site) -> list[Card]:
    """Every post, newest first: those with a page, letters without one, those that wait, those that are gone."""
    pages = {page.card.source for page in site.pages}
    with_page = (post.card for post in site.posts)
    others = (*(issue.post.card for issue in site.issues), *site.waiting, *site.expired)
    found = {card.source: card for card in (*others, *with_page) if card.source not in pages}
    return sorted(found.values(), key=lambda card: (card.date or _UNDATED, card.source), reverse=True)


def _change(before: State | None, then: State) -> str:
    if before is None or (before in _OUT) == (then in _OUT):
        return ""
    return "comes" if then in _OUT else "goes"


def _rows(generation: Generation, cards: Sequence[Card], changes: Mapping[str, str]) -> Iterator[Row]:
    frame = generation.site.frame
    with_page = {post.card.source for post in generation.site.posts}
    letters = {issue.post.card.source: issue for issue in generation.site.issues}
    kits = addresses(generation.site)
    for card in cards:
        issue = letters.get(card.source)
        errors, warnings = _counts(generation, issue)
        yield Row(
            card,
            card.state.value,
            _day(frame, card),
            frame.href(card.address) if card.source in with_page else "",
            letter_address(issue.folder) if issue else "",
            errors,
            warnings,
            changes[card.source],
            kits.get(card.source, ""),
        )


def _day(frame: Frame, card: Card) -> str:
    """The day of a post, and of one that waits the time."""
    if card.date is None:
        return ""
    waits = card.state is State.SCHEDULED
    return f"{frame.day(card.date)}, {frame.local(card.date):%H:%M}" if waits else frame.day(card.date)


def _counts(generation: Generation, issue: Issue | None) -> tuple[int | None, int | None]:
    if issue is None:
        return None, None
    counts = Counter(problem.severity for problem in found_in(generation, issue))
    return counts[Severity.ERROR], counts[Severity.WARNING]


def _states(cards: Sequence[Card], chosen: str, at: str) -> list[dict[str, Any]]:
    """The ways to one state only, each with the number of its posts."""
    counts = Counter(card.state for card in cards)
    each = [("", len(cards)), *((state.value, counts[state]) for state in State if counts[state])]
    return [{"name": name, "count": count, "to": _to(name, at), "here": name == chosen} for name, count in each]


def _page_number(wanted: str, count: int) -> tuple[int, int]:
    of = max(1, -(-count // MOST))
    return (min(int(wanted), of) or 1, of) if wanted.isdecimal() else (1, of)


def _pages(number: int, of: int, state: str, at: str) -> dict[str, Any]:
    return {
        "number": number,
        "of": of,
        "newer": _to(state, at, number - 1) if number > 1 else "",
        "older": _to(state, at, number + 1) if number < of else "",
    }


def _to(state: str, at: str, page: int = 1) -> str:
    asked = {"state": state, "at": at, "page": str(page) if page > 1 else ""}
    said = urlencode({name: value for name, value in asked.items() if value})
    return f"{ADDRESS}?{said}" if said else ADDRESS


def _clock(generation: Generation, wanted: str, moment: datetime | None, failed: bool) -> dict[str, Any]:
    """What the clock shows, and the moments that it can be set to with one click."""
    frame = generation.site.frame
    now = generation.moment.now.replace(second=0, microsecond=0)  # nobody sets a clock like this to the second
    due = [card for card in generation.site.waiting if card.state is State.SCHEDULED and card.date]
    shown = moment or now
    return {
        "set": moment is not None,
        "wrong": bool(wanted) and moment is None,
        "failed": failed,
        "words": moment_in_words(frame, shown),
        "value": _stamp(generation, shown),
        "zone": frame.zone.key,
        "due": due[0].title if due else "",
        "to_due": _to("", _stamp(generation, due[0].date)) if due and due[0].date else "",
        "to_week": _to("", _stamp(generation, now + timedelta(weeks=1))),
    }


def _stamp(generation: Generation, moment: datetime) -> str:
    """A moment as a browser's field for it takes it: in the zone of the site, and without saying so."""
    there = generation.site.frame.local(moment).replace(tzinfo=None)
    return there.isoformat(timespec="seconds" if there.second else "minutes")
