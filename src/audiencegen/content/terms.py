"""Tags, categories, authors and series: names → keys with one slug each, posts → terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from audiencegen.content.urls import TERM_KINDS, slug
from audiencegen.model import Author, Card, Head, Term, TermKey
from audiencegen.values import Struct


class Glossary(Struct, frozen=True):
    """Every term of the site by kind and slug; `Rust` and `rust` are one, called as most posts call it."""

    keys: Mapping[tuple[str, str], TermKey]
    authors: Mapping[str, Author]  # by slug
    first: tuple[str, ...]  # who wrote what names nobody
    found: dict[tuple[str, tuple[str, ...]], tuple[TermKey, ...]] = {}  # noqa: RUF012 - each struct gets its own

    def of(self, kind: str, names: tuple[str, ...]) -> tuple[TermKey, ...]:
        """The terms that names mean; many posts have the same names."""
        if not names:
            return ()
        found = self.found.get((kind, names))
        if found is None:
            found = self.found[kind, names] = self._of(kind, names)
        return found

    def writers(self, head: Head) -> tuple[TermKey, ...]:
        """Who wrote a post: those whom it names, else the first author of the configuration."""
        return self.of("authors", head.authors or self.first)

    def carried(self, head: Head) -> tuple[TermKey, ...]:
        """Every term of a post."""
        others = self.of("tags", head.tags), self.of("categories", head.categories), self.of("series", _series(head))
        return tuple(chain(self.writers(head), *others))

    def series(self, head: Head) -> TermKey | None:
        return next(iter(self.of("series", _series(head))), None) if head.series else None

    def _of(self, kind: str, names: tuple[str, ...]) -> tuple[TermKey, ...]:
        slugs = dict.fromkeys(self._slug(kind, name) for name in names)
        return tuple(self.keys[kind, one] for one in slugs if one)

    def _slug(self, kind: str, name: str) -> str:
        return _author_slug(name, self.authors.values()) if kind == "authors" else slug(name)


def glossary(listed: Iterable[Head], others: Iterable[Head], authors: Sequence[Author]) -> Glossary:
    """Collect the terms of all heads. What listed posts call a term counts first: no draft renames what is public.

    The configuration's name of an author wins over the posts'.
    """
    described = {author.slug or slug(author.name): author for author in authors}
    keys = {("authors", one): TermKey("authors", author.name, one) for one, author in described.items()}
    for heads in (listed, others):
        keys = _spellings(heads, authors) | keys
    return Glossary(keys, described, tuple(author.name for author in described.values())[:1])


def _spellings(heads: Iterable[Head], authors: Sequence[Author]) -> dict[tuple[str, str], TermKey]:
    counts = Counter(written for head in heads for written in _written(head))
    names: dict[tuple[str, str], dict[str, int]] = {}
    for (kind, name), count in counts.items():
        one = _author_slug(name, authors) if kind == "authors" else slug(name)
        if one:
            names.setdefault((kind, one), {})[name] = count
    return {(kind, one): TermKey(kind, _usual(counted), one) for (kind, one), counted in names.items()}


def _written(head: Head) -> Iterator[tuple[str, str]]:
    """The kind and the name of every term in a head."""
    for kind, names in (("tags", head.tags), ("categories", head.categories), ("authors", head.authors)):
        for name in names:
            yield kind, name
    if head.series:
        yield "series", head.series


def _series(head: Head) -> tuple[str, ...]:
    return (head.series,) if head.series else ()


def terms(cards: Sequence[Card], glossary: Glossary) -> tuple[Term, ...]:
    """The terms that listed posts carry, by kind and then name, each with its posts newest first."""
    posts: dict[TermKey, list[Card]] = {}
    for card in cards:
        for key in keys_of(card):
            posts.setdefault(key, []).append(card)
    order = sorted(posts, key=lambda key: (TERM_KINDS.index(key.kind), key.name.casefold(), key.slug))
    return tuple(
        Term(key, tuple(posts[key]), glossary.authors.get(key.slug) if key.kind == "authors" else None) for key in order
    )


def keys_of(card: Card) -> tuple[TermKey, ...]:
    series = (card.series,) if card.series else ()
    return (*card.tags, *card.categories, *card.authors, *series)


def _author_slug(name: str, authors: Iterable[Author]) -> str:
    for author in authors:
        own = author.slug or slug(author.name)
        if slug(name) in (own, slug(author.name)):
            return own
    return slug(name)


def _usual(counted: Mapping[str, int]) -> str:
    # The most frequent spelling; where two are equally frequent the one that sorts first, so that no order matters.
    return min(counted, key=lambda name: (-counted[name], name))
