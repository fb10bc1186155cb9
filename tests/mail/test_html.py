"""The HTML part: complete without a style block, absolute, nothing that a mail program stumbles over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest
from letters import FRAME, THEME, body_of, issue_of, letter_html, letter_text

from audiencegen.config import Dialect
from audiencegen.content.tree import write
from audiencegen.mail import sheets, styles
from audiencegen.mail.handover import sheet
from audiencegen.mail.reduction import marked_tree
from audiencegen.mail.targets import Desk, followable
from audiencegen.model import Ask, Body, Frame, Target
from audiencegen.problems import ProjectError
from audiencegen.theme import Template, Theme
from audiencegen.values import Record, replace

TORTURE = (Path(__file__).parent / "torture.md").read_text("utf-8")
STYLED = frozenset("a blockquote code h1 h2 h3 h4 li ol p pre td th ul".split())  # what a reset changes
GONE = tuple("script form input button iframe video audio section figure details svg object".split())
# Known in full or in part to Gmail, Apple Mail, Outlook (Word too) and Yahoo (caniemail 2.0.2), or only an adornment.
ESSENTIAL = frozenset(
    "background-color border border-collapse color display font-family font-size font-style font-weight height "
    "line-height list-style-type margin margin-bottom max-width padding text-align text-decoration vertical-align "
    "white-space width word-break word-spacing".split()
)
ADORNMENT = frozenset(
    "border-radius mso-padding-alt mso-table-lspace mso-table-rspace overflow-wrap overflow-x table-layout "
    "text-underline-color".split()
)
SIDED = re.compile(r"(border|margin|padding)-(left|right|top|bottom)")


class Tags(HTMLParser):
    """Every tag with its attributes, in order; comments left out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def html_of(text: str, dialect: Dialect = Dialect.GITHUB, frame: Frame = FRAME, **changed: object) -> str:
    body = body_of(text, dialect)
    return letter_html(THEME, frame, issue_of(body, **changed), body)


def tags(html: str, *names: str) -> list[dict[str, str]]:
    return [attributes for tag, attributes in Tags(html).found if tag in names]


def inside(html: str) -> str:
    """The letter's own text, without the words around it."""
    return html.split("</h1>")[1].split("</td></tr></table>\n<table")[0]


@pytest.fixture(scope="module", params=list(Dialect))
def torture(request: pytest.FixtureRequest) -> str:
    return html_of(TORTURE, request.param)


def test_nothing_is_left_that_an_inbox_cannot_show(torture: str) -> None:
    assert not tags(torture, *GONE)
    assert not [name for _, attributes in Tags(torture).found for name in attributes if name.startswith("on")]
    assert "alert(1)" not in inside(torture)


def test_every_element_of_the_text_brings_its_own_style(torture: str) -> None:
    assert not [tag for tag, attributes in Tags(inside(torture)).found if tag in STYLED and not attributes.get("style")]


def declarations(html: str) -> Iterator[tuple[str, str]]:
    for _, attributes in Tags(html).found:
        for part in attributes.get("style", "").split(";"):
            name, _, value = part.partition(":")
            if name:
                yield name, value


def test_inline_styles_are_of_the_kind_that_every_program_knows(torture: str) -> None:
    for name, value in declarations(torture):
        assert name in ESSENTIAL | ADORNMENT or SIDED.match(name), name
        assert not re.search(r"rem\b|var\(|calc\(|flex|grid|rgba?\(|-\d", value), f"{name}: {value}"
        for color in re.findall(r"#\w+", value):
            assert re.fullmatch(r"#[0-9a-f]{6}", color), color


def test_a_class_is_there_only_when_a_style_block_names_it(torture: str) -> None:
    head = torture.split("</head>")[0]
    used = {name for _, attributes in Tags(torture).found for name in attributes.get("class", "").split()}
    assert not [name for name in used if not re.search(rf"\.{name}\b", head)]


def test_every_target_is_absolute(torture: str) -> None:
    links = [one["href"] for one in tags(torture, "a")] + [one["src"] for one in tags(torture, "img")]
    assert len(links) > 15
    assert not [link for link in links if not re.match(r"(https://|mailto:)", link)]


def test_every_child_of_the_body_says_its_language_and_direction(torture: str) -> None:
    body = torture.split("<body")[1]
    preheader, letter = re.findall(r"^<div ([^>]*)>", body, re.MULTILINE)[:2]
    for part in (preheader, letter, torture.split("<html")[1].split(">")[0]):
        assert 'lang="en" dir="ltr"' in part
    assert torture.count("<h1") == 1


def test_layout_tables_are_presentation_and_tables_of_data_are_not() -> None:
    html = inside(html_of("| a | b |\n|---|--:|\n| 1 | 2 |\n\n```\ncode\n```"))
    data, code = tags(html, "table")
    assert "role" not in data
    assert code["role"] == "presentation"
    assert [one.get("scope") for one in tags(html, "th")] == ["col", "col"]
    assert "text-align:right" in tags(html, "td")[1]["style"]


def test_an_empty_header_is_a_plain_cell_and_a_header_in_a_row_is_for_its_row() -> None:
    html = inside(html_of("<table><thead><tr><th></th><th>a</th></tr></thead><tr><th>b</th><td>1</td></tr></table>"))
    assert [one["scope"] for one in tags(html, "th")] == ["col", "row"]


def test_a_picture_fits_the_column_and_keeps_its_shape() -> None:
    (picture,) = tags(inside(html_of("![A boat](boat.jpg)")), "img")
    assert (picture["width"], picture["height"], picture["alt"]) == ("520", "347", "A boat")
    assert "display:block" in picture["style"] and "max-width:520px;height:auto" in picture["style"]
    assert set(picture) == {"src", "alt", "width", "height", "border", "style"}


def test_a_small_picture_and_a_share_of_the_column_keep_their_width() -> None:
    written = '<img src="a.png" alt="" width="120">\n\n<img src="b.png" alt="" width="50%">'
    small, share = tags(inside(html_of(written)), "img")
    assert (small["width"], share["width"]) == ("120", "260")


def test_a_picture_among_words_stays_among_them() -> None:
    (picture,) = tags(inside(html_of('Words <img src="a.png" alt="icon" width="16" height="16"> and words')), "img")
    assert "display:block" not in picture["style"]


def test_a_linked_picture_always_has_a_name() -> None:
    (picture,) = tags(inside(html_of("[![](boat.jpg)](https://example.org/boat)")), "img")
    assert picture["alt"] == "https://example.org/boat"


def test_a_footnote_leads_to_the_page_and_stands_at_the_end() -> None:
    html = inside(html_of("Words[^1] and more.\n\n[^1]: The note."))
    assert [one["href"] for one in tags(html, "a")] == ["https://letters.example.org/posts/hello/#fn-1"]
    assert html.index("and more") < html.index("The note.")
    assert "↩" not in html


def test_a_letter_without_a_page_has_no_link_to_it() -> None:
    html = html_of("Words[^1], [up](#up).\n\n[^1]: The note.", on_web=False)
    assert "/posts/hello/" not in html
    assert "Read on the web" not in html


@pytest.mark.parametrize(
    ("written", "link", "words"),
    [
        (
            '<iframe src="https://www.youtube.com/embed/a-B_1?x=1" title="A film"></iframe>',
            "https://www.youtube.com/watch?v=a-B_1",
            "Watch: A film",
        ),
        (
            '<iframe src="https://maps.example.org/x"></iframe>',
            "https://maps.example.org/x",
            "See it on the web: maps.example.org",
        ),
        (
            '<video><source src="https://example.org/a/film.mp4"></video>',
            "https://example.org/a/film.mp4",
            "Watch: film.mp4",
        ),
        ('<audio src="https://example.org/talk.mp3"></audio>', "https://example.org/talk.mp3", "Listen: talk.mp3"),
    ],
)
def test_what_cannot_be_played_is_a_link_in_words(written: str, link: str, words: str) -> None:
    html = inside(html_of(written))
    assert [one["href"] for one in tags(html, "a")] == [link]
    assert f">{words}</a></p>" in html


def test_tasks_details_and_figures_are_plain_text_and_blocks() -> None:
    html = inside(html_of("- [ ] to do\n- [x] done\n\n<details><summary>More</summary>Hidden</details>"))
    assert "☐ to do" in html and "☑ done" in html and "Hidden" in html


def test_loose_words_between_blocks_are_paragraphs() -> None:
    html = inside(html_of("<section>Loose *words*<ul><li>a</li></ul></section>"))
    assert '<p style="margin:0 0 18px">Loose *words*</p><ul' in html


def test_a_link_that_runs_a_script_is_only_its_words() -> None:
    assert not tags(inside(html_of("[go](javascript:x) and [data](data:text/html,x)")), "a")


def test_code_is_coloured_inline_and_its_tabs_are_spaces() -> None:
    html = inside(html_of("```python\ndef f():\n\treturn 'x'\n```"))
    assert '<span class="keyword" style="color:#8a2a63">def</span>' in html
    assert "\n    <span" in html
    assert "white-space:pre-wrap" in tags(html, "pre")[0]["style"]
    assert "max-width:0" in tags(html, "td")[0]["style"]


def test_a_ground_stands_in_the_attribute_too() -> None:
    html = html_of("```\nx\n```")
    assert all(
        one.get("bgcolor") == re.findall(r"background-color:(#\w+)", one["style"])[-1]
        for one in tags(html, "body", "td", "table")
        if "background-color" in one.get("style", "")
    )


def test_invisible_and_typographic_characters_are_numeric_entities() -> None:
    html = html_of("“Don’t” \u00a0 – \u200b\u00ad ’s… 5 < 6 & Grüße", title="It's “so”")
    assert not re.search("[\u00a0\u00ad\u034f\u2000-\u206f\ufeff\x00-\x08\x0b-\x1f\x7f-\x9f]", html)
    assert "&#8220;Don&#8217;t&#8221;" in html and "It&#39;s" in html and "Grüße" in html
    assert "&apos;" not in html and "&#x27;" not in html


def test_the_preheader_is_hidden_filled_and_never_transparent() -> None:
    html = html_of("Words", preheader="What it is about")
    hidden = html.split("What it is about")[1].split("</div>")[0]
    assert hidden.startswith("&#8199;&#65279;&#847; ") and hidden.endswith("&nbsp;")
    assert "transparent" not in html
    assert "display:none" not in html_of("Words", preheader="")


def test_a_letter_from_the_right_has_its_sides_the_other_way_round() -> None:
    html = html_of("- a\n\n> b", language="ar")
    assert 'lang="ar" dir="rtl"' in html
    assert "padding-right:26px" in inside(html) and "border-right:3px" in inside(html)


def test_the_footer_says_who_writes_why_and_how_to_leave() -> None:
    footer = html_of("Words").split("<h1")[1]
    for said in (
        "The Test Letter</strong>: one letter a month",
        "You get it because you subscribed to The Test Letter.",
        "mailto:reply@letters.example.org?subject=Unsubscribe",
        "https://letters.example.org/subscribe/",
        "Quay 1, 12345 Harbour",
    ):
        assert said in footer


def test_what_a_letter_asks_for_is_one_button_and_its_question_stands_last() -> None:
    html = html_of("Words", ask=Ask("Come & see", "/tour/"), question="What do you see?")
    (button,) = [one for one in tags(html, "a") if "button" in one.get("class", "")]
    assert button["href"] == "https://letters.example.org/tour/"
    assert "background-color:#1d4e6e" in button["style"] and "display:inline-block" in button["style"]
    assert "<!--[if mso]>" in html.split("Come &amp; see")[0] and "<v:" not in html
    assert html.index("Come &amp; see") < html.index("What do you see?") < html.index("hit reply")
    assert html.index("hit reply") < html.index("forwarded to you")


def test_a_letter_that_asks_nothing_has_no_button() -> None:
    assert "button" not in html_of("Words").split("<body")[1]


def test_the_title_is_the_subject() -> None:
    assert "<title>Less &lt; more</title>" in html_of("Words", subject="Less < more")


def test_three_thousand_words_with_a_hundred_links_are_far_from_where_gmail_cuts() -> None:
    words = "the tide turned before anybody had counted the boats that lay in the harbour at night".split()
    sentence = " ".join(words[index % len(words)] for index in range(28))
    paragraph = f"{sentence}, and [what came of it](https://example.org/letters/2026/{{0}}) stands elsewhere."
    section = (
        "## What the log says\n\n"
        + "\n\n".join([paragraph] * 4)
        + "\n\n- one thing\n- and another thing\n\n> A line.\n\n"
    )
    text = "".join(section.format(number) for number in range(22))
    body = body_of(text)
    assert body.words >= 3000 and len(body.links) == 88
    assert len(html_of(text).encode()) <= 60_000


def test_no_style_block_comes_near_the_16_kilobytes_of_gmail(torture: str) -> None:
    assert max(len(block) for block in re.findall(r"<style>(.*?)</style>", torture, re.DOTALL)) < 8000


def test_every_colour_has_its_contrast_on_every_ground_it_may_stand_on() -> None:
    look = styles.read(THEME)
    light = {name: pair[0] for name, pair in styles.palette_of(THEME).items()}
    for palette in (light, look.dark):
        for ink in ("ink", "soft", "link"):
            for ground in ("ground", "sheet", "tint"):
                assert contrast(palette[ink], palette[ground]) >= 4.5, (ink, ground)
        for ink in ("keyword", "string", "number", "gone"):
            assert contrast(palette[ink], palette["tint"]) >= 4.5, ink
        assert contrast(palette["warm"], palette["sheet"]) >= 4.5
        assert contrast(palette["ink"], palette["mark"]) >= 4.5


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_dark_rule_has_its_twin_for_outlook() -> None:
    look = styles.read(THEME)
    dark, twins = sheets.dark_rules(look, "ltr"), sheets.outlook_rules(look, "ltr")
    assert dark.count("!important") == twins.count("!important") > 30
    assert ".letter .sheet{background-color:#25221f !important;color:#ebe5da !important" in dark
    assert "[data-ogsb] .letter .sheet{background-color:#25221f !important}" in twins


def test_a_themes_own_styles_count_and_a_missing_colour_is_said() -> None:
    own = "palette:\n  ink: ['#000000', '#ffffff']\ninline:\n  p: 'color:{ink}'\n"
    assert styles.read(_theme_with(own)).style("p") == "color:#000000"
    with pytest.raises(ProjectError, match="the style `p` names inc"):
        styles.read(_theme_with(own.replace("{ink}", "{inc}")))
    with pytest.raises(ProjectError, match="`ink` is not two colours"):
        styles.read(_theme_with(own.replace("'#ffffff'", "white")))


def _theme_with(text: str) -> Theme:
    others = tuple(one for one in THEME.templates if one.name != styles.STYLES)
    return replace(THEME, templates=(*others, Template(styles.STYLES, "theme/mail/styles.yaml", text)))


def test_the_same_letter_is_the_same_bytes() -> None:
    assert html_of(TORTURE) == html_of(TORTURE)


def test_the_forms_of_a_letter_leave_its_tree_as_it_was() -> None:
    body = body_of(TORTURE)
    issue = issue_of(body)
    before = write(marked_tree(FRAME, issue, body))
    html, text = letter_html(THEME, FRAME, issue, body), letter_text(THEME, FRAME, issue, body)
    sheet(THEME, FRAME, issue, body, html, {})
    assert write(marked_tree(FRAME, issue, body)) == before
    assert letter_html(THEME, FRAME, issue, body) == html
    assert letter_text(THEME, FRAME, issue, body) == text


TARGETS = (
    "https://example.org https://example.org/a;b?c;d=e#f https://example.org/a/../b http://example.org:80/%C3"
    " HTTPS://a.b https://example.org/? https://example.org/a# https://example.org/a; https://example.org/a?#b"
)


@pytest.mark.parametrize("target", TARGETS.split())
def test_a_target_is_what_joining_makes_of_it(target: str) -> None:
    desk = Desk("https://letters.example.org/posts/hello/", True, Record())
    assert followable(target, desk) == urljoin(desk.address, target)


def test_a_target_that_is_no_address_does_no_harm() -> None:
    body: Body = body_of("[a](b) and ![c](d)")
    issue = issue_of(body, targets=(Target("http://[bad"), Target("http://[worse")))
    assert "a and c" in inside(letter_html(THEME, FRAME, issue, body))
