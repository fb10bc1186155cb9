"""The characters of a letter's HTML that mail programs have stumbled over: as numeric entities, or gone."""

from __future__ import annotations

import re
from types import MappingProxyType


def as_entities(html: str) -> str:
    """Invisible and typographic characters as numeric entities, control characters gone."""
    return _SIGNS.sub(lambda found: _ENTITIES[found[0]], re.sub("&(?:apos|#x27);", "&#39;", html))


def _entity_table() -> dict[str, str]:
    # A single U+0092 makes Gmail clip a letter (email-bugs 41).
    controls = [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)]
    spaces = [0xA0, *range(0x2000, 0x2010), *range(0x2028, 0x2030), *range(0x205F, 0x2065)]
    invisible = [*spaces, 0xAD, 0x34F, 0x61C, 0xFEFF]
    typographic = [*range(0x2010, 0x2028), *range(0x2030, 0x205F), 0xAB, 0xBB]
    gone = dict.fromkeys(map(chr, controls), "")
    return gone | {chr(code): f"&#{code};" for code in (*invisible, *typographic)}


_ENTITIES = MappingProxyType(_entity_table())
_SIGNS = re.compile(f"[{''.join(_ENTITIES)}]")  # they are few: to look for them is quicker than `str.translate`
