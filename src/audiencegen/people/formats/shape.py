"""What is special about the lists of one service; everything else follows from the names of the columns."""

from __future__ import annotations

from collections.abc import Mapping

from audiencegen.people.law import Kind
from audiencegen.values import Struct


class Format(Struct, frozen=True):
    """A list format, known by its line of names. Names of columns and words stand here as `columns.normal` has them."""

    name: str  # as the writer is told, and as `people export --as` takes it in small letters
    headers: tuple[frozenset[str], ...]  # a file that has every name of one of these is of this format
    only: frozenset[str] = frozenset()  # where there are any, it has no columns but these
    status: frozenset[str] = frozenset()  # columns that say where somebody stands, besides those of every list
    silent: frozenset[str] = frozenset()  # columns that look like it, and tell of payments
    words: Mapping[str, Kind | None] = {}  # of its status; where there are any, only these make somebody mailable
    unclear: str = ""  # why nobody may be mailed by this list alone
    note: str = ""  # what the writer should know of it

    def fits(self, names: frozenset[str]) -> bool:
        """Is a list with these columns of this format?"""
        return any(header <= names for header in self.headers) and (not self.only or names <= self.only)


def columns(*names: str) -> tuple[frozenset[str], ...]:
    """Headers as `Format` has them, from lines of names that are parted by spaces."""
    return tuple(frozenset(line.split()) for line in names)


def words(kind: Kind | None, text: str) -> Mapping[str, Kind | None]:
    """Words of a status that all mean one thing."""
    return dict.fromkeys(text.split(), kind)
