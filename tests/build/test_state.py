"""What is kept between builds: it saves work, and it is never needed."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import CONFIGURATION, Run, clean_environment, tree, write

MANY = {
    f"content/posts/2026-01-{day:02}-{name}.md": f"---\ntitle: {name} {day}\ntags: [{name}]\n---\n\nIt's {day}.\n"
    for day in range(1, 29)
    for name in ("ships", "shoes", "wax")
}

# What shows one of the oldest of many posts.
OLD = ["site/feeds/atom-1.xml", "site/feeds/json-1.json", "site/feeds/rss-1.xml", "site/posts/wax-3/index.html"]


@pytest.fixture
def many(tmp_path: Path) -> Path:
    # The search has files of its own, see outputs/test_search.
    return write(tmp_path / "many", {"audiencegen.yaml": CONFIGURATION + "search: false\n", **MANY})


def test_one_process_and_two_make_the_same_bytes(many: Path, run: Run) -> None:
    run(many, "build", "--jobs", "1")
    alone = tree(many / "output")
    run(many, "build", "--jobs", "2", "--force")
    assert tree(many / "output") == alone
    assert len(alone) > 84


def test_a_pool_that_cannot_fork_makes_the_same_bytes(many: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run(many, "build", "--jobs", "1")
    alone = tree(many / "output")
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    run(many, "build", "--jobs", "2", "--force")
    assert tree(many / "output") == alone


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc to see the processes of a pool")
def test_a_killed_build_leaves_no_process_and_no_lock_behind(many: Path) -> None:
    command, build, workers = _at_work(many)
    build.kill()
    build.communicate()
    subprocess.run(command, env=clean_environment(), check=True, timeout=60)
    assert _gone(workers)


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc to see the processes of a pool")
def test_control_c_ends_the_pool_and_says_so_calmly(many: Path) -> None:
    command, build, workers = _at_work(many)
    os.killpg(build.pid, signal.SIGINT)  # as a terminal does it: everybody hears it
    _, said = build.communicate(timeout=60)
    assert build.returncode == 130
    assert said == "Stopped. What was written so far is whole; the next build goes on from there.\n"
    assert _gone(workers)
    subprocess.run(command, env=clean_environment(), check=True, timeout=60)


def _at_work(site: Path) -> tuple[list[str], subprocess.Popen[str], list[str]]:
    """A build whose pool is at work: the command, its process, and those of its workers."""
    command = [sys.executable, "-m", "audiencegen", "-C", str(site), "build", "--jobs", "2", "-q"]
    build = subprocess.Popen(
        command, env=clean_environment(), stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    children = Path(f"/proc/{build.pid}/task/{build.pid}/children")
    workers: list[str] = []
    while len(workers) < 2 and build.poll() is None:
        workers = children.read_text().split()
    assert len(workers) == 2
    return command, build, workers


def _gone(workers: list[str]) -> bool:
    for _ in range(50):
        if not any(map(_lives, workers)):
            return True
        time.sleep(0.1)
    return False


def _lives(process: str) -> bool:
    """Whether a process runs; one that only waits for its end to be noticed does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_one_body_edited_writes_exactly_the_files_that_show_it(many: Path, run: Run) -> None:
    run(many, "build")
    post = many / "content/posts/2026-01-03-wax.md"
    post.write_text(post.read_text() + "\nOne sentence more.\n")
    answer = run(many, "build", "-v", "--explain")
    wrote = sorted(line.removeprefix("wrote ") for line in answer.err.splitlines() if line.startswith("wrote "))
    assert wrote == OLD  # the feeds hold the newest twenty, and this is an old one
    assert "made site/posts/wax-3/index.html: a text that it shows changed" in answer.err


def test_a_new_title_reaches_the_lists_and_neighbours_and_nothing_else(many: Path, run: Run) -> None:
    run(many, "build")
    post = many / "content/posts/2026-01-28-wax.md"
    post.write_text(post.read_text().replace("title: wax 28", "title: wax 28\nslug: wax-28\ndescription: Bees"))
    answer = run(many, "build", "-v")
    wrote = {line.removeprefix("wrote ") for line in answer.err.splitlines() if line.startswith("wrote ")}
    assert {"site/index.html", "site/posts/wax-28/index.html", "site/feed.xml"} <= wrote
    assert "site/posts/ships-1/index.html" not in wrote
    assert "site/tags/ships/index.html" not in wrote


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.9])
def test_a_damaged_state_costs_a_build_and_nothing_else(share: float, many: Path, run: Run) -> None:
    run(many, "build")
    before = tree(many / "output")
    state = many / ".audiencegen" / "state.sqlite"
    content = state.read_bytes()
    state.write_bytes(content[: int(len(content) * share)])
    post = many / "content/posts/2026-01-03-wax.md"
    post.write_text(post.read_text() + "\nOne sentence more.\n")
    assert run(many, "build").code == 0
    after = tree(many / "output")
    assert [path for path in before if before[path] != after[path]] == [".audiencegen.json", *OLD]


def test_a_state_of_another_version_is_not_believed(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run(project, "build")
    monkeypatch.setattr("audiencegen.build.state.version", lambda: "another")
    answer = run(project, "build", "--explain")
    assert "made site/index.html: it is new, or nothing is known of it" in answer.err
    assert "nothing had changed" in answer.out


def test_a_file_touched_behind_our_back_is_made_again(project: Path, run: Run) -> None:
    run(project, "build")
    before = tree(project / "output")
    (project / "output/site/index.html").write_text("meddled")
    (project / "output/site/feed.xml").unlink()
    assert run(project, "build").code == 0
    assert tree(project / "output") == before


def test_a_source_whose_time_was_set_back_is_read_all_the_same(project: Path, run: Run) -> None:
    run(project, "build")
    post = project / "content/posts/2026-05-01-hello.md"
    was = post.stat()
    post.write_text(post.read_text().replace("Good morning", "Good evening"))
    os.utime(post, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert post.stat().st_size == was.st_size
    run(project, "build")
    assert "Good evening" in (project / "output/site/posts/hello/index.html").read_text()


def test_an_output_brought_back_from_elsewhere_is_known_by_its_bytes(many: Path, run: Run) -> None:
    run(many, "build")
    shutil.move(many / "output", many / "kept")
    shutil.copytree(many / "kept", many / "output")
    post = many / "content/posts/2026-01-03-wax.md"
    post.write_text(post.read_text() + "\nOne sentence more.\n")
    answer = run(many, "build", "--explain", "-v")
    made = [line.split(":")[0] for line in answer.err.splitlines() if line.startswith("made")]
    assert made == [f"made {path}" for path in OLD]
    assert "kept site/index.html: it is made of the same things, and its file is as it was left" in answer.err


def test_what_was_kept_is_explained_one_by_one_only_on_wish(project: Path, run: Run) -> None:
    run(project, "build")
    each = [line for line in run(project, "build", "--explain", "-v").err.splitlines() if line.startswith("kept ")]
    assert len(each) > 5
    said = run(project, "build", "--explain").err.splitlines()
    assert said[-1:] == [f"kept {len(each)} files: made of the same things, and left as they were; -v names each"]


def test_the_warnings_of_an_unchanged_site_are_said_again(project: Path, run: Run) -> None:
    write(project, {"content/posts/2026-05-02-b.md": "---\ntitle: B\n---\n\n[away](nowhere.md)\n"})
    first = run(project, "build")
    again = run(project, "build")
    assert "leads to nothing" in first.err
    assert again.err == first.err
    assert run(project, "build", "--strict").code == 1
