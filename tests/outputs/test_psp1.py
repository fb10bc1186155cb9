"""Each rule of PSP-1 passes a good feed and finds its fault in a bad one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audiencegen.mail.lint.rules import names as letter_rules
from audiencegen.model import File
from audiencegen.outputs import podcast, psp1
from audiencegen.outputs.psp1.channel import CHANNEL
from audiencegen.outputs.psp1.episode import EPISODE
from audiencegen.outputs.psp1.feed import NAMESPACES
from audiencegen.values import replace
from recordings import mp3
from shows import SHOW, SPOKEN, artwork
from sites import Files, linked, post

ART = "https://letters.example.org/podcast.jpg"
PICTURES = {ART: File("podcast.jpg", "", 1, 1400, 1400, form="JPEG RGB")}
POSTS: Files = {
    "posts/2026-05-01-ropes.md": post(
        "description: On knots.\naudio: {file: ropes.mp3, transcript: ropes.vtt, episode: 1, season: 1}", title="Ropes"
    ),
    "posts/2026-06-01-ferry.md": post(
        "description: On water.\naudio: {file: ferry.mp3, transcript: ropes.vtt, episode: 2, season: 1}",
        title="The ferry",
    ),
    "posts/ropes.mp3": mp3(60),
    "posts/ferry.mp3": mp3(30),
    "posts/ropes.vtt": "WEBVTT\n",
    "podcast.jpg": artwork(),
}
FULL = replace(SHOW, type="serial", copyright="Ann Author", complete=True, block=True)


@pytest.fixture(scope="module")
def good() -> str:
    found = linked(POSTS, replace(SPOKEN, podcast=FULL))
    feed = found.made(podcast.plan)["site/podcast.xml"].decode()
    funding = '<podcast:funding url="https://example.net/rope">Buy us a rope</podcast:funding>'
    return feed.replace("<item>", f"{funding}\n<podcast:txt>verified</podcast:txt>\n<item>", 1)


def found(feed: str, pictures: dict[str, File] | None = None) -> list[tuple[str, bool]]:
    told = psp1.findings(feed.encode(), PICTURES if pictures is None else pictures)
    return [(one.rule, one.is_required) for one in told]


def test_a_good_feed_breaks_no_rule(good: str) -> None:
    assert found(good) == []


LONG = "a" * 4001
# The rule, what is replaced of the good feed (a regular expression, once), and by what.
CASES = [
    ("encoding", ' encoding="UTF-8"', ""),
    ("self-link", ' rel="self"', ' rel="alternate"'),
    ("self-link", '<atom:link href="[^"]*"', '<atom:link href="/podcast.xml"'),
    ("title", "<title>[^<]*</title>", ""),
    ("description", "<description>[^<]*</description>", ""),
    ("description", "<description>[^<]*</description>", f"<description>{LONG}</description>"),
    ("link", "<link>[^<]*</link>", "<link>/podcast/</link>"),
    ("language", "<language>en</language>", "<language>English!</language>"),
    ("category", '<itunes:category text="Society[^\\n]*\n<itunes:category text="History"></itunes:category>', ""),
    ("category", 'text="History"', 'text="Histories"'),
    ("category", 'text="Places [^"]*"', 'text="Tech News"'),
    ("explicit", "<itunes:explicit>false", "<itunes:explicit>clean"),
    ("image", '<itunes:image href="[^"]*"/>', ""),
    ("image", r"podcast\.jpg", "podcast.webp"),
    ("locked", "<podcast:locked[^\n]*", "<podcast:locked>maybe</podcast:locked>"),
    ("podcast-guid", "<podcast:guid>[^<]*", "<podcast:guid>9b024349-ccf0-4f69-a609-6b82873eab3c"),
    ("author", "<itunes:author>[^<]*</itunes:author>", ""),
    ("copyright", "<copyright>Ann Author", "<copyright>© 2026 Ann Author"),
    ("funding", "https://example.net/rope", "rope"),
    ("funding", "Buy us a rope", "a" * 129),
    ("type", "<itunes:type>serial", "<itunes:type>daily"),
    ("flags", "<itunes:complete>yes", "<itunes:complete>no"),
    ("flags", "<itunes:block>yes", "<itunes:block>true"),
    ("txt", "verified", LONG),
    ("values", "<itunes:author>[^<]*", "<itunes:author>" + "a" * 256),
    ("values", "<itunes:author>", "<itunes:author> "),
    ("guids", "posts/the-ferry/</guid>", "posts/ropes/</guid>"),
    ("enclosures", "posts/ferry.mp3", "posts/ropes.mp3"),
    ("episode-title", "<title>The ferry</title>", ""),
    ("episode-title-number", "<title>The ferry", "<title>Episode 2: The ferry"),
    ("episode-enclosure", "<enclosure [^>]*>", ""),
    ("episode-enclosure", ' length="[0-9]*"', ' length="0"'),
    ("episode-enclosure", ' type="audio/mpeg"', ' type="audio/ogg"'),
    ("episode-guid", "<guid[^\n]*", ""),
    ("episode-values", "<title>The ferry", "<title>The ferry "),
    ("episode-values", "<title>The ferry", "<title>" + "a" * 256),
    ("episode-numbers", "<itunes:episode>2</itunes:episode>", ""),
    ("episode-numbers", "<itunes:season>1", "<itunes:season>0"),
    ("episode-type", "<itunes:episodeType>full", "<itunes:episodeType>part"),
    ("episode-flags", "</item>", "<itunes:block>no</itunes:block></item>"),
    ("episode-link", "<link>https://letters.example.org/posts/the-ferry/</link>", ""),
    ("episode-date", "<pubDate>[^<]*", "<pubDate>lately"),
    ("episode-description", "<description>On water.</description>", ""),
    ("episode-description", "<description>On water.", f"<description>{LONG}"),
    ("episode-duration", "<itunes:duration>30</itunes:duration>", "<itunes:duration>0:30</itunes:duration>"),
    ("episode-image", '(?<=full</itunes:episodeType>)(.*?)<itunes:image href="[^"]*"/>', r"\1"),
    ("episode-explicit", "(?<=<itunes:duration>30</itunes:duration>)\n<itunes:explicit>false</itunes:explicit>", ""),
    ("episode-transcript", "<podcast:transcript[^>]*>", ""),
    ("episode-transcript", 'type="text/vtt"', 'type="application/pdf"'),
    ("episode-file-name", "posts/ferry.mp3", "posts/die%20f%C3%A4hre.mp3"),
]


@pytest.mark.parametrize(("rule", "part", "instead"), CASES, ids=[f"{case[0]} {at}" for at, case in enumerate(CASES)])
def test_a_rule_finds_its_fault_and_nothing_else_does(good: str, rule: str, part: str, instead: str) -> None:
    bad, count = re.subn(part, instead, good, count=1, flags=re.DOTALL)
    assert count == 1
    assert {name for name, _ in found(bad)} == {rule}


@pytest.mark.parametrize(
    "picture",
    [
        File("podcast.jpg", "", 1, 1399, 1399, form=""),
        File("podcast.jpg", "", 1, 3001, 3001, form="JPEG RGB"),
        File("podcast.jpg", "", 1, 1400, 1500, form=""),
        File("podcast.jpg", "", 1, 1400, 1400, form="JPEG CMYK"),
        File("podcast.jpg", "", 1, 1400, 1400, form="PNG RGB"),
    ],
)
def test_artwork_is_judged_by_what_is_in_the_file(good: str, picture: File) -> None:
    assert ("image", True) in found(good, {ART: picture})


@pytest.mark.parametrize("name", NAMESPACES)
def test_a_namespace_counts_only_as_it_is_written_in_the_specification(good: str, name: str) -> None:
    bad = good.replace(NAMESPACES[name], NAMESPACES[name].upper())
    assert ("namespaces", True) in found(bad)
    assert ("namespaces", True) not in found(good.replace(f'"{NAMESPACES[name]}"', f"'{NAMESPACES[name]}'"))


def test_every_rule_has_a_case() -> None:
    assert {name for name, _ in (*CHANNEL, *EPISODE)} == {rule for rule, *_ in CASES} | {"namespaces"}


def test_what_the_specification_requires_is_an_error_and_what_it_recommends_is_not() -> None:
    required = {name for name, is_required in (*CHANNEL, *EPISODE) if is_required}
    assert required >= {"self-link", "title", "description", "link", "language", "category", "explicit", "image"}
    assert required >= {"namespaces", "encoding", "values", "episode-title", "episode-enclosure", "episode-guid"}
    recommended = {"locked", "podcast-guid", "author", "episode-link", "episode-date", "episode-description"}
    recommended |= {"episode-duration", "episode-image", "episode-explicit", "episode-transcript"}
    assert not required & recommended and recommended <= psp1.names()


def test_every_rule_is_described_and_every_rule_described_exists() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/podcast-checks.md").read_text("utf-8")
    rows = re.findall(r"^\| (`[^|]*) \|", page, re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`([a-z-]+)`", row)} == psp1.names()


def test_no_rule_of_a_letter_has_the_name_of_one_of_these() -> None:
    assert psp1.names().isdisjoint(letter_rules())
