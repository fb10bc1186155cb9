"""A preview for tests: a project on disk, its session, loop and server in this process, and a browser of few words."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from audiencegen.preview.attend import attend
from audiencegen.preview.server import LOOPBACK, NUMBER, Guests, Server
from audiencegen.preview.session import News, Session, Wish
from audiencegen.preview.watch import Doorbell

NOW = datetime(2026, 11, 22, 11, tzinfo=UTC)
PATIENCE = 10.0  # seconds for something that takes a twentieth of one
HOSTS = frozenset({LOOPBACK, "localhost", "[::1]"})


class Reply:
    """An answer of the server."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status = answer.status
        self.headers = answer.headers
        self.content = answer.read()

    @property
    def text(self) -> str:
        return self.content.decode("utf-8")

    @property
    def number(self) -> int:
        return int(self.headers[NUMBER])


class Preview:
    """A running preview, and what it has told so far."""

    def __init__(self, folder: Path, server: Server, news: list[News]) -> None:
        self.folder = folder
        self.server = server
        self.session = server.session
        self.news = news

    def get(self, path: str, method: str = "GET", **headers: str) -> Reply:
        connection = http.client.HTTPConnection(LOOPBACK, self.server.server_port, timeout=PATIENCE)
        try:
            connection.request(method, path, headers={name.title(): value for name, value in headers.items()})
            return Reply(connection.getresponse())
        finally:
            connection.close()

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait for something that happens on its own."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, what
            time.sleep(0.005)

    def shows(self, path: str, text: str) -> None:
        """Wait until a page holds a text."""
        self.until(lambda: text in self.get(path).text, f"{path} does not come to show {text!r}")

    def hides(self, path: str, text: str) -> None:
        self.until(lambda: text not in self.get(path).text, f"{path} goes on showing {text!r}")

    def builds(self) -> int:
        return sum(1 for one in self.news if one.now is not None)

    def settle(self, seconds: float = 0.15) -> None:
        """Wait until nothing has happened for a while."""
        while True:
            before = len(self.news)
            time.sleep(seconds)
            if len(self.news) == before:
                return

    @contextmanager
    def listening(self, path: str) -> Iterator[Callable[[], Mapping[str, Any]]]:
        """The events that a browser gets which shows a page, one for each call."""
        connection = http.client.HTTPConnection(LOOPBACK, self.server.server_port, timeout=PATIENCE)
        connection.request("GET", f"/_/events?path={path}")
        stream = connection.getresponse()

        def following() -> Mapping[str, Any]:
            end = time.monotonic() + PATIENCE
            while True:
                line = stream.readline()
                assert line, "the stream has ended"
                assert time.monotonic() < end, "there is no news"
                if line.startswith(b"data: "):
                    return dict(json.loads(line[6:]))

        try:
            yield following
        finally:
            stream.close()
            connection.close()


@contextmanager
def previewed(folder: Path, drafts: bool = True, at: datetime | None = NOW, poll: bool = False) -> Iterator[Preview]:
    """A preview of a project, with a loop that watches it."""
    session, bell, closed = Session(Wish(folder, drafts, at), lambda: datetime.now(UTC)), Doorbell(), threading.Event()
    session.begin()
    server = Server((LOOPBACK, 0), Guests(HOSTS), session, bell)
    session.visited = server.visited
    news: list[News] = []
    told: list[str] = []
    loop = threading.Thread(target=attend, args=(session, bell, poll, news.append, told.append, closed))
    server.start()
    loop.start()
    try:
        yield Preview(folder, server, news)
    finally:
        closed.set()
        bell.ring()
        loop.join(PATIENCE)
        server.close()
        session.close()
    assert not loop.is_alive()
    assert told == []
