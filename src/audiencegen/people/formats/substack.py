"""Substack: the mailing list of its export, its two older lists, and the export of the dashboard.

There is no column of state but `email_disabled`. `active_subscription` and `plan` tell who pays: a free reader is
mailable. The columns of the dashboard are chosen by the writer, and `Type` says there that somebody is on the list.
"""

from __future__ import annotations

from audiencegen.people.formats.shape import Format, columns, words
from audiencegen.people.law import Kind

FORMAT = Format(
    "Substack",
    columns(
        "email activesubscription emaildisabled",
        "email emaildisabled preferdigests",
        "email emaildisabled stripeconnectedcustomerid",
    ),
    silent=frozenset({"type", "status"}),
)
DASHBOARD = Format(
    "Substack (dashboard)",
    columns("email startdate stripeplan", "email type stripeplan", "email type activity"),
    words=words(
        Kind.ADDED,
        "free paid subscriber monthly yearly annual annually comp comped gift gifted founding iosapp",
    ),
    note="The dashboard does not say who switched letters off; the list in Settings › Exports does. Import that too.",
)
