"""The same site built by audiencegen and by its peers, in turn, as whole processes.

    python bench/build.py --posts 100 1000 --runs 5

For each number of posts there is one round that looks at memory and is not timed, then the timed rounds. In a round
every row (cold, nothing changed …) is run by everybody before the next row begins. The answer is Markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that it can be called by its path

from bench import corpus, measure, peers
from bench.check import missing
from bench.peers import Peer
from bench.rows import ROWS, Project
from bench.table import Series, table

COLD = "cold"
_RAM = Path("/dev/shm")


def main(words: Sequence[str]) -> int:
    given = _arguments(words)
    where = _RAM if given.ram else given.where
    contenders = [peer for peer in peers.found() if _is_asked_for(peer, given.only)]
    rows = [row for row in ROWS if row in given.rows]
    sys.stdout.write("".join(f"- {peer.name}: {peer.version}\n" for peer in contenders))
    sys.stdout.write(f"- {os.cpu_count()} cores; {'a RAM disk' if given.ram else 'a disk'}; {given.runs} runs\n")
    everything: list[Series] = []
    for posts in given.posts:
        series = measured(posts, contenders, rows, given.runs, given.patience, where)
        sys.stdout.write(f"\n### {posts:,} posts\n\n{table(series)}")
        sys.stdout.flush()
        everything += series
    if given.json:
        record = {
            "versions": {peer.name: peer.version for peer in contenders},
            "cores": os.cpu_count(),
            "ram": given.ram,
            "series": [asdict(one) for one in everything],
        }
        given.json.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return 1 if any(one.fault for one in everything) else 0


def measured(
    posts: int, contenders: Sequence[Peer], rows: Sequence[str], runs: int, patience: float, where: Path | None
) -> list[Series]:
    """All series of one corpus: row by row, peer by peer."""
    with tempfile.TemporaryDirectory(dir=where, prefix="bench-") as folder:
        drafts = corpus.drafts(posts)
        projects = [Project(peer, Path(folder) / str(place), drafts) for place, peer in enumerate(contenders)]
        series: dict[tuple[str, str], Series] = {}
        # Even if nobody asks for the cold row, every other needs a site that was built.
        for row in dict.fromkeys((COLD, *rows)):
            for project in projects:
                if row == COLD:
                    project.peer.set_up(project.directory, drafts)
                seen = series[row, project.peer.name] = Series(posts, row, project.peer.name)
                _watch(seen, project, series[COLD, project.peer.name].fault, patience)
        _tell(f"{posts:,} posts: looked at memory")
        for turn in range(1, runs + 1):
            for row in rows:
                for project in projects:
                    _time(series[row, project.peer.name], project, turn, patience)
            _tell(f"{posts:,} posts: round {turn} of {runs}")
    return [series[row, peer.name] for row in rows for peer in contenders]


def _watch(series: Series, project: Project, fault: str, patience: float) -> None:
    """The run that is watched. Too slow to be run again, it is timed, too."""
    series.fault = fault
    if fault:
        return
    output = project.directory / project.peer.output
    ROWS[series.row](project, 0)
    before = measure.snapshot(output)
    done = _run(project, watched=True)
    series.fault = done.fault
    if series.row == COLD and not done.fault:
        series.fault = missing(project.directory / project.peer.site, project.drafts)
    series.peak = done.peak
    series.files = measure.written(before, measure.snapshot(output))
    if done.wall > patience:
        series.walls, series.cpus = [done.wall], [done.cpu]


def _time(series: Series, project: Project, turn: int, patience: float) -> None:
    if series.fault or max(series.walls, default=0.0) > patience:
        return
    ROWS[series.row](project, turn)
    done = _run(project, watched=False)
    series.fault = done.fault
    series.walls.append(done.wall)
    series.cpus.append(done.cpu)


def _run(project: Project, watched: bool) -> measure.Run:
    os.sync()  # what was written and removed before is not to be waited for in here
    variables = peers.environment(project.peer, project.directory)
    return measure.run(project.peer.command, project.directory, variables, watched)


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="build.py", description="Build the same site with everybody, in turn.")
    add = parser.add_argument
    add("--posts", metavar="N", type=int, nargs="+", default=[100, 1000], help="100 and 1000 unless told")
    add("--runs", metavar="N", type=int, default=5, help="timed rounds; 5 unless told")
    add("--rows", metavar="ROW", nargs="+", choices=tuple(ROWS), default=tuple(ROWS), help=", ".join(ROWS))
    add("--only", metavar="NAME", nargs="+", help="who is measured: audiencegen, hugo, pelican, eleventy")
    add("--where", metavar="DIR", type=Path, help="a folder on the disk to measure; the temporary folder unless told")
    add("--ram", action="store_true", help=f"measure on the RAM disk {_RAM}")
    add("--patience", metavar="S", type=float, default=60.0, help="what takes longer is run once; 60 s unless told")
    add("--json", metavar="FILE", type=Path, help="every single run, as JSON")
    return parser.parse_args(words)


def _is_asked_for(peer: Peer, names: Sequence[str] | None) -> bool:
    return names is None or any(peer.name.casefold().startswith(name.casefold()) for name in names)


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
