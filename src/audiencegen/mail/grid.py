"""A table in plain text: aligned in columns, or row by row with its headers when it is too wide for that."""

from __future__ import annotations

from collections.abc import Sequence

from audiencegen.mail.fold import columns, fold, padded
from audiencegen.values import Struct

_GAP = "  "


class Grid(Struct, frozen=True):
    """The words of a table's cells. `header` is empty when it has none; `aligned` is one word for each column."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    aligned: tuple[str, ...]


def grid_lines(grid: Grid, width: int) -> list[str]:
    """The lines of a table within `width` columns."""
    every = [row for row in (grid.header, *grid.rows) if row]
    widths = [max(columns(row[index]) if index < len(row) else 0 for row in every) for index in range(_count(every))]
    if sum(widths) + len(_GAP) * (len(widths) - 1) <= width:
        return _aligned(grid, widths)
    return _listed(grid, width)


def _count(rows: Sequence[Sequence[str]]) -> int:
    return max((len(row) for row in rows), default=0)


def _aligned(grid: Grid, widths: Sequence[int]) -> list[str]:
    lines = [_row(row, grid, widths) for row in grid.rows]
    if not grid.header:
        return lines
    return [_row(grid.header, grid, widths), _GAP.join("-" * width for width in widths), *lines]


def _row(row: Sequence[str], grid: Grid, widths: Sequence[int]) -> str:
    aligned = (*grid.aligned, *[""] * len(widths))
    cells = (padded(cell, widths[index], aligned[index]) for index, cell in enumerate(row))
    return _GAP.join(cells).rstrip()


def _listed(grid: Grid, width: int) -> list[str]:
    """Each row as lines of `header: value`, with an empty line between rows."""
    lines: list[str] = []
    for row in grid.rows:
        lines += [""] if lines else []
        for index, cell in enumerate(row):
            header = grid.header[index] if index < len(grid.header) else ""
            if cell:
                lines += fold(f"{header}: {cell}" if header else cell, width, rest="  ")
    return lines
