"""The manifest: which files under the output folder are ours, and with what content. It decides what may be deleted.

It stands beside `site/`, never inside. A path that is about to be written for the first time is noted as intended
before it appears, so that a build killed at any moment leaves nothing without an owner.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from audiencegen.build.files import Disk
from audiencegen.problems import ProjectError, error
from audiencegen.values import digest_bytes

NAME = ".audiencegen.json"
TEMPORARY = ".audiencegen.tmp"
INTENDED = ""  # instead of a digest: the file may be absent, half written or whole
_VERSION = 1


@dataclass(frozen=True)
class Manifest:
    """`files`: path (relative, with `/`) → digest of what we wrote there. `addresses`: content file → its page."""

    files: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)

    def with_intentions(self, paths: Iterable[str]) -> Manifest:
        return Manifest({**self.files, **dict.fromkeys(paths, INTENDED)}, self.addresses)


def load(output: Path) -> Manifest:
    """The manifest of an output folder; empty when nothing was built there. One that cannot be read is an error:
    without it nobody knows which files are ours."""
    path = output / NAME
    try:
        record = json.loads(path.read_bytes())
        if record["version"] != _VERSION:
            raise ValueError("version")
        files, addresses = record["files"], record.get("addresses", {})
        return Manifest(*({str(key): str(part) for key, part in table.items()} for table in (files, addresses)))
    except FileNotFoundError:
        return Manifest()
    except NotADirectoryError as fault:
        message = f"{output.name} is a file, and the site needs a folder of that name"
        raise ProjectError(error("output-place", message, "move the file away, or name another folder")) from fault
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        message = f"{output.name}/{NAME} cannot be read, so it is not known which files there are ours"
        hint = f"delete the folder {output.name}/ if all of it was made by audiencegen, and build again"
        raise ProjectError(error("manifest", message, hint)) from fault


def digest_of(output: Path) -> str:
    """The digest of the manifest as it lies there; "" when there is none."""
    try:
        return digest_bytes((output / NAME).read_bytes())
    except OSError:
        return ""


def save(manifest: Manifest, output: Path, disk: Disk) -> None:
    files, addresses = (dict(sorted(part.items())) for part in (manifest.files, manifest.addresses))
    record = {"version": _VERSION, "files": files, "addresses": addresses}
    # One row a line; an `indent` would do so at ten times the cost.
    content = (json.dumps(record, ensure_ascii=False, separators=(",\n", ": ")) + "\n").encode("utf-8")
    disk.replace(output / NAME, content, output / TEMPORARY)
