"""The list in a build: what is written, what is said, and that nobody is found where the world can look."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from audiencegen.build.whole import look
from audiencegen.people.archive import ListEvent, ListKind
from audiencegen.people.law import Event, Kind
from audiencegen.people.person import Details, address
from audiencegen.people.store import KEY_SIZE, writing
from conftest import Run, clean_environment, tree, write

KEY = b"k" * KEY_SIZE
NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)  # the moment of the builds


def add(folder: Path, *emails: str, at: datetime = NOON) -> None:
    with writing(folder, at, KEY) as store:
        for email in emails:
            details = Details(name=f"Unmistakable {email.partition('@')[0]}", introduced_by="Wolfgang Unmistakable")
            store.record(address(email), Event(Kind.ADDED, at, source="fair", details=details))


def test_of_a_thousand_people_nothing_stands_in_what_is_deployed_or_kept(run: Run, project: Path) -> None:
    add(project, *(f"reader{number}@unmistakable.example" for number in range(1000)))
    assert run(project, "build").code == 0
    write(project, {"content/posts/2026-05-02-more.md": "---\ntitle: More\n---\n\nMore.\n"})
    assert run(project, "build").code == 0
    found = [name for name, content in tree(project).items() if b"unmistakable" in content.lower()]
    assert found == ["private/people.json", "private/people.sqlite", "private/subscribers.csv"]


def test_list_and_numbers_are_for_the_owner_alone(run: Run, project: Path) -> None:
    add(project, "maria@example.org")
    run(project, "build")
    for name in ("subscribers.csv", "people.json"):
        assert stat.S_IMODE((project / "private" / name).stat().st_mode) == 0o600
    assert json.loads((project / "private/people.json").read_text("utf-8"))["new"] == {"2026-11": 1}


def test_without_a_list_neither_file_is_written_and_the_build_says_so(run: Run, project: Path) -> None:
    assert "No list of readers" in run(project, "build").out
    assert not (project / "private").exists()


def test_a_build_after_which_the_list_did_not_change_does_not_open_it(run: Run, project: Path) -> None:
    add(project, "maria@example.org")
    command = [sys.executable, "-X", "importtime", "-m", "audiencegen", "-C", str(project), "build"]
    for _ in range(2):
        done = subprocess.run(command, env=clean_environment(), capture_output=True, text=True, check=True)
    assert "nothing had changed" in done.stdout
    assert "audiencegen.people" not in done.stderr
    assert "subprocess" not in done.stderr


def test_a_list_that_was_put_back_is_said_and_mails_nobody(run: Run, project: Path) -> None:
    add(project, "maria@example.org")
    with writing(project, NOON, KEY) as store:
        store.note(ListEvent(ListKind.RESTORED, NOON, "1"))
    said = run(project, "build").out
    assert "Nobody is mailed: your list was put back from a backup; audiencegen people doctor says what to do." in said
    assert (project / "private/subscribers.csv").read_text("utf-8").count("\n") == 1


def test_an_old_backup_is_remembered_calmly_and_a_new_one_forgotten_again(run: Run, project: Path) -> None:
    add(project, "maria@example.org", at=datetime(2026, 10, 1, tzinfo=UTC))
    line = "Your list has news since 2026-10-01 that are in no backup: audiencegen people backup"
    assert line in run(project, "build").out
    with writing(project, NOON, KEY) as store:
        store.note(ListEvent(ListKind.BACKED_UP, NOON, "1"))
    assert line not in run(project, "build").out


def test_a_build_that_finds_nothing_to_do_holds_until_the_list_wants_a_backup(run: Run, project: Path) -> None:
    add(project, "maria@example.org")
    run(project, "build")
    due = (NOON + timedelta(days=30)).timestamp()
    assert look(str(project), due - 1) is not None
    assert look(str(project), due) is None
