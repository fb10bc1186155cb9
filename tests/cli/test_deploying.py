"""`init --deploy`: files that hosts can read, commands that run, and nothing online but `output/site/`."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from audiencegen import __version__
from audiencegen.cli.deploying import HOSTS, NEEDED, SCRIPT, WORKFLOW
from audiencegen.cli.installed import by, needed
from conftest import CONFIGURATION, ROOT, Run, write

WITH_WORKFLOW = sorted(name for name, host in HOSTS.items() if host.steps)
POST = {"content/posts/hello.md": "---\ntitle: Hello\ndate: 2026-05-01\n---\nGood morning.\n"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(
        tmp_path / "letter", {"audiencegen.yaml": CONFIGURATION, ".gitignore": "/private/\n/output/\n", **POST}
    )


def workflow(site: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.load((site / WORKFLOW).read_text("utf-8"), yaml.BaseLoader)
    return read


def steps(site: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = workflow(site)["jobs"]["site"]["steps"]
    return found


def commands(tmp_path: Path) -> dict[str, str]:
    """An environment in which `audiencegen` is ours, wherever it is called."""
    shim = tmp_path / "bin" / "audiencegen"
    write(tmp_path, {"bin/audiencegen": f'#!/bin/sh\nexec "{sys.executable}" -m audiencegen "$@"\n'})
    shim.chmod(0o755)
    path = f"{shim.parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT / "src"), "RUNNER_TEMP": str(tmp_path)}


# --- what is written -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(HOSTS))
def test_every_host_gets_its_files_in_a_site_that_is_there_already(site: Path, run: Run, name: str) -> None:
    before = (site / "audiencegen.yaml").read_bytes()
    answer = run(site, "init", "--deploy", name)
    assert answer.code == 0
    wanted = {*HOSTS[name].files, *([NEEDED] if HOSTS[name].steps else [])}
    assert {path for path in wanted if (site / path).is_file()} == wanted
    assert [path for path in wanted if f"wrote {site / path}" not in answer.out] == []
    assert (site / "audiencegen.yaml").read_bytes() == before
    assert not (site / "content/posts/who-this-is-for.md").exists()
    assert re.findall(r"@[A-Z]+@", "".join(_texts(site, wanted))) == []


def _texts(site: Path, paths: set[str]) -> list[str]:
    return [(site / path).read_text("utf-8") for path in sorted(paths)]


@pytest.mark.parametrize("name", sorted(HOSTS))
def test_nothing_that_is_there_is_overwritten_and_the_answer_says_so(site: Path, run: Run, name: str) -> None:
    kept = next(iter(HOSTS[name].files))
    write(site, {kept: "mine"})
    answer = run(site, "init", "--deploy", name)
    assert (site / kept).read_text("utf-8") == "mine"
    assert f"{kept} is there already; it was not changed." in answer.out


def test_a_new_letter_begins_with_its_way_online(tmp_path: Path, run: Run) -> None:
    assert run(tmp_path, "init", "new", "--deploy", "github-pages").code == 0
    assert (tmp_path / "new" / WORKFLOW).is_file()
    assert (tmp_path / "new/content/posts/who-this-is-for.md").is_file()
    assert "/private/" in (tmp_path / "new/.gitignore").read_text("utf-8")


def test_an_unknown_host_is_refused_with_those_that_are_known(site: Path, run: Run) -> None:
    answer = run(site, "init", "--deploy", "gitub-pages")
    assert answer.code == 2
    assert "github-pages" in answer.err


def test_the_writer_hears_when_readers_could_leave_with_the_site(site: Path, run: Run) -> None:
    write(site, {".gitignore": "/output/\n", NEEDED: "markdown\n"})
    answer = run(site, "init", "--deploy", "netlify")
    assert "Add /private/ to .gitignore" in answer.err
    assert f"Add {needed().line} to {NEEDED}" in answer.err


def test_another_output_folder_is_what_goes_online(site: Path, run: Run) -> None:
    write(site, {"audiencegen.yaml": CONFIGURATION + "output: made\n"})
    for name in HOSTS:
        run(site, "init", "--deploy", name)
    texts = _texts(site, {WORKFLOW, "netlify.toml", SCRIPT})
    assert not any("output/" in text for text in texts)
    assert all("made/site" in text for text in texts)


# --- workflows -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WITH_WORKFLOW)
def test_a_workflow_is_yaml_with_pinned_actions_and_a_daily_run(site: Path, run: Run, name: str) -> None:
    run(site, "init", "--deploy", name)
    read = workflow(site)
    assert set(read["on"]) == {"push", "schedule", "workflow_dispatch"}
    minute, hour, *rest = read["on"]["schedule"][0]["cron"].split()
    assert (int(minute) not in (0, 30), int(hour) < 24, rest) == (True, True, ["*", "*", "*"])
    used = [step["uses"] for step in steps(site) if "uses" in step]
    assert used
    assert [one for one in used if not re.fullmatch(r"[\w-]+/[\w-]+@v\d+", one)] == []
    assert read["permissions"]["contents"] == "read"
    assert (site / NEEDED).read_text("utf-8") == f"{needed().line}\n"


URL = "https://example.org/audiencegen"


@pytest.mark.parametrize(
    ("note", "line"),
    [
        ({}, f"audiencegen=={__version__}"),
        ({"url": URL, "vcs_info": {"vcs": "git", "commit_id": "f" * 40}}, f"audiencegen @ git+{URL}@{'f' * 40}"),
        ({"url": f"{URL}.whl", "archive_info": {}}, f"audiencegen @ {URL}.whl"),
        ({"url": "file:///home/ann/it", "dir_info": {}}, f"./wheels/audiencegen-{__version__}-py3-none-any.whl"),
    ],
)
def test_a_host_installs_what_is_installed_here(note: dict[str, Any], line: str) -> None:
    assert by(note).line == line
    assert bool(by(note).before) == line.startswith(".")


def test_who_works_from_a_folder_hears_how_to_make_the_wheel(site: Path, run: Run, monkeypatch: Any) -> None:
    monkeypatch.setattr("audiencegen.cli.installed.needed", lambda: by({"url": "file:///home/ann/it", "dir_info": {}}))
    said = run(site, "init", "--deploy", "netlify").out
    assert "pip wheel --no-deps --wheel-dir wheels /home/ann/it" in said


@pytest.mark.parametrize("name", WITH_WORKFLOW)
def test_only_the_site_goes_online_and_what_is_kept_holds_no_readers(site: Path, run: Run, name: str) -> None:
    run(site, "init", "--deploy", name)
    assert [found for step in steps(site) if (found := _sent(step))] == ["output/site"]
    kept = next(step for step in steps(site) if step.get("uses", "").startswith("actions/cache@"))
    assert kept["with"]["path"].split() == [".audiencegen", "output"]
    assert "private" not in (site / WORKFLOW).read_text("utf-8")


def _sent(step: dict[str, Any]) -> str | None:
    """The folder that a step puts online, as each host is told."""
    if "upload-pages" in step.get("uses", ""):
        return str(step["with"]["path"])
    told = f"{step.get('run', '')} {step.get('with', {}).get('command', '')}"
    return _after("--dir=", told) or _after("pages deploy ", told)


def _after(mark: str, text: str) -> str | None:
    return text.partition(mark)[2].split()[0] if mark in text else None


@pytest.mark.parametrize("name", WITH_WORKFLOW)
def test_the_hub_hears_of_it_after_the_site_is_online(site: Path, run: Run, name: str) -> None:
    run(site, "init", "--deploy", name)
    *before, last = steps(site)
    assert last["run"] == "audiencegen ping --if-set"
    assert last["if"] == "steps.build.outputs.changed == 'true'"
    assert any("changed == 'true'" in step.get("if", "") for step in before)


def test_netlify_reads_the_folder_from_its_own_file(site: Path, run: Run) -> None:
    run(site, "init", "--deploy", "netlify")
    build = tomllib.loads((site / "netlify.toml").read_text("utf-8"))["build"]
    assert (build["command"], build["publish"]) == ("audiencegen build", "output/site")


@pytest.mark.skipif(shutil.which("bash") is None, reason="GitHub runs its steps in bash, which is not here")
def test_the_step_that_builds_does_it_and_says_whether_there_is_anything_to_deploy(
    site: Path, tmp_path: Path, run: Run
) -> None:
    run(site, "init", "--deploy", "github-pages")
    build = next(step for step in steps(site) if step.get("id") == "build")
    said = []
    for _ in range(2):
        answer = tmp_path / "answer"
        answer.write_text("")
        environment = {**commands(tmp_path), "GITHUB_OUTPUT": str(answer)}
        subprocess.run(["bash", "-e", "-c", build["run"]], cwd=site, env=environment, check=True, capture_output=True)
        said.append(answer.read_text().strip())
    assert said == ["changed=true", "changed=false"]
    assert (site / "output/site/posts/hello/index.html").is_file()
    facts = json.loads((tmp_path / "build.json").read_text("utf-8"))
    assert (facts["posts"], facts["next_change"]) == (1, None)


def test_a_hub_that_is_not_set_is_no_fault_where_a_script_asks(site: Path, run: Run) -> None:
    assert run(site, "ping", "--if-set").code == 0
    assert run(site, "ping").code == 1


# --- rsync ---------------------------------------------------------------------------------------


@pytest.fixture
def script(site: Path, run: Run) -> Path:
    run(site, "init", "--deploy", "rsync")
    return site / SCRIPT


def test_the_script_may_be_run_and_a_shell_understands_it(script: Path) -> None:
    assert stat.S_IMODE(script.stat().st_mode) == 0o755
    judge = ["shellcheck"] if shutil.which("shellcheck") else ["sh", "-n"]
    done = subprocess.run([*judge, str(script)], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_without_a_place_the_script_sends_nothing(script: Path, tmp_path: Path) -> None:
    done = subprocess.run([str(script)], env=commands(tmp_path), capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Where to?" in done.stderr


@pytest.mark.skipif(shutil.which("rsync") is None, reason="rsync is not here")
def test_the_script_makes_another_folder_the_same_as_the_site(script: Path, tmp_path: Path) -> None:
    there = write(tmp_path / "www", {"old/index.html": "a post that was taken back"})
    look = [str(script), str(there), "--dry-run"]
    subprocess.run(look, env=commands(tmp_path), check=True, capture_output=True)
    assert _names(there) == {"old/index.html"}
    subprocess.run(look[:2], env=commands(tmp_path), check=True, capture_output=True)
    assert _names(there) == _names(script.parent / "output/site")


def test_what_the_script_tells_rsync(script: Path, tmp_path: Path) -> None:
    environment = commands(tmp_path)
    write(tmp_path, {"bin/rsync": '#!/bin/sh\nprintf "%s\\n" "$@" > "$RUNNER_TEMP/told"\n'})
    (tmp_path / "bin/rsync").chmod(0o755)
    subprocess.run([str(script), "you@host:/www", "--dry-run"], env=environment, check=True, capture_output=True)
    told = (tmp_path / "told").read_text().split()
    assert told[-3:] == ["--dry-run", "output/site/", "you@host:/www/"]
    assert {"--delete-after", "--times", "--delay-updates"} <= set(told)


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
