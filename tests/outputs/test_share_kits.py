"""Share kits: which posts have one, what lies in it, and what a change of the words makes again."""

from __future__ import annotations

import json

from audiencegen.config import Issues, Shared, parse
from audiencegen.model import Sharing
from audiencegen.outputs import pages, share
from audiencegen.values import Record, digest, replace
from sites import CONFIG, LOOK, Linked, linked, post

HELLO = "posts/2026-05-01-hello.md"
FOLDER = "share/2026-05-01-hello"
ADDRESS = "https://letters.example.org/posts/hello/"
QUIET = replace(CONFIG, cards=False)


def facts(site: Linked, folder: str = FOLDER) -> dict[str, dict[str, object]]:
    made = json.loads(site.made(share.plan)[f"{folder}/kit.json"])
    return {row["channel"]: row for row in made["channels"]}


def test_a_kit_has_a_file_for_each_channel_its_facts_and_a_page() -> None:
    made = linked({HELLO: post("description: A word.")}, QUIET).made(share.plan)
    assert made[f"{FOLDER}/x.txt"].decode() == f"Hello\n\nA word.\n\n{ADDRESS}\n"
    assert json.loads(made[f"{FOLDER}/bluesky.json"])["embed"]["external"]["uri"] == ADDRESS
    page = made[f"{FOLDER}/index.html"].decode()
    assert "https://x.com/intent/tweet?text=Hello" in page
    assert 'data-copy="x-text"' in page
    assert "http-equiv" in page
    listed = {row["file"] for row in json.loads(made[f"{FOLDER}/kit.json"])["channels"]}
    assert listed == {path.split("/")[2] for path in made if path.startswith(FOLDER)} - {"index.html", "kit.json"}


def test_a_kit_has_the_four_pictures_and_none_where_cards_are_off() -> None:
    site = linked({HELLO: post()}).site
    paths = {one.path.rpartition("/")[2] for one in share.plan(site, LOOK.theme)}
    sizes = ("1200x630", "1080x1080", "1080x1350", "1280x720")
    assert {f"card-{size}.jpg" for size in sizes} <= paths
    without = replace(site, frame=replace(site.frame, draws_cards=False))
    assert not [one.path for one in share.plan(without, LOOK.theme) if one.path.endswith(".jpg")]


def test_facts_say_how_long_each_text_is_and_may_be() -> None:
    row = facts(linked({HELLO: post("share: Come.")}, QUIET))["x"]
    text = f"Come.\n\n{ADDRESS}"
    known = {"part": "text", "text": text, "count": 5 + 2 + 23, "limit": 280, "rule": "weighted", "fits": True}
    assert row["parts"] == [known]


def test_the_words_come_from_the_head_for_one_channel_and_for_all() -> None:
    head = "share: {all: Come and see., x: Only here.}"
    rows = linked({HELLO: post(head)}, QUIET).made(share.plan)
    assert rows[f"{FOLDER}/x.txt"].decode() == f"Only here.\n\n{ADDRESS}\n"
    assert rows[f"{FOLDER}/facebook.txt"].decode() == f"Come and see.\n\n{ADDRESS}\n"


def test_one_text_is_for_all_channels_and_false_is_for_none() -> None:
    made = linked({HELLO: post("share: Come and see.")}, QUIET).made(share.plan)
    assert made[f"{FOLDER}/whatsapp.txt"].decode() == f"Come and see.\n\n{ADDRESS}\n"
    assert set(linked({HELLO: post("share: false")}, QUIET).made(share.plan)) == {"share/index.html"}


def test_a_channel_that_is_none_is_a_warning_with_the_word_that_was_meant() -> None:
    site = linked({HELLO: post("share: {linkdin: Come.}")}, QUIET)
    assert [problem.hint for problem in site.problems] == ["did you mean `linkedin`?"]


def test_only_the_newest_posts_have_a_kit_and_scheduled_ones_have_theirs_ahead() -> None:
    files = {f"posts/2026-05-0{day}-n{day}.md": post(title=f"N{day}") for day in range(1, 6)}
    files |= {"posts/2027-01-01-soon.md": post(title="Soon"), "posts/draft.md": post("draft: true", title="D"),
              "posts/2026-05-06-quiet.md": post("unlisted: true", title="Q"),
              "posts/2026-05-07-only.md": post("web: false", title="O")}  # fmt: skip
    few = replace(QUIET, issues=Issues(latest=2))
    assert [kit.folder for kit in linked(files, few).site.kits] == ["2027-01-01-soon", "2026-05-05-n5", "2026-05-04-n4"]
    assert len(linked(files, replace(few, shared=Shared.ALL)).site.kits) == 6
    assert linked(files, replace(few, shared=Shared.NONE)).site.kits == ()


def test_the_channels_and_places_are_those_of_the_configuration() -> None:
    text = "title: T\nurl: https://e.org\nshare: {channels: [mastodon, x], mastodon: example.social, utm: yes}\n"
    config, problems = parse(text.replace("example.social", "https://example.social/"))
    assert not problems
    assert config is not None
    assert config.sharing == Sharing(("mastodon", "x"), Record({"mastodon": "https://example.social"}), True)
    rows = facts(linked({HELLO: post()}, replace(QUIET, sharing=config.sharing)))
    assert list(rows) == ["x", "mastodon"]
    assert str(rows["mastodon"]["intent"]).startswith("https://example.social/share?text=")
    assert "utm_source%3Dmastodon" in str(rows["mastodon"]["intent"])
    assert [problem.message for problem in parse(text)[1]] == ["`mastodon` is not an address: example.social"]


def test_texts_are_not_made_of_the_theme_so_that_another_theme_leaves_them() -> None:
    site = linked({HELLO: post()}, QUIET).site
    outputs = {one.path: one for one in share.plan(site, LOOK.theme)}
    assert LOOK.theme not in outputs[f"{FOLDER}/x.txt"].inputs
    assert digest(*outputs[f"{FOLDER}/x.txt"].inputs[:2])


def test_where_else_a_post_is_stands_on_its_page() -> None:
    head = "syndication: [https://example.social/@ann/1, https://www.linkedin.com/posts/2, not-an-address]"
    site = linked({HELLO: post(head)}, QUIET)
    html = site.made(pages.plan)["site/posts/hello/index.html"].decode()
    assert '<a class="u-syndication" href="https://example.social/@ann/1" rel="syndication">example.social</a>' in html
    assert ">linkedin.com</a>" in html
    assert [message for _, message in site.warnings] == ["`syndication` has no address: not-an-address"]


def test_a_film_of_the_text_is_a_link_to_where_it_is_shown() -> None:
    text = "Look.\n\n::: video https://www.youtube.com/watch?v=abcdefghijk\n:::\n"
    made = linked({HELLO: post(text=text)}, QUIET).made(share.plan)
    for name in ("reddit.md", "discord.json", "podcast.html", "linkedin-article.html"):
        assert "youtube.com/watch?v=abcdefghijk" in made[f"{FOLDER}/{name}"].decode(), name
        assert "ag-embed" not in made[f"{FOLDER}/{name}"].decode()
