"""Which posts become letters, and what each letter is called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from audiencegen.config import Config
from audiencegen.content.naming import Named
from audiencegen.content.urls import slug
from audiencegen.model import Frame, Issue, Kind, Post, State


def is_letter(entry: Named, config: Config) -> bool:
    """Whether the writer wants this post as a letter at all."""
    if not entry.head.email or entry.kind is not Kind.POST:
        return False
    if config.issues.only is None:
        return True
    kind, wanted = config.issues.only
    own = {"tags": entry.head.tags, "categories": entry.head.categories}[kind]
    return slug(wanted) in (slug(name) for name in own)


def issues(letters: Sequence[tuple[Named, Post]], config: Config, frame: Frame) -> tuple[Issue, ...]:
    """The letters to make, newest first: every scheduled one, and the newest of those that are out."""
    ordered = sorted(letters, key=lambda pair: (pair[1].card.date or _NEVER, pair[0].path), reverse=True)
    made: list[Issue] = []
    out = 0
    for entry, post in ordered:
        if post.card.state is not State.SCHEDULED:
            out += 1
            if out > config.issues.latest:
                continue
        folder = _folder(entry, post, frame, made)
        subject = _subject(post, config, frame)
        made.append(Issue(post, folder, subject, post.preheader, config.issues.imprint, entry.head.brief))
    return tuple(made)


_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def _folder(entry: Named, post: Post, frame: Frame, made: Iterable[Issue]) -> str:
    day = frame.local(post.card.date).date().isoformat() if post.card.date else "undated"
    taken = {issue.folder for issue in made}
    wanted, number = f"{day}-{entry.slug}", 2
    while wanted in taken:
        wanted, number = f"{day}-{entry.slug}-{number}", number + 1
    return wanted


def _subject(post: Post, config: Config, frame: Frame) -> str:
    if post.subject:
        return post.subject
    card, pattern = post.card, config.issues.subject
    if card.number is None and "{number}" in pattern:
        return card.title
    return pattern.format(
        title=card.title,
        number=card.number,
        date=frame.day(card.date) if card.date else "",
        site=frame.title,
    ).strip()
