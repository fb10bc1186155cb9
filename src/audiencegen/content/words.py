"""What a search knows of one post: its words, how much each weighs there, and beside which others it stands.

Found when the file is compiled, and kept with its body; `outputs/search.py` puts together what many posts say.
Of each two neighbouring words, the one that the post has less often notes the other by a letter: `b` for what follows,
`B` for what is before. So a post in which the words of a question stand side by side is known without its text.

`words_of`, `shard_of` and `letter_of` are the same functions as in the theme's `search.js`; a test runs both.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from html import unescape

from audiencegen.content.personal import without_fields
from audiencegen.model import Body, Head

SHARDS = 128  # a power of two, as the number of shards of any site is: then this many are the finest
LONGEST = 32  # letters of a word; what is longer is no word that anybody looks for
Mark = tuple[str, int, str]  # a word of a post, its weight, the letters of its neighbours
Words = tuple[tuple[Mark, ...], ...]  # by shard

_TITLE, _TERM, _HEADING, _PROSE = 8, 4, 2, 3  # how much more a word weighs that stands there, too
_TYPICAL = 800  # words: a text of this length is neither short nor long
_K1, _B = 1.2, 0.3  # of BM25; a long letter is not a worse one, so that b is below the usual 0.75
_SCALE = 2  # weights are whole numbers
_LETTERS = len(string.ascii_lowercase)
_MOST_NEIGHBOURS = 6  # of a word in a post; what has more stands beside anything

# Scripts that write no spaces: each two neighbouring letters are a word (Thai to Burmese, Khmer, kana, Chinese).
_DENSE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# What a paragraph says is what the letter is about; a list of links names many things in passing.
_PARAGRAPH = re.compile(r"(?<!<li>)(?<!<li>\n)<p>(.*?)</p>", re.DOTALL)
_MARK = re.compile(r"<[^>]*>")
_JOINT = re.compile("[-_]+")
_ACCENTS = re.compile("[\u0300-\u036f]")


def words_of_post(head: Head, title: str, body: Body) -> Words:
    """What is found of a post, by the shard of each word."""
    text = words_of(body.text)
    neighbours = _neighbours(text)
    terms = (*head.tags, *head.categories, *head.authors, head.series or "", str(head.number or ""))
    better = (
        (words_of(without_fields(title)), _TITLE),
        (words_of("\n".join(terms)), _TERM),
        (words_of("\n".join(heading.text for heading in body.headings)), _HEADING),
        (words_of(_prose(body.html)), _PROSE),
    )
    shards: list[list[Mark]] = [[] for _ in range(SHARDS)]
    for word, weight in _weights(text, better).items():
        shards[_finest(word)].append((word, weight, neighbours.get(word, "")))
    return tuple(map(tuple, shards))


def words_of(text: str) -> list[str]:
    """The words of a text as they are looked for: lower case, without accents, a pair of signs in dense scripts.

    Compound words follow at the end, whole, with one hyphen at each joint.
    """
    found: list[str] = []
    compounds: list[str] = []
    for token in text.split():
        words, whole = _words_of_token(token)
        found += words
        compounds += whole
    return found + compounds


def shard_of(word: str, shards: int) -> int:
    """By the first three letters, so that words that begin alike lie together."""
    return _hash(word[:3]) % shards


def letter_of(word: str) -> str:
    """By what letter a neighbour notes it."""
    return string.ascii_lowercase[(_hash(word) >> 8) % _LETTERS]


@lru_cache(maxsize=100_000)  # a writer's words come again and again
def _words_of_token(token: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words in what stands between two spaces, and the compounds among them."""
    if not token.isascii():
        token = _ACCENTS.sub("", unicodedata.normalize("NFKD", token))
    token = token.lower()
    words = tuple(word for dense, plain in _run().findall(token) for word in _in_pairs(dense) or (plain[:LONGEST],))
    if "-" not in token and "_" not in token:
        return words, ()
    return words, tuple(_JOINT.sub("-", compound)[:LONGEST] for compound in _compound().findall(token))


@cache
def _run() -> re.Pattern[str]:
    """Compiled, as the next one, where words are wanted: so many signs take four milliseconds of every start."""
    return re.compile(rf"([{_DENSE}]+)|([^\W_{_DENSE}]+)")


@cache
def _compound() -> re.Pattern[str]:
    return re.compile(rf"[^\W_{_DENSE}]+(?:[-_]+[^\W_{_DENSE}]+)+")


def _in_pairs(signs: str) -> Sequence[str]:
    return [signs[at : at + 2] for at in range(len(signs) - 1)] or signs


def _hash(text: str) -> int:
    """FNV-1a, 32 bits."""
    found = 0x811C9DC5
    for byte in text.encode("utf-8"):
        found = (found ^ byte) * 0x01000193 & 0xFFFFFFFF
    return found


def _neighbours(words: Sequence[str]) -> dict[str, str]:
    counts = Counter(words)
    often = [counts[word] for word in words]
    letters = list(map(_letter, words))
    found = dict.fromkeys(words, "")
    for at, word in enumerate(words[1:]):
        if often[at] <= often[at + 1]:
            found[words[at]] += letters[at + 1]
        else:
            found[word] += letters[at].upper()
    return {word: _few(noted) for word, noted in found.items()}


@lru_cache(maxsize=100_000)
def _few(noted: str) -> str:
    letters = sorted(set(noted))
    return "".join(letters) if len(letters) <= _MOST_NEIGHBOURS else ""


def _prose(html: str) -> str:
    return unescape(_MARK.sub("", " ".join(_PARAGRAPH.findall(html))))


def _weights(text: Sequence[str], better: Iterable[tuple[Sequence[str], int]]) -> Mapping[str, int]:
    counts = Counter(text)
    length = 1 - _B + _B * len(text) / _TYPICAL
    often = {
        count: max(1, round(_SCALE * count * (_K1 + 1) / (count + _K1 * length))) for count in set(counts.values())
    }
    weights = {word: often[count] for word, count in counts.items()}
    for words, more in better:
        for word in dict.fromkeys(words):
            weights[word] = weights.get(word, 0) + more
    return weights


@lru_cache(maxsize=100_000)
def _finest(word: str) -> int:
    return shard_of(word, SHARDS)


_letter = lru_cache(maxsize=100_000)(letter_of)
