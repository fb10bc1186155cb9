"""A site with a page of every kind, and the variants that strain a theme: right to left, another language, a path
below the host, nobody's name and no address; each as it is on disk, served by this machine as a host serves it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from audiencegen.cli import main
from conftest import NOW, write
from recordings import wav
from shows import artwork
from sites import picture, post

POLICY = "default-src 'self'"
ZIPPED = (".html", ".css", ".js", ".txt", ".json", ".xml", ".svg")
PLAIN = """\
title: The Landing Stage
url: https://letters.example.org{path}
language: {language}
timezone: Europe/Berlin
description: A letter about boats, their people and the weather they meet.
promise: one letter a month, for people who repair things
pagination: 4
"""
SIGNED = """\
authors:
  - {name: Ann Author, bio: Ann repairs boats and writes about it., photo: pictures/ann.png,
     email: ann@letters.example.org, url: "https://ann.example.net/", links: [{title: Field notes, url: "https://notes.example.net/ann"}]}
  - {name: Bo Rope, bio: Bo ties knots.}
subscribe: {to: "mailto:ann@letters.example.org", question: What are you repairing at the moment?}
navigation: [{title: Letters, url: /archive/}, {title: About, url: /about/}]
issues: {sender: "Ann Author <letters@letters.example.org>", postal_address: "Quay 3, Westerkoog, Germany"}
podcast: {title: "The Harbour, Spoken", description: "Each letter, read aloud.", category: [Places & Travel, History],
          image: podcast.jpg, owner: Ann Author <pod@letters.example.org>, guid: 917393e3-1b1e-5cef-ace4-edaa54e1f810}
"""
LONG = """\
A *long* letter, with all that letters have: [a link](https://example.org/a), `a name`, **a loud word**.[^1]

<!-- more -->

## The boats

![A black boat](boat.png)

| Boat | Built | Where she lies, and what is the matter with her rigging this winter | Draught |
|:-----|------:|:--------------------------------------------------------------------|--------:|
| Anna | 1931  | At the long quay, unmasted                                           | 1.20 m  |
| Bert | 1952  | In the shed, upside down                                             | 0.90 m  |

## What to run

```python
def tide(hour: int, *, moon: float = 0.5, harbour: str = "Westerkoog", gauge: str = "the red post") -> float:
    # A comment about the gauge.
    return 1.2 * moon + len(harbour) - hour % 12 if hour else 0.0  # centimetres above the lowest spring tide on record
```

### A closer look

> She lay there for eleven years, and nobody asked.

1. First the ropes.
2. Then the rest:
    - the mast,
    - a-very-long-word-that-nobody-would-ever-break-in-two-and-that-goes-on-and-on-for-ever-and-ever

## Tasks

- [x] Scrape
- [ ] Paint

Term
: What it means.

## The weather

It blew.[^wind] See [the pictures](../pictures/boat.png) and <https://example.org/a/very/long/address/that/does/not/end/anywhere/near/here>.

## The end

That was all.

[^1]: A note at the foot.
[^wind]: From the south-west, mostly.
"""
BLOCKS = """\
Before.

::: figure
![A red boat](boat.png)

After *the* storm.
:::

::: gallery
![A boat](boat.png)
![A rope](rope.png)

Two mornings.
:::

::: button
[Join **us**](https://example.org/join)
:::

::: video https://youtu.be/aqz-KE-bpKQ?t=90
![A rabbit](boat.png)

A large rabbit
:::

::: quote Hanne, of the [light](https://example.org)
I read it to *my* father.
:::

::: note Before you come
Bring **boots**.

- and a hat
:::

::: ask A van & a driver until: 2026-12-24
For a *Saturday*.
:::

::: offer Two chairs
They *wobble*.
:::
"""
EPISODE = """\
slug: spoken
tags: [sound]
audio: {file: talk.wav, transcript: talk.vtt, season: 1, episode: 1, persons: [{name: Ann Author, role: host}]}
chapters: ["0:00 The harbour at five", "0:12 How a rope is laid", "0:30 Who ties them"]"""
VTT = "WEBVTT\n\n00:00.000 --> 00:10.000\nThe harbour at five.\n"

POSTS: Mapping[str, str | bytes] = {
    "posts/2026-01-09-first.md": post("slug: first\ntags: [boats]\nnumber: 1", title="A short letter"),
    "posts/2026-02-09-long.md": post(
        "slug: long\ntags: [boats, a-very-long-tag-that-nobody-breaks-in-two]\ncategories: [Repairs]\n"
        "authors: [Ann Author, Bo Rope]\n"
        "series: Eleven winters\nimage: boat.png\nimage_alt: A black boat\nupdated: 2026-02-12\nnumber: 2\n"
        "description: A long letter with a table, a listing, notes and pictures.\n"
        "corrections:\n  - {date: 2026-02-12, text: The mast is of larch.}",
        LONG,
        "A long letter about boats, their rigging, and the weather",
    ),
    "posts/2026-03-09-blocks.md": post("series: Eleven winters\ncategories: [Repairs]", BLOCKS, "Blocks"),
    "posts/2026-04-09-spoken.md": post(EPISODE, "Listen to the *harbour*.", "What the ropes remember"),
    "posts/2026-05-09-film.md": post(
        "slug: film\ntags: [film]\n"
        "video: {url: 'https://vimeo.com/76979871', title: A film, poster: boat.png}",
                                     "Watch it.", "A film of the harbour"),
    "posts/2026-06-09-moved.md": post("aliases: [/letters/old/]\ncategories: [Repairs]", title="Moved here"),
    "posts/2026-07-09-greek.md": post("slug: greek\nlang: el\nauthors: [Bo Rope]", "Καλημέρα σε όλους.", "Καλημέρα"),
    "pages/about.md": post("", "We are two.\n\n## Who\n\nAnn and Bo.", "About"),
    "posts/boat.png": picture(800, 400),
    "posts/rope.png": picture(400, 800),
    "posts/talk.wav": wav(45),
    "posts/talk.vtt": VTT,
    "pictures/boat.png": picture(800, 400),
    "pictures/ann.png": picture(200, 200),
    "podcast.jpg": artwork(),
}  # fmt: skip
# Every kind of page, and where this site has one.
KINDS = {
    "home": "/",
    "page 2": "/page/2/",
    "short post": "/posts/first/",
    "long post": "/posts/long/",
    "blocks": "/posts/blocks/",
    "episode": "/posts/spoken/",
    "film": "/posts/film/",
    "foreign post": "/posts/greek/",
    "archive": "/archive/",
    "tag": "/tags/boats/",
    "tags": "/tags/",
    "category": "/categories/repairs/",
    "categories": "/categories/",
    "author": "/authors/ann-author/",
    "authors": "/authors/",
    "one series": "/series/eleven-winters/",
    "series": "/series/",
    "about": "/about/",
    "subscribe": "/subscribe/",
    "thanks": "/thanks/",
    "welcome": "/welcome/",
    "podcast": "/podcast/",
    "search": "/search/",
    "404": "/404.html",
}
REDIRECT = "/letters/old/"
ARABIC: Mapping[str, str | bytes] = {
    "posts/2026-01-09-first.md": post(
        "slug: first\ntags: [قوارب]", "صباح الخير. `code` و [رابط](https://example.org).", "رسالة قصيرة"
    ),
    "posts/2026-02-09-long.md": post("slug: long\ntags: [قوارب]", LONG, "رسالة طويلة عن القوارب"),
    "posts/boat.png": picture(800, 400),
    "pictures/boat.png": picture(800, 400),
    "pages/about.md": post("", "نحن اثنان.", "من نحن"),
}
FEW = {name: text for name, text in POSTS.items() if "greek" not in name and "film" not in name}
SOME = ("/", "/posts/first/", "/posts/long/", "/archive/", "/tags/", "/subscribe/", "/search/", "/404.html")
# What else a theme has to stand: the configuration, the content, the pages that are looked at.
VARIANTS: dict[str, tuple[str, Mapping[str, str | bytes], tuple[str, ...]]] = {
    "right to left": (
        PLAIN.format(path="", language="ar") + "author: {name: آن, email: ann@letters.example.org}\n",
        ARABIC,
        (*SOME[:3], "/archive/", "/subscribe/", "/search/", "/404.html"),
    ),
    "German": (
        PLAIN.format(path="", language="de") + SIGNED + "cards: false\n",
        FEW,
        (*SOME, "/podcast/", "/welcome/", "/posts/blocks/"),
    ),
    "below a path": (
        PLAIN.format(path="/kettle", language="en") + SIGNED + "cards: false\n",
        POSTS,
        (*SOME, "/posts/spoken/", "/authors/ann-author/"),
    ),
    "nobody": (
        "title: Notes\nurl: https://letters.example.org\nlanguage: en\ncards: false\n",
        {**ARABIC, "posts/2026-03-01-one.md": post("", title="One")},
        ("/", "/posts/one/", "/archive/", "/subscribe/", "/search/", "/404.html"),
    ),
    "empty": ("title: Notes\nurl: https://letters.example.org\n", {}, ("/", "/archive/", "/404.html")),
    "with a form": (
        PLAIN.format(path="", language="en")
        + "subscribe: {to: 'kit:1234567', introducer: introduced_by, consent: consent}\ncards: false\n",
        {"posts/2026-03-01-one.md": post("", title="One")},
        ("/", "/posts/one/", "/subscribe/"),
    ),
}  # fmt: skip


def whole(folder: Path) -> Path:
    """The site with every kind of page; the answer is what is deployed of it."""
    return built(folder, PLAIN.format(path="", language="en") + SIGNED, POSTS)


def built(folder: Path, configuration: str, content: Mapping[str, str | bytes]) -> Path:
    files = {f"content/{name}": text for name, text in content.items()}
    write(folder, {"audiencegen.yaml": configuration, **files})
    (folder / "content").mkdir(exist_ok=True)
    assert main(["-C", str(folder), "build", "-q", "--now", NOW]) == 0
    return folder / "output" / "site"


@contextmanager
def served(folder: Path, below: str = "", policy: str = POLICY) -> Iterator[str]:
    """The address at which a folder is served: compressed, with its policy, as a good host does it."""
    handler = partial(_Handler, directory=str(folder), below=below, policy=policy)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{below}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *words: Any, below: str, policy: str, **more: Any) -> None:
        self.below, self.policy = below, policy
        super().__init__(*words, **more)

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path.removeprefix(self.below)))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return self._answer(404, "text/plain", b"Not here.", "")
        content, kind = path.read_bytes(), self.guess_type(str(path))
        kind += "; charset=utf-8" if kind.startswith("text/") else ""
        if path.suffix not in ZIPPED:
            return self._answer(200, kind, content, "")
        return self._answer(200, kind, gzip.compress(content, 9, mtime=0), "gzip")

    def _answer(self, status: int, kind: str, content: bytes, coding: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        if coding:
            self.send_header("Content-Encoding", coding)
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *words: Any) -> None:
        """Say nothing."""
