"""Every channel, over posts that nobody would write: within its limits, with its link, and nothing cut in two."""

from __future__ import annotations

import os
import re
from functools import cache
from urllib.parse import parse_qs, urlsplit

import pytest
from counters import COUNTERS, clusters
from stories import LINK, story

from audiencegen.channels import Share, Story, shares
from audiencegen.channels.cutting import split
from audiencegen.channels.limits import channels
from audiencegen.channels.telling import LONGEST_INTENT, link_for
from audiencegen.channels.x import thread
from audiencegen.config import CHANNELS
from audiencegen.podcast import Chapter
from audiencegen.values import Record, replace

MANY = range(int(os.environ.get("AUDIENCEGEN_STORIES", "40")))
WHOLE = re.compile(r"https://\S+|@\w+(?:@[\w.]+)?|#\w+")
PLAIN = (
    "friend", "linkedin", "linkedin-group", "x", "mastodon", "bluesky", "threads", "instagram", "youtube", "facebook",
    "whatsapp",
)  # fmt: skip


@cache
def told(number: int) -> tuple[Story, tuple[Share, ...]]:
    made = story(number)
    return made, shares(made)


def test_every_channel_has_its_limits_with_a_source_and_its_name_in_the_configuration() -> None:
    assert sorted(channels()) == sorted(CHANNELS)
    assert [share.channel.key for share in told(0)[1]] == list(CHANNELS)
    for channel in channels().values():
        assert channel.limits
        for limit in channel.limits.values():
            assert limit.source
            assert re.fullmatch(r"\d{4}-\d\d", limit.checked)


@pytest.mark.parametrize("number", MANY)
def test_every_text_is_within_its_limit_by_another_counter(number: int) -> None:
    for share in told(number)[1]:
        for part in share.parts:
            count = COUNTERS[part.limit.rule](part.text)
            assert count <= part.limit.most, (share.channel.key, part.name, count)
            assert part.count == count or part.count <= part.limit.most
        links = re.findall(r"https://\S+", share.content)
        assert not share.channel.links or len(links) <= share.channel.links


@pytest.mark.parametrize("number", MANY)
def test_the_link_never_falls_off(number: int) -> None:
    post, made = told(number)
    for share in made:
        link = link_for(post, share.channel) if share.channel.key != "friend" else LINK
        assert link in share.content.replace("&amp;", "&"), share.channel.key


@pytest.mark.parametrize("number", MANY)
def test_no_link_mention_or_character_is_cut(number: int) -> None:
    post, made = told(number)
    source = f"{post.title} {post.words} {post.question} {' '.join(post.own.values())}"
    known = set(WHOLE.findall(source))
    for share in made:
        if share.channel.key not in PLAIN:
            continue
        text = share.part("text").text
        own = {link_for(post, share.channel), f"{post.link}?via=ann"}
        for found in WHOLE.findall(text.replace("…", " ")):
            assert found in known or found in own or found in re.findall(r"#\w+", text), (share.channel.key, found)
        for found in re.findall(r"https://\S+", text.replace("…", " ")):
            assert found in own or found in source, (share.channel.key, found)
        at = text.find("…")
        before = clusters(text[: at if at >= 0 else 0])
        assert "".join(before[-8:]) in source or share.channel.key in ("friend", "youtube"), share.channel.key


@pytest.mark.parametrize("number", MANY)
def test_every_thread_is_its_source_again(number: int) -> None:
    post, _ = told(number)
    source, made = thread(post)
    assert "".join(made.pieces) == source
    numbered = [re.sub(rf" {index}/{len(made.posts)}$", "", one) for index, one in enumerate(made.posts, 1)]
    assert numbered == [piece.strip() for piece in made.pieces]
    assert len(made.posts) <= channels()["x-thread"].posts


def test_a_post_of_a_thread_takes_all_that_counts_little() -> None:
    links = [f"https://example.org/{'p' * 250}/{number}/" for number in range(30)]
    made = split(" ".join(links), channels()["x-thread"].limits["text"].fits, 25)
    assert made is not None
    assert [piece.split() for piece in made.pieces] == [links[:11], links[11:22], links[22:]]


@pytest.mark.parametrize("number", MANY)
def test_every_intent_says_the_same_text_and_is_short_enough(number: int) -> None:
    post, made = told(number)
    for share in made:
        if not share.intent:
            continue
        assert len(share.intent) <= LONGEST_INTENT
        asked = {
            name: value[0] for name, value in parse_qs(urlsplit(share.intent).query, keep_blank_values=True).items()
        }
        said = {share.channel.intent[part.name]: part.text for part in share.parts if part.name in share.channel.intent}
        said |= {share.channel.intent.get("url", "url"): link_for(post, share.channel)}
        said |= {share.channel.intent["post"]: share.parts[0].text} if "post" in share.channel.intent else {}
        for name, value in asked.items():
            assert name == "selftext" or value == said[name], (share.channel.key, name)


def test_the_same_post_is_always_told_in_the_same_words() -> None:
    assert [one.content for one in shares(story(7))] == [one.content for one in shares(story(7))]


POST = Story(title="Go and look", link=LINK, words="What the tide taught me.", writer="Ann", html="<p>Once.</p>")


def content(key: str, **changed: object) -> str:
    return next(one.content for one in shares(replace(POST, **changed)) if one.channel.key == key)


def test_the_writers_words_for_a_channel_go_before_those_for_all_and_those_before_the_summary() -> None:
    assert content("x") == f"Go and look\n\nWhat the tide taught me.\n\n{LINK}\n"
    assert content("x", words="Come and see.", told=True) == f"Come and see.\n\n{LINK}\n"
    assert content("x", told=True, own=Record({"x": "Only here."})) == f"Only here.\n\n{LINK}\n"
    assert "Only here" not in content("mastodon", own=Record({"x": "Only here."}))


def test_a_link_that_the_words_have_is_not_said_twice() -> None:
    assert content("x", words=f"See {LINK} now.", told=True).count(LINK) == 1


def test_no_link_is_counted_unless_it_was_asked_for() -> None:
    assert "utm" not in "".join(one.content for one in shares(POST))
    assert f"{LINK}?utm_source=x&utm_medium=share" in content("x", counted=True)


def test_a_film_is_a_link_on_a_line_of_its_own() -> None:
    html = '<p>Look:</p><iframe src="https://www.youtube-nocookie.com/embed/abc"></iframe>'
    assert "\n\nhttps://www.youtube.com/watch?v=abc\n\n" in content("reddit", html=html)
    assert "https://www.youtube.com/watch?v=abc" in content("x-thread", html=html)


def test_discord_pings_nobody_and_has_no_table() -> None:
    made = content("discord", html="<table><tr><th>a</th></tr><tr><td>1</td></tr></table>", words="Hello @everyone")
    assert '"parse": []' in made
    assert "|" not in made


def test_a_film_has_its_chapters_when_youtube_would_show_them() -> None:
    three = tuple(Chapter(start * 1000, f"Part <{start}>") for start in (0, 75, 3700))
    assert "\n\n0:00:00 Part ‹0›\n0:01:15 Part ‹75›\n1:01:40 Part ‹3700›" in content("youtube", chapters=three)
    assert "Part" not in content("youtube", chapters=three[:2])


def test_a_friend_is_told_who_introduced_them() -> None:
    assert f"{LINK}?via=ann" in content("friend", introducer="ann")


def test_a_table_is_a_list_where_no_table_is_shown() -> None:
    html = "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"
    for key in ("podcast", "linkedin-article"):
        assert "<ul><li>a · b</li><li>1 · 2</li></ul>" in content(key, html=html)
