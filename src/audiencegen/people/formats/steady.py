"""Steady: members. `subscription_state` tells who pays: of somebody who stopped paying, nothing clear follows."""

from __future__ import annotations

from audiencegen.people.formats.shape import Format, columns, words
from audiencegen.people.law import Kind

FORMAT = Format(
    "Steady",
    columns("email planname subscriptionstate", "email planname subscriptionperiod"),
    words={**words(Kind.ADDED, "active"), **words(None, "cancelled canceled expired inactive ended")},
)
