"""A folder → a linked Site: the theme, and what every content file was compiled to, put together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from audiencegen import fields
from audiencegen.build import themes
from audiencegen.build.compiling import Compiled
from audiencegen.build.files import unreadable
from audiencegen.build.rows import LostState
from audiencegen.build.snapshot import Known, Snapshot
from audiencegen.build.sources import Listing
from audiencegen.build.state import State
from audiencegen.config import Config
from audiencegen.content.conflicts import conflicts
from audiencegen.content.encoding import decode
from audiencegen.content.link import link
from audiencegen.content.naming import shown
from audiencegen.content.resolve import file_url
from audiencegen.content.states import Moment
from audiencegen.content.urls import is_external
from audiencegen.model import Author, Door, File, Frame, Manuscript, Site
from audiencegen.problems import Problem, ProjectError
from audiencegen.theme import RTL, Theme
from audiencegen.values import Record, Struct, replace, unpack

DATA = "data/"


class Project(Struct, frozen=True):
    """A project as linked: the site if there is one, everything wrong with it, and what references lead to."""

    look: themes.Look
    site: Site | None
    problems: tuple[Problem, ...]
    assets: Mapping[str, Path | bytes]  # by digest

    @property
    def theme(self) -> Theme:
        return self.look.theme


class Ground(Struct, frozen=True):
    """What stands before any post is looked at: the theme, what every page may know, and what is wrong with either."""

    look: themes.Look
    frame: Frame
    problems: tuple[Problem, ...]


def load(directory: Path, config: Config, moment: Moment, compiled: Compiled, state: State, ground: Ground) -> Project:
    """Link what was compiled."""
    return linked(directory, config, moment, compiled.seen, ground, manuscripts(compiled, state))


def ground(directory: Path, config: Config, moment: Moment, listing: Listing) -> Ground:
    """The theme and the data as they are on disk. Raises ProjectError when there is no such theme."""
    look = themes.find(directory, config.theme, config.theme_options)
    root = directory / config.content
    try:
        data, problems = _data(root, listing)
    except OSError as fault:
        path = Path(fault.filename or root).relative_to(root).as_posix()
        raise ProjectError(unreadable(fault, shown(path, config))) from fault
    return Ground(look, _frame(config, look, data, moment), problems)


def linked(
    directory: Path,
    config: Config,
    moment: Moment,
    seen: Snapshot,
    ground: Ground,
    manuscripts: Mapping[str, Manuscript],
) -> Project:
    """Link manuscripts, by path, with everything else that is there."""
    files = {path: _file(path, seen.content(path)) for path in seen.listing.others if not path.startswith(DATA)}
    site, found = link(config, ground.frame, manuscripts, files, moment)
    read = tuple(problem.in_file(shown(problem.file, config)) for problem in (*seen.problems, *ground.problems))
    return Project(ground.look, site, (*read, *found), assets(directory, config, seen, ground.look))


def assets(directory: Path, config: Config, seen: Snapshot, look: themes.Look) -> dict[str, Path | bytes]:
    """Where the bytes of every file are that could be published, by digest."""
    root = directory / config.content
    paths = {seen.content(path).digest: root / path for path in seen.listing.others if not path.startswith(DATA)}
    return {**paths, **look.assets}


def manuscripts(compiled: Compiled, state: State) -> dict[str, Manuscript]:
    """Every manuscript by its path. Raises LostState when one is not kept that should be."""
    faces = {**state.faces(), **compiled.faces}
    try:
        names = {path: compiled.seen.content(path).face for path in compiled.seen.listing.markdown}
        return {path: unpack(Manuscript, faces[name]) for path, name in names.items()}
    except (KeyError, ValueError) as fault:
        raise LostState from fault


def _file(path: str, known: Known) -> File:
    looks = known.width, known.height, known.clear
    return File(path, known.digest, known.stat[0], *looks, known.seconds, known.form)


def _data(root: Path, listing: Listing) -> tuple[Record, tuple[Problem, ...]]:
    """`content/data/*.yaml`: what templates know as `data.x`."""
    data: dict[str, Any] = {}
    problems: list[Problem] = []
    for path in listing.others:
        if path.startswith(DATA) and path.endswith((".yaml", ".yml")):
            text, unclear = decode((root / path).read_bytes())
            value, trouble = fields.read_yaml(text)
            problems += [problem.in_file(path) for problem in unclear + (conflicts(text) or trouble)]
            data[PurePosixPath(path).stem] = fields.plain(value)
    return Record(data), tuple(problems)


def _frame(config: Config, look: themes.Look, data: Record, moment: Moment) -> Frame:
    return Frame(
        title=config.title,
        url=config.url,
        base_path="/" + config.url.split("://", 1)[1].partition("/")[2] if config.url.count("/") > 2 else "",
        language=config.language,
        direction="rtl" if config.language.split("-")[0].lower() in RTL else "ltr",
        zone=config.timezone,
        description=config.description,
        promise=config.promise,
        authors=tuple(_with_photo_address(author) for author in config.authors),
        navigation=config.navigation,
        words=look.theme.words_for(config.language),
        options=Record({**look.theme.options, **config.theme_options}),
        data=data,
        subscribe=_subscribe(config),
        showing_drafts=moment.drafts or moment.future,
        door=_door(config),
        has_search=config.search,
        draws_cards=config.cards,
    )


def _with_photo_address(author: Author) -> Author:
    if not author.photo or is_external(author.photo):
        return author
    return replace(author, photo=file_url(author.photo.lstrip("/")))


def _door(config: Config) -> Door:
    """As configured; without a service it is a mail to the writer."""
    sender = config.issues.imprint.sender
    door = replace(config.door, sender=sender.address if sender else "")
    return door if door.mail or door.action else replace(door, mail=_subscribe(config))


def _subscribe(config: Config) -> str:
    """The address that subscribe mails go to: where answers go, else the sender's, else the writer's own."""
    imprint = config.issues.imprint
    for mailbox in (imprint.reply_to, imprint.sender):
        if mailbox is not None:
            return mailbox.address
    return next((author.email for author in config.authors if author.email), config.door.mail)
