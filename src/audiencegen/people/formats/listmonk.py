"""listmonk: subscribers. Its export leaves out the lists, and a person leaves listmonk by leaving a list.

Somebody who unsubscribed there is still `enabled` in this file; so by it nobody may be mailed. A file made from the
database, with the state of the one list (`confirmed`, `unconfirmed`, `unsubscribed`), has no `uuid` and is read as
any list; the how-to has the query.
"""

from __future__ import annotations

from audiencegen.people.formats.leaving import Service, always, email, name
from audiencegen.people.formats.shape import Format, columns, words
from audiencegen.people.law import Kind
from audiencegen.people.person import Person, details_as_json
from audiencegen.values import as_json

FORMAT = Format(
    "listmonk",
    columns("uuid email attributes status"),
    words={"enabled": None, **words(Kind.BLOCKED, "blocklisted"), **words(Kind.UNSUBSCRIBED, "disabled")},
    unclear="listmonk's export does not say who left which list",
    note="docs/how-to/move-your-list.md has a query whose answer does say it.",
)


def _attributes(person: Person) -> str:
    """What is known of a reader as JSON, as listmonk's own export has it."""
    known = details_as_json(person.details)
    known.pop("name", None)
    return as_json({**known.pop("extra", {}), **known, "since": person.since})


# The mode "blocklist" takes a file of people whom no campaign reaches (listmonk.app/docs/apis/import, November 2026).
SERVICE = Service(
    "listmonk",
    readers=(("email", email), ("name", name), ("attributes", _attributes)),
    out=(("email", email), ("name", always("")), ("attributes", always("{}"))),
    how="In listmonk, Subscribers › Import: blocklist.csv first, with the mode Blocklist; then subscribers.csv\n"
    "with the mode Subscribe, your list, and “Overwrite subscription status” off.",
    out_file="blocklist.csv",
)
