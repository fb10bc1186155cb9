"""Lines that begin with three colons → divisions with a class, which both dialects know how to read.

`::: mail` and `::: web` up to `:::`, and `::: cut`; every block for writers; and the address of a film alone on a
line. The marks of other generators, and whatever stands in code, stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from html import escape
from zoneinfo import ZoneInfo

from audiencegen.config import Dialect
from audiencegen.content.blocks import BY_WORD, video
from audiencegen.content.blocks.kind import EMBED, WORDS, Behind, Block
from audiencegen.content.dates import DateError, parse_moment
from audiencegen.content.only import CUT
from audiencegen.fields import did_you_mean
from audiencegen.problems import Problem, warning
from audiencegen.values import Struct

_LINE = re.compile(r":::+[ \t]*(\w*)(?:[ \t]+(.*?))?[ \t]*")
_FENCE = re.compile(r" {0,3}(```+(?!.*`)|~~~+)(.*)")
_FILM = re.compile(r"<?(https?://[^\s<>]+)>?[ \t]*")
_FILM_LINE = re.compile(f"^{_FILM.pattern}$", re.M)
_UNTIL = re.compile(r"(?:^|[ \t]+)until:[ \t]*(.*)$", re.I)
_NAME = re.compile(r"[\w-][\w./-]*")
_ONLY = ("mail", "web")
_WORDS = (*_ONLY, "cut", *BY_WORD)
_NEAR = 0.7


class _Mark(Struct, frozen=True):
    """A line of a text. `word` is None for one that is no mark; `alone` is one between empty lines."""

    number: int
    text: str
    word: str | None
    behind: str = ""
    alone: bool = False


def as_divisions(text: str, dialect: Dialect, zone: ZoneInfo, first_line: int = 1) -> tuple[str, tuple[Problem, ...]]:
    """A Markdown text with its marks as HTML; what is not as meant, with its line. Code stays as it is."""
    if ":::" not in text and not _shows_film(text):
        return text, ()
    reader = _Reader(' markdown="1"' if dialect is Dialect.MARKDOWN else "", zone, first_line)
    for mark in _marks(text):
        reader.take(mark)
    reader.end()
    return "\n".join(reader.written), tuple(reader.problems)


def _shows_film(text: str) -> bool:
    if "\nhttp" not in text and "\n<http" not in text and not text.startswith(("http", "<http")):
        return False  # which is found at the speed of memory, and nearly every text is done with
    return any(video.film(line[1]) for line in _FILM_LINE.finditer(text))


def film_line(address: str, poster: str = "", title: str = "") -> str:
    """The block of a film that the head names, as it would stand in the text."""
    below = [f'<img src="{escape(poster)}" alt="" role="presentation">'] if poster else []
    return "\n\n".join([f"::: video {address}", *below, *([title] if title else []), ":::\n\n"])


class _Reader:
    """Goes through the lines of a text in their order, and knows which marks are open."""

    def __init__(self, parsed: str, zone: ZoneInfo, first_line: int) -> None:
        self.parsed, self.zone, self.first_line = parsed, zone, first_line
        self.written: list[str] = []
        self.problems: list[Problem] = []
        self.opened: list[_Mark | None] = []  # what is still open; None for a mark of another generator

    def take(self, mark: _Mark) -> None:
        block = BY_WORD.get(mark.word or "")
        if mark.word is None:
            film = _FILM.fullmatch(mark.text) if mark.alone else None
            self.written.append(self.film(mark, film[1]) if film and video.film(film[1]) else mark.text)
        elif not mark.word:
            self.close(mark)
        elif mark.word == "cut" and not mark.behind:
            self.written.append(f'\n<div class="{CUT}"></div>\n')
        elif mark.word in _ONLY and not mark.behind:
            self.opened.append(mark)
            self.written.append(f'\n<div class="only-{mark.word}"{self.parsed}>\n')
        elif block is not None:
            self.open(mark, block)
        else:
            self.opened.append(None)
            self.written.append(mark.text)
            self.misspelt(mark)

    def open(self, mark: _Mark, block: Block) -> None:
        attributes = {"data-kind": block.word, "data-line": str(self.first_line - 1 + mark.number)}
        words = ""
        match block.behind:
            case Behind.NOTHING:
                self.unless(not mark.behind, mark, f"::: {block.word} takes nothing behind it", block)
            case Behind.WORDS:
                words = mark.behind
            case Behind.WORDS_AND_DAY:
                words = self.until(mark, attributes)
            case Behind.FILE:
                attributes["data-src"] = mark.behind
                self.unless(bool(mark.behind), mark, f"::: {block.word} names no file", block)
            case Behind.FILM:
                attributes["data-href"] = mark.behind
                known = video.film(mark.behind) is not None
                self.unless(
                    known, mark, f"::: {block.word} needs the address of a film on YouTube, Vimeo or a PeerTube", block
                )
            case Behind.PART:
                attributes["data-part"] = mark.behind
                known = _NAME.fullmatch(mark.behind) is not None
                self.unless(known, mark, f"::: {block.word} needs the name of a file in _parts/", block)
        self.written.append(f"\n{self.start(attributes)}\n")
        if words:
            self.written.append(f'<div class="{WORDS}"{self.parsed}>\n\n{words}\n\n</div>\n')
        if block.alone:
            self.written.append("</div>\n")
        else:
            self.opened.append(mark)

    def until(self, mark: _Mark, attributes: dict[str, str]) -> str:
        """Note the day behind `until:`, to the end of which a notice stands; the words before it."""
        given = _UNTIL.search(mark.behind)
        if given is None:
            return mark.behind
        try:
            moment, is_day = parse_moment(given[1], self.zone)
        except DateError as wrong:
            column = mark.text.index(given[1]) + 1 if given[1] else len(mark.text)
            place = {**self.place(mark), "column": column, "width": max(1, len(given[1]))}
            self.problems.append(warning("block", f"`until:` is {wrong}", wrong.hint, **place))
            return mark.behind[: given.start()]
        if is_day:  # a day has 23 to 25 hours, but only one next midnight
            moment, _ = parse_moment((moment.astimezone(self.zone) + timedelta(days=1)).date().isoformat(), self.zone)
        attributes["data-until"] = moment.isoformat()
        return mark.behind[: given.start()]

    def film(self, mark: _Mark, address: str) -> str:
        return f"{self.start({'data-kind': 'video', 'data-href': address})}</div>"

    def start(self, attributes: dict[str, str]) -> str:
        said = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        return f'<div class="{EMBED}"{said}{self.parsed}>'

    def close(self, mark: _Mark) -> None:
        is_ours = bool(self.opened) and self.opened.pop() is not None
        self.written.append("\n</div>\n" if is_ours else mark.text)

    def end(self) -> None:
        for mark in self.opened:
            if mark is not None:
                self.written.append("\n</div>\n")
                hint = "write ::: on a line of its own where it should end"
                place = {**self.place(mark), "width": 3}
                self.problems.append(warning("only", "this part has no end", hint, **place))

    def unless(self, fine: bool, mark: _Mark, message: str, block: Block) -> None:
        if not fine:
            self.problems.append(warning("block", message, f"write it as {block.example}", **self.place(mark)))

    def misspelt(self, mark: _Mark) -> None:
        """`::: tip` is a block of another generator and left alone; `::: mial` is ours."""
        near = did_you_mean(mark.word or "", _WORDS, _NEAR)
        if mark.word in _WORDS:
            message, hint = f"::: {mark.word} takes nothing behind it", f"write it as ::: {mark.word}"
        elif near in (*_ONLY, "cut"):
            message, hint = f"::: {mark.word} is no part for the mail or the web", f"did you mean ::: {near}?"
        elif near:
            message, hint = f"::: {mark.word} is no block; it stands as it is", f"did you mean ::: {near}?"
        else:
            return
        self.problems.append(warning("only", message, hint, **self.place(mark)))

    def place(self, mark: _Mark) -> dict[str, int]:
        return {"line": self.first_line - 1 + mark.number, "column": 1, "width": len(mark.text)}


def _marks(text: str) -> Iterator[_Mark]:
    """Every line with its number, and the word of its mark."""
    fence = ""
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        code = _FENCE.match(line)
        if code and (not fence or (code[1].startswith(fence) and not code[2].strip())):
            fence = "" if fence else code[1]
        if fence or code or not line.startswith((":::", "http", "<http")):
            yield _Mark(number, line, None)
        elif line.startswith(":::"):
            mark = _LINE.fullmatch(line.rstrip("\r"))
            # `::: {.box}` and `::: "words"` open something, too, though nothing of ours.
            yield (
                _Mark(number, line, mark[1].casefold(), mark[2] or "")
                if mark and (mark[1] or not mark[2])
                else _Mark(number, line, "?")
            )
        else:
            around = (lines[number - 2] if number > 1 else "", lines[number] if number < len(lines) else "")
            yield _Mark(number, line.rstrip("\r"), None, "", not any(one.strip().strip(":") for one in around))
