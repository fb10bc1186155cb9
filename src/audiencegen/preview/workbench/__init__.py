"""The workbench, `/_/`: the posts and where they stand, and each letter in every light it will be read in.

Pages are pure: a generation of the project and an address go in, a page comes out. The server brings them online, and
puts the `corner` on each page of the site, so that a letter is one click away.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from audiencegen.content.urls import folded
from audiencegen.model import Issue, Site
from audiencegen.preview.workbench import letter, posts, raw, share
from audiencegen.preview.workbench.bench import ADDRESS, filled, letter_address
from audiencegen.preview.workbench.generation import Generation, Page
from audiencegen.theme import text

__all__ = ["ADDRESS", "Generation", "Page", "answer", "corner"]

_FILES = {
    "workbench.css": "text/css; charset=utf-8",
    "corner.css": "text/css; charset=utf-8",
    "workbench.js": "text/javascript; charset=utf-8",
}


def answer(generation: Generation, path: str, query: Mapping[str, str]) -> Page | None:
    """The page of a decoded path; None for a path that is not of the workbench.

    Raises ProjectError when a template fails, like any page of the site.
    """
    if path == ADDRESS.rstrip("/"):
        return Page(b"", status=303, location=ADDRESS)
    if not path.startswith(ADDRESS):
        return None
    match path.removeprefix(ADDRESS).rstrip("/").split("/"):
        case [""]:
            return posts.page(generation, query)
        case ["letter", folder]:
            return letter.page(generation, folder, letter.VIEWS[0])
        case ["letter", folder, view]:
            return letter.page(generation, folder, view)
        case ["share", folder]:
            return share.page(generation, folder)
        case ["raw", "share", *parts]:
            return raw.kit_part(generation, "/".join(parts))
        case ["raw", *parts]:
            return raw.part(generation, "/".join(parts), query.get("look", ""))
        case ["for"]:
            return _way_to_letter(generation.site, query.get("address", ""))
        case [name] if name in _FILES:
            return Page(text(generation.theme, f"workbench/{name}").encode("utf-8"), _FILES[name])
    return filled(generation, "lost", status=404)


def corner(generation: Generation, address: str) -> str:
    """A few links for the corner of the page at this address of the site: to its letter, and to the workbench."""
    found = _letter_of(generation.site, address)
    way = f"{ADDRESS}for?address={quote(address)}" if found else ""
    return filled(generation, "corner", letter=way).content.decode("utf-8")


def _way_to_letter(site: Site, address: str) -> Page:
    found = _letter_of(site, address)
    return Page(b"", status=303, location=letter_address(found.folder) if found else ADDRESS)


def _letter_of(site: Site, address: str) -> Issue | None:
    wanted = folded(address)
    own = (issue for issue in site.issues if issue.post.on_web)
    return next((issue for issue in own if folded(issue.post.card.address) == wanted), None)
