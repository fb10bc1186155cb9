"""beehiiv: subscribers. A column for each tier with Yes or No, and custom fields of any number."""

from __future__ import annotations

from audiencegen.people.formats.leaving import Service, always, email, ended, first_name, last_name, since, tags
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

# What beehiiv does with a status in an imported file is not documented (November 2026); its support is asked.
SERVICE = Service(
    "beehiiv",
    readers=(
        ("email", email),
        ("First Name", first_name),
        ("Last Name", last_name),
        ("tags", tags(", ")),
        ("created_at", since),
    ),
    out=(("email", email), ("status", always("inactive")), ("unsubscribed_at", ended)),
    how="In beehiiv, Audience › Subscribers › Import: subscribers.csv.\n"
    "Do not import unsubscribed.csv, it may subscribe them: send it to beehiiv's support, to be unsubscribed for you.",
)
