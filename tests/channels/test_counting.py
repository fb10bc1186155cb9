"""What each channel counts. The cases are those of the vendors' own tests, said again as facts: twitter-text's
conformance data (validate, extract), atproto's rich text, Mastodon's status length, Unicode's grapheme breaks."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from audiencegen.channels.bluesky import facets, links, tags
from audiencegen.channels.counting import clusters, mastodon, threads, utf8, utf16, weighted
from audiencegen.channels.entities import searched, urls
from audiencegen.channels.graphemes import emoji, graphemes
from audiencegen.fields import plain, read_yaml

FAMILY = "👨‍👩‍👧‍👦"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Hi http://test.co", 26),
        ("http://test.co", 23),
        ("x" * 285, 285),
        ("a " + "https://www.twitter.com/jack" + " " + "x" * 262, 288),
        (" ".join(["https://www.twitter.com/aloha"] * 10), 239),
        ("永" * 160, 320),
        ("😷" * 160, 320),
        ("the" + "永" * 160, 323),
        ("A\u0301B", 2),
        ("Aש\u05bc\u05c1", 4),
        ("H🐱☺" + FAMILY, 7),
        ("😷👾😡🔥💩", 10),
        ("🙋🏽👨‍🎤", 4),
        ("\u2000\u2001\u2009\u200a‐‑‒–—―‖‘’‚‛“”„‟′″‴‵‶‷", 25),
        ("†•…‰", 8),
        ("randomurl" * 7 + "s.com", 68),
        ("https://" + "long" * 20 + ".com/", 93),
        ("", 0),
    ],
)
def test_x_weighs_a_text(text: str, count: int) -> None:
    assert weighted(text) == count


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("http://ああ.com", ["http://ああ.com"]),
        ("text http://google.com/#search?q=iphone%20-filter%3Alinks", ["http://google.com/#search?q=iphone%20-filter%3Alinks"]),
        ("http://en.wikipedia.org/wiki/Primer_(film)", ["http://en.wikipedia.org/wiki/Primer_(film)"]),
        ("http://✪df.ws/ejp", ["http://✪df.ws/ejp"]),
        ("http://example.comだよね.comtest/hogehoge", ["http://example.com"]),
        ("http://no-tld http://tld-too-short.x", []),
        ("(http://twitter.com", ["http://twitter.com"]),
        ("http://domain.com-that-you-should-have-put-a-space-after", []),
        ("foo.com foo.baz foo.co.jp www.xxxxxxx.baz foo.comm foo.jp", ["foo.com", "foo.co.jp", "foo.jp"]),
        ("Go to http://example.com/a+ or http://example.com/a-", ["http://example.com/a+", "http://example.com/a-"]),
        ("https://en.m.wikipedia.org/wiki/Hatfield–McCoy_feud please", ["https://en.m.wikipedia.org/wiki/Hatfield–McCoy_feud"]),
        ("twitter.comこれは日本語です。example.com中国語t.co/abcde한국", ["twitter.com", "example.com", "t.co/abcde"]),
        ("http://twitter.com/Русские_слова", ["http://twitter.com/Русские_слова"]),
        ("Hello http://xn--はじめよう.com/index.html", []),
        ("name.al-lastname@foo.com or name.al+lastname@foo.com", []),
        ("test http://sub_domain-dash.twitter.com", ["http://sub_domain-dash.twitter.com"]),
        ("http://-leadingdash.twitter.com http://trailingdash-.twitter.com http://twitter_underscore.com", []),
        ("test http://twitter.com/.", ["http://twitter.com/"]),
        ("http://example.com/path" + "." * 42, ["http://example.com/path"]),
        ("#test.com @test.com #http://test.com @http://test.com", []),
        ("I really like http://t.co/pbY2NfTZ's website", ["http://t.co/pbY2NfTZ"]),
        ("https://t.co/asdfdf?a=b#123", ["https://t.co/asdfdf?a=b#123"]),
        ("http://t.co/" + "a" * 41, []),
        ("example.comてすとですtwitter.みんなです", ["example.com", "twitter.みんな"]),
        ("$http://twitter.com $twitter.com $TVI.CA", []),
        ("long.test.tar.bz2 john.doe.gov@mail.com", []),
        ("\u2066\u202atest abcdef.com پاکستان http://twitter.com/\u202c\u2069", ["abcdef.com", "http://twitter.com/"]),
        ("http://foobar.中国/ http://xn--ls8h.XN--ls8h.la/", ["http://foobar.中国/", "http://xn--ls8h.XN--ls8h.la/"]),
    ],
)  # fmt: skip
def test_x_finds_the_links_of_a_text(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in urls(text)] == found


_BEFORE = ("", "", "http://", "https://", "HTTP://", "@", "＠", "#", "(", "f(http://", '"[', "“", "(@")
_NAMES = [*"a b-c -x x- a_b example t T.CO com org rs uk museum рф xn--p1ai zz ſK 中国 9 .".split(), "a" * 64]
_BEHIND = ("", "", "/", "/foo", "/_-.", "?q=1", ":80", "'s", ")", ",", "…", ".", "!?", "/b.html", "”", "@", "+", "%20")


@pytest.mark.parametrize("seed", range(5))
def test_what_is_decided_at_a_glance_is_what_x_finds(seed: int) -> None:
    chance = Random(seed)
    for _ in range(2_000):
        domain = "".join(chance.choice(_NAMES) + chance.choice(("", ".", ".")) for _ in range(chance.randint(1, 4)))
        word = chance.choice(_BEFORE) + domain + "".join(chance.choices(_BEHIND, k=chance.randint(0, 3)))
        assert urls(word) == list(searched(word)) or "." not in word, word


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" * 520, 520),
        ("a" * 476 + " http://" + "b" * 30 + ".com/example", 500),
        ("a" * 476 + "http://" + "b" * 30 + ".com/example", 476 + 7 + 30 + 12),  # nothing that is made a link of
        ("http://example.com/valid?" + "#foo?" * 1000, 25 + 5000),  # longer than any link
        ("a" * 475 + " @alice@" + "b" * 30 + ".com", 482),
        ("@alice@example.com and @bob", 15),
        ("✨" * 500, 500),
        ("🏳️‍⚧️" * 500, 500),
        ("example.com/without/a/scheme", 28),
    ],
)
def test_mastodon_counts_links_and_mentions_short(text: str, count: int) -> None:
    assert mastodon(text) == count


@pytest.mark.parametrize(
    ("text", "count"), [("plain", 5), ("😀", 4), (FAMILY, 25), ("a😀b", 6), ("ä永", 2), ("©", 1), ("❤️", 6)]
)
def test_threads_counts_emoji_as_bytes(text: str, count: int) -> None:
    assert threads(text) == count


@pytest.mark.parametrize("sign", ["a", "~", "ö", "ñ", "©", "⽘", "☎", "𓋓", "😀", "👨‍👩‍👧‍👧"])
def test_bluesky_counts_what_a_person_counts(sign: str) -> None:
    assert clusters(sign) == 1
    assert clusters(sign * 3) == 3
    assert utf8(sign) == len(sign.encode())


def test_a_browser_counts_an_emoji_twice() -> None:
    assert (utf16("a"), utf16("永"), utf16("😀")) == (1, 1, 2)


# Unicode's own examples, one for each rule of UAX #29; the parts of each are its clusters.
BREAKS = (
    " / ", " \u0308/ ", "\r\n", "\r/\u0308", "\n/\u0308", "\u0001/\u0308", "a\u0300", " \u200d/ ", " \u0903",
    "\u0600\u0020", "\u1100\u1160", "\u1100\uac00", "\uac00\u11a8", "\uac01\u11a8", "\uac00/\u1100", "\u1160\u11a8",
    "\U0001f1e6\U0001f1e7/\U0001f1e8/b", "a/\U0001f1e6\U0001f1e7/\U0001f1e8", "a/\U0001f1e6\u200d/\U0001f1e7\U0001f1e8",
    "a/\U0001f1e6\U0001f1e7/\U0001f1e8\U0001f1e9/b", "\U0001f476\U0001f3ff/\U0001f476", "a\U0001f3ff/\U0001f476",
    "\U0001f6d1\u200d\U0001f6d1", "a\u200d/\U0001f6d1", "\u2701\u200d/\u2701",
    "\U0001f476\U0001f3ff\u0308\u200d\U0001f476\U0001f3ff",
    "\u0915/\u0924", "\u0915\u094d\u0924", "\u0915\u094d\u094d\u0924", "\u0915\u094d\u200d\u0924",
    "\u0915\u093c\u200d\u094d\u0924",
    "\u0915\u094d\u0924\u094d\u092f", "\u0915\u094d/a", "न/म/स्ते",
)  # fmt: skip


@pytest.mark.parametrize("marked", BREAKS, ids=ascii)
def test_clusters_are_those_of_unicode(marked: str) -> None:
    assert graphemes(marked.replace("/", "")) == marked.split("/")


def test_a_text_without_joined_characters_is_read_like_one_with_them() -> None:
    for sign in map(chr, range(0x3000)):
        text = f"a{sign}{sign}#{sign}a"
        assert graphemes(text) == graphemes(f"{text} e\u0301")[:-2], ascii(sign)
        assert emoji(text) == emoji(f"{text} 😀")[:-1], ascii(sign)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("start https://middle.com/foo/bar?baz=bux#hash end", ["https://middle.com/foo/bar?baz=bux#hash"]),
        ("https://newline1.com\nhttps://newline2.com", ["https://newline1.com", "https://newline2.com"]),
        ("👨‍👩‍👧‍👧 https://middle.com 👨‍👩‍👧‍👧", ["https://middle.com"]),
        ("start middle.com/foo/bar end", ["https://middle.com/foo/bar"]),
        ("newline1.com\nnewline2.com", ["https://newline1.com", "https://newline2.com"]),
        ("a trailing bsky.app: colon", ["https://bsky.app"]),
        ("not.. a..url ..here e.g. something-cool.jpg website.com.jpg e.g./foo website.com.jpg/foo", []),
        (
            "punctuation https://foo.com, https://bar.com/whatever; https://baz.com.",
            ["https://foo.com", "https://bar.com/whatever", "https://baz.com"],
        ),
        ("parenthentical (https://foo.com)", ["https://foo.com"]),
        ("except for https://foo.com/thing_(cool)", ["https://foo.com/thing_(cool)"]),
    ],
)
def test_bluesky_finds_links(text: str, found: list[str]) -> None:
    assert [uri for _, uri in links(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("#a #b", [("a", 0, 2), ("b", 3, 5)]),
        ("#1 # #? text #", []),
        ("body #1a", [("1a", 5, 8)]),
        ("body #" + "a" * 64, [("a" * 64, 5, 70)]),
        ("body #" + "a" * 65, []),
        ("body #" + "a" * 64 + "!", [("a" * 64, 5, 70)]),
        ("its a #double#rainbow", [("double#rainbow", 6, 21)]),
        ("##hashash", [("#hashash", 0, 9)]),
        ("##", []),
        ("some #n0n3s@n5e!", [("n0n3s@n5e", 5, 15)]),
        ("works #with,punctuation", [("with,punctuation", 6, 23)]),
        ("strips trailing #punctuation, #like. #this!", [("punctuation", 16, 28), ("like", 30, 35), ("this", 37, 42)]),
        ("strips #multi_trailing___...", [("multi_trailing", 7, 22)]),
        ("works with #🦋 emoji, and #butter🦋fly", [("🦋", 11, 16), ("butter🦋fly", 28, 42)]),
        ("this #️⃣tag should not be a tag", []),
        ("this ##️⃣tag should be a tag", [("#️⃣tag", 5, 16)]),
        ("this #t\nag should be a tag", [("t", 5, 7)]),
        ("match (a\\u200Bb): #a\u200bb", [("a", 18, 20)]),
        ("no match (\\u200Ba): #\u200ba", []),
        ("no match (a\\u20e2b): #a\u20e2b", [("a", 21, 23)]),
        ("match full width number sign (tag): ＃tag", [("tag", 36, 42)]),
        ("no match 1?: #1?", []),
    ],
)  # fmt: skip
def test_bluesky_finds_tags_by_their_bytes(text: str, found: list[tuple[str, int, int]]) -> None:
    made = [(one["features"][0]["tag"], one["index"]["byteStart"], one["index"]["byteEnd"]) for one in facets(text)
            if one["features"][0]["$type"].endswith("tag")]  # fmt: skip
    assert made == found
    assert [tag for _, tag in tags(text)] == [tag for tag, _, _ in found]


# Whoever has the vendors' files at hand has every case of them read.
ELSEWHERE = os.environ.get("AUDIENCEGEN_CONFORMANCE", "")
needs_files = pytest.mark.skipif(
    not ELSEWHERE, reason="AUDIENCEGEN_CONFORMANCE names no folder with the vendors' files"
)


@needs_files
def test_every_case_of_twitter_text() -> None:
    """`validate.yml`, `extract.yml` and `tlds.yml` of twitter/twitter-text, for what v3 of its configuration counts."""
    folder = Path(ELSEWHERE)
    validate, extract, tlds = (
        plain(read_yaml((folder / f"{name}.yml").read_text("utf-8"))[0])["tests"]
        for name in ("validate", "extract", "tlds")
    )
    kinds = ("WeightedTweetsWithDiscountedEmojiCounterTest", "UnicodeDirectionalMarkerCounterTest")
    wrong = [
        case["description"]
        for kind in kinds
        for case in validate[kind]
        if weighted(case["text"]) != int(case["expected"]["weightedLength"])
    ]
    found = [case for kind in extract if "url" in kind for case in extract[kind]]
    found += [case for kind in tlds for case in tlds[kind]]
    for case in found:
        wanted = [one if isinstance(one, str) else one["url"] for one in case["expected"]]
        wrong += [case["description"]] if [case["text"][a:b] for a, b in urls(case["text"])] != wanted else []
    assert wrong == []


@needs_files
def test_every_line_of_unicodes_grapheme_break_test() -> None:
    """`GraphemeBreakTest.txt` of the version that the library knows."""
    file = Path(ELSEWHERE) / "GraphemeBreakTest.txt"
    if not file.is_file():
        pytest.skip("no GraphemeBreakTest.txt in that folder")
    wrong = []
    for row in file.read_text("utf-8").splitlines():
        marked = "".join(
            "/" if sign == "÷" else "" if sign == "×" else chr(int(sign, 16)) for sign in row.partition("#")[0].split()
        )
        parts = marked.strip("/").split("/")
        if row.partition("#")[0].strip() and "2F" not in row and graphemes("".join(parts)) != parts:
            wrong.append(row)
    assert wrong == []
