"""How a browser shows a feed: a stylesheet, for that needs no script and no XSLT, which browsers are about to drop."""

from __future__ import annotations

import re

from audiencegen.model import Frame
from audiencegen.theme import Theme, text
from audiencegen.theme.colours import stylesheet

_TEMPLATE = "feeds/feed.css"
_NOT_IN_A_STRING = re.compile(r'["\\\n\r\f<]')


def style(theme: Theme, frame: Frame) -> bytes:
    """The theme's stylesheet for feeds, after the colours and the words that it shows: a feed has none."""
    said = _NOT_IN_A_STRING.sub(lambda sign: f"\\{ord(sign[0]):x} ", str(frame.words["feed_about"]))
    return f'{stylesheet(theme.colours)}:root {{ --about: "{said}"; }}\n\n{text(theme, _TEMPLATE)}'.encode()
