"""The manifest: which files under the output folder are ours, and with what content. It decides what may be deleted.

It stands beside `site/`, never inside. A path that is about to be written for the first time is noted as intended
before it appears, so that a build killed at any moment leaves nothing without an owner.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from audiencegen.build.files import Disk
from audiencegen.problems import ProjectError, error

NAME = ".audiencegen.json"
TEMPORARY = ".audiencegen.tmp"
INTENDED = ""  # instead of a digest: the file may be absent, half written or whole
_VERSION = 1
_FEW = 100  # rows that are looked for in the text; more are read
_END_OF_FILES = b'},\n"addresses": {'


class Manifest:
    """`files`: path (relative, with `/`) → digest of what we wrote there. `addresses`: content file → its page.

    It is read as text: of ten thousand rows a build may want to change four.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content

    @property
    def files(self) -> Mapping[str, str]:
        return self._tables[0]

    @property
    def addresses(self) -> Mapping[str, str]:
        return self._tables[1]

    @cached_property
    def _tables(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        record = json.loads(self.content)
        if record["version"] != _VERSION:
            raise ValueError("version")
        files, addresses = (
            {str(key): str(part) for key, part in table.items()}
            for table in (record["files"], record.get("addresses", {}))
        )
        return files, addresses

    @cached_property
    def _end(self) -> int:
        """Where the rows of files end."""
        return max(0, self.content.rfind(_END_OF_FILES))

    def check(self) -> None:
        """Raise ValueError, or its like, when this is not a manifest."""
        assert self._tables is not None

    def owns(self, path: str) -> bool:
        is_read = "_tables" in self.__dict__  # else a search for a few paths takes less than to read all
        return path in self.files if is_read else self._place(path) >= 0 or path in self.files

    def with_files(self, digests: Mapping[str, str]) -> Manifest:
        """The same with other digests for some paths, or with new ones among them."""
        amended = self._amended(digests) if len(digests) <= _FEW else None
        return amended if amended is not None else of({**self.files, **digests}, self.addresses)

    def turned_into(self, files: Mapping[str, str], addresses: Mapping[str, str]) -> Manifest:
        """The manifest of other files; as a rule they are the same, and few of them hold something else."""
        if self.files.keys() != files.keys() or self.addresses != addresses:
            return of(files, addresses)
        return self.with_files({path: digest for path, digest in files.items() if self.files[path] != digest})

    def with_intentions(self, paths: Iterable[str]) -> Manifest:
        return self.with_files(dict.fromkeys(paths, INTENDED))

    def _amended(self, digests: Mapping[str, str]) -> Manifest | None:
        """The text with other digests in some rows, which stand in their order; None when one is not there."""
        parts: list[bytes] = []
        done = 0
        for path in sorted(digests):
            place = self._place(path, done)
            if place < 0:
                return None
            parts += [self.content[done:place], digests[path].encode()]
            done = self.content.index(b'"', place)
        return Manifest(b"".join((*parts, self.content[done:])))

    def _place(self, path: str, since: int = 0) -> int:
        """Where the digest of a path stands; -1 when it stands nowhere. A row begins a line, as nothing else does."""
        row = f'{json.dumps(path, ensure_ascii=False)}: "'.encode()
        for start in (b"\n" + row, b'"files": {' + row):
            at = self.content.find(start, since, self._end)
            if at >= 0:
                return at + len(start)
        return -1


def of(files: Mapping[str, str], addresses: Mapping[str, str]) -> Manifest:
    parts = (dict(sorted(part.items())) for part in (files, addresses))
    record = dict(zip(("version", "files", "addresses"), (_VERSION, *parts), strict=True))
    # One row a line; an `indent` would do so at ten times the cost.
    return Manifest((json.dumps(record, ensure_ascii=False, separators=(",\n", ": ")) + "\n").encode("utf-8"))


def load(output: Path) -> Manifest:
    """The manifest of an output folder; empty when nothing was built there. One that cannot be read is an error:
    without it nobody knows which files are ours."""
    try:
        found = as_left(output)
        found.check()
        return found
    except FileNotFoundError:
        return of({}, {})
    except NotADirectoryError as fault:
        message = f"{output.name} is a file, and the site needs a folder of that name"
        raise ProjectError(error("output-place", message, "move the file away, or name another folder")) from fault
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        message = f"{output.name}/{NAME} cannot be read, so it is not known which files there are ours"
        hint = f"delete the folder {output.name}/ if all of it was made by audiencegen, and build again"
        raise ProjectError(error("manifest", message, hint)) from fault


def as_left(output: Path) -> Manifest:
    """The manifest where it is known to be as a build left it; its rows are not read. Raises OSError."""
    return Manifest((output / NAME).read_bytes())


def save(manifest: Manifest, output: Path, disk: Disk) -> None:
    disk.replace(output / NAME, manifest.content, output / TEMPORARY)
