"""Files that are published as they are: the theme's, those that pages show, and the static folder.

Of a picture only the notes of cameras and programs are left out, wherever it lies: where somebody lives is no asset.
"""

from __future__ import annotations

from collections.abc import Iterable

from audiencegen.images.strip import stripped
from audiencegen.model import Output, Site
from audiencegen.theme import Theme
from audiencegen.theme import assets as theme_assets

_NOTED = (".gif", ".jpeg", ".jpg", ".png", ".webp")


def plan(site: Site, theme: Theme) -> Iterable[Output]:
    for asset in (*theme_assets(theme), *site.assets):
        recipe = picture if asset.address.lower().endswith(_NOTED) else copy
        yield Output(f"site{asset.address}", recipe, (asset.content,))


def copy(content: bytes) -> bytes:
    return content


def picture(content: bytes) -> bytes:
    return stripped(content)
