"""beehiiv: subscribers. A column for each tier with Yes or No, and custom fields of any number."""

from __future__ import annotations

from audiencegen.people.formats.shape import Format, columns, words
from audiencegen.people.law import Kind

FORMAT = Format(
    "beehiiv",
    columns(
        "email status tier createdat",
        "email status stripecustomerid unsubscribedat",
        "email status subscriptiondatesubstack",
    ),
    words={
        **words(Kind.ADDED, "active"),
        **words(Kind.ASKED, "pending validating"),
        **words(Kind.UNSUBSCRIBED, "inactive"),
        **words(Kind.BOUNCED, "invalid"),
        "needsattention": None,
    },
)
