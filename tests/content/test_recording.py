"""The `audio:` of a front matter, and what is said when it is not as meant."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from audiencegen.content.frontmatter import parse
from audiencegen.model import Head
from audiencegen.podcast import Chapter, Person, Recording, Transcript

REMOTE = "https://media.example.net/ferry.mp3"


def read(lines: str) -> tuple[Head, list[str]]:
    front = parse(f"---\n{lines}\n---\n\nGood morning.\n", ZoneInfo("UTC"))
    said = [f"{one.severity.value} {one.line}:{one.column} {one.message} | {one.hint}" for one in front.problems]
    return front.head, said


def head(lines: str) -> Head:
    found, said = read(lines)
    assert said == []
    return found


@pytest.mark.parametrize(
    "written", ["audio: talk.mp3", "audio: {file: talk.mp3}", "audio: [talk.mp3]", "Audio: talk.mp3"]
)
def test_a_file_alone_is_a_recording(written: str) -> None:
    assert head(written).audio == Recording("talk.mp3", type="audio/mpeg")


def test_a_header_and_toml_name_one_too() -> None:
    utc = ZoneInfo("UTC")
    assert parse("Title: Hello\nAudio: talk.mp3\n\nText\n", utc).head.audio == Recording("talk.mp3", type="audio/mpeg")
    toml = '+++\ntitle = "Hello"\n[audio]\nfile = "talk.m4a"\nepisode = 2\n+++\nText\n'
    assert parse(toml, utc).head.audio == Recording("talk.m4a", type="audio/x-m4a", episode=2)


def test_a_mapping_says_all_that_is_known() -> None:
    found = head(
        "audio:\n"
        f"  url: {REMOTE}\n"
        "  length: 24986000\n"
        "  duration: 24:10\n"
        "  transcript: [talk.vtt, {file: talk.de.html, language: de}]\n"
        "  season: 2\n"
        "  episode: 7\n"
        "  episode_type: Bonus\n"
        "  explicit: no\n"
        "  image: cover.jpg\n"
        "  block: true\n"
        "  persons:\n"
        "    - Ann\n"
        "    - {name: Bo, role: Guest, group: Cast, img: bo.jpg, href: https://example.net/bo}\n"
    )
    assert found.audio == Recording(
        file=REMOTE,
        length=24_986_000,
        seconds=1450,
        type="audio/mpeg",
        transcripts=(Transcript("talk.vtt", "text/vtt"), Transcript("talk.de.html", "text/html", "de")),
        persons=(Person("Ann"), Person("Bo", "guest", "cast", "bo.jpg", "https://example.net/bo")),
        season=2,
        episode=7,
        episode_type="bonus",
        explicit=False,
        image="cover.jpg",
        block=True,
    )


CHAPTERS = (Chapter(0, "The harbour"), Chapter(90_500, "Ropes: a word"), Chapter(3_600_000, "Bo", "bo.jpg", "bo.md"))


@pytest.mark.parametrize(
    "lines",
    [
        "chapters:\n  - 0:00 The harbour\n  - '1:30.5 – Ropes: a word'\n"
        "  - {time: 1:00:00, title: Bo, image: bo.jpg, url: bo.md}",
        "chapters:\n  - 0:00: The harbour\n  - 1:30.5: 'Ropes: a word'\n"
        "  - {time: 3600, title: Bo, img: bo.jpg, href: bo.md}",
        "audio:\n  file: talk.mp3\n  chapters:\n    - 0 The harbour\n    - '90.5 Ropes: a word'\n"
        "    - {time: 1:00:00, title: Bo, img: bo.jpg, url: bo.md}",
    ],
    ids=["lines", "keys", "within"],
)
def test_chapters_are_times_with_titles(lines: str) -> None:
    assert head(lines).chapters == CHAPTERS


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            f"audio: {REMOTE}",
            "error 2:8 this recording lies elsewhere, and its size is not known | "
            f"write it as audio: {{url: {REMOTE}, length: 24986000}}; its host shows the size of the file in bytes; "
            "curl -sI shows it, too, as content-length",
        ),
        (
            "audio: {duration: 10:00}",
            "error 2:8 this `audio` names no file | "
            "write it as audio: {file: talk.mp3, transcript: talk.vtt, episode: 7}",
        ),
        (
            "audio: {file: talk.mp3, url: other.mp3}",
            "error 2:9 `file` and `url` are both given | keep one of the two",
        ),
        (
            "audio: ftp://example.net/talk.mp3",
            "error 2:8 `audio` cannot be fetched: ftp://example.net/talk.mp3 | "
            "write the path of a file, or an address that begins with https://",
        ),
        (
            "audio: talk.rec",
            "error 2:8 what kind of recording is talk.rec? | "
            "write it as audio: {file: …, type: audio/mpeg}; podcast apps play MP3 and M4A",
        ),
        (
            "audio: {file: talk.mp3, type: mp3}",
            "error 2:31 `type` is no type of a recording: mp3 | write it as type: audio/mpeg",
        ),
        (
            "audio: {file: talk.mp3, duration: long}",
            "error 2:35 `duration` is no length of time: long | "
            "write it as duration: 24:10, or in seconds, as duration: 1450",
        ),
        (
            "audio: {file: talk.mp3, episode: 0}",
            "error 2:34 `episode` should be a whole number from 1 on, and is: 0 | write it as episode: 10",
        ),
        (
            "audio: {file: talk.mp3, episode_type: trailor}",
            "error 2:39 `episode_type` should be `full` or `trailer` or `bonus`, and is: trailor | "
            "write it as episode_type: trailer",
        ),
        (
            "audio: {file: talk.mp3, explicit: perhaps}",
            "error 2:35 `explicit` should be true or false, and is: perhaps | "
            "write it as explicit: true or explicit: false",
        ),
        (
            "audio: {file: talk.mp3, transcript: talk.pdf}",
            "error 2:37 apps cannot read this transcript: talk.pdf | it may end in .vtt, .srt, .html, .json, .txt, or "
            "have one of the types text/vtt, application/x-subrip, text/html, application/json, text/plain",
        ),
        (
            "audio: {file: talk.mp3, persons: [{role: guest}]}",
            "error 2:35 this person has no name | write it as - {name: Ann, role: guest}",
        ),
        (
            "audio: {file: talk.mp3, persons: [{name: Bo, group: casts}]}",
            "warning 2:53 apps know no group `casts` of persons | did you mean `cast`?",
        ),
        (
            "audio: {file: talk.mp3, lenght: 5}",
            "warning 2:25 `lenght` is not a key of `audio` | did you mean `length`?",
        ),
        (
            "audio: {file: talk.mp3, guests: [Bo]}",
            "warning 2:25 `guests` is not a key of `audio` | did you mean `persons`?",
        ),
        (
            "chapters: [The harbour]",
            "error 2:12 this chapter has no time | "
            "write it as - 1:30 The harbour, or as - {time: 1:30, title: The harbour}",
        ),
        (
            "chapters: [{time: soon, title: The harbour}]",
            "error 2:19 this chapter has no time such as 1:30: soon | "
            "write it as - 1:30 The harbour, or as - {time: 1:30, title: The harbour}",
        ),
        (
            "chapters: [{time: 1:30}]",
            "error 2:19 this chapter has no title | "
            "write it as - 1:30 The harbour, or as - {time: 1:30, title: The harbour}",
        ),
        (
            "chapters: [1:30 Second, 0:00 First]",
            "warning 2:25 the chapter “First” does not begin after the one before it | "
            "the one before it begins at 1:30; chapters stand in their order",
        ),
    ],
    ids=lambda part: part[:40] if part.startswith(("audio", "chapters")) else "",
)
def test_a_wrong_value_is_answered_with_its_place_and_what_to_do(lines: str, expected: str) -> None:
    assert read(lines)[1] == [expected]


def test_chapters_in_disorder_are_put_in_order() -> None:
    assert [one.title for one in read("chapters: [1:30 Second, 0:00 First]")[0].chapters] == ["First", "Second"]
