"""Our own list, `private/subscribers.csv` and `people export --as csv`: who is mailable, and nobody else."""

from __future__ import annotations

from audiencegen.people.formats.shape import Format, columns

FORMAT = Format("audiencegen", columns("email firstname since introducedby tags"))
