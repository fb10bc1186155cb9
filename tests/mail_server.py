"""A mail server on this computer that does as it is told: it refuses, hangs up, or takes what comes."""

from __future__ import annotations

import base64
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field

HANG_UP = "hang up"
SILENCE = "say nothing"


@dataclass
class MailServer:
    """What it was told, and what it took. `answers` are by verb; that to the dot is `.`."""

    answers: Mapping[str, str] = field(default_factory=dict)
    login: tuple[str, str] | None = None
    certificate: ssl.SSLContext | None = None  # offers STARTTLS
    refused: frozenset[str] = frozenset()
    taken: list[tuple[str, str, bytes]] = field(default_factory=list)  # sender, recipient, message
    heard: list[str] = field(default_factory=list)
    port: int = 0

    def talk(self, line: socket.socket, opened: ExitStack) -> None:
        stream = opened.enter_context(line.makefile("rwb"))
        secure = logged_in = False
        sender = recipient = ""

        def say(answer: str) -> None:
            stream.write(answer.encode() + b"\r\n")
            stream.flush()

        say(self.answers.get("greeting", "220 harbour.example.org"))
        while command := stream.readline().decode().strip():
            verb = command.split()[0].upper()
            self.heard.append(command)
            if self.answers.get(verb) == HANG_UP:
                return
            if verb in self.answers and verb != "DATA":
                say(self.answers[verb])
            elif verb == "EHLO":
                say("250-harbour.example.org\r\n250-SIZE 1000000")
                if self.certificate and not secure:
                    say("250-STARTTLS")
                say("250 AUTH PLAIN" if self.login else "250 8BITMIME")
            elif verb == "STARTTLS" and self.certificate:
                say("220 go on")
                line = opened.enter_context(self.certificate.wrap_socket(line, server_side=True))
                stream, secure = opened.enter_context(line.makefile("rwb")), True
            elif verb == "AUTH":
                given = base64.b64decode(command.split()[2]).decode().split("\0")[1:]
                logged_in = tuple(given) == self.login
                say("235 welcome" if logged_in else "535 5.7.8 Username and Password not accepted")
            elif verb == "MAIL":
                sender = command.partition("<")[2].partition(">")[0]
                say("250 ok" if logged_in or not self.login else "530 5.7.0 Authentication Required")
            elif verb == "RCPT":
                recipient = command.partition("<")[2].partition(">")[0]
                say("550 5.1.1 no such user" if recipient in self.refused else "250 ok")
            elif verb == "DATA":
                say(self.answers.get("DATA", "354 go on"))
                if "DATA" not in self.answers:
                    message = b"".join(iter(stream.readline, b".\r\n"))
                    if self.answers.get(".") == HANG_UP:
                        return
                    if self.answers.get(".") == SILENCE:
                        stream.readline()  # until the other side has had enough
                        return
                    if "." not in self.answers:
                        self.taken.append((sender, recipient, message.replace(b"\r\n..", b"\r\n.")))
                    say(self.answers.get(".", "250 2.0.0 queued as 4711"))
            elif verb == "QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")


@contextmanager
def running(server: MailServer, whole: ssl.SSLContext | None = None) -> Iterator[MailServer]:
    """Serve until the end of the block; `whole` speaks TLS from the first byte."""
    listener = socket.create_server(("127.0.0.1", 0))
    server.port = listener.getsockname()[1]

    def serve() -> None:
        with suppress(OSError):  # the listener is closed at the end
            while True:
                line, _ = listener.accept()
                with suppress(OSError), ExitStack() as opened:
                    opened.enter_context(line)
                    secure = opened.enter_context(whole.wrap_socket(line, server_side=True)) if whole else line
                    server.talk(secure, opened)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
