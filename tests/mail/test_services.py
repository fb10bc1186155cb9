"""What holds for every service."""

from __future__ import annotations

from pathlib import Path

import pytest
from letters import FRAME, THEME, body_of, issue_of

from audiencegen.config import SERVICES
from audiencegen.mail import services

TORTURE = (Path(__file__).parent / "torture.md").read_text("utf-8")
FILES = sorted(path.stem for path in Path(services.__file__).parent.glob("*.py") if path.stem != "__init__")


def test_each_file_is_a_service_and_each_service_a_file() -> None:
    assert list(SERVICES) == FILES


@pytest.mark.parametrize("name", SERVICES)
def test_the_theme_has_words_for_it(name: str) -> None:
    said = FRAME.words["handover"]["services"][name]
    assert said["paste"]
    assert said["steps"]


@pytest.mark.parametrize("name", SERVICES)
def test_nothing_of_ours_is_left_in_it(name: str) -> None:
    body = body_of(TORTURE)
    letter = services.service(name).letter(THEME, FRAME, issue_of(body), body)
    assert "\uffff" not in letter
    assert "ag:" not in letter
    assert "mailto:reply@" not in letter  # the proof copy is left by a mail to the writer
    assert "Last words." in letter
