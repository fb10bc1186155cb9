"""The search as a reader uses it: thirty questions to six hundred letters, asked in Chromium; and that the page and
the index mean the same by a word."""

from __future__ import annotations

import json
import random
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from judges import CHROMIUMS, HERE, node, program
from theme_made import served

from audiencegen.cli import main
from audiencegen.content.words import letter_of, shard_of, words_of
from conftest import CORPORA, NOW, ROOT, needs_corpora, write
from test_determinism import CONFIGURATIONS

SCRIPT = ROOT / "themes" / "default" / "assets" / "search.js"
# What somebody types who remembers a letter, and the one they mean: an issue by its number, a crate by the issue that
# presented it, words of a quotation or of a headline. One headline stands in two letters, and either is right.
QUERIES: list[list[str]] = json.loads((HERE / "queries.json").read_text("utf-8"))
FIRST_USE, POSTS = 100_000, 500
NEWSLETTER = CONFIGURATIONS["this-week-in-rust"].rpartition("issues")[0] + "cards: false\n"

sys.path.insert(0, str(ROOT / "tests" / "content"))
from test_words_of_post import WORDS  # noqa: E402


def asked(folder: Path, queries: list[list[str]]) -> list[dict[str, Any]]:
    with served(folder / "output" / "site") as origin:
        wanted = {"origin": origin, "queries": [query for query, *_ in queries]}
        chromium = program(*CHROMIUMS)
        said = node("search.mjs", packages=("playwright-core",), said=json.dumps(wanted), CHROMIUM=chromium)
    answers: list[dict[str, Any]] = json.loads(said)
    return answers


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[str]]]:
    folder = tmp_path_factory.mktemp("newsletter")
    write(folder, {"audiencegen.yaml": f"{NEWSLETTER}content: {CORPORA / 'this-week-in-rust' / 'content'}\n"})
    assert main(["-C", str(folder), "build", "-q", "--now", NOW]) == 0
    answers = asked(folder, QUERIES)
    yield {query: one["titles"] for (query, *_), one in zip(QUERIES, answers, strict=True)}


@needs_corpora()
@pytest.mark.parametrize("query", [query for query, *_ in QUERIES])
def test_the_right_letter_is_the_first(query: str, found: dict[str, list[str]]) -> None:
    right = next(wanted for asked_for, *wanted in QUERIES if asked_for == query)
    assert found[query][0] in right


@needs_corpora()
def test_the_first_use_costs_a_hundred_kilobytes_at_most(tmp_path: Path) -> None:
    write(tmp_path, {"audiencegen.yaml": NEWSLETTER, "content/posts/.keep": ""})
    for path in sorted((CORPORA / "this-week-in-rust" / "content").glob("20*"))[-POSTS:]:
        copyfile(path, tmp_path / "content" / "posts" / path.name)
    assert main(["-C", str(tmp_path), "build", "-q", "--now", NOW]) == 0
    costs = {query: one["bytes"] for (query, *_), one in zip(QUERIES, asked(tmp_path, QUERIES), strict=True)}
    assert {query: cost for query, cost in costs.items() if cost > FIRST_USE} == {}


def test_the_script_is_smaller_than_eight_kilobytes() -> None:
    assert len(SCRIPT.read_bytes()) < 8000


def test_the_page_and_the_index_know_the_same_words_shards_and_letters() -> None:
    texts = [*WORDS, *_of_many_scripts()]
    said = node("words.mjs", packages=(), said=json.dumps({"script": SCRIPT.read_text(), "texts": texts, "shards": 64}))
    for text, pairs in zip(texts, json.loads(said), strict=True):
        known = [(word, shard_of(word, 64), letter_of(word)) for word in words_of(text)]
        assert list(map(tuple, pairs)) == known, text


def _of_many_scripts() -> list[str]:
    """Letters, digits, marks and signs of every script that both programs know, at random but the same each time."""
    choose = random.Random(9)
    known = [chr(code) for code in range(0x20, 0x2FA20) if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co")]
    plain = [sign for sign in known if ord(sign) < 0x600]
    texts = []
    for number in range(2000):
        signs = plain if number % 2 else known
        begin = choose.randrange(len(signs))
        near = signs[begin : begin + 40] + list(" -_'")
        texts.append("".join(choose.choices(near, k=30)))
    return texts
