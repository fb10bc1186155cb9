"""`audiencegen check`: which letters are read, what is said, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import CONFIGURATION, ROOT, Run, tree, write

POST = "---\ntitle: {title}\npreheader: What it is about, in forty characters or so\n{head}---\n\n{text}\n"
SENDER = "issues:\n  sender: Ann <ann@letters.example.org>\n  postal_address: Quay 1\n"


def post(title: str, text: str = "Good morning.", head: str = "brief: {for: you, takeaway: it}\n") -> str:
    return POST.format(title=title, head=head, text=text)


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    return write(
        tmp_path / "letter",
        {
            "audiencegen.yaml": CONFIGURATION + SENDER,
            "content/posts/2026-05-01-hello.md": post("Hello", "Still TK here, and [a page](https://example.org/x)."),
            "content/posts/2026-06-01-ferry.md": post("The ferry", "[The page](https://example.org/x), again."),
            "content/posts/2026-07-01-tide.md": post("Tide", "High.", "draft: true\n"),
        },
    )


def test_the_newest_letter_is_looked_over(letters: Path, run: Run) -> None:
    answer = run(letters, "check", "--now", "2026-11-22")
    assert (answer.code, answer.out) == (0, "“The ferry”: 1 warning\n")
    assert (
        "content/posts/2026-06-01-ferry.md:7:12: warning: the link “The page” ran in “Hello” (1 May 2026)" in answer.err
    )


def test_an_error_ends_with_1_and_names_its_line_its_cure_and_its_rule(letters: Path, run: Run) -> None:
    answer = run(letters, "check", "hello", "--now", "2026-11-22")
    assert (answer.code, answer.out) == (1, "“Hello”: 1 error\n")
    assert answer.err == (
        "content/posts/2026-05-01-hello.md:7:7: error: TK: something is still to come here [todo]\n"
        "  7 | Still TK here, and [a page](https://example.org/x).\n"
        "    |       ^^\n"
        "hint: write what is missing, or take the mark out; as `code` it may stay\n\n"
    )


@pytest.mark.parametrize("name", ["hello", "Hello", "2026-05-01-hello", "content/posts/2026-05-01-hello.md"])
def test_a_letter_goes_by_several_names(letters: Path, run: Run, name: str) -> None:
    assert run(letters, "check", name, "--now", "2026-11-22").out == "“Hello”: 1 error\n"


def test_several_letters_and_all_of_them(letters: Path, run: Run) -> None:
    both = "“The ferry”: 1 warning\n“Hello”: 1 error\n"
    assert run(letters, "check", "--all", "--now", "2026-11-22").out == both
    assert run(letters, "check", "the-ferry", "hello", "--now", "2026-11-22").out == both


def test_a_draft_can_be_checked_before_it_goes_out(letters: Path, run: Run) -> None:
    answer = run(letters, "check", "tide", "--now", "2026-11-22")
    assert (answer.code, answer.out) == (0, "“Tide”: 1 warning\n")
    assert "[brief]" in answer.err


def test_an_unknown_letter_is_answered_with_the_one_that_is_near(letters: Path, run: Run) -> None:
    answer = run(letters, "check", "the-ferri", "--now", "2026-11-22")
    assert answer.code == 1
    assert "no letter is called “the-ferri”\nhint: did you mean `the-ferry`?" in answer.err


def test_rules_are_left_out_by_option_and_by_configuration(letters: Path, run: Run) -> None:
    answer = run(letters, "check", "hello", "--allow", "todo", "--now", "2026-11-22")
    assert (answer.code, answer.out, answer.err) == (0, "“Hello”: nothing to mend\n", "")
    write(letters, {"audiencegen.yaml": CONFIGURATION + SENDER + "  allow: [todo]\n"})
    assert run(letters, "check", "hello", "--now", "2026-11-22").out == "“Hello”: nothing to mend\n"


def test_an_unknown_rule_is_wrong_usage(letters: Path, run: Run) -> None:
    answer = run(letters, "check", "--allow", "tood")
    assert answer.code == 2
    assert "there is no rule `tood`; did you mean `todo`?" in answer.err


def test_an_unknown_rule_in_the_configuration_is_found_there(letters: Path, run: Run) -> None:
    write(letters, {"audiencegen.yaml": CONFIGURATION + SENDER + "  allow: [tood]\n"})
    answer = run(letters, "check")
    assert answer.code == 1
    assert "audiencegen.yaml:7:11: error: there is no rule `tood`" in answer.err
    assert json.loads(run(letters, "check", "--json").out)["ok"] is False


def test_programs_get_every_finding_with_its_line(letters: Path, run: Run) -> None:
    answer = run(letters, "check", "hello", "--json", "--now", "2026-11-22")
    said = json.loads(answer.out)
    assert (answer.code, said["ok"], answer.err) == (1, False, "")
    (letter,) = said["letters"]
    assert (letter["folder"], letter["errors"], letter["warnings"]) == ("2026-05-01-hello", 1, 0)
    assert [(one["kind"], one["line"]) for one in letter["findings"]] == [("todo", 7)]


def test_nothing_is_written(letters: Path, run: Run) -> None:
    before = tree(letters)
    run(letters, "check", "--all", "--now", "2026-11-22")
    assert tree(letters) == before


def test_a_site_without_letters_says_so(letters: Path, run: Run) -> None:
    for name in ("2026-05-01-hello", "2026-06-01-ferry"):
        (letters / f"content/posts/{name}.md").unlink()
    answer = run(letters, "check", "--now", "2026-11-22")
    assert answer.code == 1
    assert "there is no letter yet" in answer.err


def test_the_example_letters_have_nothing_to_mend(run: Run) -> None:
    answer = run(ROOT, "check", "--all", "--now", "2026-11-22 12:00")
    assert answer.err == ""
    assert len(answer.out.splitlines()) > 10
    assert all(line.endswith(": nothing to mend") for line in answer.out.splitlines())


def test_a_build_says_how_many_there_are_in_the_newest_letter(letters: Path, run: Run) -> None:
    line = "The newest letter has 1 warning; audiencegen check shows them.\n"
    assert line in run(letters, "build").out
    assert line in run(letters, "build").out  # with nothing to do, too
    write(letters, {"audiencegen.yaml": CONFIGURATION + SENDER + "  allow: [link-repeated]\n"})
    assert "The newest letter has" not in run(letters, "build").out


def test_a_strict_build_writes_nothing_when_the_newest_letter_has_an_error(letters: Path, run: Run) -> None:
    (letters / "content/posts/2026-06-01-ferry.md").unlink()
    answer = run(letters, "build", "--strict")
    assert answer.code == 1
    assert "error: the newest letter has 1 error\nhint: audiencegen check shows them" in answer.err
    assert not (letters / "output").exists()
    assert run(letters, "build").code == 0
    assert run(letters, "build", "--strict").code == 1  # although nothing changed since
    assert run(letters, "build").code == 0


def test_the_newest_letter_is_not_checked_again_when_another_page_changes(letters: Path, run: Run) -> None:
    run(letters, "build")
    write(letters, {"content/pages/about.md": "# About\n\nMe.\n"})
    assert "made issues/check.json" not in run(letters, "build", "--explain").err
    write(letters, {"content/posts/2026-06-01-ferry.md": post("The ferry", "All well.")})
    assert "made issues/check.json" in run(letters, "build", "--explain").err


def test_what_a_theme_of_ones_own_does_wrong_is_found_in_its_file(letters: Path, run: Run) -> None:
    sheet = (ROOT / "themes/default/mail/styles.yaml").read_text("utf-8")
    worse = sheet.replace("soft: quiet", 'soft: ["#999999", "#aba297"]').replace(
        "footer-line: ", "footer-line: display:flex; "
    )
    assert worse != sheet
    write(letters, {"theme/mail/styles.yaml": worse})
    answer = run(letters, "check", "--now", "2026-11-22")
    assert answer.code == 1
    for said in ("#999999 on #f4efe5, 2.5:1 [contrast]", "Outlook lacks display:flex [css-caniemail]"):
        assert any(row.startswith("theme/mail/styles.yaml:") and row.endswith(said) for row in answer.err.splitlines())
