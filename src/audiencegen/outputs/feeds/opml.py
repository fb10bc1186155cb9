"""The list of all feeds, for readers that take a file: OPML 2.0 (opml.org/spec2.opml)."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from audiencegen.model import Frame
from audiencegen.outputs.feeds.entry import sound
from audiencegen.values import Value


class Row(Value, frozen=True):
    """A feed, and the page that it belongs to."""

    title: str
    address: str
    home: str


def opml(frame: Frame, rows: Sequence[Row]) -> bytes:
    """One feed of each kind of thing: whoever takes them all in gets no entry in three formats."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"<head><title>{escape(sound(frame.title), quote=False)}</title></head>",
        "<body>",
        *(_outline(frame, row) for row in rows),
        "</body>",
        "</opml>",
        "",
    ]
    return "\n".join(lines).encode("utf-8")


def _words(title: str) -> str:
    """OPML takes these for HTML, and most readers show them as they are: both see the same where there is no tag."""
    return sound(title).replace("<", "‹").replace(">", "›")


def _outline(frame: Frame, row: Row) -> str:
    said = {
        "type": "rss",
        "text": _words(row.title),
        "title": _words(row.title),
        "xmlUrl": frame.absolute(row.address),
        "htmlUrl": frame.absolute(row.home),
    }
    attributes = " ".join(f'{name}="{escape(value)}"' for name, value in said.items())
    return f"<outline {attributes}/>"
