"""What both parts of a letter say around its body: where it stands on the web, who writes, how to leave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from audiencegen.content.urls import HOME, SUBSCRIBE
from audiencegen.mail.fields import UNSUBSCRIBE, marked, with_marks
from audiencegen.mail.targets import Desk, followable
from audiencegen.model import Frame, Imprint, Issue, Mailbox
from audiencegen.theme import RTL
from audiencegen.values import Record, replace


def particulars(frame: Frame, issue: Issue) -> Mapping[str, Any]:
    """The names that `mail/letter.html` and `mail/letter.txt` may use; those that hold nothing are empty."""
    card = issue.post.card
    leave = unsubscribe_address(frame, issue.imprint)
    language = card.language or frame.language
    return {
        "issue": replace(issue, subject=with_marks(issue.subject), preheader=with_marks(issue.preheader)),
        "post": issue.post,
        "card": card,
        "words": words_of(frame),
        "language": language,
        "direction": direction_of(language),
        "day": frame.day(card.date) if card.date else "",
        "names": ", ".join(author.name for author in card.authors),
        "web": web_address(frame, issue),
        "home": frame.absolute(HOME),
        "join": frame.absolute(SUBSCRIBE),
        "ask_address": ask_address(frame, issue),
        "unsubscribe": marked(UNSUBSCRIBE, leave) if leave else "",
    }


def words_of(frame: Frame) -> Record:
    """What the theme says in letters, in the site's language."""
    words: Record = frame.words.get("mail") or Record()
    return words


def direction_of(language: str) -> str:
    return "rtl" if language.split("-")[0].lower() in RTL else "ltr"


def web_address(frame: Frame, issue: Issue) -> str:
    """The letter's page, absolute; "" for a letter that has none."""
    return frame.absolute(issue.post.card.address) if issue.post.on_web else ""


def ask_address(frame: Frame, issue: Issue) -> str:
    """Where the one button leads, absolute; "" for a letter that asks for nothing."""
    post = issue.post
    desk = Desk(frame.absolute(post.card.address), post.on_web, words_of(frame))
    return followable(frame.absolute(post.ask.url), desk) if post.ask else ""


def writer(imprint: Imprint) -> Mailbox | None:
    """Who reads the answers."""
    return imprint.reply_to or imprint.sender


def unsubscribe_address(frame: Frame, imprint: Imprint) -> str:
    """The imprint's own, else a mailto to the writer; "" when the configuration names no address."""
    if imprint.unsubscribe:
        return imprint.unsubscribe
    mailbox = writer(imprint)
    address = mailbox.address if mailbox else frame.subscribe
    subject = quote(str(words_of(frame).get("unsubscribe_subject", "unsubscribe")))
    return f"mailto:{quote(address, safe='@+')}?subject={subject}" if address else ""
