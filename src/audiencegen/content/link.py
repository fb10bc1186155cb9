"""All manuscripts → one Site: every cross-file fact and every cross-file check. It knows no template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from audiencegen.config import FILE_NAME, Config
from audiencegen.content import cards, claims, feeds, urls
from audiencegen.content.addresses import AddressBook
from audiencegen.content.blocks.part import assembled
from audiencegen.content.claims import STATIC
from audiencegen.content.episodes import show_of
from audiencegen.content.kits import is_shared, kits
from audiencegen.content.letters import is_letter, issues, pictures
from audiencegen.content.naming import Named, name, shown
from audiencegen.content.neighbours import neighbours
from audiencegen.content.pictures import icons
from audiencegen.content.resolve import Atlas, Place, file_address
from audiencegen.content.states import Moment, Shown, state_of
from audiencegen.content.terms import Glossary, glossary, terms
from audiencegen.model import Asset, Card, File, Frame, Kind, Manuscript, Post, Redirect, Site, State
from audiencegen.problems import Problem, Severity, error, warning
from audiencegen.values import Ref, Struct, replace

_UNDATED = datetime(9999, 1, 1, tzinfo=UTC)  # a draft without a date, looked at, stands first


class _Entry(Struct, frozen=True):
    """A named manuscript, where it stands, and what follows from that."""

    named: Named
    state: State
    shown: Shown
    has_page: bool
    is_listed: bool
    is_letter: bool  # if the writer wants it as one


def link(
    config: Config, frame: Frame, manuscripts: Mapping[str, Manuscript], files: Mapping[str, File], moment: Moment
) -> tuple[Site | None, tuple[Problem, ...]]:
    """Link everything; the site is None when a problem is an error. All problems are found in one go."""
    texts, problems = assembled(manuscripts)
    entries, trouble = _entries(config, texts, moment)
    problems += trouble
    letters_apart = _letters_apart(entries)
    frame = replace(frame, feeds=feeds.of_site(frame, letters_apart is not None))
    listed_heads = [entry.named.head for entry in entries if entry.is_listed]
    other_heads = [entry.named.head for entry in entries if not entry.is_listed]
    words = glossary(listed_heads, other_heads, frame.authors)
    book, redirects, trouble = _addresses(entries, words, files, config)
    door_pages = claims.claim_door(book)
    problems += trouble + _numbers(entries, config)
    unread = frozenset(path for path, manuscript in manuscripts.items() if not manuscript.is_sound)
    atlas = Atlas(_places(entries), files, book.addresses(), config.url, unread, redirects, makes_copies=config.images)
    bench = cards.Bench(config, frame, words, atlas, moment.now)
    posts, pages, letters, shared, trouble = _linked(entries, moment, bench)
    episodes = _episodes(posts, config, moment)
    show, missed = show_of(config.podcast, frame, atlas, episodes)
    icon, no_icon = _icon(config, atlas)
    of_configuration = (*_configured(config, atlas), *missed, *no_icon)
    problems += trouble + claims.claim_files(book, atlas.used, config)
    # What is wrong in a part is found wherever the part is shown.
    found = dict.fromkeys(problem.in_file(shown(problem.file, config)) for problem in problems)
    placed = (*of_configuration, *found)
    if any(problem.severity is Severity.ERROR for problem in placed):
        return None, placed
    listed = tuple(post.card for post in posts if moment.shown(post.card.state).listed)
    site = Site(
        frame=replace(frame, podcast=show.title if episodes else "", icons=icons(icon) if icon else ()),
        posts=posts,
        listed=listed,
        neighbours=neighbours(posts, listed),
        pages=pages,
        issues=issues(letters, config, frame, files, posts),
        letter_pictures=pictures(letters, files),
        terms=terms(listed, words),
        assets=_assets(atlas, files),
        redirects=redirects,
        waiting=_waiting(entries, bench),
        expired=_expired(entries, bench),
        next_change=_next_change(entries, moment),
        page_size=config.pagination,
        kits=kits(shared, config, frame),
        show=show,
        episodes=episodes,
        feeds=config.feeds,
        letters=letters_apart or frozenset(),
        door_pages=door_pages,
        pictures=tuple(atlas.copied[path] for path in sorted(atlas.copied)),
        icon=icon,
    )
    return site, placed


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
            entries.append(_entry(entry, config, moment))
    return entries, problems


def _entry(named: Named, config: Config, moment: Moment) -> _Entry:
    state = state_of(named.head, named.date, moment.now)
    shows = moment.shown(state)
    has_page = shows.page and named.head.web
    is_listed = has_page and named.kind is Kind.POST and shows.listed
    return _Entry(named, state, shows, has_page, is_listed, is_letter(named, config))


def _letters_apart(entries: Iterable[_Entry]) -> frozenset[str] | None:
    """The sources of the letters among the listed posts; None where a feed of them would show what every feed shows."""
    listed = [entry for entry in entries if entry.is_listed]
    letters = frozenset(entry.named.path for entry in listed if entry.is_letter)
    return letters if 0 < len(letters) < len(listed) else None


def _addresses(
    entries: Iterable[_Entry], words: Glossary, files: Mapping[str, File], config: Config
) -> tuple[AddressBook, tuple[Redirect, ...], list[Problem]]:
    """Every address of the site with its owner, and where the old ones lead."""
    book = AddressBook()
    # Of a file with errors nobody knows the address: what it seems to be takes nothing from anybody.
    sound = [entry for entry in entries if entry.has_page and entry.named.manuscript.is_sound]
    with_page = [entry.named for entry in sound]
    listed = [entry.named for entry in sound if entry.is_listed]
    problems = claims.claim_lists(book, listed, words, config.pagination)
    claims.claim_podcast(book, with_page, listed, config)
    claims.claim_archives(book, listed, config)
    problems += claims.claim_files(book, (path for path in files if path.startswith(STATIC)), config)
    if config.search:
        book.claim(urls.SEARCH, "the search (`search: false` leaves it out)")
    for address, owner in ((urls.ROBOTS, "the rules for crawlers"), (urls.REDIRECTS, "the list of redirects")):
        book.claim(address, owner)  # unless the writer has their own
    problems += claims.claim_pages(book, with_page, config)
    redirects, trouble = claims.claim_aliases(book, with_page, config)
    return book, redirects, problems + trouble


def _numbers(entries: Iterable[_Entry], config: Config) -> list[Problem]:
    owners: dict[int, str] = {}
    problems: list[Problem] = []
    for entry in entries:
        number = entry.named.head.number
        if number is None or entry.state is State.DRAFT:
            continue
        first = owners.setdefault(number, entry.named.path)
        if first != entry.named.path:
            message = f"number {number} is taken by {shown(first, config)}"
            place = entry.named.manuscript.at("number")
            hint = "give each letter a number of its own"
            problems.append(error("number-taken", message, hint, file=entry.named.path, **place))
    return problems


def _next_change(entries: Iterable[_Entry], moment: Moment) -> datetime | None:
    moments: list[datetime | None] = []
    for named in (entry.named for entry in entries if entry.state is not State.DRAFT):
        moments += (named.date, named.head.expires, *(notice.until for notice in named.manuscript.outline.notices))
    return min((at for at in moments if at is not None and at > moment.now), default=None)


def _places(entries: Iterable[_Entry]) -> dict[str, Place]:
    return {
        entry.named.path: Place(
            entry.named.path,
            entry.named.address,
            entry.state,
            frozenset(entry.named.manuscript.outline.ids),
            entry.named.date,
            entry.has_page,
        )
        for entry in entries
    }


def _linked(
    entries: Iterable[_Entry], moment: Moment, bench: cards.Bench
) -> tuple[tuple[Post, ...], tuple[Post, ...], list[tuple[Named, Post]], list[tuple[Named, Post]], list[Problem]]:
    """Posts with a page (newest first), pages, letters, what is shared, and the problems of their links."""
    # What only a letter ahead of its date shows is not published before it: its pictures count in another atlas.
    ahead = replace(bench, atlas=bench.atlas.unused())
    posts: list[Post] = []
    pages: list[Post] = []
    letters: list[tuple[Named, Post]] = []
    shared: list[tuple[Named, Post]] = []
    problems: list[Problem] = []
    for entry in entries:
        has_page = entry.has_page
        letter = entry.shown.letter and entry.is_letter
        is_told = is_shared(entry.named, entry.state, moment)
        if not has_page and not letter and not is_told:
            continue
        on_site = has_page or entry.state is not State.SCHEDULED
        post, trouble = cards.post(entry.named, entry.state, bench if on_site else ahead)
        problems += trouble
        if has_page:
            (posts if entry.named.kind is Kind.POST else pages).append(post)
        if letter:
            letters.append((entry.named, post))
        if is_told:
            shared.append((entry.named, post))
    posts.sort(key=lambda post: (post.card.date or _UNDATED, post.card.source), reverse=True)
    return tuple(posts), tuple(pages), letters, shared, problems


def _episodes(posts: Iterable[Post], config: Config, moment: Moment) -> tuple[Post, ...]:
    """The posts that the podcast has; none where the writer wants no podcast."""
    if not config.podcast.wanted:
        return ()
    return tuple(post for post in posts if post.episode and moment.shown(post.card.state).listed)


def _configured(config: Config, atlas: Atlas) -> tuple[Problem, ...]:
    """What the configuration shows on every page and is not there; the files that it names count as used."""
    problems = []
    for author in config.authors:
        if author.photo and not urls.is_external(author.photo) and atlas.file(author.photo, "") is None:
            hint = f"put the file into {config.content}/, or mend its name; capitals matter"
            message = f"the picture {author.photo} is not there"
            problems.append(warning("missing-image", message, hint, file=FILE_NAME, find=author.photo))
    for link in config.navigation:
        if not urls.is_external(link.url) and not atlas.file(link.url, "") and not atlas.leads_on(link.url):
            hint = "write the address of a page of this site, such as /about/, or one that begins with https://"
            message = f"the link {link.url} leads to nothing on this site"
            problems.append(warning("broken-link", message, hint, file=FILE_NAME, find=link.url))
    for option, value in config.theme_options.items():
        if option != "icon" and isinstance(value, str) and value.startswith("/"):
            atlas.file(value, "")
    return tuple(problems)


def _icon(config: Config, atlas: Atlas) -> tuple[File | None, tuple[Problem, ...]]:
    """The picture that the site's icons are made of. Only they are published for it, not the file."""
    written = config.theme_options.get("icon")
    if not written:
        return None, ()
    file = atlas.unused().file(str(written), "")
    if file is not None and file.is_picture:
        return file, ()
    hint = "put a square PNG of 512 pixels or more there, or mend its name; capitals matter"
    message = f"the picture {written} {'cannot be read' if file else 'is not there'}"
    return None, (warning("missing-image", message, hint, file=FILE_NAME, find=str(written)),)


def _assets(atlas: Atlas, files: Mapping[str, File]) -> tuple[Asset, ...]:
    """The files that published pages or the configuration show, and all of the static folder."""
    published = {path: file for path, file in files.items() if path.startswith(STATIC)} | atlas.used
    return tuple(Asset(file_address(path), Ref(published[path].digest)) for path in sorted(published))


def _waiting(entries: Iterable[_Entry], bench: cards.Bench) -> tuple[Card, ...]:
    """What is not out yet: drafts, and scheduled posts by their date."""
    waiting = [entry for entry in entries if entry.state in (State.DRAFT, State.SCHEDULED)]
    waiting.sort(key=lambda entry: (entry.state is State.DRAFT, entry.named.date or _UNDATED, entry.named.path))
    return tuple(cards.waiting(entry.named, entry.state, bench) for entry in waiting)


def _expired(entries: Iterable[_Entry], bench: cards.Bench) -> tuple[Card, ...]:
    expired = (entry.named for entry in entries if entry.state is State.EXPIRED)
    return tuple(cards.waiting(named, State.EXPIRED, bench) for named in expired)
