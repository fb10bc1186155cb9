"""Smart punctuation: the marks of each language, and what must stay as it was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiencegen.content.body import read
from audiencegen.content.typography import smart

SENTENCE = "\"It isn't 'so',\" she said."


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "“It isn’t ‘so’,” she said."),
        ("en-GB", "“It isn’t ‘so’,” she said."),
        ("de", "„It isn’t ‚so‘,“ she said."),
        ("de-AT", "„It isn’t ‚so‘,“ she said."),
        ("fr", "«\u202fIt isn’t “so”,\u202f» she said."),
        ("es", "«It isn’t “so”,» she said."),
        ("it", "«It isn’t “so”,» she said."),
        ("pt", "“It isn’t ‘so’,” she said."),
        ("nl", "“It isn’t ‘so’,” she said."),
        ("da", "“It isn’t ‘so’,” she said."),
        ("nb", "«It isn’t ‘so’,» she said."),
        ("sv", "”It isn’t ’so’,” she said."),
        ("fi", "”It isn’t ’so’,” she said."),
        ("pl", "„It isn’t «so»,” she said."),
        ("cs", "„It isn’t ‚so‘,“ she said."),
        ("sk", "„It isn’t ‚so‘,“ she said."),
        ("hu", "„It isn’t »so«,” she said."),
        ("ru", "«It isn’t „so“,» she said."),
        ("uk", "«It isn’t „so“,» she said."),
        ("el", "«It isn’t “so”,» she said."),
        ("ja", "「It isn’t 『so』,」 she said."),
        ("zh", "“It isn’t ‘so’,” she said."),
        ("tlh", "“It isn’t ‘so’,” she said."),
    ],
)
def test_each_language_has_its_own_quotation_marks(language: str, expected: str) -> None:
    assert smart(SENTENCE, "", language) == expected


@pytest.mark.parametrize(
    ("language", "typed", "expected"),
    [
        ("en", "the dogs' bowls, rock 'n' roll", "the dogs’ bowls, rock ’n’ roll"),
        ("en", "in the '90s, 'tis said", "in the ’90s, ’tis said"),
        ("en", "the 'nineties'", "the ‘nineties’"),
        ("en", "O'Brien's 'one'", "O’Brien’s ‘one’"),
        ("de", "Hans' Auto, geht's?", "Hans’ Auto, geht’s?"),
        ("it", "un po' d'acqua", "un po’ d’acqua"),
        ("el", "γι' αυτό", "γι’ αυτό"),
        ("nl", "'s avonds is 't stil", "’s avonds is ’t stil"),
        ("fr", "aujourd'hui, l'été", "aujourd’hui, l’été"),
    ],
)
def test_an_apostrophe_is_never_a_quotation_mark(language: str, typed: str, expected: str) -> None:
    assert smart(typed, "", language) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("\"'a' b\"", "“‘a’ b”"),
        ("\"a 'b'\"", "“a ‘b’”"),
        ('("a") ["b"] "c"', "(“a”) [“b”] “c”"),
        ('"I was—"', "“I was—”"),
        ('a—"b"', "a—“b”"),
    ],
)
def test_quotation_marks_may_stand_within_each_other_and_beside_other_marks(typed: str, expected: str) -> None:
    assert smart(typed, "", "en") == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("a -- b", "a – b"),
        ("a --- b", "a — b"),
        ("a---b", "a—b"),
        ("1914--1918", "1914–1918"),
        ("wait...", "wait…"),
        ("a - b, well-known, -1", "a - b, well-known, -1"),
    ],
)
def test_hyphens_become_dashes_and_dots_an_ellipsis(typed: str, expected: str) -> None:
    assert smart(typed, "", "en") == expected


@pytest.mark.parametrize(
    "typed",
    [
        "audiencegen build --force",
        "--force",
        "(--force)",
        "------",
        "a --> b",
        "a <-- b",
        "https://example.org/a--b/c...d?e=f--g",
    ],
)
def test_options_arrows_rules_and_addresses_stay_as_they_are(typed: str) -> None:
    assert smart(typed, "", "en") == typed


def test_an_address_in_a_sentence_does_not_keep_the_sentence_plain() -> None:
    assert smart("it's at https://x.org/a--b, isn't it?", "", "en") == "it’s at https://x.org/a--b, isn’t it?"


def test_an_option_in_quotation_marks_keeps_its_hyphens() -> None:
    assert smart('"--force"', "", "en") == "“--force”"


@given(st.text(alphabet="ab '\"-.\n(", max_size=20), st.sampled_from(["en", "de", "fr", "it", "sv", "nl"]))
def test_what_is_typographic_already_stays(text: str, language: str) -> None:
    once = smart(text, "", language)
    assert smart(once, "", language).replace("\u202f", "") == once.replace("\u202f", "")


@given(st.text(alphabet="ab <>&;é🙂", max_size=20), st.text(max_size=3), st.sampled_from(["en", "de"]))
def test_text_without_marks_is_the_same_text(text: str, before: str, language: str) -> None:
    assert smart(text, before, language) == text


# --- in the tree ---------------------------------------------------------------------------------


def shown(html: str, language: str = "en") -> str:
    return read(html, language, takes_title=False).body.html


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p>She said "<em>yes</em>".</p>', "<p>She said “<em>yes</em>”.</p>"),
        ('<p>"<a>Yes</a>," she said.</p>', "<p>“<a>Yes</a>,” she said.</p>"),
        ('<p>(<em>"so"</em>)</p>', "<p>(<em>“so”</em>)</p>"),
        ("<p><em>dogs</em>' bowls</p>", "<p><em>dogs</em>’ bowls</p>"),
        ("<p>the <b>cat</b>'s</p>", "<p>the <b>cat</b>’s</p>"),
        ('<p>a <code>x</code>"</p>', "<p>a <code>x</code>”</p>"),
        ('<p>one"</p><p>"two</p>', "<p>one”</p><p>“two</p>"),
        ('<p>one<br>"two"</p>', "<p>one<br>“two”</p>"),
    ],
)
def test_a_mark_looks_across_the_elements_of_its_block(html: str, expected: str) -> None:
    assert shown(html) == expected


def test_an_inner_quotation_may_be_closed_in_another_element() -> None:
    assert shown("<p>\"Er sagte '<em>so</em>' und ging\"</p>", "de") == "<p>„Er sagte ‚<em>so</em>‘ und ging“</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<p><code>\"a\" -- 'b'...</code></p>",
        '<p><kbd>"</kbd> <samp>...</samp> <var>a--b</var></p>',
        '<p><code><em>"a"</em></code></p>',
        '<pre tabindex="0">"a" <b>--"b"</b></pre>',
        '<pre tabindex="0"><code>x = "..."  # it\'s\n</code></pre>',
        '<svg><text>"a"</text></svg>',
        "<script>f(\"a\", '...')</script>",
        '<textarea>"a"</textarea>',
        '<p title="&quot;a&quot; -- b">x</p>',
    ],
)
def test_code_and_attributes_stay_as_they_were_typed(html: str) -> None:
    assert shown(html) == html
