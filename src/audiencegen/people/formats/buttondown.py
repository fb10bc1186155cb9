"""Buttondown: subscribers, and the events of its newsletters, which are no list but hold who left.

The words are those of SubscriberType (docs.buttondown.com/api-subscribers-type); most tell who pays.
"""

from __future__ import annotations

from audiencegen.people.formats.leaving import Service, always, email, ended, name, since, tags
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

# Buttondown knows the columns of its own export; `unsubscribed` is one of the types that others may set
# (docs.buttondown.com/api-subscribers-type, November 2026).
SERVICE = Service(
    "Buttondown",
    readers=(
        ("email", email),
        ("subscriber_type", always("regular")),
        ("tags", tags(";")),
        ("name", name),
        ("creation_date", since),
    ),
    out=(("email", email), ("subscriber_type", always("unsubscribed")), ("unsubscription_date", ended)),
    how="In Buttondown, Subscribers › Import: unsubscribed.csv first. Look at one of them there: who is not\n"
    "“unsubscribed” must be set so (select all, then Actions), before you import subscribers.csv and write to anybody.",
)
