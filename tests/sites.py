"""Small sites to test with: files as text, compiled and linked in memory, and what the planners make of them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from audiencegen.build.sources import DEFAULT
from audiencegen.build.themes import find
from audiencegen.config import Config
from audiencegen.content.blocks.part import is_part, whole
from audiencegen.content.compile import compile_source, settings
from audiencegen.content.feeds import of_site
from audiencegen.content.link import link
from audiencegen.content.states import Moment
from audiencegen.content.words import lines_of, lying_in
from audiencegen.images.probe import MAYBE_CLEAR, form, is_clear, pixels
from audiencegen.model import BodyOf, Card, File, Frame, Output, Post, Site, WordsOf
from audiencegen.problems import Problem, Severity
from audiencegen.sound import ENDINGS as HEARD
from audiencegen.sound import seconds
from audiencegen.theme import Theme
from audiencegen.values import Record, Ref, digest_bytes, replace

NOW = datetime(2026, 11, 22, 11, tzinfo=UTC)
CONFIG = Config(title="The Test Letter", url="https://letters.example.org", timezone=ZoneInfo("Europe/Berlin"))
LOOK = find(Path(__file__).parent, DEFAULT)
Files = Mapping[str, str | bytes]


@dataclass(frozen=True)
class Linked:
    """What linking answers, with the values that references in it lead to."""

    answer: Site | None
    problems: tuple[Problem, ...]
    kept: Mapping[str, Any]

    @property
    def site(self) -> Site:
        assert self.answer is not None, [problem.message for problem in self.problems]
        return self.answer

    @property
    def errors(self) -> list[tuple[str, str]]:
        return [(one.file, one.message) for one in self.problems if one.severity is Severity.ERROR]

    @property
    def warnings(self) -> list[tuple[str, str]]:
        return [(one.file, one.message) for one in self.problems if one.severity is Severity.WARNING]

    def post(self, source: str) -> Post:
        every = (*self.site.posts, *self.site.pages, *(issue.post for issue in self.site.issues))
        return next(post for post in every if post.card.source == source)

    def card(self, source: str) -> Card:
        return self.post(source).card

    def targets(self, source: str) -> list[str]:
        return [target.url for target in self.post(source).targets]

    def made(self, plan: Callable[[Site, Theme], Iterable[Output]], theme: Theme = LOOK.theme) -> dict[str, bytes]:
        """What the outputs of one planner hold, by path."""
        return {
            output.path: output.recipe(*(self._resolved(part) for part in output.inputs))
            for output in plan(self.site, theme)
        }

    def _resolved(self, part: Any) -> Any:
        if isinstance(part, Ref):
            return self.kept[part.digest]
        if isinstance(part, BodyOf):
            return whole(self.kept[part.source], part.source, {one: self.kept[one] for one in part.parts})
        if isinstance(part, WordsOf):
            return tuple(lying_in(part.place, part.shards, lines_of(self.kept[one].index)) for one in part.sources)
        return tuple(map(self._resolved, part)) if isinstance(part, tuple) else part


def linked(
    files: Files, config: Config = CONFIG, now: datetime = NOW, drafts: bool = False, future: bool = False
) -> Linked:
    """Compile and link files of a content folder, given by their paths in it."""
    contents = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    texts = {path: content for path, content in contents.items() if path.endswith((".md", ".markdown"))}
    compiled = {path: compile_source(content, settings(config), is_part(path)) for path, content in texts.items()}
    manuscripts = {path: manuscript for path, (manuscript, _) in compiled.items()}
    others = {path: content for path, content in contents.items() if path not in texts}
    found = {path: _file(path, content) for path, content in others.items()}
    moment = Moment(now, drafts, future)
    site, problems = link(config, frame_of(config, drafts or future), manuscripts, found, moment)
    bodies = {path: body for path, (_, body) in compiled.items()}
    kept = {**bodies, **LOOK.assets, **{digest_bytes(content): content for content in others.values()}}
    return Linked(site, problems, kept)


def frame_of(config: Config, showing_drafts: bool = False) -> Frame:
    _, _, path = config.url.removeprefix("https://").partition("/")
    frame = Frame(
        title=config.title,
        url=config.url,
        base_path=f"/{path}" if path else "",
        language=config.language,
        direction="ltr",
        zone=config.timezone,
        description=config.description,
        promise=config.promise,
        authors=config.authors,
        navigation=config.navigation,
        words=LOOK.theme.words_for(config.language),
        options=Record({**LOOK.theme.options, **config.theme_options}),
        showing_drafts=showing_drafts,
        subscribe=next((author.email for author in config.authors if author.email), ""),
        has_search=config.search,
        draws_cards=config.cards,
        door=config.door,
    )
    return replace(frame, feeds=of_site(frame, with_letters=False))


def picture(width: int, height: int) -> bytes:
    """A black PNG of so many pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    rows = zlib.compress((b"\0" + b"\0" * width) * height)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def post(head: str = "", text: str = "Good morning.", title: str = "Hello") -> str:
    """A Markdown file with a title, more lines for its head, and a text."""
    return f"---\ntitle: {title}\n{head}\n---\n\n{text}\n"


def _file(path: str, content: bytes) -> File:
    width, height = pixels(content, PurePosixPath(path).suffix)
    clear = path.endswith(tuple(MAYBE_CLEAR)) and is_clear(content)
    ending = PurePosixPath(path).suffix
    lasting = seconds(content, ending) if ending in HEARD else 0
    looks = width, height, clear, lasting, form(content, width, height)
    return File(path, digest_bytes(content), len(content), *looks)
