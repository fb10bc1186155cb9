"""The folder of each letter, as a build leaves it."""

from __future__ import annotations

import email
import json
from pathlib import Path

from conftest import CONFIGURATION, Run, tree, write

SENDER = CONFIGURATION + "issues: {sender: Ann Author <ann@letters.example.org>, latest: 2}\n"
POSTS = {
    "content/posts/2026-04-01-first.md": "---\ntitle: First\n---\n\nOne.\n",
    "content/posts/2026-05-01-hello.md": "---\ntitle: Hello\nnumber: 7\npreheader: A word\n---\n\nGood *morning*.\n",
    "content/posts/2026-06-01-alone.md": "---\ntitle: Alone\nweb: false\n---\n\nBy mail only.\n",
    "content/posts/2026-06-02-page.md": "---\ntitle: Page\nemail: false\n---\n\nOn the web only.\n",
    "content/posts/2027-01-01-later.md": "---\ntitle: Later\n---\n\nNext year.\n",
    "content/posts/2026-06-03-draft.md": "---\ntitle: Draft\ndraft: true\n---\n\nNot yet.\n",
}


def built(run: Run, folder: Path, configuration: str = SENDER) -> Path:
    write(folder, {"audiencegen.yaml": configuration, **POSTS})
    answer = run(folder, "build")
    assert answer.code == 0, answer.out + answer.err
    return folder / "output" / "issues"


def test_each_letter_has_a_folder_with_its_forms(run: Run, tmp_path: Path) -> None:
    issues = built(run, tmp_path)
    names = ("index.html", "issue.eml", "issue.html", "issue.json", "issue.txt")
    folders = ("2026-05-01-hello", "2026-06-01-alone", "2027-01-01-later")
    assert sorted(tree(issues)) == sorted(
        ["check.json", "index.html", "index.json", *(f"{folder}/{name}" for folder in folders for name in names)]
    )


def test_without_a_sender_there_is_no_message(run: Run, tmp_path: Path) -> None:
    issues = built(run, tmp_path, CONFIGURATION)
    assert not list(issues.rglob("*.eml"))
    newest = json.loads((issues / "index.json").read_text("utf-8"))[0]
    assert newest["files"] == ["issue.html", "issue.txt", "issue.json"]


def test_the_facts_of_a_letter(run: Run, tmp_path: Path) -> None:
    folder = built(run, tmp_path) / "2026-05-01-hello"
    facts = json.loads((folder / "issue.json").read_text("utf-8"))
    assert facts == {
        "title": "Hello",
        "subject": "Hello",
        "preheader": "A word",
        "number": 7,
        "date": "2026-05-01T00:00:00+02:00",
        "state": "published",
        "address": "https://letters.example.org/posts/hello/",
        "files": ["issue.html", "issue.txt", "issue.eml", "issue.json"],
        "words": 2,
        "minutes": 1,
        "html_bytes": (folder / "issue.html").stat().st_size,
    }


def test_what_the_writer_keeps_to_themselves_reaches_no_file(run: Run, tmp_path: Path) -> None:
    brief = "brief: {for: my sister Clara, takeaway: one idea to take along, question: And you?, ask: '[Come](/)'}"
    write(
        tmp_path, {"audiencegen.yaml": SENDER, "content/posts/2026-05-01-a.md": f"---\ntitle: A\n{brief}\n---\n\nB.\n"}
    )
    assert run(tmp_path, "build").code == 0
    files = tree(tmp_path / "output")
    assert any(b"And you?" in content for content in files.values())
    assert not [name for name, content in files.items() if b"Clara" in content or b"to take along" in content]


def test_the_list_is_newest_first_and_says_what_waits(run: Run, tmp_path: Path) -> None:
    rows = json.loads((built(run, tmp_path) / "index.json").read_text("utf-8"))
    assert [(row["folder"], row["state"], row["address"]) for row in rows] == [
        ("2027-01-01-later", "scheduled", "https://letters.example.org/posts/later/"),
        ("2026-06-01-alone", "published", ""),
        ("2026-05-01-hello", "published", "https://letters.example.org/posts/hello/"),
    ]


def test_the_message_holds_the_two_files_beside_it(run: Run, tmp_path: Path) -> None:
    folder = built(run, tmp_path) / "2026-05-01-hello"
    parts = email.message_from_bytes((folder / "issue.eml").read_bytes()).get_payload()
    assert isinstance(parts, list)
    for part, name in zip(parts, ("issue.txt", "issue.html"), strict=True):
        assert isinstance(part, email.message.Message)
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        assert content.replace(b"\r\n", b"\n").strip() == (folder / name).read_bytes().strip()


def test_a_new_word_in_one_letter_reaches_no_other(run: Run, tmp_path: Path) -> None:
    issues = built(run, tmp_path)
    before = tree(issues)
    write(tmp_path, {"content/posts/2026-05-01-hello.md": POSTS["content/posts/2026-05-01-hello.md"] + "\nAgain.\n"})
    assert run(tmp_path, "build").code == 0
    after = tree(issues)
    assert {name for name in after if after[name] != before[name]} == {
        f"2026-05-01-hello/{name}" for name in ("index.html", "issue.eml", "issue.html", "issue.json", "issue.txt")
    }


def test_each_service_gets_its_own_form(run: Run, tmp_path: Path) -> None:
    issues = built(run, tmp_path, SENDER.replace("latest: 2", "latest: 2, services: [mailchimp, substack]"))
    folder = issues / "2026-05-01-hello"
    assert sorted(tree(folder / "for")) == ["mailchimp.html", "substack.html"]
    assert b"*|UNSUB|*" in (folder / "for" / "mailchimp.html").read_bytes()
    facts = json.loads((folder / "issue.json").read_text("utf-8"))
    assert facts["files"][-2:] == ["for/mailchimp.html", "for/substack.html"]


def test_the_sheets_are_listed_newest_first(run: Run, tmp_path: Path) -> None:
    page = (built(run, tmp_path) / "index.html").read_text("utf-8")
    links = [f"{folder}/index.html" for folder in ("2027-01-01-later", "2026-06-01-alone", "2026-05-01-hello")]
    assert sorted(links, key=page.index) == links
    assert "Due on 1 January 2027" in page
