"""One letter on the workbench: as mail programs show it, as text, its headers, size and faults, and how it leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from email import message_from_bytes, policy
from typing import Any

from audiencegen.content.personal import without_fields
from audiencegen.mail.lint.size import CLIPPED, CLOSE, KB
from audiencegen.model import Frame, Issue
from audiencegen.outputs.issues import FOLDER
from audiencegen.preview.workbench.bench import (
    faults,
    filled,
    found_in,
    letter_address,
    moment_in_words,
    raw_address,
)
from audiencegen.preview.workbench.entry import entry_of
from audiencegen.preview.workbench.generation import Generation, Page
from audiencegen.preview.workbench.looks import DARK, LIGHT, PLAIN
from audiencegen.values import Struct, replace

VIEWS = ("letter", "dark", "plain", "text", "headers", "check", "handover", "feed")
WIDTHS = (600, 320)
CLIP = 102 * KB  # where Gmail cuts; the linter warns before
_LOOKS = {"letter": LIGHT, "dark": DARK, "plain": PLAIN}


class Size(Struct, frozen=True):
    """How much of what Gmail shows a letter takes; `html`, `text` and `message` in kB, as they are read."""

    kb: float
    html: str
    text: str
    message: str
    clip: int
    close: int
    grade: str


def page(generation: Generation, folder: str, view: str) -> Page:
    """A view of the letter in this folder; 404 when there is no such letter or view."""
    issues = generation.site.issues
    index = next((index for index, issue in enumerate(issues) if issue.folder == folder), None)
    if index is None or view not in VIEWS:
        return filled(generation, "lost", status=404, folder=folder)
    issue = issues[index]
    found = found_in(generation, issue)
    counts = Counter(problem.severity.value for problem in found)
    return filled(
        generation,
        "letter",
        **_about(generation.site.frame, issue),
        **_shown(generation, issue, view),
        view=view,
        views=_views(issue, view),
        size=_size(generation, issue),
        counts=counts,
        problems=faults(generation, found) if view == "check" else [],
        newer=_neighbour(issues, index - 1),
        older=_neighbour(issues, index + 1),
        raw={name: raw_address(folder, name) for name in ("issue.html", "issue.txt", "issue.eml", "rich.html")},
    )


def _about(frame: Frame, issue: Issue) -> dict[str, Any]:
    card = issue.post.card
    return {
        "issue": replace(issue, subject=without_fields(issue.subject), preheader=without_fields(issue.preheader)),
        "card": card,
        "sender": issue.imprint.sender,
        "state": card.state.value,
        "when": moment_in_words(frame, card.date) if card.date else "",
        "page": frame.href(card.address) if issue.post.on_web else "",
    }


def _views(issue: Issue, view: str) -> list[dict[str, Any]]:
    own = letter_address(issue.folder)
    return [{"name": name, "to": own if name == VIEWS[0] else f"{own}{name}/", "here": name == view} for name in VIEWS]


def _shown(generation: Generation, issue: Issue, view: str) -> dict[str, Any]:
    """What the one view needs that no other does."""
    if view in _LOOKS:
        source = f"{raw_address(issue.folder, 'issue.html')}?look={_LOOKS[view]}"
        return {"frames": [{"width": width, "source": source} for width in WIDTHS]}
    if view == "text":
        return {"text": _made(generation, issue, "issue.txt").decode("utf-8")}
    if view == "headers":
        return {"headers": _headers(_made(generation, issue, "issue.eml"))}
    if view == "handover":
        return {"source": raw_address(issue.folder, "index.html")}
    if view == "feed":
        found = entry_of(generation, issue.post.card)
        return {"entry": found, "source": raw_address(issue.folder, "entry.html")}
    return {}


def _headers(message: bytes) -> list[tuple[str, str]]:
    """The headers of the proof copy, unfolded and decoded."""
    parsed = message_from_bytes(message, policy=policy.default)
    return [(name, str(value)) for name, value in parsed.items()]


def _size(generation: Generation, issue: Issue) -> Size:
    html, text, message = (len(_made(generation, issue, name)) for name in ("issue.html", "issue.txt", "issue.eml"))
    return Size(
        kb=html / KB,
        html=f"{html / KB:.1f}",
        text=f"{text / KB:.1f}",
        message=f"{message / KB:.1f}" if message else "",
        clip=CLIP // KB,
        close=CLOSE // KB,
        grade="clipped" if html > CLIPPED else "close" if html > CLOSE else "fine",
    )


def _made(generation: Generation, issue: Issue, name: str) -> bytes:
    path = f"{FOLDER}/{issue.folder}/{name}"
    return generation.made(path) if path in generation.outputs else b""


def _neighbour(issues: Sequence[Issue], index: int) -> dict[str, str] | None:
    if not 0 <= index < len(issues):
        return None
    return {"to": letter_address(issues[index].folder), "title": issues[index].post.card.title}
