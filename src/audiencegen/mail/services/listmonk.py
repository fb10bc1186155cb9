"""listmonk: raw HTML, a Go template (listmonk.app/docs/templating, 2026).

Go's `html/template` drops HTML comments, so that what Outlook needs goes through `Safe`. No `TrackView`, no
`TrackLink`: a letter of ours watches nobody, and an `@TrackLink` that the writer wrote is only words.
"""

from __future__ import annotations

import re

from audiencegen.mail.fields import with_marks
from audiencegen.mail.tags import Marks, tagged_html, with_fields
from audiencegen.model import Body, Frame, Issue
from audiencegen.theme import Theme

TITLE = "listmonk"
FILE = "listmonk.html"
MARKS = Marks(("{{", "@TrackLink"))
_FIELDS = {"first_name": ".Subscriber.FirstName", "name": ".Subscriber.Name", "email": ".Subscriber.Email"}
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def letter(theme: Theme, frame: Frame, issue: Issue, body: Body) -> str:
    """The whole HTML, for a template that is nothing but the place of the content."""
    html = tagged_html(theme, frame, issue, body, MARKS, field, "{{ UnsubscribeURL }}")
    return _COMMENT.sub(lambda comment: f"{{{{ Safe `{comment[0].replace('`', '&#96;')}` }}}}", html)


def line(words: str) -> str:
    """A subject is a template, too (listmonk, `Campaign.CompileTemplate`)."""
    return with_fields(MARKS.joined(with_marks(words)), field)


def field(name: str, words: str) -> str:
    known = _FIELDS.get(name)
    return f"{{{{ if {known} }}}}{{{{ {known} }}}}{{{{ else }}}}{words}{{{{ end }}}}" if known else words
