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


def problems(before: Manifest, site: Site, content: str) -> tuple[Problem, ...]:
    """A warning for every page that has moved since the last build without leaving an alias behind."""
    answered = {folded(redirect.old) for redirect in site.redirects} | {folded(one) for one in addresses(site).values()}
    return tuple(
        _problem(before.addresses[source], address, f"{content}/{source}")
        for source, address in sorted(addresses(site).items())
        if source in before.addresses and folded(before.addresses[source]) not in answered
    )


def _problem(old: str, new: str, file: str) -> Problem:
    message = f"this page moves from {old} to {new}; who has the old address would find nothing"
    return warning(MOVED, message, f"add to its head: aliases: [{old}]", file=file)
