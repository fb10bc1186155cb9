"""Pictures of films, fetched once; here from a table and never from the network."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.error import URLError

from audiencegen.build.configured import read_config
from audiencegen.cli.fetch_thumbnails import Fetch, from_the_web, keep, without_picture
from audiencegen.cli.terminal import Console
from conftest import Run, write
from sites import picture

TEXTS = {
    "content/posts/2026-05-02-films.md": "---\ntitle: Films\n---\n\nhttps://youtu.be/aqz-KE-bpKQ\n\n"
    "::: video https://vimeo.com/76979871\nA walk\n:::\n\n"
    "::: video https://youtu.be/bbbbbbbbbbb\n![My own](mine.png)\n:::\n",
    "content/_parts/film.md": "https://framatube.org/w/kkGMgK9ZtnKfYAgnEtQxbv\n",
}
THERE = {
    "https://i.ytimg.com/vi/aqz-KE-bpKQ/hqdefault.jpg": b"\xff\xd8\xff a jpeg",
    "https://vimeo.com/api/oembed.json?url=https://vimeo.com/76979871&width=1280": b'{"thumbnail_url": "https://i.v/1"}',
    "https://i.v/1": picture(64, 36),
    "https://framatube.org/api/v1/videos/kkGMgK9ZtnKfYAgnEtQxbv": b'{"previewPath": "/lazy/p.jpg"}',
    "https://framatube.org/lazy/p.jpg": b"\xff\xd8\xff another",
}


def fetch_from(there: Mapping[str, bytes]) -> Fetch:
    def fetch(address: str) -> bytes:
        if address not in there:
            raise URLError("not there")
        return there[address]

    return fetch


def kept(project: Path, there: Mapping[str, bytes]) -> int:
    config, _ = read_config(project)
    films = tuple(without_picture(project, config))
    return keep(films, project / "content", "content", fetch_from(there), Console(quiet=True))


def test_each_film_without_a_picture_gets_one_as_jpeg(project: Path, run: Run) -> None:
    write(project, TEXTS)
    assert kept(project, THERE) == 0
    folder = project / "content/videos"
    assert sorted(path.name for path in folder.iterdir()) == [
        "peertube-framatube.org-kkGMgK9ZtnKfYAgnEtQxbv.jpg",
        "vimeo-76979871.jpg",
        "youtube-aqz-KE-bpKQ.jpg",
    ]
    assert all(path.read_bytes().startswith(b"\xff\xd8\xff") for path in folder.iterdir())
    assert "Every film has its picture." in run(project, "fetch-thumbnails").out


def test_what_cannot_be_had_is_said_and_the_others_are_kept(project: Path) -> None:
    write(project, TEXTS)
    assert kept(project, {url: content for url, content in THERE.items() if "vimeo" not in url}) == 1
    assert len(list((project / "content/videos").iterdir())) == 2


def test_a_dry_run_says_what_it_would_write_and_writes_nothing(project: Path, run: Run) -> None:
    write(project, TEXTS)
    said = run(project, "fetch-thumbnails", "--dry-run").out
    assert said.count("Would write content/videos/") == 3 and not (project / "content/videos").exists()


def test_only_https_is_asked() -> None:
    for address in ("http://example.org/a.jpg", "file:///etc/passwd"):
        try:
            from_the_web(address)
        except URLError as fault:
            assert "not an https address" in str(fault)
        else:
            raise AssertionError(address)
