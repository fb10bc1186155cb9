"""The text part: it says what the HTML says, in lines that every program can show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from audiencegen.mail.fold import columns
from audiencegen.mail.lint.letter import TEXT_PART, Letter, Rules
from audiencegen.problems import Problem, error, warning

LEAST_SHARE = 0.8  # of the words of the HTML part; SpamAssassin's MPART_ALT_DIFF costs 2.2 points
LINE_MOST, LINE_LONGEST = 76, 998  # RFC 5322, 2.1.1
# Emphasis is a `_` there; scripts without spaces break anywhere, so each of their characters counts.
_UNSPACED = "\u2e80-\u9fff\uf900-\ufaff\uff66-\uff9f"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")


def same_words(letter: Letter) -> Iterator[Problem]:
    """`text-part`: there, not empty, and with the words of the HTML part."""
    if not letter.plain.strip():
        yield error("text-part", "the text part is empty", "see mail/letter.txt", **letter.in_theme(TEXT_PART))
        return
    wanted = Counter(word.casefold() for word in _WORD.findall(letter.words))
    there = Counter(word.casefold() for word in _WORD.findall(letter.plain))
    share = sum((wanted & there).values()) / max(1, wanted.total())
    if share < LEAST_SHARE:
        message = f"the text part has only {share:.0%} of the words of the HTML part"
        hint = "filters distrust a letter that says two things; print {{ body }} in mail/letter.txt"
        yield error("text-part", message, hint, **letter.in_theme(TEXT_PART))


def lines(letter: Letter) -> Iterator[Problem]:
    """`text-wrap`: lines that fit a screen; an address alone may be longer."""
    for line in letter.plain.splitlines():
        if len(line.encode("utf-8")) > LINE_LONGEST:
            message = f"a line of the text part has {len(line.encode('utf-8'))} bytes; 998 may be sent"
            yield warning("text-wrap", message, "shorten the word or the address in it", file=letter.origin.file)
        elif columns(line) > LINE_MOST and _can_break(line):
            message = f"a line of the text part has {columns(line)} columns"
            yield warning("text-wrap", message, "put it through `folded(…)`", **letter.in_theme(TEXT_PART))


def _can_break(line: str) -> bool:
    """Whether there is a space within the line before its limit, beyond what stands before an item or a quotation."""
    if line.startswith((" ", ">", "\t")):  # code keeps its lines
        return False
    words = line.split(" ")
    return len(words) > 2 and max(map(columns, words)) < LINE_MOST - 20


RULES: Rules = {
    same_words: ("text-part",),
    lines: ("text-wrap",),
}
