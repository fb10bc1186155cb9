"""A folder → a linked Site: configuration, theme and content read from disk, compiled and linked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from audiencegen import fields
from audiencegen.build import themes
from audiencegen.build.compiling import compile_files
from audiencegen.build.files import Listing, unreadable
from audiencegen.build.snapshot import Snapshot
from audiencegen.build.state import Compiled, Known, LostState, State, decode_body, decode_manuscript, version
from audiencegen.config import Config
from audiencegen.content.compile import Settings, settings
from audiencegen.content.conflicts import conflicts
from audiencegen.content.encoding import decode
from audiencegen.content.link import link
from audiencegen.content.naming import shown
from audiencegen.content.resolve import file_url
from audiencegen.content.states import Moment
from audiencegen.content.urls import is_external
from audiencegen.model import Author, Body, File, Frame, Site
from audiencegen.problems import Problem, ProjectError, error
from audiencegen.theme import RTL, Theme
from audiencegen.values import Record, Ref, digest, digest_bytes

DATA = "data/"
KEPT_BODIES = 256  # decoded ones: the newest posts stand in many feeds
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
    compiled: Compiled


def load(
    directory: Path,
    config: Config,
    moment: Moment,
    seen: Snapshot,
    state: State,
    jobs: int = 1,
    progress: Progress = lambda what, done, total: None,
) -> Project:
    """Compile what the state does not know, and link. Raises ProjectError when there is no such theme."""
    look = themes.find(directory, config.theme)
    root = directory / config.content
    try:
        compiled = _compiled(root, seen, settings(config), state, jobs, progress)
        data, trouble = _data(root, seen.listing)
    except OSError as fault:
        path = Path(fault.filename or root).relative_to(root).as_posix()
        raise ProjectError(unreadable(fault, shown(path, config))) from fault
    files = {path: _file(path, seen.content(path)) for path in seen.listing.others if not path.startswith(DATA)}
    frame = _frame(config, look, data, moment)
    site, found = link(config, frame, compiled.manuscripts, files, moment)
    read = tuple(problem.in_file(shown(problem.file, config)) for problem in (*seen.listing.problems, *trouble))
    resolve = _resolver(root, look, compiled, files, state)
    return Project(directory, config, look.theme, site, (*read, *found), resolve, compiled)


def _compiled(root: Path, seen: Snapshot, how: Settings, state: State, jobs: int, progress: Progress) -> Compiled:
    """Every manuscript of the content folder: the kept ones, and those that have to be compiled."""
    kept = state.manuscripts()
    state.close()  # SQLite's connections must not cross the fork of a pool
    keys = {path: digest(version(), how, seen.content(path).digest) for path in seen.listing.markdown}
    found = {path: kept[key] for path, key in keys.items() if key in kept}
    new = [path for path in keys if path not in found]
    new_manuscripts: dict[str, bytes] = {}
    new_bodies: dict[str, bytes] = {}

    def report(done: int) -> None:
        progress("reading", done, len(new))

    for path, face, body_digest, body in compile_files(root, new, how, jobs, report):
        found[path] = new_manuscripts[keys[path]] = face
        new_bodies[body_digest] = body
    manuscripts = {path: decode_manuscript(found[path]) for path in keys}
    return Compiled(manuscripts, frozenset(keys.values()), new_manuscripts, new_bodies)


def _file(path: str, known: Known) -> File:
    return File(path, known.digest, known.stat.size, known.width, known.height, known.clear)


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
    return replace(author, photo=file_url(author.photo.lstrip("/")))


def _subscribe(config: Config) -> str:
    """The address that subscribe mails go to: where answers go, else the sender's, else the writer's own."""
    imprint = config.issues.imprint
    for mailbox in (imprint.reply_to, imprint.sender):
        if mailbox is not None:
            return mailbox.address
    return next((author.email for author in config.authors if author.email), "")


def _resolver(
    root: Path, look: themes.Look, compiled: Compiled, files: Mapping[str, File], state: State
) -> Callable[[Ref], Any]:
    paths = {file.digest: root / path for path, file in files.items()}
    bodies = compiled.bodies

    @lru_cache(maxsize=KEPT_BODIES)
    def body(digest: str) -> Body:
        content = compiled.new_bodies.get(digest) or state.body(digest)
        if content is None:
            raise LostState
        return decode_body(content)

    def resolve(ref: Ref) -> Any:
        if ref.digest in bodies:
            return body(ref.digest)
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
