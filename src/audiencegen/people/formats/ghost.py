"""Ghost: members. Blank is not yes: only a plain `true` under `subscribed_to_emails` makes somebody mailable."""

from __future__ import annotations

from audiencegen.people.formats.leaving import Service, always, email, name, since, tags
from audiencegen.people.formats.shape import Format, columns

FORMAT = Format("Ghost", columns("email subscribedtoemails"), silent=frozenset({"status", "type"}))

# `false` takes a member out of every newsletter (ghost.org/help/import-members, November 2026).
SERVICE = Service(
    "Ghost",
    readers=(
        ("email", email),
        ("name", name),
        ("subscribed_to_emails", always("true")),
        ("labels", tags(", ")),
        ("created_at", since),
    ),
    out=(("email", email), ("subscribed_to_emails", always("false"))),
    how="In Ghost, Members › Import members: unsubscribed.csv first, then subscribers.csv.",
)
