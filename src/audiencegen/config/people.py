"""The people and links of a configuration: authors, mailboxes, navigation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from audiencegen.fields import Field, Fields, quoted, shapes
from audiencegen.fields.shapes import Problems
from audiencegen.model import Author, Mailbox, NavLink
from audiencegen.problems import Problem, error
from audiencegen.values import replace

_AUTHOR_KEYS = ("name", "slug", "bio", "photo", "email", "url", "links", "fediverse")
_AUTHOR_ELSEWHERE = {"image": "photo", "avatar": "photo", "picture": "photo", "description": "bio", "website": "url",
                     "social": "links", "address": "email", "id": "slug", "mastodon": "fediverse"}  # fmt: skip
ADDRESS = r"[^@\s<>,;\"]+@[^@\s<>,;\".]+(?:\.[^@\s<>,;\".]+)+"
_ACCOUNT = re.compile(r"@?(?P<name>[\w.-]+)@(?P<host>[\w-]+(?:\.[\w-]+)+)")
_PROFILE = re.compile(r"https://(?P<host>[\w-]+(?:\.[\w-]+)+)/(?:@|users/)(?P<name>[\w.-]+)/?")
_SERVER = re.compile(r"smtp([_-]?\w+)?|((e?mail|server)[_-]?)?(host|password|passwd|secret)")
_MAILBOX = re.compile(rf"\"?(?P<name>[^<\"]*?)\"?\s*<\s*(?P<address>{ADDRESS})\s*>")


def read_authors(field: Field, problems: Problems) -> tuple[Author, ...]:
    """One author or several: a name, a mapping, a list of both, or slugs with mappings."""
    if not isinstance(field.value, Fields):
        return tuple(author for item in shapes.items(field) if (author := _author(item, problems)))
    if field.name == "author" or field.value.get("name"):
        author = _author(field, problems)
        return (author,) if author else ()
    people = ((entry.name, _author(entry, problems)) for entry in field.value)
    return tuple(_with_slug(author, slug) for slug, author in people if author)


def _with_slug(author: Author, slug: str) -> Author:
    return author if author.slug else replace(author, slug=slug)


def _author(field: Field, problems: Problems) -> Author | None:
    if not isinstance(field.value, Fields):
        name = shapes.text(field, problems)
        return Author(name) if name else None
    said: dict[str, Any] = {}
    for part in known(field.value, _AUTHOR_KEYS, "an author", problems, _AUTHOR_ELSEWHERE):
        said[part.name] = _AUTHOR_READERS.get(part.name, shapes.text)(part, problems)
    if not said.get("name"):
        problems.append(error("missing-key", "this author has no `name`", "add name: Ann", **field.at_value))
        return None
    return Author(**{key: value for key, value in said.items() if value})


def read_links(field: Field, problems: Problems) -> tuple[NavLink, ...]:
    """Links as a list of `{title, url}` or `- About: /about/`, or as a mapping of titles to addresses."""
    if isinstance(field.value, Fields):
        return tuple(link for entry in field.value if (link := _short_link(entry, problems)))
    return tuple(link for item in shapes.items(field) for link in _link(item, field, problems))


def _fediverse(field: Field, problems: Problems) -> str | None:
    """`@ann@example.social`, which may be written without the first sign or as the address of the profile."""
    said = shapes.text(field, problems)
    found = _ACCOUNT.fullmatch(said or "") or _PROFILE.fullmatch(said or "")
    if said and not found:
        hint = f"write it as {field.line_with(quoted('@ann@example.social'))}"
        problems.append(error("field", f"`{field.name}` is not an account: {said}", hint, **field.at_value))
    return f"@{found['name']}@{found['host']}" if found else None


_AUTHOR_READERS: Mapping[str, Callable[[Field, Problems], Any]] = {"links": read_links, "fediverse": _fediverse}


def _link(item: Field, field: Field, problems: Problems) -> tuple[NavLink, ...]:
    if not isinstance(item.value, Fields):
        message, hint = f"a link of `{field.name}` needs a title and an address", "write it as - About: /about/"
        problems.append(error("field", message, hint, **item.at_value))
        return ()
    if not {"title", "url"} & set(item.value.names):
        return tuple(link for entry in item.value if (link := _short_link(entry, problems)))
    said = {part.name: shapes.text(part, problems) for part in known(item.value, ("title", "url"), "a link", problems)}
    if said.get("title") and said.get("url"):
        return (NavLink(said["title"] or "", said["url"] or ""),)
    missing = "url" if said.get("title") else "title"
    problems.append(
        error("missing-key", f"this link has no `{missing}`", "write it as - About: /about/", **item.at_value)
    )
    return ()


def _short_link(entry: Field, problems: Problems) -> NavLink | None:
    url = shapes.text(entry, problems)
    if url is None and entry.is_empty:
        hint = f"write it as {entry.name}: /about/"
        problems.append(error("missing-key", f"the link `{entry.name}` has no address", hint, **entry.at_key))
    return NavLink(entry.name, url) if url else None


def read_mailbox(field: Field, problems: Problems) -> Mailbox | None:
    """`ann@example.com`, `Ann <ann@example.com>` or `{name: Ann, address: ann@example.com}`."""
    if isinstance(field.value, Fields):
        said = {
            part.name: shapes.text(part, problems)
            for part in known(field.value, ("name", "address"), f"`{field.name}`", problems, {"email": "address"})
        }
        name, address = said.get("name") or "", said.get("address") or ""
    else:
        text = shapes.text(field, problems) or ""
        match = _MAILBOX.fullmatch(text)
        name, address = (match["name"].strip(), match["address"]) if match else ("", text)
    if re.fullmatch(ADDRESS, address):
        return Mailbox(address, name)
    if not isinstance(field.value, tuple):
        hint = f"write it as {field.line_with('Ann <ann@example.com>')}"
        problems.append(error("address", f"`{field.name}` is not an e-mail address: {address}", hint, **field.at_value))
    return None


def known(
    fields: Fields, names: Iterable[str], where: str, problems: Problems, elsewhere: dict[str, str] | None = None
) -> Iterator[Field]:
    """The fields with one of the names and something in them; every other name is a problem."""
    names = tuple(names)
    for field in fields:
        if field.name not in names:
            problems.append(unknown(field, names, where, elsewhere))
        elif not field.is_empty:
            yield field


def unknown(field: Field, names: Iterable[str], where: str, elsewhere: dict[str, str] | None = None) -> Problem:
    """A key that is none. A mail server and its password are told to the commands that send: this file is shared."""
    if not _SERVER.fullmatch(field.name.lower()):
        return shapes.unknown(field, names, where, elsewhere)
    message = f"`{field.name}`: the mail server and its password do not belong in audiencegen.yaml"
    hint = "take it out, and set AUDIENCEGEN_SMTP_HOST, _USER and _PASSWORD in your environment"
    return error("mail-server", message, hint, **field.at_key)
