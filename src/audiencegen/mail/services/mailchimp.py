"""Mailchimp: HTML under “Code your own”, with `*|TAGS|*`.

Without `*|UNSUB|*` it adds a footer of its own, and it wants the postal address of the audience (its help, “About Email
Footers”, 2026). Free plans get its badge besides. A default for a field is written with `*|IF:…|*`.
"""

from __future__ import annotations

from audiencegen.content.personal import without_fields
from audiencegen.mail.tags import Marks, tagged_html
from audiencegen.model import Body, Frame, Issue
from audiencegen.theme import Theme

TITLE = "Mailchimp"
FILE = "mailchimp.html"
MARKS = Marks(("*|",))
_FIELDS = {
    "first_name": ("FNAME", "*|FNAME|*"),
    "name": ("FNAME", "*|FNAME|* *|LNAME|*"),
    "email": ("EMAIL", "*|EMAIL|*"),
}


def letter(theme: Theme, frame: Frame, issue: Issue, body: Body) -> str:
    """The whole HTML; the address is that of the audience, which Mailchimp requires."""
    return tagged_html(theme, frame, issue, body, MARKS, field, "*|UNSUB|*", "*|LIST:ADDRESS|*")


def line(words: str) -> str:
    """Without fields: a subject may have tags, but that `*|IF:…|*` works there is said nowhere."""
    return MARKS.joined(without_fields(words))


def field(name: str, words: str) -> str:
    if name not in _FIELDS:
        return words
    known, tag = _FIELDS[name]
    return f"*|IF:{known}|*{tag}*|ELSE:|*{words}*|END:IF|*"
