"""Files that are published as they are: the theme's, those that pages show, and the static folder."""

from __future__ import annotations

from collections.abc import Iterable

from audiencegen.model import Output, Site
from audiencegen.theme import Theme
from audiencegen.theme import assets as theme_assets


def plan(site: Site, theme: Theme) -> Iterable[Output]:
    for asset in (*theme_assets(theme), *site.assets):
        yield Output(f"site{asset.address}", copy, (asset.content,))


def copy(content: bytes) -> bytes:
    return content
