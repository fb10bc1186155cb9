"""listmonk: subscribers. Its export leaves out the lists, and a person leaves listmonk by leaving a list.

Somebody who unsubscribed there is still `enabled` in this file; so by it nobody may be mailed. A file made from the
database, with the state of the one list (`confirmed`, `unconfirmed`, `unsubscribed`), has no `uuid` and is read as
any list; the how-to has the query.
"""

from __future__ import annotations

from audiencegen.people.formats.shape import Format, columns, words
from audiencegen.people.law import Kind

FORMAT = Format(
    "listmonk",
    columns("uuid email attributes status"),
    words={"enabled": None, **words(Kind.BLOCKED, "blocklisted"), **words(Kind.UNSUBSCRIBED, "disabled")},
    unclear="listmonk's export does not say who left which list (docs/how-to/move-your-list.md has a way)",
)
