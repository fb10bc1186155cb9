"""Substack: the mailing list of its export, its two older lists, and the export of the dashboard.

There is no column of state but `email_disabled`. `active_subscription` and `plan` tell who pays: a free reader is
mailable. The columns of the dashboard are chosen by the writer, and `Type` says there that somebody is on the list.
"""

from __future__ import annotations

from audiencegen.people.formats.leaving import Service, email, name
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

# Substack takes in no opt-outs. What it does take is a list of bans, an address a line: who is on it cannot be
# subscribed (support.substack.com, "How do I ban a list of users", November 2026).
SERVICE = Service(
    "Substack",
    readers=(("email", email), ("name", name)),
    out=(("", email),),
    how="In Substack, Settings › Community › Manage bans: upload bans.csv, for subscribing, before anything else.\n"
    "It has an address a line, and keeps them off the list whatever is imported later.\n"
    "Then Subscribers › Import: subscribers.csv.",
    out_file="bans.csv",
)
