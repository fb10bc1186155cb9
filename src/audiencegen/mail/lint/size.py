"""How large a letter may be, and the signs that no part of it may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audiencegen.mail.lint.letter import HTML_PART, Letter, Rules
from audiencegen.problems import Problem, error, warning

KB = 1000
CLIPPED, CLOSE = 100 * KB, 80 * KB  # Gmail clips at about 102 kB of decoded HTML
STYLE_MOST, STYLE_CLOSE = 16 * KB, 12 * KB  # Gmail ignores a style block beyond 16 kB (email-bugs 90)
MESSAGE_MOST, MESSAGE_CLOSE = 10_000 * KB, 200 * KB  # Postfix refuses 10,240,000 bytes

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def html_size(letter: Letter) -> Iterator[Problem]:
    """`size-html`: Gmail cuts a long letter, and the way to leave with it."""
    size = len(letter.html)
    if size <= CLOSE:
        return
    hint = "shorten it, or move sections to the web page and link to them"
    found = error if size > CLIPPED else warning
    what = "Gmail cuts it off" if size > CLIPPED else "Gmail cuts off at 102 kB"
    yield found("size-html", f"the HTML part has {size // KB} kB; {what}", hint, file=letter.origin.file)


def style_size(letter: Letter) -> Iterator[Problem]:
    """`size-style`: a style block that is too long is ignored as a whole."""
    for block in letter.styles:
        size = len(block.encode("utf-8"))
        if size > STYLE_CLOSE:
            found = error if size > STYLE_MOST else warning
            message = f"a style block has {size / KB:.1f} kB; Gmail ignores one of more than 16 kB"
            yield found("size-style", message, "split it into two blocks", **letter.in_theme(HTML_PART))


def message_size(letter: Letter) -> Iterator[Problem]:
    """`size-eml`: servers refuse a message that is too large."""
    size = len(letter.eml)
    if size > MESSAGE_CLOSE:
        found = error if size > MESSAGE_MOST else warning
        what = "many servers refuse it" if size > MESSAGE_MOST else "it is slow on a phone"
        message = f"the whole message has {size // KB} kB; {what}"
        yield found("size-eml", message, "shorten the letter", file=letter.origin.file)


def control_characters(letter: Letter) -> Iterator[Problem]:
    """`ctrl-chars`: one U+0092 makes Gmail clip a letter; in a subject they may begin another header."""
    parts = {
        "subject": letter.subject,
        "HTML part": letter.html.decode("utf-8", "replace"),
        "text part": letter.plain,
    }
    for part, text in parts.items():
        found = _CONTROL.search(text)
        if found or (part == "subject" and re.search(r"[\r\n]", text)):
            sign = f"U+{ord(found[0]):04X}" if found else "a line break"
            message = f"the {part} holds the control character {sign}"
            place = letter.at_words(found[0]) if found else {"file": letter.origin.file}
            yield error("ctrl-chars", message, "delete it; it is invisible in most editors", **place)


RULES: Rules = {
    html_size: ("size-html",),
    style_size: ("size-style",),
    message_size: ("size-eml",),
    control_characters: ("ctrl-chars",),
}
