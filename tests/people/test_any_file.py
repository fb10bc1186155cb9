"""Ten thousand broken files: never a traceback, and rows seen are always added, updated, unchanged or kept out.

The suite makes a few hundred; `AUDIENCEGEN_LISTS=10000` makes them all.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, datetime
from random import Random

import pytest

from audiencegen.people.formats import decode, read_text
from audiencegen.people.intake import Outcome, Statement, decide
from audiencegen.people.law import Event, Kind, replay
from audiencegen.people.person import Address, Person
from audiencegen.problems import ProjectError
from list_headers import EVERY_HEADER

HOW_MANY = int(os.environ.get("AUDIENCEGEN_LISTS", "300"))
HEAPS = 20
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CELLS = (
    "", "ines@example.org", "INES@Example.ORG", "jon@example.org", "x@deletion-request.substack.com", "no address",
    "'=1+1", "=cmd|'/c'!a", "true", "false", "active", "inactive", "unsubscribed", "2024-02-30", "2024-01-02",
    "ä\u202eö",
    '"', '""', "'", ",", ";", "\t", "\r", "\n", "a\nb", "\x00", "\ufeff", "{'a': 'b'}", '{"a": {"b": [1]}}', "[[[",
    "Yes",
    "0000-00-00", "1" * 300, "\ud7ff", "\U0001f41d",
)  # fmt: skip


def spoiled(random: Random) -> tuple[str, bytes]:
    """A list of some service with invented cells, and then a few accidents."""
    _, file, header, row, *_ = EVERY_HEADER[random.choice(sorted(EVERY_HEADER))]
    delimiter = random.choice(",,,;\t|")
    width = header.count(",") + 1
    lines = [header.replace(",", delimiter), row]
    for _ in range(random.randrange(12)):
        cells = [random.choice(CELLS) for _ in range(max(1, width + random.choice((-1, 0, 0, 0, 1))))]
        if random.random() < 0.7:
            cells = ['"' + cell.replace('"', '""') + '"' for cell in cells]
        lines.append(delimiter.join(cells))
    text = random.choice(("\n", "\r\n", "\r")).join(lines)
    content = bytearray(text.encode(random.choice(("utf-8", "utf-8-sig", "utf-16", "utf-16-le")), "replace"))
    for _ in range(random.choice((0, 0, 1, 4))):
        if content:
            content[random.randrange(len(content))] = random.randrange(256)
    return random.choice((file, f"unsubscribed_{file}")), bytes(content[: random.choice((None, None, None, 90))])


@pytest.mark.parametrize("heap", range(HEAPS))
def test_no_list_breaks_the_import_and_every_row_is_counted_once(heap: int) -> None:
    random = Random(heap)
    read = 0
    for _ in range(HOW_MANY // HEAPS):
        name, content = spoiled(random)
        try:
            listed = read_text(name, decode(content))
        except ProjectError:
            continue
        read += 1
        known = {kind: Event(kind, NOW) for kind in (Kind.ADDED, Kind.UNSUBSCRIBED, Kind.FORGOTTEN)}
        history = [known[kind] for kind in random.choices(sorted(known, key=str), k=random.randrange(3))]

        def standing(whose: Address, history: list[Event] = history) -> Person:
            return replay(whose, history if whose.compared == "ines@example.org" else [])

        decisions = decide(listed.rows, standing, Statement(name, "x", NOW))
        counts = Counter(decision.outcome for decision in decisions)
        assert sum(counts[outcome] for outcome in Outcome) == len(listed.rows)
        assert [decision.row for decision in decisions] == [row.number for row in listed.rows]
        assert all(decision.reason for decision in decisions if decision.outcome is Outcome.KEPT_OUT)
    assert read, "every file was refused, so nothing was looked at"
