"""Telling a hub: what it hears, and what the writer hears when it does not want to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from conftest import CONFIGURATION, Run, write


class Hub:
    """A hub on this computer, which keeps what it was told and answers as it should."""

    def __init__(self) -> None:
        self.answer = 204
        self.heard: list[tuple[str, str]] = []
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                said = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                hub.heard.append((said["hub.mode"][0], said["hub.url"][0]))
                self.send_response(hub.answer)
                self.end_headers()
                if hub.answer >= 400:
                    self.wfile.write(b"unknown\ntopic")

            def log_message(self, format: str, *args: object) -> None:
                return

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"


@pytest.fixture
def hub() -> Iterator[Hub]:
    hub = Hub()
    thread = threading.Thread(target=hub.server.serve_forever, daemon=True)
    thread.start()
    yield hub
    hub.server.shutdown()
    hub.server.server_close()
    thread.join()


def site(folder: Path, hub: str) -> Path:
    return write(folder, {"audiencegen.yaml": f"{CONFIGURATION}feeds: {{hub: {hub}}}\n"})


def test_the_hub_hears_of_each_feed_that_names_it(tmp_path: Path, run: Run, hub: Hub) -> None:
    answer = run(site(tmp_path, hub.address), "ping")
    assert answer.code == 0
    assert answer.out == f"Told {hub.address}: 3 feeds of https://letters.example.org have something new.\n"
    names = ("feed.xml", "atom.xml", "feed.json")
    assert hub.heard == [("publish", f"https://letters.example.org/{name}") for name in names]


def test_a_refusal_is_told_in_the_words_of_the_hub(tmp_path: Path, run: Run, hub: Hub) -> None:
    hub.answer = 400
    answer = run(site(tmp_path, hub.address), "ping")
    assert answer.code == 1
    assert f"The hub {hub.address} was not told: it answered 400: unknown topic." in answer.err
    assert "Nothing is lost" in answer.err


def test_a_hub_that_is_away_is_named(tmp_path: Path, run: Run, hub: Hub) -> None:
    hub.server.server_close()
    answer = run(site(tmp_path, hub.address), "ping")
    assert answer.code == 1
    assert f"The hub {hub.address} was not told: it cannot be reached" in answer.err


def test_without_a_hub_the_key_to_add_is_named(project: Path, run: Run) -> None:
    answer = run(project, "ping")
    assert answer.code == 1
    assert "the feeds have no hub to tell" in answer.err
    assert "feeds: {hub: https://" in answer.err
