"""One file → Manuscript. It knows its own bytes and the settings, nothing else; so its answer can be kept by digest."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from audiencegen.config import Config, Dialect
from audiencegen.content import body, frontmatter, markdown
from audiencegen.model import Body, Manuscript
from audiencegen.problems import Problem, error, warning
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
    first_line = 1 + (text.count("\n", 0, len(text) - len(front.body)) if text.endswith(front.body) else 0)
    if settings.dialect is Dialect.MARKDOWN:
        problems += tuple(_surprises(front.body, first_line))
    reading = _reading(front, settings)
    problems += tuple(replace(problem, since=first_line) for problem in reading.problems)
    title = front.head.title or reading.title
    return Manuscript(front.head, title, reading.body, problems, front.places, first_line)


def _reading(front: frontmatter.Front, settings: Settings) -> body.Reading:
    language = front.head.language or settings.language
    try:
        html = markdown.to_html(front.body, settings.dialect)
        return body.read(html, language, takes_title=front.head.title is None)
    except RecursionError:  # Python-Markdown goes down by recursion
        message = "too many lists or quotations stand within each other"
        hint = "look for lines with very many `>` or spaces before their text"
        return body.Reading(Body("", "", "", 0), "", (error("too-deep", message, hint),))


def decode(content: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file, with a warning for what had to be replaced or left out."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        message = "the file is saved as UTF-16, which only some programs can read"
        return "", (error("not-utf-8", message, "save it as UTF-8 in your editor"),)
    problems: list[Problem] = []
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = content[: fault.start].decode("utf-8", "replace")
        text = content.decode("utf-8-sig", "replace")
        problems.append(
            warning(
                "not-utf-8",
                "these characters are not UTF-8; they come out as “\ufffd”",
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


def _surprises(body: str, first_line: int) -> Iterator[Problem]:
    messages = {
        "list-without-blank-line": (
            "a list straight after a paragraph is read as part of it",
            "put a blank line before the list, or set `markdown: github` in audiencegen.yaml",
        ),
        "list-nested-by-few-spaces": (
            "this item is not nested: Markdown wants four spaces here",
            "indent it by four spaces, or set `markdown: github` in audiencegen.yaml",
        ),
        "code-not-at-line-start": (
            "this is not read as a code block: its marks must begin the line",
            "begin both lines of marks without spaces, or set `markdown: github` in audiencegen.yaml",
        ),
        "code-with-more-than-a-language": (
            "this is not read as a code block: only a language may stand after its marks",
            "leave one word there, or set `markdown: github` in audiencegen.yaml",
        ),
    }
    for kind, line, column in markdown.surprises(body):
        yield warning(kind, *messages[kind], line=first_line - 1 + line, column=column)
