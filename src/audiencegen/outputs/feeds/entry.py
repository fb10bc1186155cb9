"""What a feed says of itself and of each entry, before any format: plain values, in the order of the feed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from audiencegen.content.blocks import Host, in_feed
from audiencegen.content.blocks.video import clips
from audiencegen.content.episodes import PLAYER, to_hear
from audiencegen.content.forms import feed_html
from audiencegen.model import Body, Frame, Post
from audiencegen.values import Kept, Value, digest

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # of an entry without a date, and of an Atom feed without entries

_IMAGES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
# In UTF-8, what XML cannot hold or nobody can see.
_CONTROLS = bytes({*range(0x20), 0x7F} - {*b"\t\n\r"})
_MORE_CONTROLS = re.compile(rb"\xc2[\x80-\x9f]")
_NO_CHARACTERS = re.compile(rb"\xef\xbf[\xbe\xbf]")
_LOST = "\ufffd"  # which validators take for the trace of a wrong encoding


class Channel(Value, frozen=True):
    """What a feed says of itself: its title, the page it belongs to, and its own address."""

    title: str
    description: str
    home: str
    address: str
    identity: str = ""  # the address of the site under which readers know it; "" is the present one
    hubs: tuple[str, ...] = ()  # whom readers may ask to be told of new entries
    older: str = ""  # the address of the archive before this, "" when there is none
    newer: str = ""  # that of the archive after this one
    current: str = ""  # of an archive: the feed that it belongs to

    def id(self, frame: Frame) -> str:
        """What an Atom feed is known by, its archives included."""
        home = frame.absolute(self.home)
        return self.identity + home.removeprefix(frame.url) if self.identity else home


class Attachment(Value, frozen=True):
    """A file that belongs to an entry: an enclosure in RSS and Atom, an attachment in JSON Feed."""

    url: str
    type: str
    size: int  # bytes
    seconds: int = 0


class Media(Value, frozen=True):
    """A picture or film of an entry, for readers that show one beside its title (Media RSS 1.5)."""

    url: str
    type: str
    medium: str  # "image" or "video"
    title: str = ""
    width: int = 0
    height: int = 0
    thumbnail: str = ""


class Entry(Value, frozen=True):
    """One post as feeds tell it: addresses absolute, texts without what XML cannot hold."""

    guid: str
    url: str
    title: str
    summary: str  # "" when the writer and the text say nothing
    html: bytes  # in UTF-8, as two of three formats take it
    date: datetime | None
    updated: datetime | None
    authors: tuple[str, ...]  # the post's own; () when it is the site's
    tags: tuple[str, ...] = ()
    language: str = ""
    image: str = ""
    attachments: tuple[Attachment, ...] = ()
    media: tuple[Media, ...] = ()

    @property
    def changed(self) -> datetime:
        return self.updated or self.date or EPOCH


def entries(frame: Frame, posts: Sequence[Post], bodies: Sequence[Body]) -> tuple[Entry, ...]:
    """The entries of a feed, in the order of its posts."""
    within = digest(frame)
    return tuple(_entry(within, frame, post, body) for post, body in zip(posts, bodies, strict=True))


def attachments(frame: Frame, post: Post) -> tuple[Attachment, ...]:
    """The files that come with a post's entry. RSS shows the first, every other format all of them."""
    episode = post.episode
    if episode is None:
        return ()
    return (Attachment(frame.absolute(episode.url), episode.type, episode.length, episode.seconds),)


def media(frame: Frame, post: Post, html: str) -> tuple[Media, ...]:
    """The pictures and films by which a post is known; `html` is its body as it is kept."""
    films = (
        Media(clip.player, "", "video", sound(clip.title), thumbnail=clip.thumbnail)
        for clip in clips(html, post, frame)
    )
    return (*_image(frame, post), *films)


def _image(frame: Frame, post: Post) -> tuple[Media, ...]:
    image = post.card.image
    if image is None:
        return ()
    kind = _IMAGES.get(PurePosixPath(urlsplit(image.address).path).suffix.lower(), "")
    url = frame.absolute(image.address)
    return (Media(url, kind, "image", sound(image.alt), image.width, image.height),)


def sound(text: str) -> str:
    """The text without what XML cannot hold or nobody can see; a head may have it as an escape, and lxml raises."""
    return text if text.isprintable() and _LOST not in text else _encoded(text, b"?").decode()


def _encoded(text: str, mark: bytes) -> bytes:
    """The same in UTF-8, where looking for it costs a third; `mark` stands for what was lost in an encoding."""
    content = text.encode("utf-8", "ignore").translate(None, _CONTROLS)  # lone surrogates have no UTF-8
    if b"\xc2" in content:  # what is rare is looked for at the speed of memory
        content = _MORE_CONTROLS.sub(b"", content)
    if b"\xef" in content:
        content = _NO_CHARACTERS.sub(b"", content).replace(_LOST.encode(), mark)
    return content


_made: Kept[tuple[str, str, str], Entry] = Kept(6_000_000)  # bytes of HTML


def _entry(within: str, frame: Frame, post: Post, body: Body) -> Entry:
    """A post's entry; made once, for it stands in three feeds of the site and in those of its terms."""
    key = within, digest(post), body.html
    made = _made.get(key)
    if made is None:
        made = _entry_of(frame, post, body)
        _made.keep(key, made, len(made.html))
    return made


def _entry_of(frame: Frame, post: Post, body: Body) -> Entry:
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
        media=media(frame, post, body.html),
    )


def _html(frame: Frame, post: Post, body: Body) -> bytes:
    text = in_feed(feed_html(body.html, post.targets, frame, post.card.address), Host(frame, post.card), post.ended)
    whole = _picture(frame, post, text) + _to_hear(frame, post) + text + _changes(frame, post)
    return _encoded(whole, b"&#xFFFD;")


def _to_hear(frame: Frame, post: Post) -> str:
    """The way to the player, for readers that show no enclosure."""
    if post.episode is None:
        return ""
    address = frame.absolute(f"{post.card.address}#{PLAYER}")
    return f'<p><a href="{escape(address)}">{escape(to_hear(frame, post.episode))}</a></p>\n'


def _picture(frame: Frame, post: Post, text: str) -> str:
    """The post's picture, unless the text shows it: few readers show what `media:content` names."""
    image = post.card.image
    url = escape(frame.absolute(image.address)) if image else ""
    if image is None or f'src="{url}"' in text:
        return ""
    size = f' width="{image.width}" height="{image.height}"' if image.width else ""
    return f'<p><img src="{url}" alt="{escape(image.alt)}"{size}></p>\n'


def _changes(frame: Frame, post: Post) -> str:
    """What is new since the post was out, and what was wrong in it."""
    parts: list[str] = []
    colon = _word(frame, "colon")
    if post.update_note and post.card.updated:
        note = f"{escape(frame.day(post.card.updated))}{colon} {escape(post.update_note)}"
        parts.append(f"<h2>{_word(frame, 'update_note')}</h2>\n<p>{note}</p>")
    if post.corrections:
        items = "".join(f"<li>{escape(frame.day(one.date))}{colon} {escape(one.text)}</li>" for one in post.corrections)
        parts.append(f"<h2>{_word(frame, 'corrections')}</h2>\n<ul>{items}</ul>")
    return "".join(f"\n{part}" for part in parts)


def _word(frame: Frame, name: str) -> str:
    return escape(str(frame.words[name]))
