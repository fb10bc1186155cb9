"""One file → Manuscript. It knows its own bytes and the settings, nothing else; so its answer can be kept by digest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from audiencegen.config import Config, Dialect
from audiencegen.content import body, frontmatter, markdown
from audiencegen.model import Manuscript
from audiencegen.problems import Problem, warning
from audiencegen.values import Value

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Settings(Value):
    """Everything beside its bytes that shapes a manuscript."""

    dialect: Dialect
    language: str
    zone: ZoneInfo


def settings(config: Config) -> Settings:
    return Settings(config.markdown, config.language, config.timezone)


def compile_source(content: bytes, settings: Settings) -> Manuscript:
    """Read one Markdown file. Nothing raises: what is wrong comes back as the manuscript's problems."""
    text, problems = decode(content)
    front = frontmatter.parse(text, settings.zone)
    problems += front.problems
    if settings.dialect is Dialect.MARKDOWN:
        problems += tuple(_surprises(front.body, text))
    reading = body.read(
        markdown.to_html(front.body, settings.dialect),
        front.head.language or settings.language,
        takes_title=front.head.title is None,
    )
    return Manuscript(front.head, front.head.title or reading.title, reading.body, problems + reading.problems)


def decode(content: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file, with a warning for what had to be replaced or left out."""
    problems: list[Problem] = []
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = content[: fault.start].decode("utf-8", "replace")
        text = content.decode("utf-8-sig", "replace")
        problems.append(
            warning(
                "not-utf-8",
                "some characters are not UTF-8 and were replaced by “\ufffd”",
                "save the file as UTF-8 in your editor, and mend the place",
                line=before.count("\n") + 1,
                column=len(before) - (before.rfind("\n") + 1) + 1,
            )
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    control = _CONTROL.search(text)
    if control:
        problems.append(
            warning(
                "control-character",
                f"an invisible control character (U+{ord(control[0]):04X}) was left out",
                "delete it in your editor; it often comes from pasting",
                line=text.count("\n", 0, control.start()) + 1,
                column=control.start() - (text.rfind("\n", 0, control.start()) + 1) + 1,
            )
        )
        text = _CONTROL.sub("", text)
    return text, tuple(problems)


def _surprises(body: str, text: str) -> Iterator[Problem]:
    messages = {
        "list-without-blank-line": (
            "a list straight after a paragraph is read as part of it",
            "put a blank line before the list, or set `markdown: github` in audiencegen.yaml",
        ),
        "list-nested-by-few-spaces": (
            "this item is not nested: Markdown wants four spaces here",
            "indent it by four spaces, or set `markdown: github` in audiencegen.yaml",
        ),
    }
    above = text.count("\n", 0, len(text) - len(body)) if text.endswith(body) else 0
    for kind, line, column in markdown.surprises(body):
        yield warning(kind, *messages[kind], line=line + above, column=column)
