"""`::: video ADDRESS`, or such an address alone on a line: a film on YouTube, Vimeo or a PeerTube.

    ::: video https://www.youtube.com/watch?v=aqz-KE-bpKQ
    ![A rabbit under a tree](rabbit.jpg)

    Ten minutes with a *very* large rabbit.
    :::

The page shows a picture that is kept on the site. Nothing of theirs is asked for before somebody starts the film: a
frame holds the picture as a link, and the player comes into that frame when the link is followed, without a script.
"""

from __future__ import annotations

import re
from html import escape
from types import MappingProxyType
from urllib.parse import parse_qs, urlsplit

from audiencegen.content.blocks.kind import (
    EMBED,
    Behind,
    Block,
    Host,
    Node,
    line,
    paragraph,
    pictures_and_words,
    plain,
)
from audiencegen.content.tree import Element, parse
from audiencegen.model import Frame, Post
from audiencegen.values import Struct, Value

FOLDER = "videos"  # in the content folder: pictures of films as `audiencegen fetch-thumbnails` keeps them
PLAYERS = MappingProxyType({"youtube": "https://www.youtube-nocookie.com", "vimeo": "https://player.vimeo.com"})
_NAMES = MappingProxyType({"youtube": "YouTube", "vimeo": "Vimeo"})

_YOUTUBE_HOSTS = frozenset({"youtube.com", "m.youtube.com", "youtube-nocookie.com", "music.youtube.com"})
_YOUTUBE = re.compile(r"/(?:shorts|live|embed|v)/([\w-]{11})/?")
_YOUTUBE_ID = re.compile(r"[\w-]{11}")
_VIMEO = re.compile(r"/(?:video/|channels/[\w-]+/)?(\d{5,12})(?:/([0-9a-f]{8,12}))?/?")
_PEERTUBE = re.compile(
    r"/(?:w|videos/watch|videos/embed)/([0-9A-Za-z]{22}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/?"
)
_TIME = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?")
_LOCAL_NAME = re.compile(r"[^\w.-]", re.ASCII)


class Film(Struct, frozen=True):
    """A film by its address: whose it is, which one, and the second that it starts at."""

    service: str  # "youtube", "vimeo", "peertube"
    id: str
    host: str
    start: int = 0
    key: str = ""  # of a film on Vimeo that is not listed

    @property
    def page(self) -> str:
        """Where people watch it."""
        match self.service:
            case "youtube":
                return f"https://www.youtube.com/watch?v={self.id}" + (f"&t={self.start}s" if self.start else "")
            case "vimeo":
                at = f"#t={self.start}s" if self.start else ""
                return f"https://vimeo.com/{self.id}" + (f"/{self.key}" if self.key else "") + at
        return f"https://{self.host}/w/{self.id}" + (f"?start={self.start}s" if self.start else "")

    @property
    def player(self) -> str:
        """What plays it in a frame, from the addresses that set no cookie where there are such."""
        match self.service:
            case "youtube":
                return f"{PLAYERS['youtube']}/embed/{self.id}?autoplay=1" + (
                    f"&start={self.start}" if self.start else ""
                )
            case "vimeo":
                key, at = f"&h={self.key}" if self.key else "", f"#t={self.start}s" if self.start else ""
                return f"{PLAYERS['vimeo']}/video/{self.id}?autoplay=1&dnt=1{key}{at}"
        at = f"&start={self.start}s" if self.start else ""
        return f"https://{self.host}/videos/embed/{self.id}?autoplay=1&p2p=0{at}"

    @property
    def name(self) -> str:
        """What people call the place where it is."""
        return _NAMES.get(self.service, self.host)

    @property
    def picture(self) -> str:
        """The path, in the content folder, of its picture as it is fetched."""
        host = f"-{_LOCAL_NAME.sub('-', self.host)}" if self.service == "peertube" else ""
        return f"{FOLDER}/{self.service}{host}-{self.id}.jpg"


class Clip(Value, frozen=True):
    """What feeds and search engines are told of a film in a post: every address is absolute, "" is not known."""

    title: str
    page: str
    player: str
    thumbnail: str = ""
    width: int = 0  # of the thumbnail
    height: int = 0


def film(address: str) -> Film | None:
    """The film behind an address; None for an address of anything else."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
        query = parse_qs(parts.query)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or parts.port not in (None, 80, 443):
        return None
    start = _seconds(next((query[name][0] for name in ("t", "start", "time_continue") if name in query), ""))
    start = start or _seconds(parts.fragment.removeprefix("t=") if parts.fragment.startswith("t=") else "")
    if host in _YOUTUBE_HOSTS or host == "youtu.be":
        found = _youtube(host, parts.path, query.get("v", [""])[0])
        return Film("youtube", found, host, start) if found else None
    if host in ("vimeo.com", "player.vimeo.com"):
        there = _VIMEO.fullmatch(parts.path)
        return Film("vimeo", there[1], host, start, there[2] or query.get("h", [""])[0]) if there else None
    there = _PEERTUBE.fullmatch(parts.path)
    return Film("peertube", there[1], host, start) if there else None


def page(embed: Element, host: Host) -> list[Node]:
    seen = film(embed.attributes.get("href") or "")
    if seen is None:
        return linked(embed, host)
    pictures, words = _shown(embed)
    name = plain(words) or host.card.title
    frame: dict[str, str | None] = {
        "srcdoc": _still(seen, pictures[0] if pictures else None, name, host),
        "title": host.word("film", name=name),
        "width": "16",
        "height": "9",
        "allow": "autoplay; encrypted-media; fullscreen; picture-in-picture",
        "referrerpolicy": "strict-origin-when-cross-origin",  # without one YouTube's player refuses
    }
    link = Element("a", {"href": seen.page}, [host.word("watch_on", place=seen.name)])
    below: list[Node] = [*line(words), *([" "] if words else []), link]
    return [Element("figure", {"class": "video"}, [Element("iframe", frame), Element("figcaption", {}, below)])]


def linked(embed: Element, host: Host) -> list[Node]:
    """Where no frame may stand: the picture and the words, both of which lead to the film."""
    pictures, words = _shown(embed)
    address = _address(embed)
    name = plain(words) or host.card.title
    if pictures:
        pictures[0].attributes = {**pictures[0].attributes, "alt": ""}  # the words beside it say the same
    inside: list[Node] = [*pictures[:1], *([Element("br")] if pictures else []), host.word("watch", name=name)]
    return paragraph([Element("a", {"href": address}, inside)]) if address else []


def text(embed: Element, host: Host) -> list[Node]:
    _, words = _shown(embed)
    address = _address(embed)
    watch = host.word("watch", name=plain(words) or host.card.title)
    return paragraph([watch, Element("br"), Element("a", {"href": address}, [address])]) if address else []


def clips(html: str, post: Post, frame: Frame) -> tuple[Clip, ...]:
    """The films of a post, from its body as it is kept; a body without one costs a look for a word."""
    if 'data-kind="video"' not in html:
        return ()
    embeds = (one for one in parse(html).find(EMBED) if one.attributes.get("data-kind") == "video")
    return tuple(clip for embed in embeds if (clip := _clip(embed, post, frame)) is not None)


def _clip(embed: Element, post: Post, frame: Frame) -> Clip | None:
    def target(element: Element, name: str) -> tuple[str, int, int]:
        symbol = (element.attributes.get(name) or "").removeprefix("ag:")
        found = post.targets[int(symbol)] if symbol.isdigit() and int(symbol) < len(post.targets) else None
        return (frame.absolute(found.url) if found.url else "", found.width, found.height) if found else ("", 0, 0)

    seen = film(target(embed, "href")[0])
    if seen is None:
        return None
    pictures, words = pictures_and_words(embed)
    still = next((one for picture in pictures for one in picture.find("img")), None)
    thumbnail, width, height = target(still, "src") if still is not None else target(embed, "src")
    return Clip(plain(words) or post.card.title, seen.page, seen.player, thumbnail, width, height)


def _shown(embed: Element) -> tuple[list[Element], list[Node]]:
    """The writer's own picture, else the one that was fetched; and the words."""
    pictures, words = pictures_and_words(embed)
    own = [one for picture in pictures for one in picture.find("img")]
    source = embed.attributes.get("src")
    if own or not source:
        return own, words
    size = {name: embed.attributes.get(name) for name in ("width", "height") if embed.attributes.get(name)}
    return [Element("img", {"src": source, "alt": "", **size})], words


def _address(embed: Element) -> str:
    written = embed.attributes.get("href") or ""
    seen = film(written)
    return seen.page if seen else written


def _still(seen: Film, picture: Element | None, name: str, host: Host) -> str:
    """The document in the frame until the film is started: one link, with the picture if there is one."""
    source = (picture.attributes.get("src") or "") if picture is not None else ""
    shown = f'<img src="{escape(source)}" alt="">' if source else ""
    words = f"<b>{escape(name)}</b> <span>{escape(host.word('play_on', place=seen.name))}</span>"
    sheet = f'<link rel="stylesheet" href="{escape(host.sheet)}">' if host.sheet else ""
    return (
        f'<!doctype html><html lang="{escape(host.frame.language)}" dir="{host.frame.direction}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(name)}</title>{sheet}'
        f'<a href="{escape(seen.player)}">{shown}<span class="words">{words}</span></a>'
    )


def _youtube(host: str, path: str, asked: str) -> str:
    if host == "youtu.be":
        found = path.strip("/")
    elif path == "/watch":
        found = asked
    else:
        there = _YOUTUBE.fullmatch(path)
        found = there[1] if there else ""
    return found if _YOUTUBE_ID.fullmatch(found) else ""


def _seconds(written: str) -> int:
    there = _TIME.fullmatch(written)
    hours, minutes, seconds = (int(part or 0) for part in there.groups()) if there else (0, 0, 0)
    return min(hours * 3600 + minutes * 60 + seconds, 359_999)


BLOCK = Block("video", "::: video https://www.youtube.com/watch?v=…", page, linked, linked, text, Behind.FILM)
