"""The copies of pictures that pages show, and the site's icons with the file that tells telephones of them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from audiencegen.content.pictures import copies, icons
from audiencegen.images.resize import square, web_sized
from audiencegen.model import Copy, Frame, Output, Site
from audiencegen.theme import Theme
from audiencegen.values import Ref

MANIFEST = "/site.webmanifest"
_INSTALLED = 192  # pixels from which on an icon is for a home screen


def plan(site: Site, theme: Theme) -> Iterable[Output]:
    # Two files with the same name and content have one copy.
    sized = {copy.address: (file, copy) for file in site.pictures for copy in copies(file)}
    for address, (file, copy) in sized.items():
        yield Output(f"site{address}", web_copy, (Ref(file.digest), copy.width))
    if site.icon is None:
        return
    for copy in icons(site.icon):
        yield Output(f"site{copy.address}", icon, (Ref(site.icon.digest), copy.width))
    if not any(asset.address == MANIFEST for asset in site.assets):
        yield Output(f"site{MANIFEST}", manifest, (site.frame,))


def web_copy(content: bytes, width: int) -> bytes:
    return web_sized(content, width)


def icon(content: bytes, side: int) -> bytes:
    return square(content, side)


def manifest(frame: Frame) -> bytes:
    """A web application manifest (W3C), for a site that somebody puts on a home screen."""
    told = {
        "name": frame.title,
        "lang": frame.language,
        "dir": frame.direction,
        "start_url": frame.href("/"),
        "display": "browser",
        "icons": [_icon(frame, copy) for copy in frame.icons if copy.width >= _INSTALLED],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _icon(frame: Frame, copy: Copy) -> dict[str, str]:
    return {"src": frame.href(copy.address), "sizes": f"{copy.width}x{copy.width}", "type": "image/png"}
