"""The Content-Security-Policy of a page: it loads from the site, and from elsewhere only what its writer put there.

What every page of a site has in common can be sent as a header, too (`common`): a browser holds to both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from audiencegen.model import Frame

_MANY = 6  # places: a longer list only makes every page heavier
_ORIGIN = re.compile(r"((?:https?:)?//[A-Za-z0-9.-]+(?::\d+)?)(?=[/?#\s,]|$)")
_TAG = re.compile(r"<(audio|button|embed|form|iframe|img|input|object|source|track|video)\b([^>]*)>")
_ATTRIBUTE = re.compile(r' (action|data|formaction|poster|src|srcset)="([^"]*)"')
_KINDS = {
    "audio": "media-src", "video": "media-src", "track": "media-src", "source": "media-src",
    "iframe": "frame-src", "embed": "object-src", "object": "object-src", "img": "img-src", "input": "img-src",
}  # fmt: skip
_BY_ATTRIBUTE = {"action": "form-action", "formaction": "form-action", "poster": "img-src", "srcset": "img-src"}
_STYLED = (' style="', "<style")


def policy(
    frame: Frame,
    html: str = "",
    pictures: Iterable[str] = (),
    films: Iterable[str] = (),
    sounds: Iterable[str] = (),
) -> str:
    """What stands in the page's `<meta>`; "" where the site wants none.

    `html` is what its writer wrote; the other addresses are those that the theme shows beside it. A page with a script
    of the writer's own may ask for anything, and only keeps to the rest.
    """
    if not frame.options.get("policy", True):
        return ""
    found: dict[str, set[str]] = {"img-src": set(), "frame-src": set(), "media-src": set()}
    mine = (author.photo for author in frame.authors)
    for kind, urls in (("img-src", (*pictures, *mine)), ("frame-src", films), ("media-src", sounds)):
        found[kind].update(origin for url in urls for origin in _origins(url))
    if _may_load(html):
        _note(html, found)
    sources = {"form-action": {frame.door.origin} if frame.door.origin else set(), **found}
    sources["form-action"] |= found.get("form-action", set())
    if "<script" in html:
        return "base-uri 'none'"
    if "style" in html and any(sign in html for sign in _STYLED):
        sources["style-src"] = {"'unsafe-inline'"}
    return "; ".join((_FIRST, *_directives(sources)))


def _may_load(html: str) -> bool:
    """Whether tags have to be read, found at the speed of memory: something other than a link leads elsewhere."""
    elsewhere = html.count('="http')
    return (elsewhere and elsewhere > html.count(' href="http')) or '="//' in html or '="data:' in html


def common(frame: Frame) -> str:
    """What holds for every page, for a header of the host."""
    return policy(frame)


_FIRST = "default-src 'self'; base-uri 'none'"


def _directives(sources: dict[str, set[str]]) -> Iterable[str]:
    if not sources.get("object-src"):
        yield "object-src 'none'"
    for kind in sorted(sources):
        if sources[kind] or kind == "form-action":
            yield " ".join((kind, "'self'", *_few(sources[kind])))


def _few(origins: set[str]) -> list[str]:
    return sorted(origins) if len(origins) <= _MANY else ["https:"]


def _note(html: str, found: dict[str, set[str]]) -> None:
    """Where each kind of thing in what somebody wrote comes from."""
    for tag, attributes in _TAG.findall(html):
        for name, value in _ATTRIBUTE.findall(attributes):
            kind = _BY_ATTRIBUTE.get(name) or _KINDS.get(tag)
            if kind and (origins := _origins(value)):
                found.setdefault(kind, set()).update(origins)


def _origins(value: str) -> Iterable[str]:
    """The places that an address, or several of a `srcset`, lead to; none of an address of ours."""
    if value.startswith("data:"):
        return ("data:",)
    if "//" not in value:
        return ()
    found = _ORIGIN.findall(value)
    return tuple(one.removeprefix("//") for one in found) or ("https:",)
