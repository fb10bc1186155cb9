"""Real input: every post of two corpora that nobody here wrote, with a configuration of at most ten lines."""

from __future__ import annotations

import email
import email.policy
import json
import re
from pathlib import Path

import feedparser

from conftest import CORPORA, Answer, Run, needs_corpora, write
from test_determinism import CONFIGURATIONS

pytestmark = needs_corpora()


def corpus(folder: Path, name: str, run: Run) -> tuple[Path, Answer]:
    text = CONFIGURATIONS[name] + f"content: {CORPORA / name / 'content'}\n"
    assert text.count("\n") <= 10
    write(folder, {"audiencegen.yaml": text})
    return folder / "output", run(folder, "build", "-v")


def test_the_newsletter_with_665_issues(tmp_path: Path, run: Run) -> None:
    output, answer = corpus(tmp_path, "this-week-in-rust", run)
    assert answer.code == 0
    pages = sorted((output / "site" / "blog").glob("????/??/??/*/index.html"))
    assert len(pages) == 665
    assert (output / "site/blog/2026/08/19/this-week-in-rust-665/index.html") in pages
    assert (output / "site/blog/2020/12/02/this-week-in-rust-367/index.html") in pages  # a date with a one-digit day
    assert (output / "site/privacy-policy/index.html").exists()
    assert (output / "site/categories/this-week-in-rust/feed.xml").exists()
    for name in ("feed.xml", "atom.xml"):
        parsed = feedparser.parse((output / "site" / name).read_bytes())
        assert not parsed.bozo
        assert len(parsed.entries) == 20
        assert parsed.entries[0].title == "This Week in Rust 665"
        assert len(parsed.entries[0].content[0].value) > 10_000
    assert len(json.loads((output / "site/feed.json").read_bytes())["items"]) == 20
    newest = json.loads((output / "issues/index.json").read_bytes())[0]["folder"]
    assert newest == sorted(path.name for path in (output / "issues").iterdir() if path.is_dir())[-1]
    assert "This Week in Rust 665" in (output / "issues" / newest / "issue.html").read_text("utf-8")
    assert "This Week in Rust 665" in (output / "issues" / newest / "issue.txt").read_text("utf-8")
    assert "nothing had changed" in run(tmp_path, "build").out
    proof = (output / "issues" / newest / "issue.eml").read_bytes()
    mail = email.message_from_bytes(proof, policy=email.policy.default)
    assert mail["Subject"] == "This Week in Rust 665"


def test_the_team_blog_with_745_posts_and_735_aliases(tmp_path: Path, run: Run) -> None:
    output, answer = corpus(tmp_path, "rust-blog", run)
    assert answer.code == 0
    assert "Built 745 posts" in answer.out
    aliases = [
        alias
        for path in (CORPORA / "rust-blog" / "content").rglob("*.md")
        for alias in re.findall(r'"([^"]+)"', _aliases(path.read_text("utf-8")))
    ]
    assert len(aliases) == 735
    for alias in aliases:
        answered = output / "site" / alias
        assert (answered if alias.endswith(".html") else answered / "index.html").is_file(), alias
    assert answer.err.count("_index.md: warning") == 3  # each section file is named once
    assert "more like it in this file" in answer.err  # absent pictures are folded


def _aliases(text: str) -> str:
    found = re.search(r"^aliases\s*=\s*\[(.*?)\]", text.split("\n+++")[0], re.DOTALL | re.MULTILINE)
    return found[1] if found else ""
