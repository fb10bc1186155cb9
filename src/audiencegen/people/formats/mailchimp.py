"""Mailchimp: one file for each of subscribed, unsubscribed, cleaned and non-subscribed.

The first columns are the owner's merge fields, in any language; so the files are known by those that follow. Who left
is known by a column, and by the name of the file.
"""

from __future__ import annotations

from audiencegen.people.formats.shape import Format, columns

FORMAT = Format("Mailchimp", columns("leid euid", "memberrating optintime", "unsubtime", "cleantime"))
