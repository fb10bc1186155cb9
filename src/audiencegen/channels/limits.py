"""The table of limits and intents, `limits.yaml`, as values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pkgutil import get_data
from types import MappingProxyType
from typing import Any

from audiencegen.channels.counting import RULES
from audiencegen.fields import plain, read_yaml
from audiencegen.values import Struct

_PARTS = ("title", "text", "embed", "bytes")


class Limit(Struct, frozen=True):
    """How much one part of a post may hold, by which rule, and who says so."""

    most: int
    rule: str
    source: str
    checked: str
    least: int = 0
    fold: int = 0  # where "see more" stands; 0 for a channel that folds nothing

    def count(self, text: str) -> int:
        return RULES[self.rule](text)

    def fits(self, text: str) -> bool:
        return self.least <= self.count(text) <= self.most


class Channel(Struct, frozen=True):
    """A channel as the table has it: its name, the limits of its parts, and its page for a new post."""

    key: str
    name: str
    limits: Mapping[str, Limit]
    intent: Mapping[str, str] = MappingProxyType({})
    hashtags: int = 0
    posts: int = 1
    links: int = 0  # at most so many; 0 for any number


@cache
def channels() -> Mapping[str, Channel]:
    """Every channel by its key, in the order of the table."""
    written, _ = read_yaml((get_data("audiencegen.channels", "limits.yaml") or b"").decode("utf-8"))
    table: Mapping[str, Mapping[str, Any]] = plain(written)
    return MappingProxyType({key: _channel(key, row) for key, row in table.items()})


def _channel(key: str, row: Mapping[str, Any]) -> Channel:
    limits = {part: _limit(row[part]) for part in _PARTS if part in row}
    rest = {name: int(row[name]) for name in ("hashtags", "posts", "links") if name in row}
    return Channel(key, row["name"], limits, dict(row.get("intent") or {}), **rest)


def _limit(row: Mapping[str, Any]) -> Limit:
    numbers = {name: int(row[name]) for name in ("least", "fold") if name in row}
    return Limit(int(row["most"]), row["rule"], str(row["source"]), str(row["checked"]), **numbers)
