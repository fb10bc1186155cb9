"""Issue → the HTML part of its letter: the body restyled, in the theme's `mail/letter.html`.

What is essential stands inline; the style blocks may vanish (GMX, web.de and Gmail with foreign accounts drop them).
"""

from __future__ import annotations

import re
from types import MappingProxyType

from audiencegen.mail import sheets
from audiencegen.mail.particulars import particulars
from audiencegen.mail.reduction import letter_tree
from audiencegen.mail.restyle import restyled
from audiencegen.mail.styles import read
from audiencegen.model import Body, Frame, Issue
from audiencegen.theme import Theme, render

TEMPLATE = "mail/letter.html"
PREHEADER_LENGTH = 200  # characters that a list of messages may show; the rest of them is filled

# After the preheader, so that no list goes on with the letter's first words. Each of these characters alone was once
# shown or swallowed by Yahoo, Apple Mail or mail.ru (good-email-code).
_FILLER = "\u2007\ufeff\u034f "


def letter_html(theme: Theme, frame: Frame, issue: Issue, body: Body) -> str:
    """A whole HTML document, complete in itself but for the pictures."""
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
        body=Markup(restyled(letter_tree(frame, issue, body), styles, own_direction)),
        look=look,
        filler=_FILLER * max(0, PREHEADER_LENGTH - len(issue.preheader)),
        narrow_rules=Markup(sheets.narrow_rules(styles)),
        dark_rules=Markup(sheets.dark_rules(styles, own_direction)),
        outlook_rules=Markup(sheets.outlook_rules(styles, own_direction)),
        **names,
    )
    return _as_entities(document.decode("utf-8"))


def _as_entities(html: str) -> str:
    """Invisible and typographic characters as numeric entities, control characters gone."""
    return re.sub("&(?:apos|#x27);", "&#39;", html).translate(_ENTITIES)


def _entity_table() -> dict[int, str | None]:
    # A single U+0092 makes Gmail clip a letter (email-bugs 41).
    controls = [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)]
    spaces = [0xA0, *range(0x2000, 0x2010), *range(0x2028, 0x2030), *range(0x205F, 0x2065)]
    invisible = [*spaces, 0xAD, 0x34F, 0x61C, 0xFEFF]
    typographic = [*range(0x2010, 0x2028), *range(0x2030, 0x205F), 0xAB, 0xBB]
    gone: dict[int, str | None] = dict.fromkeys(controls)
    return gone | {code: f"&#{code};" for code in (*invisible, *typographic)}


_ENTITIES = MappingProxyType(_entity_table())
