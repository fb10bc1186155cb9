"""A podcast on disk: built, built again, and checked by `audiencegen check --podcast`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import CONFIGURATION, Run, write
from recordings import mp3
from shows import GUID, artwork

PODCAST = f"podcast:\n  category: Technology\n  image: podcast.jpg\n  guid: {GUID}\n"
EPISODE = "---\ntitle: Ropes\ndescription: On knots.\naudio: {file: ropes.mp3, transcript: ropes.vtt}\n---\n\nKnots.\n"
NOW = ("--now", "2026-11-22")


@pytest.fixture
def spoken(tmp_path: Path) -> Path:
    return write(
        tmp_path / "spoken",
        {
            "audiencegen.yaml": CONFIGURATION + PODCAST,
            "content/podcast.jpg": artwork(),
            "content/posts/2026-05-01-ropes.md": EPISODE,
            "content/posts/2026-06-01-ferry.md": "---\ntitle: The ferry\n---\n\nNothing to hear.\n",
            "content/posts/ropes.mp3": mp3(90),
            "content/posts/ropes.vtt": "WEBVTT\n",
        },
    )


def test_a_podcast_that_is_as_it_should_be_is_built_without_a_word(spoken: Path, run: Run) -> None:
    assert run(spoken, "build", "--strict").code == 0
    site = spoken / "output/site"
    assert (site / "posts/ropes.mp3").read_bytes() == mp3(90)
    assert (site / "posts/ropes.vtt").is_file()
    assert b"<itunes:duration>90</itunes:duration>" in (site / "podcast.xml").read_bytes()


def test_a_recording_is_heard_once_and_what_was_found_is_kept(
    spoken: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(spoken, "build")

    def unexpected(*_: object) -> int:
        raise AssertionError("it is known already")

    monkeypatch.setattr("audiencegen.build.snapshot.seconds", unexpected)
    write(
        spoken, {"content/posts/2026-06-01-ferry.md": "---\ntitle: The ferry\naudio: ropes.mp3\n---\n\nNow there is.\n"}
    )
    first = (spoken / "output/site/podcast.xml").read_bytes()
    answer = run(spoken, "build")
    assert answer.code == 0 and "artwork" not in answer.err
    second = (spoken / "output/site/podcast.xml").read_bytes()
    assert (first.count(b"<itunes:duration>90<"), second.count(b"<itunes:duration>90<")) == (1, 2)


def test_a_text_without_a_recording_leaves_the_podcast_alone(spoken: Path, run: Run) -> None:
    run(spoken, "build")
    write(spoken, {"content/posts/2026-06-01-ferry.md": "---\ntitle: The ferry\n---\n\nStill nothing to hear.\n"})
    answer = run(spoken, "build", "--explain", "-v")
    assert "kept site/podcast.xml: " in answer.err
    assert "kept site/posts/the-ferry/index.html: " not in answer.err


def test_a_new_recording_under_an_old_name_is_heard(spoken: Path, run: Run) -> None:
    run(spoken, "build")
    write(spoken, {"content/posts/ropes.mp3": mp3(30)})
    assert run(spoken, "build").code == 0
    feed = (spoken / "output/site/podcast.xml").read_bytes()
    assert b"<itunes:duration>30</itunes:duration>" in feed and f'length="{len(mp3(30))}"'.encode() in feed


def test_the_podcast_is_checked_by_the_rules_of_the_standards_project(spoken: Path, run: Run) -> None:
    answer = run(spoken, "check", "--podcast", *NOW)
    assert (answer.code, answer.out, answer.err) == (0, "“The Test Letter”: nothing to mend\n", "")


def test_what_it_requires_is_an_error_with_its_place_and_rule(spoken: Path, run: Run) -> None:
    bare = CONFIGURATION + f"podcast:\n  image: podcast.jpg\n  guid: {GUID}\n"
    silent = EPISODE.replace(", transcript: ropes.vtt", "")
    write(spoken, {"audiencegen.yaml": bare, "content/posts/2026-05-01-ropes.md": silent})
    answer = run(spoken, "check", "--podcast", *NOW)
    assert (answer.code, answer.out) == (1, "“The Test Letter”: 1 error, 1 warning\n")
    assert "audiencegen.yaml:4:1: error: the podcast has no category [category]" in answer.err
    place = "content/posts/2026-05-01-ropes.md:4:1: warning: "
    assert place + "the episode has no transcript [episode-transcript]" in answer.err
    allowed = run(spoken, "check", "--podcast", "--allow", "category", "--allow", "episode-transcript", *NOW)
    assert (allowed.code, allowed.err) == (0, "")


def test_artwork_is_judged_by_its_bytes(spoken: Path, run: Run) -> None:
    write(spoken, {"content/podcast.jpg": artwork(width=1000, height=1000)})
    answer = run(spoken, "check", "--podcast", *NOW)
    assert answer.code == 1
    assert "error: the picture has 1000 × 1000 pixels [image]" in answer.err


def test_programs_get_the_same_as_json(spoken: Path, run: Run) -> None:
    told = json.loads(run(spoken, "check", "--podcast", "--json", *NOW).out)
    assert told == {"ok": True, "podcast": {"podcast": "The Test Letter", "errors": 0, "warnings": 0, "findings": []}}


def test_without_an_episode_there_is_no_podcast_to_check(project: Path, run: Run) -> None:
    answer = run(project, "check", "--podcast", *NOW)
    assert answer.code == 1
    assert "there is no podcast yet" in answer.err and "audio: talk.mp3" in answer.err


def test_letters_and_the_podcast_are_checked_apart(spoken: Path, run: Run) -> None:
    assert run(spoken, "check", "--podcast", "--all", *NOW).code == 2
