"""All manuscripts → one Site: every cross-file fact and every cross-file check. It knows no template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from audiencegen.config import Config
from audiencegen.content import cards, urls
from audiencegen.content.addresses import AddressBook
from audiencegen.content.letters import is_letter, issues
from audiencegen.content.naming import Named, name
from audiencegen.content.neighbours import neighbours
from audiencegen.content.resolve import Atlas, Place, file_address
from audiencegen.content.states import Moment, state_of
from audiencegen.content.terms import Glossary, glossary, named, terms
from audiencegen.model import Asset, Card, File, Frame, Kind, Manuscript, Post, Redirect, Site, State
from audiencegen.problems import Problem, Severity, error
from audiencegen.values import Ref

STATIC = "static/"
_UNDATED = datetime(9999, 1, 1, tzinfo=UTC)  # a draft without a date, looked at, stands first


@dataclass(frozen=True, slots=True)
class _Entry:
    """A named manuscript and where it stands."""

    named: Named
    state: State


def link(
    config: Config, frame: Frame, manuscripts: Mapping[str, Manuscript], files: Mapping[str, File], moment: Moment
) -> tuple[Site | None, tuple[Problem, ...]]:
    """Link everything; the site is None when a problem is an error. All problems are found in one go."""
    entries, problems = _entries(config, manuscripts, moment)
    book = AddressBook()
    shown = [entry for entry in entries if _has_page(entry, moment)]
    words = glossary([entry.named.head for entry in entries], config.authors)
    problems += _claims(book, shown, words, files)
    redirects, trouble = _redirects(book, shown)
    problems += trouble + _numbers(entries)
    atlas = Atlas(_places(entries, moment), files, book.addresses(), config.url)
    bench = cards.Bench(config, frame, words, atlas)
    posts, pages, letters, trouble = _linked(entries, moment, bench)
    problems += trouble
    if any(problem.severity is Severity.ERROR for problem in problems):
        return None, tuple(problems)
    listed = tuple(post.card for post in posts if moment.shown(post.card.state).listed)
    site = Site(
        frame=frame,
        posts=posts,
        listed=listed,
        neighbours=neighbours(posts, listed),
        pages=pages,
        issues=issues(letters, config, frame),
        terms=terms(listed, words),
        assets=_assets(atlas, files, config),
        redirects=redirects,
        waiting=_waiting(entries, bench),
        page_size=config.pagination,
        feed_size=config.feed_entries,
    )
    return site, tuple(problems)


def _entries(
    config: Config, manuscripts: Mapping[str, Manuscript], moment: Moment
) -> tuple[list[_Entry], list[Problem]]:
    entries: list[_Entry] = []
    problems: list[Problem] = []
    for path in sorted(manuscripts):
        problems += [problem.in_file(path) for problem in manuscripts[path].problems]
        entry, trouble = name(path, manuscripts[path], config)
        problems += trouble
        if entry is not None:
            entries.append(_Entry(entry, state_of(entry.head, entry.date, moment.now)))
    return entries, problems


def _has_page(entry: _Entry, moment: Moment) -> bool:
    return moment.shown(entry.state).page and entry.named.head.web


def _claims(
    book: AddressBook, shown: Sequence[_Entry], words: Glossary, files: Mapping[str, File]
) -> list[Problem]:
    """Every address of the site to its owner, in an order that names the writer's own files first."""
    problems: list[Problem | None] = []
    for path in sorted(files):
        if path.startswith(STATIC) and file_address(path) != urls.ROBOTS:
            problems.append(book.claim(file_address(path), path, path))
    for entry in shown:
        problems.append(book.claim(entry.named.address, entry.named.path, entry.named.path))
    carried = dict.fromkeys(
        key for entry in shown if entry.named.kind is Kind.POST for kind in urls.TERM_KINDS
        for key in words.of(kind, named(entry.named.head, kind))
    )
    for key in [*carried, *words.of("authors", [author.name for author in words.authors.values()])]:
        owner = f"the page of {key.kind} “{key.name}”"
        problems.append(book.claim(key.address, owner, ""))
        problems.append(book.claim(key.feed, owner + " (feed)", ""))
        problems.append(book.claim(f"/{key.kind}/", f"the list of {key.kind}", ""))
    return [problem for problem in problems if problem is not None]


def _redirects(book: AddressBook, shown: Iterable[_Entry]) -> tuple[tuple[Redirect, ...], list[Problem]]:
    redirects: dict[str, Redirect] = {}
    problems: list[Problem] = []
    for entry in shown:
        for alias in entry.named.head.aliases:
            old = urls.address_of(alias)
            if urls.folded(old) == urls.folded(entry.named.address):
                continue  # an alias of the present address asks for nothing
            taken = book.claim(old, f"an alias of {entry.named.path}", entry.named.path)
            if taken is not None:
                problems.append(replace(taken, message=f"the alias {old}: {taken.message}", find=alias))
            redirects[urls.folded(old)] = Redirect(old, entry.named.address)
    return tuple(redirects[key] for key in sorted(redirects)), problems


def _numbers(entries: Iterable[_Entry]) -> list[Problem]:
    owners: dict[int, str] = {}
    problems: list[Problem] = []
    for entry in entries:
        number = entry.named.head.number
        if number is None or entry.state is State.DRAFT:
            continue
        first = owners.setdefault(number, entry.named.path)
        if first != entry.named.path:
            message = f"number {number} is taken by {first}"
            hint = "give each letter a number of its own"
            problems.append(error("number-taken", message, hint, file=entry.named.path, find=str(number)))
    return problems


def _places(entries: Iterable[_Entry], moment: Moment) -> dict[str, Place]:
    return {
        entry.named.path: Place(
            entry.named.path,
            entry.named.address if _has_page(entry, moment) else "",
            entry.state,
            frozenset(entry.named.manuscript.body.ids),
        )
        for entry in entries
    }


def _linked(
    entries: Iterable[_Entry], moment: Moment, bench: cards.Bench
) -> tuple[tuple[Post, ...], tuple[Post, ...], list[tuple[Named, Post]], list[Problem]]:
    """Posts with a page (newest first), pages, letters, and the problems of their links."""
    # What only a letter ahead of its date shows is not published before it: its pictures count in another atlas.
    ahead = replace(bench, atlas=replace(bench.atlas, used={}))
    posts: list[Post] = []
    pages: list[Post] = []
    letters: list[tuple[Named, Post]] = []
    problems: list[Problem] = []
    for entry in entries:
        has_page = _has_page(entry, moment)
        letter = moment.shown(entry.state).letter and is_letter(entry.named, bench.config)
        if not has_page and not letter:
            continue
        on_site = has_page or entry.state is not State.SCHEDULED
        post, trouble = cards.post(entry.named, entry.state, bench if on_site else ahead)
        problems += trouble
        if has_page:
            (posts if entry.named.kind is Kind.POST else pages).append(post)
        if letter:
            letters.append((entry.named, post))
    posts.sort(key=lambda post: (post.card.date or _UNDATED, post.card.source), reverse=True)
    return tuple(posts), tuple(pages), letters, problems


def _assets(atlas: Atlas, files: Mapping[str, File], config: Config) -> tuple[Asset, ...]:
    """The files that published pages or the configuration show, and all of the static folder."""
    for author in config.authors:
        if author.photo:
            atlas.file(author.photo, "")
    published = {path: file for path, file in files.items() if path.startswith(STATIC)} | atlas.used
    return tuple(Asset(file_address(path), Ref(published[path].digest)) for path in sorted(published))


def _waiting(entries: Iterable[_Entry], bench: cards.Bench) -> tuple[Card, ...]:
    """What is not out yet: drafts, and scheduled posts by their date."""
    waiting = [entry for entry in entries if entry.state in (State.DRAFT, State.SCHEDULED)]
    waiting.sort(key=lambda entry: (entry.state is State.DRAFT, entry.named.date or _UNDATED, entry.named.path))
    return tuple(cards.waiting(entry.named, entry.state, bench) for entry in waiting)
