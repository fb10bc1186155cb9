"""The workbench, until it has pages of its own: every post with its page."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from audiencegen.preview.generation import Generation
from audiencegen.values import Struct


class Page(Struct, frozen=True):
    """An answer to a browser; `location` is where a 303 leads."""

    content: bytes
    type: str = "text/html; charset=utf-8"
    status: int = 200
    location: str = ""


def answer(generation: Generation, path: str, query: Mapping[str, str]) -> Page | None:
    """The page of a decoded path; None for a path that is not of the workbench."""
    if path != "/_/":
        return None
    frame = generation.site.frame
    rows = (
        f'<li><a href="{escape(frame.href(post.card.address))}">{escape(post.card.title)}</a></li>'
        for post in generation.site.posts
    )
    return Page(f"<!doctype html><title>Workbench</title><body><ul>{''.join(rows)}</ul></body>".encode())


def corner(generation: Generation, address: str) -> str:
    """What is put into the corner of the page at this address."""
    return ""
