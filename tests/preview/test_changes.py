"""What a writer changes, and what is shown then: every kind of source, broken ones too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from audiencegen.preview.session import Session, Wish
from conftest import write
from preview_site import NOW, previewed
from sites import picture

HELLO = "content/posts/2026-05-01-hello.md"


def post(title: str = "Hello", head: str = "", text: str = "Good morning.") -> str:
    return f"---\ntitle: {title}\n{head}\n---\n\n{text}\n"


def hears(following: Callable[[], Any], holds: Callable[[Any], Any]) -> Any:
    """The news for which something holds; on a busy machine a save may be seen in two steps."""
    return next(news for news in (following() for _ in range(5)) if holds(news))


def test_a_deleted_post_is_gone_everywhere(project: Path) -> None:
    write(project, {"content/posts/2026-05-02-second.md": post("Second")})
    with previewed(project) as preview:
        assert "Second" in preview.get("/").text
        (project / "content/posts/2026-05-02-second.md").unlink()
        preview.hides("/", "Second")
        assert preview.get("/posts/second/").status == 404
        assert "Second" not in preview.get("/feed.xml").text


def test_a_post_that_is_moved_out_of_the_project_is_gone(project: Path, tmp_path: Path) -> None:
    write(project, {"content/posts/2026-05-02-second.md": post("Second")})
    with previewed(project) as preview:
        (project / "content/posts/2026-05-02-second.md").rename(tmp_path / "bin.md")
        preview.hides("/", "Second")


def test_a_renamed_post_has_its_new_address_and_only_that(project: Path) -> None:
    with previewed(project) as preview:
        (project / HELLO).rename(project / "content/posts/2026-05-03-hello.md")
        preview.shows("/posts/hello/", "3 May 2026")
        write(project, {"content/posts/2026-05-03-hello.md": post(head="slug: good-day")})
        preview.shows("/posts/good-day/", "Good morning.")
        assert preview.get("/posts/hello/").status == 404


def test_a_draft_that_is_published_loses_its_state_and_a_new_draft_leaves_the_readers_view(project: Path) -> None:
    write(project, {HELLO: post(head="draft: true")})
    with previewed(project, drafts=False) as preview:
        assert preview.get("/posts/hello/").status == 404
        write(project, {HELLO: post()})
        preview.shows("/posts/hello/", "Good morning.")
        write(project, {HELLO: post(head="draft: true")})
        preview.until(lambda: preview.get("/posts/hello/").status == 404, "the draft is still shown")


def test_drafts_and_scheduled_posts_are_shown_under_a_banner(project: Path) -> None:
    write(project, {"content/posts/later.md": post("Later", "date: 2027-01-02"), HELLO: post(head="draft: true")})
    with previewed(project) as preview:
        assert 'class="drafts"' in preview.get("/posts/later/").text
        assert preview.get("/posts/hello/").status == 200
    with previewed(project, drafts=False) as preview:
        assert 'class="drafts"' not in preview.get("/").text
        assert preview.get("/posts/later/").status == 404


def test_a_new_date_moves_a_post_in_the_lists(project: Path) -> None:
    write(project, {"content/posts/2026-05-02-second.md": post("Second")})
    with previewed(project) as preview:
        assert preview.get("/").text.index("Second") < preview.get("/").text.index("Hello</a>")
        write(project, {HELLO: post(head="date: 2026-06-01")})
        preview.shows("/", "1 June 2026")
        assert preview.get("/").text.index("Hello</a>") < preview.get("/").text.index("Second")


def test_a_template_a_part_and_a_stylesheet_reach_every_page(project: Path) -> None:
    with previewed(project) as preview:
        write(
            project,
            {"theme/site/page.html": "x", "theme/site/post.html": "<!doctype html><body>Mine: {{ card.title }}"},
        )
        preview.shows("/posts/hello/", "Mine: Hello")
        write(project, {"theme/site/parts/date.html": "a day in May"})
        preview.shows("/", "a day in May")
        before = preview.get("/").text
        write(project, {"theme/assets/style.css": "body { color: teal }"})
        preview.until(lambda: preview.get("/").text != before, "the style sheet has its old address")
        address = preview.get("/").text.split('rel="stylesheet" href="')[1].split('"')[0]
        assert preview.get(address).text.endswith("body { color: teal }")
        assert preview.get(address).headers["Content-Type"] == "text/css; charset=utf-8"


def test_a_piece_of_text_reaches_the_pages_that_show_it(project: Path) -> None:
    text = "---\ntitle: With\n---\n\n::: part us\n"
    write(project, {"content/_parts/us.md": "We are two.\n", "content/posts/2026-05-02-with.md": text})
    with previewed(project) as preview:
        assert "We are two." in preview.get("/posts/with/").text
        write(project, {"content/_parts/us.md": "We are three.\n"})
        preview.until(lambda: "We are three." in preview.get("/posts/with/").text, "the new piece of text")
        write(project, {"content/_parts/us.md": "## Now\n\nWe are [four](https://example.org).\n"})
        preview.until(lambda: 'id="us-now"' in preview.get("/posts/with/").text, "its new heading")


def test_data_and_configuration_reach_every_page(project: Path) -> None:
    write(
        project,
        {
            "theme/site/404.html": "<body>{{ data.team.lead }} of {{ site.title }}",
            "content/data/team.yaml": "lead: Ana\n",
        },
    )
    with previewed(project) as preview:
        assert "Ana of The Test Letter" in preview.get("/nowhere/").text
        write(project, {"content/data/team.yaml": "lead: Bea\n"})
        preview.shows("/nowhere/", "Bea of The Test Letter")
        write(project, {"audiencegen.yaml": "title: Another Letter\nurl: https://letters.example.org/sub\n"})
        preview.shows("/sub/nowhere/", "Bea of Another Letter")
        assert preview.get("/nowhere/").status == 404


def test_a_picture_that_is_overwritten_in_place_is_sent_anew(project: Path) -> None:
    write(project, {HELLO: post(text="![A square](square.png)"), "content/posts/square.png": picture(2, 2)})
    with previewed(project) as preview, preview.listening("/posts/hello/") as following:
        following()
        assert preview.get("/posts/square.png").content == picture(2, 2)
        write(project, {"content/posts/square.png": picture(3, 2)})
        assert following()["files"] == ["/posts/square.png"]
        assert preview.get("/posts/square.png").content == picture(3, 2)
        assert 'width="3"' in preview.get("/posts/hello/").text


def test_a_browser_follows_a_post_to_its_new_address(project: Path) -> None:
    with previewed(project) as preview, preview.listening("/posts/hello/") as following:
        assert following()["moved"] == ""
        write(project, {HELLO: post(head="slug: good-day")})
        assert following()["moved"] == "/posts/good-day/"


def test_a_browser_hears_of_its_own_page_only(project: Path) -> None:
    write(project, {"content/posts/2026-05-02-second.md": post("Second", "description: Two")})
    with previewed(project) as preview, preview.listening("/posts/hello/") as following:
        first = following()
        assert f'data-print="{first["print"]}"' in preview.get("/posts/hello/").text
        write(project, {"content/posts/2026-05-02-second.md": post("Second", "description: Two", "Other words.")})
        assert following()["print"] == first["print"]
        write(project, {HELLO: post(text="Good evening.")})
        assert following()["print"] != first["print"]


def test_what_is_broken_is_said_over_the_last_good_page_until_it_is_mended(project: Path) -> None:
    with previewed(project) as preview, preview.listening("/posts/hello/") as following:
        good = following()
        write(project, {HELLO: post(head="date: tomorow")})
        news = hears(following, lambda news: news["problems"])
        assert news["print"] == good["print"]
        assert news["problems"] == [
            {
                "file": HELLO,
                "text": f"{HELLO}:3:7: error: `date` is not a date: tomorow\n"
                "  3 | date: tomorow\n    |       ^^^^^^^\nhint: write it as 2026-05-01 or 2026-05-01 09:00",
            }
        ]
        assert "Good morning." in preview.get("/posts/hello/").text
        write(project, {HELLO: post(text="Good evening.")})
        news = hears(following, lambda news: not news["problems"])
        assert news["print"] != good["print"]


def test_a_broken_template_changes_no_page(project: Path) -> None:
    with previewed(project) as preview, preview.listening("/") as following:
        good = following()
        write(project, {"theme/site/parts/date.html": "{% if %}"})
        news = hears(following, lambda news: news["problems"])
        assert "theme/site/parts/date.html" in news["problems"][0]["file"]
        assert (preview.get("/").status, news["print"]) == (200, good["print"])
        (project / "theme/site/parts/date.html").unlink()
        hears(following, lambda news: not news["problems"])


def test_a_broken_configuration_changes_no_page(project: Path) -> None:
    written = (project / "audiencegen.yaml").read_text()
    with previewed(project) as preview, preview.listening("/") as following:
        following()
        write(project, {"audiencegen.yaml": f"{written}titel: x\n"})
        assert "titel" in hears(following, lambda news: news["problems"])["problems"][0]["text"]
        assert "The Test Letter" in preview.get("/").text
        write(project, {"audiencegen.yaml": written})
        hears(following, lambda news: not news["problems"])


def test_a_start_with_errors_shows_them_and_then_the_site(project: Path) -> None:
    write(project, {HELLO: post(head="date: tomorow")})
    with previewed(project) as preview:
        page = preview.get("/")
        assert page.status == 500
        assert "`date` is not a date: tomorow" in page.text
        assert "/_/live.js" in page.text
        write(project, {HELLO: post()})
        preview.shows("/posts/hello/", "Good morning.")


def test_a_start_without_a_readable_configuration_heals_too(project: Path) -> None:
    written = (project / "audiencegen.yaml").read_text()
    write(project, {"audiencegen.yaml": "title: [\n"})
    with previewed(project) as preview:
        assert preview.get("/").status == 500
        write(project, {"audiencegen.yaml": written})
        preview.shows("/", "The Test Letter")


def test_a_post_appears_when_its_time_comes(project: Path) -> None:
    soon = (datetime.now(UTC) + timedelta(seconds=2)).strftime("%Y-%m-%d %H:%M:%S")
    write(
        project,
        {"audiencegen.yaml": "title: T\nurl: https://t.example\ntimezone: UTC\n", HELLO: post(head=f"date: {soon}")},
    )
    with previewed(project, drafts=False, at=None) as preview:
        assert preview.get("/posts/hello/").status == 404
        preview.shows("/posts/hello/", "Good morning.")


def test_the_site_can_be_seen_as_readers_will_at_another_moment(project: Path) -> None:
    write(project, {"content/posts/later.md": post("Later", "date: 2027-01-02"), HELLO: post(head="draft: true")})
    session = Session(Wish(project, True, NOW), lambda: NOW)
    now = session.begin().now
    assert now is not None
    then = now.at(datetime(2027, 1, 3, tzinfo=UTC))
    assert [card.title for card in then.site.listed] == ["Later"]
    assert b"drafts" not in then.made("site/index.html")
    assert now.at(NOW).site.listed == ()
    assert now.at(NOW) is now.at(NOW)


def test_the_next_session_need_not_link_anew(project: Path) -> None:
    first = Session(Wish(project), lambda: NOW)
    began = first.begin().now
    first.close()
    second = Session(Wish(project), lambda: NOW)
    again = second.begin().now
    assert began is not None and again is not None
    assert (again.manuscripts, again.site) == ({}, began.site)
    assert [card.title for card in again.at(NOW).site.listed] == ["Hello"]
    write(project, {HELLO: post("Other")})
    news = second.look_again()
    assert news is not None and news.now is not None
    assert [card.title for card in news.now.site.listed] == ["Other"]


def test_what_the_last_session_kept_is_not_believed_when_it_was_meddled_with(project: Path) -> None:
    for content in (b"", b"0" * 200, None):
        first = Session(Wish(project), lambda: NOW)
        first.begin()
        first.close()
        kept = project / ".audiencegen/preview"
        kept.write_bytes(kept.read_bytes()[:-1] if content is None else content)
        now = Session(Wish(project), lambda: NOW).begin().now
        assert now is not None and now.manuscripts


def test_texts_that_an_earlier_session_compiled_are_shown_at_once(project: Path) -> None:
    with previewed(project):
        pass
    with previewed(project) as preview:
        assert "Good morning." in preview.get("/posts/hello/").text
        assert preview.news == []


def test_notes_that_are_deleted_under_way_are_made_anew(project: Path) -> None:
    with previewed(project) as preview:
        (project / ".audiencegen/state.sqlite").unlink()
        assert "Good morning." in preview.get("/posts/hello/").text
        preview.shows("/posts/hello/", "Good morning.")
        write(project, {HELLO: post(text="Good evening.")})
        preview.shows("/posts/hello/", "Good evening.")


def test_a_build_and_a_preview_do_not_disturb_each_other(project: Path) -> None:
    from audiencegen.cli import main

    with previewed(project) as preview:
        assert main(["-C", str(project), "build", "-q"]) == 0
        write(project, {HELLO: post("Other", text="Good evening.")})
        preview.shows("/posts/other/", "Good evening.")
        assert main(["-C", str(project), "build", "-q"]) == 0
        assert "Good evening." in preview.get("/posts/other/").text
    assert b"live.js" not in (project / "output/site/index.html").read_bytes()
