"""Who owns which address: two owners of one are an error that names both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from audiencegen.content import urls

_OF_THE_SITE = {
    urls.HOME: "the home page",
    urls.ARCHIVE: "the archive",
    urls.NOT_FOUND: "the page for lost visitors",
    urls.SITEMAP: "the sitemap",
    urls.RSS: "the RSS feed",
    urls.ATOM: "the Atom feed",
    urls.JSON_FEED: "the JSON feed",
    urls.LETTERS_FEED: "the feed of the letters",
    urls.OPML: "the list of all feeds",
    urls.FEED_STYLE: "the style of the feeds",
}


class AddressBook:
    """Addresses and their owners, compared as the most forgetful host or disk would compare them."""

    def __init__(self) -> None:
        self._owners: dict[str, tuple[str, str]] = {}
        self._folders: dict[str, str] = {}
        for address, owner in _OF_THE_SITE.items():
            self.claim(address, owner)

    def claim(self, address: str, owner: str) -> str | None:
        """Give `address` to `owner`; the answer is the present owner when it is taken by another.

        An address is taken, too, when a file would have to stand where a folder does: `/feed.xml/` and `/feed.xml`.
        """
        key = urls.folded(address)
        if key in self._owners:
            present = self._owners[key][1]
            return None if present == owner else present
        folders = tuple(_folders(key))
        files = (self._owners[folder][1] for folder in folders if folder in self._owners)
        in_the_way = next(files, None) or self._folders.get(key)
        if in_the_way is not None:
            return in_the_way
        self._owners[key] = (address, owner)
        for folder in folders:
            self._folders.setdefault(folder, owner)
        return None

    def addresses(self) -> Mapping[str, str]:
        """Folded address → the address as it is written."""
        return {key: address for key, (address, _) in self._owners.items()}


def _folders(key: str) -> Iterator[str]:
    """The folders that a file at this address stands in: `/posts` and `/posts/hello` of `/posts/hello/`."""
    at = key.find("/", 1)
    while at > 0:
        yield key[:at]
        at = key.find("/", at + 1)
