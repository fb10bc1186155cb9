"""For crawlers: `sitemap.xml` of everything listed, and `robots.txt`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape

from audiencegen.content import urls
from audiencegen.model import Frame, Output, Post, Site, State
from audiencegen.theme import Theme
from audiencegen.values import Value


class Addresses(Value, frozen=True):
    """What is found on the site, and the moment of its last real change. As one record it is quickly compared."""

    rows: tuple[tuple[str, datetime | None], ...]


def plan(site: Site, theme: Theme) -> Iterable[Output]:
    yield Output(f"site{urls.SITEMAP}", sitemap, (site.frame, Addresses(tuple(_rows(site)))))
    if not any(asset.address == urls.ROBOTS for asset in site.assets):
        yield Output(f"site{urls.ROBOTS}", robots, (site.frame,))


def sitemap(frame: Frame, addresses: Addresses) -> bytes:
    """Sitemap protocol 0.9 (sitemaps.org): absolute addresses, and the day of the last real change."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for address, changed in addresses.rows:
        day = f"<lastmod>{frame.local(changed).date().isoformat()}</lastmod>" if changed else ""
        lines.append(f"<url><loc>{escape(frame.absolute(address))}</loc>{day}</url>")
    return "\n".join([*lines, "</urlset>", ""]).encode("utf-8")


def robots(frame: Frame) -> bytes:
    rule = "Disallow: /" if frame.showing_drafts else "Allow: /"
    return f"User-agent: *\n{rule}\n\nSitemap: {frame.absolute(urls.SITEMAP)}\n".encode()


def _rows(site: Site) -> Iterator[tuple[str, datetime | None]]:
    yield urls.HOME, site.listed[0].date if site.listed else None
    yield urls.ARCHIVE, site.listed[0].date if site.listed else None
    if site.episodes:
        yield urls.PODCAST, site.episodes[0].card.date
    if urls.SUBSCRIBE in site.door_pages:
        yield urls.SUBSCRIBE, None
    listed = {card.source for card in site.listed}
    for post in site.posts:
        if post.card.source in listed and not _points_elsewhere(post, site.frame):
            yield post.card.address, post.card.updated or post.card.date
    for page in site.pages:
        if page.card.state is State.PUBLISHED and not _points_elsewhere(page, site.frame):
            yield page.card.address, page.card.updated or page.card.date
    for term in site.terms:
        yield term.key.address, term.posts[0].date


def _points_elsewhere(post: Post, frame: Frame) -> bool:
    """Whether a post says that another address is the one to be found."""
    return post.canonical not in ("", frame.absolute(post.card.address))
