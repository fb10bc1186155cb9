"""Social cards: the picture that stands for a post where its address is shared, and the pictures of its share kit.

A card is found by what it shows: its name is the digest of that, so that a new title has a new address, and no network
goes on showing the old one. A card of words is a PNG; one with a picture is a JPEG, and so are all in share kits, since
not every channel takes another kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from audiencegen.content.urls import slug
from audiencegen.images.card import Look, Words, card_as_jpeg, card_as_png, cropped
from audiencegen.model import Frame, Output, Picture, Post, Site
from audiencegen.theme import RTL, Theme, table
from audiencegen.values import Ref, Value, digest

FOLDER = "/assets/cards"
WIDE = (1200, 630)  # og:image (Facebook, LinkedIn, X, Mastodon and others show 1.91 : 1)
SQUARE = (1080, 1080)
TALL = (1080, 1350)  # the tallest that Instagram shows
VIDEO = (1280, 720)

_STYLE = "cards/card.yaml"
_MARK = 12  # hexadecimal digits in a name
_HAND = 2  # a card that is drawn in another way has another address


class Style(Value, frozen=True):
    """How the theme's cards look, and its fonts in the order in which they are asked."""

    look: Look
    bold: tuple[Ref, ...]
    plain: tuple[Ref, ...]


def plan(site: Site, theme: Theme) -> Iterable[Output]:
    if not site.frame.draws_cards:
        return
    for post in site.posts:
        path = f"site{social_picture(theme, site.frame, post).address}"
        if post.poster:
            yield drawn(path, theme, site.frame, post, WIDE)
        else:
            yield _worded(path, theme, words(site.frame, post))
    yield _worded(f"site{site_picture(theme, site.frame).address}", theme, _site_words(site.frame))


def drawn(path: str, theme: Theme, frame: Frame, post: Post, size: tuple[int, int]) -> Output:
    """The output of a post's card as a JPEG at a size in pixels."""
    photo = Ref(post.poster.digest) if post.poster else b""
    if post.poster_alone:
        return Output(path, own_picture, (size, photo))
    style = _style(theme)
    return Output(path, drawn_card, (words(frame, post), style.look, size, style.bold, style.plain, photo))


def _worded(path: str, theme: Theme, said: Words) -> Output:
    style = _style(theme)
    return Output(path, worded_card, (said, style.look, WIDE, style.bold, style.plain))


def social_picture(theme: Theme, frame: Frame, post: Post) -> Picture:
    """Where the card of a post stands, and what it shows in words."""
    shown: tuple[Any, ...] = (post.poster.digest,) if post.poster else ()
    if not post.poster_alone:
        shown = (*shown, words(frame, post), _style(theme))
    mark = digest(_HAND, WIDE, *shown)[:_MARK]
    title = slug(post.card.title)[:60].strip("-")
    name = title if title.isascii() and title else "card"  # not every network asks for other letters rightly
    ending = "jpg" if post.poster else "png"
    return Picture(f"{FOLDER}/{name}.{mark}.{ending}", f"{post.card.title}. {frame.title}", *WIDE)


@lru_cache(maxsize=4)
def site_picture(theme: Theme, frame: Frame) -> Picture:
    """The card of the site itself, for its home and for its lists."""
    mark = digest(_HAND, WIDE, _site_words(frame), _style(theme))[:_MARK]
    said = ": ".join(filter(None, (frame.title, (frame.promise or frame.description).strip())))
    return Picture(f"{FOLDER}/site.{mark}.png", said, *WIDE)


def _site_words(frame: Frame) -> Words:
    rtl = frame.direction == "rtl"
    return Words(frame.title, frame.url.partition("://")[2], frame.promise or frame.description, rtl, frame.title[:1])


def words(frame: Frame, post: Post) -> Words:
    """What the card of a post says: the title, whose letter it is, by whom and when."""
    authors = [key.name for key in post.card.authors] or ([frame.author.name] if frame.author else [])
    day = [frame.day(post.card.date)] if post.card.date else []
    rtl = (post.card.language or frame.language).split("-")[0].lower() in RTL
    return Words(post.card.title, frame.title, " · ".join([", ".join(authors), *day] if authors else day), rtl)


def drawn_card(
    said: Words, look: Look, size: tuple[int, int], bold: tuple[bytes, ...], plain: tuple[bytes, ...], photo: bytes
) -> bytes:
    return card_as_jpeg(said, look, size, bold, plain, photo)


def worded_card(
    said: Words, look: Look, size: tuple[int, int], bold: tuple[bytes, ...], plain: tuple[bytes, ...]
) -> bytes:
    return card_as_png(said, look, size, bold, plain)


def own_picture(size: tuple[int, int], photo: bytes) -> bytes:
    return cropped(photo, size)


@lru_cache(maxsize=4)
def _style(theme: Theme) -> Style:
    said = table(theme, _STYLE)
    fonts = {font.name: font.content for font in theme.fonts}
    named = {name for weight in ("bold", "plain") for name in said[weight]}
    others = tuple(fonts[name] for name in sorted(fonts.keys() - named))

    def asked(weight: str) -> tuple[Ref, ...]:
        return (*(fonts[name] for name in said[weight] if name in fonts), *others)

    title = said["title"]
    colours = {name: theme.colour(colour) for name, colour in said["colours"].items()}
    look = Look(
        paper=colours["paper"],
        ink=colours["ink"],
        quiet=colours["quiet"],
        accent=colours["accent"],
        tint=colours["tint"],
        largest=title["largest"],
        smallest=title["smallest"],
        most_lines=title["lines"],
        small=said["small"],
    )
    return Style(look, asked("bold"), asked("plain"))
