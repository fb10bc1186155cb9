"""What a file's path and head say together: post or page, its day, slug, title and address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import PurePosixPath

from audiencegen.config import Config
from audiencegen.content.frontmatter import day_in, name_facts
from audiencegen.content.urls import address_of, fill_permalink, slug, too_long
from audiencegen.model import Head, Kind, Manuscript
from audiencegen.problems import Problem, Severity, error, warning
from audiencegen.values import Struct

PAGES_FOLDER = "pages"
NAMING = ("permalink", "slug", "title")  # the fields that decide an address, the first one given


class Named(Struct, frozen=True):
    """A manuscript with everything that its own path decides."""

    path: str
    manuscript: Manuscript
    kind: Kind
    title: str
    slug: str
    date: datetime | None
    address: str

    @property
    def head(self) -> Head:
        return self.manuscript.head


def name(path: str, manuscript: Manuscript, config: Config) -> tuple[Named | None, tuple[Problem, ...]]:
    """Name one manuscript; None with the reason when it cannot have an address."""
    head = manuscript.head
    if _is_blank(manuscript):
        hint = "write something in it, or delete it; a name that begins with `_` is never published"
        empty = warning("empty", "the file has no title and no text; nothing is made from it", hint, file=path)
        return None, (empty,) if manuscript.is_sound else ()
    kind = head.kind or (Kind.PAGE if path.startswith(f"{PAGES_FOLDER}/") else Kind.POST)
    problems: list[Problem] = []
    title = manuscript.title or _title_of(name_facts(path).slug)
    if not manuscript.title:
        hint = f"give it one at its top: title: {title}"
        problems.append(warning("no-title", f"no title and no heading; it is called “{title}” after its file", hint))
    date = head.date or _midnight(day_in(head.permalink or "") or name_facts(path).day, config)
    if kind is Kind.POST and date is None and not head.draft:
        hint = "write `date: 2026-05-01` at its top, or begin the file's name with 2026-05-01-; `draft: true` can wait"
        problems.append(error("no-date", "this post has no date", hint))
    named_slug = _slug(head, kind) or slug(name_facts(path).slug)
    if not named_slug:
        message, hint = "neither title nor file name has a letter for its address", "add a line such as slug: hello"
        problems.append(error("no-slug", message, hint, **manuscript.at("slug", "title")))
    address = "/"
    if named_slug and not _has_error(problems):
        address, trouble = _address(path, kind, head, named_slug, date, config)
        problems += trouble
    if too_long(f"{named_slug}/{address}"):
        message, hint = "its address is longer than the name of a file can be", "add a line with a short slug: hello"
        problems.append(error("address-too-long", message, hint, **manuscript.at(*NAMING)))
    # What seems to be absent from a head that could not be read may well be there.
    placed = tuple(problem.in_file(path) for problem in problems if manuscript.is_sound)
    if _has_error(problems):
        return None, placed
    return Named(path, manuscript, kind, title, named_slug, date, address), placed


def shown(path: str, config: Config) -> str:
    """A path of the content folder as it can be opened from the project's folder."""
    return f"{config.content}/{path}".removeprefix("./").rstrip("/")


def _slug(head: Head, kind: Kind) -> str:
    """The slug that the head gives: its own field, or a post's title; a page mirrors its path instead."""
    if head.slug:
        return slug(head.slug)
    return slug(head.title) if head.title and kind is Kind.POST else ""


def _address(
    path: str, kind: Kind, head: Head, named_slug: str, date: datetime | None, config: Config
) -> tuple[str, list[Problem]]:
    if head.permalink:
        return address_of(head.permalink), []
    if kind is Kind.PAGE:
        return _mirrored(path, named_slug), []
    try:
        return fill_permalink(config.permalink, _parts(head, named_slug, date, config)), []
    except KeyError as missing:
        field = str(missing.args[0])
        message = f"the permalink `{config.permalink}` needs `{field}`, and this post has none"
        hint = f"add a line `{field}: …` at its top, or change `permalink` in audiencegen.yaml"
        return "/", [error("permalink-part", message, hint)]


def _parts(head: Head, named_slug: str, date: datetime | None, config: Config) -> Mapping[str, str]:
    parts = {"slug": named_slug}
    if "{" not in config.permalink.replace("{slug}", ""):  # nearly always
        return parts
    if date is not None:
        there = date.astimezone(config.timezone)
        parts |= {"year": f"{there:%Y}", "month": f"{there:%m}", "day": f"{there:%d}"}
    if head.categories:
        parts["category"] = slug(head.categories[0])
    if head.number is not None:
        parts["number"] = str(head.number)
    return parts


def _mirrored(path: str, named_slug: str) -> str:
    """`pages/about.md` → `/about/`; `pages/team/index.md` → `/team/`."""
    folders = list(PurePosixPath(path).parts[:-1])
    if folders[:1] == [PAGES_FOLDER]:
        folders = folders[1:]
    if PurePosixPath(path).stem == "index" and folders:
        folders = folders[:-1]
    return address_of("/".join([*(slug(folder) or folder for folder in folders), named_slug]))


def _midnight(day: date | None, config: Config) -> datetime | None:
    if day is None:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=config.timezone).astimezone(UTC)


def _title_of(file_slug: str) -> str:
    words = file_slug.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _is_blank(manuscript: Manuscript) -> bool:
    return not (manuscript.title or manuscript.outline.excerpt or manuscript.outline.links)


def _has_error(problems: Sequence[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)
