"""What was measured, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

MEASURE = "Hugo"  # whom everybody is compared with
_HEAD = ("", "", "wall s", "min–max", "× Hugo", "CPU s", "memory MB", "files written", "runs")


@dataclass
class Series:
    """One row for one peer: its runs, and what was seen in the run that was watched."""

    posts: int
    row: str
    peer: str
    walls: list[float] = field(default_factory=list)
    cpus: list[float] = field(default_factory=list)
    peak: int = 0
    files: int = 0
    fault: str = ""


def table(series: Sequence[Series]) -> str:
    """All series of one corpus."""
    measures = {one.row: one for one in series if one.peer == MEASURE}
    return grid(_HEAD, 2, (_cells(one, measures.get(one.row)) for one in series))


def grid(head: Sequence[str], names: int, rows: Iterable[Sequence[str]]) -> str:
    """A table whose first columns are names and whose others are numbers."""
    marks = (*(":--",) * names, *("--:",) * (len(head) - names))
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, marks, *rows)) + "\n"


def _cells(series: Series, measure: Series | None) -> tuple[str, ...]:
    if series.fault or not series.walls:
        return series.row, series.peer, f"failed: {series.fault}".replace("|", "/"), *("",) * (len(_HEAD) - 3)
    return (
        series.row,
        series.peer,
        seconds(median(series.walls)),
        f"{seconds(min(series.walls))}–{seconds(max(series.walls))}",
        _ratio(series, measure),
        seconds(median(series.cpus)),
        f"{series.peak / 1e6:.0f}" if series.peak else "–",
        f"{series.files:,}",
        str(len(series.walls)),
    )


def _ratio(series: Series, measure: Series | None) -> str:
    """Turn by turn, for the machine may have had other work in one of them."""
    if measure is None or measure.fault or not measure.walls:
        return "–"
    ratio = median(own / other for own, other in zip(series.walls, measure.walls, strict=False))
    return f"{ratio:.2f}" if ratio >= 0.1 else f"1/{1 / ratio:.0f}"


def seconds(value: float) -> str:
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 10 else f"{value:.1f}"
