"""The verbs of a writer's day: init, new, publish."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audiencegen.cli import VERBS
from conftest import CONFIGURATION, NOW, Run, tree, write


def test_alone_it_prints_the_few_verbs_of_a_writers_day(tmp_path: Path, run: Run) -> None:
    answer = run(tmp_path)
    assert answer.code == 0
    assert answer.out.startswith("audiencegen: write, publish, and stay in touch")
    assert [verb for verb in VERBS if f"audiencegen {verb}" not in answer.out] == []


def test_init_in_a_pipe_asks_nothing_and_its_site_builds(tmp_path: Path, run: Run) -> None:
    answer = run(tmp_path, "init", "a-small-letter")
    site = tmp_path / "a-small-letter"
    assert answer.code == 0
    assert sorted(tree(site)) == [".gitignore", "audiencegen.yaml", "content/posts/who-this-is-for.md"]
    assert (site / "audiencegen.yaml").read_text().count("\n") == 5
    assert 'title: "A small letter"' in (site / "audiencegen.yaml").read_text()
    assert answer.out.rstrip().splitlines()[-1].lstrip().startswith("audiencegen build")
    assert run(site, "build").code == 0
    assert run(site, "publish", "who-this-is-for", "--at", "2026-05-01").code == 0
    assert "Built 1 post" in run(site, "build").out


def test_init_asks_three_things_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    answers = iter(["Ships: a letter", "Ann “A” O'Neill", ""])
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert run(tmp_path, "init").code == 0
    assert len(asked) == 3
    text = (tmp_path / "audiencegen.yaml").read_text("utf-8")
    assert 'title: "Ships: a letter"' in text
    assert 'author: "Ann “A” O\'Neill"' in text
    assert run(tmp_path, "build").code == 0


def test_init_never_overwrites(tmp_path: Path, run: Run) -> None:
    write(tmp_path, {"audiencegen.yaml": CONFIGURATION, ".gitignore": "mine\n"})
    before = tree(tmp_path)
    answer = run(tmp_path, "init")
    assert answer.code == 0
    assert "nothing was changed" in answer.out
    assert tree(tmp_path) == before


def test_new_begins_a_draft_and_says_what_to_do_with_it(project: Path, run: Run) -> None:
    answer = run(project, "new", 'Ships & "shoes": two')
    path = project / "content/posts" / next(name for name in answer.out.split("/") if "ships" in name).split("\n")[0]
    text = path.read_text("utf-8")
    assert 'title: "Ships & \\"shoes\\": two"' in text
    assert "draft: true" in text
    assert "number" not in text  # nobody numbers here
    assert re.search(r"\d{4}-\d{2}-\d{2}-ships-shoes-two\.md$", str(path))  # like the other post, with a date
    assert "audiencegen publish ships-shoes-two" in answer.out
    assert "1 draft waiting" in run(project, "build").out


def test_new_takes_the_next_number_and_a_template_by_name(project: Path, run: Run) -> None:
    write(
        project,
        {
            "content/posts/2026-06-01-seven.md": "---\ntitle: Seven\nnumber: 7\n---\n\nText.\n",
            "content/_templates/round-up.md": "---\ntitle: {title}\nnumber: {number}\ndraft: true\n---\n\n# {title}\n",
        },
    )
    assert run(project, "new", "Eight", "--like", "round-up").code == 0
    (path,) = (project / "content/posts").glob("*-eight.md")
    assert path.read_text() == '---\ntitle: "Eight"\nnumber: 8\ndraft: true\n---\n\n# Eight\n'


def test_new_never_overwrites_and_names_the_templates_there_are(project: Path, run: Run) -> None:
    assert run(project, "new", "Once").code == 0
    again = run(project, "new", "Once")
    assert again.code == 1
    assert "is there already" in again.err
    write(project, {"content/_templates/letter.md": "{title}"})
    unknown = run(project, "new", "Twice", "--like", "leter")
    assert unknown.code == 1
    assert "there are: letter" in unknown.err


DRAFT = "\ufeff---\r\n# mine\r\ntitle:   'Quiet'\r\ndraft: true   # not yet\r\ntags: [a,b]\r\n---\r\n\r\nText.  \r\n"


def test_publish_keeps_every_other_byte_and_shows_the_change(project: Path, run: Run) -> None:
    path = write(project, {"content/posts/quiet.md": DRAFT}) / "content/posts/quiet.md"
    path.chmod(0o640)
    answer = run(project, "publish", "quiet", "--at", "2026-11-20 09:00")
    assert answer.code == 0
    assert path.read_bytes().decode() == DRAFT.replace("draft: true   # not yet\r\n", "").replace(
        "---\r\n\r\n", "date: 2026-11-20 09:00\r\n---\r\n\r\n"
    )
    assert path.stat().st_mode & 0o777 == 0o640
    assert "-draft: true   # not yet" in answer.out
    assert "+date: 2026-11-20 09:00" in answer.out
    assert "Built 2 posts" in run(project, "build", "--now", NOW).out


def test_publish_ahead_says_that_a_build_is_needed_then(project: Path, run: Run) -> None:
    write(project, {"content/posts/quiet.md": DRAFT})
    assert (
        "appears with the first build after 2199-01-01 09:00"
        in run(project, "publish", "Quiet", "--at", "2199-01-01 09:00").out
    )


def test_publish_of_an_unknown_post_asks_whether_another_was_meant(project: Path, run: Run) -> None:
    answer = run(project, "publish", "helo")
    assert answer.code == 1
    assert "did you mean `hello`?" in answer.err


def test_publish_of_what_is_no_draft_changes_nothing(project: Path, run: Run) -> None:
    before = tree(project)
    assert "is no draft" in run(project, "publish", "hello").out
    assert tree(project) == before


def test_a_piece_of_other_texts_is_nothing_to_publish(project: Path, run: Run) -> None:
    write(project, {"content/_parts/us.md": "We are two.\n"})
    answer = run(project, "publish", "us")
    assert answer.code == 1 and (project / "content/_parts/us.md").read_text() == "We are two.\n"
