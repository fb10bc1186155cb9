"""The words of the theme: the same in every language, as far as keys, placeholders and lists go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from audiencegen.build.sources import DEFAULT
from audiencegen.build.themes import find
from audiencegen.outputs import lists
from audiencegen.values import replace
from conftest import ROOT, write
from sites import CONFIG, LOOK, frame_of, linked, post

TRANSLATED = ["de", "es", "fr"]
_PLACES = re.compile(r"\{\{|\}\}|\{\w*\}")
_OWN_LENGTH = ("checks.generic_links", "checks.attached")  # each language has as many as it has
_NO_BREAK, _NARROW = "\u00a0", "\u202f"


def said(words: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a table with the path to it."""
    for key, value in words.items():
        if isinstance(value, Mapping):
            yield from said(value, f"{prefix}{key}.")
        elif isinstance(value, (list, tuple)):
            many = ((f"{prefix}{key}.{number}", str(one)) for number, one in enumerate(value))
            yield from [(f"{prefix}{key}", "")] if prefix + key in _OWN_LENGTH else many
        else:
            yield prefix + key, str(value)


ENGLISH = dict(said(LOOK.theme.words["en"]))


def of(language: str) -> dict[str, str]:
    return dict(said(LOOK.theme.words[language]))


def test_these_languages_are_there() -> None:
    assert sorted(LOOK.theme.words) == sorted(["en", *TRANSLATED])


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_word_is_said_in_every_language(language: str) -> None:
    own = of(language)
    assert sorted(own) == sorted(ENGLISH)
    assert [key for key, text in own.items() if not text.strip() and ENGLISH[key].strip()] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_filled_in_is_the_same_in_every_language(language: str) -> None:
    wrong = [
        key
        for key, text in of(language).items()
        if not key.endswith(".snippet") and sorted(_PLACES.findall(text)) != sorted(_PLACES.findall(ENGLISH[key]))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", ["en", *TRANSLATED])
def test_one_and_many_come_together_and_a_year_has_twelve_months(language: str) -> None:
    own = of(language)
    alone = [key for key in own if key.endswith("_one") and key.removesuffix("_one") + "_other" not in own]
    assert alone == []
    words = LOOK.theme.words[language]
    assert len(set(words["months"])) == len(set(words["months_short"])) == 12
    assert len(set(words["workbench"]["weekdays"])) == 7


@pytest.mark.parametrize("language", TRANSLATED)
def test_hardly_a_sentence_was_left_in_english(language: str) -> None:
    same = [key for key, text in of(language).items() if text == ENGLISH[key] and len(text.split()) > 2]
    assert set(same) <= {"handover.services.listmonk.snippet", "date_format"}


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_language_has_its_own_quotation_marks(language: str) -> None:
    foreign = {"de": "”«»", "fr": "“”„", "es": "“”„"}[language]
    assert [key for key, text in of(language).items() if set(foreign) & set(text)] == []


def test_french_signs_stand_apart_without_a_break() -> None:
    sent = {"subscribe_subject", "subscribe_body_promise", "subscribe_via"}  # read back from a mail: plain spaces
    loose = re.compile(r"« | »| [;?!]| :(?=\s|$)|\S[;?!](?=\s|$)")
    code = re.compile(r"`[^`]*`|share: \{|curl .*WEBHOOK")
    wrong = [key for key, text in of("fr").items() if key not in sent and loose.search(code.sub("", text))]
    assert wrong == []
    assert of("fr")["reply_title"].endswith(f"{_NARROW}?")
    assert of("fr")["feed_of"] == f"{{title}}{_NO_BREAK}: {{format}}"


@pytest.mark.parametrize(
    ("language", "day", "short"),
    [
        ("en", "1 December 2026", "1 Dec"),
        ("de", "1. Dezember 2026", "1. Dez."),
        ("fr", "1er décembre 2026", "1er déc."),
        ("es", "1 de diciembre de 2026", "1 dic."),
    ],
)
def test_dates_are_written_as_the_language_writes_them(language: str, day: str, short: str) -> None:
    frame = frame_of(replace(CONFIG, language=language))
    first = datetime(2026, 12, 1, 12, tzinfo=UTC)
    assert (frame.day(first), frame.short_day(first)) == (day, short)
    assert frame.day(first.replace(day=22)) == day.replace("1er", "1", 1).replace("1", "22", 1)


@pytest.mark.parametrize(("language", "archive"), [("de-AT", "Alle Briefe"), ("fr-CA", "Toutes les lettres")])
def test_a_region_speaks_the_language_that_it_is_a_variant_of(language: str, archive: str) -> None:
    assert LOOK.theme.words_for(language)["archive"] == archive


def test_a_language_that_the_theme_does_not_know_is_english() -> None:
    assert LOOK.theme.words_for("cy") == LOOK.theme.words["en"]


def test_a_site_changes_single_words_of_a_language_and_of_a_region(tmp_path: Path) -> None:
    own = {"theme/words/de.yaml": "archive: Das Archiv\n", "theme/words/de-AT.yaml": "months: [Jänner]\n"}
    write(tmp_path, own)
    theme = find(tmp_path, DEFAULT).theme
    assert theme.words_for("de")["archive"] == theme.words_for("de-AT")["archive"] == "Das Archiv"
    assert theme.words_for("de")["newest"] == LOOK.theme.words["de"]["newest"]
    assert list(theme.words_for("de-AT")["months"]) == ["Jänner"]
    assert theme.words_for("de")["months"] == find(ROOT, DEFAULT).theme.words["de"]["months"]


def test_what_a_template_puts_before_a_colon_has_the_space_of_its_language() -> None:
    french = linked({"posts/2026-05-01-a.md": post("tags: [mer]")}, replace(CONFIG, language="fr")).made(lists.plan)
    archive = french["site/archive/index.html"].decode()
    assert f"Flux{_NO_BREAK}:" in archive
    assert [
        key for key, content in french.items() if re.search(rb"(?:Flux|Mot-cl\xc3\xa9|Suivre)(?:</a>)?:", content)
    ] == []
