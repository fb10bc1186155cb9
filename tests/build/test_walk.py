"""What has to be made, and in which order."""

from __future__ import annotations

from audiencegen.build.planned import Row
from audiencegen.build.walk import Work
from audiencegen.model import Output

ROWS = {
    "a.html": Row("page", ("a.md",)),
    "b.html": Row("page", ("b.md", "_parts/p.md")),
    "c.html": Row("page", ("c.md", "_parts/p.md")),
    "index.html": Row("list"),
    "feed.xml": Row("feed", ("a.md", "b.md", "_parts/p.md")),
    "words.txt": Row("shard words:0/2", ("a.md", "b.md", "c.md")),
    "feeds/1.xml": Row("feed", ("a.md",)),
}


def made_in_turn(*paths: str) -> list[str]:
    reasons = dict.fromkeys(paths, "it is new")
    work = Work(paths, reasons, {}, ROWS.__getitem__, lambda path: Output(path, bytes, ()), lambda row: "")
    return [output.path for output in work.todo()]


def test_what_shows_many_texts_is_made_when_the_last_of_them_has_been_read() -> None:
    read = [path for path in made_in_turn(*ROWS) if ROWS[path].bodies and not ROWS[path].shard]
    assert read == ["a.html", "feeds/1.xml", "b.html", "feed.xml", "c.html"]


def test_everything_that_has_to_be_made_is_made_and_nothing_else() -> None:
    assert sorted(made_in_turn(*ROWS)) == sorted(ROWS)
    assert made_in_turn("feed.xml", "c.html") == ["feed.xml", "c.html"]
    assert made_in_turn() == []
