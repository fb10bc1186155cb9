"""Blocks that are not as their writer meant: what is said, and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from audiencegen.config import Config, Dialect
from audiencegen.content import blocks
from audiencegen.model import Author
from audiencegen.outputs import feeds, issues, pages
from audiencegen.values import replace
from sites import CONFIG, Linked, linked, picture, post

HOME = "posts/2026-05-01-hello.md"
WRITER = replace(CONFIG, authors=(Author("Ann", email="ann@letters.example.org"),))


@pytest.fixture(params=list(Dialect))
def config(request: pytest.FixtureRequest) -> Config:
    return replace(WRITER, markdown=request.param)


def built(text: str, config: Config = WRITER) -> Linked:
    return linked({HOME: post("", text), "posts/boat.png": picture(8, 4)}, config)


def page(site: Linked) -> str:
    return site.made(pages.plan)["site/posts/hello/index.html"].decode()


FAULTS = {
    "::: figure\nWords.\n:::": (6, "this ::: figure has no picture", "put one below it: ![a red boat](boat.jpg)"),
    "::: figure boat.png\n![Boat](boat.png)\n:::": (
        6,
        "::: figure takes nothing behind it",
        "write it as ::: figure",
    ),
    "::: button\nCome.\n:::": (6, "this ::: button has no link", "put one below it: [Join us](https://example.org)"),
    "::: audio\n:::": (6, "::: audio names no file", "write it as ::: audio talk.mp3"),
    "::: video https://example.org/film\n:::": (
        6,
        "::: video needs the address of a film on YouTube, Vimeo or a PeerTube",
        "write it as ::: video https://www.youtube.com/watch?v=…",
    ),
    "::: ask A van until: tomorow\nPlease.\n:::": (
        6,
        "`until:` is not a date: tomorow",
        "write it as 2026-05-01 or 2026-05-01 09:00",
    ),
    "::: note Hush\nWords.": (6, "this part has no end", "write ::: on a line of its own where it should end"),
    "::: figur\n![Boat](boat.png)\n:::": (6, "::: figur is no block; it stands as it is", "did you mean ::: figure?"),
    "::: cut here": (6, "::: cut takes nothing behind it", "write it as ::: cut"),
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_slip_is_said_with_its_line_and_what_to_do(text: str, config: Config) -> None:
    assert [(one.line, one.message, one.hint) for one in built(text, config).problems] == [FAULTS[text]]


def test_the_caret_stands_below_the_date_that_is_none() -> None:
    (problem,) = built("::: offer Chairs until: soon\nTwo.\n:::").problems
    assert (problem.column, problem.width) == (25, 4)


def test_a_file_that_is_not_there_is_a_broken_link(config: Config) -> None:
    (problem,) = built("::: audio talk.mp3\nListen.\n:::", config).problems
    assert problem.message == "the link talk.mp3 leads to nothing on this site"
    assert problem.find == "talk.mp3"


@pytest.mark.parametrize("word", ["tip", "warning", "details", "danger", "info", "code-group", "{.box}", '"a"', "tabs"])
def test_the_blocks_of_others_stand_as_they_are_with_their_ends(word: str, config: Config) -> None:
    site = built(f"::: note Ours\n\n::: {word}\n\nTheirs.\n\n:::\n\nOurs still.\n\n:::\n\nAfter.", config)
    shown = page(site)
    assert not site.problems and "Theirs." in shown
    box, _, after = shown.partition("Ours still.")[2].partition("</div>")
    assert ":::" not in box and "After." in after


def test_blocks_stand_within_blocks(config: Config) -> None:
    site = built("::: note Come\nWords.\n\n::: button\n[Yes](https://example.org)\n:::\n\nMore.\n:::", config)
    assert not site.problems
    inside = page(site).partition('class="admonition note"')[2].partition("More.")[0]
    assert '<p class="buttons"><a href="https://example.org" class="button">Yes</a></p>' in inside


def test_a_block_begins_no_description(config: Config) -> None:
    site = built("::: note Mind\nThe gap.\n:::\n\nOpening words.", config)
    assert site.card(HOME).description == "Opening words."


def test_code_shows_blocks_as_they_are_written(config: Config) -> None:
    site = built("```\n::: figure\nhttps://youtu.be/aqz-KE-bpKQ\n:::\n```", config)
    assert not site.problems and "::: figure" in page(site) and "<iframe" not in page(site)


def test_html_of_the_writers_own_is_no_block(config: Config) -> None:
    html = (
        '<ag-embed data-kind="part" data-part="x">Words</ag-embed>\n\n<div class="ag-embed" data-until="x">More</div>'
    )
    shown = page(built(html, config))
    assert "Words" in shown and "More" in shown and "<ag-embed" not in shown


LINES = [
    *(block.example for block in blocks.BLOCKS),
    *(f"::: {block.word}" for block in blocks.BLOCKS),
    "::: mail", "::: web", "::: cut", ":::", "::::", "::: tip", ":::{.x}", "", "", "Words *and* [a](b.md).", "- one",
    "    two",
    "> said", "![boat](boat.png)", "[![boat](boat.png)](https://example.org)", "https://youtu.be/aqz-KE-bpKQ",
    "<div>", "</div>", "<p>", "</figure>", "<table>", "| a |\n|---|\n| b |", "```", "[^1]", "[^1]: Note.", "# Heading",
    '<div class="ag-embed" data-kind="video" data-href="::">', '<div class="ag-embed" data-kind="ask" data-until="9">',
    '<div class="ag-embed" data-kind="gallery">', '<div class="ag-words">', "<a href=x>", "{first_name|there}", "<svg>",
]  # fmt: skip


@how(max_examples=60)
@given(st.lists(st.sampled_from(LINES), max_size=14), st.sampled_from(list(Dialect)))
def test_whatever_stands_within_whatever_every_output_is_made(lines: list[str], dialect: Dialect) -> None:
    site = built("\n".join(lines), replace(WRITER, markdown=dialect))
    made = {**site.made(pages.plan), **site.made(feeds.plan), **site.made(issues.plan)}
    for path in ("site/posts/hello/index.html", "site/feed.xml"):
        assert b"<ag-embed" not in made[path]
