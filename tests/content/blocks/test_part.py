"""Parts: written once, shown in many texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiencegen.config import Config, Dialect
from audiencegen.outputs import issues, pages
from audiencegen.values import replace
from conftest import Run, tree, write
from sites import CONFIG, linked, picture, post

HOME = "posts/2026-05-01-hello.md"
US = """# Who we are

Two people[^1] and ![a lamp](lamp.png). [Where](#where), [about](../pages/about.md).

## Where

[^1]: Both.
"""
FILES: dict[str, str | bytes] = {
    HOME: post(
        "", "Before [this](https://example.org/one).\n\n::: part us\n\n## Where\n\n[That](https://example.org/two)."
    ),
    "_parts/us.md": US,
    "_parts/lamp.png": picture(8, 4),
    "pages/about.md": post(title="About"),
}


@pytest.fixture(params=list(Dialect))
def config(request: pytest.FixtureRequest) -> Config:
    return replace(CONFIG, markdown=request.param)


def test_a_part_keeps_its_heading_its_links_and_its_pictures(config: Config) -> None:
    site = linked(FILES, config)
    made = site.made(pages.plan)
    page = made["site/posts/hello/index.html"].decode()
    assert not site.problems
    for said in (
        'href="https://example.org/one"',
        '<h2 id="us-who-we-are">Who we are</h2>',
        'src="/_parts/lamp.png" width="8"',
        'href="#us-where"',
        'href="/about/"',
        '<h2 id="where">Where</h2>',
        'href="https://example.org/two"',
        'href="#us-fn-1"',
        'id="us-fn-1"',
    ):
        assert said in page, said
    assert [path for path in made if "_parts" in path] == []
    assert [asset.address for asset in site.site.assets] == ["/_parts/lamp.png"]


def test_a_letter_shows_the_mail_copy_of_a_picture_in_a_part(config: Config) -> None:
    letter = next(html for path, html in linked(FILES, config).made(issues.plan).items() if path.endswith("issue.html"))
    assert b"/assets/mail/lamp." in letter


def test_parts_within_parts_and_one_part_twice(config: Config) -> None:
    files = {
        HOME: post("", "::: part one\n\n[Own](https://example.org/own)\n\n::: part two"),
        "_parts/one.md": "[One](https://example.org/one)\n\n::: part two\n\nEnd of one.\n",
        "_parts/two.md": "## Two\n\n[Two](https://example.org/two)\n",
    }
    site = linked(files, config)
    page = site.made(pages.plan)["site/posts/hello/index.html"].decode()
    places = [page.index(said) for said in ("/one", 'id="two-two"', "/two", "End of one", "/own", 'id="two-2-two"')]
    assert not site.problems and places == sorted(places)


def test_a_part_that_is_not_there_is_named_with_the_one_that_was_meant(config: Config) -> None:
    (problem,) = linked({HOME: post("", "::: part uss"), "_parts/us.md": "We."}, config).problems
    assert (problem.message, problem.hint) == ("there is no part uss", "did you mean ::: part us?")
    assert (problem.file, problem.find) == (f"content/{HOME}", "part uss")


def test_a_part_within_itself_is_shown_once(config: Config) -> None:
    site = linked(
        {HOME: post("", "::: part a"), "_parts/a.md": "A.\n\n::: part b", "_parts/b.md": "B.\n\n::: part a"}, config
    )
    assert {(one.file, one.message) for one in site.problems} == {
        ("content/_parts/a.md", "the part b stands within itself"),
        ("content/_parts/b.md", "the part a stands within itself"),
    }
    page = site.made(pages.plan)["site/posts/hello/index.html"]
    assert page.count(b"A.") == page.count(b"B.") == 1


def test_a_broken_link_of_a_part_is_said_once_and_in_the_part(config: Config) -> None:
    files = {**FILES, "posts/2026-05-02-more.md": post("", "::: part us", "More"), "_parts/us.md": "[Lost](lost.md)"}
    (problem,) = linked(files, config).problems
    assert (problem.file, problem.find) == ("content/_parts/us.md", "lost.md")


def test_a_change_to_a_part_reaches_what_shows_it_and_nothing_else(project: Path, run: Run) -> None:
    write(
        project / "content",
        {
            "_parts/us.md": "We are two.\n",
            "posts/2026-05-02-with.md": post("", "::: part us", "With"),
            "posts/2026-05-03-without.md": post("", "Alone.", "Without"),
        },
    )
    assert run(project, "build").code == 0
    before = tree(project / "output")
    write(project / "content", {"_parts/us.md": "We are three by now.\n"})
    assert run(project, "build").code == 0
    after = tree(project / "output")
    changed = sorted(path for path in after if after[path] != before.get(path))
    assert b"We are three by now." in after["site/posts/with/index.html"]
    assert [path for path in changed if "hello" in path or "without" in path] == []
    assert (
        "site/posts/with/index.html" in changed
        and "site/feed.xml" in changed
        and "issues/2026-05-02-with/issue.txt" in changed
    )
    assert set(before) == set(after)
    assert "nothing had changed" in run(project, "build").out
