"""Letters before SpamAssassin's local rules (`-L`, Debian's): what it thinks before it knows anybody."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from judges import program
from letters_made import message_of, tortures, written

from audiencegen.cli import main

ROOT = Path(__file__).parent.parent.parent
MOST = 0.1  # points; a message is taken for spam from 5 on


def judged(message: bytes) -> tuple[float, str]:
    """The points and the rules that gave them."""
    command = [program("spamassassin"), "-L", "-t", "--prefspath=/dev/null"]
    done = subprocess.run(command, input=message, capture_output=True, check=True)
    status = re.search(r"^X-Spam-Status: .*?(?=^\S)", done.stdout.decode("utf-8", "replace"), re.MULTILINE | re.DOTALL)
    assert status is not None, done.stderr
    score = re.search(r"score=(-?[\d.]+)", status[0])
    tests = re.search(r"tests=(.*?)(?:autolearn|shortcircuit|version)=", status[0], re.DOTALL)
    assert score and tests
    return float(score[1]), re.sub(r"\s", "", tests[1])


FIXTURES = {
    **{name: message_of(issue, body) for name, issue, body in tortures()},
    "short": message_of(*written("Good morning.")),
    "chinese": message_of(*written("今日は良い天気です。" * 80)),
    "without preheader": message_of(*written("Words. " * 80, preheader="")),
}


@pytest.mark.parametrize("name", FIXTURES)
def test_a_fixture_has_hardly_a_point(name: str) -> None:
    score, rules = judged(FIXTURES[name])
    assert score <= MOST, rules
    assert "MPART_ALT_DIFF" not in rules


def test_the_letters_of_the_example_site_have_hardly_a_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program("spamassassin")
    monkeypatch.chdir(ROOT)
    assert main(["build", "-q", "--output", str(tmp_path)]) == 0
    messages = sorted(tmp_path.glob("issues/*/issue.eml"))
    assert len(messages) >= 10
    for message in messages:
        score, rules = judged(message.read_bytes())
        assert score <= MOST, (message.parent.name, rules)
        assert "MPART_ALT_DIFF" not in rules
