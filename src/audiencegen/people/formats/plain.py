"""Any list with names above its columns, or without: what its columns are called decides."""

from __future__ import annotations

from audiencegen.people.formats.shape import Format

FORMAT = Format("", ())
