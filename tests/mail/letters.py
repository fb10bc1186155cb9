"""Letters to test with: a body from Markdown, in the shipped theme, with a few words around it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from audiencegen.build.sources import DEFAULT
from audiencegen.build.themes import find
from audiencegen.config import Dialect
from audiencegen.content import markdown
from audiencegen.content.body import read
from audiencegen.mail.fields import to_everybody
from audiencegen.mail.html import marked_html
from audiencegen.mail.reduction import letter_tree
from audiencegen.mail.text import marked_text
from audiencegen.model import Author, Body, Card, Frame, Imprint, Issue, Mailbox, Post, Target, TermKey
from audiencegen.theme import Theme
from audiencegen.values import replace

THEME = find(Path(__file__).parent, DEFAULT).theme
SENDER = Mailbox("ann@letters.example.org", "Ann Author")
FRAME = Frame(
    title="The Test Letter",
    url="https://letters.example.org",
    base_path="",
    language="en",
    direction="ltr",
    zone=ZoneInfo("Europe/Berlin"),
    description="",
    promise="one letter a month",
    authors=(Author("Ann Author", "ann"),),
    navigation=(),
    words=THEME.words_for("en"),
    options=THEME.options,
)


def body_of(text: str, dialect: Dialect = Dialect.GITHUB, language: str = "en") -> Body:
    return read(markdown.to_html(text, dialect), language, takes_title=False).body


def issue_of(body: Body, **changed: Any) -> Issue:
    """The letter of a body. Fields of its issue, post or card may be given; links lead where they say."""
    card = Card(
        source="posts/2026-05-01-hello.md",
        title="Hello",
        address="/posts/hello/",
        guid="https://letters.example.org/posts/hello/",
        date=datetime(2026, 5, 1, 7, 30, tzinfo=UTC),
        language="en",
        minutes=1,
        authors=(TermKey("authors", "Ann Author", "ann"),),
    )
    card = replace(card, **{name: value for name, value in changed.items() if name in Card.__struct_fields__})
    targets = tuple(
        Target(link.target, 1200, 800) if link.image and not link.sized else Target(link.target) for link in body.links
    )
    post = Post(card, targets=targets)
    post = replace(
        post,
        **{
            name: value
            for name, value in changed.items()
            if name in ("on_web", "credits", "targets", "question", "ask")
        },
    )
    imprint = Imprint(SENDER, Mailbox("reply@letters.example.org"), "Quay 1, 12345 Harbour")
    issue = Issue(post, "2026-05-01-hello", "Hello, you", "A first greeting", imprint)
    return replace(issue, **{name: value for name, value in changed.items() if name in Issue.__struct_fields__})


def letter_html(theme: Theme, frame: Frame, issue: Issue, body: Body) -> str:
    """The HTML part, with the words for everybody."""
    return to_everybody(marked_html(theme, frame, issue, body))


def letter_text(theme: Theme, frame: Frame, issue: Issue, body: Body) -> str:
    """The text part, with the words for everybody."""
    return to_everybody(marked_text(theme, frame, issue, body))


def reduced(text: str, dialect: Dialect = Dialect.GITHUB, **changed: Any) -> Any:
    body = body_of(text, dialect)
    return letter_tree(FRAME, issue_of(body, **changed), body)
