"""When the opt-outs of each service were last read, in `private/imports.json`.

Who leaves at a service is known here only after an import from it; an export looks whether that was long ago.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from audiencegen.people.private import private_folder, replace_private

PATH = "private/imports.json"


def note_import(directory: Path, service: str, now: datetime) -> None:
    """Keep that the opt-outs of a service were read at this moment."""
    private_folder(directory / "private")
    known = {**_noted(directory), service: now.isoformat()}
    content = json.dumps(dict(sorted(known.items())), ensure_ascii=False, indent=1) + "\n"
    replace_private(directory / PATH, content.encode())


def last_import(directory: Path, service: str) -> datetime | None:
    """When the opt-outs of a service were last read; None when they never were."""
    try:
        return datetime.fromisoformat(_noted(directory)[service])
    except (KeyError, ValueError, TypeError):
        return None


def _noted(directory: Path) -> dict[str, str]:
    try:
        found = json.loads((directory / PATH).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
