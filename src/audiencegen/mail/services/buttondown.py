"""Buttondown: Markdown, in which HTML is allowed, with the tags of Django's templates (docs.buttondown.com, 2026).

Whether tags are filled before or after the Markdown is read is said nowhere, so that what only looks like a tag is
parted in a way that holds in both orders: by an empty comment in prose, by a reference in blocks of HTML.
"""

from __future__ import annotations

from audiencegen.mail.bare import bare_tree, foot
from audiencegen.mail.markdown import markdown
from audiencegen.mail.tags import UNSUBSCRIBE, Marks, fallback, filled
from audiencegen.model import Body, Frame, Issue
from audiencegen.theme import Theme

TITLE = "Buttondown"
FILE = "buttondown.md"
MARKS = Marks(("{{", "{%", "{#"))
_FIELDS = {
    "first_name": "subscriber.metadata.first_name",
    "name": "subscriber.metadata.name",
    "email": "subscriber.email",
}


def letter(theme: Theme, frame: Frame, issue: Issue, body: Body) -> str:
    """Text and foot; the subject stands in a field of its own, and the looks are those of Buttondown."""
    tree = bare_tree(frame, issue, body)
    tree.children += foot(frame, issue, UNSUBSCRIBE).children
    return filled(markdown(tree, MARKS), {UNSUBSCRIBE: "{{ unsubscribe_url }}"})


def line(words: str) -> str:
    return MARKS.joined(words)


def field(name: str, otherwise: str) -> str:
    words = fallback(otherwise, MARKS)
    known = _FIELDS.get(name)
    return f"{{% if {known} %}}{{{{ {known} }}}}{{% else %}}{words}{{% endif %}}" if known else words
