"""`audiencegen theme`: what a writer hears of a theme, gets of it, and has to mend in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import CONFIGURATION, ROOT, Run, tree, write

HELLO = {"content/posts/hello.md": "---\ntitle: Hello\ndate: 2026-05-01\n---\nGood morning.\n"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path, {"audiencegen.yaml": CONFIGURATION, **HELLO})


# --- show ----------------------------------------------------------------------------------------


def test_show_says_where_every_file_comes_from_and_which_are_the_sites_own(site: Path, run: Run) -> None:
    own = {"theme/site/post.html": "mine", "theme/words/de.yaml": "archive: Alles\n", "theme/assets/own.css": ""}
    write(site, {**own, "themes/sea/site/page.html": "sea", "themes/sea/site/post.html": "sea"})
    write(site, {"audiencegen.yaml": CONFIGURATION + "theme: sea\n"})
    rows = [row.split(maxsplit=1) for row in run(site, "theme", "show").out.splitlines() if row.startswith("  ")]
    assert ["site/post.html", "instead of themes/sea/site/post.html"] in rows
    assert ["words/de.yaml", "word by word over themes/default/words/de.yaml"] in rows
    assert ["assets/own.css", "new"] in rows
    assert ["site/page.html", "themes/sea/"] in rows
    assert ["site/home.html", "themes/default/"] in rows


def test_show_names_the_options_with_their_values(site: Path, run: Run) -> None:
    write(site, {"audiencegen.yaml": CONFIGURATION + "theme: {name: default, logo: /logo.svg, lgo: x}\n"})
    said = run(site, "theme").out
    assert "logo             /logo.svg   (yours; the theme's is empty)" in said
    assert "lgo              x   (yours; the theme knows no such option)" in said


# --- copy ----------------------------------------------------------------------------------------


def test_copy_puts_one_file_into_the_sites_theme_and_says_what_next(site: Path, run: Run) -> None:
    answer = run(site, "theme", "copy", "site/post.html")
    assert answer.code == 0
    assert answer.out.startswith("copied themes/default/site/post.html to theme/site/post.html\n")
    assert "audiencegen theme check" in answer.out
    copied = (site / "theme/site/post.html").read_bytes()
    assert copied == (ROOT / "themes/default/site/post.html").read_bytes()
    assert sorted(tree(site / "theme")) == ["site/post.html"]


def test_copy_takes_the_file_of_the_theme_that_is_chosen(site: Path, run: Run) -> None:
    write(site, {"themes/sea/site/post.html": "sea", "audiencegen.yaml": CONFIGURATION + "theme: sea\n"})
    run(site, "theme", "copy", "post.html")
    assert (site / "theme/site/post.html").read_text() == "sea"


def test_copy_never_overwrites(site: Path, run: Run) -> None:
    write(site, {"theme/site/post.html": "mine"})
    answer = run(site, "theme", "copy", "theme/site/post.html")
    assert answer.code == 1
    assert "theme/site/post.html is there already; nothing was changed." in answer.out
    assert (site / "theme/site/post.html").read_text() == "mine"


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        ("site/pots.html", "did you mean site/post.html?"),
        ("letter.html", "did you mean handover/letter.html, mail/letter.html, workbench/letter.html?"),
        ("../audiencegen.yaml", "audiencegen theme show lists every file"),
    ],
)
def test_copy_of_a_file_that_is_not_there_names_those_that_may_be_meant(
    site: Path, run: Run, wanted: str, hint: str
) -> None:
    answer = run(site, "theme", "copy", wanted)
    assert answer.code == 1
    assert f"the theme has no file {wanted}\nhint: {hint}" in answer.err
    assert not (site / "theme").exists()


# --- check ---------------------------------------------------------------------------------------


def test_there_is_nothing_to_mend_in_the_default_theme_in_any_of_its_languages(site: Path, run: Run) -> None:
    for language in ("en", "de", "fr", "es", "de-AT"):
        write(site, {"audiencegen.yaml": CONFIGURATION + f"language: {language}\n"})
        answer = run(site, "theme", "check")
        assert (answer.code, answer.err) == (0, "")
        assert answer.out.endswith("of a sample that has something of all: nothing to mend.\n")


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("site/parts/footer.html", "{{ sit.title }}", "this template knows no `sit`"),
        ("site/parts/footer.html", "{% if false %}{{ sit.title }}{% endif %}", "nobody gives this template `sit`"),
        ("site/post.html", "{{ card.titel }}", "there is no `titel` here"),
        ("site/podcast.html", "{{ show.titel }}", "there is no `titel` here"),
        ("site/home.html", "{{ pager.number }}{% if 0 %}{{ term }}{% endif %}", "nobody gives this template `term`"),
        ("site/home.html", "{{ site.words.archve }}", "the theme has no word `archve`\nhint: did you mean archive?"),
    ],
)
def test_check_finds_what_is_unknown_also_where_no_page_of_the_site_meets_it(
    site: Path, run: Run, file: str, text: str, said: str
) -> None:
    write(site, {f"theme/{file}": text})
    answer = run(site, "theme", "check")
    rows = answer.err.replace(f"\n  1 | {text}", "")
    assert f"theme/{file}:1" in rows
    assert said.partition("\n")[0] in rows
    assert said.partition("\n")[2] in rows
    assert answer.code == (0 if "word" in said else 1)


def test_check_names_files_that_stand_instead_of_nothing(site: Path, run: Run) -> None:
    write(site, {"theme/site/parts/foter.html": "x", "theme/style.css": "x", "theme/site/parts/mine.html": "x"})
    write(site, {"theme/site/parts/head.html": '{% include "site/parts/mine.html" %}', "theme/assets/more.css": "x"})
    answer = run(site, "theme", "check")
    assert answer.code == 0
    assert "theme/site/parts/foter.html: warning" in answer.err
    assert "did you mean theme/site/parts/footer.html?" in answer.err
    assert "did you mean theme/assets/style.css?" in answer.err
    assert "mine.html" not in answer.err
    assert "more.css" not in answer.err


def test_check_says_which_options_and_words_a_theme_does_not_have(site: Path, run: Run) -> None:
    write(site, {"audiencegen.yaml": CONFIGURATION + "language: pl\ntheme: {name: default, lgo: x}\n"})
    write(site, {"theme/words/pl.yaml": "archive: Wszystkie listy\n"})
    said = run(site, "theme", "check").err
    assert "the theme `default` has no option `lgo`" in said
    assert "words of the theme are English on a site in `pl`: `months`" in said


def test_words_that_cannot_be_read_stop_the_sites_that_show_them_and_every_check(site: Path, run: Run) -> None:
    write(site, {"theme/words/fr.yaml": "archive: [Toutes\n"})
    assert run(site, "build").code == 0
    answer = run(site, "theme", "check")
    assert answer.code == 1
    assert "theme/words/fr.yaml:1:17: error: `[` is opened and never closed" in answer.err
    write(site, {"audiencegen.yaml": CONFIGURATION + "language: fr\n"})
    assert "theme/words/fr.yaml:1:17: error" in run(site, "build").err


def test_check_leaves_the_site_as_it_was(site: Path, run: Run) -> None:
    before = tree(site)
    run(site, "theme", "check")
    after = {name: content for name, content in tree(site).items() if not name.startswith(".audiencegen/")}
    assert after == before
