"""A post with a recording is an episode: in the podcast, on its page, in every feed and in its letter."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import podcastparser
import pytest

from audiencegen.config import Config, parse
from audiencegen.content.chapters import youtube_chapters
from audiencegen.content.episodes import podcast_guid
from audiencegen.model import Author
from audiencegen.outputs import feeds, issues, pages, podcast, psp1, sitemap
from audiencegen.outputs.podcast import shortened
from audiencegen.podcast import Show
from audiencegen.values import replace
from recordings import mp3
from shows import GUID, SHOW, SPOKEN, artwork
from sites import Files, Linked, linked, post

ROPES = post(
    """\
description: On knots, and who ties them.
chapters:
  - 0:00 The harbour at five
  - 0:12 How a rope is laid
  - {time: 0:40.5, title: Bo, image: bo.jpg, url: https://example.net/bo}
audio:
  file: ropes.mp3
  transcript: [ropes.vtt, {file: ropes.de.txt, language: de}]
  season: 1
  episode: 3
  persons: [Ann, {name: Bo & Co, role: guest, image: bo.jpg, url: https://example.net/bo}]
""",
    "All about **ropes**, with [a link](#end).\n\n## End",
    title="Ropes & <knots>",
)
FERRY = post(
    "audio: {url: 'https://media.example.net/ferry.m4a', length: 1234567, duration: 1:02:03, episode_type: bonus}",
    title="From the ferry",
)
POSTS: Files = {
    "posts/2026-05-01-ropes.md": ROPES,
    "posts/2026-06-01-ferry.md": FERRY,
    "posts/2026-06-02-quiet.md": post(title="Nothing to hear"),
    "posts/ropes.mp3": mp3(60),
    "posts/ropes.vtt": "WEBVTT\n",
    "posts/ropes.de.txt": "Guten Morgen.\n",
    "posts/bo.jpg": artwork(width=80, height=80),
    "podcast.jpg": artwork(),
}


@pytest.fixture(scope="module")
def site() -> Linked:
    found = linked(POSTS, SPOKEN)
    assert found.problems == ()
    return found


@pytest.fixture(scope="module")
def made(site: Linked) -> dict[str, bytes]:
    return site.made(podcast.plan)


@pytest.fixture(scope="module")
def heard(made: dict[str, bytes]) -> dict[str, Any]:
    """The feed as gPodder reads it."""
    feed = io.BytesIO(made["site/podcast.xml"])
    return dict(podcastparser.parse("https://letters.example.org/podcast.xml", feed))


# --- the feed ------------------------------------------------------------------------------------


def test_gpodder_reads_the_podcast(heard: dict[str, Any]) -> None:
    episodes = heard.pop("episodes")
    assert heard == {
        "title": "The Harbour, Spoken",
        "description": "Each letter, read aloud.",
        "link": "https://letters.example.org/podcast/",
        "language": "en",
        "generator": "audiencegen",
        "cover_url": "https://letters.example.org/podcast.jpg",
        "explicit": False,
        "itunes_author": "The Test Letter",
        "itunes_categories": [["Society & Culture", "Places & Travel"], ["History"]],
        "itunes_owner": {"name": "Ann Author", "email": "pod@letters.example.org"},
        "type": "episodic",
    }
    heard["episodes"] = episodes


def test_gpodder_reads_every_episode_newest_first(heard: dict[str, Any]) -> None:
    ferry, ropes = heard["episodes"]
    assert ferry["enclosures"] == [
        {"file_size": 1_234_567, "mime_type": "audio/x-m4a", "url": "https://media.example.net/ferry.m4a"}
    ]
    assert (ferry["total_time"], ferry["type"]) == (3723, "bonus")
    assert (ropes["title"], ropes["description"]) == ("Ropes & <knots>", "On knots, and who ties them.")
    assert (ropes["total_time"], ropes["season"], ropes["number"]) == (60, 1, 3)
    assert ropes["guid"] == ropes["link"] == "https://letters.example.org/posts/ropes-knots/"


def test_the_length_of_an_enclosure_is_that_of_the_file(heard: dict[str, Any]) -> None:
    enclosure = heard["episodes"][1]["enclosures"][0]
    assert enclosure == {
        "file_size": len(mp3(60)),
        "mime_type": "audio/mpeg",
        "url": "https://letters.example.org/posts/ropes.mp3",
    }


def test_the_notes_are_the_text_with_its_chapters(heard: dict[str, Any]) -> None:
    notes = heard["episodes"][1]["description_html"]
    assert "All about <strong>ropes</strong>" in notes
    assert 'href="https://letters.example.org/posts/ropes-knots/#end"' in notes
    assert "0:00 The harbour at five<br>0:12 How a rope is laid<br>0:40 Bo" in notes
    assert "Listen" not in notes  # they are beside a player already


def test_what_podcasting_2_knows_of_an_episode_is_there(made: dict[str, bytes]) -> None:
    feed = made["site/podcast.xml"].decode()
    base = "https://letters.example.org/posts"
    for line in (
        f'<podcast:transcript url="{base}/ropes.vtt" type="text/vtt"/>',
        f'<podcast:transcript url="{base}/ropes.de.txt" type="text/plain" language="de"/>',
        f'<podcast:chapters url="{base}/ropes-knots/chapters.json" type="application/json+chapters"/>',
        "<podcast:person>Ann</podcast:person>",
        f'<podcast:person role="guest" img="{base}/bo.jpg" href="https://example.net/bo">Bo &#x26; Co</podcast:person>',
        f"<podcast:guid>{GUID}</podcast:guid>",
        '<podcast:locked owner="pod@letters.example.org">yes</podcast:locked>',
        "<podcast:medium>podcast</podcast:medium>",
        '<atom:link href="https://letters.example.org/podcast.xml" rel="self" type="application/rss+xml"/>',
    ):
        assert line in feed


def test_all_that_a_show_may_say_is_said() -> None:
    show = replace(
        SHOW,
        type="serial",
        locked=False,
        medium="newsletter",
        complete=True,
        block=True,
        explicit=True,
        copyright="Ann",
    )
    told, _ = parse(
        "title: T\nurl: https://letters.example.org\npodcast:\n  funding: {Buy us a rope: https://example.net/rope}\n"
    )
    assert told is not None
    config = replace(SPOKEN, podcast=replace(show, funding=told.podcast.funding, owner_email=""))
    feed = linked(POSTS, config).made(podcast.plan)["site/podcast.xml"].decode()
    for line in (
        "<itunes:type>serial</itunes:type>",
        "<itunes:complete>yes</itunes:complete>",
        "<itunes:block>yes</itunes:block>",
        "<itunes:explicit>true</itunes:explicit>",
        "<copyright>Ann</copyright>",
        "<podcast:locked>no</podcast:locked>",
        "<podcast:medium>newsletter</podcast:medium>",
        '<podcast:funding url="https://example.net/rope">Buy us a rope</podcast:funding>',
    ):
        assert line in feed
    assert "itunes:owner" not in feed


def test_the_writer_is_the_host_of_a_podcast_that_names_nobody_else() -> None:
    writer = Author("Ann", photo="/ann.jpg", url="https://ann.example.net/")
    spoken = replace(SPOKEN, authors=(writer,))
    feed = linked(POSTS, spoken).made(podcast.plan)["site/podcast.xml"].decode()
    assert (
        '<podcast:person role="host" img="https://letters.example.org/ann.jpg" href="https://ann.example.net/">Ann<'
        in feed
    )
    other = replace(spoken, podcast=replace(SHOW, author="Bo"))
    assert 'role="host"' not in linked(POSTS, other).made(podcast.plan)["site/podcast.xml"].decode()


def test_a_page_may_have_a_recording_and_is_no_episode() -> None:
    pages_too = {"pages/sea.md": post("audio: /posts/ropes.mp3\nchapters: [0:00 Waves]", title="The sea")}
    found = linked({**POSTS, **pages_too}, SPOKEN)
    assert b"<audio" in found.made(pages.plan)["site/sea/index.html"]
    made = found.made(podcast.plan)
    assert "site/sea/chapters.json" in made and b"The sea" not in made["site/podcast.xml"]


@pytest.mark.parametrize(
    ("feed", "guid"),
    [
        ("https://podnews.net/rss", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("http://mp3s.nashownotes.com/pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
        ("https://podnews.net/rss//", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
    ],
)
def test_a_guid_follows_from_the_address_of_the_feed(feed: str, guid: str) -> None:
    assert podcast_guid(feed) == guid


def test_a_guid_that_is_written_down_survives_a_move() -> None:
    moved = linked(POSTS, replace(SPOKEN, url="https://elsewhere.example.net"))
    assert f"<podcast:guid>{GUID}</podcast:guid>".encode() in moved.made(podcast.plan)["site/podcast.xml"]


def test_the_feed_has_no_sign_that_xml_cannot_hold() -> None:
    files = {**POSTS, "posts/2026-05-01-ropes.md": ROPES.replace("Ropes & <knots>", '"A\\x0Bbell"')}
    feed = linked(files, SPOKEN).made(podcast.plan)["site/podcast.xml"]
    assert podcastparser.parse("", io.BytesIO(feed))["episodes"][1]["title"] == "Abell"


def test_a_long_description_is_cut_between_words() -> None:
    assert shortened("a " * 10, 100) == "a a a a a a a a a a"
    assert shortened("über " * 10, 20) == "über über…"
    assert len(shortened("ü" * 3000, 4000).encode()) <= 4000


# --- chapters, the page, the sitemap -------------------------------------------------------------


def test_chapters_are_a_file_that_apps_read(made: dict[str, bytes]) -> None:
    assert json.loads(made["site/posts/ropes-knots/chapters.json"]) == {
        "version": "1.2.0",
        "title": "Ropes & <knots>",
        "chapters": [
            {"startTime": 0, "title": "The harbour at five"},
            {"startTime": 12, "title": "How a rope is laid"},
            {
                "startTime": 40.5,
                "title": "Bo",
                "img": "https://letters.example.org/posts/bo.jpg",
                "url": "https://example.net/bo",
            },
        ],
    }


def test_the_same_chapters_are_youtubes_list(site: Linked) -> None:
    episode = site.post("posts/2026-05-01-ropes.md").episode
    assert episode is not None
    assert youtube_chapters(episode.chapters, episode.seconds) == (
        "0:00 The harbour at five\n0:12 How a rope is laid\n0:40 Bo",
        (),
    )


def test_the_page_of_the_podcast_lists_the_episodes_and_its_address(made: dict[str, bytes]) -> None:
    page = made["site/podcast/index.html"].decode()
    assert ">https://letters.example.org/podcast.xml</a>" in page
    assert page.index("From the ferry") < page.index("Ropes &amp; &lt;knots&gt;")
    assert "Listen: 62 minutes" in page and "Listen: 1 minute<" in page
    assert "Season 1" in page and "Episode 3" in page and "Bonus" in page
    assert "Nothing to hear" not in page
    assert "<script src" not in page and "style=" not in page


def test_every_page_names_the_podcast_as_soon_as_there_is_an_episode(site: Linked) -> None:
    link = 'type="application/rss+xml" href="/podcast.xml" title="The Harbour, Spoken: Podcast"'
    assert all(link in page.decode() for page in site.made(pages.plan).values())
    silent = {path: text for path, text in POSTS.items() if "quiet" in path}
    assert all("podcast" not in page.decode() for page in linked(silent, SPOKEN).made(pages.plan).values())
    assert linked(silent, SPOKEN).made(podcast.plan) == {}


def test_the_sitemap_has_the_podcast(site: Linked) -> None:
    assert b"<loc>https://letters.example.org/podcast/</loc>" in site.made(sitemap.plan)["site/sitemap.xml"]


def test_a_page_of_the_writers_own_takes_the_place_of_ours() -> None:
    found = linked({**POSTS, "pages/podcast.md": post(title="Our podcast")}, SPOKEN)
    assert found.problems == ()
    assert set(found.made(podcast.plan)) == {"site/podcast.xml", "site/posts/ropes-knots/chapters.json"}


def test_a_site_may_want_no_podcast() -> None:
    found = linked(POSTS, replace(SPOKEN, podcast=Show(wanted=False)))
    assert found.problems == ()
    assert set(found.made(podcast.plan)) == {"site/posts/ropes-knots/chapters.json"}
    assert b"<audio" in found.made(pages.plan)["site/posts/ropes-knots/index.html"]


# --- where else it is heard ----------------------------------------------------------------------


def test_the_page_of_a_letter_plays_it_and_asks_for_nothing_before(site: Linked) -> None:
    page = site.made(pages.plan)["site/posts/ropes-knots/index.html"].decode()
    assert '<audio controls preload="none" src="/posts/ropes.mp3"' in page
    assert re.search(r'href="/posts/ropes.mp3#t=12"><span class="at">0:12 </span>How a rope is laid', page)
    assert 'href="/posts/ropes.vtt"' in page and 'href="/posts/ropes.de.txt" hreflang="de"' in page
    assert 'href="https://example.net/bo">Bo &amp; Co</a>' in page
    assert 'src="/posts/bo.jpg"' in page
    facts = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[0])
    assert facts["@type"] == ["BlogPosting", "PodcastEpisode"]
    assert facts["audio"]["duration"] == "PT60S"
    assert facts["partOfSeries"]["webFeed"] == "https://letters.example.org/podcast.xml"


def test_every_feed_of_the_site_has_the_recording_and_the_way_to_the_player(site: Linked) -> None:
    made = site.made(feeds.plan)
    url = "https://letters.example.org/posts/ropes.mp3"
    size = str(len(mp3(60)))
    assert f'<enclosure url="{url}" length="{size}" type="audio/mpeg"/>' in made["site/feed.xml"].decode()
    atom = made["site/atom.xml"].decode()
    assert f'href="{url}" rel="enclosure" type="audio/mpeg" length="{size}"' in atom
    item = json.loads(made["site/feed.json"])["items"][-1]
    assert item["attachments"] == [
        {"url": url, "mime_type": "audio/mpeg", "size_in_bytes": int(size), "duration_in_seconds": 60}
    ]
    assert item["content_html"].startswith(
        '<p><a href="https://letters.example.org/posts/ropes-knots/#_audio">Listen: 1 minute</a></p>'
    )


def test_a_letter_says_how_long_there_is_to_listen(site: Linked) -> None:
    made = {
        path: content.decode() for path, content in site.made(issues.plan).items() if path.endswith((".html", ".txt"))
    }
    folder = "issues/2026-06-01-from-the-ferry"
    address = "https://letters.example.org/posts/from-the-ferry/#_audio"
    assert re.search(rf'<a href="{address}"[^>]*>Listen: 62 minutes</a>', made[f"{folder}/issue.html"])
    assert "Listen: 62 minutes [1]" in made[f"{folder}/issue.txt"] and f"[1] {address}" in made[f"{folder}/issue.txt"]
    assert "<audio" not in made[f"{folder}/issue.html"]


def test_a_letter_without_a_page_leads_to_the_recording() -> None:
    files = {"posts/2026-06-01-ferry.md": FERRY.replace("title:", "web: false\ntitle:")}
    text = linked(files, SPOKEN).made(issues.plan)["issues/2026-06-01-from-the-ferry/issue.txt"].decode()
    assert "https://media.example.net/ferry.m4a" in text


def test_what_is_not_out_is_in_no_podcast_and_its_recording_is_not_published() -> None:
    head = "audio: ropes.mp3\n"
    files: Files = {
        "posts/2026-05-01-a.md": post(head + "draft: true", title="Draft"),
        "posts/2026-12-24-b.md": post(head, title="Scheduled"),
        "posts/ropes.mp3": mp3(5),
    }
    found = linked(files, SPOKEN)
    assert found.problems == ()
    assert found.site.assets == () and found.made(podcast.plan) == {}


def test_an_unlisted_letter_plays_and_is_in_no_podcast() -> None:
    files: Files = {"posts/2026-05-01-a.md": post("audio: ropes.mp3\nunlisted: true"), "posts/ropes.mp3": mp3(5)}
    found = linked(files, SPOKEN)
    assert b"<audio" in found.made(pages.plan)["site/posts/hello/index.html"]
    assert found.made(podcast.plan) == {}


# --- what is to mend -----------------------------------------------------------------------------


def test_the_rules_of_the_standards_project_only_miss_a_transcript(made: dict[str, bytes]) -> None:
    found = psp1.findings(made["site/podcast.xml"], {})
    assert [(one.rule, one.guid.rpartition("/posts/")[2]) for one in found] == [
        ("episode-transcript", "from-the-ferry/")
    ]


def warned(files: Files, config: Config = SPOKEN) -> list[str]:
    return [f"{one.file}: {one.message}" for one in linked({**POSTS, **files}, config).problems]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"posts/2026-05-01-ropes.md": post("audio: rope.mp3")}, "the recording rope.mp3 is not there"),
        (
            {"posts/2026-05-01-ropes.md": post("audio: {file: ropes.mp3, transcript: rope.vtt}")},
            "the transcript rope.vtt is not there",
        ),
        (
            {"posts/2026-05-01-ropes.md": post("audio: ropes.mp3\nchapters: [{time: 0, title: A, image: no.jpg}]")},
            "the picture no.jpg is not there",
        ),
        (
            {"posts/2026-05-01-ropes.md": post("audio: ropes.mp3\nchapters: [{time: 0, title: A, url: no.md}]")},
            "the link no.md leads to nothing on this site",
        ),
        (
            {"posts/2026-05-01-ropes.md": post("audio: ropes.mp3\nchapters: [0:00 A, 1:00 B]")},
            "the chapter “B” begins after the end of the recording, which is 1:00 long",
        ),
        (
            {"posts/2026-05-01-ropes.md": post("audio: broken.mp3"), "posts/broken.mp3": b"no sound"},
            "nobody can tell how long broken.mp3 lasts",
        ),
        (
            {"posts/2026-05-01-ropes.md": post("audio: {url: 'https://example.net/a.mp3', length: 5}")},
            "nobody can tell how long https://example.net/a.mp3 lasts",
        ),
        (
            {"posts/2026-05-01-ropes.md": post("audio: {file: ropes.mp3, image: bo.jpg}")},
            "the picture bo.jpg has 80 × 80 pixels",
        ),
        (
            {"posts/2026-05-01-ropes.md": post("audio: {file: a.ogg, duration: 60}"), "posts/a.ogg": b"OggS"},
            "podcast apps may not play a.ogg",
        ),
    ],
)
def test_what_apps_would_stumble_over_is_said_in_the_build(files: Files, message: str) -> None:
    assert warned(files) == [f"content/posts/2026-05-01-ropes.md: {message}"]


@pytest.mark.parametrize(
    ("picture", "message"),
    [
        (artwork(width=1399, height=1399), "the picture podcast.jpg has 1399 × 1399 pixels"),
        (artwork(width=3001, height=3001), "the picture podcast.jpg has 3001 × 3001 pixels"),
        (artwork(width=1400, height=1500), "the picture podcast.jpg has 1400 × 1500 pixels"),
        (artwork(mode="CMYK"), "the picture podcast.jpg is JPEG CMYK, and should be JPEG RGB"),
        (artwork(form="PNG"), "the picture podcast.jpg is PNG RGB, and should be JPEG RGB"),
        (b"", "the picture podcast.jpg has 0 × 0 pixels"),
    ],
)
def test_artwork_is_looked_at(picture: bytes, message: str) -> None:
    assert warned({"podcast.jpg": picture}) == [f"audiencegen.yaml: {message}"]


def test_artwork_that_can_be_seen_through_is_refused() -> None:
    config = replace(SPOKEN, podcast=replace(SHOW, image="podcast.png"))
    assert warned({"podcast.png": artwork("PNG", "RGBA")}, config) == [
        "audiencegen.yaml: the picture podcast.png is PNG RGBA, and should be PNG RGB"
    ]
    assert warned({"podcast.png": artwork("PNG")}, config) == []


def test_a_podcast_without_its_facts_is_named_with_the_guid_to_keep() -> None:
    found = linked(POSTS, replace(SPOKEN, podcast=Show())).problems
    assert [(one.file, one.message, one.hint) for one in found] == [
        (
            "audiencegen.yaml",
            "the podcast has no `category` and no `image`; directories refuse it",
            "write it as podcast: {category: Technology, image: podcast.jpg}; `podcast: false` if it is none",
        ),
        (
            "audiencegen.yaml",
            "the podcast has no `guid` yet, by which apps know it for ever; until then it follows from its address",
            f"write it below `podcast:` as guid: {podcast_guid('https://letters.example.org/podcast.xml')}",
        ),
    ]


def test_an_address_of_the_podcast_that_is_taken_is_an_error() -> None:
    found = linked({**POSTS, "static/podcast.xml": "<rss/>"}, SPOKEN)
    assert found.errors == [
        ("content/static/podcast.xml", "the address /podcast.xml is taken by the feed of the podcast"),
    ]
