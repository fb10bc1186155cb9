"""The one walk: what two Markdown libraries write in two ways becomes one body."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiencegen.config import Dialect
from audiencegen.content import markdown
from audiencegen.content.body import Reading, read
from audiencegen.model import Body, Heading, Link

BOTH = pytest.mark.parametrize("dialect", list(Dialect), ids=lambda dialect: dialect.value)
MARKDOWN, GITHUB = Dialect.MARKDOWN, Dialect.GITHUB


def reading(text: str, dialect: Dialect, takes_title: bool = False, language: str = "en") -> Reading:
    return read(markdown.to_html(text, dialect), language, takes_title)


def body(text: str, dialect: Dialect) -> Body:
    return reading(text, dialect).body


def walked(html: str) -> Body:
    return read(html, "en", takes_title=False).body


def targets(body: Body) -> list[str]:
    return [link.target for link in body.links]


# --- headings ------------------------------------------------------------------------------------


@BOTH
def test_headings_have_ids_of_the_one_slug_rule(dialect: Dialect) -> None:
    found = body("## Καλημέρα, World!\n\n### Über *uns*\n\n## 🙂\n", dialect)
    assert [(heading.level, heading.text) for heading in found.headings] == [
        (2, "Καλημέρα, World!"),
        (3, "Über uns"),
        (2, "🙂"),
    ]
    assert found.ids[:2] == ("καλημέρα-world", "über-uns")
    assert all(found.ids)


@BOTH
def test_every_id_is_given_once(dialect: Dialect) -> None:
    text = '## A\n\n## A\n\n## A\n\n<a id="b"></a>\n\n## B\n\n<p id="c">x</p>\n\n<p id="c">y</p>\n\n<h2 id="a">z</h2>\n'
    found = body(text, dialect)
    written = re.findall(r'id="([^"]*)"', found.html)
    assert sorted(written) == sorted(set(written)) == sorted(found.ids)
    assert {"a", "b", "c"} <= set(written)
    assert len(found.headings) == 5
    assert {heading.id for heading in found.headings} <= set(written)


def test_a_heading_gives_way_to_an_id_that_the_writer_gives_further_down() -> None:
    found = body('## Notes\n\n<p id="notes">x</p>\n', GITHUB)
    assert [heading.id for heading in found.headings] == ["notes-1"]
    assert 'id="notes"' in found.html


@BOTH
def test_a_heading_does_not_take_the_id_of_the_subscribe_box(dialect: Dialect) -> None:
    assert [heading.id for heading in body("## Subscribe\n\n## Main\n", dialect).headings] == ["subscribe-1", "main-1"]


@BOTH
def test_an_h1_in_the_text_moves_all_headings_down_so_that_the_title_is_the_only_one(dialect: Dialect) -> None:
    found = body("# One\n\n## Two\n\n# Three\n", dialect)
    assert [heading.level for heading in found.headings] == [2, 3, 2]
    assert re.findall("<(h[1-6])", found.html) == ["h2", "h3", "h2"]


@BOTH
def test_no_level_of_headings_is_left_out(dialect: Dialect) -> None:
    found = body("### One\n\n###### Two\n\n##### Three\n\n## Four\n\n#### Five\n", dialect)
    assert [heading.level for heading in found.headings] == [2, 3, 3, 2, 3]


@BOTH
def test_a_note_in_a_heading_is_no_part_of_its_text(dialect: Dialect) -> None:
    found = body("## Peacocks[^1]\n\n[^1]: Birds.\n", dialect)
    assert found.headings[0].text == "Peacocks"


def test_the_anchor_of_old_html_is_an_id() -> None:
    found = walked('<p><a name="old">x</a> <a name="b" id="c">y</a></p>')
    assert found.ids == ("old", "c")
    assert found.html == '<p><a id="old">x</a> <a id="c">y</a></p>'


# --- the title -----------------------------------------------------------------------------------


@BOTH
def test_the_title_is_taken_from_the_first_heading_which_leaves_the_body(dialect: Dialect) -> None:
    found = reading("# Send *on* the day\n\nThe ferry.\n\n## Why\n", dialect, takes_title=True)
    assert found.title == "Send on the day"
    assert "Send" not in found.body.html
    assert [heading.level for heading in found.body.headings] == [2]


@BOTH
def test_a_heading_after_other_text_is_the_title_and_stays_where_it_is(dialect: Dialect) -> None:
    found = reading("Good morning.\n\n## Why\n\nSo.\n", dialect, takes_title=True)
    assert found.title == "Why"
    assert [heading.text for heading in found.body.headings] == ["Why"]


@BOTH
def test_a_heading_that_is_only_a_picture_is_no_title(dialect: Dialect) -> None:
    found = reading("# ![A boat](boat.jpg)\n\nText.\n", dialect, takes_title=True)
    assert found.title == ""
    assert targets(found.body) == ["boat.jpg"]


@BOTH
def test_without_a_heading_there_is_no_title(dialect: Dialect) -> None:
    assert reading("Good morning.\n", dialect, takes_title=True).title == ""


@BOTH
def test_a_link_to_the_heading_that_became_the_title_leads_to_the_top_of_the_page(dialect: Dialect) -> None:
    found = reading("# Good News\n\n[up](#good-news) [there](#more)\n\n## More\n", dialect, takes_title=True)
    assert targets(found.body) == ["#top", "#more"]


def test_a_table_of_contents_does_not_point_at_the_heading_that_became_the_title() -> None:
    found = reading("# Title\n\n[TOC]\n\n## One\n\n## Two\n", MARKDOWN, takes_title=True)
    assert targets(found.body) == ["#top", "#one", "#two"]


# --- links and pictures --------------------------------------------------------------------------


@BOTH
def test_every_target_is_symbolic_and_counts_its_equals(dialect: Dialect) -> None:
    found = body("[a](x.md) ![b](y.png) [c](x.md) <https://z.org>\n", dialect)
    assert found.links == (
        Link("x.md"),
        Link("y.png", image=True),
        Link("x.md", ordinal=1),
        Link("https://z.org"),
    )
    assert re.findall(r'(?:href|src)="([^"]*)"', found.html) == ["ag:0", "ag:1", "ag:2", "ag:3"]


def test_all_that_a_page_fetches_is_a_target() -> None:
    found = walked(
        '<video src="a.mp4" poster="b.jpg"><source src="c.mp4"><track src="d.vtt"></video><audio src="e.mp3"></audio>'
        '<iframe src="f.html"></iframe><embed src="g.swf"><object data="h.pdf"></object><script src="i.js"></script>'
        '<input type="image" src="j.png"><map><area href="k.html"></map>'
    )
    assert sorted(targets(found)) == [
        f"{name}" for name in "a.mp4 b.jpg c.mp4 d.vtt e.mp3 f.html g.swf h.pdf i.js j.png k.html".split()
    ]
    assert not re.search(r'(?:src|href|data|poster)="(?!ag:\d)', found.html)


def test_only_an_object_has_its_target_in_data() -> None:
    found = walked('<div data="x" src="y"><img src="z.png" alt="z" data="w"></div>')
    assert targets(found) == ["z.png"]
    assert found.html == '<div data="x" src="y"><img src="ag:0" alt="z" data="w" decoding="async"></div>'


def test_nobody_but_the_walk_can_write_a_symbolic_target() -> None:
    found = walked('<div data="ag:7" src="ag:8"><code>href="ag:9"</code></div>')
    assert found.html == '<div><code>href=&quot;ag:9"</code></div>'
    assert found.links == ()


@pytest.mark.parametrize(
    ("srcset", "expected", "written"),
    [
        ("a.png 1x, b.png 2x", ["a.png", "b.png"], "ag:0 1x, ag:1 2x"),
        ("a.png", ["a.png"], "ag:0"),
        (" a.png 320w,\n b.png 640w ", ["a.png", "b.png"], "ag:0 320w, ag:1 640w"),
        ("w_1,h_1/a.png 1x, data:,A,B 2x", ["w_1,h_1/a.png", "data:,A,B"], "ag:0 1x, ag:1 2x"),
    ],
)
def test_a_srcset_holds_several_targets(srcset: str, expected: list[str], written: str) -> None:
    found = walked(f'<picture><source srcset="{srcset}"></picture>')
    assert targets(found) == expected
    assert f'srcset="{written}"' in found.html


@BOTH
def test_the_first_picture_is_fetched_at_once_and_the_others_when_they_come_into_view(dialect: Dialect) -> None:
    images = re.findall("<img[^>]*>", body("![a](a.png)\n\n![b](b.png)\n", dialect).html)
    assert "loading" not in images[0]
    assert 'loading="lazy"' in images[1]
    assert all('decoding="async"' in image for image in images)


def test_what_the_writer_says_of_a_picture_stays() -> None:
    found = walked('<img src="a.png" alt="a"><img src="b.png" alt="b" loading="eager" decoding="sync" width="5">')
    assert 'loading="eager" decoding="sync" width="5"' in found.html
    assert [link.sized for link in found.links] == [False, True]


@BOTH
def test_a_picture_without_a_description_is_named(dialect: Dialect) -> None:
    found = reading("![](a.png)\n\n![](a.png)\n", dialect)
    assert [(problem.kind, problem.find, problem.ordinal) for problem in found.problems] == [
        ("image-without-alt", "a.png", 0),
        ("image-without-alt", "a.png", 1),
    ]
    assert found.body.html.count('alt=""') == 2


def test_a_warning_names_the_picture_and_not_one_of_its_other_sizes() -> None:
    found = read('<p><a href="x.md">x</a><img src="a.png" srcset="b.png 2x"><img></p>', "en", takes_title=False)
    assert [problem.find for problem in found.problems] == ["a.png", ""]


def test_a_picture_for_decoration_needs_no_description() -> None:
    assert read('<img src="a.png" alt="" role="presentation">', "en", takes_title=False).problems == ()


# --- footnotes -----------------------------------------------------------------------------------

NOTES = "One[^a] and two.[^b] One again.[^a]\n\n[^a]: First.\n[^b]: Second.\n\n    In two parts.\n"


@BOTH
def test_footnotes_have_one_form(dialect: Dialect) -> None:
    html = body(NOTES, dialect).html
    assert '<div class="footnotes" role="doc-endnotes">' in html
    assert re.findall('<sup><a class="footnote-ref" href="ag:0" id="fnref-a" role="doc-noteref">1</a></sup>', html)
    assert html.count('<a class="footnote-ref"') == 3
    assert re.findall(r'<li id="(fn-[^"]*)">', html) == ["fn-a", "fn-b"]
    back = '<a class="footnote-backref" href="ag:[0-9]+" role="doc-backlink" aria-label="[^"]+">'
    assert len(re.findall(back, html)) == 3
    assert not re.search(r"<hr>|<section|data-footnote|title=|fn(ref)?:", html)


@BOTH
def test_footnotes_lead_there_and_back(dialect: Dialect) -> None:
    found = body(NOTES, dialect)
    assert {target.removeprefix("#") for target in targets(found)} <= set(found.ids)
    assert targets(found)[:3] == ["#fn-a", "#fn-b", "#fn-a"]
    assert len(set(targets(found)[3:])) == 3


@BOTH
def test_the_numbers_of_footnotes_are_no_part_of_the_text(dialect: Dialect) -> None:
    assert body(NOTES, dialect).text.split("\n")[0] == "One and two. One again."
    assert "↩" not in body(NOTES, dialect).text


def test_a_raised_number_that_only_looks_like_a_note_stays() -> None:
    assert walked('<p>x<sup class="footnote-ref">2</sup></p>').html == '<p>x<sup class="footnote-ref">2</sup></p>'


# --- blocks --------------------------------------------------------------------------------------


@BOTH
def test_alignment_is_a_class_and_a_wide_table_scrolls_by_itself(dialect: Dialect) -> None:
    html = body("| a | b | c | d |\n|:--|:-:|--:|---|\n| 1 | 2 | 3 | 4 |\n", dialect).html
    assert html.startswith('<div class="table" tabindex="0"><table>')
    assert re.findall(r"<t[dh]\b([^>]*)>", html) == ["", ' class="center"', ' class="right"', ""] * 2


def test_other_styles_of_a_cell_stay() -> None:
    html = walked('<table><tr><td style="text-align: right; color: red" class="x">1</td></tr></table>').html
    assert '<td class="x right" style="color: red">' in html


def test_an_alert_of_one_dialect_is_an_admonition_of_the_other() -> None:
    alert = body("> [!WARNING]\n> Take care.\n", GITHUB).html
    admonition = body('!!! warning "Warning"\n    Take care.\n', MARKDOWN).html
    expected = '<div class="admonition warning"><p class="admonition-title">Warning</p><p>Take care.</p></div>'
    assert alert.replace("\n", "") == admonition.replace("\n", "") == expected


@BOTH
@pytest.mark.parametrize("gap", ["", "\n"], ids=["tight", "loose"])
def test_a_task_list_has_boxes(dialect: Dialect, gap: str) -> None:
    found = body(f"- [x] Write\n{gap}- [ ] *Send*\n{gap}- Rest\n", dialect)
    box = r'<li class="task">\s*(?:<p>)?<input type="checkbox"( checked)? disabled aria-label="([^"]*)"> '
    assert re.findall(box, found.html) == [(" checked", "done"), ("", "to do")]
    assert found.html.count("<li") == 3
    assert "[" not in found.text


@BOTH
def test_a_link_at_the_beginning_of_an_item_is_no_task(dialect: Dialect) -> None:
    assert "checkbox" not in body("- [x](y.md) z\n", dialect).html


@BOTH
def test_code_is_coloured_by_classes(dialect: Dialect) -> None:
    html = body("```python\nif x: print('a < b')\n```\n", dialect).html
    assert html.startswith('<pre tabindex="0"><code class="language-python"><span class="k">if</span>')
    assert "&lt;" in html
    assert "style=" not in html


@pytest.mark.parametrize("info", ["rust,ignore", "rust {1,3}", "rust title=x", "Rust", "{.rust}", "rust:main.rs"])
def test_the_language_is_found_among_the_other_words_after_the_marks(info: str) -> None:
    html = body(f"```{info}\nfn main() {{}}\n```\n", GITHUB).html
    assert 'class="language-rust"' in html
    assert '<span class="k">fn</span>' in html


@BOTH
def test_code_of_an_unknown_language_stays_plain_and_keeps_its_class(dialect: Dialect) -> None:
    html = body('```tidetable\n"a" -- <b>\n```\n', dialect).html.strip()
    assert html == '<pre tabindex="0"><code class="language-tidetable">"a" -- &lt;b&gt;\n</code></pre>'


@BOTH
def test_code_without_a_language_is_never_guessed_at(dialect: Dialect) -> None:
    assert body("    import this\n", dialect).html.strip() == '<pre tabindex="0"><code>import this\n</code></pre>'


@BOTH
def test_colours_change_no_letter_of_the_code(dialect: Dialect) -> None:
    code = '\n\n  x = 1\n\n    y  = "\'..." -- 1\n\n'
    text = re.sub("<[^>]*>", "", body(f"```python\n{code}```\n", dialect).html)
    assert text.strip("\n") == code.strip("\n")


@BOTH
def test_comments_of_the_writer_reach_no_output(dialect: Dialect) -> None:
    assert "secret" not in body("a\n\n<!-- secret -->\n\nb <!-- secret --> c\n", dialect).html


@BOTH
def test_html_within_markdown_is_the_writers_to_write(dialect: Dialect) -> None:
    html = body('<details>\n<summary>s</summary>\n<p class="x">t</p>\n</details>\n\n<kbd>Ctrl</kbd>\n', dialect).html
    assert "<summary>s</summary>" in html
    assert '<p class="x">t</p>' in html
    assert "<kbd>Ctrl</kbd>" in html


# --- what is said of the text --------------------------------------------------------------------


@BOTH
def test_the_excerpt_is_what_stands_before_the_marker(dialect: Dialect) -> None:
    found = body("One *two*.\n\nThree.\n\n<!-- more -->\n\nFour.\n", dialect)
    assert found.excerpt == "One two.\nThree."
    assert "more" not in found.html


@BOTH
def test_the_marker_may_be_written_in_any_way(dialect: Dialect) -> None:
    for marker in ("<!--more-->", "<!--  MORE  -->"):
        assert body(f"One.\n\nTwo.\n\n{marker}\n\nThree.\n", dialect).excerpt == "One.\nTwo."


@BOTH
def test_without_a_marker_the_excerpt_is_the_first_paragraph(dialect: Dialect) -> None:
    assert body("## A heading\n\nOne *two*.\n\nThree.\n", dialect).excerpt == "One two."


@BOTH
def test_a_marker_before_everything_is_as_good_as_none(dialect: Dialect) -> None:
    assert body("<!-- more -->\n\nOne.\n\nTwo.\n", dialect).excerpt == "One."


@BOTH
def test_a_picture_ahead_of_the_text_is_not_the_excerpt(dialect: Dialect) -> None:
    assert body("![A boat at sea](a.png)\n\nOne.\n", dialect).excerpt == "One."
    assert body("![A boat](a.png)\n\nOne.\n\n<!-- more -->\n\nTwo.\n", dialect).excerpt == "One."


@BOTH
def test_a_text_of_nothing_but_a_list_has_an_excerpt_all_the_same(dialect: Dialect) -> None:
    assert body("- One\n- Two\n", dialect).excerpt == "One\nTwo"


def test_the_title_of_an_admonition_is_not_the_excerpt() -> None:
    assert body('!!! note "Dear guests"\n    Come in.\n', MARKDOWN).excerpt == "Come in."
    assert body("> [!NOTE]\n> Come in.\n", GITHUB).excerpt == "Come in."


@BOTH
def test_the_text_is_what_can_be_read(dialect: Dialect) -> None:
    text = "## Head\n\nOne *two* `three`.\n\n- four\n\n![five](a.png)\n\n<script>six()</script>\n\n<style>a{}</style>\n"
    assert body(text, dialect).text == "Head\nOne two three.\nfour\nfive"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("one two three", 3),
        ("it's well-known", 2),
        ("rock-n-roll and the ’80s, ‘so’", 5),
        ("a — b", 2),
        ("a – b…c, d/e.f: -- ‘’ snake_case x² 🙂", 8),
        ("", 0),
        ("Ένα δύο τρία", 3),
        ("这是一封给读者的信", 4),
        ("毎週金曜日の手紙", 4),
        ("편지를 씁니다", 3),
        ("hello 世界", 2),
    ],
)
def test_words_are_counted_in_every_script(text: str, words: int) -> None:
    assert walked(f"<p>{text}</p>").words == words


@BOTH
def test_an_empty_text_is_an_empty_body(dialect: Dialect) -> None:
    assert body("", dialect) == Body("", "", "", 0)


# --- no memory -----------------------------------------------------------------------------------

TEXTS = (
    "# A\n\nText[^1] with *[HTML]* HTML.\n\n*[HTML]: Hyper\n\n[^1]: Note.\n\n[ref]: https://x.org\n",
    "# A\n\nOther[^1] HTML [ref].\n\n[^1]: Other.\n\n## A\n",
    "<div markdown='1'>\n\n*x*\n\n```\n&amp; <b>\n```\n</div>\n\n- [x] y\n",
    "[TOC]\n\n## A\n\n> [!NOTE]\n> b\n\n| a |\n|--:|\n| b |\n",
)


@BOTH
def test_what_was_read_before_leaves_no_trace(dialect: Dialect) -> None:
    forwards = {text: body(text, dialect) for text in TEXTS}
    backwards = {text: body(text, dialect) for text in reversed(TEXTS)}
    assert forwards == backwards


@BOTH
@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab#*_`[]()!<>|-+1.:^~\"'\\/&= \n\t", max_size=60))
def test_no_text_breaks_the_walk(dialect: Dialect, text: str) -> None:
    found = body(text, dialect)
    assert len(set(found.ids)) == len(found.ids)
    assert {int(number) for number in re.findall(r'="ag:(\d+)"', found.html)} <= set(range(len(found.links)))
    assert all(heading == Heading(heading.level, heading.id, heading.text) and heading.id for heading in found.headings)
