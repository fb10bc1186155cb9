"""Site → Outputs: one file per kind of output, each with a `plan`. Nothing here reads or writes a file."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from audiencegen.config import Config, Shared
from audiencegen.model import Output, Readers, Site
from audiencegen.theme import Theme

# What nearly every site is made with.
_TEMPLATES = (
    "site/post.html",
    "site/base.html",
    "site/term.html",
    "site/home.html",
    "site/archive.html",
    "site/terms.html",
    "site/404.html",
    "site/subscribe.html",
    "site/thanks.html",
    "site/welcome.html",
    "handover/letter.html",
    "handover/base.html",
    "handover/letters.html",
    "mail/letter.html",
    "mail/letter.txt",
    "share/kits.html",
)


def templates(config: Config) -> Iterator[str]:
    """The templates that a site with this configuration is made with, as a rule."""
    yield from _TEMPLATES
    if config.search:
        yield "site/search.html"
    if config.shared is not Shared.NONE:
        yield "share/kit.html"


def plan(site: Site, theme: Theme, audience: Readers | None) -> Iterator[Output]:
    """Everything that one build makes, in a fixed order; no path twice."""
    from audiencegen.outputs import readers

    for kind in _kinds():
        yield from kind.plan(site, theme)
    yield from readers.plan(audience)


def prepare() -> None:
    """Import what plans and makes a whole site, while there is time."""
    _kinds()
    from audiencegen.outputs.feeds import xml

    xml.prepare()


def _kinds() -> tuple[ModuleType, ...]:
    """The kinds of outputs that are made of the site, in their order."""
    # Not above: where the last plan stands, only what makes the few outputs of an edit is imported.
    from audiencegen.outputs import (
        assets,
        cards,
        door,
        feeds,
        issues,
        lists,
        pages,
        pictures,
        podcast,
        redirects,
        search,
        share,
        sitemap,
    )

    return pages, lists, door, feeds, podcast, redirects, sitemap, assets, pictures, issues, cards, share, search
