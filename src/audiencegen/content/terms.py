"""Tags, categories, authors and series: names → keys with one slug each, posts → terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from audiencegen.content.urls import TERM_KINDS, slug
from audiencegen.model import Author, Card, Head, Term, TermKey
from audiencegen.values import Struct


class Glossary(Struct, frozen=True):
    """Every term of the site by kind and slug; `Rust` and `rust` are one, called as most posts call it."""

    keys: Mapping[tuple[str, str], TermKey]
    authors: Mapping[str, Author]  # by slug

    def of(self, kind: str, names: Collection[str]) -> tuple[TermKey, ...]:
        if not names:
            return ()
        slugs = dict.fromkeys(self._slug(kind, name) for name in names)
        return tuple(self.keys[kind, one] for one in slugs if one)

    def writers(self, head: Head) -> tuple[TermKey, ...]:
        """Who wrote a post: those whom it names, else the first author of the configuration."""
        first = [author.name for author in self.authors.values()][:1]
        return self.of("authors", head.authors or first)

    def carried(self, head: Head) -> tuple[TermKey, ...]:
        """Every term of a post."""
        kinds = (kind for kind in TERM_KINDS if kind != "authors")
        return (*self.writers(head), *(key for kind in kinds for key in self.of(kind, named(head, kind))))

    def series(self, head: Head) -> TermKey | None:
        return next(iter(self.of("series", named(head, "series"))), None)

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
    return Glossary(keys, described)


def _spellings(heads: Iterable[Head], authors: Sequence[Author]) -> dict[tuple[str, str], TermKey]:
    names: dict[tuple[str, str], Counter[str]] = {}
    for head in heads:
        for kind in TERM_KINDS:
            for name in named(head, kind):
                one = _author_slug(name, authors) if kind == "authors" else slug(name)
                if one:
                    names.setdefault((kind, one), Counter())[name] += 1
    return {(kind, one): TermKey(kind, _usual(counted), one) for (kind, one), counted in names.items()}


def named(head: Head, kind: str) -> tuple[str, ...]:
    """The names of one kind of term in a head."""
    match kind:
        case "tags":
            return head.tags
        case "categories":
            return head.categories
        case "authors":
            return head.authors
        case _:
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


def keys_of(card: Card) -> Iterator[TermKey]:
    yield from card.tags
    yield from card.categories
    yield from card.authors
    if card.series:
        yield card.series


def _author_slug(name: str, authors: Iterable[Author]) -> str:
    for author in authors:
        own = author.slug or slug(author.name)
        if slug(name) in (own, slug(author.name)):
            return own
    return slug(name)


def _usual(counted: Counter[str]) -> str:
    # The most frequent spelling; where two are equally frequent the one that sorts first, so that no order matters.
    return min(counted, key=lambda name: (-counted[name], name))
