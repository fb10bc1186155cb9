"""Five feed readers, and what each makes of a feed: newsboat, sfeed, rss2email (Debian); feedparser, reader (PyPI)."""

from __future__ import annotations

import calendar
import mailbox
import os
import sqlite3
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import MappingProxyType

import feedparser
import pytest
from judges import program


@dataclass(frozen=True, order=True)
class Item:
    """What every reader knows of an entry; `date` is in seconds since 1970."""

    guid: str
    title: str
    link: str
    date: int
    enclosure: str = ""
    changed: int = field(default=0, compare=False)


def by_feedparser(feed: Path, folder: Path) -> list[Item]:
    parsed = feedparser.parse(feed.read_bytes())
    assert not parsed.bozo, parsed.bozo_exception
    return [
        Item(
            entry.id,
            entry.title,
            entry.link,
            calendar.timegm(entry.published_parsed),
            next((one.href for one in entry.enclosures), ""),
            calendar.timegm(entry.get("updated_parsed") or entry.published_parsed),
        )
        for entry in parsed.entries
    ]


def by_reader(feed: Path, folder: Path) -> list[Item]:
    library = pytest.importorskip("reader")
    with library.make_reader(str(folder / "reader.sqlite"), feed_root="") as reader:
        reader.add_feed(str(feed), exist_ok=True)
        reader.update_feeds(scheduled=False)
        return [
            Item(
                entry.id,
                entry.title or "",
                entry.link or "",
                int(entry.published.timestamp()),
                next((one.href for one in entry.enclosures), ""),
            )
            for entry in reader.get_entries()
        ]


def changes_by_reader(feed: Path, folder: Path) -> tuple[int, int]:
    """How many entries are new and how many are others than before, in a feed that `by_reader` read from there."""
    library = pytest.importorskip("reader")
    with library.make_reader(str(folder / "reader.sqlite"), feed_root="") as reader:
        os.utime(feed)
        results = [one.value for one in reader.update_feeds_iter(scheduled=False)]
        return sum(one.new for one in results if one), sum(one.modified for one in results if one)


def by_newsboat(feed: Path, folder: Path) -> list[Item]:
    folder.joinpath("urls").write_text(f"file://{feed}\n")
    folder.joinpath("config").write_text("")
    cache = folder / "newsboat.db"
    command = [program("newsboat"), "-q", "-u", "urls", "-c", str(cache), "-C", "config", "-x", "reload"]
    _run(command, folder)
    with sqlite3.connect(cache) as kept:
        rows = kept.execute("select guid, title, url, pubDate, enclosure_url from rss_item").fetchall()
    return [Item(guid, title, url, date, enclosure or "") for guid, title, url, date, enclosure in rows]


def by_sfeed(feed: Path, folder: Path) -> list[Item]:
    said = _run([program("sfeed")], folder, feed.read_bytes())
    rows = (line.split("\t") for line in said.decode("utf-8").splitlines())
    return [Item(guid, title, link, int(date), enclosure) for date, title, link, _, _, guid, _, enclosure, _ in rows]


def by_rss2email(feed: Path, folder: Path) -> list[Item]:
    boxes = folder / "mail"
    folder.joinpath("r2e.cfg").write_text(
        "[DEFAULT]\nfrom = feeds@example.org\nto = me@example.org\nemail-protocol = maildir\n"
        f"maildir-path = {boxes}\nmaildir-mailbox = box\ndate-header = True\nname-format = {{feed-title}}\n"
    )
    boxes.mkdir(exist_ok=True)
    call = [program("r2e"), "-c", "r2e.cfg", "-d", "r2e.json"]
    _run([*call, "add", "feed", f"file://{feed}"], folder)
    _run([*call, "run"], folder)
    return [
        Item(
            _header(message["X-RSS-ID"]),
            _header(message["Subject"]),
            _header(message["X-RSS-URL"]),
            int(parsedate_to_datetime(message["Date"]).timestamp()),
        )
        for message in mailbox.Maildir(boxes / "box", create=True)
    ]


READERS: Mapping[str, Callable[[Path, Path], list[Item]]] = MappingProxyType(
    {
        "feedparser": by_feedparser,
        "reader": by_reader,
        "newsboat": by_newsboat,
        "sfeed": by_sfeed,
        "rss2email": by_rss2email,
    }
)


def _header(said: object) -> str:
    return " ".join(str(make_header(decode_header(str(said)))).split())


def _run(command: list[str], folder: Path, content: bytes = b"") -> bytes:
    environment = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    done = subprocess.run(command, cwd=folder, env=environment, input=content, capture_output=True, check=False)
    assert done.returncode == 0, (command, done.stderr[-2000:])
    return done.stdout
