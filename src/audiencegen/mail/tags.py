"""A service's own tags in a letter: put where ours would stand, and never found in what the writer wrote.

While a letter is made its tags are placeholders that no file can hold; then the marks of the service are taken apart
everywhere, and only then the placeholders become tags.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from audiencegen.mail.fields import UNSUBSCRIBE as OWN_UNSUBSCRIBE
from audiencegen.mail.fields import parted
from audiencegen.mail.html import TEMPLATE, marked_html
from audiencegen.model import Body, Frame, Issue
from audiencegen.problems import ProjectError, error
from audiencegen.theme import Theme
from audiencegen.values import Struct, replace

# Neither YAML nor a content file may hold U+FFFF (YAML 1.2, 5.1).
UNSUBSCRIBE, ADDRESS = "\uffff1\uffff", "\uffff2\uffff"
_JOINER = "\u2060"  # neither seen nor a place to break a line


class Marks(Struct, frozen=True):
    """How the tags of a service begin, such as `{{`."""

    begin: tuple[str, ...]

    def found(self, text: str) -> bool:
        return any(mark in text for mark in self.begin)

    def split(self, text: str) -> list[str]:
        """A text cut after the first character of each mark."""
        return [piece or "" for piece in _seam(self.begin).split(text)]

    def as_entities(self, html: str) -> str:
        """HTML that is shown as before and holds no mark: the first character of each is a reference."""
        pieces = self.split(html)
        return "".join(f"{piece[:-1]}&#{ord(piece[-1])};" for piece in pieces[:-1]) + pieces[-1]

    def joined(self, line: str) -> str:
        """A subject or a preheader, where no reference is understood: an unseen sign parts each mark."""
        return _JOINER.join(self.split(line))


@cache
def _seam(begin: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?<={re.escape(mark[0])})(?={re.escape(mark[1:])})" for mark in begin) or "$^")


NO_MARKS = Marks(())


def tagged_html(
    theme: Theme,
    frame: Frame,
    issue: Issue,
    body: Body,
    marks: Marks,
    field: Callable[[str, str], str],
    unsubscribe: str,
    address: str = "",
) -> str:
    """The letter's HTML with the tags of a service where readers leave and, when it has one, where its address stands.

    Raises ProjectError when the theme's letter has no place for them: the service would refuse it, or mend it its way.
    """
    own = issue.imprint.postal_address
    imprint = replace(issue.imprint, unsubscribe=UNSUBSCRIBE, postal_address=ADDRESS if address else own)
    html = with_fields(marks.as_entities(marked_html(theme, frame, replace(issue, imprint=imprint), body)), field)
    return filled(html, {UNSUBSCRIBE: unsubscribe, **({ADDRESS: address} if address else {})})


def with_fields(letter: str, field: Callable[[str, str], str]) -> str:
    """The personal fields of a marked text as those of the service; the way out is a placeholder already."""
    return "".join(
        part
        if isinstance(part, str)
        else part.fallback
        if part.name == OWN_UNSUBSCRIBE
        else field(part.name, part.fallback)
        for part in parted(letter)
    )


def filled(document: str, tags: Mapping[str, str]) -> str:
    """Placeholders as tags; each of them must stand in the document."""
    for place, tag in tags.items():
        if place not in document:
            name = "unsubscribe" if place == UNSUBSCRIBE else "issue.imprint.postal_address"
            message = f"the letter has no place for {tag}, without which the service does not send it"
            raise ProjectError(error("service", message, f"write {{{{ {name} }}}} into theme/{TEMPLATE}"))
        document = document.replace(place, tag)
    return document
