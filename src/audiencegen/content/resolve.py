"""Targets as written → addresses. Links between files resolve by path, then by address; what resolves to nothing warns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from posixpath import dirname, normpath
from urllib.parse import unquote, urlsplit

from audiencegen.content.urls import folded, is_external
from audiencegen.model import File, Link, State, Target
from audiencegen.problems import Problem, warning

_PREFIXES = ("@/", "{filename}", "{attach}", "{static}")  # how Zola and Pelican say "a path of the content folder"
_TEMPLATE_IDS = frozenset({"", "top"})


@dataclass(frozen=True, slots=True)
class Place:
    """A Markdown file that links may point at. `address` is "" while it has no page."""

    path: str
    address: str
    state: State
    ids: frozenset[str]


@dataclass
class Atlas:
    """Everything on the site that a link may mean; notes which files are in use."""

    places: Mapping[str, Place]  # by path
    files: Mapping[str, File]  # by path
    addresses: Mapping[str, str]  # folded address → the address as it is
    site_url: str
    used: dict[str, File] = field(default_factory=dict)
    _by_address: dict[str, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_address = {folded(place.address): place for place in self.places.values() if place.address}

    def target(self, link: Link, home: Place) -> tuple[Target, Problem | None]:
        """What a link of the file `home` becomes, and a warning when it leads nowhere."""
        written = self._own(link.target)
        if is_external(written):
            return Target(written), None
        if written.startswith("#"):
            return Target(written), self._check_fragment(home, written[1:], link)
        path, query, fragment = _split(written)
        place = self._place(path, home)
        if place is not None:
            return self._to_place(place, query, fragment, link)
        file = self._file(path, home)
        if file is not None:
            return self._to_file(file, query, fragment, link), None
        address = self._address(path, home)
        if address is not None:
            return Target(address + query + fragment), None
        return Target(_from_home(path, home) + query + fragment), _broken(link)

    def file(self, written: str, path: str) -> File | None:
        """The file that a field such as `image:` names, seen from the content file at `path`; it counts as used."""
        file = self._file(unquote(written), Place(path, "", State.PUBLISHED, frozenset()))
        if file is not None:
            self.used[file.path] = file
        return file

    def _own(self, target: str) -> str:
        """An absolute link to this very site is a link like any other."""
        if target == self.site_url:
            return "/"
        inside = target.startswith(self.site_url + "/")
        return target.removeprefix(self.site_url) if inside else target

    def _place(self, path: str, home: Place) -> Place | None:
        for candidate in _candidates(path, home):
            if candidate in self.places:
                return self.places[candidate]
        address = _from_home(path, home)
        return self._by_address.get(folded(address)) or self._by_address.get(folded(address + "/"))

    def _file(self, path: str, home: Place) -> File | None:
        return next((self.files[one] for one in _candidates(path, home) if one in self.files), None)

    def _address(self, path: str, home: Place) -> str | None:
        address = _from_home(path, home)
        return self.addresses.get(folded(address)) or self.addresses.get(folded(address + "/"))

    def _to_place(self, place: Place, query: str, fragment: str, link: Link) -> tuple[Target, Problem | None]:
        if not place.address:
            message = f"links to {place.path}, which has no page ({place.state.value})"
            hint = "the link will work once that page is published; until then readers find nothing there"
            return Target(link.target), warning("unpublished-link", message, hint, **_where(link))
        return Target(place.address + query + fragment), self._check_fragment(place, fragment[1:], link)

    def _to_file(self, file: File, query: str, fragment: str, link: Link) -> Target:
        self.used[file.path] = file
        sized = link.image and not link.sized
        return Target(
            file_address(file.path) + query + fragment, file.width if sized else 0, file.height if sized else 0
        )

    def _check_fragment(self, place: Place, fragment: str, link: Link) -> Problem | None:
        if unquote(fragment) in place.ids or fragment in place.ids or fragment in _TEMPLATE_IDS:
            return None
        message = f"the link {link.target} leads to a section that {place.path} does not have"
        near = ", ".join(f"#{one}" for one in sorted(place.ids)[:5])
        return warning("broken-anchor", message, f"it has {near}" if near else "it has no sections", **_where(link))


def file_address(path: str) -> str:
    """Where a file is published: the address of its path; the `static` folder stands at the root."""
    return "/" + path.removeprefix("static/")


def _split(target: str) -> tuple[str, str, str]:
    parts = urlsplit(target)
    query = f"?{parts.query}" if parts.query else ""
    return unquote(parts.path), query, f"#{parts.fragment}" if parts.fragment else ""


def _candidates(path: str, home: Place) -> tuple[str, ...]:
    """The content paths that a written path may mean."""
    for prefix in _PREFIXES:
        if path.startswith(prefix):
            return (normpath(path.removeprefix(prefix).lstrip("/")),)
    if path.startswith("/"):
        plain = normpath(path.lstrip("/"))
        return plain, f"static/{plain}"
    return (normpath(f"{dirname(home.path)}/{path}").lstrip("/"),)


def _from_home(path: str, home: Place) -> str:
    """A path as a browser would read it on the page of `home`."""
    if path.startswith("/"):
        return path
    base = home.address if home.address.endswith("/") else dirname(home.address) + "/"
    joined = "/" + normpath(f"{base}{path}").lstrip("/")
    return joined + "/" if path.endswith("/") and joined != "/" else joined


def _broken(link: Link) -> Problem:
    if link.image:
        message = f"the picture {link.target} is not there"
        hint = "put the file beside this one, or mend its name; capitals matter"
        return warning("missing-image", message, hint, **_where(link))
    message = f"the link {link.target} leads to nothing on this site"
    hint = "write the path of a file of the content folder, or an address that begins with https://"
    return warning("broken-link", message, hint, **_where(link))


def _where(link: Link) -> dict[str, object]:
    return {"find": link.target, "ordinal": link.ordinal}
