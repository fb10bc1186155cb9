"""Who owns which address: two owners of one are an error that names both."""

from __future__ import annotations

from collections.abc import Mapping

from audiencegen.content import urls
from audiencegen.problems import Problem, error

_OF_THE_SITE = {
    urls.HOME: "the home page",
    urls.ARCHIVE: "the archive",
    urls.NOT_FOUND: "the page for lost visitors",
    urls.SITEMAP: "the sitemap",
    urls.REDIRECTS: "the list of redirects",
    urls.RSS: "the RSS feed",
    urls.ATOM: "the Atom feed",
    urls.JSON_FEED: "the JSON feed",
}


class AddressBook:
    """Addresses and their owners, compared as the most forgetful host or disk would compare them."""

    def __init__(self) -> None:
        self._owners: dict[str, tuple[str, str]] = {}
        for address, owner in _OF_THE_SITE.items():
            self._owners[urls.folded(address)] = (address, owner)

    def claim(self, address: str, owner: str, file: str) -> Problem | None:
        """Give `address` to `owner`; the answer is an error in `file` when it is taken by another."""
        key = urls.folded(address)
        taken = self._owners.setdefault(key, (address, owner))
        if taken[1] == owner:
            return None
        message = f"the address {address} is taken by {taken[1]}"
        hint = "give one of the two another `slug:` or `permalink:`; no two pages can have one address"
        return error("address-taken", message, hint, file=file)

    def owner(self, address: str) -> str | None:
        taken = self._owners.get(urls.folded(address))
        return taken[1] if taken else None

    def addresses(self) -> Mapping[str, str]:
        """Folded address → the address as it is written."""
        return {key: address for key, (address, _) in self._owners.items()}
