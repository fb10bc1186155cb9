"""The letter itself: whom it is for, what they take away, and whether it gives before it asks.

The front matter `brief: {for: …, takeaway: …, question: …, ask: …}` stays with the writer; only this room reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from audiencegen.mail.lint.letter import Letter, Rules
from audiencegen.model import Post
from audiencegen.problems import Problem, warning

RECENT = 5  # letters that the balance is made of, this one included
_WANTED = {"for": "whom it is for", "takeaway": "what they take away"}


def brief_of(post: Post) -> Mapping[str, object]:
    """What the writer noted about the letter; empty when nothing. The one place that knows where it stands."""
    found = post.extra.get("brief")
    return found if isinstance(found, Mapping) else {}


def asks_of(post: Post) -> tuple[str, ...]:
    """What a letter asks its readers to do."""
    asked = brief_of(post).get("ask")
    return (
        tuple(str(one) for one in asked if one) if isinstance(asked, list | tuple) else (str(asked),) if asked else ()
    )


def filled(letter: Letter) -> Iterator[Problem]:
    """`brief`: a letter that knows its reader."""
    missing = [words for name, words in _WANTED.items() if not brief_of(letter.origin.issue.post).get(name)]
    if missing:
        message = f"the letter’s brief does not say {' nor '.join(missing)}"
        hint = "add to its front matter, for yourself: brief: {for: …, takeaway: …}"
        yield warning("brief", message, hint, **letter.at_field("brief"))


def one_ask(letter: Letter) -> Iterator[Problem]:
    """`one-ask`: of two wishes none is granted."""
    asks = asks_of(letter.origin.issue.post)
    if len(asks) > 1:
        message = f"the letter asks for {len(asks)} things"
        yield warning("one-ask", message, "keep the one that matters most", **letter.at_field("ask"))


def balance(letter: Letter) -> Iterator[Problem]:
    """`ask-balance`: gives before asks."""
    recent = [bool(asks_of(letter.origin.issue.post)), *(one.asked for one in letter.origin.earlier[: RECENT - 1])]
    if recent[0] and len(recent) > 1 and sum(recent) * 2 > len(recent):
        message = f"{sum(recent)} of the last {len(recent)} letters asked for something, with this one"
        yield warning("ask-balance", message, "give more often than you ask", **letter.at_field("ask"))


RULES: Rules = {
    filled: ("brief",),
    one_ask: ("one-ask",),
    balance: ("ask-balance",),
}
