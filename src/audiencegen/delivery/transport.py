"""One conversation with a mail server, phase by phase, so that it is known what became of each message.

`smtplib.sendmail` raises the same for a line that broke before anything was sent and for one that broke after the final
dot, when the message may have been accepted. So the phases are driven here, one recipient for each message.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from ipaddress import ip_address
from typing import TypeVar

TIMEOUT = 300  # seconds for a reply (RFC 5321, 4.5.3.2)
TIMEOUT_OF_DOT = 600  # the server may look at the message for long; to give up early is to send it twice

_OURSELVES = "[127.0.0.1]"  # what this computer is called is nobody's business, and to find out may take seconds

Answer = TypeVar("Answer")


class Security(Enum):
    """How the conversation is kept from others' ears."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class Phase(Enum):
    """How far a conversation had come. Only after the dot it is not known whether the server has the message."""

    CONNECT = "connect"
    SECURE = "secure"
    LOGIN = "login"
    MAIL = "mail"
    RECIPIENT = "recipient"
    DATA = "data"
    DOT = "dot"


PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


@dataclass(frozen=True, slots=True)
class Relay:
    """The mail server that takes our messages. The password is shown in no traceback."""

    host: str
    port: int
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)


class DeliveryError(Exception):
    """The mail server did not take a message, or nobody knows. `code` is its answer's, 0 when it gave none."""

    def __init__(self, phase: Phase, said: str, code: int = 0) -> None:
        super().__init__(said)
        self.phase = phase
        self.said = said
        self.code = code

    @property
    def is_uncertain(self) -> bool:
        """Whether the message may have been accepted all the same: to send it again may send it twice."""
        return self.phase is Phase.DOT and not self.code


@contextmanager
def conversation(relay: Relay, trust: ssl.SSLContext | None = None) -> Iterator[Conversation]:
    """A line to the server, secured and logged in; raises DeliveryError. `trust` says which certificates count.

    Without TLS only this computer is spoken to: nothing of a letter or a password goes over a network in the clear.
    """
    if relay.security is Security.NONE and not is_this_computer(relay.host):
        raise DeliveryError(Phase.SECURE, f"{relay.host} is another computer, and would be spoken to in the clear")
    server = _connected(relay, trust or ssl.create_default_context())
    try:
        yield Conversation(server)
    except BaseException:
        server.close()  # a polite end might wait for an answer that never comes
        raise
    with suppress(OSError, smtplib.SMTPException):  # what it has answered so far is known
        server.quit()


class Conversation:
    """A server that is ready to take messages."""

    def __init__(self, server: smtplib.SMTP) -> None:
        self._server = server

    def send(self, sender: str, recipient: str, message: bytes) -> str:
        """Hand over one message, with CRLF, for one recipient; the answer is what the server said to it."""
        size = [f"SIZE={len(message)}"] if self._server.has_extn("size") else []
        self._expect(Phase.MAIL, (250,), lambda: self._server.mail(sender, size))
        self._expect(Phase.RECIPIENT, (250, 251), lambda: self._server.rcpt(recipient))
        self._expect(Phase.DATA, (354,), lambda: self._server.docmd("DATA"))
        _try(Phase.DATA, lambda: self._server.send(_stuffed(message)))
        return self._expect(Phase.DOT, (250,), self._dot)

    def _dot(self) -> tuple[int, bytes]:
        assert self._server.sock is not None
        self._server.sock.settimeout(TIMEOUT_OF_DOT)
        self._server.send(b".\r\n")
        answer = self._server.getreply()
        self._server.sock.settimeout(TIMEOUT)
        return answer

    def _expect(self, phase: Phase, codes: tuple[int, ...], command: Callable[[], tuple[int, bytes]]) -> str:
        code, said = _try(phase, command)
        text = _text(said)
        if code not in codes:
            self._reset()
            raise DeliveryError(phase, text, code)
        return text

    def _reset(self) -> None:
        """After a refusal the next message begins anew; a server that hangs up then has said what it wanted to."""
        try:
            self._server.rset()
        except (OSError, smtplib.SMTPException):
            self._server.close()


def is_this_computer(host: str) -> bool:
    """Whether a name or an address is that of the computer itself."""
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _connected(relay: Relay, trust: ssl.SSLContext) -> smtplib.SMTP:
    server = _try(Phase.CONNECT, lambda: _opened(relay, trust))
    try:
        _try(Phase.CONNECT, server.ehlo_or_helo_if_needed)
        if relay.security is Security.STARTTLS:
            _try(Phase.SECURE, lambda: server.starttls(context=trust))
            _try(Phase.SECURE, server.ehlo_or_helo_if_needed)
        if relay.user:
            _try(Phase.LOGIN, lambda: server.login(relay.user, relay.password))
    except DeliveryError:
        server.close()
        raise
    return server


def _opened(relay: Relay, trust: ssl.SSLContext) -> smtplib.SMTP:
    if relay.security is Security.TLS:
        return smtplib.SMTP_SSL(relay.host, relay.port, _OURSELVES, timeout=TIMEOUT, context=trust)
    return smtplib.SMTP(relay.host, relay.port, _OURSELVES, timeout=TIMEOUT)


def _try(phase: Phase, command: Callable[[], Answer]) -> Answer:
    """Do a step of the conversation; whatever goes wrong in it is a DeliveryError that knows the phase."""
    try:
        return command()
    except smtplib.SMTPResponseException as fault:
        raise DeliveryError(phase, _text(fault.smtp_error), fault.smtp_code) from fault
    except ssl.SSLError as fault:
        raise DeliveryError(Phase.SECURE, getattr(fault, "verify_message", "") or str(fault)) from fault
    except (OSError, smtplib.SMTPException) as fault:
        raise DeliveryError(phase, fault.strerror or str(fault)) from fault


def _stuffed(message: bytes) -> bytes:
    """A line that begins with a dot gets a second one (RFC 5321, 4.5.2); the message ends with a line's end."""
    stuffed = re.sub(rb"(?m)^\.", b"..", message)
    return stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n"


def _text(said: bytes | str) -> str:
    return " ".join((said.decode("utf-8", "replace") if isinstance(said, bytes) else said).split())
