"""Every block for writers in its four forms, whatever the dialect."""

from __future__ import annotations

import pytest

from audiencegen.config import Config, Dialect
from audiencegen.content import blocks
from audiencegen.model import Author
from audiencegen.outputs import feeds, issues, pages
from audiencegen.values import replace
from sites import CONFIG, Linked, linked, picture, post

HOME = "posts/2026-05-01-hello.md"
ANN = Author("Ann Author", email="ann@letters.example.org")
BESIDE = {"posts/boat.png": picture(800, 400), "posts/rope.png": picture(400, 800), "posts/talk.mp3": b"ID3 sound"}

# A block as it is written, and what its page, its entry in a feed, its letter and the letter's text have to say.
EXAMPLES: dict[str, tuple[str, list[str], list[str], list[str], list[str]]] = {
    "figure": (
        "::: figure\n![A red boat](boat.png)\n\nAfter *the* storm.\n:::",
        ['src="/posts/boat.png" width="800" height="400"', "<figcaption>After <em>the</em>"],
        ['src="https://letters.example.org/posts/boat.png"', "<figcaption>After"],
        ['alt="A red boat"', "After <em>the</em> storm.</p>"],
        ["[A red boat]", "After _the_ storm."],
    ),
    "gallery": (
        "::: gallery\n![A boat](boat.png)\n![A rope](rope.png)\n\nTwo mornings.\n:::",
        [
            '<figure class="gallery"><ul><li><a href="/posts/boat.png"><img',
            '<li><a href="/posts/rope.png">',
            "<figcaption>Two mornings.</figcaption>",
        ],
        ['<p><a href="https://letters.example.org/posts/boat.png"><img', "Two mornings."],
        ['alt="A boat"', 'alt="A rope"', "Two mornings."],
        ["[A boat]", "[A rope]", "Two mornings."],
    ),
    "button": (
        "::: button\n[Join **us**](https://example.org/join)\n:::",
        ['<p class="buttons"><a href="https://example.org/join" class="button">Join <strong>us</strong></a></p>'],
        ['<p><a href="https://example.org/join">Join <strong>us</strong></a></p>'],
        ['<a href="https://example.org/join" class="button"', "mso-padding-alt:0"],
        ["→ Join us: https://example.org/join"],
    ),
    "audio": (
        "::: audio talk.mp3\nAnn reads the *letter*.\n:::",
        [
            '<audio controls preload="none" src="/posts/talk.mp3"',
            'download="">Download talk.mp3',
        ],
        ['<a href="https://letters.example.org/posts/talk.mp3">Listen: Ann reads the letter.</a>'],
        ['href="https://letters.example.org/posts/talk.mp3"', "Listen: Ann reads the letter."],
        ["Listen: Ann reads the letter. https://letters.example.org/posts/talk.mp3"],
    ),
    "video": (
        "::: video https://youtu.be/aqz-KE-bpKQ?t=90\n![A rabbit](boat.png)\n\nA large rabbit\n:::",
        [
            '<figure class="video"><iframe srcdoc="',
            "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1&amp;amp;start=90",
            '<a href="https://www.youtube.com/watch?v=aqz-KE-bpKQ&amp;t=90s">Watch on YouTube</a>',
        ],
        [
            '<a href="https://www.youtube.com/watch?v=aqz-KE-bpKQ&amp;t=90s"><img ',
            "Watch: A large rabbit</a>",
        ],
        ["Watch: A large rabbit</a>", "/assets/mail/boat."],
        ["Watch: A large rabbit https://www.youtube.com/watch?v=aqz-KE-bpKQ&t=90s"],
    ),
    "quote": (
        "::: quote Hanne, of the [light](https://example.org)\nI read it to *my* father.\n:::",
        [
            '<figure class="quote"><blockquote><p>I read it to <em>my</em> father.</p></blockquote>',
            '<figcaption>Hanne, of the <a href="https://example.org">light</a></figcaption>',
        ],
        ['<blockquote><p>I read it to <em>my</em> father.</p><p class="said-by">— Hanne, of the'],
        ["I read it to <em>my</em> father.", "&#8212; Hanne, of the"],
        ["> I read it to _my_ father.", "> — Hanne, of the light"],
    ),
    "note": (
        "::: note Before you come\nBring **boots**.\n\n- and a hat\n:::",
        [
            '<div class="admonition note"><p class="admonition-title">Before you come</p><p>Bring <strong>boots',
            "<li>and",
        ],
        ["<blockquote><p><strong>Before you come</strong></p><p>Bring <strong>boots</strong>.</p>"],
        ["Before you come</p>", "Bring <strong>boots</strong>"],
        ["Before you come", "Bring *boots*."],
    ),
    "part": (
        "::: part us",
        ["We are <em>two</em>.", 'href="/about/"'],
        ["We are <em>two</em>.", 'href="https://letters.example.org/about/"'],
        ["We are <em>two</em>."],
        ["We are _two_."],
    ),
    "ask": (
        "::: ask A van & a driver until: 2026-12-24\nFor a *Saturday*.\n:::",
        [
            '<div class="notice notice-ask"><p class="notice-kind"><strong>Somebody looks for: A van',
            "For a <em>Saturday</em>.",
            'href="mailto:ann@letters.example.org?subject=Somebody%20looks%20for%3A%20A%20van%20%26%20a%20driver"',
            "until 24 December 2026",
        ],
        [
            "Somebody looks for: A van &amp; a driver",
            "For a <em>Saturday</em>.",
            "mailto:ann@",
            "until 24 December 2026",
        ],
        ["Somebody looks for: A van &amp; a driver", "For a <em>Saturday</em>.", "until 24 December 2026"],
        ["Somebody looks for: A van & a driver", "For a _Saturday_.", "until 24 December 2026"],
    ),
    "offer": (
        "::: offer Two chairs\nThey *wobble*.\n:::",
        [
            '<div class="notice notice-offer">',
            "Somebody offers: Two chairs",
            "They <em>wobble</em>.",
            "Answer by mail</a></p>",
        ],
        ["Somebody offers: Two chairs", "They <em>wobble</em>.", "Answer by mail</a></p>"],
        ["Somebody offers: Two chairs", "They <em>wobble</em>.", "Answer by mail"],
        ["Somebody offers: Two chairs", "They _wobble_.", "Answer by mail <ann@letters.example.org>"],
    ),
}
OTHERS = {
    "_parts/us.md": "We are *two*. [More](../pages/about.md).\n",
    "pages/about.md": post(title="About"),
}


@pytest.fixture(params=list(Dialect))
def config(request: pytest.FixtureRequest) -> Config:
    return replace(CONFIG, markdown=request.param, authors=(ANN,))


def built(text: str, config: Config, head: str = "") -> Linked:
    return linked({HOME: post(head, text), **BESIDE, **OTHERS}, config)


def forms(site: Linked) -> tuple[str, str, str, str]:
    """The page, the feed, the letter and its text."""
    made = {**site.made(pages.plan), **site.made(feeds.plan), **site.made(issues.plan)}
    letter = "issues/2026-05-01-hello/issue"
    paths = ("site/posts/hello/index.html", "site/feed.xml", f"{letter}.html", f"{letter}.txt")
    page, feed, html, text = (made[path].decode() for path in paths)
    return page, feed, html, text


def test_every_block_has_an_example_here() -> None:
    assert [block.word for block in blocks.BLOCKS] == list(EXAMPLES)


@pytest.mark.parametrize("word", EXAMPLES)
def test_a_block_says_the_same_on_page_feed_letter_and_text(word: str, config: Config) -> None:
    written, *expected = EXAMPLES[word]
    site = built(f"Before.\n\n{written}\n\nAfter.", config)
    assert not site.problems, [problem.message for problem in site.problems]
    for shown, said in zip(forms(site), expected, strict=True):
        plain = " ".join(shown.split()) if "<" not in shown[:1] else shown.replace("\n", "")
        for words in said:
            assert words in plain
        assert ":::" not in shown and "ag-embed" not in shown and "ag-words" not in shown and "ag:" not in shown
        assert "Before." in shown and "After." in shown
