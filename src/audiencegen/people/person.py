"""One person of the list: their address, where they stand, and what is known of them.

An address is kept as it was given, which is where letters go, and as it is compared, so that `Maria@Example.org`
and `maria@example.org` are one person. No provider's tricks: dots and `+tags` belong to an address (RFC 5321, 2.3.11).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import Any
from unicodedata import normalize

from audiencegen.people.domains import compared_domain, is_letter
from audiencegen.values import Record, Value

_ATOM = frozenset("!#$%&'*+-/=?^_`{|}~.")  # besides letters and digits (RFC 5322, 3.2.3)
# In octets (RFC 5321, 4.5.3.1; RFC 1035, 2.3.4).
_LONGEST, _LONGEST_LOCAL, _LONGEST_DOMAIN, _LONGEST_LABEL = 254, 64, 253, 63
_EDGES = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"  # unseen marks that come along when copying
_JOINERS = "\u200c\u200d"  # unseen, but part of names in Persian and Hindi
_TAG = re.compile(r'"([^"]*)"|([^,;|"]+)')
# The addresses that nearly all are, of which nothing needs to be looked at twice. `xn--` is left to the long way.
_USUAL = re.compile(
    r"(?=.{6,254}\Z)(?=[^@]{1,64}@)(?!.*[Xx][Nn]--)"
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}\Z"
)
_SHOWN = 80  # characters of a faulty address in a message


_NO_EXTRA = Record()


class State(Enum):
    """Where a person stands. Only ACTIVE is mailed; `law.TABLE` says how one state follows another."""

    STRANGER = "stranger"  # never heard of
    PENDING = "pending"  # asked for the letters, not yet confirmed
    ACTIVE = "active"
    PAUSED = "paused"  # wants no letters for a while
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    BLOCKED = "blocked"  # by the writer
    FORGOTTEN = "erased"  # nothing is left but a fingerprint


class NotAnAddress(ValueError):
    """The text is no mail address; the message says why, as a sentence that begins with the text."""


class Address(Value, frozen=True):
    given: str
    compared: str


class Details(Value, frozen=True):
    """What is known of a person besides their address. `extra` keeps other columns of a list as they stood.

    `topics` and `frequency` are what they wish to get, in the writer's own words.
    """

    name: str = ""
    first_name: str = ""
    introduced_by: str = ""
    tags: tuple[str, ...] = ()
    extra: Record = _NO_EXTRA
    language: str = ""
    topics: tuple[str, ...] = ()
    frequency: str = ""


NOTHING_KNOWN = Details()


class Note(Value, frozen=True):
    """What the writer wrote down of a person, and when."""

    at: datetime
    text: str


class Person(Value, frozen=True):
    """What a person's events have made.

    `since`, `source` and `consent` are of the event that made them a reader; `confirmed` is the day of their own
    last word. `held` is said of the whole list, when it came from a backup and it is not known who left since.
    """

    address: Address
    state: State = State.STRANGER
    details: Details = NOTHING_KNOWN
    since: str = ""  # a day, YYYY-MM-DD
    source: str = ""
    consent: str = ""
    changed: datetime | None = None  # when they came to their present state
    confirmed: str = ""  # a day, YYYY-MM-DD
    notes: tuple[Note, ...] = ()
    thanked: datetime | None = None  # when whoever introduced them was thanked for it
    held: bool = False

    @property
    def mailable(self) -> bool:
        return self.state is State.ACTIVE and not self.held


def address(text: str) -> Address:
    """Read a mail address. Raises NotAnAddress when it is none, or not one that a letter could be sent to."""
    if _USUAL.match(text):
        lowered = text.lower()
        return Address(text, text if text == lowered else lowered)
    return _looked_at(text)


def _looked_at(text: str) -> Address:
    """The long way to read an address, with the same answer."""
    given = normalize("NFC", text.strip().strip(_EDGES).strip())
    fault = _fault(given)
    if fault:
        raise NotAnAddress(f"`{plain(given)[:_SHOWN]}` {fault}" if given else fault)
    local, _, domain = given.rpartition("@")
    return Address(given, f"{_caseless(local)}@{compared_domain(domain)}")


def plain(text: str) -> str:
    """A text as one line: composed letters, single spaces, nothing that steers a terminal."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    composed = normalize("NFC", text)
    kept = (sign if sign.isprintable() or sign in _JOINERS else " " for sign in composed)
    return " ".join("".join(kept).split())


def tags_of(text: str) -> tuple[str, ...]:
    """The tags of one cell or option, parted by `,` `;` or `|`, with or without quotes; each once, in order."""
    found = (plain(quoted or bare).strip("'[] ") for quoted, bare in _TAG.findall(text))
    # Our own list parts tags by `;`, so none may hold one, not even between quotes.
    parts = (part.strip() for tag in found for part in re.split("[;|]", tag))
    return tuple(dict.fromkeys(part for part in parts if part))


def merged(old: Details, new: Details) -> Details:
    """What is known after `new` was said: what it says wins, tags and extra fields add up."""
    if new is NOTHING_KNOWN:
        return old
    if old is NOTHING_KNOWN:
        return new
    return Details(
        name=new.name or old.name,
        first_name=new.first_name or old.first_name,
        introduced_by=new.introduced_by or old.introduced_by,
        tags=tuple(dict.fromkeys(old.tags + new.tags)),
        extra=Record({**old.extra, **new.extra}),
        language=new.language or old.language,
        topics=tuple(dict.fromkeys(old.topics + new.topics)),
        frequency=new.frequency or old.frequency,
    )


def without(details: Details, dropped: tuple[str, ...]) -> Details:
    """What is known after some of it was taken back: `name`, or one of many, `tags:rust`, `extra:City`."""
    if not dropped:
        return details
    return Details(
        name="" if "name" in dropped else details.name,
        first_name="" if "first_name" in dropped else details.first_name,
        introduced_by="" if "introduced_by" in dropped else details.introduced_by,
        tags=tuple(tag for tag in details.tags if f"tags:{tag}" not in dropped),
        extra=Record({key: value for key, value in details.extra.items() if f"extra:{key}" not in dropped}),
        language="" if "language" in dropped else details.language,
        topics=tuple(topic for topic in details.topics if f"topics:{topic}" not in dropped),
        frequency="" if "frequency" in dropped else details.frequency,
    )


def news(old: Details, said: Details) -> Details:
    """The part of `said` that fills a gap in `old`: a list from elsewhere overwrites nothing that is known here."""
    if old is NOTHING_KNOWN:
        return said
    return Details(
        name="" if old.name else said.name,
        first_name="" if old.first_name else said.first_name,
        introduced_by="" if old.introduced_by else said.introduced_by,
        tags=tuple(tag for tag in said.tags if tag not in old.tags),
        extra=Record({key: value for key, value in said.extra.items() if key not in old.extra}),
        language="" if old.language else said.language,
        topics=tuple(topic for topic in said.topics if topic not in old.topics),
        frequency="" if old.frequency else said.frequency,
    )


def details_as_json(details: Details) -> dict[str, Any]:
    """The details as plain JSON, without what is empty."""
    rows = {
        "name": details.name,
        "first_name": details.first_name,
        "introduced_by": details.introduced_by,
        "tags": list(details.tags),
        "extra": dict(details.extra),
        "language": details.language,
        "topics": list(details.topics),
        "frequency": details.frequency,
    }
    return {key: value for key, value in rows.items() if value}


def details_from_json(rows: Mapping[str, Any]) -> Details:
    """The details that `details_as_json` wrote."""
    if not rows:
        return NOTHING_KNOWN
    return Details(
        name=rows.get("name", ""),
        first_name=rows.get("first_name", ""),
        introduced_by=rows.get("introduced_by", ""),
        tags=tuple(rows.get("tags", ())),
        extra=Record(rows.get("extra")),
        language=rows.get("language", ""),
        topics=tuple(rows.get("topics", ())),
        frequency=rows.get("frequency", ""),
    )


def _fault(text: str) -> str:
    """What is wrong with an address, or nothing."""
    if not text:
        return "the address is empty"
    if "<" in text or ">" in text:
        return "has a name or `<` `>` around it: write the address alone"
    if len(text.split()) > 1:
        return "has a space in it"
    if "@" not in text:
        return "has no @"
    if text.count("@") > 1:
        return "has more than one @"
    if len(text.encode("utf-8", "replace")) > _LONGEST:
        return f"is longer than {_LONGEST} characters"
    local, _, domain = text.partition("@")
    return _local_fault(local) or _domain_fault(domain)


def _local_fault(local: str) -> str:
    if not local:
        return "has nothing before the @"
    if len(local.encode("utf-8", "replace")) > _LONGEST_LOCAL:
        return f"has more than {_LONGEST_LOCAL} characters before the @"
    if local.startswith(".") or local.endswith(".") or ".." in local:
        return "has a dot too many before the @"
    strange = [sign for sign in local if sign not in _ATOM and not is_letter(sign)]
    return f"has {_named(strange[0])} before the @" if strange else ""


@lru_cache(maxsize=1024)  # a list has many people and few domains
def _domain_fault(domain: str) -> str:
    if not domain:
        return "has nothing after the @"
    strange = [sign for sign in domain if sign not in "-." and not is_letter(sign)]
    if strange:
        return f"has {_named(strange[0])} after the @"
    labels = domain.split(".")
    if len(labels) == 1:
        return "has no dot after the @: a domain looks like `example.org`"
    if not all(labels):
        return "has a dot too many after the @"
    if any(label.startswith("-") or label.endswith("-") for label in labels):
        return "has a hyphen at the edge of a part of its domain"
    longest = max(len(label) for label in labels)
    if longest > _LONGEST_LABEL or len(domain.encode("utf-8", "replace")) > _LONGEST_DOMAIN:
        return "has a domain that is too long"
    return "ends in a number, which no domain does" if labels[-1].isdecimal() else ""


def _named(sign: str) -> str:
    return f"`{sign}`" if sign.isprintable() else f"an unseen character (U+{ord(sign):04X})"


def _caseless(text: str) -> str:
    """Canonical caseless matching (Unicode 3.13, D145)."""
    return normalize("NFC", normalize("NFD", text).casefold())
