"""How long a list takes: a hundred thousand people in, again, and out, each a whole process.

    python bench/people.py                       # 100,000 people, three rounds
    python bench/people.py --people 10000 --rounds 5

The list is a Mailchimp export of 21 columns, the same for the same seed everywhere. Seconds are of the processor, the
process and its children, so that others on the machine disturb little. The answer is Markdown.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that it can be called by its path

from bench.measure import run

_SOURCES = Path(__file__).resolve().parents[1] / "src"
_HEADER = (
    "Email Address,First Name,Last Name,Company,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,"
    "LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS"
).split(",")
_FIRST = "Maria Jon Ann Zoë Ali José Wei Olga Tom Ines".split()
_LAST = "Doe Roth Müller Núñez Wang Rossi Berg Okafor".split()
_HOSTS = "example.org mail.example.com example.net".split()
_TAGS = "staff vip berlin rust friends early".split()
_ROWS = {
    "import": ("import", "list.csv", "--yes", "--consent", "the form on my old site"),
    "the same import again": ("import", "list.csv", "--yes", "--consent", "the form on my old site"),
    "export as CSV": ("export", "--output", "out.csv"),
    "export for Mailchimp": ("export", "--as", "mailchimp"),
    "export for listmonk": ("export", "--as", "listmonk"),
    "export of everything, as JSON": ("export", "--as", "json", "--output", "all.json"),
}


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="people.py", description="Measure imports and exports of a large list.")
    parser.add_argument("--people", metavar="N", type=int, default=100_000)
    parser.add_argument("--rounds", metavar="N", type=int, default=3)
    given = parser.parse_args(words)
    rounds = [_round(given.people) for _ in range(given.rounds)]
    sys.stdout.write(f"### {given.people:,} people, {given.rounds} rounds\n\n")
    sys.stdout.write("| what | CPU s | from its start to its end, s | memory, MB |\n|:--|--:|--:|--:|\n")
    for name in _ROWS:
        cpu, wall, peak = (median(one[name][at] for one in rounds) for at in range(3))
        sys.stdout.write(f"| {name} | {cpu:.1f} | {wall:.1f} | {peak / 1e6:.0f} |\n")
    return 0


def _round(people: int) -> dict[str, tuple[float, float, float]]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        project = Path(folder)
        (project / "audiencegen.yaml").write_text("title: Bench\nurl: https://bench.example.org\n", "utf-8")
        with (project / "list.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(_list(people))
        return {name: _measured(project, words) for name, words in _ROWS.items()}


def _measured(project: Path, words: Sequence[str]) -> tuple[float, float, float]:
    environment = {**os.environ, "PYTHONPATH": str(_SOURCES)}

    command = [sys.executable, "-m", "audiencegen", "people", *words]
    done = run(command, project, environment, watched=True)
    if done.fault:
        raise SystemExit(f"{' '.join(words)}: {done.fault}")
    return done.cpu, done.wall, done.peak


def _list(people: int) -> Iterator[Sequence[object]]:
    random = Random(7)
    yield _HEADER
    for number in range(people):
        first, last, host = random.choice(_FIRST), random.choice(_LAST), random.choice(_HOSTS)
        email = f"{first.lower().encode('ascii', 'ignore').decode()}.{number}@{host}"
        tags = ",".join(f'"{tag}"' for tag in random.sample(_TAGS, random.randint(0, 2)))
        opted_in = ("2020-01-02 10:00:00", "192.0.2.4", "2020-01-02 10:05:00", "192.0.2.5")
        place = ("", "", "", "", "Europe/Berlin", "de", "BE", "2023-01-02 10:05:00")
        yield (email, first, last, "", 2, *opted_in, *place, number, f"{number:x}", "", tags)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
