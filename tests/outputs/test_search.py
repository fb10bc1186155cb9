"""The index of the search: its shards, and what a change costs."""

from __future__ import annotations

import json
import re
from pathlib import Path

from audiencegen.content.words import SHARDS, letter_of, shard_of
from audiencegen.outputs import search
from audiencegen.values import replace
from conftest import CONFIGURATION, Run, tree, write
from sites import CONFIG, Files, linked, post

MANY: Files = {
    f"posts/2026-01-01-n{number:04}.md": post(
        f"date: 2026-01-01 {number // 60:02}:{number % 60:02}", f"word{number} tide", f"T{number}"
    )
    for number in range(search.SEGMENT + 8)
}  # fmt: skip


def made(files: Files, **more: object) -> dict[str, bytes]:
    return linked(files, replace(CONFIG, **more)).made(search.plan)


def lines(files: Files) -> dict[str, str]:
    texts = [content.decode() for path, content in made(files).items() if path.endswith(".txt")]
    return dict(line.split(" ", 1) for text in texts for line in text.splitlines())


def test_a_line_says_which_posts_have_a_word_how_much_it_weighs_there_and_beside_what_it_stands() -> None:
    found = lines({
        "posts/2026-05-01-a.md": post("tags: [sea]", "tide and " + "more " * 20 + "tide", "First"),
        "posts/2026-05-02-b.md": post("", "new ropes", "Tide"),
    })  # fmt: skip
    assert re.fullmatch(r"\.\d+[a-zA-Z]{0,2},\.\d+", found["tide"])
    assert re.fullmatch(r"2\.\d+" + letter_of("new").upper() + "?", found["ropes"])
    assert found["sea"] == ".4"


def test_a_part_is_in_many_letters_and_leads_to_none() -> None:
    found = lines({"posts/2026-05-01-a.md": post("", "tide\n\n::: part us"), "_parts/us.md": "We are anchored."})
    assert "tide" in found
    assert "anchored" not in found


def test_no_address_no_mark_and_no_field_of_a_reader_is_a_word() -> None:
    assert "https" not in lines({"posts/2026-05-01-a.md": post("", "[Here](https://example.org/secret) **it** is.")})
    dear = "Dear {first_name|friend}"
    personal = {"posts/2026-05-01-a.md": post("", f"{dear}, hello.", dear)}
    outputs = made(personal)
    assert not [path for path, content in outputs.items() if b"first_name" in content or b"|" in content]


def test_addresses_in_the_list_stand_below_the_path_of_the_site() -> None:
    outputs = made({"posts/2026-05-01-a.md": post()}, url="https://letters.example.org/kettle")
    assert json.loads(outputs["site/search/posts-0.json"])[0][1] == "/kettle/posts/hello/"
    assert b'data-base="/kettle/search/"' in outputs["site/search/index.html"]


def test_what_is_said_of_a_letter_ends_at_a_word_and_with_one_sign() -> None:
    told = post(f"description: {'tide ' * 27}tide. And more of it")
    said = json.loads(made({"posts/2026-05-01-a.md": told})["site/search/posts-0.json"])[0][3]
    assert said.endswith("tide tide…")
    assert len(said) < 150


def test_a_site_can_be_without_it() -> None:
    assert made({"posts/2026-05-01-a.md": post()}, search=False) == {}


def test_drafts_and_unlisted_letters_are_not_found() -> None:
    found = lines({
        "posts/2026-05-01-a.md": post("unlisted: true", "secretly", "One"),
        "posts/b.md": post("draft: true", "unfinished", "Two"),
        "posts/2026-05-03-c.md": post("", "openly"),
    })  # fmt: skip
    assert "openly" in found
    assert not {"secretly", "unfinished"} & found.keys()


def test_another_text_changes_shards_of_its_own_segment_alone() -> None:
    before = made(MANY)
    last = len(MANY) - 1
    text = post(f"date: 2026-01-01 {last // 60:02}:{last % 60:02}", f"word{last} zephyr tide", f"T{last}")
    after = made({**MANY, f"posts/2026-01-01-n{last:04}.md": text})
    changed = {path for path in before if before[path] != after[path]}
    assert before.keys() == after.keys()
    of_word = {word: f"site/search/words-1-{shard_of(word, SHARDS)}.txt" for word in ("zephyr", f"word{last}", "tide")}
    shards = {path for path in changed if "/words-" in path}
    assert of_word["zephyr"] in shards
    assert shards <= set(of_word.values())  # its neighbours note it


def test_one_more_letter_changes_the_last_segment_the_last_block_and_the_page() -> None:
    before = made(MANY)
    after = made({**MANY, "posts/2026-02-01-new.md": post("", "zephyr", "New")})
    changed = {path for path in after if before.get(path) != after[path]}
    assert not [path for path in changed if "/words-0-" in path]
    assert {path for path in changed if "/words-" not in path} == {
        "site/search/index.html",
        f"site/search/posts-{(search.SEGMENT + 8) // search.BLOCK}.json",
    }


def test_a_build_writes_only_the_shards_that_differ(tmp_path: Path, run: Run) -> None:
    write(tmp_path, {"audiencegen.yaml": CONFIGURATION + "cards: false\n"})
    write(
        tmp_path / "content",
        {f"posts/2026-05-{n:02}-n.md": post(f"slug: n{n}", f"harbour{n}", f"T{n}") for n in range(1, 32)},
    )
    run(tmp_path, "build")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "output/site/search").iterdir()}
    write(tmp_path / "content", {"posts/2026-05-03-n.md": post("slug: n3", "harbour3 zephyr", "T3")})
    run(tmp_path, "build")
    changed = {path.name for path, moment in before.items() if path.stat().st_mtime_ns != moment}
    shards = len([path for path in before if "words-" in path.name])
    assert f"words-0-{shard_of('zephyr', shards)}.txt" in changed
    assert len([name for name in changed if name.startswith("words-")]) < shards


def test_a_page_of_the_writer_at_its_address_is_an_error_that_names_the_key(project: Path, run: Run) -> None:
    write(project, {"content/pages/search.md": post("", "Mine.", "Search")})
    answer = run(project, "build")
    assert answer.code != 0
    assert "content/pages/search.md" in answer.err
    assert "search: false" in answer.err
    write(project, {"audiencegen.yaml": CONFIGURATION + "search: false\n"})
    assert run(project, "build").code == 0
    assert "Mine." in tree(project / "output")["site/search/index.html"].decode()
