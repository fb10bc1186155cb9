"""Addresses that would vanish although their post is still there: the build names the line that keeps them alive."""

from __future__ import annotations

from collections.abc import Mapping

from audiencegen.build.manifest import Manifest
from audiencegen.content.urls import folded
from audiencegen.model import Site
from audiencegen.problems import Problem, warning

MOVED = "moved"


def addresses(site: Site) -> Mapping[str, str]:
    """Content file → the address of its page."""
    return {post.card.source: post.card.address for post in (*site.posts, *site.pages)}


def problems(before: Manifest, now: Mapping[str, str], site: Site, content: str) -> tuple[Problem, ...]:
    """A warning for every page that has moved since the last build without leaving an alias behind.

    `now` are the present addresses.
    """
    gone = [source for source in sorted(now) if before.addresses.get(source, now[source]) != now[source]]
    if not gone:  # nearly always; to fold ten thousand addresses takes a while
        return ()
    answered = {folded(redirect.old) for redirect in site.redirects} | set(map(folded, now.values()))
    return tuple(
        _problem(before.addresses[source], now[source], f"{content}/{source}")
        for source in gone
        if folded(before.addresses[source]) not in answered
    )


def _problem(old: str, new: str, file: str) -> Problem:
    message = f"this page moves from {old} to {new}; who has the old address would find nothing"
    return warning(MOVED, message, f"add to its head: aliases: [{old}]", file=file)
