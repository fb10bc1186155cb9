"""What feeds cost: the CPU time of all of them, and its share of a cold build.

    python bench/feeds.py --posts 1000 --ram

The build runs in a process of its own (`--jobs 1`), once as it is and once with a planner that makes no feeds; the
difference is what they cost. It is CPU time, so that a busy machine matters less, and the least of each kind counts.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
sys.path.insert(0, str(ROOT))  # so that it can be called by its path

from bench import corpus, peers  # noqa: E402
from bench.table import grid  # noqa: E402

_RAM = Path("/dev/shm")
_BUILD = "from audiencegen.cli import main; raise SystemExit(main(['build', '-q', '--jobs', '1']))"
_WITHOUT = f"from audiencegen.outputs import feeds; feeds.plan = lambda site, theme: (); {_BUILD}"


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="feeds.py", description="Say what feeds cost.")
    parser.add_argument("--posts", metavar="N", type=int, default=1000, help="1000 unless told")
    parser.add_argument("--rounds", metavar="N", type=int, default=5, help="5 unless told")
    parser.add_argument("--ram", action="store_true", help=f"measure on the RAM disk {_RAM}")
    given = parser.parse_args(words)
    peer = next(one for one in peers.audiencegen() if one.name.endswith("github"))
    with tempfile.TemporaryDirectory(prefix="bench-", dir=_RAM if given.ram else None) as folder:
        site = Path(folder) / "site"
        peer.set_up(site, corpus.drafts(given.posts))
        configuration = site / "audiencegen.yaml"
        configuration.write_text(configuration.read_text("utf-8").replace(peers.NO_ARCHIVES, ""), "utf-8")
        rounds = [(_cold(site, _WITHOUT), _cold(site, _BUILD), _seconds(site, _BUILD)) for _ in range(given.rounds)]
        count = len(_feeds(site))
    without, whole, warm = (min(times) for times in zip(*rounds, strict=True))
    share = f"{100 * (whole - without) / whole:.1f} %"
    head = ("posts", "documents", "cold, CPU s", "without feeds", "share of feeds", "warm, CPU s")
    figures = (f"{given.posts:,}", str(count), f"{whole:.2f}", f"{without:.2f}", share, f"{warm:.3f}")
    sys.stdout.write(grid(head, 0, [figures]))
    return 0


def _cold(site: Path, program: str) -> float:
    for name in (".audiencegen", "output"):
        shutil.rmtree(site / name, ignore_errors=True)
    return _seconds(site, program)


def _seconds(site: Path, program: str) -> float:
    before = _spent()
    environment = {"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"}
    subprocess.run([sys.executable, "-c", program], cwd=site, env=environment, check=True)
    return _spent() - before


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _feeds(site: Path) -> list[Path]:
    folder = site / "output" / "site"
    return [*folder.rglob("feed.xml"), *folder.glob("feeds/*"), *folder.glob("*.json"), folder / "atom.xml"]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
