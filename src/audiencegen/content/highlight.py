"""Code blocks → spans with classes. Pygments stays behind this file; it is imported at the first block.

Its lexers name the tokens; the spans are ours, for its formatter has far more to ask of each than its class.
"""

from __future__ import annotations

from functools import cache
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.lexer import Lexer
    from pygments.token import _TokenType


def highlighted(code: str, language: str) -> str | None:
    """The HTML inside `<code>`, or None when the language is not known; never guessed."""
    lexer = _lexer(language)
    if lexer is None:
        return None
    parts: list[str] = []
    span = ""  # what is open: tokens of one class share it, and no span goes beyond its line
    for kind, value in lexer.get_tokens(code):
        wanted = _span(kind)
        for number, line in enumerate(escape(value, quote=False).split("\n")):
            if number:
                parts.append("</span>\n" if span else "\n")
                span = ""
            if line and wanted != span:
                parts.append(f"</span>{wanted}" if span else wanted)
                span = wanted
            parts.append(line)
    html = "".join(parts) + ("</span>" if span else "")
    return html.removesuffix("\n") + ("\n" if code.endswith("\n") else "")  # some lexers end every code with a newline


@cache
def _lexer(language: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@cache
def _span(kind: _TokenType) -> str:
    """The start tag for a kind of token: the class that every theme of Pygments knows, and those of its subkinds."""
    from pygments.token import STANDARD_TYPES

    known = next(known for known in reversed(kind.split()) if known in STANDARD_TYPES)
    short, further = STANDARD_TYPES[known], kind[len(known) :]
    classes = " ".join((short, *("-".join((short, *further[:end])) for end in range(1, len(further) + 1))))
    return f'<span class="{classes}">' if classes else ""
