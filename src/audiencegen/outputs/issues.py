"""Letters: a folder each with the HTML, the text, the proof copy, the facts, the letter for each service and the
hand-over sheet; and one list of them all, for programs and for the writer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from audiencegen.config import SERVICES
from audiencegen.content.personal import without_fields
from audiencegen.images.resize import mail_sized
from audiencegen.mail import handover
from audiencegen.mail.fields import to_everybody
from audiencegen.mail.html import marked_html
from audiencegen.mail.message import proof
from audiencegen.mail.particulars import web_address
from audiencegen.mail.pictures import mail_copy
from audiencegen.mail.services import service
from audiencegen.mail.text import marked_text
from audiencegen.model import Body, Earlier, File, Frame, Issue, Mailbox, Output, Site, State
from audiencegen.problems import Severity
from audiencegen.theme import Theme
from audiencegen.values import Ref

if TYPE_CHECKING:
    from audiencegen.mail.lint.letter import Letter

FOLDER = "issues"
INDEX = f"{FOLDER}/index.json"
SHEETS = f"{FOLDER}/index.html"
CHECK = f"{FOLDER}/check.json"


def plan(site: Site, theme: Theme) -> Iterable[Output]:
    last = newest(site)
    for issue in site.issues:
        folder, inputs = f"{FOLDER}/{issue.folder}", (theme, site.frame, issue, issue.post.body)
        yield Output(f"{folder}/issue.html", issue_html, inputs)
        yield Output(f"{folder}/issue.txt", issue_text, inputs)
        if issue.imprint.sender:
            yield Output(f"{folder}/issue.eml", issue_message, (*inputs, issue.imprint.sender))
        yield Output(f"{folder}/issue.json", issue_facts, inputs)
        for name in issue.imprint.services:
            yield Output(f"{folder}/for/{service(name).FILE}", issue_for_service, (*inputs, name))
        yield Output(f"{folder}/index.html", issue_sheet, inputs)
        if issue is last and issue.imprint.sender:  # whoever names no sender sends no letters
            yield Output(CHECK, checked, (*inputs, past(site, issue)))
    yield Output(INDEX, index, (site.frame, site.issues))
    yield Output(SHEETS, sheets, (theme, site.frame, site.issues))
    yield from _pictures(site.letter_pictures)


def _pictures(files: Iterable[File]) -> Iterator[Output]:
    """On the site, where the inboxes fetch them; two files with the same name and content have one copy."""
    copies = {copy.address: (file, copy) for file in files if (copy := mail_copy(file))}
    for address, (file, copy) in copies.items():
        yield Output(f"site{address}", picture, (Ref(file.digest), copy.form))


def picture(content: bytes, form: str) -> bytes:
    return mail_sized(content, form)


def issue_html(theme: Theme, frame: Frame, issue: Issue, body: Body) -> bytes:
    return to_everybody(_html(theme, frame, issue, body)).encode("utf-8")


def issue_text(theme: Theme, frame: Frame, issue: Issue, body: Body) -> bytes:
    return to_everybody(_text(theme, frame, issue, body)).encode("utf-8")


def issue_message(theme: Theme, frame: Frame, issue: Issue, body: Body, sender: Mailbox) -> bytes:
    return _proof(frame, issue, sender, _html(theme, frame, issue, body), _text(theme, frame, issue, body))


def issue_proof(
    theme: Theme, frame: Frame, issue: Issue, body: Body, sender: Mailbox, to: Mailbox, moment: datetime
) -> bytes:
    """The same on its way to somebody: marked in its subject, and another message at every moment."""
    html, text = _html(theme, frame, issue, body), _text(theme, frame, issue, body)
    return proof(frame, issue, sender, html, text, to, moment, "[proof] ")


def issue_for_service(theme: Theme, frame: Frame, issue: Issue, body: Body, name: str) -> bytes:
    return _handed(theme, frame, issue, body, name).encode("utf-8")


def issue_sheet(theme: Theme, frame: Frame, issue: Issue, body: Body) -> bytes:
    letters = {name: _handed(theme, frame, issue, body, name) for name in issue.imprint.services}
    return handover.sheet(theme, frame, issue, body, to_everybody(_html(theme, frame, issue, body)), letters)


def issue_facts(theme: Theme, frame: Frame, issue: Issue, body: Body) -> bytes:
    """What a program or a person wants to know of a letter before handing it over."""
    size = len(issue_html(theme, frame, issue, body))
    return _json({**_facts(frame, issue), "words": body.words, "minutes": issue.post.card.minutes, "html_bytes": size})


def index(frame: Frame, issues: tuple[Issue, ...]) -> bytes:
    """All letters, newest first."""
    return _json([{"folder": issue.folder, **_facts(frame, issue)} for issue in issues])


def sheets(theme: Theme, frame: Frame, issues: tuple[Issue, ...]) -> bytes:
    """The way to each letter's sheet, newest first."""
    return handover.letters(theme, frame, issues)


def checked(theme: Theme, frame: Frame, issue: Issue, body: Body, earlier: tuple[Earlier, ...]) -> bytes:
    """How many errors and warnings the newest letter has, rule by rule."""
    from audiencegen.mail.lint.rules import findings

    counts: dict[str, dict[str, int]] = {severity.value: {} for severity in Severity}
    for problem in findings(inspected(theme, frame, issue, body, issue.post.card.source, earlier)):
        kinds = counts[problem.severity.value]
        kinds[problem.kind] = kinds.get(problem.kind, 0) + 1
    return _json({"folder": issue.folder, "errors": counts["error"], "warnings": counts["warning"]})


def newest(site: Site) -> Issue | None:
    """The newest letter that is out; of a site without one, the next that is scheduled."""
    out = (issue for issue in site.issues if issue.post.card.state is not State.SCHEDULED)
    return next(out, site.issues[-1] if site.issues else None)


def inspected(theme: Theme, frame: Frame, issue: Issue, body: Body, file: str, earlier: tuple[Earlier, ...]) -> Letter:
    """A letter in its final bytes, for the rules. `file` is its Markdown, as it can be opened."""
    from audiencegen.mail.lint.letter import Letter, Origin

    sender = issue.imprint.sender
    return Letter(
        html=issue_html(theme, frame, issue, body),
        text=issue_text(theme, frame, issue, body),
        eml=issue_message(theme, frame, issue, body, sender) if sender else b"",
        origin=Origin(file, theme, frame, issue, body, earlier),
    )


def past(site: Site, issue: Issue) -> tuple[Earlier, ...]:
    """What ran before a letter."""
    from audiencegen.mail.lint.past import earlier_letters

    return earlier_letters(site.frame, issue, site.posts)


# The HTML of one letter stands in four files; it is made once when they are made one after the other. The check of the
# newest letter, which is planned right behind them, takes all three.
_html = lru_cache(maxsize=2)(marked_html)
_text = lru_cache(maxsize=2)(marked_text)
_proof = lru_cache(maxsize=1)(proof)


@lru_cache(maxsize=len(SERVICES))
def _handed(theme: Theme, frame: Frame, issue: Issue, body: Body, name: str) -> str:
    return service(name).letter(theme, frame, issue, body)


def _facts(frame: Frame, issue: Issue) -> dict[str, Any]:
    card = issue.post.card
    return {
        "title": card.title,
        "subject": without_fields(issue.subject),
        "preheader": without_fields(issue.preheader),
        "number": card.number,
        "date": frame.stamp(card.date) if card.date else "",
        "state": card.state.value,
        "address": web_address(frame, issue),
        "files": [
            "issue.html",
            "issue.txt",
            *(["issue.eml"] if issue.imprint.sender else []),
            "issue.json",
            *(f"for/{service(name).FILE}" for name in issue.imprint.services),
        ],
    }


def _json(facts: object) -> bytes:
    return (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
