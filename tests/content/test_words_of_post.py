"""What a search knows of one post: its words, and which of them stand side by side."""

from __future__ import annotations

import re

import pytest

from audiencegen.content.words import (
    SHARDS,
    USUAL,
    digests_in,
    digests_of,
    letter_of,
    lines_of,
    lying_in,
    shard_of,
    words_of,
    words_of_post,
)
from audiencegen.model import Body, Head

WORDS: dict[str, list[str]] = {
    "The Harbour’s tide": ["the", "harbour", "s", "tide"],
    "Ærø, Łódź, naïve, Straße": ["ærø", "łodz", "naive", "straße"],
    "Ⅳ ½ ﬁn １２": ["iv", "1", "2", "fin", "12"],
    "serde-encrypt and owning_ref": ["serde", "encrypt", "and", "owning", "ref", "serde-encrypt", "owning-ref"],
    "a--b - c _d_": ["a", "b", "c", "d", "a-b"],
    "船の靴": ["船の", "の靴"],
    "船": ["船"],
    "東京Tower塔": ["東京", "tower", "塔"],
    "สวัสดี": ["สว", "วั", "ัส", "สด", "ดี"],
    "Καλημέρα ΚΌΣΜΕ": ["καλημερα", "κοσμε"],
    "מרחבא": ["מרחבא"],
    "x" * 40: ["x" * 32],
    "…!? 👩‍👩‍👧": [],
    "": [],
}


@pytest.mark.parametrize("text", WORDS)
def test_words_are_what_people_type_in_every_script(text: str) -> None:
    assert list(words_of(text)) == WORDS[text]


def test_words_that_begin_alike_lie_in_one_shard_and_others_are_spread() -> None:
    assert shard_of("harbour", 64) == shard_of("harbours", 64) == shard_of("har", 64)
    assert {shard_of(f"{a}{b}c", 16) for a in "abcdefghij" for b in "abcdefghij"} == set(range(16))
    assert shard_of("anything", 1) == 0


def found(text: str, html: str = "", head: Head = Head(), title: str = "") -> dict[str, tuple[int, str]]:  # noqa: B008
    return {word: parted(mark) for word, mark in pairs(head, title, Body(html, text, "", 0))}


def parted(mark: str) -> tuple[int, str]:
    """The weight of a word, and the letters of its neighbours."""
    found = re.fullmatch(r"(?:\.(\d+))?([a-zA-Z]*)", mark)
    assert found
    return int(found[1] or USUAL), found[2]


def pairs(head: Head, title: str, body: Body) -> list[tuple[str, str]]:
    found = [line.split(" ") for line in lines_of(words_of_post(head, title, body)) if line]
    return [pair for line in found for pair in zip(line[::2], line[1::2], strict=True)]


def test_every_word_lies_in_its_shard() -> None:
    lines = lines_of(words_of_post(Head(), "", Body("", "long time no sea", "", 0)))
    assert len(lines) == SHARDS
    for word in ("long", "time", "no", "sea"):
        assert word in lines[shard_of(word, SHARDS)].split(" ")


def test_another_word_is_told_by_the_digests_of_its_shard_alone() -> None:
    texts = "tide and boat", "tide and boat sea"
    before, after = (words_of_post(Head(), "", Body("", text, "", 0)) for text in texts)
    for shards in (SHARDS, 64, 1):
        others = {place for place in range(shards) if not same(place, shards, before, after)}
        assert others == {shard_of(word, shards) for word in ("boat", "sea")}


def same(place: int, shards: int, before: bytes, after: bytes) -> bool:
    is_same = digests_in(place, shards, digests_of(before)) == digests_in(place, shards, digests_of(after))
    assert is_same == (lying_in(place, shards, lines_of(before)) == lying_in(place, shards, lines_of(after)))
    return is_same


def test_of_two_neighbours_the_one_that_is_rarer_in_the_post_notes_the_other() -> None:
    noted = found("the tide and the boat")
    assert noted["tide"][1] == "".join(sorted({letter_of("and"), letter_of("the").upper()}))
    assert noted["the"][1] == ""


def test_a_word_that_stands_beside_many_others_notes_none() -> None:
    others = "one two three four five six seven eight nine ten"
    assert found(" tide ".join(f"{word} {word} {word}" for word in others.split()))["tide"][1] == ""


def test_a_word_weighs_more_in_a_title_in_a_term_and_in_prose_than_in_a_list() -> None:
    weights = found(
        "prose listed", "<p>prose</p><ul><li>listed</li></ul>", Head(tags=("tagged",), number=7), "Titled {name|you}"
    )
    order = [weights[word][0] for word in ("listed", "7", "prose", "titled")]
    assert order == sorted(set(order))
    assert weights["tagged"] == weights["7"]
    assert "name" not in weights
