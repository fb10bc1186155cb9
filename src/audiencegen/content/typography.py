"""Smart punctuation on text: quotation marks of the language, apostrophes, dashes and ellipses.

It sees one text node at a time and the character before it, so that it never touches code, tags or addresses.
"""

from __future__ import annotations

import re

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
_PLAIN = re.compile(r"[\"']|---?|\.\.\.")
_OPENS_AFTER = frozenset(" \t\n\r\xa0\u202f([{<-–—/«„“‘‚")


def smart(text: str, before: str, language: str) -> str:
    """The text with typographic punctuation. `before` is the last character ahead of it, "" at a block's start."""
    if _PLAIN.search(text) is None:
        return text
    marks = _MARKS.get(language.split("-")[0].lower(), _MARKS["en"])
    french = language.split("-")[0].lower() == "fr"

    def mark(match: re.Match[str]) -> str:
        found, start, end = match[0], match.start(), match.end()
        ahead = text[start - 1] if start else before
        behind = text[end : end + 1]
        if found == "...":
            return "…"
        if found[0] == "-":
            return _dash(found, ahead, behind)
        opens = (not ahead or ahead in _OPENS_AFTER) and bool(behind) and not behind.isspace()
        if found == "'":
            return _single(opens, ahead, text[end:], marks)
        if french:
            return "«\u202f" if opens else "\u202f»"
        return marks[0] if opens else marks[1]

    return _PLAIN.sub(mark, text)


def _dash(found: str, ahead: str, behind: str) -> str:
    if found == "---":
        return "—"
    # ` --force` is an option of a command, not a dash.
    is_option = (not ahead or ahead.isspace() or ahead in "([") and behind.isalpha()
    return found if is_option else "–"


def _single(opens: bool, ahead: str, rest: str, marks: str) -> str:
    if ahead.isalnum() or not opens:
        return "’" if ahead.isalnum() and rest[:1].isalnum() else marks[3]
    # '90s and 'tis are apostrophes, unless the same word is closed by a quotation mark.
    if re.match(r"\d\ds?\b(?!')|(?:tis|twas|em|til|cause)\b(?!')", rest, re.IGNORECASE):
        return "’"
    return marks[2]
