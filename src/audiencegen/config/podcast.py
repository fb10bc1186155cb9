"""The `podcast:` of a configuration: what directories want to know of the show."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from audiencegen.config.categories import category, names
from audiencegen.config.people import known, read_links, read_mailbox
from audiencegen.fields import Field, Fields, did_you_mean, shapes
from audiencegen.fields.shapes import Problems
from audiencegen.podcast import MEDIUMS, SHOW_TYPES, Show, Way
from audiencegen.problems import error

_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_EXAMPLE = "podcast: {category: Technology, image: podcast.jpg}"
_ELSEWHERE = {"name": "title", "summary": "description", "categories": "category", "artwork": "image", "cover": "image",
              "logo": "image", "email": "owner", "donate": "funding", "support": "funding", "listen": "apps",
              "subscribe": "apps"}  # fmt: skip


def read_podcast(field: Field, problems: Problems) -> Show | None:
    """`podcast: false` for a site whose recordings are no podcast, else a mapping."""
    if shapes.as_flag(field) is False:
        return Show(wanted=False)
    if not isinstance(field.value, Fields):
        message = f"`{field.name}` needs keys of its own, or is false"
        problems.append(error("field", message, f"write it as {_EXAMPLE}", **field.at_value))
        return None
    said: dict[str, Any] = {}
    for part in known(field.value, _READERS, "`podcast`", problems, _ELSEWHERE):
        said |= _READERS[part.name](part, problems)
    return Show(**{name: value for name, value in said.items() if value is not None})


def _one(name: str, read: Callable[[Field, Problems], Any]) -> Callable[[Field, Problems], dict[str, Any]]:
    return lambda field, problems: {name: read(field, problems)}


def _owner(field: Field, problems: Problems) -> dict[str, Any]:
    mailbox = read_mailbox(field, problems)
    return {"owner_name": mailbox.name, "owner_email": mailbox.address} if mailbox else {}


def _categories(field: Field, problems: Problems) -> tuple[tuple[str, str], ...]:
    found = (_category(item, problems) for item in shapes.items(field))
    return tuple(dict.fromkeys(one for one in found if one))


def _category(item: Field, problems: Problems) -> tuple[str, str] | None:
    said = shapes.text(item, problems)
    found = category(said) if said else None
    if said and found is None:
        near = did_you_mean(said.rpartition(">")[2].strip(), names())
        hint = f"did you mean `{near}`?" if near else "take one of Apple's, such as Technology, History or Tech News"
        problems.append(error("category", f"directories know no category `{said}`", hint, **item.at_value))
    return found


def _guid(field: Field, problems: Problems) -> str | None:
    said = shapes.text(field, problems)
    if said is None or _GUID.fullmatch(said):
        return said and said.lower()
    hint = "leave it out, and a build says which one is yours; of a podcast that has one already, keep that"
    problems.append(error("podcast-guid", f"`{field.name}` is no podcast:guid: {said}", hint, **field.at_value))
    return None


def _medium(field: Field, problems: Problems) -> str | None:
    said = shapes.text(field, problems)
    if said is None or said.lower() in MEDIUMS:
        return said and said.lower()
    near = did_you_mean(said, MEDIUMS)
    hint = f"did you mean `{near}`?" if near else f"it may be one of: {', '.join(MEDIUMS)}"
    problems.append(error("medium", f"apps know no `{field.name}` called {said}", hint, **field.at_value))
    return None


def _ways(field: Field, problems: Problems) -> tuple[Way, ...]:
    return tuple(Way(link.title, link.url) for link in read_links(field, problems))


def _choice(words: tuple[str, ...]) -> Callable[[Field, Problems], str | None]:
    return lambda field, problems: shapes.choice(field, problems, words)


_READERS: Mapping[str, Callable[[Field, Problems], dict[str, Any]]] = {
    **{name: _one(name, shapes.text) for name in ("title", "description", "author", "image", "copyright")},
    **{name: _one(name, shapes.flag) for name in ("explicit", "locked", "complete", "block")},
    "owner": _owner,
    "category": _one("categories", _categories),
    "type": _one("type", _choice(SHOW_TYPES)),
    "guid": _one("guid", _guid),
    "medium": _one("medium", _medium),
    "funding": _one("funding", _ways),
    "apps": _one("apps", _ways),
}
