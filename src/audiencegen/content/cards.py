"""A named manuscript → its Card and its Post: terms, descriptions, pictures and targets in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from audiencegen.config import Config, Contents
from audiencegen.content.episodes import episode
from audiencegen.content.naming import Named
from audiencegen.content.resolve import Atlas, Place, file_url
from audiencegen.content.terms import Glossary
from audiencegen.content.typography import smart
from audiencegen.content.urls import address_of, is_external
from audiencegen.model import (
    Ask,
    Card,
    File,
    Frame,
    Heading,
    Kind,
    Link,
    Notice,
    Outline,
    Picture,
    Post,
    State,
    Target,
)
from audiencegen.problems import Problem, warning
from audiencegen.values import Struct, replace

SECTIONS_FOR_CONTENTS = 5
_ALIKE = 24  # characters by which a description is known for the text's own beginning
_DESCRIPTION = 200  # characters of an excerpt that serves as the description


class Bench(Struct, frozen=True):
    """What linking one post needs of the whole."""

    config: Config
    frame: Frame
    glossary: Glossary
    atlas: Atlas
    now: datetime | None = None  # when notices are over


def post(entry: Named, state: State, bench: Bench) -> tuple[Post, tuple[Problem, ...]]:
    """Link one post or page; problems are those of its links and pictures."""
    head, outline = entry.head, entry.manuscript.outline
    home = Place(entry.path, entry.address, state, frozenset(outline.ids), entry.date)
    ended = _ended(outline, bench)
    targets, problems = _targets(entry, home, ended, bench)
    image, trouble = _image(entry, bench)
    poster, no_poster = _poster(entry, bench)
    ask, wrong_ask = _ask(entry, home, bench)
    heard, unheard = episode(entry, home, bench.atlas, bench.config.podcast.wanted)
    card = _card(entry, state, image, bench)
    linked = Post(
        card=card,
        targets=targets,
        headings=_contents(entry, bench.config),
        canonical=bench.frame.absolute(head.canonical or ""),
        preheader=head.preheader or card.description,
        subject=head.subject or "",
        standfirst=card.description if head.description and not _begins_alike(card.description, outline) else "",
        on_web=head.web,
        aliases=tuple(address_of(alias) for alias in head.aliases),
        credits=head.credits,
        question=smart(head.brief.question, "", card.language),
        ask=ask,
        extra=head.extra,
        syndication=head.syndication,
        episode=heard,
        update_note=smart(head.update_note or "", "", card.language),
        corrections=tuple(replace(one, text=smart(one.text, "", card.language)) for one in head.corrections),
        weight=outline.weight,
        poster=poster,
        poster_alone=poster is not None and bool(head.card),
        parts=outline.parts,
        ended=tuple(notice.until.isoformat() for notice in ended if notice.until),
    )
    found = (*problems, *trouble, *no_poster, *wrong_ask, *unheard, *_unanswerable(outline, bench))
    return linked, tuple(problem if problem.file else problem.in_file(entry.path) for problem in found)


def _begins_alike(description: str, outline: Outline) -> bool:
    return description[:_ALIKE] in _one_line(outline.excerpt)


def waiting(entry: Named, state: State, bench: Bench) -> Card:
    """The card of a post that is not out, for the closing words and the workbench; nothing of it is looked up."""
    return _card(entry, state, None, bench)


def _card(entry: Named, state: State, image: Picture | None, bench: Bench) -> Card:
    head, glossary = entry.head, bench.glossary
    language = head.language or bench.config.language
    return Card(
        source=entry.path,
        title=smart(entry.title, "", language),
        address=entry.address,
        guid=_guid(entry, bench.frame, bench.config.feeds.id_base or bench.config.url),
        date=entry.date,
        updated=head.updated,
        description=smart(head.description or "", "", language) or _shortened(entry.manuscript.outline.excerpt),
        language=language,
        minutes=entry.manuscript.outline.minutes,
        number=head.number,
        tags=glossary.of("tags", head.tags),
        categories=glossary.of("categories", head.categories),
        authors=glossary.writers(head) if entry.kind is Kind.POST else glossary.of("authors", head.authors),
        series=glossary.series(head),
        image=image,
        state=state,
    )


def _guid(entry: Named, frame: Frame, base: str) -> str:
    """The entry's identity for ever: `id`, else the first address it ever had, on the host that it was first on."""
    if entry.head.id:
        return entry.head.id
    first = entry.head.aliases[0] if entry.head.aliases else ""
    return base + frame.absolute(address_of(first) if first else entry.address).removeprefix(frame.url)


def _targets(
    entry: Named, home: Place, ended: Sequence[Notice], bench: Bench
) -> tuple[tuple[Target, ...], list[Problem]]:
    # The links that stand in notices which are over.
    gone = frozenset(at for one in ended for at in range(one.first, one.first + one.count))
    aside = bench.atlas.unused() if gone else bench.atlas  # what only they show is not published any more
    targets: list[Target] = []
    problems: list[Problem] = []
    for number, link in enumerate(entry.manuscript.outline.links):
        target, problem = (aside if number in gone else bench.atlas).target(link, home)
        targets.append(target)
        if problem is not None:
            problems.append(_placed(problem, link, entry))
    return tuple(targets), problems


def _placed(problem: Problem, link: Link, entry: Named) -> Problem:
    """Where the problem of a link is: in the text, or in the part that was put there."""
    if not link.source:
        return replace(problem, since=entry.manuscript.first_line)
    message = problem.message.replace(link.target, link.written)
    return replace(problem, message=message, find=link.written).in_file(link.source)


def _ended(outline: Outline, bench: Bench) -> list[Notice]:
    now = bench.now
    return [notice for notice in outline.notices if notice.until and now and notice.until <= now]


def _unanswerable(outline: Outline, bench: Bench) -> Iterator[Problem]:
    if outline.notices and not bench.frame.subscribe:
        hint = "give yourself an address in audiencegen.yaml: authors: [{name: Ann, email: ann@example.org}]"
        find = f"::: {outline.notices[0].word}"
        yield warning("no-answers", "nobody can answer what is asked or offered here", hint, find=find)


def _image(entry: Named, bench: Bench) -> tuple[Picture | None, list[Problem]]:
    written = entry.head.image
    if not written:
        return None, []
    alt = entry.head.image_alt or ""
    if is_external(written):
        return Picture(written, alt), []
    file, place = bench.atlas.file(written, entry.path), entry.manuscript.at("image")
    if file is None:
        hint = "put the file beside this one, or mend its name; capitals matter"
        return None, [warning("missing-image", f"the picture {written} is not there", hint, **place)]
    problems = []
    if not alt:
        hint = "add `image_alt: …` and say in a few words what it shows"
        problems.append(warning("image-without-alt", f"the picture {written} has no description", hint, **place))
    return Picture(file_url(file.path), alt, file.width, file.height, bench.atlas.copies(file)), problems


def _poster(entry: Named, bench: Bench) -> tuple[File | None, list[Problem]]:
    """The file whose pixels the post's card shows. Only the card is published for it, not the file."""
    written = entry.head.card or entry.head.image
    if not written or is_external(written):
        return None, []
    file = bench.atlas.unused().file(written, entry.path)
    if file is not None and file.is_picture:
        return file, []
    if not entry.head.card:
        return None, []  # what is wrong with the picture itself is said of that
    hint = "put a JPEG, PNG or WebP beside this file, or mend the name; capitals matter"
    message = f"the picture {written} {'cannot be read' if file else 'is not there'}"
    return None, [warning("missing-image", message, hint, **entry.manuscript.at("card"))]


def _ask(entry: Named, home: Place, bench: Bench) -> tuple[Ask | None, list[Problem]]:
    """What a letter asks for. Its address is a link like any other, to a file or an address of the site."""
    ask = entry.head.brief.ask
    if ask is None:
        return None, []
    target, problem = bench.atlas.target(Link(ask.url), home)
    return Ask(smart(ask.text, "", entry.head.language or bench.config.language), target.url), [
        problem
    ] if problem else []


def _contents(entry: Named, config: Config) -> tuple[Heading, ...]:
    wanted, headings = entry.head.contents, entry.manuscript.outline.headings
    if wanted is None and config.contents is Contents.AUTO:
        wanted = entry.kind is Kind.POST and _count_sections(headings) >= SECTIONS_FOR_CONTENTS
    elif wanted is None:
        wanted = config.contents is Contents.ALWAYS
    return tuple(heading for heading in headings if heading.level in (2, 3)) if wanted else ()


def _count_sections(headings: Sequence[Heading]) -> int:
    return len([heading for heading in headings if heading.level == 2])


def _shortened(excerpt: str) -> str:
    text = _one_line(excerpt)
    if len(text) <= _DESCRIPTION:
        return text
    return text[:_DESCRIPTION].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def _one_line(excerpt: str) -> str:
    """An excerpt without its line breaks; its lines have no other spaces than single ones (see `text.spaced`)."""
    return excerpt.replace("\n", " ")
