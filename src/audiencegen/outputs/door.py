"""The pages around subscribing: every way to follow, what comes next, and a welcome. The writer's own stand instead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from audiencegen.content import urls
from audiencegen.model import Card, Frame, Output, Site, TermKey
from audiencegen.outputs.head import head
from audiencegen.theme import Theme, render


def plan(site: Site, theme: Theme) -> Iterable[Output]:
    newest = site.listed[0] if site.listed else None
    terms = tuple(term.key for term in site.terms)
    pages = {
        urls.SUBSCRIBE: Output(_path(urls.SUBSCRIBE), subscribe_page, (theme, site.frame, terms)),
        urls.THANKS: Output(_path(urls.THANKS), thanks_page, (theme, site.frame)),
        urls.WELCOME: Output(_path(urls.WELCOME), welcome_page, (theme, site.frame, newest)),
    }
    return tuple(pages[address] for address in site.door_pages)


def subscribe_page(theme: Theme, frame: Frame, terms: tuple[TermKey, ...]) -> bytes:
    """The box, and the feeds with their addresses."""
    return _page("site/subscribe.html", theme, frame, urls.SUBSCRIBE, terms=terms, noindex=frame.showing_drafts)


def thanks_page(theme: Theme, frame: Frame) -> bytes:
    """Where a service's form leads: look in your inbox."""
    return _page("site/thanks.html", theme, frame, urls.THANKS, noindex=True)


def welcome_page(theme: Theme, frame: Frame, newest: Card | None) -> bytes:
    """Where somebody comes who has confirmed: what to read, and a question to answer."""
    return _page("site/welcome.html", theme, frame, urls.WELCOME, newest=newest, noindex=True)


def _path(address: str) -> str:
    return f"site/{urls.file_of(address)}"


def _page(template: str, theme: Theme, frame: Frame, address: str, **names: Any) -> bytes:
    around = head(theme, frame)
    return render(theme, template, site=frame, address=address, canonical=frame.absolute(address), **around, **names)
