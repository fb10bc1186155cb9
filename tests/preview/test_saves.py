"""The ways in which editors save: none is lost, and none is built twice."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import write
from preview_site import previewed

SAVES = int(os.environ.get("AUDIENCEGEN_SAVES", "3"))  # of each editor; 25 for the full count


def in_place(file: Path, text: str) -> None:
    file.write_text(text)


def like_vim(file: Path, text: str) -> None:
    trial = file.with_name("4913")
    trial.write_text("")
    trial.unlink()
    backup = file.with_name(f"{file.name}~")
    file.rename(backup)
    file.write_text(text)
    backup.unlink()


def like_emacs(file: Path, text: str) -> None:
    lock = file.with_name(f".#{file.name}")
    lock.symlink_to("writer@desk.4711:1700000000")
    file.with_name(f"#{file.name}#").write_text(text)
    backup = file.with_name(f"{file.name}~")
    backup.unlink(missing_ok=True)
    file.rename(backup)
    file.write_text(text)
    file.with_name(f"#{file.name}#").unlink()
    lock.unlink()


def like_gedit(file: Path, text: str) -> None:
    new = file.with_name(".goutputstream-ABC123")
    new.write_text(text)
    new.replace(file)


def like_jetbrains(file: Path, text: str) -> None:
    new, old = file.with_name(f"{file.name}___jb_tmp___"), file.with_name(f"{file.name}___jb_old___")
    new.write_text(text)
    file.rename(old)
    new.rename(file)
    old.unlink()


def like_vscode(file: Path, text: str) -> None:
    with file.open("r+") as stream:
        stream.truncate(0)
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def in_two_steps(file: Path, text: str) -> None:
    half = len(text) // 2
    with file.open("w") as stream:
        stream.write(text[:half])
        stream.flush()
        time.sleep(0.005)
        stream.write(text[half:])


def deleted_and_made_anew(file: Path, text: str) -> None:
    file.unlink()
    file.write_text(text)


EDITORS = (
    in_place,
    like_vim,
    like_emacs,
    like_gedit,
    like_jetbrains,
    like_vscode,
    in_two_steps,
    deleted_and_made_anew,
)


@pytest.mark.parametrize("save", EDITORS, ids=lambda save: save.__name__)
def test_no_save_is_lost_and_none_built_twice(save: Callable[[Path, str], None], project: Path) -> None:
    file = project / "content/posts/2026-05-01-hello.md"
    written = file.read_text()
    with previewed(project) as preview:
        for number in range(SAVES):
            before = preview.builds()
            save(file, f"{written}\nThis is save {number}.\n")
            preview.shows("/posts/hello/", f"This is save {number}.")
            preview.settle()
            assert preview.builds() == before + 1


def test_a_save_is_seen_where_the_system_tells_of_nothing(project: Path) -> None:
    with previewed(project, poll=True) as preview:
        write(project, {"content/posts/2026-05-01-hello.md": "---\ntitle: Hello\n---\n\nGood evening.\n"})
        preview.shows("/posts/hello/", "Good evening.")


def test_to_read_is_not_to_change(project: Path) -> None:
    with previewed(project) as preview:
        end = time.monotonic() + float(os.environ.get("AUDIENCEGEN_IDLE", "1"))
        while time.monotonic() < end:
            for path in ("/", "/posts/hello/", "/archive/", "/feed.xml", "/nowhere/"):
                preview.get(path)
            for file in project.rglob("*.md"):
                file.read_bytes()
        assert preview.news == []


def test_what_is_saved_as_it_was_is_not_built(project: Path) -> None:
    file = project / "content/posts/2026-05-01-hello.md"
    with previewed(project) as preview:
        file.write_bytes(file.read_bytes())
        preview.settle()
        assert preview.news == []


def test_output_and_notes_are_nobodys_news(project: Path) -> None:
    with previewed(project) as preview:
        write(
            project,
            {"output/site/index.html": "old", ".audiencegen/x": "x", "content/posts/x.md~": "x", "todo.txt": "x"},
        )
        preview.settle()
        assert preview.news == []


def test_a_new_folder_is_watched(project: Path) -> None:
    with previewed(project) as preview:
        write(project, {"content/posts/2026/june/new.md": "---\ntitle: Newer\ndate: 2026-06-01\n---\n\nFirst.\n"})
        preview.shows("/posts/newer/", "First.")
        write(project, {"content/posts/2026/june/new.md": "---\ntitle: Newer\ndate: 2026-06-01\n---\n\nSecond.\n"})
        preview.shows("/posts/newer/", "Second.")


def test_a_theme_of_ones_own_is_watched_from_its_first_file(project: Path) -> None:
    with previewed(project) as preview:
        write(project, {"theme/site/404.html": "<!doctype html><title>Lost</title><body>Lost, friend?</body>"})
        preview.shows("/nowhere/", "Lost, friend?")
        write(project, {"theme/site/404.html": "<!doctype html><title>Lost</title><body>Not for long.</body>"})
        preview.shows("/nowhere/", "Not for long.")
