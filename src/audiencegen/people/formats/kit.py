"""Kit, once ConvertKit: subscribers. Its `cold` readers agreed and are quiet; they come with the tag `cold`."""

from __future__ import annotations

from audiencegen.people.formats.leaving import Service, always, email, ended, first_name, tags
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

# Kit takes in no opt-outs, and has no bulk action to unsubscribe (help.kit.com, November 2026); its API has one.
SERVICE = Service(
    "Kit",
    readers=(("first_name", first_name), ("email", email), ("tags", tags(", "))),
    out=(("email", email), ("state", always("cancelled")), ("cancelled_at", ended)),
    how="In Kit, Subscribers › Add subscribers › Import a CSV: subscribers.csv.\n"
    "Kit takes in no opt-outs: never import unsubscribed.csv there, it would subscribe them. Who of them is in Kit\n"
    "already must be unsubscribed one by one, or by its API.",
)
