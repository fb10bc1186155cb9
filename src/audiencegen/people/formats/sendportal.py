"""Sendportal: subscribers. Its export holds who stayed and who left, and does not say which is which."""

from __future__ import annotations

from audiencegen.people.formats.shape import Format, columns

FORMAT = Format(
    "Sendportal",
    columns("id hash email"),
    only=frozenset({"id", "hash", "email", "firstname", "lastname", "createdat"}),
    unclear="a Sendportal export does not say who unsubscribed",
)
