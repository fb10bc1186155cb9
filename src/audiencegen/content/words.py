"""What a search knows of one post: its words, how much each weighs there, and beside which others it stands.

Found when the file is compiled, and kept with its body; `outputs/search.py` puts together what many posts say.
Of each two neighbouring words, the one that the post has less often notes the other by a letter: `b` for what follows,
`B` for what is before. So a post in which the words of a question stand side by side is known without its text.

It is kept as text, a line for each of the finest shards: `harbour .5aHx tide b`, each word with its mark: the
weight, unless that is the usual one, and the letters of the neighbours.

`words_of`, `shard_of` and `letter_of` are the same functions as in the theme's `search.js`; a test runs both.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from html import unescape
from typing import NewType, TypeVar

from audiencegen.content.personal import without_fields
from audiencegen.model import Body, Head

SHARDS = 128  # a power of two, as the number of shards of any site is: then this many are the finest
LONGEST = 32  # letters of a word; what is longer is no word that anybody looks for
Words = NewType("Words", str)  # of a post, those that lie in one shard: `harbour .5aHx tide b`
USUAL = 2  # weight: of what stands once in a text; it is not written

_TITLE, _TERM, _HEADING, _PROSE = 8, 4, 2, 3  # how much more a word weighs that stands there, too
_TYPICAL = 800  # words: a text of this length is neither short nor long
_K1, _B = 1.2, 0.3  # of BM25; a long letter is not a worse one, so that b is below the usual 0.75
_SCALE = 2  # weights are whole numbers
_DIGEST = 8  # bytes
_LETTERS = len(string.ascii_lowercase)
_MOST_NEIGHBOURS = 6  # of a word in a post; what has more stands beside anything

# Scripts that write no spaces: each two neighbouring letters are a word (Thai to Burmese, Khmer, kana, Chinese).
_DENSE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# What a paragraph says is what the letter is about; a list of links names many things in passing. The pattern begins
# with what it looks for: one that begins by looking back takes five times as long.
_PARAGRAPH = re.compile(r"<p>(?<!<li><p>)(?<!<li>\n<p>)(.*?)</p>", re.DOTALL)
_MARK = re.compile(r"<[^>]*>")
_JOINT = re.compile("[-_]+")
_ACCENTS = re.compile("[\u0300-\u036f]")


Found = TypeVar("Found")


class _Kept(dict[str, Found]):
    """What was found of a text, found once: a writer's words come again and again. It is quicker than `lru_cache`."""

    _MOST = 100_000

    def __init__(self, find: Callable[[str], Found]) -> None:
        self._find = find

    def __missing__(self, text: str) -> Found:
        if len(self) >= self._MOST:
            self.clear()
        found = self[text] = self._find(text)
        return found


def words_of_post(head: Head, title: str, body: Body) -> bytes:
    """What is found of a post: a line for each of the finest shards."""
    text = words_of(body.text)
    counts = Counter(text)
    terms = (*head.tags, *head.categories, *head.authors, head.series or "", str(head.number or ""))
    more = _more(
        (words_of(without_fields(title)), _TITLE),
        (words_of("\n".join(terms)), _TERM),
        (words_of("\n".join(heading.text for heading in body.headings)), _HEADING),
        (words_of(_prose(body.html)), _PROSE),
    )
    weights = _weights(counts, len(text))
    told = {count: _told(weight) for count, weight in weights.items()}
    shards: list[list[str]] = [[] for _ in range(SHARDS)]
    for (word, count), noted in zip(counts.items(), _noted(text, counts), strict=True):
        weight = _told(weights[count] + more.pop(word)) if word in more else told[count]
        shards[_FINEST[word]].append(f"{word} {weight}{_FEW[noted]}")
    for word, alone in more.items():  # what stands outside of the text alone
        shards[_FINEST[word]].append(f"{word} {_told(alone)}")
    return "\n".join(map(" ".join, shards)).encode()


def lines_of(index: bytes) -> list[str]:
    """What was found of a post, by the finest shards."""
    return index.decode().split("\n")


def lying_in(place: int, shards: int, lines: Sequence[str]) -> Words:
    """What of that lies in one of so many shards."""
    return Words(" ".join(filter(None, lines[place::shards])))


def digests_of(index: bytes) -> bytes:
    """A short digest of each line, so that it is known which ones another edition of a text would change."""
    return b"".join(blake2b(line, digest_size=_DIGEST).digest() for line in index.split(b"\n")) if index else b""


def digests_in(place: int, shards: int, digests: bytes) -> bytes:
    """Those of one of so many shards; of many posts, too, whose digests stand behind each other."""
    return memoryview(digests).cast("Q")[place::shards].tobytes()


def words_of(text: str) -> list[str]:
    """The words of a text as they are looked for: lower case, without accents, a pair of signs in dense scripts.

    Compound words follow at the end, whole, with one hyphen at each joint.
    """
    found: list[str] = []
    compounds: list[str] = []
    for token in text.split():
        words, whole = _TOKENS[token]
        found += words
        if whole:
            compounds += whole
    return found + compounds


def shard_of(word: str, shards: int) -> int:
    """By the first three letters, so that words that begin alike lie together."""
    return _hash(word[:3]) % shards


def letter_of(word: str) -> str:
    """By what letter a neighbour notes it."""
    return string.ascii_lowercase[(_hash(word) >> 8) % _LETTERS]


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


def _noted(text: Sequence[str], counts: Mapping[str, int]) -> Iterable[str]:
    """The letters that each word notes, in the order of `counts`; one may be there many times."""
    found = dict.fromkeys(counts, "")
    often = list(map(counts.__getitem__, text))
    letters = "".join(map(_LETTERS_OF.__getitem__, text))
    pairs = zip(text, text[1:], often, often[1:], letters.upper(), letters[1:], strict=False)
    for word, following, times, times_of_following, letter_before, letter_behind in pairs:
        if times <= times_of_following:
            found[word] += letter_behind
        else:
            found[following] += letter_before
    return found.values()


def _few(noted: str) -> str:
    letters = sorted(set(noted))
    return "".join(letters) if len(letters) <= _MOST_NEIGHBOURS else ""


def _prose(html: str) -> str:
    return unescape(_MARK.sub("", " ".join(_PARAGRAPH.findall(html))))


def _weights(counts: Mapping[str, int], words: int) -> Mapping[int, int]:
    """What a word weighs that stands so often in a text of so many words."""
    length = 1 - _B + _B * words / _TYPICAL
    return {count: max(1, round(_SCALE * count * (_K1 + 1) / (count + _K1 * length))) for count in set(counts.values())}


def _told(weight: int) -> str:
    return "" if weight == USUAL else f".{weight}"


def _more(*better: tuple[Sequence[str], int]) -> dict[str, int]:
    """How much more each word weighs that stands in a better place than the text."""
    found: dict[str, int] = {}
    for words, more in better:
        for word in dict.fromkeys(words):
            found[word] = found.get(word, 0) + more
    return found


_TOKENS = _Kept(_words_of_token)
_LETTERS_OF = _Kept(letter_of)
_FINEST = _Kept(lambda word: shard_of(word, SHARDS))
_FEW = _Kept(_few)
