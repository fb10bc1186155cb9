"""Kit, once ConvertKit: subscribers. Its `cold` readers agreed and are quiet; they come with the tag `cold`."""

from __future__ import annotations

from audiencegen.people.formats.shape import Format, columns, words
from audiencegen.people.law import Kind

FORMAT = Format(
    "Kit",
    columns("email firstname state createdat", "emailaddress firstname state createdat", "email firstname state tags"),
    words={
        **words(Kind.ADDED, "active confirmed cold"),
        **words(Kind.ASKED, "unconfirmed"),
        **words(Kind.UNSUBSCRIBED, "cancelled canceled inactive"),
        **words(Kind.BOUNCED, "bounced"),
        **words(Kind.COMPLAINED, "complained"),
        **words(Kind.BLOCKED, "blocked"),
    },
)
