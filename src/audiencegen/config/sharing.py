"""`share:` in the configuration: which channels, the writer's places there, and whether links are counted."""

from __future__ import annotations

from audiencegen.config.people import known
from audiencegen.config.values import CHANNELS, PLACES, Shared
from audiencegen.fields import Field, Fields, did_you_mean, shapes
from audiencegen.fields.shapes import Problems
from audiencegen.model import Sharing
from audiencegen.problems import error
from audiencegen.values import Record

_KEYS = ("channels", "utm", "posts", *PLACES)
_EXAMPLE = "share: {mastodon: https://example.social, channels: [x, linkedin, mastodon]}"


def read_sharing(field: Field, problems: Problems) -> dict[str, object]:
    if shapes.as_flag(field) is False:
        return {"shared": Shared.NONE}
    if not isinstance(field.value, Fields):
        message = f"`{field.name}` needs keys of its own"
        problems.append(error("field", message, f"write it as {_EXAMPLE}", **field.at_value))
        return {}
    parts = {part.name: part for part in known(field.value, _KEYS, f"`{field.name}`", problems, None)}
    places = {name: place for name in PLACES if name in parts and (place := _place(parts[name], problems))}
    chosen = (_channel(item, problems) for item in shapes.items(parts["channels"])) if "channels" in parts else ()
    utm = shapes.flag(parts["utm"], problems) if "utm" in parts else None
    posts = shapes.choice(parts["posts"], problems, [shared.value for shared in Shared]) if "posts" in parts else None
    channels = tuple(dict.fromkeys(name for name in chosen if name))
    return {"sharing": Sharing(channels, Record(places), bool(utm)), **({"shared": Shared(posts)} if posts else {})}


def _place(field: Field, problems: Problems) -> str | None:
    """An instance or a forum is an address; a community is a name."""
    place = shapes.text(field, problems)
    if place and field.name != "reddit" and not place.startswith(("https://", "http://")):
        hint = f"write it as {field.line_with(f'https://{place}')}"
        problems.append(error("field", f"`{field.name}` is not an address: {place}", hint, **field.at_value))
        return None
    return place.rstrip("/") if place else None


def _channel(item: Field, problems: Problems) -> str | None:
    said = shapes.text(item, problems)
    if said is None or said.lower() in CHANNELS:
        return said and said.lower()
    near = did_you_mean(said.lower(), CHANNELS)
    hint = f"did you mean `{near}`?" if near else f"it may be one of: {', '.join(CHANNELS)}"
    problems.append(error("channel", f"there is no channel `{said}`", hint, **item.at_value))
    return None
