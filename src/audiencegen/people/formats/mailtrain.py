"""Mailtrain: the subscriptions of one list, with a column for each merge tag."""

from __future__ import annotations

from audiencegen.people.formats.shape import Format, columns, words
from audiencegen.people.law import Kind

FORMAT = Format(
    "Mailtrain",
    columns("cid status hashemail email"),
    words={
        **words(Kind.ADDED, "subscribed"),
        **words(Kind.UNSUBSCRIBED, "unsubscribed"),
        **words(Kind.BOUNCED, "bounced"),
        **words(Kind.COMPLAINED, "complained"),
    },
)
