"""The address of the site: what it must be, and what was meant when it is not."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from audiencegen.fields import Field, shapes
from audiencegen.fields.shapes import Problems
from audiencegen.problems import ProjectError, error, warning

_EXAMPLE_HOSTS = ("example.com", "www.example.com")
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+\.?|localhost|[0-9a-f:]*:[0-9a-f:.]+")


def checked_url(text: str) -> str:
    """The address of a site without a slash at its end; raises ProjectError, as `--base-url` needs it."""
    url = text.strip().rstrip("/")
    if not _is_address(url):
        hint = f"write it as https://{url}" if _is_address(f"https://{url}") else "write it as https://example.com"
        raise ProjectError(error("url", f"this is not the address of a site: {text}", hint))
    return url


def read_url(field: Field, problems: Problems) -> str | None:
    """The `url:` of the configuration; `https://example.com` is worth a warning."""
    said = shapes.text(field, problems)
    if said is None:
        return None
    url = said.rstrip("/")
    if not _is_address(url):
        message, hint = (
            f"`url` is not the address of a site: {said}",
            f"write it as {field.line_with('https://example.com')}",
        )
        if _is_address(f"https://{url}"):
            message, hint = (
                f"`url` has no https:// before it: {said}",
                f"write it as {field.line_with(f'https://{url}')}",
            )
        problems.append(error("url", message, hint, **field.at_value))
        return None
    if urlsplit(url).hostname in _EXAMPLE_HOSTS:
        hint = "write the address at which your site will stand: feeds and letters need it in every link"
        problems.append(warning("example-url", f"`url` is still the example: {url}", hint, **field.at_value))
    return url


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port  # a port beyond 65535 raises when it is asked for
    except ValueError:
        return False
    is_bare = not (parts.query or parts.fragment or re.search(r"[\s\\?#]", url))
    return parts.scheme in ("http", "https") and bool(_HOST.fullmatch(host)) and is_bare
