"""The contact sheet: letters as a reader's eyes see them, at 600 and 320 pixels, light and dark, side by side.

    python tests/outside/contact_sheet.py SHEET.png output/issues/2026-05-01-hello/issue.html …

Pictures come from `output/site` beside the letters; nothing is fetched. Wants what `letters.mjs` wants.
"""

from __future__ import annotations

import sys
import tempfile
from itertools import product
from pathlib import Path

from judges import in_chromium
from PIL import Image

LOOKS = tuple(product((680, 320), ("light", "dark")))  # 600 and the ground on both sides
GAP = 24


def main(sheet: str, *letters: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        jobs = [
            {
                "file": letter,
                "width": width,
                "scheme": scheme,
                "site": str(Path(letter).resolve().parents[2] / "site"),
                "shot": f"{folder}/{number}-{width}-{scheme}.png",
            }
            for number, letter in enumerate(letters)
            for width, scheme in LOOKS
        ]
        in_chromium(jobs)
        shots = [Image.open(str(job["shot"])).convert("RGB") for job in jobs]
        rows = [shots[at : at + len(LOOKS)] for at in range(0, len(shots), len(LOOKS))]
        _sheet(rows).save(sheet)


def _sheet(rows: list[list[Image.Image]]) -> Image.Image:
    heights = [max(shot.height for shot in row) for row in rows]
    width = max(sum(shot.width + GAP for shot in row) for row in rows) + GAP
    sheet = Image.new("RGB", (width, sum(heights) + GAP * (len(rows) + 1)), "#808080")
    top = GAP
    for row, height in zip(rows, heights, strict=True):
        left = GAP
        for shot in row:
            sheet.paste(shot, (left, top))
            left += shot.width + GAP
        top += height + GAP
    return sheet


if __name__ == "__main__":
    main(*sys.argv[1:])
