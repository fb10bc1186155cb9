"""What was meant to be filled in, taken out or sent along, and still stands in the letter. Code may hold it all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from audiencegen.content import personal
from audiencegen.mail.lint.letter import Letter, Rules
from audiencegen.problems import Problem, error, warning

_FIELDS = re.compile(
    r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|%%\{.*?\}%%|\*\|[A-Z0-9_:=]+\|\*|\[\[[A-Za-z_][\w .|-]*\]\]"
    r"|%[A-Z]{2,}(?:_[A-Z]+)+%|\|[FL]NAME\|"  # Markdown takes the stars of *|FNAME|* for emphasis
)
_UNFILLED = frozenset({"alt", "href", "src", "title"})  # attributes
_GREETING = "Hi|Hello|Hey|Dear|Hallo|Liebe|Lieber|Bonjour|Hola|Ciao"
_EMPTY = re.compile(rf"\b(?:{_GREETING})(?: ,|\s+(?:undefined|None|NaN|null)\b)|\b(?:Hi|Hello|Hey|Dear) !")
_NOTHING = re.compile(r"undefined|NaN|null|\[object Object\]")
_TO_COME = re.compile(r"(?<![\w.-])(?:TK){1,4}(?![\w-])|(?<![\w#@/-])(?:TODO|FIXME)(?![\w/-])|\bLorem ipsum\b")
# As a mark, not as a word of a sentence: it begins the block or stands before a colon or in brackets.
_MARK = re.compile(r"^(?:TODO|FIXME)\b|\b(?:TODO|FIXME)\s*[:(]|[\[(](?:TODO|FIXME)\b")
_CONFLICT = re.compile(r"^(?:<<<<<<<|>>>>>>>)(?: |$)|^={7}$")
_YEAR = re.compile(r"(?:©|\(c\)|copyright)\s*(?:by\s+)?(?:\d{4}\s*[–-]\s*)?(\d{4})", re.IGNORECASE)


def fields(letter: Letter) -> Iterator[Problem]:
    """`merge-left`: a field of some mailing service that nobody fills in, or that was filled with nothing."""
    for block in letter.blocks:
        for found in _FIELDS.findall(block):
            message = f"{found} stands in the letter as it is"
            yield error("merge-left", message, "write what it should say", **letter.at_words(found))
        empty = _EMPTY.search(block) or _NOTHING.fullmatch(block)
        if empty:
            message = f"“{empty[0]}” looks like a field that was filled with nothing"
            yield error("merge-left", message, "write what it should say", **letter.at_words(empty[0]))
    for anchor in letter.anchors:
        if _FIELDS.search(anchor.url):
            message = f"the address {anchor.url} has a field in it that nobody fills in"
            yield error("merge-left", message, "write the address", **letter.at_target(anchor.url, anchor.nth))


def fallbacks(letter: Letter) -> Iterator[Problem]:
    """`merge-fallback`: a personal field that is none, or has no words for readers of whom nothing is known."""
    for text in dict.fromkeys((letter.origin.issue.subject, letter.origin.issue.preheader, *letter.blocks)):
        for fault in personal.faults(text):
            yield error("merge-fallback", fault.message, fault.hint, **letter.at_words(fault.find))


def escapes(letter: Letter) -> Iterator[Problem]:
    """`merge-escape`: a personal field is filled in only where its value can be made to fit, which is in words."""
    for shown in letter.seen:
        for name in _UNFILLED & set(shown.element.attributes):
            value = unquote(shown.element.attributes[name] or "")
            for field in personal.pieces(value):
                if isinstance(field, personal.Personal):
                    said = f"{{{field.name}|{field.fallback}}}"
                    what = "an address" if name in ("href", "src") else f"the {name} of a picture or link"
                    message = f"{said} stands in {what}, where no field is filled in"
                    yield error("merge-escape", message, "write it beside, in the text", **letter.at_words(said))


def to_come(letter: Letter) -> Iterator[Problem]:
    """`todo`: a mark that something is still to come."""
    counts: dict[str, int] = {}
    texts = (letter.origin.issue.subject, letter.origin.issue.preheader, *letter.blocks)
    for text in dict.fromkeys(texts):
        for found in _TO_COME.findall(text):
            nth = counts[found] = counts.get(found, -1) + 1
            is_word = found in ("TODO", "FIXME") and not _MARK.search(text)
            hint = "write what is missing, or take the mark out; as `code` it may stay"
            said = warning if is_word else error
            yield said("todo", f"{found}: something is still to come here", hint, **letter.at_words(found, nth))


def conflicts(letter: Letter) -> Iterator[Problem]:
    """`conflict`: the marks of a merge that was not finished."""
    for block in letter.blocks:
        if _CONFLICT.match(block):
            message = "a merge left its marks here"
            yield error("conflict", message, "keep one of the two versions", **letter.at_words(block.split(" ")[0]))


def years(letter: Letter) -> Iterator[Problem]:
    """`stale-year`: a footer that was forgotten."""
    written = letter.origin.issue.post.card.date
    for block in letter.blocks:
        found = _YEAR.search(block)
        if found and written and int(found[1]) < letter.origin.frame.local(written).year:
            message = f"“{found[0]}” is of another year than the letter"
            yield warning("stale-year", message, "take the year out; nobody needs it", **letter.at_words(found[0]))


def attachments(letter: Letter) -> Iterator[Problem]:
    """`attached`: a letter of ours has nothing attached to it."""
    phrases = [str(one) for one in letter.vocabulary.get("attached") or ()]
    if not phrases:
        return
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b", re.IGNORECASE)
    for block in letter.blocks:
        found = pattern.search(block)
        if found:
            message = f"“{found[0]}”: nothing can be attached to a letter"
            yield warning("attached", message, "link to it", **letter.at_words(found[0]))


RULES: Rules = {
    fields: ("merge-left",),
    fallbacks: ("merge-fallback",),
    escapes: ("merge-escape",),
    to_come: ("todo",),
    conflicts: ("conflict",),
    years: ("stale-year",),
    attachments: ("attached",),
}
