"""What is known of one person, who is owed thanks, and the care of the list: what the writer is told."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from test_people import Paper, mailable, people, refused

from audiencegen.cli import UsageError
from conftest import CONFIGURATION, Run, clean_environment, tree, write


def list_of_three(folder: Path) -> None:
    words = ("--consent", "told me", "--name", "Maria Doe", "--tag", "bees,rust", "--language", "de")
    people(folder, "add", "maria@example.org", *words)
    people(folder, "add", "jon@example.org", "--consent", "x", "--name", "Jon", "--introduced-by", "Maria Doe")
    people(folder, "add", "zoe@example.org", "--consent", "x", "--introduced-by", "jon@example.org")


# --- one person --------------------------------------------------------------------------------


def test_what_is_known_is_shown_with_the_chain_of_introducers(project: Path) -> None:
    list_of_three(project)
    assert people(project, "show", "ZOE@example.org") == [
        "zoe@example.org",
        "",
        "         state  active since 2026-11-22",
        "  reader since  2026-11-22",
        "     came from  by hand",
        "        agreed  “x”",
        " introduced by  Jon, who came by Maria Doe",
    ]
    assert "       brought  Jon (2 in all, with those whom they brought)" in people(
        project, "show", "maria@example.org"
    )


def test_edits_tags_and_notes_are_kept_and_told_by_the_history(project: Path) -> None:
    list_of_three(project)
    people(project, "edit", "maria@example.org", "--name", "", "--language", "de-AT", "--topic", "honey")
    people(project, "tag", "maria@example.org", "rust", "--remove")
    people(project, "note", "maria@example.org", "met", "in", "Bonn")
    shown = json.loads("\n".join(people(project, "show", "maria@example.org", "--json")))
    assert "name" not in shown
    assert (shown["tags"], shown["language"], shown["topics"]) == (["bees"], "de-AT", ["honey"])
    assert people(project, "history", "maria@example.org") == [
        "maria@example.org: active.",
        "  2026-11-22  was added: “told me”; by hand; name: Maria Doe; language: de; tags: bees, rust",
        "  2026-11-22  more became known; by hand; language: de-AT; topics: honey; taken away: the name",
        "  2026-11-22  more became known; by hand; taken away: the tag rust",
        "  2026-11-22  note: “met in Bonn”",
    ]


def test_the_letter_to_somebody_leaves_nothing_out(project: Path) -> None:
    write(project, {"list.csv": "email,Shoe size,CONFIRM_TIME,name\nmaria@example.org,38,2020-01-02,Maria\n"})
    people(project, "import", "list.csv", "--yes", "--consent", "the old form")
    people(project, "note", "maria@example.org", "met in Bonn")
    people(project, "tag", "maria@example.org", "bees")
    said = "\n".join(people(project, "show", "maria@example.org", "--letter"))
    for what in ("Hello Maria,", "maria@example.org", "the old form", "list.csv, row 2", "2020-01-02", "Shoe size: 38"):
        assert what in said
    assert "met in Bonn" in said
    assert "tags: bees" in said


def test_what_changes_nothing_says_so(project: Path) -> None:
    list_of_three(project)
    assert people(project, "tag", "maria@example.org", "bees") == [
        "Maria Doe <maria@example.org>: there was nothing to change."
    ]
    with pytest.raises(UsageError):
        people(project, "edit", "maria@example.org")


@pytest.mark.parametrize(
    "words", [("show",), ("history",), ("edit", "--name", "X"), ("tag", "x"), ("note", "x"), ("pause",), ("resume",)]
)
def test_of_somebody_unknown_it_says_so_and_begins_no_list(project: Path, words: tuple[str, ...]) -> None:
    command, *rest = words
    assert refused(project, command, "nobody@example.org", *rest)[0] == (
        "nobody on the list has the address nobody@example.org"
    )
    assert not (project / "private").exists()


@pytest.mark.parametrize("introducer", ["zoe@example.org", "maria@example.org", "Maria Doe"])
def test_nobody_is_introduced_by_somebody_they_brought(project: Path, introducer: str) -> None:
    list_of_three(project)
    for command in (("edit",), ("add",)):
        what, _ = refused(project, *command, "maria@example.org", "--introduced-by", introducer)
        assert what == f"{introducer} cannot have introduced maria@example.org"


def test_a_pause_ends_by_resuming_and_nothing_else(project: Path) -> None:
    list_of_three(project)
    people(project, "pause", "maria@example.org", "--why", "on a ship")
    assert mailable(project) == ["jon@example.org", "zoe@example.org"]
    what, hint = refused(project, "add", "maria@example.org", "--consent", "x")
    assert (what, hint) == (
        "maria@example.org asked for a pause on 2026-11-22, so they get no letters",
        "when it is over: audiencegen people resume maria@example.org",
    )
    write(project, {"list.csv": "email\nmaria@example.org\n"})
    assert "       1  asked you for a pause: no list ends it" in people(project, "import", "list.csv", "--dry-run")
    assert people(project, "resume", "maria@example.org") == ["Maria Doe <maria@example.org> gets your letters again."]
    assert "maria@example.org" in mailable(project)
    people(project, "unsubscribe", "maria@example.org")
    assert "unsubscribed" in refused(project, "resume", "maria@example.org")[0]


# --- segments, numbers, thanks -----------------------------------------------------------------


def test_a_segment_says_who_and_how_many(project: Path) -> None:
    list_of_three(project)
    assert people(project, "list", "--to", 'introduced-by:"Maria Doe"') == [
        "jon@example.org  Jon  2026-11-22  by hand  by Maria Doe",
        "",
        '1 person in `introduced-by:"Maria Doe"`.',
        "3 people get your letters.",
    ]


def test_a_query_that_cannot_be_understood_is_shown_with_its_place(project: Path) -> None:
    assert refused(project, "list", "--to", "tag:rust stat:active") == (
        "`stat:` is no word of a query, at column 10\n  tag:rust stat:active\n           ^^^^^",
        "did you mean `state:`?",
    )


def test_the_numbers_say_how_people_came(project: Path) -> None:
    list_of_three(project)
    people(project, "unsubscribe", "zoe@example.org")
    said = people(project, "stats")
    assert said[:2] == ["2 people get your letters.", "2 active, 1 unsubscribed."]
    assert "     2  new this month" in said
    assert "     1  Maria Doe" in said


def test_thanks_are_due_until_they_are_done(project: Path) -> None:
    list_of_three(project)
    assert people(project, "thanks")[:2] == [
        "Jon <jon@example.org> brought zoe@example.org (2026-11-22): waits since today.",
        "Maria Doe <maria@example.org> brought Jon (2026-11-22): waits since today.",
    ]
    assert people(project, "thanks", "--done", "maria@example.org") == [
        "Noted: you thanked Maria Doe for Jon (2026-11-22)."
    ]
    assert refused(project, "thanks", "--done", "Maria Doe")[0] == "Maria Doe does not wait for your thanks"
    people(project, "thanks", "--done", "jon")
    assert people(project, "thanks")[0].startswith("Nobody waits for your thanks.")


# --- forgetting --------------------------------------------------------------------------------


def test_forgetting_names_what_it_cannot_reach_and_gives_an_answer_to_send(project: Path) -> None:
    list_of_three(project)
    write(project, {"private/old.csv": "email\nMARIA@example.org\n"})
    said = people(project, "forget", "maria@example.org", "--yes")
    assert "  private/old.csv: their address stands in it" in said
    assert (
        "  what I kept about you is erased, as you asked: on my list and at the service that sends my letters." in said
    )
    shutil.rmtree(project / "private" / "old.csv", ignore_errors=True)
    (project / "private" / "old.csv").unlink()
    assert not [name for name, content in tree(project).items() if b"maria" in content.lower()]


# --- backups -----------------------------------------------------------------------------------


def test_a_backup_comes_back_as_the_same_list_and_nobody_is_mailed_at_first(project: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyrage", reason="the extra `backup` is not installed")
    list_of_three(project)
    people(project, "unsubscribe", "zoe@example.org")
    before = people(project, "export", "--as", "json")
    said = people(project, "backup", str(tmp_path / "copy.age"), terminal=Paper("some words", "some words"))
    assert said[0] == f"Written: {tmp_path}/copy.age, encrypted: 3 people, with all that happened."
    content = (tmp_path / "copy.age").read_bytes()
    assert content.startswith(b"age-encryption.org/v1")
    assert b"maria" not in content
    assert stat.S_IMODE((tmp_path / "copy.age").stat().st_mode) == 0o600

    other = write(
        tmp_path / "other", {"audiencegen.yaml": CONFIGURATION, "private/subscribers.csv": "email\na@b.org\n"}
    )
    what, _ = refused_with(other, "wrong words", "restore", str(tmp_path / "copy.age"))
    assert what == "copy.age cannot be opened: another passphrase, or a damaged file"
    said = people(other, "restore", str(tmp_path / "copy.age"), terminal=Paper("some words"))
    assert said[0] == "Put back from copy.age: 3 people, with all that happened."
    assert mailable(other) == []
    assert "a@b.org" not in (other / "private/subscribers.csv").read_text("utf-8")
    assert people_of(people(other, "export", "--as", "json")) == people_of(before)
    people(other, "restore", "--waive", "Ann Author")
    assert mailable(other) == ["jon@example.org", "maria@example.org"]
    assert refused(other, "restore", str(tmp_path / "copy.age"))[0].startswith("there is a list already")


def people_of(lines: list[str]) -> object:
    return json.loads("\n".join(lines))["people"]


def refused_with(folder: Path, passphrase: str, *words: str) -> tuple[str, str]:
    from audiencegen.problems import ProjectError

    with pytest.raises(ProjectError) as fault:
        people(folder, *words, terminal=Paper(passphrase))
    return fault.value.problems[0].message, fault.value.problems[0].hint


def test_a_restored_list_is_mailed_again_when_the_opt_outs_were_read(project: Path, tmp_path: Path) -> None:
    list_of_three(project)
    people(project, "export", "--as", "json", "--output", "whole.json")
    other = write(tmp_path / "other", {"audiencegen.yaml": CONFIGURATION})
    people(other, "restore", str(project / "whole.json"))
    assert mailable(other) == []
    write(other, {"active.csv": "email,status\nnew@example.org,active\n"})
    people(other, "import", "active.csv", "--yes", "--consent", "x")
    assert mailable(other) == []
    write(other, {"unsubscribed_1.csv": "Email Address\njon@example.org\n"})
    people(other, "import", "unsubscribed_1.csv", "--yes")
    assert mailable(other) == ["maria@example.org", "new@example.org", "zoe@example.org"]


def test_opt_outs_that_were_all_known_end_the_waiting_too(project: Path, tmp_path: Path) -> None:
    list_of_three(project)
    people(project, "unsubscribe", "zoe@example.org")
    people(project, "export", "--as", "json", "--output", "whole.json")
    other = write(tmp_path / "other", {"audiencegen.yaml": CONFIGURATION})
    people(other, "restore", str(project / "whole.json"))
    write(other, {"unsubscribed_1.csv": "Email Address\nzoe@example.org\n"})
    assert people(other, "import", "unsubscribed_1.csv")[-1] == (
        "It says who left, and your list knows them all: 2 people get your letters again."
    )


def test_the_whole_list_as_json_comes_back_as_the_same_list(project: Path, tmp_path: Path) -> None:
    list_of_three(project)
    people(project, "forget", "zoe@example.org", "--yes")
    people(project, "export", "--as", "json", "--output", "whole.json")
    other = write(tmp_path / "other", {"audiencegen.yaml": CONFIGURATION})
    assert people(other, "import", str(project / "whole.json"))[-1] == "It is your list now. 2 people get your letters."
    assert people(other, "export", "--as", "json") == people(project, "export", "--as", "json")
    assert refused(other, "import", str(project / "whole.json"))[0].startswith("there is a list already")
    assert refused(other, "add", "zoe@example.org")[0].startswith("zoe@example.org asked you to forget them")


def test_a_backup_wants_a_passphrase_said_twice(project: Path, tmp_path: Path) -> None:
    list_of_three(project)
    for answers in (("",), ("some words", "other words")):
        with pytest.raises(UsageError):
            people(project, "backup", "copy.age", terminal=Paper(*answers))
    with pytest.raises(UsageError):
        people(project, "backup", "copy.age")
    assert not (project / "copy.age").exists()
    assert refused(project, "restore", "audiencegen.yaml")[0].startswith("there is a list already")


# --- the doctor --------------------------------------------------------------------------------


def test_of_a_list_that_is_well_the_doctor_says_so(run: Run, project: Path) -> None:
    assert run(project, "people", "doctor").out == (
        "There is no list yet (private/people.sqlite), so there is nothing to look at.\n"
    )
    list_of_three(project)
    answer = run(project, "people", "doctor")
    assert (answer.code, answer.out, answer.err) == (
        0,
        "All is well: the list is whole, closed to others, out of git, and in a backup.\n",
        "",
    )


def test_the_doctor_finds_what_is_open_missing_or_goes_round(run: Run, project: Path) -> None:
    rows = (
        "email,introduced_by\na@example.org,b@example.org\nb@example.org,a@example.org\nc@example.org,x@example.org\n"
    )
    write(project, {"list.csv": rows})
    people(project, "import", "list.csv", "--yes", "--consent", "x")
    (project / "private").chmod(0o755)
    (project / "private/old.csv").write_text("email\n", "utf-8")
    (project / "private/old.csv").chmod(0o644)
    answer = run(project, "people", "doctor")
    assert answer.code == 1
    for what in (
        "private/ is open to others (mode 0755)",
        "private/old.csv is open to others (mode 0644)",
        "a@example.org was, in the end, introduced by themselves",
        "c@example.org was introduced by x@example.org, whom nobody on the list is",
    ):
        assert what in answer.err


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
def test_the_doctor_and_the_build_warn_when_git_would_commit_the_list(run: Run, project: Path) -> None:
    git(project, "init", "-q")
    people(project, "add", "maria@example.org", "--consent", "x")
    warning = "git would commit private/, and with it the addresses of your readers"
    assert warning in run(project, "people", "doctor").err
    assert warning in run(project, "build").err
    write(project, {".gitignore": "/private/\n"})
    assert run(project, "people", "doctor").code == 0
    assert warning not in run(project, "build", "--force").err
    git(project, "add", "-f", "private/people.sqlite")
    answer = run(project, "people", "doctor")
    assert "private/ is in git: the addresses of your readers would be published with it" in answer.err
    assert "git filter-repo" in answer.err


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True, env=clean_environment(), capture_output=True)
