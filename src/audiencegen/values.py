"""Immutable values and their stable digests.

Everything that reaches a recipe is a value: frozen, comparable, and with one digest that is the same in every
process, folder, zone and hash seed. The encoding is canonical and tagged by type, so `1`, `"1"` and `True` differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from enum import Enum
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

_SIZE = 16  # bytes of a digest, written as 32 hexadecimal digits


class Value:
    """The base of the model's records, each a `@dataclass(frozen=True, slots=True)`.

    It only keeps the digest beside the fields, so that a post shown on many pages is hashed once.
    """

    __slots__ = ("_digest",)
    _digest: str


class Record(Value, Mapping[str, Any]):
    """An immutable mapping with text keys, for what the writer keeps beyond the known fields.

    In a template `record.x` is its value, and empty when there is none.
    """

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, Any] | None = None) -> None:
        self._items = dict(items or {})

    def __getitem__(self, key: str) -> Any:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(digest(self))

    def __repr__(self) -> str:
        return f"Record({self._items!r})"


@dataclass(frozen=True, slots=True)
class Ref(Value):
    """A value named by its digest; the publisher finds it just before a recipe runs."""

    digest: str


def freeze(thing: object) -> Any:
    """Turn what YAML or TOML gives (dicts and lists, nested) into immutable values."""
    if isinstance(thing, Mapping):
        return Record({str(key): freeze(item) for key, item in thing.items()})
    if isinstance(thing, list | tuple):
        return tuple(freeze(item) for item in thing)
    return thing


def digest(*things: object) -> str:
    """The digest of one or several values: 32 hexadecimal digits, the same everywhere and always.

    Raises TypeError for anything that has no canonical form (sets of unlike things, open files, objects).
    """
    if len(things) == 1 and isinstance(things[0], Value):
        return _kept(things[0])
    hasher = blake2b(digest_size=_SIZE)
    for thing in things:
        _encode(thing, hasher.update)
    return hasher.hexdigest()


def digest_bytes(content: bytes) -> str:
    """The digest of a file's bytes, as the manifest and the scan use it."""
    return blake2b(content, digest_size=_SIZE).hexdigest()


def _kept(record: Value) -> str:
    """The digest of a record, computed at the first call and kept beside its fields."""
    try:
        return record._digest
    except AttributeError:
        pass
    if isinstance(record, Ref):
        answer = record.digest
    else:
        hasher = blake2b(digest_size=_SIZE)
        if isinstance(record, Record):
            _encode(dict(record), hasher.update)
        else:
            _tagged(b"v", type(record).__name__.encode(), hasher.update)
            for field in fields(record):  # type: ignore[arg-type]
                _encode(getattr(record, field.name), hasher.update)
        answer = hasher.hexdigest()
    object.__setattr__(record, "_digest", answer)
    return answer


def _encode(thing: object, feed: Callable[[bytes], None]) -> None:
    match thing:
        case None:
            feed(b"n;")
        case bool():
            feed(b"t;" if thing else b"f;")
        case Enum():
            _tagged(b"e", f"{type(thing).__name__}.{thing.name}".encode(), feed)
        case str():
            _tagged(b"s", thing.encode("utf-8", "surrogatepass"), feed)
        case int():
            _tagged(b"i", str(thing).encode(), feed)
        case float():
            _tagged(b"d", thing.hex().encode(), feed)
        case bytes():
            _tagged(b"b", thing, feed)
        case datetime() | date() | time():
            _tagged(b"w", f"{type(thing).__name__} {thing.isoformat()}".encode(), feed)
        case ZoneInfo():
            _tagged(b"z", thing.key.encode(), feed)
        case Value():
            _tagged(b"r", _kept(thing).encode(), feed)
        case tuple() | list():
            feed(b"l%d;" % len(thing))
            for item in thing:
                _encode(item, feed)
        case Mapping():
            feed(b"m%d;" % len(thing))
            for key in sorted(thing):
                _encode(key, feed)
                _encode(thing[key], feed)
        case frozenset():
            feed(b"x%d;" % len(thing))
            for item in sorted(digest(item) for item in thing):
                feed(item.encode())
        case _:
            raise TypeError(f"no stable digest for {type(thing).__name__}")


def _tagged(tag: bytes, content: bytes, feed: Callable[[bytes], None]) -> None:
    feed(tag + b"%d:" % len(content))
    feed(content)
