"""Lighthouse as it judges a phone. What does not depend on this machine's haste is a gate; performance is reported.

A run takes ten seconds, so that the suite sees three pages once. With AUDIENCEGEN_LIGHTHOUSE=5 it sees every kind of
page, as many times, and `pytest -s` shows the median of performance. How long a page blocks is a time, too, of which a
busy machine adds to every run: so it is the best of at most ten that counts.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from statistics import median
from typing import Any

import pytest
from judges import CHROMIUMS, node, program
from theme_made import KINDS, served, whole

RUNS = int(os.environ.get("AUDIENCEGEN_LIGHTHOUSE", "0"))
MOST = 10
SHOWN = [kind for kind in KINDS if kind != "404"] if RUNS else ["home", "long post", "subscribe"]
ASKED = {kind: KINDS[kind] for kind in SHOWN}
GATES = ("accessibility", "best-practices", "seo")
# Pages that no search engine shall list, and which therefore cannot have all its points.
UNLISTED = ("thanks", "welcome")


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[dict[str, Any]]]]:
    chromium = program(*CHROMIUMS)
    with served(whole(tmp_path_factory.mktemp("lighthouse"))) as origin:
        wanted = {"urls": [origin + address for address in ASKED.values()], "runs": RUNS or 1, "most": MOST}
        said = node("lighthouse.mjs", packages=("lighthouse",), said=json.dumps(wanted), CHROMIUM=chromium)
    answers = dict(zip(ASKED, json.loads(said), strict=True))
    for kind, runs in answers.items():
        print(f"{kind}: performance {median(run['scores']['performance'] for run in runs):g}")
    yield answers


@pytest.mark.parametrize("kind", ASKED)
def test_accessibility_practices_and_search_engines_have_nothing_to_add(kind: str, judged: Any) -> None:
    for run in judged[kind]:
        assert run["error"] == ""
        assert set(run["faults"]) <= ({"is-crawlable"} if kind in UNLISTED else set())
        if kind not in UNLISTED:
            assert {gate: run["scores"][gate] for gate in GATES} == dict.fromkeys(GATES, 100)


@pytest.mark.parametrize("kind", ASKED)
def test_nothing_moves_and_nothing_blocks(kind: str, judged: Any) -> None:
    for run in judged[kind]:
        assert run["values"]["cumulative-layout-shift"] == 0
    assert min(run["values"]["total-blocking-time"] for run in judged[kind]) == 0
