"""The W3C's feed validator on a podcast: nothing, but that it does not know the tags of Podcasting 2.0.

The validator (github.com/w3c/feedvalidator) is in no registry: set FEEDVALIDATOR to the folder of a copy, in an
environment with lxml, html5lib and rdflib.
"""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from audiencegen.outputs import podcast
from audiencegen.values import replace
from recordings import mp3
from shows import SHOW, SPOKEN, artwork
from sites import Files, linked, post

FILES: Files = {
    "posts/2026-05-01-ropes.md": post(
        "description: On knots & ropes.\naudio: {file: ropes.mp3, transcript: ropes.vtt, episode: 1, season: 1,"
        " persons: [Ann, {name: Bo, role: guest}]}\nchapters: [0:00 One, 0:10 Two]",
        "A note.[^1] See [below](#end).\n\n<iframe src='https://example.net/'></iframe>\n\n## End\n\n[^1]: Here.",
        title="Use <canvas> & 日本",
    ),
    "posts/2026-06-01-ferry.md": post(
        "audio: {url: 'https://media.example.net/f.m4a', length: 5, duration: 1:02:03, explicit: yes}", title="Ferry"
    ),
    "posts/ropes.mp3": mp3(60),
    "posts/ropes.vtt": "WEBVTT\n",
    "podcast.jpg": artwork(),
}


@pytest.fixture(scope="module")
def validator() -> tuple[Any, Any]:
    folder = os.environ.get("FEEDVALIDATOR", "")
    if not (Path(folder) / "src" / "feedvalidator").is_dir():
        pytest.skip("FEEDVALIDATOR does not name a copy of github.com/w3c/feedvalidator")
    sys.path.insert(0, str(Path(folder) / "src"))
    return import_module("feedvalidator"), import_module("feedvalidator.compatibility")


@pytest.mark.filterwarnings("ignore")
def test_the_validator_finds_nothing_at_its_strictest(validator: tuple[Any, Any]) -> None:
    judge, levels = validator
    # It is older than `itunes:complete`, which PSP-1 and Apple know.
    config = replace(SPOKEN, podcast=replace(SHOW, copyright="Ann", type="serial"))
    feed = linked(FILES, config).made(podcast.plan)["site/podcast.xml"]
    events = judge.validateStream(
        io.BytesIO(feed),
        firstOccurrenceOnly=0,
        contentType="application/rss+xml",
        base="https://letters.example.org/podcast.xml",
    )["loggedEvents"]
    found = {(type(event).__name__, event.params.get("name")) for event in levels.AAA(events)}
    assert found == {("UnsupportedNamespace", "Podcasting 2.0")}
