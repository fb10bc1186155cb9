"""Workers: their answers come in the order of the parts, and what they keep stays with them."""

from __future__ import annotations

import errno
import os
import shutil
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from audiencegen import theme
from audiencegen.build import crew, pipeline, rendering
from audiencegen.build.configured import read_config
from audiencegen.build.crew import crew_of, parts_of
from audiencegen.build.files import Disk
from audiencegen.build.places import Places
from audiencegen.build.request import Request
from audiencegen.content.states import Moment
from audiencegen.problems import ProjectError
from audiencegen.theme.templates import Templates
from conftest import CONFIGURATION, tree, write

_kept: list[int] = []


def _double(part: int) -> int:
    time.sleep(0.01 * (part % 3))
    if part == 7:
        raise LookupError("seven")
    return 2 * part


def _keep(part: int) -> int:
    _kept.append(part)
    return os.getpid()


def _told(part: None) -> tuple[int, list[int]]:
    return os.getpid(), _kept


class FullDisk(Disk):
    """A disk that has no room for the page of the last post."""

    def write_new(self, path: Path, content: bytes, mode: int = 0o666) -> None:
        if "post-29" in str(path):
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        super().write_new(path, content, mode)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Enough posts for two workers."""
    monkeypatch.setattr(crew, "FEW", 3)
    posts = {f"content/posts/post-{n}.md": f"---\ntitle: Post {n}\ndate: 2026-01-01\n---\nText.\n" for n in range(30)}
    return write(tmp_path, {"audiencegen.yaml": f"{CONFIGURATION}\ncards: false\n", **posts})


def build(folder: Path, disk: Disk) -> Sequence[str]:
    config, problems = read_config(folder)
    places = Places(folder / config.output, folder / "private")
    moment = Moment(datetime(2026, 11, 22, tzinfo=UTC))
    request = Request(folder, config, problems, moment, places, jobs=2)
    return pipeline.build(request, lambda: None, disk, lambda *_: None, lambda built: ("", "")).published.written


def test_answers_come_in_the_order_of_the_parts() -> None:
    with crew_of(2) as workers:
        assert [answer for _, answer in workers.share(_double, range(7))] == [0, 2, 4, 6, 8, 10, 12]


def test_what_a_worker_raises_is_raised_in_its_turn() -> None:
    with crew_of(2) as workers:
        answers = workers.share(_double, range(12))
        assert [next(answers)[1] for _ in range(7)] == [0, 2, 4, 6, 8, 10, 12]
        with pytest.raises(LookupError, match="seven"):
            next(answers)


def test_a_worker_can_be_asked_for_what_it_kept() -> None:
    with crew_of(2) as workers:
        holders = {part: answer for part, (_, answer) in enumerate(workers.share(_keep, range(10)))}
        for process, kept in workers.ask(_told, [None, None]):
            assert kept == [part for part, holder in holders.items() if holder == process]


def test_parts_hold_everything_once_and_in_order() -> None:
    things = list(range(1003))
    assert [thing for part in parts_of(things, 2) for thing in part] == things


def test_every_template_is_compiled_once_and_while_texts_are(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "_templates", {})
    seen: list[tuple[str, bool]] = []

    def compiled(self: Templates, source: Any, name: str | None = None, *more: Any) -> Any:
        if name and name not in self.codes:
            seen.append((name, threading.current_thread() is threading.main_thread()))
        return compile_(self, source, name, *more)

    compile_ = Templates.compile
    monkeypatch.setattr(Templates, "compile", compiled)
    build(site, Disk())
    assert {name: is_late for name, is_late in seen if is_late} == {}
    assert sorted(name for name, _ in seen) == sorted({name for name, _ in seen})


def test_a_template_that_fails_in_a_worker_writes_nothing(site: Path) -> None:
    template = "{% if post.card.title == 'Post 17' %}{{ nothing.at_all }}{% endif %}"
    write(site, {"theme/site/parts/head.html": "{% if post is defined %}" + template + "{% endif %}"})
    with pytest.raises(ProjectError):
        build(site, Disk())
    assert not (site / "output").exists()


def test_a_disk_that_is_full_in_a_worker_is_said_and_mended_by_the_next_build(site: Path) -> None:
    with pytest.raises(ProjectError, match="no room left"):
        build(site, FullDisk())
    build(site, Disk())
    healed = tree(site / "output")
    shutil.rmtree(site / "output")
    shutil.rmtree(site / ".audiencegen")
    build(site, Disk())
    assert healed == tree(site / "output")


def test_what_is_too_much_for_the_memory_waits_on_the_disk_and_is_the_same(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(site, Disk())
    in_memory = tree(site / "output")
    shutil.rmtree(site / "output")
    shutil.rmtree(site / ".audiencegen")
    monkeypatch.setattr(rendering, "_IN_MEMORY", 10)
    build(site, Disk())
    assert tree(site / "output") == in_memory


def test_where_nothing_more_can_wait_nothing_is_written(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(BytesIO):
        def write(self, content: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(rendering, "SpooledTemporaryFile", lambda size: Full())
    with pytest.raises(ProjectError, match="no room left"):
        build(site, Disk())
    assert not (site / "output").exists()
