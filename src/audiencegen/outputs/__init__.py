"""Site → Outputs: one file per kind of output, each with a `plan`. Nothing here reads or writes a file."""

from __future__ import annotations

from collections.abc import Iterator

from audiencegen.model import Output, Readers, Site
from audiencegen.outputs import assets, cards, feeds, issues, lists, pages, readers, redirects, search, sitemap
from audiencegen.theme import Theme

_KINDS = (pages, lists, feeds, redirects, sitemap, assets, issues, cards, search)


def plan(site: Site, theme: Theme, audience: Readers | None) -> Iterator[Output]:
    """Everything that one build makes, in a fixed order; no path twice."""
    for kind in _KINDS:
        yield from kind.plan(site, theme)
    yield from readers.plan(audience)
