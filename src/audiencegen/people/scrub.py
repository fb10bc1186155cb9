"""An event without somebody who asked to be forgotten: where they are named in what is kept of others."""

from __future__ import annotations

import re

from audiencegen.people.law import Event
from audiencegen.people.person import Address, NotAnAddress, address
from audiencegen.values import Record, replace

ERASED = "(erased)"


def scrubbed(event: Event, whose: Address, name: str) -> Event:
    """The event with `ERASED` for the address wherever it stands, and no introducer if that was the person.

    `name` is their name, if nobody else on the list has the same.
    """
    spellings = sorted({whose.given, whose.compared}, key=len, reverse=True)
    # Not as a part of a longer address, which is somebody else's.
    found = re.compile(rf"(?<![\w.+-])(?:{'|'.join(map(re.escape, spellings))})(?![\w-])", re.IGNORECASE)

    def clean(text: str) -> str:
        return found.sub(ERASED, text)

    details = event.details
    return replace(
        event,
        source=clean(event.source),
        words=clean(event.words),
        proof=clean(event.proof),
        details=replace(
            details,
            introduced_by="" if _is(details.introduced_by, whose, name) else clean(details.introduced_by),
            extra=Record(
                {key: clean(value) if isinstance(value, str) else value for key, value in details.extra.items()}
            ),
        ),
    )


def _is(text: str, whose: Address, name: str) -> bool:
    try:
        return address(text).compared == whose.compared
    except NotAnAddress:
        return bool(name) and text.casefold() == name.casefold()
