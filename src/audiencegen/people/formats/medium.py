"""Medium: no line of names, one address a line. So are the lists of many others, and those written by hand."""

from __future__ import annotations

from audiencegen.people.formats.shape import Format

FORMAT = Format("one address a line", (), note="Medium exports its list so, and so does many a list kept by hand.")
