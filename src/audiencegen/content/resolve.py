"""Targets as written → addresses: by path, then by address; what resolves to nothing warns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import PurePosixPath
from posixpath import dirname, normpath, relpath
from urllib.parse import unquote, urlsplit

from audiencegen.content.days import name_facts
from audiencegen.content.pictures import copies
from audiencegen.content.urls import PAGE_IDS, folded, is_external
from audiencegen.fields import did_you_mean
from audiencegen.model import PIXELS, Copy, File, Link, Redirect, State, Target
from audiencegen.problems import Problem, warning
from audiencegen.values import Struct

_ROOT = "@/"  # how Zola says "in the content folder"
_PELICAN = ("{filename}", "{attach}", "{static}")  # with a slash the same, without one "beside this file"
_ENDINGS = ("", ".md", ".markdown", "/index.md")  # which a link to a Markdown file may leave out
_TEMPLATE_IDS = PAGE_IDS | {"", "top"}
# Why a file has no page, and what that means for a link to it.
_NO_PAGE = {
    State.DRAFT: ("a draft, which has no page", "the link works once that is published; until then it leads nowhere"),
    State.SCHEDULED: ("a post that is not due yet", "the link works from its date on; until then it leads nowhere"),
    State.EXPIRED: ("a post that has expired", "take the link out, or change `expires:` of that post"),
}
_SECTIONS_SHOWN = 5
_ONLY_PATH = re.compile(r"(?!//)[A-Za-z0-9_./-]+")  # most targets have nothing to take apart
_NEVER_A_PAGE = ("a letter without a page (`web: false`)", "take the link out, or `web: false` from that letter")


class Place(Struct, frozen=True):
    """A Markdown file that links may point at; while it has no page, with the address that it would have."""

    path: str
    address: str
    state: State
    ids: frozenset[str]
    date: datetime | None = None
    has_page: bool = True


@dataclass
class Atlas:
    """Everything on the site that a link may mean; notes which files are in use."""

    places: Mapping[str, Place]  # by path
    files: Mapping[str, File]  # by path
    addresses: Mapping[str, str]  # folded address → the address as it is
    site_url: str
    unread: frozenset[str] = frozenset()  # paths with errors of their own: nobody knows what they have
    redirects: tuple[Redirect, ...] = ()
    used: dict[str, File] = field(default_factory=dict)
    makes_copies: bool = True
    copied: dict[str, File] = field(default_factory=dict)  # of which pages show copies
    _by_address: dict[str, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Some systems store the names of files decomposed; what a writer types is composed.
        self.places = {_composed(path): place for path, place in self.places.items()}
        self.files = {_composed(path): file for path, file in self.files.items()}
        rising = sorted(self.places.values(), key=lambda place: place.has_page)  # of two at one address the page counts
        self._by_address = {folded(place.address): place for place in rising}
        for redirect in self.redirects:  # a link to an old address needs no detour, on which its fragment would be lost
            self._by_address[folded(redirect.old)] = self._by_address[folded(redirect.target)]

    def unused(self) -> Atlas:
        """The same atlas, for links whose files are noted apart."""
        other = copy(self)
        other.used, other.copied = {}, {}
        return other

    @cached_property
    def _by_stem(self) -> dict[str, str]:
        """Paths by what people remember of them: only asked for when a link leads nowhere."""
        return {_stem(path): path for path in sorted((*self.places, *self.files), reverse=True)}

    def target(self, link: Link, home: Place) -> tuple[Target, Problem | None]:
        """What a link of the file `home` becomes, and a warning when it leads nowhere."""
        written = self._own(link.target)
        if link.spare and self._file(unquote(written), home) is None:
            return Target(""), None
        if not written:
            return Target(""), self._broken(link, "", home)
        if is_external(written):
            return Target(written), None
        if written.startswith("#"):
            return Target(written), self._check_fragment(home, written[1:], link)
        path, query, fragment = _split(written)
        place = self._place(path, home)
        if place is not None and (place.has_page or _is_due_before(place, home)):
            return Target(place.address + query + fragment), self._check_fragment(place, fragment[1:], link)
        if place is not None:
            # A scheduled post will be there; where a draft will be, and whether, nobody knows.
            url = place.address if place.state is State.SCHEDULED else _from_home(path, home)
            return Target(url + query + fragment), _unpublished(place, link)
        file = self._file(path, home)
        if file is not None:
            return self._to_file(file, query, fragment, link), _unreadable(file, link)
        address = self._address(path, home)
        if address is not None:
            return Target(address + query + fragment), None
        known = any(candidate in self.unread for candidate in _candidates(path, home))
        return Target(_from_home(path, home) + query + fragment), None if known else self._broken(link, path, home)

    def file(self, written: str, path: str) -> File | None:
        """The file that a field such as `image:` names, seen from the content file at `path`; it counts as used."""
        file = self._file(unquote(written), Place(path, "", State.PUBLISHED, frozenset()))
        if file is not None:
            self.used[file.path] = file
        return file

    def copies(self, file: File) -> tuple[Copy, ...]:
        """The copies of a picture that a page shows; they are made from now on."""
        found = copies(file) if self.makes_copies else ()
        if found:
            self.copied[file.path] = file
        return found

    def leads_on(self, address: str) -> bool:
        """Whether an address such as the navigation's is one of this site."""
        path = _split(address)[0]
        place = self._at(path)
        if place is not None and place.has_page:
            return True
        known = any(folded(one) in self.addresses for one in (path, path + "/"))
        return address.startswith("#") or (address.startswith("/") and known)

    def _own(self, target: str) -> str:
        """An absolute link to this very site is a link like any other."""
        rest = target.removeprefix(self.site_url)
        if rest == target or rest[:1] not in ("", "/", "?", "#"):
            return target
        return rest if rest.startswith("/") else f"/{rest}"

    def _place(self, path: str, home: Place) -> Place | None:
        for candidate in _candidates(path, home):
            for ending in _ENDINGS:
                if candidate + ending in self.places:
                    return self.places[candidate + ending]
        return self._at(_from_home(path, home))

    def _at(self, address: str) -> Place | None:
        for one in map(folded, (address, address + "/")):
            place = self._by_address.get(one)
            if place is not None and (place.has_page or one not in self.addresses):
                return place
        return None

    def _file(self, path: str, home: Place) -> File | None:
        return next((self.files[one] for one in _candidates(path, home) if one in self.files), None)

    def _address(self, path: str, home: Place) -> str | None:
        address = _from_home(path, home)
        return self.addresses.get(folded(address)) or self.addresses.get(folded(address + "/"))

    def _to_file(self, file: File, query: str, fragment: str, link: Link) -> Target:
        self.used[file.path] = file
        sized = link.image and not link.sized
        url = file_url(file.path) + query + fragment
        return Target(url, file.width, file.height, self.copies(file)) if sized else Target(url)

    def _check_fragment(self, place: Place, fragment: str, link: Link) -> Problem | None:
        known = fragment in place.ids or fragment in _TEMPLATE_IDS or unquote(fragment) in place.ids
        if known or place.path in self.unread:
            return None
        message = f"the link {link.target} leads to a section that is not there"
        near = did_you_mean(unquote(fragment), place.ids)
        sections = ", ".join(f"#{one}" for one in sorted(place.ids)[:_SECTIONS_SHOWN])
        hint = f"did you mean #{near}?" if near else f"that page has {sections or 'no sections'}"
        return warning("broken-anchor", message, hint, **_where(link))

    def _broken(self, link: Link, path: str, home: Place) -> Problem:
        near = self._by_stem.get(_stem(path))
        hint = f"did you mean {relpath(near, dirname(home.path) or '.')}?" if near else ""
        if link.image:
            hint = hint or "put the file beside this one, or mend its name; capitals matter"
            message = f"the picture {link.target or '()'} is not there"
            return warning("missing-image", message, hint, **_where(link))
        hint = hint or "write the path of a file of the content folder, or an address that begins with https://"
        message = f"the link {link.target or '()'} leads to nothing on this site"
        return warning("broken-link", message, hint, **_where(link))


def _unreadable(file: File, link: Link) -> Problem | None:
    """A picture of which no copy for letters can be made; it is shown as it is."""
    if not link.image or file.is_picture or not file.path.lower().endswith(PIXELS):
        return None
    if file.width:
        message = f"the picture {link.target} has too many pixels: {file.width} × {file.height}"
        return warning("huge-picture", message, "make it smaller; 2400 pixels of width are enough", **_where(link))
    message = f"the picture {link.target} cannot be read; it is published as it is"
    return warning("broken-picture", message, "export or upload it again: its end may be missing", **_where(link))


def file_address(path: str) -> str:
    """Where a file is published: the address of its path; the `static` folder stands at the root."""
    return "/" + path.removeprefix("static/")


def file_url(path: str) -> str:
    """The same as it stands in a link: the signs that begin a query or a fragment are encoded."""
    return file_address(path).replace("%", "%25").replace("?", "%3F").replace("#", "%23")


def _is_due_before(place: Place, home: Place) -> bool:
    """Whether a scheduled letter may link to a scheduled post: it is there when the letter is read."""
    both = place.state is State.SCHEDULED and home.state is State.SCHEDULED
    return both and place.date is not None and home.date is not None and place.date <= home.date


def _unpublished(place: Place, link: Link) -> Problem:
    what, hint = _NO_PAGE.get(place.state, _NEVER_A_PAGE)
    return warning("unpublished-link", f"the link {link.target} leads to {what}", hint, **_where(link))


def _composed(path: str) -> str:
    return path if path.isascii() else unicodedata.normalize("NFC", path)


def _split(target: str) -> tuple[str, str, str]:
    if _ONLY_PATH.fullmatch(target):
        return target, "", ""
    parts = urlsplit(target)
    query = f"?{parts.query}" if parts.query else ""
    return unquote(parts.path), query, f"#{parts.fragment}" if parts.fragment else ""


def _candidates(path: str, home: Place) -> tuple[str, ...]:
    """The content paths that a written path may mean."""
    path = _composed(path)
    if path.startswith(_ROOT):
        return (_plain(path.removeprefix(_ROOT)),)
    for prefix in _PELICAN:
        if path.startswith(prefix):
            inside = path.removeprefix(prefix)
            return (_plain(inside),) if inside.startswith("/") else (_plain(_beside(home) + inside), _plain(inside))
    if path.startswith("/"):
        plain = _plain(path)
        return plain, f"static/{plain}"
    return (_plain(_beside(home) + path),)


def _beside(home: Place) -> str:
    return f"{dirname(_composed(home.path))}/"


def _plain(path: str) -> str:
    return normpath(path.lstrip("/")).lstrip("/")


def _from_home(path: str, home: Place) -> str:
    """A path as a browser would read it on the page of `home`."""
    if path.startswith("/"):
        return path
    base = home.address if home.address.endswith("/") else dirname(home.address) + "/"
    joined = "/" + normpath(f"{base}{path}").lstrip("/")
    return joined + "/" if path.endswith("/") and joined != "/" else joined


def _stem(path: str) -> str:
    """What people remember of a file's name: neither its date nor its ending nor its capitals."""
    return PurePosixPath(name_facts(path).slug).stem.casefold()


def _where(link: Link) -> dict[str, object]:
    return {"find": link.target, "ordinal": link.ordinal}
