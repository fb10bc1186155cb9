"""Keila: contacts. `Data` holds fields of the writer's own; columns may stand in any order."""

from __future__ import annotations

from audiencegen.people.formats.shape import Format, columns, words
from audiencegen.people.law import Kind

FORMAT = Format(
    "Keila",
    columns("email data status externalid"),
    words={
        **words(Kind.ADDED, "active"),
        **words(Kind.UNSUBSCRIBED, "unsubscribed"),
        **words(Kind.BOUNCED, "unreachable"),
    },
)
