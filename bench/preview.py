"""How long a save takes until a real browser shows it: `audiencegen preview`, and Hugo's server beside it.

    NODE_PATH=…/node_modules python bench/preview.py --posts 1000 10000 --saves 60

needs node with playwright-core, and Chromium (CHROMIUM=/usr/bin/chromium). Before the saves every server is started
twice, and the second start is timed until the first page is there. The answer is Markdown.
"""

from __future__ import annotations

import argparse
import json
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that it can be called by its path

from bench import corpus, peers
from bench.peers import Peer

_BROWSER = Path(__file__).with_name("browser.mjs")
_PATIENCE = 600  # seconds for a start


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="preview.py", description="Measure save → changed page in Chromium.")
    parser.add_argument("--posts", metavar="N", type=int, nargs="+", default=[1000])
    parser.add_argument("--saves", metavar="N", type=int, default=60)
    parser.add_argument("--what", choices=("text", "title"), default="text", help="what each save changes of a post")
    parser.add_argument("--only", metavar="NAME", nargs="+", help="those whose name begins so")
    given = parser.parse_args(words)
    servers = [peer for peer in peers.found() if peer.name.startswith(("audiencegen", "Hugo"))]
    for posts in given.posts:
        sys.stdout.write(f"\n### {posts:,} posts, {given.saves} saves of a {given.what}\n\n")
        sys.stdout.write("| server | first page | p50 | p95 | longest | lost |\n|:--|--:|--:|--:|--:|--:|\n")
        medians = {}
        for peer in servers:
            if not given.only or peer.name.startswith(tuple(given.only)):
                medians[peer.name] = _measured(peer, posts, given.saves, given.what)
        for name, figure in medians.items():
            if "Hugo" in medians and name != "Hugo":
                sys.stdout.write(f"\n{name}: {medians['Hugo'] / figure:.1f} times quicker than Hugo at the median.\n")
    return 0


def _measured(peer: Peer, posts: int, saves: int, what: str) -> float:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        directory = Path(folder) / "project"
        drafts = corpus.drafts(posts)
        peer.set_up(directory, drafts)
        page = f"/posts/{drafts[-1].slug}/"
        with _served(peer, directory, page):
            pass
        with _served(peer, directory, page) as (address, first):
            file = directory / "content" / "posts" / f"{drafts[-1].slug}.md"
            words = ("node", str(_BROWSER), address, str(file), str(saves), what)
            answer = subprocess.run(words, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise RuntimeError(answer.stderr)
    saved = json.loads(answer.stdout)
    times = [one for one in saved if one is not None]
    p95 = quantiles(times, n=20)[-1]
    figures = (f"{median(times):.0f} ms", f"{p95:.0f} ms", f"{max(times):.0f} ms", str(saved.count(None)))
    sys.stdout.write(f"| {peer.name} | {first:.2f} s | {' | '.join(figures)} |\n")
    sys.stdout.flush()
    return median(times)


@contextmanager
def _served(peer: Peer, directory: Path, page: str) -> Iterator[tuple[str, float]]:
    """A running server: the address of a page, and the seconds until it was there."""
    port = _free_port()
    if peer.name == "Hugo":
        words = (peer.command[0], "server", "--port", str(port), "--bind", "127.0.0.1", "-D", "-F")
    else:
        words = (*peer.command[:3], "preview", "--port", str(port))
    began = time.perf_counter()
    process = subprocess.Popen(
        words,
        cwd=directory,
        env=peers.environment(peer, directory),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}{page}"
        _wait_for(address, process)
        yield address, time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                answer.read()
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.01)
    raise RuntimeError(f"no page at {address}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
