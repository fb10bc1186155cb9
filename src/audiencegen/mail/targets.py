"""Where the links of a letter lead: absolute addresses, and links in words for what an inbox cannot play."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import unquote, urljoin, urlsplit

from audiencegen.content.tree import Element
from audiencegen.values import Record, Struct

MEDIA = frozenset({"audio", "embed", "iframe", "object", "video"})

_SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms", "ftp", "geo", "webcal", "xmpp"})
# As nearly all targets are: what they are joined to adds nothing to them, and no part is empty, which would be dropped.
_WHOLE = re.compile(
    r"https?://[\w.-]+(?:/[\w./~%+@!$&'()*,:=-]*)?(?:\?[\w./~%+@!$&'()*,:=;-]+)?(?:#[\w./~%+@!$&'()*,:=-]+)?", re.ASCII
)
_YOUTUBE = re.compile(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+)")
_VIMEO = re.compile(r"https?://player\.vimeo\.com/video/(\d+)")


class Desk(Struct, frozen=True):
    """Where the letter is written: the address that relative targets start from, and the words for what it names."""

    address: str
    on_web: bool
    words: Record
    copies: Mapping[str, str] = MappingProxyType({})  # the address of a picture → that of its copy for letters


def followable(target: str | None, desk: Desk) -> str:
    """A target as an absolute address, or "" for what cannot be followed from an inbox."""
    written = (target or "").strip()
    if not written:
        return ""
    try:
        url = written if _WHOLE.fullmatch(written) else urljoin(desk.address, written)
        scheme = urlsplit(url).scheme
    except ValueError:  # a bracket that is no IPv6 address
        return ""
    if scheme not in _SCHEMES or (not desk.on_web and url.startswith(desk.address + "#")):
        return ""
    return re.sub(r"\s", lambda space: f"%{ord(space[0]):02X}", url)


def medium(element: Element, desk: Desk) -> Element | None:
    """A frame, as a link in words, below its poster; None; None when it has no address."""
    sources = (inner.attributes.get("src") or inner.attributes.get("data") for inner in element.walk())
    url = followable(next((source for source in sources if source), ""), desk)
    if not url:
        return None
    watched = _YOUTUBE.match(url) or _VIMEO.match(url)
    if watched:
        host = "https://www.youtube.com/watch?v=" if "youtube" in watched[0] else "https://vimeo.com/"
        url = host + watched[1]
    kind = "video" if watched or element.tag == "video" else "audio" if element.tag == "audio" else "frame"
    named = element.attributes.get("title") or element.attributes.get("aria-label") or _name(url, kind)
    words = str(desk.words.get(kind, "{name}")).format(name=named)
    poster = followable(element.attributes.get("poster"), desk)
    shown: list[Element | str] = [Element("img", {"src": poster, "alt": ""}), Element("br")] if poster else []
    return Element("a", {"href": url}, [*shown, words])


def _name(url: str, kind: str) -> str:
    """A film or recording by its file, a frame by its host; what else the path says is seldom words."""
    parts = urlsplit(url)
    file = unquote(parts.path.rpartition("/")[2])
    return file if kind != "frame" and "." in file else parts.netloc
