"""Buttondown: Markdown, in which HTML is allowed, with the tags of Django's templates (docs.buttondown.com, “Template
Variables” and “Collecting and Using Subscriber Names”, 2026).

Whether tags are filled before or after the Markdown is read is said nowhere, so that what only looks like a tag is
parted in a way that holds in both orders: by an empty comment in prose, by a reference in blocks of HTML.
"""

from __future__ import annotations

from audiencegen.content.personal import without_fields
from audiencegen.mail.bare import bare_tree, foot
from audiencegen.mail.markdown import markdown
from audiencegen.mail.reduction import marked_tree
from audiencegen.mail.tags import UNSUBSCRIBE, Marks, filled, with_fields
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
    tree = bare_tree(frame, issue, marked_tree(frame, issue, body))
    tree.children += foot(frame, issue, UNSUBSCRIBE).children
    return filled(with_fields(markdown(tree, MARKS), field), {UNSUBSCRIBE: "{{ unsubscribe_url }}"})


def line(words: str) -> str:
    """Without fields: whether a subject may have tags is said nowhere."""
    return MARKS.joined(without_fields(words))


def field(name: str, words: str) -> str:
    known = _FIELDS.get(name)
    return f"{{% if {known} %}}{{{{ {known} }}}}{{% else %}}{words}{{% endif %}}" if known else words
