"""Ghost: members. Blank is not yes: only a plain `true` under `subscribed_to_emails` makes somebody mailable."""

from __future__ import annotations

from audiencegen.people.formats.shape import Format, columns

FORMAT = Format("Ghost", columns("email subscribedtoemails"), silent=frozenset({"status", "type"}))
