"""A newsletter of N posts, the same for the same seed on every computer.

    python bench/corpus.py DIR --posts 1000

writes DIR/content/posts/*.md with YAML front matter, as audiencegen, Hugo and Eleventy read it. A post has 300 to
1,500 words; a fifth of them have code; there are footnotes, tables, lists, and links to older posts.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that it can be called by its path

from bench import prose
from bench.words import ADJECTIVES, NOUNS, TAGS

SEED = 1
NEWEST = date(2025, 6, 30)  # the day of the last post; the one before it is a day older
_SHORTEST, _LONGEST, _USUAL = 300, 1500, 774  # words; a triangle whose mean is 858
_FURTHER = 68  # words of headings and notes, and of half a last block
_BLOCKS: dict[Callable[[Random], str], int] = {
    prose.paragraph: 76,
    prose.bullets: 6,
    prose.steps: 4,
    prose.quotation: 5,
}


@dataclass(frozen=True, slots=True)
class Draft:
    """One post before it is written in anybody's format."""

    slug: str
    title: str
    description: str
    day: date
    tags: tuple[str, ...]
    text: str


def drafts(posts: int, seed: int = SEED) -> tuple[Draft, ...]:
    """The posts of a corpus, oldest first."""
    return tuple(_draft(number, NEWEST - timedelta(days=posts - 1 - number), seed) for number in range(posts))


def yaml_head(draft: Draft) -> str:
    """Front matter as audiencegen, Hugo and Eleventy read it."""
    return (
        f'---\ntitle: "{draft.title}"\nslug: {draft.slug}\ndate: {draft.day}\n'
        f'description: "{draft.description}"\ntags: [{", ".join(draft.tags)}]\n---\n'
    )


def header_head(draft: Draft) -> str:
    """Front matter as Pelican reads it."""
    return (
        f"Title: {draft.title}\nSlug: {draft.slug}\nDate: {draft.day}\n"
        f"Summary: {draft.description}\nTags: {', '.join(draft.tags)}\n"
    )


def write(draft: Draft, directory: Path, head: Callable[[Draft], str] = yaml_head) -> None:
    """Write one post of a project, over an older text of it."""
    path = directory / "content" / "posts" / f"{draft.slug}.md"
    path.write_text(f"{head(draft)}\n{draft.text}", encoding="utf-8", newline="\n")


def _draft(number: int, day: date, seed: int) -> Draft:
    random = Random(f"{seed} {number}")
    # Some tags are on a great many posts, and some on few.
    weights = [1 / (place + 4) for place in range(len(TAGS))]
    tags = dict.fromkeys(random.choices(TAGS, weights, k=random.randint(1, 4)))
    slug, title = _named(number, seed)
    description = prose.sentence(random).replace('"', "")
    return Draft(slug, title, description, day, tuple(tags), _text(random, number, seed))


def _named(number: int, seed: int) -> tuple[str, str]:
    """The slug and the title of a post, which any other post can know."""
    random = Random(f"title {seed} {number}")
    adjective, noun, other = random.choice(ADJECTIVES), random.choice(NOUNS), random.choice(NOUNS)
    shape = random.choice(("The {} {} and the {}", "A {} {}, a {}", "What the {} {} knew of its {}", "{} {}: {}"))
    return f"{adjective}-{noun}-{number:05}", shape.format(adjective, noun, other).capitalize()


def _text(random: Random, number: int, seed: int) -> str:
    guests = _guests(random, number, seed)
    blocks = [prose.paragraph(random)]
    paragraphs = [0]  # where they stand among the blocks
    length = sum(_words(block) for block in (*guests, *blocks))
    wanted = max(_SHORTEST, random.triangular(_SHORTEST, _LONGEST, _USUAL) - _FURTHER)
    while length < wanted:
        write = random.choices(tuple(_BLOCKS), tuple(_BLOCKS.values()))[0]
        block = write(random)
        if length + _words(block) > _LONGEST - _FURTHER:
            break
        if write is prose.paragraph:
            paragraphs.append(len(blocks))
        blocks.append(block)
        length += _words(block)
    notes = _annotate(random, blocks, paragraphs)
    for guest in guests:
        blocks.insert(random.randint(1, len(blocks)), guest)
    for place in range(len(blocks) - random.randint(2, 4), 1, -random.randint(4, 6)):
        blocks.insert(place, f"## {prose.heading(random)}")
    return "\n\n".join((*blocks, *notes)) + "\n"


def _guests(random: Random, number: int, seed: int) -> list[str]:
    """What a post has beside prose: a table, code, links to older posts."""
    guests: list[str] = []
    if random.random() < 0.25:
        guests.append(prose.table(random))
    if random.random() < 0.2:
        guests += [prose.code(random) for _ in range(random.randint(1, 2))]
    for _ in range(random.randint(0, 3) if number else 0):
        slug, title = _named(random.randrange(number), seed)
        guests.append(f"{prose.sentence(random)} Compare [{title}](/posts/{slug}/). {prose.sentence(random)}")
    return guests


def _annotate(random: Random, blocks: list[str], paragraphs: list[int]) -> list[str]:
    """Give some paragraphs a footnote; the answer is the text of the notes."""
    wanted = random.randint(1, 3) if random.random() < 0.3 else 0
    chosen = sorted(random.sample(paragraphs, min(wanted, len(paragraphs))))
    for note, place in enumerate(chosen, start=1):
        blocks[place] += f"[^{note}]"
    return [f"[^{note}]: {prose.sentence(random)}" for note in range(1, len(chosen) + 1)]


def _words(text: str) -> int:
    return len(text.split())


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="corpus.py", description="Write a corpus of newsletter posts.")
    parser.add_argument("directory", metavar="DIR", type=Path, help="posts are written to DIR/content/posts/")
    parser.add_argument("--posts", metavar="N", type=int, default=1000, help="how many; 1000 unless told")
    parser.add_argument("--seed", metavar="N", type=int, default=SEED, help="another corpus of the same kind")
    parser.add_argument("--headers", action="store_true", help="`Key: value` front matter, as Pelican reads it")
    given = parser.parse_args(words)
    (given.directory / "content" / "posts").mkdir(parents=True, exist_ok=True)
    letters = drafts(given.posts, given.seed)
    for draft in letters:
        write(draft, given.directory, header_head if given.headers else yaml_head)
    lengths = [_words(draft.text) for draft in letters]
    size = sum(len(draft.text.encode()) for draft in letters)
    sys.stdout.write(
        f"{len(letters)} posts of {min(lengths)} to {max(lengths)} words, on average {sum(lengths) // len(letters)}"
        f" words and {size / len(letters) / 1000:.1f} kB\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
