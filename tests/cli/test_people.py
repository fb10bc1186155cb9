"""`audiencegen people`: what the writer is told, what is asked, and what is done."""

from __future__ import annotations

import argparse
import json
import os
import stat
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audiencegen.cli import UsageError
from audiencegen.cli.people import arguments, run
from audiencegen.problems import ProjectError
from conftest import Run, clean_environment, write

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

OLD_LIST = """\
Email,Name,Status
maria@example.org,Maria,active
jon@example.org,Jon,unsubscribed
no address,X,active
zoe@example.org,Zoë,gesperrt
ann@example.org,Ann,bounced
"""


class Paper:
    """A terminal that keeps what was said and gives the answers it was made with."""

    quiet = False

    def __init__(self, *answers: str, interactive: bool = True) -> None:
        self.answers = list(answers)
        self.interactive = interactive
        self.asked: list[str] = []
        self.lines: list[str] = []

    def say(self, text: str = "") -> None:
        self.lines.extend(text.split("\n"))

    def warn(self, text: str) -> None:
        self.say(text)

    def ask(self, question: str, default: str = "") -> str:
        self.asked.append(question)
        return self.answers.pop(0) or default

    def ask_hidden(self, question: str) -> str:
        return self.ask(question)

    def progress(self, what: str, done: int, total: int) -> None:
        raise AssertionError("nothing here takes long")


def people(folder: Path, *words: str, terminal: Paper | None = None) -> list[str]:
    """Run a command; the answer is what was said."""
    terminal = terminal or Paper(interactive=False)
    parser = argparse.ArgumentParser()
    arguments(parser)
    given = parser.parse_args(words)
    given.directory, given.now = folder, NOON
    assert run(given, terminal) == 0
    assert terminal.answers == []
    return terminal.lines


def refused(folder: Path, *words: str) -> tuple[str, str]:
    """Run a command that ends with a problem: what is, and what to do."""
    with pytest.raises(ProjectError) as fault:
        people(folder, *words)
    [problem] = fault.value.problems
    return problem.message, problem.hint


def mailable(folder: Path) -> list[str]:
    return [row["email"] for row in json.loads("\n".join(people(folder, "list", "--json")))]


# --- one person --------------------------------------------------------------------------------


def test_somebody_is_added_with_all_that_is_known(project: Path) -> None:
    words = ("--name", "Maria Doe", "--first-name", "Maria", "--tag", "a", "--tag", "b,c", "--introduced-by", "Jon")
    said = people(project, "add", "Maria@example.org", *words, "--source", "fair", "--consent", "told me")
    assert said == [
        "Maria Doe <Maria@example.org> is on the list, and gets your letters from now on.",
        "1 person gets your letters now. `audiencegen build` writes private/subscribers.csv.",
    ]
    assert json.loads("\n".join(people(project, "list", "--json"))) == [
        {
            "email": "Maria@example.org",
            "state": "active",
            "since": "2026-11-22",
            "source": "fair",
            "consent": "told me",
            "name": "Maria Doe",
            "first_name": "Maria",
            "introduced_by": "Jon",
            "tags": ["a", "b", "c"],
        }
    ]


def test_on_a_terminal_a_new_reader_s_consent_is_asked_for(project: Path) -> None:
    terminal = Paper("told me at the fair")
    people(project, "add", "maria@example.org", terminal=terminal)
    assert terminal.asked == ["How did they agree to get your letters?"]
    assert json.loads("\n".join(people(project, "list", "--json")))[0]["consent"] == "told me at the fair"


def test_without_words_of_consent_it_says_so_and_they_can_be_added(project: Path) -> None:
    assert people(project, "add", "maria@example.org")[1].startswith("No word is kept of how they agreed.")
    said = people(project, "add", "maria@example.org", "--consent", "told me")
    assert said[0] == "maria@example.org is on the list since 2026-11-22; what you said is kept."
    assert json.loads("\n".join(people(project, "list", "--json")))[0]["consent"] == "told me"


def test_adding_a_reader_again_keeps_what_is_new(project: Path) -> None:
    people(project, "add", "maria@example.org", "--consent", "x", "--tag", "a")
    assert people(project, "add", "MARIA@example.org", "--tag", "a")[0].endswith("there was nothing new to keep.")
    assert people(project, "add", "maria@example.org", "--tag", "b")[0].endswith("what you said is kept.")


def test_who_left_is_not_added_but_may_ask_again_themselves(project: Path) -> None:
    people(project, "add", "maria@example.org", "--consent", "x")
    assert people(project, "unsubscribe", "MARIA@example.org") == [
        "maria@example.org is unsubscribed, and no list brings them back; only they themselves can come again.",
        "0 people get your letters now.",
    ]
    what, hint = refused(project, "add", "maria@example.org", "--consent", "I am sure")
    assert what == "maria@example.org unsubscribed on 2026-11-22, so they get no letters"
    assert "--asked-again" in hint
    people(project, "add", "maria@example.org", "--asked-again", "please send them again")
    assert json.loads("\n".join(people(project, "list", "--json")))[0]["consent"] == "please send them again"


def test_a_wrong_address_is_told_why(project: Path) -> None:
    what, hint = refused(project, "add", "maria@example")
    assert what == "this is no mail address: `maria@example` has no dot after the @: a domain looks like `example.org`"
    assert hint == "write the address alone, like maria@example.org"
    assert not (project / "private").exists()


def test_a_stranger_can_be_unsubscribed_before_any_list_brings_them(project: Path) -> None:
    assert people(project, "unsubscribe", "maria@example.org")[0] == (
        "maria@example.org got no letters, and now no list can bring them in."
    )
    assert "before" in people(project, "unsubscribe", "maria@example.org")[0]
    write(project, {"list.csv": "email\nmaria@example.org\n"})
    people(project, "import", "list.csv", "--yes", "--consent", "x")
    assert mailable(project) == []


def test_forgetting_asks_first_and_a_no_changes_nothing(project: Path) -> None:
    people(project, "add", "maria@example.org", "--consent", "x")
    terminal = Paper("no")
    assert people(project, "forget", "maria@example.org", terminal=terminal) == ["Nothing was changed."]
    assert mailable(project) == ["maria@example.org"]


def test_who_is_forgotten_is_gone_and_no_list_brings_them_back(project: Path) -> None:
    people(project, "add", "maria@example.org", "--name", "Maria", "--consent", "x")
    write(project, {"private/subscribers.csv": "email\nmaria@example.org\n", "list.csv": "email\nMaria@example.org\n"})
    said = people(project, "forget", "maria@example.org", terminal=Paper("yes"))
    assert said[0] == (
        "maria@example.org is forgotten: every row about them is erased, and their address wherever else it stood."
    )
    assert "Written anew, without them: private/subscribers.csv." in said
    assert "maria" not in (project / "private/subscribers.csv").read_text("utf-8")
    said = people(project, "import", "list.csv", "--yes", "--consent", "x")
    assert "       1  asked you to forget them: no list brings them back" in said
    assert mailable(project) == []
    assert refused(project, "add", "maria@example.org")[0].startswith("maria@example.org asked you to forget them")


def test_forgetting_in_a_script_wants_a_yes(project: Path) -> None:
    with pytest.raises(UsageError):
        people(project, "forget", "maria@example.org")
    people(project, "forget", "maria@example.org", "--yes")


# --- the list ----------------------------------------------------------------------------------


def test_an_empty_list_says_how_to_begin(project: Path) -> None:
    assert people(project) == [
        "Nobody is on the list yet.",
        'The first: audiencegen people add maria@example.org --consent "how they agreed"',
    ]
    assert not (project / "private").exists()


def test_the_list_shows_readers_and_with_all_everybody(project: Path) -> None:
    people(project, "add", "maria@example.org", "--name", "Maria", "--tag", "a", "--consent", "x")
    people(project, "add", "jo@example.org", "--introduced-by", "Maria", "--consent", "x")
    people(project, "unsubscribe", "zoe@example.org")
    assert people(project, "list") == [
        "jo@example.org            2026-11-22  by hand  by Maria",
        "maria@example.org  Maria  2026-11-22  by hand            #a",
        "",
        "2 people get your letters; 1 more left or have not confirmed (--all).",
    ]
    assert people(project, "list", "--all")[2] == "zoe@example.org    unsubscribed"
    assert people(project, "list", "--tag", "A") == [
        "maria@example.org  Maria  2026-11-22  by hand  #a",
        "",
        "1 with the tag `A`.",
        "2 people get your letters; 1 more left or have not confirmed (--all).",
    ]


def test_a_folder_that_is_no_site_gets_no_list(tmp_path: Path) -> None:
    assert refused(tmp_path, "add", "maria@example.org")[0] == "there is no audiencegen.yaml here"
    assert list(tmp_path.iterdir()) == []


# --- import ------------------------------------------------------------------------------------


def test_an_import_shows_first_what_it_would_do(project: Path) -> None:
    write(project, {"old.csv": OLD_LIST})
    people(project, "add", "ann@example.org", "--consent", "x")
    assert people(project, "import", "old.csv", "--dry-run") == [
        "old.csv: 5 rows, read by the names of its columns.",
        "  The addresses stand in the column `Email`.",
        "  Who may be mailed follows from `Status`.",
        "",
        "       1  new: they get your letters from now on",
        "       1  opted out there: they stay out",
        "          row 3",
        "       1  bounced there: letters do not arrive",
        "          row 6",
        "          1 of them got your letters until now: ann@example.org",
        "       1  not clearly said to want letters: they get none",
        "          row 5: `Status` is “gesperrt”",
        "       1  no mail address",
        "          row 4: `no address` has a space in it",
        "",
        "After this, 1 person of this list gets your letters. Nobody does who opted out (1), complained or was "
        "blocked (0), bounced (1), asked for deletion (0), gave no mail address (1).",
        "",
        "Nothing was changed.",
    ]
    assert mailable(project) == ["ann@example.org"]


def test_an_import_asks_how_they_agreed_and_whether_to_go_on(project: Path) -> None:
    write(project, {"old.csv": OLD_LIST})
    terminal = Paper("the form on my old site", "yes")
    said = people(project, "import", "old.csv", terminal=terminal)
    assert terminal.asked == ["How did these people agree to get your letters?", "Take them in? (yes/no)"]
    assert said[-2:] == [
        "Done: 1 added, 0 updated, 0 unchanged, 4 kept out; together 5 rows.",
        "1 person gets your letters now. `audiencegen build` writes private/subscribers.csv.",
    ]
    [maria] = json.loads("\n".join(people(project, "list", "--json")))
    assert (maria["email"], maria["consent"]) == ("maria@example.org", "the form on my old site")


@pytest.mark.parametrize("answers", [("",), ("the form", "no"), ("the form", "")])
def test_without_an_answer_or_a_yes_nobody_is_taken_in(project: Path, answers: tuple[str, ...]) -> None:
    write(project, {"old.csv": OLD_LIST})
    assert people(project, "import", "old.csv", terminal=Paper(*answers))[-1] == "Nothing was changed."
    assert not (project / "private").exists()


@pytest.mark.parametrize("words", [(), ("--consent", "x"), ("--yes",), ("--yes", "--consent", "  ")])
def test_in_a_script_new_readers_want_a_yes_and_words_of_consent(project: Path, words: tuple[str, ...]) -> None:
    write(project, {"old.csv": OLD_LIST})
    with pytest.raises(UsageError):
        people(project, "import", "old.csv", *words)
    assert not (project / "private").exists()


def test_a_list_of_opt_outs_alone_wants_no_consent(project: Path) -> None:
    people(project, "add", "maria@example.org", "--consent", "x")
    write(project, {"unsubscribed_1.csv": "Email Address\nmaria@example.org\n"})
    said = people(project, "import", "unsubscribed_1.csv", "--yes")
    assert said[-2] == "Done: 0 added, 0 updated, 0 unchanged, 1 kept out; together 1 row."
    assert mailable(project) == []


def test_the_same_list_again_has_nothing_new(project: Path) -> None:
    write(project, {"old.csv": OLD_LIST})
    people(project, "import", "old.csv", "--yes", "--consent", "x")
    assert people(project, "import", "old.csv")[-1] == "There is nothing new to take in."


def test_many_rows_are_counted_and_not_all_named(project: Path) -> None:
    rows = "".join(f"p{number}@example.org,inactive\n" for number in range(30))
    write(project, {"old.csv": f"email,status\n{rows}"})
    said = people(project, "import", "old.csv", "--dry-run")
    assert said[5] == "          rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 20 more"


# --- export ------------------------------------------------------------------------------------


def test_the_exported_list_comes_back_as_it_was(project: Path, tmp_path: Path) -> None:
    words = ("--name", "=Maria, MD", "--tag", "a,b", "--introduced-by", "Jon", "--source", "fair", "--consent", "x")
    people(project, "add", "Maria@example.org", *words)
    people(project, "unsubscribe", "jon@example.org")
    said = people(project, "export", "--output", "list.csv")
    assert said[0] == "Written: list.csv, readable by you alone."
    other = write(tmp_path / "other", {"audiencegen.yaml": "title: Other\nurl: https://other.example.org\n"})
    (other / "list.csv").write_bytes((project / "list.csv").read_bytes())
    people(other, "import", "list.csv", "--yes", "--consent", "x")
    assert people(other, "export") == people(project, "export")


def test_everything_that_happened_can_be_exported(project: Path) -> None:
    people(project, "add", "maria@example.org", "--consent", "told me")
    people(project, "unsubscribe", "maria@example.org")
    [maria] = json.loads("\n".join(people(project, "export", "--as", "json")))["people"]
    assert maria["state"] == "unsubscribed"
    assert [event["kind"] for event in maria["events"]] == ["added", "unsubscribed"]
    assert maria["events"][0]["words"] == "told me"


def test_an_export_is_readable_by_its_owner_alone(project: Path) -> None:
    people(project, "add", "maria@example.org", "--consent", "x")
    before = os.umask(0)
    try:
        people(project, "export", "--output", "list.csv")
    finally:
        os.umask(before)
    assert stat.S_IMODE((project / "list.csv").stat().st_mode) == 0o600


def test_an_export_overwrites_nothing(project: Path) -> None:
    people(project, "add", "maria@example.org", "--consent", "x")
    write(project, {"list.csv": "mine"})
    assert refused(project, "export", "--output", "list.csv")[0] == "list.csv is there already"
    assert (project / "list.csv").read_text("utf-8") == "mine"
    assert refused(project, "export", "--output", "nowhere/list.csv")[0] == (
        "nowhere/list.csv cannot be written: No such file or directory"
    )


def test_without_a_list_there_is_nothing_to_export(project: Path) -> None:
    assert refused(project, "export")[0] == "there is no list yet"


# --- the whole command -------------------------------------------------------------------------


def test_the_command_line_knows_the_verbs(run: Run, project: Path) -> None:
    assert run(project, "people", "add", "maria@example.org", "--consent", "x").code == 0
    assert run(project, "people").out.startswith("maria@example.org")
    assert run(project, "people", "add", "nobody").code == 1
    assert run(project, "people", "forget", "maria@example.org").code == 2
    assert run(project, "people", "dance").code == 2


def test_other_commands_load_nothing_of_it(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom audiencegen.cli import main\n"
        "try:\n    main(['--version'])\nexcept SystemExit:\n"
        "    loaded = {'sqlite3', 'csv', 'audiencegen.people', 'audiencegen.cli.people'} & set(sys.modules)\n"
        "    sys.exit(str(loaded) if loaded else 0)\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=clean_environment(), check=True)


# --- from and to a service ---------------------------------------------------------------------


def test_a_zip_of_a_service_is_opened_and_each_row_named_with_its_file(project: Path) -> None:
    columns = "Email Address,First Name,OPTIN_TIME,MEMBER_RATING,LEID,EUID\n"
    with zipfile.ZipFile(project / "account.zip", "w") as archive:
        archive.writestr("lists/subscribed_1.csv", f"{columns}a@example.org,,,,,\nB@example.org,,,,,\n")
        archive.writestr("lists/unsubscribed_1.csv", f"{columns}b@example.org,,,,,\n")
    said = people(project, "import", "account.zip", "--yes", "--consent", "the form there")
    assert said[:7] == [
        "account.zip: 2 lists, 3 rows.",
        "subscribed_1.csv: 2 rows, read as Mailchimp.",
        "  The addresses stand in the column `Email Address`.",
        "  No column says who may be mailed: by your word everybody in it agreed.",
        "unsubscribed_1.csv: 1 row, read as Mailchimp.",
        "  The addresses stand in the column `Email Address`.",
        "  Nobody in it may be mailed: by the name of the file.",
    ]
    assert "          unsubscribed_1.csv row 2" in said
    assert "          subscribed_1.csv row 3" in said
    assert mailable(project) == ["a@example.org"]
    assert "subscribed_1.csv, row 2" in "\n".join(people(project, "export", "--as", "json"))


def test_for_a_service_the_opt_outs_lie_beside_the_readers(project: Path) -> None:
    people(project, "add", "maria@example.org", "--consent", "x")
    people(project, "unsubscribe", "jon@example.org")
    for _ in range(2):  # what an earlier export wrote there is replaced
        said = people(project, "export", "--as", "ghost")
    assert said[:3] == [
        "Written for Ghost, readable by you alone:",
        "  private/export/ghost/subscribers.csv        1  get your letters",
        "  private/export/ghost/unsubscribed.csv       1  get none: they left, bounced or complained",
    ]
    folder = project / "private" / "export" / "ghost"
    assert (folder / "unsubscribed.csv").read_text("utf-8") == "email,subscribed_to_emails\njon@example.org,false\n"
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_an_export_warns_when_who_left_there_was_read_before_the_newest_letter(project: Path) -> None:
    people(project, "add", "maria@example.org", "--consent", "x")
    assert not any("Kit's opt-outs" in line for line in people(project, "export", "--as", "kit"))
    letters = [{"date": "2026-11-20T09:00:00+00:00"}, {"date": "2026-12-24T09:00:00+00:00"}, {"date": ""}]
    write(project, {"output/issues/index.json": json.dumps(letters)})
    assert people(project, "export", "--as", "kit")[-2].startswith(
        "Kit's opt-outs were never read; your newest letter is of 2026-11-20."
    )
    write(project, {"kit.csv": "email,first_name,state,created_at\nmaria@example.org,,active,2020-01-01\n"})
    people(project, "import", "kit.csv", "--yes", "--consent", "x")
    assert not any("Kit's opt-outs" in line for line in people(project, "export", "--as", "kit"))
    letters = [{"date": "2026-11-22T13:00:00+00:00"}]
    write(project, {"output/issues/index.json": json.dumps(letters)})
    assert not any("Kit's opt-outs" in line for line in people(project, "export", "--as", "kit"))


def test_the_whole_list_is_not_printed_on_a_screen(project: Path) -> None:
    people(project, "add", "maria@example.org", "--consent", "x")
    with pytest.raises(UsageError):
        people(project, "export", "--as", "json", terminal=Paper())


def test_the_whole_list_comes_back_as_the_same_store(project: Path, tmp_path: Path) -> None:
    """Exports of listmonk, Sendportal and Ghost lose who left."""
    write(project, {"old.csv": OLD_LIST})
    people(project, "import", "old.csv", "--yes", "--consent", "the form")
    people(project, "forget", "ann@example.org", "--yes")
    whole = people(project, "export", "--as", "json")
    other = write(tmp_path / "other", {"audiencegen.yaml": "title: Other\nurl: https://other.example.org\n"})
    write(other, {"all.json": "\n".join(whole) + "\n"})
    people(other, "import", "all.json")
    assert people(other, "export", "--as", "json") == whole
