"""The contact sheet of the theme: a site with every kind of page, wide and narrow, by day, by night and on paper.

    python tests/outside/page_sheet.py FOLDER [scheme] [rtl]

Each page has one picture in FOLDER with all its looks, and `all.jpg` shows all pages. Wants what `pages.mjs` wants.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import every_page
from judges import CHROMIUMS, node, program
from PIL import Image

PAGES = (
    "/",
    "/page/2/",
    "/posts/everything-that-a-letter-may-hold/",
    "/posts/letter-by-number-1/",
    "/posts/a-recording-from-the-pier/",
    "/posts/a-film-of-the-flood/",
    "/posts/潮の満ち引きについて-港から届いた短い手紙/",
    "/posts/رسالة-قصيرة-من-الميناء/",
    "/archive/",
    "/tags/",
    "/tags/ropes/",
    "/categories/craft/",
    "/authors/wenke/",
    "/series/from-ebb-to-flood/",
    "/about/",
    "/subscribe/",
    "/thanks/",
    "/welcome/",
    "/search/?q=harbour",
    "/podcast/",
    "/404.html",
    "/feed.xml",
)
SCREENS = tuple((width, scheme, "screen") for width in (1280, 320) for scheme in ("light", "dark"))
LOOKS = (*SCREENS, (700, "light", "print"))
GAP = 16
TALLEST = 3000  # pixels of a page on the sheet of all


def main(folder: str, scheme: str = "paper", direction: str = "") -> None:
    shots = Path(folder)
    shots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as project:
        every_page.write(Path(project) / "letter", scheme, rtl=direction == "rtl")
        build = [sys.executable, "-m", "audiencegen", "build", "--quiet", "--now", "2026-11-22 12:00"]
        subprocess.run(build, cwd=Path(project) / "letter", check=True)
        jobs = [
            {
                "site": f"{project}/letter/output/site",
                "path": page,
                "width": width,
                "scheme": colours,
                "media": media,
                "shot": f"{project}/{number}-{width}-{colours}-{media}.png",
            }
            for number, page in enumerate(PAGES)
            for width, colours, media in LOOKS
        ]
        said = node("pages.mjs", packages=("playwright-core",), said=json.dumps(jobs), CHROMIUM=program(*CHROMIUMS))
        for job, answer in zip(jobs, json.loads(said), strict=True):
            if answer["overflow"] > 0 and job["media"] == "screen":
                print(f"{job['path']} is {answer['overflow']} pixels too wide at {job['width']}")
        rows = [
            _beside([Image.open(str(job["shot"])).convert("RGB") for job in jobs[at : at + len(LOOKS)]])
            for at in range(0, len(jobs), len(LOOKS))
        ]
    for number, (page, row) in enumerate(zip(PAGES, rows, strict=True), start=1):
        row.save(shots / f"{number:02}-{re.sub(r'[^a-z0-9]+', '-', page).strip('-') or 'home'}.png")
    _all(rows).save(shots / "all.jpg", quality=80)


def _beside(looks: list[Image.Image]) -> Image.Image:
    width = sum(look.width + GAP for look in looks) + GAP
    row = Image.new("RGB", (width, max(look.height for look in looks) + 2 * GAP), "#808080")
    left = GAP
    for look in looks:
        row.paste(look, (left, GAP))
        left += look.width + GAP
    return row


def _all(rows: list[Image.Image]) -> Image.Image:
    """The pages below each other, at a third of their size, and long ones cut."""
    small = [row.crop((0, 0, row.width, min(row.height, TALLEST))) for row in rows]
    small = [row.resize((row.width // 3, row.height // 3)) for row in small]
    sheet = Image.new("RGB", (max(row.width for row in small), sum(row.height for row in small)), "#808080")
    top = 0
    for row in small:
        sheet.paste(row, (0, top))
        top += row.height
    return sheet


if __name__ == "__main__":
    main(*sys.argv[1:])
