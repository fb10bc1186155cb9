"""What earlier letters leave behind for the rules: their links, and whether they asked for something."""

from __future__ import annotations

from collections.abc import Iterable

from audiencegen.mail.lint.roundup import compared
from audiencegen.model import Earlier, Frame, Issue, Post

REMEMBERED = 52  # letters; a year of weekly ones


def earlier_letters(frame: Frame, issue: Issue, posts: Iterable[Post]) -> tuple[Earlier, ...]:
    """What came before a letter, newest first. `posts` are newest first."""
    date = issue.post.card.date
    before = [
        post
        for post in posts
        if post.card.date and date and post.card.date < date and post.card.source != issue.post.card.source
    ]
    return tuple(_earlier(frame, post) for post in before[:REMEMBERED])


def _earlier(frame: Frame, post: Post) -> Earlier:
    urls = frozenset(url for target in post.targets if (url := compared(target.url)))
    return Earlier(post.card.title, frame.day(post.card.date) if post.card.date else "", urls, post.ask is not None)
