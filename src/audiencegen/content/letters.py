"""Which posts become letters, and what each letter is called."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime

from audiencegen.config import Config
from audiencegen.content.naming import Named
from audiencegen.content.resolve import file_url
from audiencegen.content.urls import slug
from audiencegen.model import Corrected, File, Frame, Issue, Kind, Post, State

Letter = tuple[Named, Post]


def is_letter(entry: Named, config: Config) -> bool:
    """Whether the writer wants this post as a letter at all."""
    if not entry.head.email or entry.kind is not Kind.POST:
        return False
    if config.issues.only is None:
        return True
    kind, wanted = config.issues.only
    own = {"tags": entry.head.tags, "categories": entry.head.categories}[kind]
    return slug(wanted) in (slug(name) for name in own)


def issues(
    letters: Sequence[Letter], config: Config, frame: Frame, files: Mapping[str, File], posts: Sequence[Post]
) -> tuple[Issue, ...]:
    """The letters to make, newest first: every scheduled one, and the newest of those that are out.

    Each can say what was corrected in the posts of the site since the one before.
    """
    corrected = _corrected(posts)
    ordered = sorted(letters, key=lambda pair: (pair[1].card.date or _NEVER, pair[0].path), reverse=True)
    shown = _shown(files)
    made: list[Issue] = []
    out = 0
    for position, (entry, post) in enumerate(ordered):
        if post.card.state is not State.SCHEDULED:
            out += 1
            if out > config.issues.latest:
                continue
        own = config.issues
        made.append(
            Issue(
                post,
                folder(entry, post, frame, {issue.folder for issue in made}),
                _subject(post, config, frame),
                post.preheader,
                own.imprint,
                entry.head.brief,
                own.web_only,
                shown((entry, post)),
                _since(corrected, frame, ordered[position : position + 2]) if corrected else (),
            )
        )
    return tuple(made)


def pictures(letters: Sequence[Letter], files: Mapping[str, File]) -> tuple[File, ...]:
    """The pictures of every letter that is out, older than the newest ones too."""
    shown = _shown(files)
    out = (letter for letter in letters if letter[1].card.state is not State.SCHEDULED)
    found = {file.path: file for letter in out for file in shown(letter)}
    return tuple(found[path] for path in sorted(found))


def _shown(files: Mapping[str, File]) -> Callable[[Letter], tuple[File, ...]]:
    """What finds the files of a letter's pictures."""
    by_url = {file_url(file.path): file for file in files.values() if file.is_picture}

    def shown(letter: Letter) -> tuple[File, ...]:
        entry, post = letter
        pairs = zip(entry.manuscript.outline.links, post.targets, strict=True)
        urls = dict.fromkeys([target.url for link, target in pairs if link.image])
        return tuple([by_url[url] for url in urls if url in by_url])

    return shown


def _corrected(posts: Sequence[Post]) -> tuple[Corrected, ...]:
    """Every correction, newest first."""
    found = [Corrected(post.card.title, post.card.address, one) for post in posts for one in post.corrections]
    return tuple(sorted(found, key=lambda one: (one.correction.date, one.address), reverse=True))


def _since(corrected: tuple[Corrected, ...], frame: Frame, pair: Sequence[Letter]) -> tuple[Corrected, ...]:
    """What was corrected before the day of a letter, and not before that of the one before it.

    A correction has a day and no time: one of a letter's own day may be later than the letter, so the next tells it.
    """
    days = [frame.local(post.card.date).date() for _, post in pair if post.card.date]
    return tuple(
        one
        for one in corrected
        if days and (at := frame.local(one.correction.date).date()) < days[0] and (len(days) < 2 or at >= days[1])
    )


_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def folder(entry: Named, post: Post, frame: Frame, taken: Collection[str]) -> str:
    """The name of a post's own folder in the output: its day and its slug."""
    day = frame.local(post.card.date).date().isoformat() if post.card.date else "undated"
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
