"""`audiencegen share`: what a channel takes, printed or copied."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Run


def test_without_a_channel_it_lists_them_with_their_counts(project: Path, run: Run) -> None:
    rows = run(project, "share").out.splitlines()
    assert rows[0].startswith("friend ")
    assert any(row.startswith("x ") and row.endswith(" of 280") for row in rows)
    assert len(rows) == 20


def test_one_text_is_printed_as_it_is_pasted_and_nothing_is_written(project: Path, run: Run) -> None:
    said = run(project, "share", "hello", "--channel", "X")
    assert said.out.startswith("Hello\n")
    assert "/posts/hello/" in said.out
    assert not (project / "output").exists()


def test_a_channel_or_post_that_is_none_is_named(project: Path, run: Run) -> None:
    assert run(project, "share", "--channel", "mastodn").code == 2
    assert "did you mean `hello`" in run(project, "share", "helo").err


def test_copying_takes_the_program_that_is_there_and_says_so_when_none_is(
    project: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "no program here puts text on the clipboard" in run(project, "share", "--channel", "x", "--copy").err
    program = tmp_path / "wl-copy"
    program.write_text(f"#!/bin/sh\n/bin/cat > {tmp_path}/copied\n")
    program.chmod(0o755)
    said = run(project, "share", "--channel", "x", "--copy")
    assert said.out.startswith("Copied: ")
    assert "/posts/hello/" in (tmp_path / "copied").read_text("utf-8")


def test_all_posts_have_a_kit_when_the_build_is_told_so_and_the_next_build_knows(project: Path, run: Run) -> None:
    (project / "audiencegen.yaml").write_text(
        (project / "audiencegen.yaml").read_text("utf-8") + "issues: {latest: 1}\n", "utf-8"
    )
    (project / "content/posts/2026-04-01-older.md").write_text("---\ntitle: Older\n---\n\nGood evening.\n", "utf-8")
    run(project, "build", "--share", "all")
    older = project / "output/share/2026-04-01-older/kit.json"
    assert older.is_file()
    run(project, "build")
    assert not older.exists()
    assert run(project, "build").out
