"""The hand-over sheet of a letter, `index.html` in its folder: page first, letter second, and all that is copied.

It is for the writer alone, works from the disk, and fetches nothing. The words of its steps are the theme's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from audiencegen.config import SERVICES
from audiencegen.content.personal import without_fields
from audiencegen.content.tree import write
from audiencegen.mail.bare import bare_tree
from audiencegen.mail.markdown import markdown
from audiencegen.mail.particulars import web_address
from audiencegen.mail.reduction import letter_tree
from audiencegen.mail.services import Service, service
from audiencegen.mail.services.substack import rich_text
from audiencegen.model import Body, Frame, Issue, State
from audiencegen.theme import Theme, render
from audiencegen.values import Record, replace

SHEET = "handover/letter.html"
LETTERS = "handover/letters.html"


def sheet(theme: Theme, frame: Frame, issue: Issue, body: Body, html: str, handed: Mapping[str, str]) -> bytes:
    """The sheet of one letter: `html` is what `issue.html` holds, `handed` the letter for each service by its name."""
    return render(
        theme,
        SHEET,
        site=frame,
        words=_words(frame),
        issue=replace(issue, subject=without_fields(issue.subject), preheader=without_fields(issue.preheader)),
        card=issue.post.card,
        sender=issue.imprint.sender,
        web=web_address(frame, issue),
        when=_when(frame, issue),
        scheduled=_is_scheduled(issue),
        services=[_handed(name, handed[name], frame, issue, body) for name in issue.imprint.services],
        forms=_forms(frame, issue, body, html),
        known=[service(name).TITLE for name in SERVICES],
        known_example=SERVICES[-2],
    )


def letters(theme: Theme, frame: Frame, issues: Sequence[Issue]) -> bytes:
    """The list of all sheets, newest first."""
    rows = [
        {
            "folder": issue.folder,
            "subject": without_fields(issue.subject),
            "language": issue.post.card.language or frame.language,
            "when": _when(frame, issue),
            "scheduled": _is_scheduled(issue),
        }
        for issue in issues
    ]
    return render(theme, LETTERS, site=frame, words=_words(frame), letters=rows)


def _handed(name: str, letter: str, frame: Frame, issue: Issue, body: Body) -> dict[str, Any]:
    """What the sheet shows of a service, its subject and preview text only where they differ from the letter's."""
    from markupsafe import Markup

    made: Service = service(name)
    rich = name == "substack"
    lines = [("subject", issue.subject), ("preheader", issue.preheader)]
    return {
        "name": name,
        "title": made.TITLE,
        "file": made.FILE,
        "kind": "rich" if rich else "text",
        "content": Markup(rich_text(frame, issue, body)) if rich else letter,
        "lines": [(what, line) for what, words in lines if (line := made.line(words)) != without_fields(words)],
    }


def _forms(frame: Frame, issue: Issue, body: Body, html: str) -> list[dict[str, Any]]:
    """The letter in the forms that editors take, with no service's tags."""
    from markupsafe import Markup

    tree = bare_tree(frame, issue, letter_tree(frame, issue, body))
    return [
        {"name": "html", "kind": "text", "content": html},
        {"name": "rich", "kind": "rich", "content": Markup(write(tree).strip())},
        {"name": "markdown", "kind": "text", "content": markdown(tree)},
    ]


def _words(frame: Frame) -> Record:
    words: Record = frame.words.get("handover") or Record()
    return words


def _when(frame: Frame, issue: Issue) -> str:
    """The letter's day, and its time with the zone unless that is midnight; "" when it has no date."""
    date = issue.post.card.date
    if date is None:
        return ""
    there = frame.local(date)
    is_day = (there.hour, there.minute) == (0, 0)
    return frame.day(date) if is_day else f"{frame.day(date)}, {there:%H:%M} ({frame.zone.key})"


def _is_scheduled(issue: Issue) -> bool:
    return issue.post.card.state is State.SCHEDULED
