"""Each way that a conversation with a mail server can end, and what is known of the message then."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from pathlib import Path

import pytest

from audiencegen.delivery import transport
from audiencegen.delivery.transport import DeliveryError, Phase, Relay, Security, conversation, is_this_computer
from mail_server import HANG_UP, SILENCE, MailServer, running

MESSAGE = b"Subject: Hello\r\n\r\nGood morning.\r\n.hidden\r\n..\r\n"
ANN, BO = "ann@example.org", "bo@example.org"


def send(server: MailServer, trust: ssl.SSLContext | None = None, **changed: object) -> str:
    settings = {"host": "127.0.0.1", "port": server.port, "security": Security.NONE, **changed}
    with conversation(Relay(**settings), trust) as line:  # type: ignore[arg-type]
        return line.send(ANN, BO, MESSAGE)


def fault(server: MailServer, trust: ssl.SSLContext | None = None, **changed: object) -> DeliveryError:
    with running(server), pytest.raises(DeliveryError) as caught:
        send(server, trust, **changed)
    return caught.value


def test_a_message_arrives_byte_by_byte() -> None:
    with running(MailServer()) as server:
        assert send(server) == "2.0.0 queued as 4711"
    assert server.taken == [(ANN, BO, MESSAGE)]


def test_it_says_how_long_the_message_is_and_not_what_this_computer_is_called() -> None:
    with running(MailServer()) as server:
        send(server)
    assert f"mail FROM:<{ANN}> SIZE={len(MESSAGE)}" in server.heard
    assert "ehlo [127.0.0.1]" in server.heard


def test_several_messages_go_over_one_line() -> None:
    with running(MailServer()) as server, conversation(Relay("127.0.0.1", server.port, Security.NONE)) as line:
        line.send(ANN, BO, MESSAGE)
        line.send(ANN, ANN, MESSAGE)
    assert [recipient for _, recipient, _ in server.taken] == [BO, ANN]
    assert sum(command.startswith("ehlo") for command in server.heard) == 1


@pytest.mark.parametrize(
    ("verb", "answer", "phase"),
    [
        ("greeting", "554 go away", Phase.CONNECT),
        ("MAIL", "553 not yours", Phase.MAIL),
        ("RCPT", "550 5.1.1 no such user", Phase.RECIPIENT),
        ("RCPT", "450 4.2.0 later", Phase.RECIPIENT),
        ("DATA", "451 no room", Phase.DATA),
        (".", "554 5.7.1 looks like spam", Phase.DOT),
        (".", "421 closing", Phase.DOT),
    ],
)
def test_a_refusal_is_certain_and_knows_its_phase(verb: str, answer: str, phase: Phase) -> None:
    met = fault(MailServer({verb: answer}))
    assert (met.phase, met.code, met.said) == (phase, int(answer[:3]), answer[4:])
    assert not met.is_uncertain


@pytest.mark.parametrize(
    ("verb", "phase"), [("EHLO", Phase.CONNECT), ("MAIL", Phase.MAIL), ("RCPT", Phase.RECIPIENT), ("DATA", Phase.DATA)]
)
def test_a_line_that_breaks_before_the_dot_has_surely_sent_nothing(verb: str, phase: Phase) -> None:
    met = fault(MailServer({verb: HANG_UP}))
    assert (met.phase, met.code, met.is_uncertain) == (phase, 0, False)


def test_a_line_that_breaks_after_the_dot_leaves_it_uncertain() -> None:
    met = fault(MailServer({".": HANG_UP}))
    assert (met.phase, met.code, met.is_uncertain) == (Phase.DOT, 0, True)


def test_a_server_that_says_nothing_after_the_dot_leaves_it_uncertain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "TIMEOUT_OF_DOT", 0.2)
    assert fault(MailServer({".": SILENCE})).is_uncertain


def test_the_times_to_wait_are_those_of_the_standard() -> None:
    assert (transport.TIMEOUT, transport.TIMEOUT_OF_DOT) == (300, 600)


def test_after_a_refused_recipient_the_next_message_goes_out() -> None:
    told = MailServer(refused=frozenset({BO}))
    with running(told) as server, conversation(Relay("127.0.0.1", server.port, Security.NONE)) as line:
        with pytest.raises(DeliveryError):
            line.send(ANN, BO, MESSAGE)
        line.send(ANN, ANN, MESSAGE)
    assert [recipient for _, recipient, _ in server.taken] == [ANN]


def test_where_nobody_listens_there_is_no_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(DeliveryError) as caught, conversation(Relay("127.0.0.1", port, Security.NONE)):
        pass
    assert caught.value.phase is Phase.CONNECT


def test_in_the_clear_only_this_computer_is_spoken_to() -> None:
    with pytest.raises(DeliveryError, match="in the clear"), conversation(Relay("192.0.2.1", 25, Security.NONE)):
        pass
    assert [is_this_computer(name) for name in ("localhost", "127.0.0.9", "::1", "localhost.example.org")] == [
        True, True, True, False,
    ]  # fmt: skip


def test_a_server_without_starttls_gets_neither_password_nor_letter() -> None:
    server = MailServer(login=("ann", "secret"))
    met = fault(server, security=Security.STARTTLS, user="ann", password="secret")
    assert met.phase is Phase.SECURE
    assert not [command for command in server.heard if command.startswith(("AUTH", "mail"))]


def test_the_password_is_shown_in_no_traceback() -> None:
    assert "secret" not in repr(Relay("mail.example.org", 587, user="ann", password="secret"))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for `localhost` that only we trust, with its key."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl to make a certificate with")
    file = tmp_path_factory.mktemp("certificate") / "localhost.pem"
    subprocess.run(
        f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost "
        f"-addext subjectAltName=DNS:localhost -keyout {file}.key -out {file}".split(),
        check=True,
        capture_output=True,
    )
    file.write_text(file.read_text() + Path(f"{file}.key").read_text())
    return file


def offered(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def trusted(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))


SAFE = {"host": "localhost", "security": Security.STARTTLS, "user": "ann", "password": "secret"}


def test_starttls_and_a_login(certificate: Path) -> None:
    with running(MailServer(login=("ann", "secret"), certificate=offered(certificate))) as server:
        send(server, trusted(certificate), **SAFE)
    assert [command.split()[0].upper() for command in server.heard[:4]] == ["EHLO", "STARTTLS", "EHLO", "AUTH"]
    assert len(server.taken) == 1


def test_tls_from_the_first_byte(certificate: Path) -> None:
    with running(MailServer(login=("ann", "secret")), offered(certificate)) as server:
        send(server, trusted(certificate), **{**SAFE, "security": Security.TLS})
    assert len(server.taken) == 1


def test_a_certificate_that_nobody_vouches_for_is_refused_before_the_password(certificate: Path) -> None:
    server = MailServer(login=("ann", "secret"), certificate=offered(certificate))
    met = fault(server, None, **SAFE)
    assert met.phase is Phase.SECURE
    assert "certificate" in met.said
    assert not any(command.startswith("AUTH") for command in server.heard)


def test_a_certificate_of_another_name_is_refused(certificate: Path) -> None:
    server = MailServer(certificate=offered(certificate))
    met = fault(server, trusted(certificate), **{**SAFE, "host": "127.0.0.1"})
    assert (met.phase, server.taken) == (Phase.SECURE, [])


def test_a_wrong_password(certificate: Path) -> None:
    server = MailServer(login=("ann", "secret"), certificate=offered(certificate))
    met = fault(server, trusted(certificate), **{**SAFE, "password": "guess"})
    assert (met.phase, met.code) == (Phase.LOGIN, 535)
