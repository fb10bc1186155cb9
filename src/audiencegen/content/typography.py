"""Smart punctuation on text: quotation marks of the language, apostrophes, dashes and ellipses.

It sees one text node at a time and what stands before it in its block, so that it never touches code or tags.
"""

from __future__ import annotations

import re
from functools import cache

# Outer opening and closing, inner opening and closing (CLDR 45, delimiters); narrow no-break spaces inside for French.
_MARKS = {
    "en": "“”‘’",
    "de": "„“‚‘",
    "fr": "«»“”",
    "es": "«»“”",
    "it": "«»“”",
    "pt": "“”‘’",
    "nl": "“”‘’",
    "da": "“”‘’",
    "nb": "«»‘’",
    "sv": "””’’",
    "fi": "””’’",
    "pl": "„”«»",
    "cs": "„“‚‘",
    "sk": "„“‚‘",
    "hu": "„”»«",
    "ru": "«»„“",
    "uk": "«»„“",
    "el": "«»“”",
    "ja": "「」『』",
    "zh": "“”‘’",
}
_MARK = re.compile(r"""\"|'|--+|\.\.\.""")  # each alternative begins with a sign: the search skips to the next of them
_MARK_OR_URL = re.compile(rf"(?:\w[\w+.-]*://[^\s\"'<>]*)|{_MARK.pattern}")
_STANDS_APART = frozenset(" \t\n\r\xa0\u202f([{")
_OPENS_AFTER = _STANDS_APART | frozenset("<-–—/")
# Words that begin with an apostrophe, unless a quotation mark closes them again.
_SHORTENED = {
    "en": re.compile(r"\d\ds?\b(?!')|(?:tis|twas|em|til|cause)\b(?!')|n'(?=\s)", re.IGNORECASE),
    "nl": re.compile(r"\d\d\b(?!')|(?:s|t|n|k|m|r|ns|er|ie)\b(?!')", re.IGNORECASE),
}
_APOSTROPHE = "’"


def needs_marks(text: str) -> bool:
    """Whether there is anything to set; most texts have nothing, and four plain searches tell so quickly."""
    return "'" in text or '"' in text or "--" in text or "..." in text


def smart(text: str, before: str, language: str) -> str:
    """The text with typographic punctuation. `before` is what its block shows ahead of it, "" at a block's start."""
    if not needs_marks(text):
        return text
    spoken, marks, opening, shortened = _custom(language)
    shown, at, last = [before], 0, before[-1:]
    for match in (_MARK_OR_URL if "://" in text else _MARK).finditer(text):
        start, end = match.span()
        if start > at:
            shown.append(text[at:start])
            last = text[start - 1]
        found, at, behind = match[0], end, text[end : end + 1]
        ahead = " " if last in opening else last
        if found == '"':
            found = _double(_opens(ahead, behind), marks, spoken)
        elif found == "...":
            found = "…"
        elif found[0] == "-":
            found = _dash(found, ahead, behind)
        elif found == "'":
            found = _APOSTROPHE if shortened.match(text, at) else _single(_opens(ahead, behind), shown, behind, marks)
        shown.append(found)
        last = found[-1]
    return "".join((*shown[1:], text[at:]))


@cache
def _custom(language: str) -> tuple[str, str, frozenset[str], re.Pattern[str]]:
    """What a language sets: its name, its marks, those that only open, and how its shortened words go on."""
    spoken = language.split("-")[0].lower()
    marks = _MARKS.get(spoken, _MARKS["en"])
    opening = frozenset((marks[0], marks[2])) - frozenset((marks[1], marks[3]))  # a German “ closes
    return spoken, marks, opening, _SHORTENED.get(spoken, _SHORTENED["en"])


def _opens(ahead: str, behind: str) -> bool:
    """Whether a mark between these two opens; at the end of a text node nobody knows yet what will follow it."""
    if not behind:
        return not ahead or ahead in _STANDS_APART
    return (not ahead or ahead in _OPENS_AFTER) and not behind.isspace()


def _dash(found: str, ahead: str, behind: str) -> str:
    if len(found) > 3 or ahead == "<" or behind == ">":  # a rule or an arrow
        return found
    if found == "---":
        return "—"
    # ` --force` is an option of a command, not a dash.
    is_option = (not ahead or ahead in _STANDS_APART) and behind.isalpha()
    return found if is_option else "–"


def _single(opens: bool, shown: list[str], behind: str, marks: str) -> str:
    """A quotation mark when it opens, or closes what was opened before it; in every other place an apostrophe."""
    if opens:
        return marks[2]
    if marks[3] == _APOSTROPHE or (shown[-1][-1:].isalnum() and behind.isalnum()):
        return _APOSTROPHE
    text = "".join(shown)
    return marks[3] if text.rfind(marks[2]) > text.rfind(marks[3]) else _APOSTROPHE


def _double(opens: bool, marks: str, spoken: str) -> str:
    if spoken == "fr":
        return "«\u202f" if opens else "\u202f»"
    return marks[0] if opens else marks[1]
