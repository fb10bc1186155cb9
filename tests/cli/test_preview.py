"""The command around the preview: its words, its port, its end."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from conftest import Run, clean_environment, write
from preview_site import PATIENCE

HELLO = "content/posts/2026-05-01-hello.md"


def started(project: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-u", "-m", "audiencegen", "preview", *words]
    environment = clean_environment(PYTHONWARNINGS="error")
    return subprocess.Popen(
        command, cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def line(process: subprocess.Popen[str], words: str) -> str:
    """The first line that holds these words."""
    assert process.stdout is not None
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        said = process.stdout.readline()
        if words in said:
            return said
    raise AssertionError(f"{words!r} is not said")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_session_says_where_it_is_what_changed_and_that_it_is_over(project: Path) -> None:
    process = started(project, "--port", "0")
    try:
        address = re.findall(r"http://[\d.:]+/", line(process, "Your letter is at"))[0]
        line(process, "Ctrl-C closes the preview.")
        with urllib.request.urlopen(f"{address}posts/hello/", timeout=PATIENCE) as page:
            assert b"Good morning." in page.read()
        write(project, {HELLO: "---\ntitle: Hello\n---\n\nGood evening.\n"})
        assert re.search(
            r"^\d\d:\d\d:\d\d 2026-05-01-hello.md changed: \d+ pages are new \(\d+ ms\)$", line(process, "changed:")
        )
        write(project, {HELLO: "---\ntitle: Hello\ndate: tomorow\n---\n"})
        assert line(process, "error:") == f"{HELLO}:3:7: error: `date` is not a date: tomorow\n"
        line(process, "2026-05-01-hello.md changed: the site is shown as it was")
    finally:
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert rest.strip() == "The preview is closed."


def test_a_port_that_was_named_must_be_free(project: Path, run: Run) -> None:
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        answer = run(project, "preview", "--port", str(port))
    assert answer.code == 1
    assert answer.err == f"error: port {port} is taken\nhint: name another one, or leave --port out\n\n"


def test_a_folder_that_is_no_site_gets_no_preview_and_no_notes(tmp_path: Path, run: Run) -> None:
    answer = run(tmp_path, "preview")
    assert (answer.code, "there is no audiencegen.yaml here" in answer.err) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_a_phone_gets_an_address_as_a_picture() -> None:
    pytest.importorskip("segno")
    from audiencegen.preview.phone import qr_code

    drawn = qr_code("http://192.168.1.20:8001/a-key-of-many-letters")
    assert len(drawn.splitlines()) > 10
    assert "█" in drawn or "▀" in drawn
