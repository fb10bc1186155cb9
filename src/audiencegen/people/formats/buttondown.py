"""Buttondown: subscribers, and the events of its newsletters, which are no list but hold who left.

The words are those of SubscriberType (docs.buttondown.com/api-subscribers-type); most tell who pays.
"""

from __future__ import annotations

from audiencegen.people.formats.shape import Format, columns, words
from audiencegen.people.law import Kind

_TYPES = {
    **words(
        Kind.ADDED,
        "regular premium trialed gifted upcoming churning churned pastdue paused unpaid",
    ),
    **words(Kind.ASKED, "unactivated"),
    **words(Kind.UNSUBSCRIBED, "unsubscribed removed"),
    **words(Kind.BOUNCED, "undeliverable"),
    **words(Kind.COMPLAINED, "complained"),
    **words(Kind.BLOCKED, "blocked"),
}

FORMAT = Format(
    "Buttondown",
    columns("email subscribertype", "emailaddress type secondaryid", "emailaddress type creationdate"),
    words=_TYPES,
)
EVENTS = Format(
    "Buttondown (events)",
    columns("subscriberemail eventtype", "subscriberemailaddress eventtype"),
    status=frozenset({"eventtype"}),
    words={**words(Kind.UNSUBSCRIBED, "unsubscribed"), **words(Kind.COMPLAINED, "complained"), "bounced": None},
    note="This file holds events, not subscribers: only who left or complained counts.",
)
