"""The letters that the judges look at: every construct in both dialects and from the right, an ask and a question."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "mail"))

from letters import FRAME, SENDER, THEME, body_of, issue_of, letter_html  # noqa: E402

from audiencegen.config import Dialect  # noqa: E402
from audiencegen.mail.html import marked_html  # noqa: E402
from audiencegen.mail.message import proof  # noqa: E402
from audiencegen.mail.text import marked_text  # noqa: E402
from audiencegen.model import Ask, Body, Credit, Issue  # noqa: E402

TORTURE = (ROOT / "tests" / "mail" / "torture.md").read_text("utf-8")
BEHIND = {
    "ask": Ask("Come to the tool day", "/tool-day/"),
    "question": "What have you lent and never seen again?",
    "credits": (Credit("Farida Noor", "the introduction", "https://noor.example.net/"), Credit("Jonas")),
    "number": 12,
}


def tortures() -> list[tuple[str, Issue, Body]]:
    """Name, letter and body: each dialect, and one that is written from the right."""
    found = []
    for name, dialect, language in (
        ("markdown", Dialect.MARKDOWN, "en"),
        ("github", Dialect.GITHUB, "en"),
        ("rtl", Dialect.GITHUB, "ar"),
    ):
        body = body_of(TORTURE, dialect, language)
        found.append((name, issue_of(body, language=language, **BEHIND), body))
    return found


def written(text: str, **changed: Any) -> tuple[Issue, Body]:
    """A letter of this Markdown text."""
    body = body_of(text)
    return issue_of(body, **changed), body


def html_of(issue: Issue, body: Body) -> str:
    return letter_html(THEME, FRAME, issue, body)


def message_of(issue: Issue, body: Body) -> bytes:
    html, text = marked_html(THEME, FRAME, issue, body), marked_text(THEME, FRAME, issue, body)
    return proof(FRAME, issue, SENDER, html, text)
