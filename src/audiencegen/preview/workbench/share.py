"""The share kit of one post on the workbench: the same page as in its folder."""

from __future__ import annotations

from urllib.parse import quote

from audiencegen.model import Site
from audiencegen.preview.workbench.bench import ADDRESS, filled
from audiencegen.preview.workbench.generation import Generation, Page


def page(generation: Generation, folder: str) -> Page:
    """The kit in this folder; 404 when there is none."""
    kit = next((kit for kit in generation.site.kits if kit.folder == folder), None)
    if kit is None:
        return filled(generation, "lost", status=404)
    source = f"{ADDRESS}raw/share/{quote(folder)}/index.html"
    return filled(generation, "share", card=kit.post.card, source=source)


def addresses(site: Site) -> dict[str, str]:
    """Where the kit of each post is, by the post's file."""
    return {kit.post.card.source: f"{ADDRESS}share/{quote(kit.folder)}/" for kit in site.kits}
