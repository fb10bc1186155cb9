"""How long the picture takes that stands for a post where it is shared: each in CPU time, the fonts opened anew or not.

python bench/cards.py                titles made up, of words alone as PNG and as JPEG, and with a picture
"""

from __future__ import annotations

import sys
import time
from io import BytesIO
from pathlib import Path
from random import Random
from statistics import median

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from audiencegen.build.themes import find  # noqa: E402
from audiencegen.images import card, lettering  # noqa: E402
from audiencegen.images.card import Words  # noqa: E402
from audiencegen.outputs import cards  # noqa: E402
from bench import prose  # noqa: E402

ROUNDS = 30
SIZES = (cards.WIDE, cards.SQUARE, cards.TALL, cards.VIDEO)
KEPT = (
    card._begun,
    lettering._has,
    lettering._missing,
    lettering._sample,
    lettering._font,
    lettering._length,
    lettering._inked,
)


def main() -> int:
    random = Random(1)
    look = find(ROOT, "default")
    style = cards._style(look.theme)
    fonts = [tuple(look.assets[font.digest] for font in weight) for weight in (style.bold, style.plain)]
    kinds = {
        "of words, PNG": (card.card_as_png, ()),
        "of words, JPEG": (card.card_as_jpeg, (b"",)),
        "with a picture": (card.card_as_jpeg, (picture(),)),
    }
    for size in SIZES:
        for kind, (made, photo) in kinds.items():
            taken, sizes = [], []
            for _ in range(ROUNDS):
                words = Words(prose.heading(random), "The Bench Letter", "Farida Noor · 20 November 2026")
                begin = time.process_time()
                sizes.append(len(made(words, style.look, size, *fonts, *photo)))
                taken.append((time.process_time() - begin) * 1000)
            sys.stdout.write(
                f"{size[0]:4} × {size[1]:<4} {kind}: first {taken[0]:5.1f} ms CPU, median {median(taken):5.1f} ms, "
                f"largest {max(sizes) / 1000:.0f} kB\n"
            )
            for kept in KEPT:
                kept.cache_clear()
    return 0


def picture() -> bytes:
    """A photo of two megapixels, as far as its size and its noise go."""
    from PIL import Image

    stream = BytesIO()
    Image.effect_noise((1600, 1200), 40).convert("RGB").save(stream, "JPEG", quality=85)
    return stream.getvalue()


if __name__ == "__main__":
    sys.exit(main())
