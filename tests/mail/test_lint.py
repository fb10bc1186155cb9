"""The linter: each rule has a letter that fails it and one that passes, like any other but in one place."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from letters import FRAME, SENDER, THEME, body_of, issue_of, letter_html, letter_text

from audiencegen.config import Dialect
from audiencegen.mail.lint import roundup, support
from audiencegen.mail.lint import rules as lint
from audiencegen.mail.lint.caniemail import FEATURES
from audiencegen.mail.lint.contrast import ratio
from audiencegen.mail.lint.letter import Letter, Origin
from audiencegen.mail.lint.past import earlier_letters
from audiencegen.mail.message import proof
from audiencegen.model import Ask, Brief, Earlier, File, Imprint, Target
from audiencegen.problems import Severity, locate
from audiencegen.values import Struct, replace

TORTURE = (Path(__file__).parent / "torture.md").read_text("utf-8")
SENTENCE = "The ferry left at nine, and half of the harbour stood at the quay to see it go. "
TEXT = SENTENCE * 6
FILE = "content/posts/2026-05-01-hello.md"
BRIEF = Brief(reader="those at the quay", takeaway="when it leaves")
Change = tuple[str, str]  # what stands in a part ("": all of it), and what is put there instead


class Made(Struct, frozen=True):
    """A letter to be: its Markdown, changes of its parts after they were made, fields of its issue."""

    text: str = TEXT
    html: Change | None = None
    plain: Change | None = None
    eml: Change | None = None
    dialect: Dialect = Dialect.GITHUB
    brief: Brief = BRIEF
    ask: Ask | None = None
    earlier: tuple[Earlier, ...] = ()
    fields: tuple[tuple[str, Any], ...] = ()

    def letter(self) -> Letter:
        body = body_of(self.text, self.dialect)
        given = {"subject": "Hello, you", "preheader": "The ferry is late, and that is good news for once"}
        issue = issue_of(body, **{**given, **dict(self.fields)})
        issue = replace(issue, brief=self.brief, post=replace(issue.post, ask=self.ask))
        html, plain = letter_html(THEME, FRAME, issue, body), letter_text(THEME, FRAME, issue, body)
        html, plain = changed(html, self.html), changed(plain, self.plain)
        eml = changed(proof(FRAME, issue, SENDER, html, plain).decode("ascii"), self.eml).encode("utf-8")
        return Letter(html.encode(), plain.encode(), eml, Origin(FILE, THEME, FRAME, issue, body, self.earlier))


def changed(part: str, change: Change | None) -> str:
    if change is None:
        return part
    if not change[0]:
        return change[1]
    assert change[0] in part, f"the letter has no {change[0]!r} to change"
    return part.replace(change[0], change[1], 1)


def fields(**given: Any) -> Made:
    return Made(fields=tuple(given.items()))


def html(old: str, new: str, text: str = TEXT) -> Made:
    return Made(text, html=(old, new))


def written(text: str) -> Made:
    return Made(f"{TEXT}\n\n{text}\n\n{TEXT}")


def pictured(size: int, width: int, name: str = "boat.jpg") -> Made:
    """A letter with a picture of this file."""
    target = Target(f"/posts/hello/{name}", width, 800)
    file = File(f"posts/hello/{name}", "d1", size, width, 800)
    return replace(written(f"![A boat at low tide]({name})"), fields=(("targets", (target,)), ("pictures", (file,))))


def after(*earlier: tuple[str, bool]) -> tuple[Earlier, ...]:
    return tuple(
        Earlier("The one before", "1 April 2026", frozenset({roundup.compared(url)}), asked) for url, asked in earlier
    )


GOOD = Made()
HEADS = "| a | b |\n|---|---|\n| 1 | 2 |"
PICTURE = "![A boat at low tide](boat.jpg)"
LONG = "\n\n".join([TEXT * 2] * 100)
ASK = Ask("Answer me", "https://answers.example.org/")
ASKED = Made(ask=ASK)
NO_ADDRESS = Imprint(SENDER)
COLOR = 'style="margin:0 0 18px"'

CASES: dict[str, tuple[Made, Made]] = {
    "size-html": (Made(LONG), GOOD),
    "size-style": (html("}\n</style>", f"}}{'/* */' * 2700}</style>"), GOOD),
    "size-eml": (Made(LONG * 3), GOOD),
    "ctrl-chars": (html("The ferry", "The\x92 ferry"), GOOD),
    "subject-empty": (fields(subject=" "), GOOD),
    "subject-len": (fields(subject="A subject that says far too much before it comes to its point"), GOOD),
    "subject-caps": (fields(subject="THE FERRY LEFT"), fields(subject="NASA")),
    "subject-punct": (fields(subject="The ferry left!!"), fields(subject="The ferry left!")),
    "subject-fake-re": (fields(subject="Re: your question"), fields(subject="Regarding the ferry")),
    "subject-preheader": (fields(preheader="Hello, you"), GOOD),
    "preheader-missing": (fields(preheader=""), GOOD),
    "preheader-len": (fields(preheader="Too short"), GOOD),
    "title-subject": (html("<title>Hello, you", "<title>Another"), GOOD),
    "lang-dir": (html('<div lang="en" dir="ltr" style="display:none"', '<div style="display:none"'), GOOD),
    "table-role": (html('role="presentation" width="100%"', 'width="100%"'), written(HEADS)),
    "h1": (html("<h1", "<h1>Two</h1><h1"), GOOD),
    "heading-level": (html("<h1", "<h3>Three</h3><h1"), written("## Two\n\nWords.")),
    "dup-id": (html("<h1", '<p id="a"></p><p id="a"></p><h1'), html("<h1", '<p id="a"></p><p id="b"></p><h1')),
    "zoom": (html("initial-scale=1", "initial-scale=1, user-scalable=no"), GOOD),
    "html-forbidden": (html("<h1", "<script>x</script><h1"), GOOD),
    "url-abs": (html('href="https://letters.example.org/"', 'href="/archive/"'), GOOD),
    "url-http": (written("[A page](http://example.org/x)"), written("[A page](https://example.org/x)")),
    "url-shortener": (written("[A page](https://bit.ly/x)"), written("[A page](https://example.org/bit.ly)")),
    "url-ip": (written("[A page](https://192.0.2.1/x)"), written("[A page](https://example.org/192.0.2.1)")),
    "url-mismatch": (
        written("[bank.example.com](https://example.net/x)"),
        written("[www.example.net](https://example.net/x), [main.rs](https://example.net/y)"),
    ),
    "link-text": (html(">Subscribe here</a>", "></a>"), GOOD),
    "link-generic": (written("[Read more…](https://example.org/x)"), written("[More about it](https://example.org/x)")),
    "link-count": (written(" ".join(f"[boat {n}](https://example.org/{n})" for n in range(60))), GOOD),
    "img-alt": (html('alt="A boat at low tide"', "", f"{TEXT}\n\n{PICTURE}"), written(PICTURE)),
    "img-width": (html('width="520"', "", f"{TEXT}\n\n{PICTURE}"), written(PICTURE)),
    "img-size": (
        Made(f"{TEXT}\n\n{PICTURE}", fields=(("targets", (Target("https://e.org/boat.jpg", 600, 400),)),)),
        written(PICTURE),
    ),
    "img-weight": (pictured(9_000_000, 2400), pictured(3_900_000, 2400)),
    "video": (
        written('<video src="boat.mp4" controls></video>'),
        written('<video src="boat.mp4" poster="boat.jpg" controls></video>\n\nSee [boat.mp4](boat.mp4).'),
    ),
    "img-type": (written("![A boat](boat.webp)"), written(PICTURE)),
    "image-only": (Made(f"{PICTURE}\n\nLook."), written(PICTURE)),
    "contrast": (html(COLOR, 'style="color:#999999"'), html(COLOR, 'style="color:#595959;background-color:#ffffff"')),
    "link-distinct": (
        html("color:#1d4e6e;text-decoration:underline", "color:#333333;text-decoration:none", "A [b](https://e.org/)"),
        Made("A [b](https://e.org/)"),
    ),
    "css-caniemail": (html(COLOR, 'style="margin:1rem"'), html(COLOR, 'style="margin:1em"')),
    "head-only": (
        html("</style>\n</head>", ".sheet p{text-align:center}</style>\n</head>"),
        html("</style>\n</head>", ".nobody p{text-align:center} .sheet p{color:#000000}</style>\n</head>"),
    ),
    "hdr-single": (Made(eml=("MIME-Version: 1.0", "Subject: Again\r\nMIME-Version: 1.0")), GOOD),
    "hdr-date": (Made(eml=("Date: ", "Date: on ")), GOOD),
    "hdr-mid": (Made(eml=("Message-ID: <", "Message-ID: <a b")), GOOD),
    "boundary": (Made(eml=('boundary="=_ag_', 'boundary="--123456789012345')), GOOD),
    "mime-lines": (Made(eml=("\r\n\r\n--", "\r\n\n--")), GOOD),
    "mime-parts": (Made(eml=("text/plain", "text/enriched")), GOOD),
    "unsub-header": (Made(eml=("List-Unsubscribe: <", "List-Unsubscribe: =?utf-8?q?=3C")), GOOD),
    "unsub-body": (html(">Unsubscribe</a>", ">Settings</a>"), GOOD),
    "postal": (fields(imprint=NO_ADDRESS), GOOD),
    "text-part": (Made(plain=("", "View in browser")), GOOD),
    "text-wrap": (Made(plain=("Hello\n", f"Hello {TEXT[:90]}\n")), written(f"<https://example.org/{'x' * 90}>")),
    "merge-left": (written("Dear {{ first_name }}, hello"), written("Write `{{ name }}`, and Hello, world")),
    "merge-fallback": (written("Dear {first_name}, hello"), written("Dear {first_name|reader}, or `{first_name}`")),
    "merge-escape": (
        written("[Yours](https://example.org/?for={first_name|you})"),
        written("[Yours, {first_name|you}](https://example.org/)"),
    ),
    "todo": (written("The ferry leaves at TK."), written("Write `TODO`, or todo, in TK-401.")),
    "conflict": (html("half of the harbour", "<br>&lt;&lt;&lt;&lt;&lt;&lt;&lt; mine<br>"), GOOD),
    "stale-year": (written("© 2019 Ann"), written("© 2026 Ann")),
    "attached": (written("The map is attached."), written("I am attached to it.")),
    "link-repeated": (
        replace(
            written("[A](https://example.org/a?utm_source=x)"), earlier=after(("http://www.example.org/a/", False))
        ),
        replace(written("[A](https://example.org/a)"), earlier=after(*[("https://example.org/a", False)] * 3)),
    ),
    "link-tracking": (written("[A](https://example.org/?a=1&utm_source=x)"), written("[A](https://example.org/?a=1)")),
    "empty-section": (
        written("## Boats\n\n### Sail\n\n## Tides\n\nHigh."),
        written("## Boats\n\n### Sail\n\nTwo.\n\n## Tides\n\n![](x.png)"),
    ),
    "brief": (replace(GOOD, brief=Brief(reader="you")), GOOD),
    "one-ask": (replace(ASKED, text=f"{TEXT}\n\n[Buy a boat](https://boats.example.com/)\n\n{TEXT}"), ASKED),
    "ask-balance": (
        replace(ASKED, earlier=after(("", True), ("", False))),
        replace(ASKED, earlier=after(("", False), ("", True), ("", False))),
    ),
    "preheader-default": (fields(description="The ferry left at nine…", preheader="The ferry left at nine…"), GOOD),
}


def test_every_rule_has_its_pair_of_letters() -> None:
    assert set(CASES) == set(lint.names())


@pytest.mark.parametrize("kind", sorted(CASES))
def test_a_letter_that_is_wrong_is_told(kind: str) -> None:
    found = [problem for problem in lint.findings(CASES[kind][0].letter()) if problem.kind == kind]
    assert found
    assert all(problem.message and problem.hint and problem.file for problem in found)


@pytest.mark.parametrize("kind", sorted(CASES))
def test_a_letter_that_is_right_is_left_alone(kind: str) -> None:
    assert kind not in {problem.kind for problem in lint.findings(CASES[kind][1].letter())}


def test_a_good_letter_has_nothing_to_mend() -> None:
    assert lint.findings(GOOD.letter()) == ()


# --- where a finding is ---------------------------------------------------------------------------


def line_of(made: Made, kind: str) -> tuple[str, int, int]:
    """Where the first finding of a kind is, in a Markdown file that is the text alone."""
    found = next(problem for problem in lint.findings(made.letter()) if problem.kind == kind)
    placed = locate(found, lambda file: made.text if file == FILE else "")
    return placed.file, placed.line, placed.column


def test_a_link_is_found_in_the_markdown_the_second_of_two_too() -> None:
    text = f"{TEXT}\n\n[A good name](https://example.org/a)\n\nand\n\n[here](https://example.org/a)"
    assert line_of(Made(text), "link-generic") == (FILE, 7, 8)


def test_words_are_found_in_the_markdown() -> None:
    assert line_of(Made(f"{TEXT}\n\nTK and so on.\n\n{TEXT}"), "todo") == (FILE, 3, 1)
    assert line_of(Made(f"{TEXT}\n\n## Empty\n\n## Full\n\n{TEXT}"), "empty-section") == (FILE, 3, 2)


def test_what_the_theme_wrote_is_found_in_the_theme() -> None:
    by_kind = {one.kind: one for one in lint.findings(CASES["zoom"][0].letter())}
    assert by_kind["zoom"].file == "themes/default/mail/letter.html"
    by_kind = {one.kind: one for one in lint.findings(CASES["css-caniemail"][0].letter())}
    assert by_kind["css-caniemail"].file == "themes/default/mail/styles.yaml"


def test_a_rule_that_is_allowed_says_nothing() -> None:
    letter = CASES["todo"][0].letter()
    assert "todo" not in {one.kind for one in lint.findings(letter, ("todo",))}


@pytest.mark.parametrize(
    "text", ["船は九時に出ました。港の半分が見送りに立っていました。" * 12, "_One_ _word_ _each_ _set_ _apart_. " * 12]
)
def test_the_parts_say_the_same_in_any_script_and_with_any_emphasis(text: str) -> None:
    assert lint.findings(Made(text).letter()) == ()


def test_a_letter_that_is_broken_in_any_way_is_still_read() -> None:
    random, whole = Random(5), Made(TORTURE).letter()
    bits = (
        b'<a href="http://[x">',
        b"</td>",
        b"<style>",
        b'" style="font-size:..px;',
        b"\xff",
        b"\0",
        b"<!--",
        b";;::",
    )
    for _ in range(60):
        html, plain, eml = (
            part[: (at := random.randrange(len(part)))] + random.choice(bits) + part[at + random.randrange(200) :]
            for part in (whole.html, whole.text, whole.eml)
        )
        lint.findings(Letter(html, plain, eml, whole.origin))


def test_a_picture_that_the_mail_shows_a_copy_of_is_found_in_the_markdown_and_measured_by_its_file() -> None:
    made = pictured(1000, 600)
    (found,) = lint.findings(made.letter())
    assert (found.kind, found.message) == (
        "img-size",
        "the picture boat.jpg has 600 pixels for 520; it is not sharp on a phone",
    )
    assert line_of(made, "img-size")[1] == 3


def test_a_picture_that_moves_is_not_made_lighter() -> None:
    (found,) = lint.findings(pictured(3_900_000, 2400, "boat.gif").letter())
    assert (found.kind, found.message) == ("img-weight", "the picture boat.gif has about 3.9 MB in the letter")


def test_a_field_is_judged_in_the_subject_too_and_where_nothing_fills_it_in() -> None:
    kinds = {one.kind for one in lint.findings(fields(subject="Hello {firstname|you}").letter())}
    assert kinds == {"merge-fallback"}
    alt = written("![For {first_name|you}](boat.jpg)")
    assert [one.kind for one in lint.findings(alt.letter())] == ["merge-escape"]


# --- contrast -------------------------------------------------------------------------------------


def test_contrast_is_that_of_wcag() -> None:
    assert round(ratio((0, 0, 0), (255, 255, 255)), 2) == 21
    assert round(ratio((119, 119, 119), (255, 255, 255)), 2) == 4.48


@pytest.mark.parametrize(
    ("style", "judged"),
    [
        ("color:#767676", True),
        ("color:#757575", False),
        ("color:#8f8f8f;font-size:24px", False),
        ("color:#8f8f8f;font-size:19px;font-weight:bold", False),
        ("color:rgb(200, 200, 200)", True),
        ("color:white", True),
        ("color:white;background:url(x.png)", False),
        ("color:#ffffff;display:none", False),
    ],
)
def test_contrast_counts_size_weight_and_ground(style: str, judged: bool) -> None:
    found = lint.findings(html(COLOR, f'style="{style}"').letter())
    assert ("contrast" in {one.kind for one in found if "on light" in one.message}) is judged


def test_the_dark_palette_is_judged_by_its_own_rules() -> None:
    dark = "@media (prefers-color-scheme:dark){.letter p{color:#333333 !important}}</style>\n</head>"
    messages = [
        one.message for one in lint.findings(html("</style>\n</head>", dark).letter()) if one.kind == "contrast"
    ]
    assert messages and all("on dark" in message for message in messages)


def test_every_letter_of_the_shipped_theme_can_be_read_by_day_and_by_night() -> None:
    for dialect in Dialect:
        found = lint.findings(Made(TORTURE, dialect=dialect).letter())
        assert not [one.message for one in found if one.severity is Severity.ERROR]


# --- what mail programs support ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "features"),
    [
        ("padding-left:1rem", {"css-padding", "css-unit-rem"}),
        ("display:flex;gap:4px", {"css-display", "css-display-flex", "css-gap", "css-unit-px"}),
        ("color:var(--x)", {"css-variables"}),
        (
            "width:calc(100% - 3vw) !important",
            {"css-width", "css-unit-calc", "css-unit-percent", "css-unit-vw", "css-important"},
        ),
        ("background:url(https://e.org/a.webp) #fff", {"css-background", "image-webp"}),
        ("color:#12ab34;mso-line-height-rule:exactly", set()),
    ],
)
def test_the_features_of_a_style_are_known(style: str, features: set[str]) -> None:
    found = {one.feature for one in support.uses(html(COLOR, f'class="it" style="{style}"').letter().body)}
    plain = {one.feature for one in support.uses(GOOD.letter().body)}
    assert features <= found and found - plain <= features


def test_the_shipped_theme_says_inline_only_what_every_family_knows_but_for_what_its_absence_would_break() -> None:
    lacking = {one.feature for one in support.uses(Made(TORTURE).letter().body) if support.verdict(one.feature) == "n"}
    styles = {"css-height", "css-overflow", "css-table-layout", "css-white-space", "css-word-break"}
    assert lacking == styles | {"html-abbr", "html-aria-label", "html-body"}  # see docs/explanation/letters.md


def test_a_style_block_may_hold_what_programs_lack() -> None:
    block = ".letter p{display:grid;gap:1rem}</style>\n</head>"
    assert not [one for one in lint.findings(html("</style>\n</head>", block).letter()) if one.kind == "css-caniemail"]


def test_harmless_features_are_known_to_caniemail_and_have_a_reason() -> None:
    assert all(feature in FEATURES and reason for feature, reason in support.HARMLESS.items())


# --- round-ups and earlier letters ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://e.org/?utm_source=x", "https://e.org/"),
        ("https://e.org/a?b=1&utm_medium=x&c=2#d", "https://e.org/a?b=1&c=2#d"),
        ("https://youtu.be/abc?si=xyz&t=3", "https://youtu.be/abc?t=3"),
        ("https://e.org/a?si=b", "https://e.org/a?si=b"),
        ("https://e.org/a?", "https://e.org/a?"),
        ("http://[bad?utm_source=x", "http://[bad?utm_source=x"),
    ],
)
def test_an_address_is_cleaned_of_what_tracks(url: str, clean: str) -> None:
    assert roundup.cleaned(url)[0] == clean


def test_earlier_letters_are_those_before_newest_first_without_this_one() -> None:
    issue = GOOD.letter().origin.issue
    posts = [
        replace(
            issue.post,
            card=replace(issue.post.card, source=f"{day}.md", title=str(day), date=datetime(2026, 4, day, tzinfo=UTC)),
            targets=(Target(f"https://www.example.org/{day}/"), Target("#top")),
        )
        for day in (30, 29)
    ]
    found = earlier_letters(FRAME, issue, (issue.post, *posts))
    assert [(one.title, one.day, one.urls) for one in found] == [
        ("30", "30 April 2026", frozenset({"example.org/30"})),
        ("29", "29 April 2026", frozenset({"example.org/29"})),
    ]


@pytest.mark.parametrize("text", ["See [A](https://example.org/a).", "## A\n\nB, [A](https://example.org/a)"])
def test_a_reference_within_a_sentence_may_run_again(text: str) -> None:
    assert not lint.findings(replace(written(text), earlier=after(("https://example.org/a", False))).letter())


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("TODO: the tides", Severity.ERROR),
        ("The tides (TODO)", Severity.ERROR),
        ("The tides are TK.", Severity.ERROR),
        ("My list of TODO items", Severity.WARNING),
    ],
)
def test_a_mark_is_an_error_and_the_word_a_warning(text: str, severity: Severity) -> None:
    assert [(one.kind, one.severity) for one in lint.findings(written(text).letter())] == [("todo", severity)]


def test_the_last_section_of_a_letter_may_be_empty_too() -> None:
    found = lint.findings(Made(f"{TEXT}\n\n## The end").letter())
    assert [one.message for one in found] == ["the section “The end” is empty"]


# --- the page about the rules -----------------------------------------------------------------------


def test_every_rule_is_described_and_every_rule_described_exists() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/checks.md").read_text("utf-8")
    assert set(re.findall(r"^\| `([a-z0-9-]+)`", page, re.MULTILINE)) == set(lint.names())


def test_a_subject_with_a_field_is_read_as_everybody_reads_it() -> None:
    letter = fields(subject="{first_name|Dear friend}, the ferry is late").letter()
    assert {"title-subject", "subject-len"} & {problem.kind for problem in lint.findings(letter)} == set()
