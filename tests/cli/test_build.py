"""What a build says, and what its options do."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from audiencegen.cli import main
from conftest import CONFIGURATION, Run, clean_environment, tree, write

DRAFT = "---\ntitle: Not yet\ndraft: true\n---\n\nWait.\n"
SCHEDULED = "---\ntitle: Soon\ndate: 2027-01-02 09:00\n---\n\nSoon.\n"


def test_the_closing_words_say_what_was_made_what_waits_and_what_to_do(project: Path, run: Run) -> None:
    write(project, {"content/posts/not-yet.md": DRAFT, "content/posts/soon.md": SCHEDULED})
    assert run(project, "build").out == (
        "Built 1 post, 0 pages, 2 letters, 4 feeds: 91 files written.\n"
        "The newest letter is “Hello”; to hand it over, open output/issues/2026-05-01-hello/index.html\n"
        "Add `issues: {sender: …}` to audiencegen.yaml to get it as a mail (issue.eml), too.\n"
        "1 draft waiting: “Not yet”\n"
        "“Soon” is due on 2 January 2027; its letter is ready, its page needs a build then.\n"
        "No list of readers yet: audiencegen people add NAME@EXAMPLE.ORG\n"
        "Next: look at output/site/index.html, then put output/site/ (and only that) online.\n"
    )
    assert run(project, "build").out.startswith("Built 1 post, 0 pages, 2 letters, 4 feeds: nothing had changed.\n")


def test_a_scheduled_post_appears_when_its_time_has_come(project: Path, run: Run) -> None:
    write(project, {"content/posts/soon.md": SCHEDULED})
    run(project, "build", "--now", "2027-01-02 08:59")
    assert not (project / "output/site/posts/soon").exists()
    run(project, "build", "--now", "2027-01-02 09:00")
    assert (project / "output/site/posts/soon/index.html").exists()


def test_the_list_of_readers_is_made_for_nobody_else(project: Path, run: Run) -> None:
    run(project, "people", "add", "jo@example.net", "--name", "Jo", "--consent", "told me at the fair")
    assert "1 reader on your list" in run(project, "build").out
    path = project / "private" / "subscribers.csv"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert "jo@example.net,Jo" in path.read_text()
    for name, content in tree(project / "output").items():
        assert b"jo@example.net" not in content, name
    (project / "private" / "people.sqlite").rename(project / "away.sqlite")
    assert run(project, "build").code == 0
    assert "jo@example.net,Jo" in path.read_text()  # never an empty list over a full one, nor none


def test_json_is_for_programs(project: Path, run: Run) -> None:
    write(project, {"content/posts/soon.md": SCHEDULED})
    answer = json.loads(run(project, "build", "--json").out)
    assert answer["ok"] is True
    assert answer["posts"] == 1
    assert answer["letters"] == ["2027-01-02-soon", "2026-05-01-hello"]
    assert answer["next_change"] == "2027-01-02T09:00:00+01:00"
    assert "site/index.html" in answer["written"]
    write(project, {"content/posts/broken.md": "---\ntitle: A\ndate: tomorow\n---\n"})
    answer = json.loads(run(project, "build", "--json").out)
    assert answer["ok"] is False
    assert answer["problems"][0]["file"] == "content/posts/broken.md"
    assert answer["problems"][0]["line"] == 3


def test_drafts_are_shown_only_elsewhere_with_a_banner_and_noindex(project: Path, run: Run) -> None:
    write(project, {"content/posts/not-yet.md": DRAFT})
    assert run(project, "build", "--drafts", "--output", str(project / "look")).code == 0
    page = (project / "look/site/posts/not-yet/index.html").read_text("utf-8")
    assert '<meta name="robots" content="noindex' in page
    assert "Disallow: /" in (project / "look/site/robots.txt").read_text()
    assert not (project / "output").exists()


def test_another_base_url(project: Path, run: Run) -> None:
    run(project, "build", "--base-url", "https://x.github.io/repo")
    assert "https://x.github.io/repo/posts/hello/" in (project / "output/site/feed.xml").read_text()


def test_a_build_for_another_address_is_not_taken_for_the_sites_own(project: Path) -> None:
    for words in ([], ["--base-url", "https://x.github.io/repo"], []):
        assert main(["-C", str(project), "build", "-q", *words]) == 0
    assert "x.github.io" not in (project / "output/site/feed.xml").read_text()


def test_content_and_output_may_lie_anywhere(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "content").rename(tmp_path / "elsewhere")
    lines = f"content: {tmp_path / 'elsewhere'}\noutput: {tmp_path / 'public'}\n"
    write(project, {"audiencegen.yaml": (project / "audiencegen.yaml").read_text() + lines})
    for _ in range(2):  # of the present moment, so that the second looks whether there is anything to do
        assert main(["-C", str(project), "build"]) == 0
        assert capsys.readouterr().err == ""
    assert (tmp_path / "public/site/posts/hello/index.html").is_file()


def test_force_writes_every_file_again(project: Path, run: Run) -> None:
    run(project, "build")
    assert "files written" not in run(project, "build").out
    files = len(tree(project / "output")) - 1  # the manifest is none of them
    assert f"{files} files written" in run(project, "build", "--force").out


def test_a_page_that_moves_without_an_alias_is_named_with_the_line_to_add(project: Path, run: Run) -> None:
    run(project, "build")
    post = project / "content/posts/2026-05-01-hello.md"
    post.write_text(post.read_text().replace("title: Hello", "title: Good day"))
    strict = run(project, "build", "--strict")
    assert strict.code == 1
    answer = run(project, "build")
    assert answer.err == (
        "content/posts/2026-05-01-hello.md: warning: this page moves from /posts/hello/ to /posts/good-day/; "
        "who has the old address would find nothing\n"
        "hint: add to its head: aliases: [/posts/hello/]\n\n"
    )
    post.write_text(post.read_text().replace("tags:", "aliases: [/posts/hello/]\ntags:"))
    assert run(project, "build").err == ""
    assert "/posts/hello/ /posts/good-day/ 301" in (project / "output/site/_redirects").read_text()


def test_a_second_build_waits_for_the_first(project: Path, run: Run) -> None:
    from audiencegen.build.lock import held

    command = [sys.executable, "-m", "audiencegen", "-C", str(project), "build"]
    with held(project, lambda: None):
        second = subprocess.Popen(command, env=clean_environment(), stderr=subprocess.PIPE, stdout=subprocess.PIPE)
        assert second.stderr is not None
        assert "waiting for it" in second.stderr.readline().decode()
        time.sleep(0.1)
        assert second.poll() is None
        assert not (project / "output").exists()
    _, _ = second.communicate(timeout=60)
    assert second.returncode == 0
    assert (project / "output/site/index.html").exists()


def test_a_fault_of_ours_says_that_it_is_ours(project: Path) -> None:
    broken = "import audiencegen.build.project as p\np.load = None\nimport sys\nfrom audiencegen.cli import main\n"
    program = f"{broken}sys.argv[1:] = ['-C', {str(project)!r}, 'build']\nmain()"
    done = subprocess.run([sys.executable, "-c", program], env=clean_environment(), capture_output=True, text=True)
    assert done.returncode == 1
    assert "Please report it" in done.stderr


def test_a_letter_only_post_has_no_page(tmp_path: Path, run: Run) -> None:
    post = "---\ntitle: For you\ndate: 2026-05-01\nweb: false\n---\n\nOnly by mail.\n"
    write(tmp_path, {"audiencegen.yaml": CONFIGURATION, "content/posts/for-you.md": post})
    assert run(tmp_path, "build").code == 0
    assert (tmp_path / "output/issues/2026-05-01-for-you/issue.txt").exists()
    assert not (tmp_path / "output/site/posts").exists()
    assert b"For you" not in b"".join(tree(tmp_path / "output/site").values())
