"""What a feed says of itself and of each entry, before any format: plain values, in the order of the feed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape

from audiencegen.content.blocks import Host, in_feed
from audiencegen.content.episodes import PLAYER, to_hear
from audiencegen.content.forms import feed_html
from audiencegen.model import Body, Frame, Post
from audiencegen.values import Value, digest

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # of an entry without a date, and of an Atom feed without entries

_MOST_MADE = 1_000  # posts
_made: dict[tuple[str, str, str], str] = {}
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Channel(Value, frozen=True):
    """What a feed says of itself: its title, the page it belongs to, and its own address."""

    title: str
    description: str
    home: str
    address: str


class Attachment(Value, frozen=True):
    """A file that belongs to an entry: an enclosure in RSS and Atom, an attachment in JSON Feed."""

    url: str
    type: str
    size: int  # bytes
    seconds: int = 0


class Entry(Value, frozen=True):
    """One post as feeds tell it: addresses absolute, texts without what XML cannot hold."""

    guid: str
    url: str
    title: str
    summary: str  # "" when the writer and the text say nothing
    html: str
    date: datetime | None
    updated: datetime | None
    authors: tuple[str, ...]  # the post's own; () when it is the site's
    tags: tuple[str, ...] = ()
    language: str = ""
    image: str = ""
    attachments: tuple[Attachment, ...] = ()

    @property
    def changed(self) -> datetime:
        return self.updated or self.date or EPOCH


def entries(frame: Frame, posts: Sequence[Post], bodies: Sequence[Body]) -> tuple[Entry, ...]:
    """The entries of a feed, in the order of its posts."""
    return tuple(_entry(frame, post, body) for post, body in zip(posts, bodies, strict=True))


def attachments(frame: Frame, post: Post) -> tuple[Attachment, ...]:
    """The files that come with a post's entry. RSS shows the first, every other format all of them."""
    episode = post.episode
    if episode is None:
        return ()
    return (Attachment(frame.absolute(episode.url), episode.type, episode.length, episode.seconds),)


def sound(text: str) -> str:
    """The text without what XML cannot hold, and lxml refuses with an exception; a head may have it as an escape."""
    return _NO_CHARACTER.sub("", text)


def _entry(frame: Frame, post: Post, body: Body) -> Entry:
    card = post.card
    return Entry(
        guid=card.guid,
        url=frame.absolute(card.address),
        title=sound(card.title),
        summary=sound(card.description),
        html=_html(frame, post, body),
        date=card.date,
        updated=card.updated,
        authors=tuple(sound(author.name) for author in card.authors),
        tags=tuple(sound(key.name) for key in (*card.categories, *card.tags)),
        language=card.language if card.language != frame.language else "",
        image=frame.absolute(card.image.address) if card.image else "",
        attachments=attachments(frame, post),
    )


def _html(frame: Frame, post: Post, body: Body) -> str:
    """The post's HTML for feeds; made once, for it stands in three feeds of the site and in those of its terms."""
    key = digest(frame), digest(post), body.html
    if key not in _made:
        if len(_made) >= _MOST_MADE:
            _made.clear()
        html = feed_html(body.html, post.targets, frame, post.card.address)
        _made[key] = _to_hear(frame, post) + in_feed(html, Host(frame, post.card), post.ended)
    return _made[key]


def _to_hear(frame: Frame, post: Post) -> str:
    """The way to the player, for readers that show no enclosure."""
    if post.episode is None:
        return ""
    address = frame.absolute(f"{post.card.address}#{PLAYER}")
    return f'<p><a href="{escape(address)}">{escape(to_hear(frame, post.episode))}</a></p>\n'
