"""A folder → a linked Site: configuration, theme and content read from disk, compiled and linked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from audiencegen import config as configuration
from audiencegen import fields
from audiencegen.build import themes
from audiencegen.build.files import Listing, scan, unreadable
from audiencegen.config import Config
from audiencegen.content.compile import Settings, compile_source, decode, settings
from audiencegen.content.conflicts import conflicts
from audiencegen.content.link import link
from audiencegen.content.naming import shown
from audiencegen.content.resolve import file_address
from audiencegen.content.states import Moment
from audiencegen.content.urls import is_external
from audiencegen.images.probe import ENDINGS, pixels
from audiencegen.model import Author, File, Frame, Manuscript, Site
from audiencegen.problems import Problem, ProjectError, Severity, error
from audiencegen.theme import RTL, Theme
from audiencegen.values import Record, Ref, digest, digest_bytes

DATA = "data/"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Project:
    """A project as read: the site if there is one, everything wrong with it, and what references lead to."""

    directory: Path
    config: Config
    theme: Theme
    site: Site | None
    problems: tuple[Problem, ...]
    resolve: Callable[[Ref], Any]


def load(
    directory: Path, config: Config, moment: Moment, progress: Progress = lambda what, done, total: None
) -> Project:
    """Read, compile and link a project. Raises ProjectError when there is no content folder or no such theme."""
    look = themes.find(directory, config.theme)
    root = directory / config.content
    if not root.is_dir():
        hint = f'make the folder {config.content}/, or begin a first post: audiencegen new "Hello"'
        raise ProjectError(error("no-content", f"there is no folder {config.content}/", hint))
    listing = scan(root)
    try:
        manuscripts = _manuscripts(root, listing, settings(config), progress)
        files = {path: _file(root, path) for path in listing.others if not path.startswith(DATA)}
        data, trouble = _data(root, listing)
    except OSError as fault:
        path = Path(fault.filename or root).relative_to(root).as_posix()
        raise ProjectError(unreadable(fault, shown(path, config))) from fault
    frame = _frame(config, look, data, moment)
    site, found = link(config, frame, manuscripts, files, moment)
    read = tuple(problem.in_file(shown(problem.file, config)) for problem in (*listing.problems, *trouble))
    resolve = _resolver(root, look, manuscripts, files)
    return Project(directory, config, look.theme, site, (*read, *found), resolve)


def read_config(directory: Path) -> tuple[Config, tuple[Problem, ...]]:
    """The configuration of a project; raises ProjectError when it is absent or has errors."""
    path = directory / configuration.FILE_NAME
    try:
        text, unclear = decode(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        hint = "go to the folder of your site, or begin one here: audiencegen init"
        raise ProjectError(error("no-site", f"there is no {configuration.FILE_NAME} here", hint)) from None
    except OSError as fault:
        raise ProjectError(unreadable(fault, configuration.FILE_NAME)) from fault
    unclear = unclear or conflicts(text)
    if unclear:
        raise ProjectError(*(replace(one, severity=Severity.ERROR, file=configuration.FILE_NAME) for one in unclear))
    config, problems = configuration.parse(text)
    if config is None:
        raise ProjectError(*problems)
    return config, problems


def _manuscripts(root: Path, listing: Listing, how: Settings, progress: Progress) -> dict[str, Manuscript]:
    manuscripts: dict[str, Manuscript] = {}
    for done, path in enumerate(listing.markdown):
        manuscripts[path] = compile_source((root / path).read_bytes(), how)
        progress("reading", done + 1, len(listing.markdown))
    return manuscripts


def _file(root: Path, path: str) -> File:
    content = (root / path).read_bytes()
    ending = PurePosixPath(path).suffix.lower()
    width, height = pixels(content, ending) if ending in ENDINGS else (0, 0)
    return File(path, digest_bytes(content), len(content), width, height)


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
    )


def _with_photo_address(author: Author) -> Author:
    if not author.photo or is_external(author.photo):
        return author
    return replace(author, photo=file_address(author.photo.lstrip("/")))


def _subscribe(config: Config) -> str:
    """The address that subscribe mails go to: where answers go, else the sender's, else the writer's own."""
    imprint = config.issues.imprint
    for mailbox in (imprint.reply_to, imprint.sender):
        if mailbox is not None:
            return mailbox.address
    return next((author.email for author in config.authors if author.email), "")


def _resolver(
    root: Path, look: themes.Look, manuscripts: Mapping[str, Manuscript], files: Mapping[str, File]
) -> Callable[[Ref], Any]:
    bodies = {digest(manuscript.body): manuscript.body for manuscript in manuscripts.values()}
    paths = {file.digest: root / path for path, file in files.items()}

    def resolve(ref: Ref) -> Any:
        if ref.digest in bodies:
            return bodies[ref.digest]
        if ref.digest in look.assets:
            return look.assets[ref.digest]
        try:
            content = paths[ref.digest].read_bytes()
        except OSError:
            content = b""  # gone since it was read, which is a change like any other
        if digest_bytes(content) != ref.digest:
            hint = "build again"
            raise ProjectError(error("changed", f"{paths[ref.digest].name} changed during the build", hint))
        return content

    return resolve
