"""The pages at `/_/`, asked for as the server asks, over small sites in memory."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from audiencegen.content.tree import parse_document
from audiencegen.preview.workbench import Page, answer, corner
from audiencegen.problems import ProjectError, error
from audiencegen.theme import Theme, make
from audiencegen.values import replace
from projects import POSTS, SENDING, Project
from sites import CONFIG, LOOK, Files, post

HELLO = "/_/letter/2026-05-01-hello/"
RAW = "/_/raw/2026-05-01-hello/"


def page(path: str = "/_/", project: Project | None = None, **query: str) -> Page:
    found = answer(project or Project(), path, query)
    assert found is not None
    return found


def html(path: str = "/_/", project: Project | None = None, **query: str) -> str:
    found = page(path, project, **query)
    assert found.status == 200, found
    return found.content.decode()


def words(html: str) -> str:
    """What is read of a page."""
    return " ".join(" ".join(element.text() for element in parse_document(html).find("main")).split())


def titles(html: str) -> list[str]:
    return [heading.text() for element in parse_document(html).find("ol") for heading in element.find("h2")]


def states(html: str) -> dict[str, str]:
    """Title → state, as the list says it."""
    rows = [row for row in parse_document(html).find("li") if "row" in row.classes]
    return {
        next(row.find("h2")).text(): next(span.text() for span in row.find("span") if "state" in span.classes)
        for row in rows
    }


# --- the posts -----------------------------------------------------------------------------------


def test_every_post_is_listed_newest_first_and_no_page() -> None:
    assert titles(html()) == ["Idea", "Friday", "Fair", "Quiet", "Hello"]


def test_each_post_says_where_it_stands() -> None:
    assert states(html()) == {
        "Idea": "Draft",
        "Friday": "Scheduled",
        "Fair": "Expired",
        "Quiet": "Unlisted",
        "Hello": "Published",
    }


def test_the_states_are_counted_and_lead_to_their_posts() -> None:
    assert "All 5" in words(html()) and "Scheduled 1" in words(html())
    assert titles(html(state="scheduled")) == ["Friday"]
    assert titles(html(state="of no kind")) == []


def test_a_post_leads_to_its_page_and_its_letter_when_it_has_them() -> None:
    shown = html()
    assert f'href="{HELLO}"' in shown and 'href="/posts/hello/"' in shown
    assert 'href="/posts/quiet/"' in shown and "2026-05-02-quiet" not in shown  # no letter is made of it
    assert "/posts/fair/" not in shown  # it has no page any more


def test_pages_of_a_site_with_a_base_path_are_found_below_it() -> None:
    project = Project(config=replace(SENDING, url="https://example.org/repo"))
    assert 'href="/repo/posts/hello/"' in html(project=project)
    assert page("/_/for", project, address="/posts/hello/").location == HELLO


def test_a_letter_only_post_is_listed_without_a_page() -> None:
    project = Project({"posts/2026-05-01-alone.md": post("web: false", title="Alone")})
    shown = html(project=project)
    assert titles(shown) == ["Alone"]
    assert "/posts/alone/" not in shown
    assert "This letter has no page" in words(html("/_/letter/2026-05-01-alone/", project))


def test_titles_are_words_and_no_html() -> None:
    project = Project({"posts/2026-05-01-x.md": post(title="'<script>alert(1)</script> & “so”'")})
    shown = html(project=project)
    assert "<script>alert" not in shown and "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in shown
    letter = html(f"/_/letter/{project.site.issues[0].folder}/", project)
    assert "<script>alert" not in letter


def test_a_long_list_has_pages() -> None:
    project = Project({f"posts/2026-01-01-p{number:03}.md": post(title=f"P{number:03}") for number in range(130)})
    assert len(titles(html(project=project))) == 100
    assert len(titles(html(project=project, page="2"))) == 30
    assert titles(html(project=project, page="99")) == titles(html(project=project, page="2"))
    assert titles(html(project=project, page="0")) == titles(html(project=project))
    assert "page=2" in html(project=project) and "page=2" not in html(project=project, page="2")


def test_an_empty_project_says_how_to_begin() -> None:
    assert "audiencegen new" in words(html(project=Project({})))


# --- the clock -----------------------------------------------------------------------------------


def test_the_clock_shows_what_is_out_on_friday_at_nine() -> None:
    assert states(html(at="2026-11-27T08:59"))["Friday"] == "Scheduled"
    then = html(at="2026-11-27T09:00")
    assert states(then)["Friday"] == "Published"
    assert "Friday, 27 November 2026, 09:00" in words(then) and "Out by then" in words(then)


def test_the_clock_knows_what_is_gone_again() -> None:
    then = html(at="2026-05-20T12:00")
    assert states(then)["Fair"] == "Published"
    assert "Not out then" in words(html(project=Project(now=datetime(2026, 5, 20, tzinfo=UTC)), at="2026-06-02T00:00"))


def test_the_clock_asks_for_minutes_whatever_second_it_is() -> None:
    project = Project(now=datetime(2026, 5, 20, 12, 34, 56, 789, tzinfo=UTC))
    assert 'value="2026-05-20T14:34"' in html(project=project)


def test_the_clock_can_be_set_to_the_next_letter_due_and_to_a_week_from_now() -> None:
    shown = html()
    assert "When “Friday” is due" in words(shown) and "at=2026-11-27T09%3A00" in shown
    assert "at=2026-11-29T12%3A00" in shown  # now is noon in Berlin
    assert "What is out stays the same" in words(html(at="2026-11-23T00:00"))


@pytest.mark.parametrize("wrong", ["soon", "2026-13-01T00:00", "9999-12-31T23:59-23:59", "0001-01-01T00:00"])
def test_what_is_no_moment_is_said_and_nothing_breaks(wrong: str) -> None:
    found = page(at=wrong)
    assert found.status == 400
    assert "This is no date" in found.content.decode()


def test_a_project_that_cannot_be_built_then_says_why() -> None:
    class Breaking(Project):
        def at(self, now: datetime) -> Project:
            raise ProjectError(error("late", "two posts would take one address", file="content/posts/idea.md", line=2))

    shown = html(project=Breaking(), at="2026-12-01T09:00")
    assert "cannot be built as of that moment" in words(shown) and "two posts would take one address" in words(shown)


# --- what is wrong -------------------------------------------------------------------------------

BROKEN: Files = {"posts/2026-05-01-hello.md": post(text="See [it](nowhere.md) and [click here](https://example.net).")}


def test_a_problem_of_the_build_has_its_line_its_excerpt_and_its_cure() -> None:
    project = Project(BROKEN)
    assert project.problems
    shown = html(project=project)
    assert "1 problem in the sources" in words(shown)
    assert "content/posts/2026-05-01-hello.md:6:10" in shown
    assert "6 | See [it](nowhere.md)" in shown and "^^^" in shown
    assert project.problems[0].hint in words(shown)


def test_a_finding_of_the_linter_has_its_rule_its_line_and_its_cure() -> None:
    shown = html(f"{HELLO}check/", Project(BROKEN))
    assert "link-generic" in shown
    assert "content/posts/2026-05-01-hello.md:6:" in shown
    assert "name what is there" in words(shown)


def test_the_list_counts_the_findings_of_a_letter() -> None:
    issue = Project(BROKEN)
    marks = len(re.findall(r'class="problem (?:warning|error)"', html(f"{HELLO}check/", issue)))
    assert f"{marks} warnings" in words(html(project=issue))


def test_a_rule_that_the_configuration_leaves_out_finds_nothing() -> None:
    allowing = replace(SENDING, issues=replace(SENDING.issues, allow=("link-generic",)))
    assert "link-generic" not in html(f"{HELLO}check/", Project(BROKEN, allowing))


def test_a_letter_whose_template_fails_is_counted_and_the_list_still_stands() -> None:
    project = Project()
    files = {one.name: (one.origin, one.text.encode()) for one in project.theme.templates}
    project.theme = _with_words(
        make("own", {**files, "mail/letter.html": ("theme/mail/letter.html", b"{{ no_such }}")})
    )
    assert "1 error" in words(html(project=project))


def _with_words(theme: Theme) -> Theme:
    return replace(theme, said=LOOK.theme.said, assets=LOOK.theme.assets)


# --- a letter ------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["", "dark/", "plain/", "text/", "headers/", "check/", "handover/", "feed/"])
def test_every_view_leads_to_every_other_and_to_the_page(view: str) -> None:
    shown = html(HELLO + view)
    for other in ("", "dark/", "plain/", "text/", "headers/", "check/", "handover/", "feed/"):
        assert f'href="{HELLO}{other}"' in shown
    assert 'href="/posts/hello/"' in shown and 'href="/_/"' in shown
    assert shown.count('aria-current="page"') == 1


def test_a_letter_is_framed_as_wide_as_a_column_and_a_telephone() -> None:
    shown = html(HELLO)
    assert [frame.attributes["width"] for frame in parse_document(shown).find("iframe")] == ["600", "320"]
    assert f'src="{RAW}issue.html?look=light"' in shown


def test_a_draft_has_a_letter_to_look_at() -> None:
    assert "Draft" in words(html("/_/letter/undated-idea/"))


def test_by_night_the_dark_colours_hold_whatever_the_browser_prefers() -> None:
    dark, light = html(f"{RAW}issue.html", look="dark"), html(f"{RAW}issue.html", look="light")
    assert "prefers-color-scheme" not in dark and "prefers-color-scheme" not in light
    assert "@media (min-width:0){" in dark and "@media (max-width:0){" in light
    assert "color-scheme:dark" in dark and "color-scheme:light dark" not in dark
    assert '<meta name="color-scheme" content="dark">' in dark


def test_the_words_of_a_letter_about_dark_colours_stay_as_they_are() -> None:
    text = "Write `@media (prefers-color-scheme: dark)`."
    project = Project({"posts/2026-05-01-hello.md": post(text=text)})
    assert "(prefers-color-scheme: dark)" in html(f"{RAW}issue.html", project, look="dark")


def test_without_styles_there_really_is_none() -> None:
    plain = parse_document(html(f"{RAW}issue.html", look="plain"))
    assert not list(plain.find("style"))
    assert not [element.tag for element in plain.walk() if "style" in element.attributes]
    assert "Good morning." in plain.text()


def test_addresses_of_the_site_lead_to_the_preview_and_others_where_they_say() -> None:
    text = "![A boat](https://example.net/a.png) [on](2026-05-02-quiet.md)"
    project = Project({**POSTS, "posts/2026-05-01-hello.md": post(text=text)})
    shown = html(f"{RAW}issue.html", project, look="light")
    assert 'href="/posts/quiet/"' in shown and 'src="https://example.net/a.png"' in shown
    assert not re.findall(r'(?:href|src)="https://letters.example.org', shown)


def test_what_is_copied_is_what_a_build_makes() -> None:
    project = Project()
    for name in ("issue.html", "issue.txt", "issue.eml", "index.html"):
        assert page(RAW + name, project).content == project.made(f"issues/2026-05-01-hello/{name}")
    assert page(f"{RAW}issue.txt", project).type.startswith("text/plain")
    assert html(f"{RAW}rich.html", project).startswith("<p>Good <em>morning</em>.")
    shown = html(HELLO, project)
    for source in ("issue.html", "issue.txt", "rich.html"):
        assert f'"{RAW}{source}"' in shown
    assert 'data-text="Hello"' in shown and 'data-text="A word"' in shown


def test_personal_fields_show_the_words_for_everybody() -> None:
    head = "subject: 'For {first_name|you}'\npreheader: 'Dear {first_name|reader}'"
    shown = html(HELLO, Project({"posts/2026-05-01-hello.md": post(head)}))
    assert "For you" in words(shown) and "Dear reader" in words(shown)


def test_the_headers_are_those_of_the_proof_copy() -> None:
    assert "FromAnn Author <ann@letters.example.org>" in words(html(f"{HELLO}headers/"))
    assert "List-Unsubscribe" in words(html(f"{HELLO}headers/"))


def test_without_a_sender_the_headers_say_what_to_add() -> None:
    project = Project(config=CONFIG)
    assert "add `issues: {sender:" in words(html(f"{HELLO}headers/", project))
    assert page(f"{RAW}issue.eml", project).status == 404


def test_the_size_is_held_against_what_gmail_shows() -> None:
    project = Project()
    size = len(project.made("issues/2026-05-01-hello/issue.html"))
    assert f"{size / 1000:.1f} kB of 102" in words(html(HELLO, project))
    long = Project({"posts/2026-05-01-hello.md": post(text="Many words follow. " * 6000)})
    assert "Gmail cuts it off" in words(html(HELLO, long))


def test_the_feed_shows_the_entry_of_this_post_and_its_source() -> None:
    text = "Good morning.\n\n```xml\n<item><guid>]]></guid></item>\n```"
    project = Project({**POSTS, "posts/2026-05-01-hello.md": post(text=text)})
    shown = html(f"{HELLO}feed/", project)
    assert "&lt;title&gt;Hello&lt;/title&gt;" in shown and "&lt;title&gt;Friday&lt;/title&gt;" not in shown
    assert "&lt;/item&gt;" in shown
    entry = html(f"{RAW}entry.html", project)
    assert "<p>Good morning.</p>" in entry


def test_a_post_that_is_not_in_the_feed_says_so() -> None:
    project = Project({"posts/2026-05-01-alone.md": post("web: false", title="Alone")})
    assert "The feed has no entry for it" in words(html("/_/letter/2026-05-01-alone/feed/", project))


# --- ways ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lost",
    [
        "/_/letter/2026-05-09-gone/",
        f"{HELLO}sideways/",
        "/_/raw/2026-05-01-hello/secret",
        "/_/raw/../site/index.html",
        "/_/raw/2026-05-09-gone/rich.html",
        "/_/nothing/at/all",
    ],
)
def test_what_is_not_there_is_said_with_a_way_back(lost: str) -> None:
    found = page(lost)
    assert found.status == 404
    assert b'href="/_/"' in found.content


def test_other_addresses_are_not_the_workbench_s() -> None:
    for path in ("/", "/posts/hello/", "/_underscored/"):
        assert answer(Project(), path, {}) is None
    assert page("/_").location == "/_/"


def test_one_click_leads_from_a_page_to_its_letter() -> None:
    project = Project()
    snippet = corner(project, "/posts/hello/")
    assert 'href="/_/for?address=/posts/hello/"' in snippet
    found = page("/_/for", project, address="/posts/hello/")
    assert (found.status, found.location) == (303, HELLO)


def test_a_page_without_a_letter_leads_to_the_workbench() -> None:
    project = Project()
    assert "/_/for" not in corner(project, "/about/") and 'href="/_/"' in corner(project, "/about/")
    assert page("/_/for", project, address="/about/").location == "/_/"
    assert page("/_/for", project, address="https://example.net/").location == "/_/"


def test_a_letter_of_another_script_has_an_address_that_a_header_can_hold() -> None:
    project = Project({"posts/2026-07-03-kalimera.md": post(title="Καλημέρα")})
    location = page("/_/for", project, address="/posts/καλημέρα/").location
    assert location.isascii() and location.startswith("/_/letter/2026-07-03-%CE%BA")


@pytest.mark.parametrize("name", ["workbench.css", "workbench.js", "corner.css"])
def test_style_and_script_come_from_the_workbench_itself(name: str) -> None:
    found = page(f"/_/{name}")
    assert found.status == 200 and found.type.startswith(("text/css", "text/javascript"))
    assert b"http" not in found.content.replace(b"https. ", b"").replace(b"no https", b"")


def test_nothing_of_the_workbench_is_in_the_site() -> None:
    project = Project()
    assert not [path for path in project.outputs if "workbench" in path]
    for path in project.outputs:
        if path.startswith("site/") and path.endswith(".html"):
            assert b"/_/" not in project.made(path)


def test_the_pages_ask_no_other_host_for_anything() -> None:
    project = Project()
    for path in ("/_/", HELLO, f"{HELLO}feed/", f"{HELLO}handover/", f"{HELLO}check/"):
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', html(path, project)), path
