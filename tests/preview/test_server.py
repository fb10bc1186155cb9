"""What the server answers, and whom."""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import socket
import threading
import time
from pathlib import Path

import pytest

from audiencegen.preview.server import LOOPBACK, Guests, Server, opened
from audiencegen.preview.session import Session, Wish
from audiencegen.preview.watch import Doorbell
from audiencegen.problems import ProjectError
from conftest import write
from preview_site import NOW, Reply, previewed
from recordings import mp3

PATIENCE = 20.0  # seconds, for a machine that has much to do
REQUESTS = int(os.environ.get("AUDIENCEGEN_REQUESTS", "800"))  # 10000 for the full count
CLIENTS = 8


def test_pages_are_served_as_what_they_are_and_kept_by_nobody(project: Path) -> None:
    write(project, {"content/static/CNAME": "letters.example.org\n"})
    types = {
        "/": "text/html; charset=utf-8",
        "/posts/hello/": "text/html; charset=utf-8",
        "/feed.xml": "application/xml; charset=utf-8",
        "/feed.json": "application/json",
        "/robots.txt": "text/plain; charset=utf-8",
        "/CNAME": "application/octet-stream",
        "/_/live.js": "text/javascript; charset=utf-8",
    }
    with previewed(project) as preview:
        for path, kind in types.items():
            reply = preview.get(path)
            assert (reply.status, reply.headers["Content-Type"]) == (200, kind), path
            assert reply.headers["Cache-Control"] == "no-store"
        assert preview.get("/posts/hello/", "HEAD").content == b""


def test_an_address_that_is_not_there_gets_the_themes_page_for_lost_visitors(project: Path) -> None:
    with previewed(project) as preview:
        reply = preview.get("/nowhere/")
        assert (reply.status, "Page not found" in reply.text or "404" in reply.text) == (404, True)
        assert preview.get("/posts/hello").status == 302
        assert preview.get("/posts/hello").headers["Location"] == "/posts/hello/"


def test_the_script_is_in_what_is_served_and_nowhere_else(project: Path) -> None:
    with previewed(project) as preview:
        assert preview.get("/").text.count("/_/live.js") == 1
        assert "live.js" not in preview.get("/feed.xml").text
        shown = preview.session.shown
        assert shown is not None
        assert b"live.js" not in shown.made("site/index.html")


def test_a_site_below_a_path_is_served_there(project: Path) -> None:
    write(project, {"audiencegen.yaml": "title: T\nurl: https://example.org/letters\n"})
    with previewed(project) as preview:
        assert preview.get("/").headers["Location"] == "/letters/"
        page = preview.get("/letters/").text
        assert 'href="/letters/posts/hello/"' in page
        assert preview.get("/letters/posts/hello/").status == 200
        assert preview.get("/posts/hello/").status == 404


def test_letters_are_served_with_the_pictures_of_this_site(project: Path) -> None:
    text = "---\ntitle: Hello\n---\n\n![A square](square.png)\n"
    from sites import picture

    write(project, {"content/posts/2026-05-01-hello.md": text, "content/posts/square.png": picture(8, 8)})
    with previewed(project) as preview:
        letter = preview.get("/_/letters/2026-05-01-hello/issue.html").text
        address = re.search(r'src="(/[^"]+\.png)"', letter)
        assert address is not None
        assert preview.get(address[1]).status == 200
        assert "Hello" in preview.get("/_/letters/2026-05-01-hello/issue.txt").text
        assert preview.get("/_/letters/nowhere/issue.html").status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/../audiencegen.yaml",
        "/..%2faudiencegen.yaml",
        "/%2e%2e/%2e%2e/audiencegen.yaml",
        "//etc/passwd",
        "/posts/../../content/posts/2026-05-01-hello.md",
        "/_/letters/../../private/people.sqlite",
        "/_/letters/..%2f..%2faudiencegen.yaml",
        "/_/../audiencegen.yaml",
        "/%00",
        "/%ff%fe",
        "http://localhost/../audiencegen.yaml",
    ],
)
def test_no_path_leads_out_of_the_site(path: str, project: Path) -> None:
    with previewed(project) as preview:
        reply = preview.get(path)
        assert reply.status in (400, 404)
        assert "Europe/Berlin" not in reply.text


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "localhost.evil.example", "10.0.0.7", ""])
def test_another_host_is_refused_with_the_way_in(host: str, project: Path) -> None:
    with previewed(project) as preview:
        reply = preview.get("/", host=host)
        assert reply.status == 403
        assert "Hello" not in reply.text
        if host:
            assert f"--allow-host {host.partition(':')[0]}" in reply.text


def test_a_page_of_elsewhere_may_not_ask(project: Path) -> None:
    with previewed(project) as preview:
        for origin in ("https://evil.example", "null"):
            assert preview.get("/", origin=origin).status == 403
        assert preview.get("/", origin=f"http://localhost:{preview.server.server_port}").status == 200
        assert preview.get("/", host="localhost:1").status == 200


def test_nothing_but_looking_is_answered(project: Path) -> None:
    with previewed(project) as preview:
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
            assert preview.get("/", method).status == 405


def test_hosts_that_are_allowed_by_name_are_answered() -> None:
    guests = Guests(frozenset({"localhost", "box.test"}))
    assert guests.refusal("box.test:9000", "", "") == ""
    assert guests.refusal("BOX.test", "http://box.test:9000", "") == ""
    assert guests.refusal("other.test", "", "") != ""


def test_a_phone_needs_the_key_once_and_sees_no_tools(project: Path) -> None:
    session = Session(Wish(project, True, NOW), lambda: NOW)
    session.begin()
    server = Server((LOOPBACK, 0), Guests(frozenset(), "the-key"), session, Doorbell())
    place = f"{LOOPBACK}:{server.server_port}"
    server.guests = Guests(frozenset({place}), "the-key")
    server.start()

    def ask(path: str, **headers: str) -> Reply:
        connection = http.client.HTTPConnection(LOOPBACK, server.server_port, timeout=5)
        connection.request("GET", path, headers={name.title(): value for name, value in headers.items()})
        reply = Reply(connection.getresponse())
        connection.close()
        return reply

    try:
        assert ask("/").status == 403
        assert ask("/", cookie="preview=another").status == 403
        welcome = ask("/the-key")
        assert (welcome.status, welcome.headers["Location"]) == (302, "/")
        cookie = welcome.headers["Set-Cookie"].partition(";")[0]
        assert "HttpOnly" in welcome.headers["Set-Cookie"]
        assert ask("/", cookie=cookie).status == 200
        assert ask("/feed.xml", cookie=cookie).status == 200
        assert ask("/_/letters/2026-05-01-hello/issue.html", cookie=cookie).status == 200
        assert ask("/_/", cookie=cookie).status == 404
        assert ask("/", cookie=cookie, host=f"localhost:{server.server_port}").status == 403
    finally:
        server.close()


def test_a_taken_port_is_passed_over_unless_it_was_asked_for(project: Path) -> None:
    session = Session(Wish(project, True, NOW), lambda: NOW)
    with socket.socket() as other:
        other.bind((LOOPBACK, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ProjectError, match=f"port {port} is taken"):
            opened(port, Guests(frozenset()), session, Doorbell())
    first = opened(None, Guests(frozenset()), session, Doorbell())
    second = opened(None, Guests(frozenset()), session, Doorbell())
    assert second.server_port > first.server_port
    first.server_close()
    second.server_close()


def test_a_browser_is_told_when_the_server_is_another(project: Path) -> None:
    names = set()
    for _ in range(2):
        with previewed(project) as preview, preview.listening("/") as following:
            names.add(following()["session"])
    assert len(names) == 2


def test_every_answer_is_wholly_of_one_generation_while_everything_changes(project: Path) -> None:
    paths = ("/", "/posts/hello/", "/posts/other/", "/archive/", "/feed.xml", "/feed.json", "/tags/", "/nowhere/")
    seen: dict[tuple[str, int], str] = {}
    faults: list[str] = []
    lock = threading.Lock()
    write_all(project, 0)

    def generations() -> set[int]:
        with lock:
            return {number for _, number in seen}

    with previewed(project) as preview:

        def ask(seed: int) -> None:
            chosen = random.Random(seed)
            connection = http.client.HTTPConnection(LOOPBACK, preview.server.server_port, timeout=30)
            asked, until = 0, time.monotonic() + PATIENCE
            while asked < REQUESTS // CLIENTS or (len(generations()) < 3 and time.monotonic() < until):
                asked += 1
                path = chosen.choice(paths)
                connection.request("GET", path)
                reply = Reply(connection.getresponse())
                text = re.sub(r'data-told="\d+"', "", reply.text)
                with lock:
                    if reply.status != (404 if path == "/nowhere/" else 200):
                        faults.append(f"{path} {reply.status}: {reply.text[:300]}")
                    if seen.setdefault((path, reply.number), text) != text:
                        faults.append(f"{path} of generation {reply.number} has two faces")
            connection.close()

        clients = [threading.Thread(target=ask, args=(seed,)) for seed in range(CLIENTS)]
        for client in clients:
            client.start()
        number = 0
        while any(client.is_alive() for client in clients):
            number += 1
            write_all(project, number)
            time.sleep(0.06)
        for client in clients:
            client.join()
    assert faults == []
    assert len(generations()) > 2


def write_all(project: Path, number: int) -> None:
    head = f"---\ntitle: Other {number}\nslug: other\ndate: 2026-05-03\ntags: [first]\n---\n\nRound {number}.\n"
    for path, text in {
        "content/posts/other.md": head,
        "theme/site/parts/date.html": f"<time>round {number}</time>",
        "audiencegen.yaml": f"title: Letter {number}\nurl: https://letters.example.org\n",
    }.items():
        file = project / path
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(f".{file.name}.new")
        new.write_text(text)
        new.replace(file)


def test_events_are_json(project: Path) -> None:
    with previewed(project) as preview, preview.listening("/") as following:
        assert json.dumps(following())


def test_a_browser_seeks_in_a_recording_by_its_bytes(project: Path) -> None:
    sound = mp3(3)
    write(project, {"content/static/talk.mp3": sound})
    size = len(sound)
    with previewed(project) as preview:
        whole = preview.get("/talk.mp3")
        assert (whole.status, whole.headers["Accept-Ranges"], whole.content) == (200, "bytes", sound)
        for asked, first, last in (
            ("bytes=0-1", 0, 1),
            ("bytes=100-", 100, size - 1),
            ("bytes=-10", size - 10, size - 1),
            (f"bytes=100-{size + 100}", 100, size - 1),
            (f"bytes=-{size + 100}", 0, size - 1),
        ):
            reply = preview.get("/talk.mp3", range=asked)
            assert (reply.status, reply.content) == (206, sound[first : last + 1]), asked
            assert reply.headers["Content-Range"] == f"bytes {first}-{last}/{size}"
            assert reply.headers["Content-Type"] == "audio/mpeg"
            assert preview.get("/talk.mp3", "HEAD", range=asked).content == b""


def test_a_range_beyond_the_end_is_refused_and_what_is_none_gets_the_whole_file(project: Path) -> None:
    sound = mp3(1)
    write(project, {"content/static/talk.mp3": sound})
    with previewed(project) as preview:
        for asked in (f"bytes={len(sound)}-", "bytes=-0"):
            reply = preview.get("/talk.mp3", range=asked)
            assert (reply.status, reply.headers["Content-Range"]) == (416, f"bytes */{len(sound)}")
        for asked in ("bytes=5-2", "bytes=-", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b", f"bytes={'9' * 5000}-"):
            reply = preview.get("/talk.mp3", range=asked)
            assert (reply.status, reply.content) == (200, sound), asked
        assert preview.get("/", range="bytes=0-1").status == 200  # a page changes from one answer to the next
        assert preview.get("/nowhere.mp3", range="bytes=0-1").status == 404


def test_the_policy_that_readers_get_does_not_hold_back_the_preview(project: Path) -> None:
    with previewed(project) as preview:
        page = preview.get("/").content.decode()
    assert "/_/live.js" in page and "Content-Security-Policy" not in page
