"""Pages that list posts: home and its further pages, the archive, terms, and the page for lost visitors."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from audiencegen.content import urls
from audiencegen.model import Card, Frame, Output, Site, Term
from audiencegen.outputs.head import head
from audiencegen.theme import Theme, render
from audiencegen.values import Value


class Pager(Value, frozen=True):
    """Where a page of the home list stands; an address is "" where there is no further page."""

    number: int
    total: int
    newer: str
    older: str


class Year(Value, frozen=True):
    year: int
    cards: tuple[Card, ...]


class TermCount(Value, frozen=True):
    name: str
    address: str
    count: int


def plan(site: Site, theme: Theme) -> Iterable[Output]:
    frame = site.frame
    for pager, cards in _paged(site.listed, site.page_size):
        path = urls.file_of(urls.page_number_address(pager.number))
        yield Output(f"site/{path}", home_page, (theme, frame, cards, pager))
    yield Output(f"site/{urls.file_of(urls.ARCHIVE)}", archive_page, (theme, frame, site.listed))
    for term in site.terms:
        yield Output(f"site/{urls.file_of(term.key.address)}", term_page, (theme, frame, term))
    for kind, group in groupby(site.terms, key=lambda term: term.key.kind):
        counts = tuple(TermCount(term.key.name, term.key.address, len(term.posts)) for term in group)
        yield Output(f"site/{kind}/index.html", terms_page, (theme, frame, kind, counts))
    newest = site.listed[0] if site.listed else None
    yield Output("site/404.html", not_found_page, (theme, frame, newest))


def home_page(theme: Theme, frame: Frame, cards: tuple[Card, ...], pager: Pager) -> bytes:
    address = urls.page_number_address(pager.number)
    lead = (cards[0].image.address,) if pager.number == 1 and cards and cards[0].image else ()
    return _list("site/home.html", theme, frame, address, shown=lead, cards=cards, pager=pager)


def archive_page(theme: Theme, frame: Frame, cards: tuple[Card, ...]) -> bytes:
    years = _by_year(cards, frame)
    return _list("site/archive.html", theme, frame, urls.ARCHIVE, years=years, count=len(cards))


def term_page(theme: Theme, frame: Frame, term: Term) -> bytes:
    # A series is read from its beginning, every other list from its newest.
    cards = tuple(reversed(term.posts)) if term.key.kind == "series" else term.posts
    years = () if term.key.kind == "series" else _by_year(cards, frame)
    return _list("site/term.html", theme, frame, term.key.address, term=term, cards=cards, years=years)


def terms_page(theme: Theme, frame: Frame, kind: str, counts: tuple[TermCount, ...]) -> bytes:
    return _list("site/terms.html", theme, frame, f"/{kind}/", kind=kind, terms=counts)


def not_found_page(theme: Theme, frame: Frame, newest: Card | None) -> bytes:
    return _list("site/404.html", theme, frame, urls.NOT_FOUND, newest=newest, noindex=True)


def _list(
    template: str,
    theme: Theme,
    frame: Frame,
    address: str,
    noindex: bool = False,
    shown: tuple[str, ...] = (),
    **names: Any,
) -> bytes:
    return render(
        theme,
        template,
        site=frame,
        address=address,
        canonical=frame.absolute(address),
        noindex=noindex or frame.showing_drafts,
        **head(theme, frame, shown),
        **names,
    )


def _paged(cards: tuple[Card, ...], size: int) -> Iterable[tuple[Pager, tuple[Card, ...]]]:
    total = max(1, -(-len(cards) // size))
    for number in range(1, total + 1):
        newer = urls.page_number_address(number - 1) if number > 1 else ""
        older = urls.page_number_address(number + 1) if number < total else ""
        yield Pager(number, total, newer, older), cards[(number - 1) * size : number * size]


def _by_year(cards: Iterable[Card], frame: Frame) -> tuple[Year, ...]:
    def year(card: Card) -> int:
        return frame.local(card.date).year if card.date else 0

    return tuple(Year(number, tuple(group)) for number, group in groupby(cards, key=year))
