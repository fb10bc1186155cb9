"""Search without a server: a page with a box, and an index that the page's script asks for piece by piece.

Posts stand in segments of 256, oldest first, so that a new post touches the last segment alone. The words of a segment
lie in up to 128 shards by their first three letters: one word of a query needs one shard of each segment. What is shown
of a post lies in blocks of 16. A segment's shard is text, a word a line:

    harbour 3k,.5aHx,12.2

which says: in post 3 of the segment with the weight 1, in post 4 with 5, in post 16 with 2. The letters are places: one
for each dozen words of the text, over again from `a` after `Z`. A post in which the words of a query stand side by side
is nearer to what was asked. Compounds (`serde-encrypt`, `owning_ref`) are words of their own beside their parts.

`words_of` and `shard_of` are the same functions as in `assets/search.js`; a test runs both.
"""

from __future__ import annotations

import json
import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import unescape

from audiencegen.content import urls
from audiencegen.content.personal import without_fields
from audiencegen.model import Body, Card, Frame, Heading, Output, Post, Site
from audiencegen.outputs.head import head
from audiencegen.theme import Theme, render
from audiencegen.values import Value

SEGMENT = 256  # posts: what an edit indexes again
MOST_SHARDS = 128
PER_SHARD = 2  # posts of a segment: a small site has few and small files
BLOCK = 16  # posts
FOLDER = urls.SEARCH
LONGEST = 32  # letters of a word; what is longer is no word that anybody looks for

_TITLE, _TERM, _HEADING, _PROSE = 16, 8, 3, 6  # how much more a word weighs that stands there, too
_TYPICAL = 800  # words: a text of this length is neither short nor long
_K1, _B = 1.2, 0.3  # of BM25; a long letter is not a worse one, so that b is below the usual 0.75
_SCALE = 4  # weights are whole numbers
_NEAR = 12  # words that share a place
_PLACES = string.ascii_letters
_MOST_PLACES = 3  # of a word in a post; what stands there oftener is everywhere
_COMMON = 0.4  # of the posts: a word that more of them have says little, so that only its posts are named
_FEW = 64  # posts: in a smaller segment no word is common
_MOST_KEPT = SEGMENT + SEGMENT // 4  # posts whose words are kept for the next shard
_SUMMARY = 140  # letters of a description in the list of results

# Scripts that write no spaces: each two neighbouring letters are a word (Thai to Burmese, Khmer, kana, Chinese).
_DENSE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_DENSE}]+|[^\W_{_DENSE}]+")
_COMPOUND = re.compile(rf"[^\W_{_DENSE}]+(?:[-_]+[^\W_{_DENSE}]+)+")
# What a paragraph says is what the letter is about; a list of links names many things in passing.
_PARAGRAPH = re.compile(r"(?<!<li>)(?<!<li>\n)<p>(.*?)</p>", re.DOTALL)
_MARK = re.compile(r"<[^>]*>")
_JOINT = re.compile("[-_]+")
_IS_DENSE = re.compile(rf"[{_DENSE}]")
_ACCENTS = re.compile("[\u0300-\u036f]")


class Entry(Value, frozen=True):
    """What of a post is indexed beside its text."""

    title: str
    terms: tuple[str, ...]
    headings: tuple[str, ...]


def plan(site: Site, theme: Theme) -> Iterable[Output]:
    if not site.frame.has_search:
        return
    by_source = {post.card.source: post for post in site.posts}
    cards = site.listed[::-1]
    shards = _shards(len(cards))
    yield Output(f"site/{urls.file_of(FOLDER)}", search_page, (theme, site.frame, len(cards), shards))
    for number, block in enumerate(_cut(cards, BLOCK)):
        yield Output(f"site{FOLDER}posts-{number}.json", shown, (site.frame, block))
    for number, segment in enumerate(_cut(cards, SEGMENT)):
        posts = [by_source[card.source] for card in segment]
        entries = tuple(_entry(post) for post in posts)
        bodies = tuple(post.body for post in posts)
        for place in range(shards):
            yield Output(f"site{FOLDER}words-{number}-{place}.txt", shard, (place, shards, entries, bodies))


def search_page(theme: Theme, frame: Frame, count: int, shards: int) -> bytes:
    return render(
        theme,
        "site/search.html",
        site=frame,
        address=FOLDER,
        canonical=frame.absolute(FOLDER),
        noindex=frame.showing_drafts,
        count=count,
        shards=shards,
        segment=SEGMENT,
        block=BLOCK,
        **head(theme, frame),
    )


def shown(frame: Frame, cards: tuple[Card, ...]) -> bytes:
    """What the list of results says of each post: title, address, day, description."""
    rows = [
        [
            without_fields(card.title),
            frame.href(card.address),
            frame.day(card.date) if card.date else "",
            _summary(without_fields(card.description)),
        ]
        for card in cards
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def shard(place: int, shards: int, entries: tuple[Entry, ...], bodies: Sequence[Body]) -> bytes:
    """The words of a segment whose shard this is, sorted, each with the posts that have it."""
    lines = []
    for word, found in sorted(_words(place, shards, entries, bodies).items()):
        common = len(entries) >= _FEW and len(found) > _COMMON * len(entries)
        lines.append(f"{word} {_marks(found, common)}\n")
    return "".join(lines).encode("utf-8")


def _marks(found: Sequence[tuple[int, int, str]], common: bool) -> str:
    before, marks = -1, []
    for number, weight, places in found:
        step, before = number - before, number
        mark = f"{step}" if step > 1 else ""
        if weight > 1 and (not common or weight >= _TITLE):
            mark += f".{weight}"
        marks.append(mark if common else mark + places)
    return ",".join(marks)


def words_of(text: str) -> Iterator[str]:
    """The words of a text as they are looked for: lower case, without accents, a pair of signs in dense scripts.

    Compound words follow at the end, whole, with one hyphen at each joint.
    """
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    text = text.lower()
    for run in _RUN.findall(text):
        if run.isascii() or not _IS_DENSE.match(run):
            yield run[:LONGEST]
        elif len(run) == 1:
            yield run
        else:
            yield from (run[at : at + 2] for at in range(len(run) - 1))
    for token in text.split():
        if "-" in token or "_" in token:
            yield from (_JOINT.sub("-", compound)[:LONGEST] for compound in _COMPOUND.findall(token))


def shard_of(word: str, shards: int) -> int:
    """FNV-1a (32 bits) of the first three letters, so that words that begin alike lie together."""
    found = 0x811C9DC5
    for byte in word[:3].encode("utf-8"):
        found = (found ^ byte) * 0x01000193 & 0xFFFFFFFF
    return found % shards


Mark = tuple[str, int, str]  # a word of a post, its weight, its places
_kept: dict[int, tuple[Body, Entry, int, Mapping[int, Sequence[Mark]]]] = {}


def _words(
    place: int, shards: int, entries: tuple[Entry, ...], bodies: Sequence[Body]
) -> dict[str, list[tuple[int, int, str]]]:
    """The words of one shard → (post in the segment, weight, places)."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    for number, (entry, body) in enumerate(zip(entries, bodies, strict=True)):
        for word, weight, places in _marks_of(shards, entry, body).get(place, ()):
            found.setdefault(word, []).append((number, weight, places))
    return found


def _marks_of(shards: int, entry: Entry, body: Body) -> Mapping[int, Sequence[Mark]]:
    """What a post has in each shard. Found once for all of them: a segment's bodies are kept while they are shown."""
    kept = _kept.get(id(body))
    if kept is None or kept[0] is not body or kept[1:3] != (entry, shards):
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        kept = _kept[id(body)] = body, entry, shards, _found(shards, entry, body)
    return kept[3]


def _found(shards: int, entry: Entry, body: Body) -> Mapping[int, Sequence[Mark]]:
    words = tuple(words_of(body.text))
    places = _places(words)
    found: dict[int, list[Mark]] = {}
    for word, weight in _weights(entry, words, _prose(body)).items():
        found.setdefault(_shard_of(word, shards), []).append((word, weight, places.get(word, "")))
    return found


def _places(words: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for at, word in enumerate(words):
        place, before = _PLACES[at // _NEAR % len(_PLACES)], found.get(word, "")
        if place not in before and len(before) < _MOST_PLACES:
            found[word] = before + place
    return found


def _prose(body: Body) -> str:
    return unescape(_MARK.sub("", " ".join(_PARAGRAPH.findall(body.html))))


def _weights(entry: Entry, words: Sequence[str], prose: str) -> dict[str, int]:
    counts = Counter(words)
    length = 1 - _B + _B * counts.total() / _TYPICAL
    weights = {
        word: max(1, round(_SCALE * count * (_K1 + 1) / (count + _K1 * length))) for word, count in counts.items()
    }
    places = ((entry.title,), _TITLE), (entry.terms, _TERM), (entry.headings, _HEADING), ((prose,), _PROSE)
    for parts, more in places:
        for word in dict.fromkeys(word for part in parts for word in words_of(part)):
            weights[word] = weights.get(word, 0) + more
    return weights


def _shards(count: int) -> int:
    """A power of two, so that it changes seldom while a site grows."""
    wanted = min(MOST_SHARDS, min(count, SEGMENT) // PER_SHARD)
    return 1 << max(0, wanted.bit_length() - 1)


def _entry(post: Post) -> Entry:
    card = post.card
    keys = (*card.tags, *card.categories, *card.authors, *((card.series,) if card.series else ()))
    number = (str(card.number),) if card.number is not None else ()
    return Entry(card.title, (*(key.name for key in keys), *number), tuple(map(_text, post.headings)))


def _text(heading: Heading) -> str:
    return heading.text


def _summary(text: str) -> str:
    if len(text) <= _SUMMARY:
        return text
    return text[:_SUMMARY].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def _cut(cards: Sequence[Card], size: int) -> Iterator[tuple[Card, ...]]:
    for start in range(0, len(cards), size):
        yield tuple(cards[start : start + size])


_shard_of = lru_cache(maxsize=100_000)(shard_of)
