"""A few texts edited, and nothing else: only what shows them is asked for, made and noted."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiencegen.build import looks, manifest
from audiencegen.content.words import shard_of
from conftest import CONFIGURATION, Run, tree, write

SAME = "The very same text.\n"


@pytest.fixture
def site(tmp_path: Path, run: Run) -> Path:
    posts = {f"content/posts/{name}.md": f"---\ntitle: {name}\ndate: 2026-05-01\n---\n\n{SAME}" for name in "abc"}
    folder = write(tmp_path / "site", {"audiencegen.yaml": CONFIGURATION, **posts})
    run(folder, "build")
    return folder


def clean(folder: Path, run: Run) -> dict[str, bytes]:
    run(folder, "build", "--output", str(folder.parent / "clean"))
    return tree(folder.parent / "clean")


def test_an_edited_text_and_a_file_of_another_hand_are_mended_in_one_build(site: Path, run: Run) -> None:
    write(site, {"content/posts/a.md": (site / "content/posts/a.md").read_text() + "\nMore.\n"})
    (site / "output/site/archive/index.html").write_text("meddled")
    (site / "output/site/posts/c/index.html").unlink()
    assert run(site, "build").code == 0
    assert tree(site / "output") == clean(site, run)


def test_another_word_has_those_shards_of_the_search_made_again_that_hold_it(tmp_path: Path, run: Run) -> None:
    posts = {f"content/posts/{n}.md": f"---\ntitle: T{n}\ndate: 2026-05-{n:02}\n---\n\n{SAME}" for n in range(1, 32)}
    folder = write(tmp_path / "site", {"audiencegen.yaml": CONFIGURATION, **posts})
    run(folder, "build")
    shards = len([path for path in tree(folder / "output") if path.startswith("site/search/words-")])
    text = f"---\n\n{SAME}\nZephyr.\n"
    for title, words in (("T9", ("zephyr", "text")), ("T9 sail", ("sail",))):  # by the plan that stands; linked anew
        write(folder, {"content/posts/9.md": f"---\ntitle: {title}\ndate: 2026-05-09\n{text}"})
        told = run(folder, "build", "--explain").err.splitlines()
        again = {f"site/search/words-0-{shard_of(word, shards)}.txt" for word in words}
        made = {f"made {path}: a text that it shows changed" for path in again}
        assert {line for line in told if line.startswith("made site/search/words-")} == made
        assert tree(folder / "output") == clean(folder, run)


def test_a_text_that_two_posts_had_is_still_known_of_the_other(site: Path, run: Run) -> None:
    write(site, {"content/posts/a.md": (site / "content/posts/a.md").read_text().replace(SAME, "Another.\n")})
    run(site, "build")
    (site / "output/site/posts/b/index.html").unlink()
    assert run(site, "build").code == 0
    assert tree(site / "output") == clean(site, run)


def test_one_edit_after_another_leaves_what_a_first_build_would(site: Path, run: Run) -> None:
    for number, name in enumerate("abcab"):
        path = site / f"content/posts/{name}.md"
        path.write_text(f"{path.read_text()}\nSentence {number}.\n")
        assert run(site, "build").code == 0
    assert tree(site / "output") == clean(site, run)
    assert "nothing had changed" in run(site, "build").out


def test_another_process_that_looks_at_the_outputs_finds_the_same(
    site: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "_MANY", 1)
    assert "nothing had changed" in run(site, "build").out
    (site / "output/site/feed.xml").write_text("meddled")
    (site / "output/site/posts/c/index.html").unlink()
    answer = run(site, "build", "-v")
    wrote = sorted(line.removeprefix("wrote ") for line in answer.err.splitlines() if line.startswith("wrote "))
    assert wrote == ["site/feed.xml", "site/posts/c/index.html"]


def test_who_edits_a_text_again_gets_what_a_first_build_makes(
    site: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "_MANY", 1)
    path = site / "content/posts/a.md"
    for edit in (lambda text: f"{text}\nMore.\n", lambda text: text.replace("title: a", "title: Anew")):
        for _ in range(2):
            path.write_text(edit(path.read_text()))
            assert run(site, "build").code == 0
            assert tree(site / "output") == clean(site, run)
    path.write_text(f"{path.read_text()}\nOnce more.\n")
    (site / "content/posts/b.md").unlink()
    run(site, "build")
    assert tree(site / "output") == clean(site, run)
    path.unlink()
    run(site, "build")
    assert tree(site / "output") == clean(site, run)
    assert "nothing had changed" in run(site, "build").out


def test_a_link_in_the_place_of_an_output_is_noticed(site: Path, run: Run) -> None:
    page = site / "output/site/posts/c/index.html"
    write(site, {"mine.html": page.read_text()})
    page.unlink()
    page.symlink_to(site / "mine.html")
    run(site, "build")
    assert not page.is_symlink()


def test_a_manifest_with_some_other_rows_reads_as_if_all_were_written_anew() -> None:
    files = {'a "b"/ü.html': "1" * 32, "b.html": "2" * 32, "posts/b.md": "3" * 32, "z": ""}
    addresses = {"posts/b.md": "/posts/b/", "z": "/z/"}
    before = manifest.of(files, addresses)
    for some in ({'a "b"/ü.html': ""}, {"posts/b.md": "", "z": "4" * 32}, {"new": "5" * 32}, {}):
        assert before.with_files(some).content == manifest.of({**files, **some}, addresses).content


def test_a_manifest_without_files_takes_the_first() -> None:
    assert manifest.of({}, {}).with_files({"a": "1" * 32}).files == {"a": "1" * 32}
