"""The letter itself: whom it is for, what they take away, and whether it gives before it asks."""

from __future__ import annotations

from collections.abc import Iterator

from audiencegen.mail.lint.letter import Letter, Rules
from audiencegen.problems import Problem, warning

RECENT = 5  # letters that the balance is made of, this one included


def filled(letter: Letter) -> Iterator[Problem]:
    """`brief`: a letter that knows its reader."""
    brief = letter.origin.issue.brief
    wanted = {"whom it is for": brief.reader, "what they take away": brief.takeaway}
    missing = [words for words, said in wanted.items() if not said]
    if missing:
        message = f"the letter’s brief does not say {' nor '.join(missing)}"
        hint = "add to its front matter, for yourself: brief: {for: …, takeaway: …}"
        yield warning("brief", message, hint, **letter.at_field("brief"))


def one_ask(letter: Letter) -> Iterator[Problem]:
    """`one-ask`: of two wishes none is granted. A paragraph that is nothing but a link asks as a button does."""
    ask, frame = letter.origin.issue.post.ask, letter.origin.frame
    if ask is None:
        return
    lone = [anchor for anchor in letter.anchors if anchor.alone and not anchor.url.startswith(frame.url)]
    others = [anchor.words for anchor in lone if anchor.url != frame.absolute(ask.url)]
    if others:
        message = f"beside its button “{ask.text}” the letter asks for more: “{others[0]}”"
        yield warning("one-ask", message, "keep the one that matters most", **letter.at_field("ask"))


def balance(letter: Letter) -> Iterator[Problem]:
    """`ask-balance`: gives before asks."""
    recent = [letter.origin.issue.post.ask is not None, *(one.asked for one in letter.origin.earlier[: RECENT - 1])]
    if recent[0] and len(recent) > 1 and sum(recent) * 2 > len(recent):
        message = f"{sum(recent)} of the last {len(recent)} letters asked for something, with this one"
        yield warning("ask-balance", message, "give more often than you ask", **letter.at_field("ask"))


RULES: Rules = {
    filled: ("brief",),
    one_ask: ("one-ask",),
    balance: ("ask-balance",),
}
