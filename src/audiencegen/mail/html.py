"""Issue → the HTML part of its letter: the body restyled, in the theme's `mail/letter.html`.

What is essential stands inline; the style blocks may vanish (GMX, web.de and Gmail with foreign accounts drop them).
"""

from __future__ import annotations

from audiencegen.content.personal import without_fields
from audiencegen.mail import sheets
from audiencegen.mail.entities import as_entities
from audiencegen.mail.particulars import particulars
from audiencegen.mail.reduction import marked_tree
from audiencegen.mail.restyle import restyled
from audiencegen.mail.styles import read
from audiencegen.model import Body, Frame, Issue
from audiencegen.theme import Theme, render

TEMPLATE = "mail/letter.html"
PREHEADER_LENGTH = 200  # characters that a list of messages may show; the rest of them is filled

# After the preheader, so that no list goes on with the letter's first words. Each of these characters alone was once
# shown or swallowed by Yahoo, Apple Mail or mail.ru (good-email-code).
_FILLER = "\u2007\ufeff\u034f "


def marked_html(theme: Theme, frame: Frame, issue: Issue, body: Body) -> str:
    """A whole HTML document, complete in itself but for the pictures; what differs from reader to reader is marked."""
    from markupsafe import Markup

    styles = read(theme)
    names = particulars(frame, issue)
    own_direction = names["direction"]

    def look(tag: str, *parts: str, direction: str = own_direction) -> Markup:
        attributes = styles.attributes(tag, parts, direction)
        return Markup("".join(Markup(' {}="{}"').format(name, value) for name, value in attributes.items()))

    document = render(
        theme,
        TEMPLATE,
        site=frame,
        body=Markup(restyled(marked_tree(frame, issue, body), styles, own_direction)),
        look=look,
        filler=_FILLER * max(0, PREHEADER_LENGTH - len(without_fields(issue.preheader))),
        adornment_rules=Markup(sheets.plain_rules(styles.adornment)),
        narrow_rules=Markup(sheets.plain_rules(styles.narrow)),
        dark_rules=Markup(sheets.dark_rules(styles, own_direction)),
        outlook_rules=Markup(sheets.outlook_rules(styles, own_direction)),
        **names,
    )
    return as_entities(document.decode("utf-8"))
