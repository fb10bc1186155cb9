"""Fifty posts that are hard on feeds, and the feeds of three sites as they are on disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from audiencegen.cli import main
from conftest import CONFIGURATION, CORPORA, NOW, ROOT, write
from sites import picture
from test_determinism import CONFIGURATIONS

SETTINGS = "feeds: {hub: https://hub.example.net/}\nauthor: Åsa & Co\n"
CORRECTED = """
corrections:
  - {date: 2026-06-02, text: 'It was < 2 & not > 3.'}
update_note: New <b>words</b>."""
_TITLES = (
    "Use <canvas> now",
    "AT&T, 1 < 2 and ]]>",
    "船と靴の話",
    "مرحبا بالعالم",
    "Ünïcödé – naïve “quotes” & ‘marks’",
    "👩‍👩‍👧 a family, 🏴 a flag",
    "ชื่อเรื่องภาษาไทย",
    "1 & 2 &c.; 3 > 2",
    "x" * 180,
    "Two\\tspaces  and a tab",
)
_HEADS = ("image: boat.png\nimage_alt: A <boat>", "id: my own & only words {n}", "lang: ar", "updated: 2026-06-01")
_TEXTS = (
    "A note.[^1] And [a place](#there) in it.\n\n## There\n\nWords.\n\n[^1]: Below.",
    '<iframe src="https://films.example.net/1" title="A film"></iframe>\n\n'
    'And <iframe src="//films.example.net/2"></iframe>',
    '<svg viewBox="0 0 2 2" onload="go()"><title>A boat</title><circle r="1"/></svg>\n\n'
    "Where <math><mi>x</mi><mo>=</mo><mn>2</mn></math> holds.",
    "Write `]]>` and `<![CDATA[`, or\n\n```html\n<script>alert(1 && 2)</script>\n```",
    "A\x00null, a \x0bline, a &#8; and a &#x85; and a \ufffd.",
    '<p onclick="go()" style="position:absolute" tabindex="3">Red</p><script>go()</script><style>p{}</style>',
    '![A boat](boat.png)\n\n<img src="boat.png" srcset="boat.png 1x, /posts/boat.png 2x" alt="The boat, twice">\n'
    '<video src="film.mp4" poster="boat.png" controls></video>',
    "| a | b |\n|---|---|\n| 1 | 2 |\n\n- one\n- two\n\n> said\n\n"
    "<details><summary>More</summary>\n\nHidden\n</details>",
    '<form action="/go"><input name="q"></form><object data="x.swf"></object><a href="javascript:go()">x</a>'
    '<a href="">nothing</a><x-card>kept</x-card><template>no</template><canvas>no</canvas>',
    "日本語の文章です。\n\n<p dir=rtl lang=ar>مرحبا</p>\n\n<b>not <i>nested</b> well</i>",
)


def nasty(folder: Path) -> Path:
    """A site of fifty posts, ten of each of five days, under a path of its host, with a hub; two of them corrected."""
    files: dict[str, str | bytes] = {
        "audiencegen.yaml": CONFIGURATION.replace(".org\n", ".org/below\n") + SETTINGS,
        "content/posts/boat.png": picture(3, 2),
        "content/posts/film.mp4": b"film",
    }
    for number in range(50):
        title, text = _TITLES[number % 10], _TEXTS[(number + number // 10) % 10]
        head = _HEADS[number % 4].format(n=number)
        if number % 25 == 7:
            head += CORRECTED
        quoted = title.replace('"', '\\"')
        tags = f'tags: ["C++ & <co>", "船", "tag {number % 3}"]'
        own = f'title: "{quoted}"\nslug: p{number}\n{tags}\nemail: {str(number % 2 == 0).lower()}\n{head}'
        content = f"---\n{own}\n---\n\n{text}\n"
        files[f"content/posts/2026-05-0{number // 10 + 1}-p{number}.md"] = content
    return write(folder, files)


def built(folder: Path, name: str) -> tuple[Path, str]:
    """The site of one name, built: its folder, and the address that it is for."""
    output = folder / "output"
    if name == "nasty":
        project, url = nasty(folder / "project"), "https://letters.example.org/below"
    elif name == "example":
        project, url = ROOT, "https://letters.example.org"
    else:
        text, none = CONFIGURATIONS[name], "cards: false\nsearch: false\nshare: false\n"
        write(folder, {"audiencegen.yaml": f"{text}{none}content: {CORPORA / name / 'content'}\n"})
        project, url = folder, text.split("url: ")[1].split("\n")[0]
    assert main(["-C", str(project), "build", "-q", "--output", str(output), "--now", NOW]) == 0
    return output / "site", url


def feeds(site: Path) -> Iterator[tuple[Path, str, str]]:
    """Every XML feed of a site with its media type and its address on the site, percent-encoded."""
    for path in sorted(site.rglob("*")):
        address = "/" + path.relative_to(site).as_posix()
        if path.suffix == ".opml":
            yield path, "application/xml", quote(address)
        elif path.suffix == ".xml" and (is_atom(path) or is_rss(path)):
            yield path, f"application/{'atom' if is_atom(path) else 'rss'}+xml", quote(address)


def is_atom(path: Path) -> bool:
    return path.name.startswith("atom")


def is_rss(path: Path) -> bool:
    return path.name in ("feed.xml", "letters.xml") or path.name.startswith("rss-")
