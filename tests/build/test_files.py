"""What the scan of a content folder takes for content."""

from __future__ import annotations

from pathlib import Path

from audiencegen.build.sources import scan
from conftest import Run, write


def test_markdown_is_content_and_what_begins_with_a_mark_is_not(tmp_path: Path) -> None:
    names = [
        "posts/a.md",
        "posts/b.markdown",
        "posts/_c.md",
        "posts/.d.md",
        "README.md",
        "e.md~",
        "f.jpg",
        "_parts/g.md",
    ]
    listing = scan(str(write(tmp_path, dict.fromkeys(names, "x"))))
    assert listing.markdown == ("_parts/g.md", "posts/a.md", "posts/b.markdown")
    assert listing.others == ("f.jpg",)
    assert listing.oddities == ()


def test_the_static_folder_is_copied_as_it_is(project: Path, run: Run) -> None:
    names = [
        "_headers",
        ".nojekyll",
        ".well-known/security.txt",
        "README.md",
        "notes.md",
        "_index.md",
        ".DS_Store",
        "a.docx",
    ]
    write(project / "content" / "static", dict.fromkeys(names, "as it is"))
    answer = run(project, "build")
    assert (answer.code, answer.err) == (0, "")
    for name in names:
        assert (project / "output" / "site" / name).exists() == (name != ".DS_Store"), name
