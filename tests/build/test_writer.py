"""Whatever a writer does, and whenever a build dies: no stale page, no foreign file touched, always healed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from audiencegen.build import crew, pipeline
from audiencegen.build.configured import read_config
from audiencegen.build.crew import FEW
from audiencegen.build.files import Disk
from audiencegen.build.places import Places
from audiencegen.build.publish import Published
from audiencegen.build.request import Request
from audiencegen.build.whole import look
from audiencegen.content.states import Moment
from audiencegen.problems import ProjectError
from conftest import CONFIGURATION, ROOT, clean_environment, tree, write

NOW = datetime(2026, 11, 22, 11, tzinfo=UTC)
NAMES = st.sampled_from(["one", "two", "three", "four", "five"])
LINES = (
    "",
    "pagination: 1\n",
    "permalink: /{year}/{slug}/\n",
    "description: New\n",
    "markdown: github\n",
    "theme: {name: default, logo: x.svg}\n",
    "theme: {name: default, accent: '#aa0044'}\n",
    "issues: {sender: Ann <ann@example.org>, latest: 1}\n",
)
WORDS = st.sampled_from(["Hello", "A second look", "Grüße", "Ships & shoes", "Three (3)"])


class Killed(BaseException):
    """The process is gone: nothing after this runs."""


class DyingDisk(Disk):
    """A disk whose n-th step is the last; a write may get halfway."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def step(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Killed

    def make_folder(self, path: Path, mode: int = 0o777) -> None:
        self.step()
        super().make_folder(path, mode)

    def write_new(self, path: Path, content: bytes, mode: int = 0o666) -> None:
        self.left -= 1
        if self.left < 0:
            super().write_new(path, content[: len(content) // 2], mode)
            raise Killed
        super().write_new(path, content, mode)

    def replace(self, path: Path, content: bytes, temporary: Path, mode: int = 0o666) -> None:
        self.step()
        super().replace(path, content, temporary, mode)

    def remove(self, path: Path) -> None:
        self.step()
        super().remove(path)


def build(folder: Path, disk: Disk | None = None, now: datetime = NOW, jobs: int = 1) -> Published:
    """A build as the command does it: a look whether there is anything to do, and the pipeline if there is."""
    seen = look(str(folder), now.timestamp())
    if seen is not None and seen.is_still:
        return Published()
    config, problems = read_config(folder)
    places = Places(folder / config.output, folder / "private")
    request = Request(folder, config, problems, Moment(now), places, jobs=jobs, look=seen)
    return pipeline.build(request, lambda: None, disk or Disk(), lambda *_: None, lambda built: ("", "")).published


class Writer(RuleBasedStateMachine):
    """A writer at work: every rule is something they do, and now and then they build: that equals a clean build."""

    @initialize()
    def begin(self) -> None:
        crew.FEW = 3  # so that five posts are enough for a pool
        self.root = Path(tempfile.mkdtemp())
        self.site = write(self.root / "site", {"audiencegen.yaml": CONFIGURATION})
        (self.site / "content" / "posts").mkdir(parents=True)
        self.foreign: dict[Path, bytes] = {}
        self.now = NOW

    def teardown(self) -> None:
        crew.FEW = FEW
        if hasattr(self, "root"):
            self.is_as_a_clean_build_makes_it()
            shutil.rmtree(self.root)

    def output(self) -> dict[str, bytes]:
        folder = self.site / "output"
        return tree(folder) if folder.exists() else {}

    def post(self, name: str) -> Path:
        return self.site / "content" / "posts" / f"{name}.md"

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.post(name)
        if path.exists():
            lines = path.read_text().split("\n")
            path.write_text("\n".join(new if line.startswith(old) else line for line in lines))

    @rule(name=NAMES, title=WORDS, day=st.integers(1, 28), draft=st.booleans())
    def add(self, name: str, title: str, day: int, draft: bool) -> None:
        head = f"title: {title} {name}\nslug:\ndate: 2026-10-{day:02}\ntags: [a]\ndraft: {str(draft).lower()}\n"
        text = f"---\n{head}aliases: []\n---\n\nText of {name}.\n\n![A dot](dot.svg)\n"
        write(self.site, {f"content/posts/{name}.md": text})

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        self.post(name).unlink(missing_ok=True)

    @rule(name=NAMES, other=NAMES)
    def rename(self, name: str, other: str) -> None:
        if self.post(name).exists():
            self.post(name).rename(self.post(other))

    @rule(name=NAMES, title=WORDS)
    def retitle(self, name: str, title: str) -> None:
        self.edit(name, "title:", f"title: {title} again {name}")

    @rule(name=NAMES, tags=st.sampled_from(["a", "b", "a, b", "", "Ä"]))
    def retag(self, name: str, tags: str) -> None:
        self.edit(name, "tags:", f"tags: [{tags}]")

    @rule(name=NAMES, year=st.sampled_from([2024, 2026, 2027]))
    def re_date(self, name: str, year: int) -> None:
        self.edit(name, "date:", f"date: {year}-03-04")

    @rule(name=NAMES, draft=st.booleans())
    def un_draft(self, name: str, draft: bool) -> None:
        self.edit(name, "draft:", f"draft: {str(draft).lower()}")

    @rule(name=NAMES, words=WORDS)
    def write_more(self, name: str, words: str) -> None:
        """A text alone changes: the way that needs no linking."""
        if self.post(name).exists():
            self.post(name).write_text(f"{self.post(name).read_text()}\n{words}, once more.\n")

    @rule(name=NAMES, slug=st.sampled_from(["moved", "one", "Ünder"]))
    def re_slug(self, name: str, slug: str) -> None:
        self.edit(name, "slug:", f"slug: {slug}-{name}")

    @rule(name=NAMES, alias=st.sampled_from(["old", "old.html", "deep/er"]))
    def add_alias(self, name: str, alias: str) -> None:
        self.edit(name, "aliases:", f"aliases: [{alias}-{name}]")

    @rule(text=st.sampled_from(["", "<!-- a -->", "<meta name=x content=y>"]))
    def edit_a_template(self, text: str) -> None:
        write(self.site, {"theme/site/parts/head.html": text})

    @rule()
    def drop_the_own_theme(self) -> None:
        shutil.rmtree(self.site / "theme", ignore_errors=True)

    @rule(days=st.integers(-300, 300))
    def let_time_pass(self, days: int) -> None:
        self.now = NOW + timedelta(days=days)

    @rule(share=st.floats(0, 1))
    def damage_the_state(self, share: float) -> None:
        path = self.site / ".audiencegen" / "state.sqlite"
        if path.exists():
            content = path.read_bytes()
            path.write_bytes(content[: int(len(content) * share)])

    @rule(line=st.sampled_from(LINES))
    def edit_the_configuration(self, line: str) -> None:
        (self.site / "audiencegen.yaml").write_text(CONFIGURATION + line)

    @rule(width=st.integers(1, 3))
    def change_a_picture(self, width: int) -> None:
        picture = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="1"/>'
        write(self.site, {"content/posts/dot.svg": picture})

    @rule(name=st.sampled_from(["robots.txt", "a", "a/b", "CNAME"]), there=st.booleans())
    def change_a_static_file(self, name: str, there: bool) -> None:
        path = self.site / "content" / "static" / name
        if there and not path.is_dir() and not any(parent.is_file() for parent in path.parents):
            write(path.parent, {path.name: f"static {name}"})
        elif path.is_file():
            path.unlink()

    @rule(folder=st.booleans())
    def swap_a_file_and_a_folder(self, folder: bool) -> None:
        path = self.site / "content" / "static" / "a"
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        write(self.site, {f"content/static/{'a/b' if folder else 'a'}": "static"})

    @rule()
    def delete_the_cache(self) -> None:
        shutil.rmtree(self.site / ".audiencegen", ignore_errors=True)

    @rule(name=st.sampled_from(["site/mine.txt", "site/posts/mine/notes.txt", "mine"]))
    def put_a_foreign_file(self, name: str) -> None:
        path = self.site / "output" / name
        write(path.parent, {path.name: "mine"})
        self.foreign[path] = b"mine"

    @rule(seed=st.integers(0, 99), how=st.sampled_from(["change", "remove"]))
    def meddle_with_an_output(self, seed: int, how: str) -> None:
        """Changed behind our back, and built again while still planned."""
        files = sorted((self.site / "output" / "site").rglob("*.html"))
        if files:
            path = random.Random(seed).choice(files)
            path.unlink() if how == "remove" else path.write_text("meddled")
            self.is_as_a_clean_build_makes_it()

    @rule(steps=st.integers(0, 60), jobs=st.sampled_from([1, 1, 1, 2]))
    def die(self, steps: int, jobs: int) -> None:
        """A build that is killed; the writer goes on writing before the next one mends it."""
        with suppress(Killed, ProjectError):
            build(self.site, DyingDisk(steps), self.now, jobs)

    @rule(jobs=st.sampled_from([1, 1, 1, 2]))
    def is_as_a_clean_build_makes_it(self, jobs: int = 1) -> None:
        before = self.output()
        clean = self.root / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        shutil.copytree(self.site, clean, ignore=shutil.ignore_patterns("output", ".audiencegen"))
        try:
            build(clean, now=self.now, jobs=jobs)
        except ProjectError:  # two posts at one address: nothing may be written
            with pytest.raises(ProjectError):
                build(self.site, now=self.now)
            assert self.output() == before
            return
        build(self.site, now=self.now)
        there = self.output()
        for path, content in self.foreign.items():
            assert there.pop(path.relative_to(self.site / "output").as_posix()) == content
        assert there == tree(clean / "output")
        assert build(self.site, now=self.now).written == []


Writer.TestCase.settings = settings(
    max_examples=int(os.environ.get("AUDIENCEGEN_SCRIPTS", "60")),  # 500 and more by hand: see CONTRIBUTING.md
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestWriter = Writer.TestCase


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_process_is_healed_by_the_next_build(tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(ROOT / "content", site / "content")
    shutil.copy(ROOT / "audiencegen.yaml", site)
    command = [sys.executable, "-m", "audiencegen", "-C", str(site), "build", "-q", "--now", "2026-11-22 12:00"]
    environment = clean_environment(HOME=str(tmp_path))
    began = time.monotonic()
    subprocess.run(command, check=True, env=environment, capture_output=True)
    whole = time.monotonic() - began
    expected = tree(site / "output")
    chance = random.Random(7)
    for _ in range(8):
        shutil.rmtree(site / "output")
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.5, 1.0) * whole)
        process.send_signal(signal.SIGKILL)
        process.wait()
        subprocess.run(command, check=True, env=environment, capture_output=True)
        assert tree(site / "output") == expected
