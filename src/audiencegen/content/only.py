"""Here only, there only: `::: mail` and `::: web` up to `:::`, `::: cut`, where the letter stops, and
`::: corrections`, where it says what was wrong in earlier posts.

In the text they become divisions with a class, which both dialects know how to read; on the tree a page and a feed drop
what is for the mail, and the mail what is for the web.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from audiencegen.config import Dialect
from audiencegen.content.tree import Element, parse, write
from audiencegen.fields import did_you_mean
from audiencegen.problems import Problem, warning

MAIL, WEB, CUT, CORRECTIONS = "only-mail", "only-web", "mail-cut", "mail-corrections"

_LINE = re.compile(r":::+[ \t]*(\w*)[ \t]*")
_FENCE = re.compile(r" {0,3}(```+(?!.*`)|~~~+)(.*)")
_WORDS = ("mail", "web", "cut", "corrections")
_PLACES = {"cut": CUT, "corrections": CORRECTIONS}  # lines that stand for something, and have no end
_NEAR = 0.7


def as_divisions(text: str, dialect: Dialect, first_line: int = 1) -> tuple[str, tuple[Problem, ...]]:
    """A Markdown text with its marks as HTML; what is not as meant, with its line. Code stays as it is."""
    if ":::" not in text:
        return text, ()
    parsed = ' markdown="1"' if dialect is Dialect.MARKDOWN else ""
    written: list[str] = []
    problems: list[Problem] = []
    opened: list[int] = []  # the lines of what is still open
    for number, line, word in _marks(text):
        place = {"line": first_line - 1 + number, "column": 1, "width": len(line)}
        if word is None or (not word and not opened):
            written.append(line)
        elif not word:
            opened.pop()
            written.append("\n</div>\n")
        elif word in _PLACES:
            written.append(f'\n<div class="{_PLACES[word]}"></div>\n')
        elif word in _WORDS:
            opened.append(number)
            written.append(f'\n<div class="only-{word}"{parsed}>\n')
        else:
            written.append(line)
            problems += _misspelt(word, place)
    for number in opened:
        written.append("\n</div>\n")
        hint = "write ::: on a line of its own where it should end"
        problems.append(warning("only", "this part has no end", hint, line=first_line - 1 + number, column=1, width=3))
    return "\n".join(written), tuple(problems)


def for_web(html: str) -> str:
    """The HTML of a body without what is for the mail."""
    if not any(f'class="{name}"' in html for name in (MAIL, WEB, CUT, CORRECTIONS)):
        return html
    top = parse(html)
    _sift(top, gone=frozenset({MAIL, CUT, CORRECTIONS}), open_=WEB)
    return write(top)


def for_mail(top: Element, rest: Callable[[], Element | None], corrections: Sequence[Element] = ()) -> None:
    """The same for a letter, in place. At a cut stands the answer of `rest`; nothing is cut when that is None.

    What is corrected in other posts stands where the writer wants it.
    """
    for place in top.walk():
        if _is(place, CORRECTIONS):
            place.attributes, place.children = {}, list(corrections)
    _sift(top, gone=frozenset({WEB}), open_=MAIL)
    at = next((at for at, child in enumerate(top.children) if _is(child, CUT)), None)
    pointer = rest() if at is not None else None
    if at is not None and pointer is not None:
        kept = top.children[:at]
        notes = [
            _noted(child, kept) for child in top.children[at:] if isinstance(child, Element) and _is(child, "footnotes")
        ]
        top.children = [*kept, pointer, *(note for note in notes if any(note.find("li")))]
    _sift(top, gone=frozenset({CUT}), open_="")


def _marks(text: str) -> Iterator[tuple[int, str, str | None]]:
    """Every line with its number, and the word of its mark; None for a line that is no mark."""
    fence = ""
    for number, line in enumerate(text.split("\n"), start=1):
        code = _FENCE.match(line)
        if code and (not fence or (code[1].startswith(fence) and not code[2].strip())):
            fence = "" if fence else code[1]
        mark = None if fence or code else _LINE.fullmatch(line.rstrip("\r"))
        yield number, line, mark[1].casefold() if mark else None


def _misspelt(word: str, place: dict[str, int]) -> list[Problem]:
    """`::: tip` is a block of another generator and left alone; `::: mial` is ours."""
    near = did_you_mean(word, _WORDS, _NEAR)
    if not near:
        return []
    where: dict[str, object] = {**place}
    return [warning("only", f"::: {word} is no part for the mail or the web", f"did you mean ::: {near}?", **where)]


def _sift(parent: Element, gone: frozenset[str], open_: str) -> None:
    """Drop the divisions of some classes, and put the content of another in its place."""
    kept: list[Element | str] = []
    for child in parent.children:
        if isinstance(child, Element):
            if any(_is(child, name) for name in gone):
                continue
            _sift(child, gone, open_)
            kept += child.children if open_ and _is(child, open_) else [child]
        else:
            kept.append(child)
    parent.children = kept


def _is(child: Element | str, name: str) -> bool:
    return isinstance(child, Element) and child.tag == "div" and name in child.classes


def _noted(notes: Element, kept: list[Element | str]) -> Element:
    """The notes that what is kept refers to. They are numbered as they come, so these are the first."""
    links = (link for part in kept if isinstance(part, Element) for link in part.find("a"))
    wanted = {
        (link.attributes.get("href") or "").rpartition("#")[2] for link in links if "footnote-ref" in link.classes
    }
    for items in notes.find("ol"):
        items.children = [
            item for item in items.children if not isinstance(item, Element) or item.attributes.get("id") in wanted
        ]
    return notes
