"""Mailchimp: one file for each of subscribed, unsubscribed, cleaned and non-subscribed.

The first columns are the owner's merge fields, in any language; so the files are known by those that follow. Who left
is known by a column, and by the name of the file.
"""

from __future__ import annotations

from audiencegen.people.formats.leaving import Service, email, ended, first_name, last_name, tags
from audiencegen.people.formats.shape import Format, columns

FORMAT = Format("Mailchimp", columns("leid euid", "memberrating optintime", "unsubtime", "cleantime"))

# "Import contacts" asks for the status of everybody in a file (mailchimp.com/help, November 2026).
SERVICE = Service(
    "Mailchimp",
    readers=(
        ("Email Address", email),
        ("First Name", first_name),
        ("Last Name", last_name),
        ("Tags", tags(", ")),
    ),
    out=(("Email Address", email), ("UNSUB_TIME", ended)),
    how="In Mailchimp, Audience › Import contacts: unsubscribed.csv first, with the status Unsubscribed;\n"
    "then subscribers.csv with the status Subscribed.",
)
