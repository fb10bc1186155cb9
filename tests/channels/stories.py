"""Posts that nobody would write: long words, families of emoji, many scripts, links upon links, code. The same for the
same number."""

from __future__ import annotations

from html import escape
from random import Random

from audiencegen.channels import Story
from audiencegen.values import Record

LINK = "https://letters.example.org/posts/hello/"
FAMILIES = ("👨‍👩‍👧‍👦", "🏳️‍⚧️", "👩🏽‍🚀", "🇩🇪", "1️⃣", "❤️", "😀", "✨", "🙋🏿")
CLUSTERS = (*FAMILIES, "e\u0301", "नि", "각", "ส̂")
WORDS = (
    "harbour", "a", "the", "incomprehensibilities", "日本語の文章です", "読者", "مرحبا", "שלום",
    "Здравствуйте", "naïve",
    "`code_with_marks()`", "**bold**", "a_b_c", "x<y>z", "100%", "&amp;", "—", "“quoted”", "\\n", "[link](x)",
)  # fmt: skip
WHOLE = ("@ann", "@ann@example.social", "#harbour", "#読者", "ann@example.org", "@handle.bsky.social")
ENDS = (". ", "! ", "? ", "。", "\n\n", " ", " ", " ", " ", " ", ", ", "\n")


def url(chance: Random) -> str:
    length = chance.choice((3, 10, 40, 120, 400))
    return f"https://{chance.choice(('example.org', 'sub.example.co.uk', 'münchen.de'))}/{'p' * length}"


def text(chance: Random, length: int) -> str:
    made: list[str] = []
    for _ in range(length):
        piece = chance.choices(
            (
                chance.choice(WORDS),
                url(chance),
                chance.choice(WHOLE),
                chance.choice(CLUSTERS) * chance.randint(1, 30),
                "w" * chance.choice((1, 30, 400)),
            ),
            weights=(20, 2, 2, 3, 1),
        )[0]
        # What must not be cut stands by itself, as it does in anybody's text.
        made += [piece, chance.choice(ENDS) if piece in WORDS else " "]
    return "".join(made).strip()


def story(number: int) -> Story:
    chance = Random(number)
    short, long = text(chance, chance.choice((1, 5, 30, 200))), text(chance, chance.choice((0, 30, 300, 1500)))
    blocks = "".join(f"<p>{escape(part)}</p>\n" for part in long.split("\n\n"))
    code = f"<pre><code>{escape(text(chance, 40))}</code></pre>" if chance.random() < 0.3 else ""
    link = LINK + "x" * chance.choice((0, 0, 60))
    return Story(
        title=text(chance, chance.choice((1, 4, 40))) or "Hello",
        link=link,
        words=f"{short} {link} {short}" if chance.random() < 0.1 else short,
        told=chance.random() < 0.5,
        own=Record({"reddit": text(chance, 3000)}) if chance.random() < 0.1 else Record(),
        html=blocks + code,
        tags=("small boats", "読者", "2026", "e-mail", "a", "b", "c"),
        question="What do you say?",
        writer="Ann Author",
        site="The Test Letter",
        introducer="ann",
        places=Record({"mastodon": "https://example.social", "discourse": "https://forum.example.org"}),
        counted=chance.random() < 0.2,
    )
