"""The podcast: its feed by the Podcast Standards Project's rules (PSP-1), its page, and the chapters of episodes.

The feed has every episode. It is written here element by element: the namespaces of podcasts are beyond feedgen, and a
feed that is text needs no tree. See `outputs.psp1` for the rules, read again from what is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from audiencegen.content import urls
from audiencegen.content.forms import feed_html
from audiencegen.model import Body, Frame, Output, Post, Site
from audiencegen.outputs.feeds.entry import sound
from audiencegen.outputs.head import head
from audiencegen.podcast import Chapter, Episode, Show, clocked
from audiencegen.theme import Theme, render

LONGEST_DESCRIPTION = 4_000  # bytes (PSP-1)
CHAPTERS = "application/json+chapters"
_NAMESPACES = (
    ("atom", "http://www.w3.org/2005/Atom"),
    ("content", "http://purl.org/rss/1.0/modules/content/"),
    ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
    ("podcast", "https://podcastindex.org/namespace/1.0"),
)
# In hexadecimal, as the RSS Advisory Board's profile wants the signs of markup in titles.
_SIGNS = str.maketrans({"&": "&#x26;", "<": "&#x3C;", ">": "&#x3E;", '"': "&#x22;"})

Lines = Iterator[str]


def plan(site: Site, theme: Theme) -> Iterable[Output]:
    for post in (*site.posts, *site.pages):
        if post.episode and post.episode.chapters:
            inputs = (site.frame, post.card.title, post.episode.chapters)
            yield Output(f"site{post.episode.chapters_address}", chapters_file, inputs)
    if site.episodes:
        bodies = tuple(post.body for post in site.episodes)
        yield Output(f"site{urls.PODCAST_FEED}", podcast_feed, (site.frame, site.show, site.episodes, bodies))
        if all(urls.folded(page.card.address) != urls.PODCAST for page in (*site.pages, *site.posts)):
            path = f"site/{urls.file_of(urls.PODCAST)}"
            yield Output(path, podcast_page, (theme, site.frame, site.show, site.episodes))


def podcast_feed(frame: Frame, show: Show, posts: Sequence[Post], bodies: Sequence[Body]) -> bytes:
    """RSS 2.0 with the namespaces of Apple and of Podcasting 2.0."""
    names = " ".join(f'xmlns:{name}="{address}"' for name, address in _NAMESPACES)
    items = (line for post, body in zip(posts, bodies, strict=True) for line in _item(frame, show, post, body))
    rows = ("<channel>", *_channel(frame, show, posts), *items, "</channel>", "</rss>", "")
    return "\n".join(('<?xml version="1.0" encoding="UTF-8"?>', f'<rss version="2.0" {names}>', *rows)).encode()


def chapters_file(frame: Frame, title: str, chapters: Sequence[Chapter]) -> bytes:
    """JSON chapters 1.2 (podcast namespace, jsonChapters)."""
    told = {"version": "1.2.0", "title": title, "chapters": [_chapter(frame, chapter) for chapter in chapters]}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def podcast_page(theme: Theme, frame: Frame, show: Show, posts: tuple[Post, ...]) -> bytes:
    return render(
        theme,
        "site/podcast.html",
        site=frame,
        address=urls.PODCAST,
        canonical=frame.absolute(urls.PODCAST),
        noindex=frame.showing_drafts,
        show=show,
        posts=posts,
        **head(theme, frame, (show.image,)),
    )


def _channel(frame: Frame, show: Show, posts: Sequence[Post]) -> Lines:
    yield _element("title", show.title)
    yield _element("link", frame.absolute(urls.PODCAST))
    yield _element("description", shortened(show.description, LONGEST_DESCRIPTION))
    yield _element("language", frame.language.lower())
    yield _element("generator", "audiencegen")
    changed = [at for post in posts if (at := post.card.updated or post.card.date)]
    if changed:  # as old as the newest entry, never as the clock
        yield _element("lastBuildDate", _day(frame, max(changed)))
    if show.copyright:
        yield _element("copyright", show.copyright)
    yield _element("atom:link", href=frame.absolute(urls.PODCAST_FEED), rel="self", type="application/rss+xml")
    yield from _for_apple(frame, show)
    yield _element("podcast:guid", show.guid)
    yield _element("podcast:locked", "yes" if show.locked else "no", owner=show.owner_email)
    yield _element("podcast:medium", show.medium)
    writer = frame.author
    if writer and show.author == writer.name:
        links = {"img": frame.absolute(writer.photo), "href": frame.absolute(writer.url)}
        yield _element("podcast:person", writer.name, role="host", **links)
    for way in show.funding:
        yield _element("podcast:funding", way.title, url=frame.absolute(way.url))


def _for_apple(frame: Frame, show: Show) -> Lines:
    yield _element("itunes:author", show.author)
    if show.owner_email:
        name = _element("itunes:name", show.owner_name or show.author)
        yield f"<itunes:owner>{name}{_element('itunes:email', show.owner_email)}</itunes:owner>"
    for top, sub in show.categories:
        inner = _element("itunes:category", text=sub) if sub else ""
        yield f'<itunes:category text="{_escaped(top)}">{inner}</itunes:category>'
    yield _element("itunes:explicit", _flag(show.explicit))
    yield _element("itunes:type", show.type)
    if show.image:
        yield _element("itunes:image", href=frame.absolute(show.image))
    if show.complete:
        yield _element("itunes:complete", "yes")
    if show.block:
        yield _element("itunes:block", "yes")


def _item(frame: Frame, show: Show, post: Post, body: Body) -> Lines:
    card, episode = post.card, post.episode
    if episode is None:
        return
    url = frame.absolute(card.address)
    yield "<item>"
    yield _element("title", card.title)
    yield _element("link", url)
    yield _element("guid", card.guid, isPermaLink="true" if card.guid == url else "false")
    if card.date:
        yield _element("pubDate", _day(frame, card.date))
    yield _element("description", shortened(card.description or card.title, LONGEST_DESCRIPTION))
    notes = feed_html(body.html, post.targets, frame, card.address) + _chapter_notes(episode)
    yield _element("content:encoded", notes)
    size = str(episode.length)
    yield _element("enclosure", url=frame.absolute(episode.url), length=size, type=episode.type)
    yield from _of_episode(frame, show, episode)
    yield "</item>"


def _of_episode(frame: Frame, show: Show, episode: Episode) -> Lines:
    if episode.seconds:
        yield _element("itunes:duration", str(episode.seconds))
    yield _element("itunes:explicit", _flag(show.explicit if episode.explicit is None else episode.explicit))
    yield _element("itunes:episodeType", episode.kind)
    if episode.season is not None:
        yield _element("itunes:season", str(episode.season))
    if episode.number is not None:
        yield _element("itunes:episode", str(episode.number))
    if episode.image or show.image:
        yield _element("itunes:image", href=frame.absolute(episode.image or show.image))
    if episode.block:
        yield _element("itunes:block", "yes")
    for transcript in episode.transcripts:
        about = {"type": transcript.type, "language": transcript.language}
        yield _element("podcast:transcript", url=frame.absolute(transcript.url), **about)
    if episode.chapters:
        yield _element("podcast:chapters", url=frame.absolute(episode.chapters_address), type=CHAPTERS)
    for person in episode.persons:
        about = {"role": person.role, "group": person.group}
        links = {"img": frame.absolute(person.image), "href": frame.absolute(person.url)}
        yield _element("podcast:person", person.name, **about, **links)


def _chapter_notes(episode: Episode) -> str:
    """The chapters once more as words: many apps make a link of each time in the notes."""
    rows = "<br>".join(f"{time} {_escaped(title)}" for time, title in clocked(episode.chapters))
    return f"\n<p>{rows}</p>" if rows else ""


def _chapter(frame: Frame, chapter: Chapter) -> dict[str, Any]:
    start = chapter.start / 1000
    told = {
        "startTime": int(start) if start.is_integer() else start,
        "title": chapter.title,
        "img": frame.absolute(chapter.image),
        "url": frame.absolute(chapter.url),
    }
    return {key: part for key, part in told.items() if part or key == "startTime"}


def shortened(text: str, most: int) -> str:
    """A text of at most so many bytes, cut between words."""
    text = " ".join(text.split())
    if len(text.encode()) <= most:
        return text
    kept = text.encode()[: most - len("…".encode())].decode("utf-8", "ignore")
    return (kept.rpartition(" ")[0] or kept) + "…"


def _day(frame: Frame, moment: datetime) -> str:
    """A date as RFC 2822 writes it, which RSS wants."""
    from email.utils import format_datetime

    return format_datetime(frame.local(moment))


def _flag(answer: bool) -> str:
    return "true" if answer else "false"


def _element(name: str, content: str = "", **attributes: str) -> str:
    given = "".join(f' {key}="{_escaped(value)}"' for key, value in attributes.items() if value)
    return f"<{name}{given}>{_escaped(content)}</{name}>" if content else f"<{name}{given}/>"


def _escaped(text: str) -> str:
    return sound(text).translate(_SIGNS)
