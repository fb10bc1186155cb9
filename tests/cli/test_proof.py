"""`audiencegen proof`, against a mail server on this computer."""

from __future__ import annotations

import email
import email.policy
import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest

from audiencegen.cli.mail_server import relay
from audiencegen.delivery.transport import PORTS, Relay, Security
from audiencegen.problems import ProjectError
from conftest import CONFIGURATION, Run, tree, write
from mail_server import HANG_UP, MailServer, running

ME = ("--to", "me@example.net")
POSTS = {
    "audiencegen.yaml": CONFIGURATION + "issues: {sender: Ann Author <ann@letters.example.org>, latest: 3}\n",
    "content/posts/2026-05-01-hello.md": "---\ntitle: Hello\n---\n\nGood *morning*.\n",
    "content/posts/2026-06-01-news.md": "---\ntitle: Much news\nslug: news\n---\n\nAll of it.\n",
    "content/posts/2026-06-02-hello.md": "---\ntitle: Hello again\nslug: again\n---\n\nGood evening.\n",
    "content/posts/2099-01-01-later.md": "---\ntitle: Later\n---\n\nMuch later.\n",
    "content/posts/not-yet.md": "---\ntitle: Not yet\ndraft: true\n---\n\nNot yet.\n",
}


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    return write(tmp_path / "letters", POSTS)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A server of this computer, named in the environment."""
    with running(MailServer()) as made:
        named = {"HOST": "127.0.0.1", "PORT": str(made.port), "SECURITY": "none"}
        for name in ("HOST", "PORT", "SECURITY", "USER", "PASSWORD"):
            monkeypatch.delenv(f"AUDIENCEGEN_SMTP_{name}", raising=False)
        for name, value in named.items():
            monkeypatch.setenv(f"AUDIENCEGEN_SMTP_{name}", value)
        yield made


def subjects(server: MailServer) -> list[str]:
    return [email.message_from_bytes(message, policy=email.policy.default)["Subject"] for *_, message in server.taken]


def test_the_newest_letter_goes_to_me(letters: Path, run: Run, server: MailServer) -> None:
    answer = run(letters, "proof", *ME)
    assert (answer.code, answer.out) == (0, "The proof of “Hello again” is on its way to me@example.net.\n")
    (sender, recipient, message), *others = server.taken
    assert (sender, recipient, others) == ("ann@letters.example.org", "me@example.net", [])
    assert subjects(server) == ["[proof] Hello again"]
    assert b"Good evening." in message


def test_it_is_the_message_of_the_build_and_nothing_is_written(letters: Path, run: Run, server: MailServer) -> None:
    before = tree(letters)
    assert run(letters, "proof", "news", *ME).code == 0
    assert tree(letters) == before
    assert run(letters, "build").code == 0
    eml = (letters / "output/issues/2026-06-01-news/issue.eml").read_bytes()
    assert server.taken[0][2].partition(b"\r\n\r\n")[2] == eml.partition(b"\r\n\r\n")[2]
    assert run(letters, "proof", "news", *ME).code == 0
    assert server.taken[1][2].partition(b"\r\n\r\n")[2] == eml.partition(b"\r\n\r\n")[2]


@pytest.mark.parametrize(
    "name",
    [
        "news",
        "Much news",
        "2026-06-01-news",
        "2026-06-01-news/",
        "content/posts/2026-06-01-news.md",
        "posts/2026-06-01-news.md",
    ],
)
def test_a_letter_goes_by_any_of_its_names(name: str, letters: Path, run: Run, server: MailServer) -> None:
    assert run(letters, "proof", name, *ME).code == 0
    assert subjects(server) == ["[proof] Much news"]


def test_a_scheduled_letter_can_be_looked_at(letters: Path, run: Run, server: MailServer) -> None:
    assert run(letters, "proof", "later", *ME).code == 0
    assert subjects(server) == ["[proof] Later"]


def test_a_draft_can_be_looked_at_by_its_name_and_is_never_the_newest(
    letters: Path, run: Run, server: MailServer
) -> None:
    assert run(letters, "proof", "not-yet", *ME).code == 0
    assert run(letters, "proof", *ME).code == 0
    assert subjects(server) == ["[proof] Not yet", "[proof] Hello again"]


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["newz", *ME], "no letter is called “newz”", "did you mean `news`?"),
        (["zzz", *ME], "no letter is called “zzz”", "letters are made of the newest 3 posts"),
    ],
)
def test_a_letter_that_is_none(
    words: list[str], message: str, hint: str, letters: Path, run: Run, server: MailServer
) -> None:
    answer = run(letters, "proof", *words)
    assert answer.code == 1
    assert message in answer.err
    assert hint in answer.err
    assert server.heard == []


def test_a_name_of_two_letters_names_both(letters: Path, run: Run, server: MailServer) -> None:
    write(letters, {"content/posts/2026-06-03-other.md": "---\ntitle: Much news\nslug: other\n---\n\nMore.\n"})
    answer = run(letters, "proof", "Much news", *ME)
    assert "name one of: 2026-06-03-other, 2026-06-01-news" in answer.err


def test_each_of_three_gets_a_message_of_their_own(letters: Path, run: Run, server: MailServer) -> None:
    to = ("a@example.net", "b@example.net", "c@example.net")
    assert run(letters, "proof", *(word for one in to for word in ("--to", one)), "--to", to[0]).code == 0
    assert [recipient for _, recipient, _ in server.taken] == list(to)
    assert [email.message_from_bytes(message)["To"] for *_, message in server.taken] == list(to)


@pytest.mark.parametrize(
    ("to", "said"),
    [
        (["a@x.org", "b@x.org", "c@x.org", "d@x.org"], "a proof goes to 3 addresses at most"),
        (["me"], "has no @"),
        (["me@faß.de"], "xn--"),
        ([], "--to"),
    ],
)
def test_other_recipients_are_wrong_usage(
    to: list[str], said: str, letters: Path, run: Run, server: MailServer
) -> None:
    answer = run(letters, "proof", *(word for one in to for word in ("--to", one)))
    assert answer.code == 2
    assert said in answer.err


def test_a_refused_recipient_does_not_keep_it_from_the_others(letters: Path, run: Run, server: MailServer) -> None:
    server.refused = frozenset({"gone@example.net"})
    answer = run(letters, "proof", "--to", "gone@example.net", *ME)
    assert answer.code == 1
    assert "on its way to me@example.net" in answer.out
    assert "gone@example.net was refused. It said: 550 5.1.1 no such user" in answer.err
    assert "hint: is it written as it should be?" in answer.err


@pytest.mark.parametrize(
    ("answers", "message", "hint"),
    [
        (
            {"MAIL": "553 no"},
            "127.0.0.1 does not send for this sender. It said: 553 no",
            "`issues: {sender: …}` must be",
        ),
        ({"MAIL": "451 no"}, "does not send for this sender", "try again later"),
        ({".": "554 spam"}, "did not take the letter for me@example.net. It said: 554 spam", "did not go out"),
        ({".": HANG_UP}, "the line broke while 127.0.0.1 was taking the letter", "it may have arrived"),
        ({"DATA": HANG_UP}, "did not take the letter for me@example.net", "the letter did not go out; try again"),
        ({"greeting": "554 no"}, "does not answer on port", "is AUDIENCEGEN_SMTP_HOST right"),
    ],
)
def test_what_the_server_says_is_said_in_plain_words(
    answers: dict[str, str], message: str, hint: str, letters: Path, run: Run, server: MailServer
) -> None:
    server.answers = answers
    answer = run(letters, "proof", *ME)
    assert (answer.code, answer.out) == (1, "")
    assert message in answer.err
    assert hint in answer.err


def test_a_wrong_password(letters: Path, run: Run, server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.login = ("ann", "right")
    monkeypatch.setenv("AUDIENCEGEN_SMTP_USER", "ann")
    monkeypatch.setenv("AUDIENCEGEN_SMTP_PASSWORD", "guess-4711")
    answer = run(letters, "proof", *ME)
    assert "127.0.0.1 does not know ann by this password. It said: 535" in answer.err
    assert "app password" in answer.err
    assert "guess-4711" not in answer.err
    assert server.taken == []


def test_starttls_is_asked_for_unless_told_otherwise(
    letters: Path, run: Run, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AUDIENCEGEN_SMTP_SECURITY")
    answer = run(letters, "proof", *ME)
    assert "the connection to 127.0.0.1 cannot be made safe" in answer.err
    assert "AUDIENCEGEN_SMTP_SECURITY=tls" in answer.err
    assert server.taken == []


def test_without_a_sender_there_is_no_proof(letters: Path, run: Run, server: MailServer) -> None:
    write(letters, {"audiencegen.yaml": CONFIGURATION})
    assert "nobody is named to send the letters" in run(letters, "proof", *ME).err


def test_without_a_server_it_says_what_to_set(
    letters: Path, run: Run, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AUDIENCEGEN_SMTP_HOST")
    answer = run(letters, "proof", *ME)
    assert answer.code == 1
    assert "set AUDIENCEGEN_SMTP_HOST, AUDIENCEGEN_SMTP_USER and AUDIENCEGEN_SMTP_PASSWORD" in answer.err


@pytest.mark.parametrize(
    ("said", "made"),
    [
        ({}, Relay("h", PORTS[Security.STARTTLS])),
        ({"SECURITY": "TLS"}, Relay("h", 465, Security.TLS)),
        ({"PORT": "465"}, Relay("h", 465, Security.TLS)),
        ({"PORT": "2525"}, Relay("h", 2525)),
        ({"SECURITY": "none"}, Relay("h", 25, Security.NONE)),
        ({"USER": "ann", "PASSWORD": "x"}, Relay("h", 587, user="ann", password="x")),
    ],
)
def test_the_server_is_what_the_environment_says(said: dict[str, str], made: Relay) -> None:
    assert relay({f"AUDIENCEGEN_SMTP_{name}": value for name, value in {"HOST": "h", **said}.items()}) == made


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"SECURITY": "ssl3"}, "AUDIENCEGEN_SMTP_SECURITY is `ssl3`"),
        ({"PORT": "smtp"}, "AUDIENCEGEN_SMTP_PORT is `smtp`, which is no port"),
        ({"PORT": "70000"}, "which is no port"),
        ({"USER": "ann"}, "the password of ann at h is not known"),
    ],
)
def test_what_the_environment_may_not_say(said: dict[str, str], message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(ProjectError, match=message):
        relay({f"AUDIENCEGEN_SMTP_{name}": value for name, value in {"HOST": "h", **said}.items()})


def test_the_password_may_be_in_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = types.ModuleType("keyring")
    kept = {("audiencegen", "ann@h"): "kept"}
    keyring.get_password = lambda service, name: kept.get((service, name))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    assert relay({"AUDIENCEGEN_SMTP_HOST": "h", "AUDIENCEGEN_SMTP_USER": "ann"}).password == "kept"
