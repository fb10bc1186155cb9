"""One file → Manuscript. It knows its own bytes and the settings, nothing else; so its answer can be kept by digest."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from audiencegen.config import Config, Dialect
from audiencegen.content import body, frontmatter, markdown
from audiencegen.content.blocks.marks import as_divisions, film_line
from audiencegen.content.encoding import decode
from audiencegen.content.words import words_of_post
from audiencegen.model import Body, Head, Manuscript, Outline
from audiencegen.problems import Problem, error, warning
from audiencegen.values import Value, replace

WORDS_PER_MINUTE = 230  # silent reading of English non-fiction: 238 (Brysbaert 2019, doi.org/10.1016/j.jml.2019.104047)
_STEP = 4_000  # bytes
_HOST = 20  # bytes


class Settings(Value, frozen=True):
    """Everything beside its bytes that shapes a manuscript."""

    dialect: Dialect
    language: str
    zone: ZoneInfo
    search: bool = True  # the words of each text are wanted


def settings(config: Config) -> Settings:
    return Settings(config.markdown, config.language, config.timezone, config.search)


def compile_source(content: bytes, settings: Settings, is_part: bool = False) -> tuple[Manuscript, Body]:
    """Read one Markdown file. Nothing raises: what is wrong comes back as the manuscript's problems.

    A part of other texts keeps its first heading, since it has no title.
    """
    text, problems = decode(content)
    front = frontmatter.parse(text, settings.zone)
    problems += front.problems
    first_line = 1 + (text.count("\n", 0, len(text) - len(front.body)) if text.endswith(front.body) else 0)
    if settings.dialect is Dialect.MARKDOWN:
        problems += tuple(_surprises(front.body, first_line))
    text, wrong_marks = as_divisions(front.body, settings.dialect, settings.zone, first_line)
    problems += wrong_marks
    reading = _reading(replace(front, body=_with_film(text, front.head, settings)), settings, is_part)
    problems += tuple(replace(problem, since=first_line) for problem in reading.problems)
    title = front.head.title or reading.title
    outline = _outline(reading)
    own = reading.body
    if settings.search and not is_part:
        own = replace(own, index=words_of_post(front.head, title, own))
    return Manuscript(front.head, title, outline, problems, dict(front.places), first_line), own


def _with_film(text: str, head: Head, settings: Settings) -> str:
    """The text below the film that the head names; a heading that may be the title stays the first line."""
    if head.video is None:
        return text
    film = film_line(head.video.url, head.video.poster or head.image or "", head.video.title)
    written, _ = as_divisions(film, settings.dialect, settings.zone)
    first, end, rest = text.lstrip("\n").partition("\n")
    if head.title is None and first.startswith("#"):
        return f"{first}{end}\n{written}\n\n{rest}"
    return f"{written}\n\n{text}"


def _weight(body: Body) -> int:
    """In steps, so that linking need not hear of each edit; a feed repeats the host's name in each address."""
    size = len(body.html.encode("utf-8")) + sum(len(link.target) + _HOST for link in body.links)
    return -(-size // _STEP) * (_STEP // 1000)


def _outline(reading: body.Reading) -> Outline:
    own = reading.body
    minutes = max(1, round(own.words / WORDS_PER_MINUTE))
    return Outline(own.excerpt, minutes, own.headings, own.links, own.ids, reading.parts, reading.notices, _weight(own))


def _reading(front: frontmatter.Front, settings: Settings, is_part: bool) -> body.Reading:
    language = front.head.language or settings.language
    try:
        html = markdown.to_html(front.body, settings.dialect)
        return body.read(html, language, takes_title=front.head.title is None and not is_part)
    except RecursionError:  # Python-Markdown goes down by recursion
        message = "too many lists or quotations stand within each other"
        hint = "look for lines with very many `>` or spaces before their text"
        return body.Reading(Body("", "", "", 0), "", (error("too-deep", message, hint),))


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
