"""Immutable values and their stable digests.

Everything that reaches a recipe is a value: frozen, comparable, and with one digest that is the same in every
process, folder, zone and hash seed. The encoding is canonical and tagged by type, so `1`, `"1"` and `True` differ.
Records are `msgspec` structs: they are made, compared, written and read back at a tenth of a dataclass's cost.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from hashlib import blake2b
from types import MappingProxyType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from msgspec import Struct as Struct
from msgspec import json as _json
from msgspec.msgpack import Decoder, Encoder
from msgspec.structs import asdict as asdict
from msgspec.structs import astuple
from msgspec.structs import replace as replace

Feed = Callable[[bytes], None]
_SIZE = 16  # bytes of a digest, written as 32 hexadecimal digits


class Value(Struct, frozen=True, dict=True, array_like=True):
    """The base of the model's records.

    Beside its fields it only keeps its digest, so that a post shown on many pages is hashed once.
    """


class Gathered(Value, frozen=True):
    """The base of records that put together others, which stand in many of them: their digests make its own, so that
    each is encoded once. A field of it is a record, a tuple of records, or None.
    """


class Record(Mapping[str, Any]):
    """An immutable mapping with text keys, for what the writer keeps beyond the known fields.

    In a template `record.x` is its value, and empty when there is none.
    """

    __slots__ = ("_digest", "_items")

    def __init__(self, items: Mapping[str, Any] | None = None) -> None:
        self._items = dict(items or {})
        self._digest = ""

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


class Ref(Value, frozen=True):
    """A value named by its digest; the publisher finds it just before a recipe runs."""

    digest: str


Key = TypeVar("Key")
Thing = TypeVar("Thing")


class Kept(OrderedDict[Key, Thing]):
    """What was made last, as much as there is room for; what was made first makes room."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self._free = room
        self._sizes: dict[Key, int] = {}

    def keep(self, key: Key, thing: Thing, size: int) -> Thing:
        """Keep a thing that is not kept yet; `size` is what it takes of the room."""
        self._free -= size
        while self._free < 0 and self:
            self._free += self._sizes.pop(self.popitem(last=False)[0])
        self[key], self._sizes[key] = thing, size
        return thing


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
    if len(things) == 1 and isinstance(things[0], Value | Record):
        return _kept(things[0])
    hasher = blake2b(digest_size=_SIZE)
    for thing in things:
        _encode(thing, hasher.update)
    return hasher.hexdigest()


def digest_bytes(content: bytes) -> str:
    """The digest of a file's bytes, as the manifest and the scan use it."""
    return blake2b(content, digest_size=_SIZE).hexdigest()


def pack(thing: object) -> bytes:
    """A value as bytes (MessagePack), to be kept or to cross to another process."""
    return _PACKER.encode(thing)


def unpack(kind: Any, content: bytes) -> Any:
    """The value of the type `kind` that `pack` made bytes of. Raises ValueError when they are of another one."""
    return _unpacker(kind).decode(content)


def as_json(thing: object) -> str:
    """Plain values (dicts, lists, texts, numbers) as JSON in one line, at a fifth of the standard library's cost."""
    return _json.encode(thing).decode()


def indented_json(thing: object) -> bytes:
    """The same in UTF-8 and for people, a part a line: what `json.dumps` makes of it with an indent of one."""
    return _json.format(_json.encode(thing), indent=1)


def from_json(text: str) -> Any:
    """The plain values that `as_json` wrote."""
    return _json.decode(text)


# What msgspec does not know: a Record is written as a mapping, a zone as its name.
_PACKER = Encoder(enc_hook=lambda thing: thing.key if isinstance(thing, ZoneInfo) else dict(thing))


@cache
def _unpacker(kind: Any) -> Decoder[Any]:
    return Decoder(kind, dec_hook=lambda wanted, found: freeze(found) if wanted is Record else wanted(found))


def _kept(record: Value | Record) -> str:
    """The digest of a record, computed at the first call and kept beside its fields."""
    if not isinstance(record, Value):
        record._digest = record._digest or _digest_of_record(record)
        return record._digest
    beside: dict[str, str] = record.__dict__
    kept = beside.get("digest of")
    if kept is None:
        kept = beside["digest of"] = _made(record)
    return kept


def _made(record: Value) -> str:
    if isinstance(record, Ref):
        return record.digest
    return _digest_of_gathered(record) if isinstance(record, Gathered) else _digest_of_value(record)


def _digest_of_record(record: Record) -> str:
    hasher = blake2b(digest_size=_SIZE)
    _encode_mapping(record, hasher.update)
    return hasher.hexdigest()


def _digest_of_value(value: Value) -> str:
    # Its fields' types are known, so that what stands in them needs no tags; only what a writer made up does.
    content = _CANONICAL.encode(value)
    return blake2b(b"%b\0%b" % (type(value).__name__.encode(), content), digest_size=_SIZE).hexdigest()


def _digest_of_gathered(value: Gathered) -> str:
    content = f"{type(value).__name__} {' '.join(map(_names, astuple(value)))}"
    return digest_bytes(content.encode())


def _names(part: Value | tuple[Value, ...] | None) -> str:
    """The digests of what stands in a field."""
    if isinstance(part, tuple):
        return "+".join([_kept(one) for one in part])
    return "" if part is None else _kept(part)


def _canonical(thing: object) -> str:
    if isinstance(thing, Record):
        return _kept(thing)
    if isinstance(thing, ZoneInfo):
        return thing.key
    raise TypeError(f"no stable digest for {type(thing).__name__}")


_CANONICAL = Encoder(order="sorted", enc_hook=_canonical)


def _encode(thing: object, feed: Feed) -> None:
    """Feed a thing's canonical form; by its exact type first, which nearly every thing is found by."""
    encoder = _BY_TYPE.get(type(thing))
    if encoder is not None:
        encoder(thing, feed)
    elif isinstance(thing, Value | Record):
        _tagged(b"r", _kept(thing).encode(), feed)
    elif isinstance(thing, Enum):
        _tagged(b"e", f"{type(thing).__name__}.{thing.name}".encode(), feed)
    elif isinstance(thing, Mapping):
        _encode_mapping(thing, feed)
    else:
        base = next((base for base in type(thing).__mro__ if base in _BY_TYPE), None)
        if base is None:
            raise TypeError(f"no stable digest for {type(thing).__name__}")
        _BY_TYPE[base](thing, feed)


def _encode_list(things: Sequence[object], feed: Feed) -> None:
    feed(b"l%d;" % len(things))
    for thing in things:
        _encode(thing, feed)


def _encode_mapping(things: Mapping[Any, object], feed: Feed) -> None:
    feed(b"m%d;" % len(things))
    for key in sorted(things):
        _encode(key, feed)
        _encode(things[key], feed)


def _encode_set(things: frozenset[object], feed: Feed) -> None:
    feed(b"x%d;" % len(things))
    for part in sorted(digest(thing) for thing in things):
        feed(part.encode())


def _tagged(tag: bytes, content: bytes, feed: Callable[[bytes], None]) -> None:
    feed(b"%b%d:%b" % (tag, len(content), content))


_BY_TYPE: Mapping[type, Callable[[Any, Feed], None]] = MappingProxyType(
    {
        type(None): lambda thing, feed: feed(b"n;"),
        bool: lambda thing, feed: feed(b"t;" if thing else b"f;"),
        str: lambda thing, feed: _tagged(b"s", thing.encode("utf-8", "surrogatepass"), feed),
        int: lambda thing, feed: _tagged(b"i", str(thing).encode(), feed),
        float: lambda thing, feed: _tagged(b"d", thing.hex().encode(), feed),
        bytes: lambda thing, feed: _tagged(b"b", thing, feed),
        datetime: lambda thing, feed: _tagged(b"w", f"datetime {thing.isoformat()}".encode(), feed),
        date: lambda thing, feed: _tagged(b"w", f"date {thing.isoformat()}".encode(), feed),
        time: lambda thing, feed: _tagged(b"w", f"time {thing.isoformat()}".encode(), feed),
        ZoneInfo: lambda thing, feed: _tagged(b"z", thing.key.encode(), feed),
        tuple: _encode_list,
        list: _encode_list,
        dict: _encode_mapping,
        frozenset: _encode_set,
    }
)
