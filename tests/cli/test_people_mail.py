"""`audiencegen people read-mail`: what a mailbox asks for is shown, asked about, and done once."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from test_people import Paper, mailable, people, refused

from audiencegen.cli import UsageError
from audiencegen.mail.particulars import unsubscribe_address
from audiencegen.model import Imprint, Mailbox
from conftest import write
from mails import SERVER, mail
from sites import CONFIG, frame_of

SENDING = "issues: {sender: Ann <ann@letters.example.org>}\n"


@pytest.fixture
def box(project: Path) -> Path:
    """A project with a mailbox: one who comes, one who may be anybody, one who leaves, and the rest."""
    with (project / "audiencegen.yaml").open("a") as file:
        file.write(SENDING)
    mails = (
        mail(),
        mail(sender="Jo <jo@example.com>", day=19),
        mail("Unsubscribe", sender="zoe@example.org", day=18),
        mail("Lunch?", day=17),
        mail("How do I unsubscribe?", sender="kim@example.org", day=16),
        mail("Hello", head="List-Id: <a.example.org>\n", day=15),
    )
    lines = [b"From x@example.org Fri Nov 20 09:00:00 2026\n" + one + b"\n\n" for one in mails]
    write(project, {"inbox": b"".join(lines)})
    people(project, "add", "zoe@example.org", "--consent", "the fair")
    return project


def test_what_a_mailbox_asks_for_is_shown_and_done(box: Path) -> None:
    terminal = Paper("yes")
    said = people(box, "read-mail", "inbox", "--checked-by", SERVER, terminal=terminal)
    assert said == [
        "inbox: 6 mails.",
        "",
        "       1  ask for your letters, and their mail server vouches for it: they get them from now on",
        "          maria@example.org (sent by Jonas)",
        "       1  ask for your letters, and nothing proves that it was them: noted as pending, no letters yet",
        "          jo@example.com (sent by Jonas)",
        "       1  want no more letters: they get none from now on",
        "          zoe@example.org",
        "       1  about something else",
        "       1  automatic: bounces, absences, lists",
        "       1  speak of leaving in other words: read them yourself",
        "          kim@example.org: How do I unsubscribe?",
        "",
        'When you know that it was them: audiencegen people add EMAIL --consent "…". Else answer, and ask.',
        "",
        "Done. 1 person gets your letters now.",
    ]
    assert terminal.asked == ["Shall I? (yes/no)"]
    assert mailable(box) == ["maria@example.org"]


def test_the_same_mailbox_read_again_changes_nothing(box: Path) -> None:
    people(box, "read-mail", "inbox", "--checked-by", SERVER, "--yes")
    before = people(box, "export", "--json")
    said = people(box, "read-mail", "inbox", "--checked-by", SERVER)
    assert "       3  nothing new" in said
    assert said[-1] == "There is nothing new to do."
    assert people(box, "export", "--json") == before


def test_without_a_server_that_is_trusted_nobody_is_confirmed_and_it_says_how(box: Path) -> None:
    said = people(box, "read-mail", "inbox", "--yes")
    assert (
        f"Most of these mails say that they were checked by: {SERVER}. If that is your own mail server, name it:"
        in said
    )
    assert mailable(box) == []


def test_the_configuration_may_name_the_server(box: Path) -> None:
    with (box / "audiencegen.yaml").open("a") as file:
        file.write(f"subscribe: {{checked_by: {SERVER}}}\n")
    people(box, "read-mail", "inbox", "--yes")
    assert mailable(box) == ["maria@example.org"]


def test_what_they_wrote_is_kept_as_their_consent(box: Path) -> None:
    people(box, "read-mail", "inbox", "--checked-by", SERVER, "--yes")
    everybody = json.loads("\n".join(people(box, "export", "--json")))["people"]
    maria = next(row for row in everybody if row["email"] == "maria@example.org")
    assert maria["consent"].startswith("Please send me The Test Letter: one letter a month.")
    assert (maria["name"], maria["introduced_by"], maria["source"]) == ("Maria Lund", "Jonas", "mail")
    assert maria["events"][0]["proof"] == "mail <Subscribe20@example.org>"


def test_nothing_happens_before_a_yes(box: Path) -> None:
    before = people(box, "export", "--json")
    assert people(box, "read-mail", "inbox", "--dry-run")[-1] == "Nothing was changed."
    assert people(box, "read-mail", "inbox", terminal=Paper("no"))[-1] == "Nothing was changed."
    with pytest.raises(UsageError, match="in a script, add --yes"):
        people(box, "read-mail", "inbox")
    assert people(box, "export", "--json") == before


def test_the_way_to_leave_at_the_foot_of_a_letter_is_understood(box: Path) -> None:
    imprint = Imprint(Mailbox("ann@letters.example.org"))
    address = urlsplit(unsubscribe_address(frame_of(CONFIG), imprint))
    subject = parse_qs(address.query)["subject"][0]
    write(box, {"one.eml": mail(subject, sender="zoe@example.org", text="")})
    said = people(box, "read-mail", "one.eml", "--yes")
    assert "       1  want no more letters: they get none from now on" in said
    assert mailable(box) == []


def test_a_maildir_and_a_folder_of_single_mails_are_mailboxes(project: Path) -> None:
    write(
        project, {"Maildir/cur/1:2,S": mail(), "Maildir/new/2": mail(sender="jo@example.org"), "Maildir/tmp/3": mail()}
    )
    write(project, {"saved/a.eml": mail(), "saved/notes.txt": "none", "one.eml": mail()})
    for name, count in (("Maildir", "2 mails"), ("saved", "1 mail"), ("one.eml", "1 mail")):
        assert people(project, "read-mail", name, "--dry-run")[0] == f"{name}: {count}."


def test_what_is_no_mailbox_is_said(project: Path) -> None:
    (project / "empty").mkdir()
    assert refused(project, "read-mail", "empty")[0] == "empty is no mailbox"
    assert refused(project, "read-mail", "nowhere")[0] == "nowhere cannot be read: No such file or directory"


def test_a_site_in_another_language_knows_its_own_words_and_english(project: Path) -> None:
    write(
        project,
        {"theme/words/de.yaml": 'subscribe_subject: "Abonnieren: {title}"\nmail: {unsubscribe_subject: Abbestellen}\n'},
    )
    with (project / "audiencegen.yaml").open("a") as file:
        file.write("language: de\n")
    mails = {"a": mail("Abonnieren: The Test Letter"), "b": mail(day=19), "c": mail("Abbestellen", day=18)}
    write(project, {f"box/{name}.eml": content for name, content in mails.items()})
    said = people(project, "read-mail", "box", "--checked-by", SERVER, "--dry-run")
    assert "       1  want no more letters: they get none from now on" in said
    assert "       1  ask for your letters, and their mail server vouches for it: they get them from now on" in said
