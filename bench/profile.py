"""Where the time of a build goes: the real functions of audiencegen, with a clock around each.

    python bench/profile.py --posts 1000 --dialect github
    python bench/profile.py --posts 1000 --row "one body edited"

The build runs in this process, alone (`--jobs 1` where there is such an option), and each stage is charged with its own
time only, without that of the stages within it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that it can be called by its path

from bench import corpus, peers
from bench.clock import Clock
from bench.rows import ROWS, Project
from bench.stages import IMPORT, REST, put_clocks
from bench.table import grid


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="profile.py", description="Say where the time of a build goes.")
    add = parser.add_argument
    add("--posts", metavar="N", type=int, default=1000, help="1000 unless told")
    add("--dialect", choices=("github", "markdown"), default="github", help="github unless told")
    add("--row", metavar="ROW", choices=tuple(ROWS), default="cold", help=", ".join(ROWS))
    add("--where", metavar="DIR", type=Path, help="a folder on the disk to use; the temporary folder unless told")
    given = parser.parse_args(words)
    with tempfile.TemporaryDirectory(dir=given.where, prefix="bench-") as folder:
        project = _project(Path(folder) / "site", given.posts, given.dialect)
        if given.row != "cold":
            _build_apart(project)
        ROWS[given.row](project, 1)
        clock, absent, code = _build_here(project)
    if code:
        return code
    sys.stdout.write(f"### {given.posts:,} posts, {given.dialect}, {given.row}: {clock.total:.2f} s\n\n")
    sys.stdout.write(_table(clock, given.posts))
    sys.stdout.write(f"\nThe clock itself took about {clock.cost():.2f} s of it.\n")
    if absent:
        sys.stdout.write(f"\nNot found, and so part of what is around them: {', '.join(absent)}\n")
    return 0


def _project(directory: Path, posts: int, dialect: str) -> Project:
    peer = next(one for one in peers.audiencegen() if one.name.endswith(dialect))
    drafts = corpus.drafts(posts)
    peer.set_up(directory, drafts)
    return Project(peer, directory, drafts)


def _build_apart(project: Project) -> None:
    variables = peers.environment(project.peer, project.directory)
    subprocess.run(project.peer.command, cwd=project.directory, env=variables, check=True)


def _build_here(project: Project) -> tuple[Clock, tuple[str, ...], int]:
    clock = Clock()
    with clock.stage(IMPORT):
        from audiencegen import cli
        from audiencegen.cli import build

        absent = put_clocks(clock)
    parser = argparse.ArgumentParser()
    build.arguments(parser)
    alone = ("--jobs", "1") if "--jobs" in parser.format_help() else ()
    with clock.stage(REST):
        code = cli.main(("-C", str(project.directory), "build", "--quiet", *alone))
    return clock, absent, code


def _table(clock: Clock, posts: int) -> str:
    rows = (
        (
            stage,
            f"{clock.calls[stage]:,}",
            f"{seconds:.3f}",
            f"{1000 * seconds / posts:.3f}",
            f"{100 * seconds / clock.total:.1f} %",
        )
        for stage, seconds in clock.own.items()
        if clock.calls[stage]
    )
    return grid(("stage", "calls", "s", "ms a post", "share"), 1, rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
