"""Old addresses: a page that leads on for every host, and `_redirects` for hosts that read one."""

from __future__ import annotations

from collections.abc import Iterable

from audiencegen.content.urls import REDIRECTS, file_of
from audiencegen.model import Frame, Output, Redirect, Site
from audiencegen.theme import Theme, render


def plan(site: Site, theme: Theme) -> Iterable[Output]:
    for redirect in site.redirects:
        yield Output(f"site/{file_of(redirect.old)}", redirect_page, (theme, site.frame, redirect))
    if site.redirects and not any(asset.address == REDIRECTS for asset in site.assets):
        yield Output(f"site{REDIRECTS}", redirects_file, (site.frame, site.redirects))


def redirect_page(theme: Theme, frame: Frame, redirect: Redirect) -> bytes:
    """A page with `refresh` and `canonical`, which search engines take for a permanent redirect."""
    return render(
        theme,
        "site/redirect.html",
        site=frame,
        address=redirect.target,
        canonical=frame.absolute(redirect.target),
        target=redirect.target,
    )


def redirects_file(frame: Frame, redirects: tuple[Redirect, ...]) -> bytes:
    """One rule a line, as Netlify and Cloudflare Pages read it: old, new, status."""
    rows = (f"{frame.href(redirect.old)} {frame.href(redirect.target)} 301\n" for redirect in redirects)
    return "".join(rows).encode("utf-8")
