"""What a build wrote of the list, written anew at once by commands after which nobody should have to build."""

from __future__ import annotations

from pathlib import Path

from audiencegen.outputs.readers import NUMBERS, PATH, numbers_json, readers_csv
from audiencegen.people.private import replace_private
from audiencegen.people.store import Store, readers_of


def rewritten(folder: Path, store: Store) -> list[str]:
    """Bring the files that are there up to date; their names."""
    rows = readers_of(store)
    found = []
    for name, made in ((PATH, readers_csv), (NUMBERS, numbers_json)):
        if (folder / name).exists():
            replace_private(folder / name, made(rows))
            found.append(name)
    return found
