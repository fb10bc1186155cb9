"""Broken inputs, and the exact words that answer them.

What can live as plain text is a folder of `tests/broken/`: a tiny project, and in `expected.txt` the exit code and all
that `audiencegen build` says on standard error. What cannot (bytes, links, disks that fail) is made here.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from audiencegen.build.files import Disk
from conftest import CONFIGURATION, NOW, Run, clean_environment, tree, write

BROKEN = Path(__file__).parent / "broken"
CASES = sorted(path.name for path in BROKEN.iterdir())
POST = "content/posts/2026-05-01-hello.md"
HELLO = "---\ntitle: Hello\n---\n\nGood morning.\n"
STOPPED = "Nothing was written: 1 error to mend first.\n"

# Problems of no file: there is none, or the folder is none of the project's.
OF_NO_FILE = ("no-site", "no-content-folder", "configuration-output-among-sources")
# Problems of a file as a whole, or of something that is not in it.
OF_NO_LINE = re.compile(
    "cannot be published|is not content here|has no title and no text|no title and no heading|has no date|"
    "the configuration has no|and this post has none|has a letter for its address|"
    # a page has its address from its path, and a file has no other
    r"^content/(pages|static)/\S+: error: the address|^content/boat.svg: error: the address"
)


def broken(name: str, folder: Path) -> tuple[Path, str]:
    """A copy of a broken project, and what is expected of building it."""
    project = shutil.copytree(BROKEN / name, folder / "letter", ignore=shutil.ignore_patterns("expected.txt"))
    return project, (BROKEN / name / "expected.txt").read_text("utf-8")


@pytest.mark.parametrize("name", CASES)
def test_a_broken_project_is_answered_with_exactly_these_words(name: str, tmp_path: Path, run: Run) -> None:
    project, expected = broken(name, tmp_path)
    answer = run(project, "build")
    assert f"exit {answer.code}\n{answer.err}" == expected
    assert (project / "output").exists() == (answer.code == 0), "an error writes nothing"


@pytest.mark.parametrize("name", CASES)
def test_every_problem_says_where_and_what_to_do(name: str) -> None:
    expected = (BROKEN / name / "expected.txt").read_text("utf-8")
    assert "Traceback" not in expected
    problems = [
        block for block in expected.split("\n", 1)[1].split("\n\n") if ": warning: " in block or "error: " in block
    ]
    problems = [block for block in problems if not block.startswith("Nothing was written")]
    assert problems
    for block in problems:
        first, *rest = block.strip().split("\n")
        assert rest[-1].startswith("hint: "), f"no hint: {first}"
        place = re.match(r"(?P<file>[^:\s]+)(:(?P<line>\d+)(:\d+)?)?: (error|warning): ", first)
        assert place or name in OF_NO_FILE, f"no file: {first}"
        assert not place or place["line"] or OF_NO_LINE.search(first), f"no line: {first}"


def test_there_are_many_of_them() -> None:
    assert len(CASES) >= 30


# --- bytes that are no text -----------------------------------------------------------------------


def test_bytes_that_are_not_utf_8_are_replaced_and_named(project: Path, run: Run) -> None:
    write(project, {POST: b"---\ntitle: Hello\n---\n\nGood m\xf6rning.\n"})
    answer = run(project, "build")
    assert answer.code == 0
    assert answer.err == (
        f"{POST}:5:7: warning: these characters are not UTF-8; they come out as “�”\n"
        "  5 | Good m�rning.\n"
        "    |       ^\n"
        "hint: save the file as UTF-8 in your editor, and mend the place\n\n"
    )
    assert "Good m�rning." in (project / "output/site/posts/hello/index.html").read_text("utf-8")


def test_a_file_in_utf_16_is_an_error_for_nothing_of_it_can_be_read(project: Path, run: Run) -> None:
    write(project, {POST: HELLO.encode("utf-16")})
    answer = run(project, "build")
    assert answer.code == 1
    assert answer.err == (
        f"{POST}: error: the file is saved as UTF-16, which only some programs can read\n"
        "hint: save it as UTF-8 in your editor\n\n" + STOPPED
    )


@pytest.mark.parametrize("file", ["audiencegen.yaml", "theme/site/parts/head.html", "theme/words/en.yaml"])
def test_a_file_of_every_page_must_be_utf_8(file: str, project: Path, run: Run) -> None:
    write(project, {file: CONFIGURATION.encode() + b"promise: gr\xfc\xdfe\n"})
    answer = run(project, "build")
    assert answer.code == 1
    assert answer.err == (
        f"{file}:4:12: error: these characters are not UTF-8; they come out as “�”\n"
        "  4 | promise: gr��e\n"
        "    |            ^\n"
        "hint: save the file as UTF-8 in your editor, and mend the place\n\n" + STOPPED
    )


def test_nul_bytes_are_left_out_and_named(project: Path, run: Run) -> None:
    write(project, {POST: b"---\ntitle: Hello\n---\n\nGood\0 morning.\n\0\n"})
    answer = run(project, "build")
    assert answer.code == 0
    assert answer.err == (
        f"{POST}:5:5: warning: an invisible control character (U+0000) was left out\n"
        "  5 | Good␀ morning.\n"
        "    |     ^\n"
        "hint: delete it in your editor; it often comes from pasting\n\n"
    )
    assert all(b"\0" not in content for path, content in tree(project / "output").items() if path.endswith(".html"))


def test_a_control_character_behind_an_escape_reaches_no_feed(project: Path, run: Run) -> None:
    write(project, {POST: '---\ntitle: "He\\x07llo"\ntags: ["a\\0b"]\n---\n\nGood &#7;morning.\n'})
    answer = run(project, "build")
    assert (answer.code, answer.err) == (0, "")
    assert b"<title>Hello</title>" in (project / "output/site/feed.xml").read_bytes()


def test_a_post_of_five_megabytes_is_built(project: Path, run: Run) -> None:
    paragraph = "The harbour in spring, and again. " * 1500 + "\n\n"
    write(project, {POST: HELLO + paragraph * (5_000_000 // len(paragraph) + 1)})
    answer = run(project, "build")
    assert (answer.code, answer.err) == (0, "")
    assert (project / "output/site/posts/hello/index.html").stat().st_size > 5_000_000


@pytest.mark.parametrize("deep", ["> " * 2000 + "x\n", "<div>" * 5000 + "x\n", "*a " * 5000 + "\n"])
@pytest.mark.parametrize("dialect", ["markdown", "github"])
def test_what_stands_within_itself_very_often_is_built(deep: str, dialect: str, project: Path, run: Run) -> None:
    write(project, {"audiencegen.yaml": f"{CONFIGURATION}markdown: {dialect}\n", POST: f"{HELLO}\n{deep}"})
    answer = run(project, "build")
    assert (answer.code, answer.err) == (0, "")


def test_a_list_too_deep_for_markdown_is_an_error(project: Path, run: Run) -> None:
    write(project, {POST: HELLO + "\n" + "".join(f"{'    ' * level}- x\n" for level in range(400))})
    answer = run(project, "build")
    assert answer.code == 1
    assert answer.err == (
        f"{POST}: error: too many lists or quotations stand within each other\n"
        "hint: look for lines with very many `>` or spaces before their text\n\n" + STOPPED
    )


# --- many problems --------------------------------------------------------------------------------


def test_a_flood_of_warnings_is_cut_and_shown_whole_on_request(project: Path, run: Run) -> None:
    days = range(1, 24)
    write(project, {f"content/posts/2026-06-{day:02}-day-{day}.md": f"# Day {day}\n\n[x](/gone/)\n" for day in days})
    answer = run(project, "build")
    assert answer.err.count(": warning: ") == 19
    assert answer.err.endswith("… and 4 more warnings; `audiencegen build -v` shows them all\n\n")
    assert run(project, "build", "-v").err.count(": warning: ") == 23


def test_warnings_are_shown_beside_the_error_of_a_template(project: Path, run: Run) -> None:
    write(project, {POST: HELLO + "\n[x](/gone/)\n", "theme/site/parts/head.html": "{{ nothing }}\n"})
    answer = run(project, "build")
    assert [line for line in answer.err.split("\n") if ": warning: " in line or ": error: " in line] == [
        f"{POST}:7:5: warning: the link /gone/ leads to nothing on this site",
        "theme/site/parts/head.html:1:4: error: this template knows no `nothing`",
    ]


def test_programs_are_told_the_same_with_lines(project: Path, run: Run) -> None:
    write(project, {POST: "---\ntitle: Hello: again\n---\n\n[x](/gone/)\n"})
    said = json.loads(run(project, "build", "--json").out)
    assert said["ok"] is False
    assert [(one["severity"], one["file"], one["line"]) for one in said["problems"]] == [
        ("error", POST, 2),
        ("warning", POST, 5),
    ]
    (project / "audiencegen.yaml").write_text("title: The Test Letter\n")
    assert json.loads(run(project, "build", "--json").out)["problems"][0]["kind"] == "missing-key"


# --- strictness and usage -------------------------------------------------------------------------


def test_strict_turns_warnings_into_a_refusal(project: Path, run: Run) -> None:
    write(project, {POST: HELLO + "\n[x](/gone/)\n"})
    answer = run(project, "build", "--strict")
    assert answer.code == 1
    assert answer.err.endswith("\n\nNothing was written: --strict, and 1 warning.\n")
    assert not (project / "output").exists()


def test_the_example_address_builds_and_strict_refuses_it(project: Path, run: Run) -> None:
    write(project, {"audiencegen.yaml": "title: The Test Letter\nurl: https://example.com\n"})
    warned = (
        "audiencegen.yaml:2:6: warning: `url` is still the example: https://example.com\n"
        "  2 | url: https://example.com\n"
        "    |      ^^^^^^^^^^^^^^^^^^^\n"
        "hint: write the address at which your site will stand: feeds and letters need it in every link\n\n"
    )
    refused = run(project, "build", "--strict")
    assert (refused.code, refused.err) == (1, warned + "Nothing was written: --strict, and 1 warning.\n")
    assert not (project / "output").exists()
    built = run(project, "build")
    assert (built.code, built.err) == (0, warned)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["build", "--drafts"],
            "--drafts and --future need an --output of their own, so that no draft is ever deployed",
        ),
        (["biuld"], "there is no command `biuld`; did you mean `build`?"),
        (["frobnicate"], "there is no command `frobnicate`"),
        (["build", "--now", "tomorow"], "--now: not a date: tomorow; write it as 2026-05-01 or 2026-05-01 09:00"),
        (
            ["build", "--now", "05/08/2026"],
            "--now: ambiguous: 05/08/2026 can be read in two ways; "
            "write it as 2026-08-05 (5 August) or 2026-05-08 (8 May)",
        ),
        (
            ["build", "--base-url", "letters.example.org"],
            "--base-url: this is not the address of a site: letters.example.org; "
            "write it as https://letters.example.org",
        ),
    ],
)
def test_wrong_usage_ends_with_2_and_writes_nothing(words: list[str], said: str, project: Path, run: Run) -> None:
    answer = run(project, *words)
    assert answer.code == 2
    assert answer.err.strip().split("\n")[-1] == f"audiencegen: error: {said}"
    assert not (project / "output").exists()


# --- links, names and rights on the disk ----------------------------------------------------------


def test_links_that_loop_or_lead_nowhere_are_left_out_and_named(project: Path, run: Run) -> None:
    posts = project / "content/posts"
    (posts / "above").symlink_to("..")
    (posts / "gone.md").symlink_to("nothing.md")
    (posts / "itself.md").symlink_to("itself.md")
    answer = run(project, "build")
    assert answer.code == 0
    assert answer.err == (
        "content/posts/above: warning: this link leads back to a folder above it\n"
        "hint: remove the link; a folder cannot hold itself\n\n"
        "content/posts/gone.md: warning: this link points at nothing\n"
        "hint: remove the link, or put back the file that it points at\n\n"
        "content/posts/itself.md: warning: this link points at nothing\n"
        "hint: remove the link, or put back the file that it points at\n\n"
    )


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="there every file name is Unicode")
def test_a_name_that_is_not_utf_8_is_left_out_and_named(project: Path, run: Run) -> None:
    Path(os.fsdecode(bytes(project / "content/posts") + b"/caf\xe9.md")).write_text(HELLO)
    answer = run(project, "build")
    assert answer.code == 0
    assert answer.err == (
        "content/posts: warning: the name of caf\\xe9.md is not UTF-8; it is left out\n"
        "hint: rename it with letters that every computer can read\n\n"
    )


def test_an_emoji_in_a_file_name_is_itself_under_any_locale(project: Path, run: Run) -> None:
    write(
        project,
        {"content/posts/2026-06-01-🌱-grüße.md": "# Grüße\n\n![🌱](🌱.svg)\n", "content/posts/🌱.svg": "<svg/>"},
    )
    assert run(project, "build").code == 0
    usual = tree(project / "output/site")
    shutil.rmtree(project / "output")
    bare = clean_environment(LANG="C", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    command = [sys.executable, "-m", "audiencegen", "-C", str(project), "build", "--now", NOW]
    ran = subprocess.run(command, env=bare, capture_output=True, text=True, encoding="ascii", check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert tree(project / "output/site") == usual


def test_a_folder_that_cannot_be_read_is_an_error(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = os.listdir

    def listdir(path: str) -> list[str]:
        if Path(path).name == "posts":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return usual(path)

    monkeypatch.setattr("audiencegen.build.sources.os.listdir", listdir)
    answer = run(project, "build")
    assert answer.code == 1
    assert answer.err == (
        "content/posts: error: this cannot be read: Permission denied\n"
        "hint: give yourself the right to read it, or move it out of the folder\n\n" + STOPPED
    )


def test_a_file_that_cannot_be_read_is_an_error(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path.name == "2026-05-01-hello.md":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return usual(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    answer = run(project, "build")
    assert answer.code == 1
    assert answer.err == (
        f"{POST}: error: this cannot be read: Permission denied\n"
        "hint: give yourself the right to read it, or move it out of the folder\n\n" + STOPPED
    )


def test_the_folder_of_the_lock_must_be_writable(project: Path, run: Run) -> None:
    write(project, {".audiencegen": "a file where a folder should be"})
    answer = run(project, "build")
    assert answer.code == 1
    assert answer.err == (
        "error: .audiencegen/lock cannot be written: File exists\n"
        "hint: a build needs the right to write in the folder of the site, and keeps notes in .audiencegen/ there\n\n"
        + STOPPED
    )


class FailingDisk(Disk):
    """A disk that refuses its n-th step, and every later one."""

    def __init__(self, steps: int, number: int) -> None:
        self.left = steps
        self.number = number

    def step(self, path: Path) -> None:
        self.left -= 1
        if self.left < 0:
            raise OSError(self.number, os.strerror(self.number), str(path))

    def make_folder(self, path: Path, mode: int = 0o777) -> None:
        self.step(path)
        super().make_folder(path, mode)

    def write_new(self, path: Path, content: bytes, mode: int = 0o666) -> None:
        self.step(path)
        super().write_new(path, content, mode)

    def remove(self, path: Path) -> None:
        self.step(path)
        super().remove(path)


HALF_WAY = "The build stopped half-way. What is written is whole; the next build goes on from there.\n"


@pytest.mark.parametrize("steps", [0, 3, 4, 10, 30])
def test_a_full_disk_is_said_and_the_next_build_goes_on(
    steps: int, project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audiencegen.cli.making.Disk", lambda: FailingDisk(steps, errno.ENOSPC))
    answer = run(project, "build")
    assert answer.code == 1
    assert answer.err == "error: there is no room left on the disk\nhint: make room, and build again\n\n" + HALF_WAY
    monkeypatch.undo()
    assert run(project, "build").code == 0
    healed = tree(project / "output")
    shutil.rmtree(project / "output")
    run(project, "build")
    assert healed == tree(project / "output")


def test_a_folder_without_the_right_to_write_is_named(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audiencegen.cli.making.Disk", lambda: FailingDisk(1, errno.EACCES))
    answer = run(project, "build")
    assert answer.code == 1
    assert answer.err == (
        "error: output cannot be written: Permission denied\n"
        "hint: give yourself the right to write there, and build again\n\n" + HALF_WAY
    )


# --- the output folder ----------------------------------------------------------------------------


def not_ours(path: str) -> str:
    return (
        f"error: {path} was not made by audiencegen, and stands where this build wants to write\n"
        "hint: move it away, or delete it if you do not need it\n\n" + STOPPED
    )


def test_a_foreign_file_in_the_way_is_named_and_not_touched(project: Path, run: Run) -> None:
    path = "output/site/posts/hello/index.html"
    write(project, {path: "by hand", "output/site/posts/other.html": "by hand, too"})
    before = tree(project / "output")
    answer = run(project, "build")
    assert (answer.code, answer.err) == (1, not_ours(path))
    assert tree(project / "output") == before


def test_a_foreign_file_with_the_very_same_bytes_is_adopted(project: Path, run: Run) -> None:
    assert run(project, "build").code == 0
    whole = tree(project / "output")
    (project / "output/.audiencegen.json").unlink()
    answer = run(project, "build")
    assert (answer.code, answer.err) == (0, "")
    assert tree(project / "output") == whole


def test_a_folder_where_a_file_should_be_is_named(project: Path, run: Run) -> None:
    write(project, {"output/site/feed.xml/notes.txt": "by hand"})
    answer = run(project, "build")
    assert (answer.code, answer.err) == (1, not_ours("output/site/feed.xml"))
    assert tree(project / "output") == {"site/feed.xml/notes.txt": b"by hand"}


def test_an_empty_folder_where_a_file_should_be_makes_room(project: Path, run: Run) -> None:
    (project / "output/site/feed.xml").mkdir(parents=True)
    answer = run(project, "build")
    assert (answer.code, answer.err) == (0, "")
    assert (project / "output/site/feed.xml").is_file()


def test_a_file_where_a_folder_should_be_is_named(project: Path, run: Run) -> None:
    write(project, {"output/site/posts": "by hand"})
    answer = run(project, "build")
    assert (answer.code, answer.err) == (1, not_ours("output/site/posts"))


def test_a_link_in_the_output_is_not_followed(project: Path, tmp_path: Path, run: Run) -> None:
    elsewhere = write(tmp_path / "elsewhere", {"hello/index.html": "theirs", "feed.xml": "theirs"})
    (project / "output/site").mkdir(parents=True)
    (project / "output/site/posts").symlink_to(elsewhere)
    answer = run(project, "build")
    assert (answer.code, answer.err) == (1, not_ours("output/site/posts"))
    (project / "output/site/posts").unlink()
    (project / "output/site/feed.xml").symlink_to(elsewhere / "feed.xml")
    answer = run(project, "build")
    assert (answer.code, answer.err) == (1, not_ours("output/site/feed.xml"))
    assert tree(elsewhere) == {"hello/index.html": b"theirs", "feed.xml": b"theirs"}


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        (".", "it is the project's own folder, or a folder around it"),
        ("..", "it is the project's own folder, or a folder around it"),
        ("content", "it holds your content/"),
        ("content/site", "it lies in your content/"),
        ("theme/site", "it lies in your theme/"),
        ("private", "it holds your private/"),
    ],
)
def test_no_output_among_sources(output: str, reason: str, project: Path, run: Run) -> None:
    before = tree(project)
    answer = run(project, "build", "--output", str(project / output))
    assert answer.code == 1
    assert re.fullmatch(
        rf"error: the site cannot be written to \S+: {re.escape(reason)}\n"
        r"hint: name a folder that holds nothing else, such as `output`\n\n" + re.escape(STOPPED),
        answer.err,
    )
    assert {path: content for path, content in tree(project).items() if path != ".audiencegen/lock"} == before


def test_no_output_over_the_home_folder(
    project: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = write(tmp_path / "home", {"diary.txt": "mine"})
    monkeypatch.setenv("HOME", str(home))
    answer = run(project, "build", "--output", str(home))
    assert answer.code == 1
    assert answer.err.startswith(f"error: the site cannot be written to {home}: it is your home folder\n")
    assert tree(home) == {"diary.txt": b"mine"}


def test_an_output_folder_that_is_a_file_is_named(project: Path, run: Run) -> None:
    write(project, {"output": "by hand"})
    answer = run(project, "build")
    assert answer.code == 1
    assert answer.err == (
        "error: output is a file, and the site needs a folder of that name\n"
        "hint: move the file away, or name another folder\n\n" + STOPPED
    )


@pytest.mark.parametrize("manifest", ["", "{", "[]", '{"version": 99, "files": {}}', '{"version": 1, "files": []}'])
def test_an_unreadable_manifest_stops_the_build(manifest: str, project: Path, run: Run) -> None:
    assert run(project, "build").code == 0
    write(project, {"output/.audiencegen.json": manifest})
    before = tree(project / "output")
    answer = run(project, "build")
    assert answer.code == 1
    assert answer.err == (
        "error: output/.audiencegen.json cannot be read, so it is not known which files there are ours\n"
        "hint: delete the folder output/ if all of it was made by audiencegen, and build again\n\n" + STOPPED
    )
    assert tree(project / "output") == before
