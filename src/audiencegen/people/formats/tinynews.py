"""TinyNews: both of its exports. `Engagement OptIn` is about tracking, and says nothing of letters."""

from __future__ import annotations

from audiencegen.people.formats.shape import Format, columns

FORMAT = Format(
    "TinyNews",
    columns("channelid status engagementoptin email", "email dateadded lastmodified status clicks opens"),
)
