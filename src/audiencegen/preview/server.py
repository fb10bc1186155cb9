"""The server: the standard library's, one thread for each connection, for a writer and their phone.

It answers from the one generation that is shown when a request comes, to nobody but this computer unless told.
"""

from __future__ import annotations

import errno
import itertools
import secrets
import threading
from collections.abc import Iterable
from functools import cache
from hmac import compare_digest
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from audiencegen.build.rows import LostState
from audiencegen.build.texts import Texts
from audiencegen.preview import workbench
from audiencegen.preview.answers import (
    EVENTS,
    HTML,
    RAW,
    SCRIPT,
    TOOLS,
    Answer,
    answer,
    as_event,
    broken,
    followed,
    part_of,
    planned_path,
    renewed,
    rows,
    with_script,
)
from audiencegen.preview.generation import Generation
from audiencegen.preview.session import Session
from audiencegen.preview.watch import Doorbell
from audiencegen.problems import ProjectError, error
from audiencegen.values import Struct

LOOPBACK = "127.0.0.1"
PORT = 8000
NUMBER = "X-Generation"
_TRIES = 20  # ports after the first
_PULSE = 5.0  # seconds; by then a stream notices that nobody listens any more
_PATIENCE = 0.25  # seconds for a file that changed since it was looked at, several times
_COOKIE = "preview"


class Guests(Struct, frozen=True):
    """Whom a server answers: requests that name one of these hosts, and know the key if there is one."""

    hosts: frozenset[str]
    key: str = ""

    @property
    def tools(self) -> bool:
        """Whether the workbench is theirs, too."""
        return not self.key

    def refusal(self, host: str, origin: str, cookie: str) -> str:
        """Why a request is not answered; "" when it is. A page of elsewhere must not read drafts through a browser."""
        for name in filter(None, (host, urlsplit(origin).netloc if origin else "")):
            if not self._knows(name):
                hint = "" if self.key else f"\nIf that is how you come here, start with: --allow-host {_bare(name)}"
                return f"The preview does not answer for the host {name}.{hint}\n"
        if not host or origin == "null":
            return "The preview does not answer without a host.\n"
        if self.key and not compare_digest(_cookie(cookie), self.key):
            return "Open the address that the terminal shows, with its key.\n"
        return ""

    def _knows(self, name: str) -> bool:
        return (name if self.key else _bare(name)).lower() in self.hosts


class Server(ThreadingHTTPServer):
    """One door to a session. `streams` are the browsers that listen, each with the address it shows."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, place: tuple[str, int], guests: Guests, session: Session, bell: Doorbell) -> None:
        super().__init__(place, _Handler)
        self.guests = guests
        self.session = session
        self.bell = bell
        self.name = secrets.token_hex(4)  # another one after a restart
        self.streams: dict[int, str] = {}
        self.is_open = True

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self.is_open = False
        self.shutdown()
        self.server_close()

    def visited(self) -> Iterable[str]:
        """The paths in the plan that browsers show."""
        shown = self.session.shown
        return {planned_path(shown, target) for target in tuple(self.streams.values())} if shown else ()

    def answer(self, target: str) -> tuple[Generation | None, Answer]:
        """The answer to a request, and the generation that it is wholly of."""
        for _ in range(_TRIES):
            told, shown = self.session.told, self.session.shown
            if shown is None:
                return None, broken(self.session.errors, self._texts())
            try:
                return shown, answer(shown, target, self.guests.tools)
            except LostState:
                self.session.is_lost = True
            except ProjectError as fault:
                if all(problem.kind != "changed" for problem in fault.problems):
                    return shown, broken(fault.problems, self._texts())
            self.bell.ring()  # what it is made of is not there any more: the next generation knows
            self.session.wait(told, _PATIENCE)
        return shown, Answer(b"The files change too quickly to be shown.\n", "text/plain; charset=utf-8", 503)

    def state(self, was: Generation | None, target: str) -> dict[str, object]:
        """What a browser that shows an address has to know now."""
        told, errors = self.session.told, self.session.errors
        shown, now = self.answer(target)
        both = was is not None and shown is not None and was is not shown
        return {
            "session": self.name,
            "told": told,
            "print": now.fingerprint,
            "problems": rows(errors, self._texts()),
            "moved": followed(was, shown, target) if both and was and shown else "",
            "files": renewed(was, shown) if both and was and shown else (),
        }

    def _texts(self) -> Texts:
        return Texts(self.session.wish.directory)

    def handle_error(self, request: Any, client_address: Any) -> None:
        import sys

        if not isinstance(sys.exception() if hasattr(sys, "exception") else sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def opened(port: int | None, guests: Guests, session: Session, bell: Doorbell, host: str = LOOPBACK) -> Server:
    """A server at a port; at the next free one when none was asked for. Raises ProjectError when it is taken."""
    ports = (port,) if port is not None else range(PORT, PORT + _TRIES)
    for number in ports:
        try:
            return Server((host, number), guests, session, bell)
        except OSError as fault:
            if fault.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    if port is not None:
        raise ProjectError(error("port-taken", f"port {port} is taken", "name another one, or leave --port out"))
    message = f"all ports from {ports[0]} to {ports[-1]} are taken"
    raise ProjectError(error("port-taken", message, "name a free one: --port 9000"))


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 60  # seconds for which an idle connection is kept
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave together
    _counter = itertools.count()

    def do_GET(self) -> None:
        headers, guests = self.headers, self.server.guests
        if guests.key and compare_digest(self.path.strip("/").encode(), guests.key.encode()):
            self._let_in()
            return
        refusal = guests.refusal(headers.get("Host", ""), headers.get("Origin", ""), headers.get("Cookie", ""))
        if refusal:
            self._send(Answer(refusal.encode(), "text/plain; charset=utf-8", 403))
        elif urlsplit(self.path).path == EVENTS:
            self._stream()
        elif urlsplit(self.path).path == SCRIPT:
            self._send(Answer(_script(), "text/javascript; charset=utf-8"))
        else:
            self._page()

    do_HEAD = do_GET

    def _other_method(self) -> None:
        self.close_connection = True  # what else it sends stays unread
        self._send(Answer(b"The preview can be looked at, and nothing else.\n", "text/plain; charset=utf-8", 405))

    do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_CONNECT = do_TRACE = _other_method

    def _page(self) -> None:
        told = self.server.session.told
        shown, found = self.server.answer(self.path)
        corner = ""
        if shown and found.type == HTML and self.server.guests.tools and not self.path.startswith(TOOLS):
            base = shown.site.frame.base_path
            corner = workbench.corner(shown, unquote(urlsplit(self.path).path).removeprefix(base))
        is_raw = self.path.startswith(RAW)
        content = found.content if is_raw else with_script(found, told, self.server.name, corner)
        whole = Answer(content, found.type, found.status, found.location)
        number = shown.number if shown else 0
        if found.type == HTML:
            self._send(whole, number)
        else:
            part, *more = part_of(whole, self.headers.get("Range", ""))
            self._send(part, number, ("Accept-Ranges", "bytes"), *more)

    def _send(self, found: Answer, number: int = 0, *more: tuple[str, str]) -> None:
        self.send_response_only(found.status)
        self.send_header("Content-Type", found.type)
        self.send_header("Content-Length", str(len(found.content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header(NUMBER, str(number))
        if found.location:
            self.send_header("Location", found.location)
        for name, value in more:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(found.content)

    def _let_in(self) -> None:
        """The key is in the address once; then a cookie has it."""
        shown = self.server.session.shown
        home = (shown.site.frame.base_path if shown else "") + "/"
        cookie = f"{_COOKIE}={self.server.guests.key}; Path=/; HttpOnly; SameSite=Lax"
        self._send(Answer(b"", HTML, 302, home), 0, ("Set-Cookie", cookie))

    def _stream(self) -> None:
        """Server-sent events: what a browser has to know, whenever that is something new."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        target, me = asked.get("path", "/"), next(self._counter)
        self.close_connection = True
        self.send_response_only(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.server.streams[me] = target
        try:
            self._tell(target)
        except (ConnectionError, TimeoutError):
            pass  # the reader went on
        finally:
            del self.server.streams[me]

    def _tell(self, target: str) -> None:
        server, session = self.server, self.server.session
        was, told = session.shown, -1
        while server.is_open:
            if session.told > told:
                told, now = session.told, session.shown
                self.wfile.write(as_event(server.state(was, target)))
                was = now
            else:
                self.wfile.write(b": here\n\n")
            self.wfile.flush()
            session.wait(told, _PULSE)

    def log_message(self, format: str, *args: Any) -> None:
        """The terminal is for the writer."""


def _bare(host: str) -> str:
    """A host without its port."""
    return host[: host.rfind("]") + 1] if host.startswith("[") else host.partition(":")[0]


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(_COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


@cache
def _script() -> bytes:
    return Path(__file__).with_name("live.js").read_bytes()
