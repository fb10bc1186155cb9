"""What stands on a page for a value: all that a compiled template needs of us beside its environment."""

from __future__ import annotations

from functools import lru_cache

from jinja2.runtime import markup_join
from markupsafe import Markup, escape

_MOST_ESCAPED = 20_000


def escapes(name: str | None) -> bool:
    return name is None or not name.endswith(".txt")


def shown(thing: object) -> str:
    """What stands on a page for a value."""
    if type(thing) is str:
        return _escaped(thing)
    return thing if type(thing) is Markup else escape(thing)


def joined(parts: tuple[object, ...]) -> str:
    """What `~` makes: where no part is HTML already, it is a plain text."""
    return "".join(parts) if all(type(part) is str for part in parts) else markup_join(parts)  # type: ignore[arg-type]


# A title stands in ten places of its own page and on several others. Only plain texts: Markup is equal to its text.
_escaped = lru_cache(_MOST_ESCAPED)(escape)
