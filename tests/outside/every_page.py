"""A site with every kind of page: podcast, film, gallery, notices, corrections, series, two authors, other scripts."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from PIL import Image, ImageOps

from recordings import mp3

ROOT = Path(__file__).parents[2]
PICTURES = ("lamp.jpg", "letterbox.jpg", "paths.jpg", "wenke.png", "idris.png")

CONFIGURATION = """\
title: The Tide Table
url: https://letters.example.org
language: en
timezone: Europe/Berlin
description: What comes in with the water, and what goes out again, from a harbour with one crane.
promise: every second Friday, for people who look out of windows
pagination: 5
authors:
  - {name: Wenke Harms, slug: wenke, photo: pictures/wenke.png, email: wenke@letters.example.org, url: "/about/",
     bio: "Wenke kept the log of a small harbour for eleven years.", links: [{title: Field notes, url: "https://notes.example.net/wenke"}]}
  - {name: Idris Bellamy, slug: idris, photo: pictures/idris.png, email: idris@letters.example.org,
     bio: "Idris teaches an evening class in programming and looks after the machines."}
navigation: [{title: Letters, url: /archive/}, {title: Podcast, url: /podcast/}, {title: About, url: /about/}]
subscribe: {to: "buttondown:tide"}
issues: {sender: "Wenke Harms <letters@letters.example.org>", postal_address: "Quay 1, 25999 Westerkoog"}
podcast:
  title: The Tide Table, Spoken
  description: Each letter, read aloud by the one who wrote it.
  category: [Places & Travel, History]
  image: podcast.jpg
  owner: Wenke Harms <podcast@letters.example.org>
  guid: 093895a1-6f4d-5625-859c-fb638d1b428c
  apps: {Apple Podcasts: "https://podcasts.example.net/1", Antennapod: "https://podcasts.example.net/2"}
theme: {name: default, scheme: SCHEME}
"""

PARAGRAPH = (
    "At low water the harbour is a yard with boats in it. Somebody has left a ladder against the wall, and for "
    "six hours it leads to a place where one can stand. [The table](/about/) says when, to the minute, and is "
    "wrong by four."
)

EVERYTHING = f"""\
---
title: Everything that a letter may hold
date: 2026-11-06
updated: 2026-11-12
number: 12
authors: [Wenke Harms, Idris Bellamy]
categories: [Craft]
tags: [ropes, knots, looking]
series: From ebb to flood
description: A letter in which every kind of block stands once, so that each can be looked at beside the others.
image: /pictures/lamp.jpg
image_alt: A hut on stilts at night, a lamp in its window.
contents: true
brief:
  question: Which of them do you miss?
  ask: "[Come to the open day](https://fair.example.net/)"
credits:
  - {{name: Jo Lind, url: "https://jo.example.net/", reason: for the splice}}
  - Ann Tide
update_note: The way in is from the quay now, not over the sand.
corrections:
  - {{date: 2026-11-10, text: "The fair is in June, not in July."}}
  - {{date: 2026-11-12, text: "The rope on the picture is hemp."}}
syndication: ["https://mastodon.example.net/@wenke/1", "https://www.bsky.example.net/2"]
---

{PARAGRAPH}[^one] With `a word of code`, <mark>a marked word</mark>, <kbd>Ctrl</kbd> and *some stress*.

[^one]: Four minutes is what the moon takes for a sigh. [More](https://moon.example.net/).

## A list, and a list in it

1. Take the end.
2. Lay it over the standing part:
    - once for silk,
    - twice for hemp.
3. Pull.

- [x] done
- [ ] still to do

### A quotation

> The sea has no opinion, and repeats it twice a day.

::: quote Hanne, who keeps the lighthouse
I count the ships. If one is missing, I count again.
:::

## Code that is wider than the page

```python
def ebb(now: float, table: dict[float, float]) -> float:
    \"\"\"How far the water has fallen: a line that is too long for any telephone, and for most columns.\"\"\"
    return max(level for moment, level in table.items() if moment <= now)  # the last one that was read, and no other
```

## A table that is wide

| Harbour | High water in the morning | Low water at noon | High water in the evening | Remarks of the harbour office |
|---|--:|--:|--:|---|
| Westerkoog | 04:12 | 10:31 | 16:40 | the crane is out of order until the new hook is here |
| Osterkoog | 04:58 | 11:20 | 17:26 | none |

## Pictures

::: figure
![A letter box](/pictures/letterbox.jpg)

The box at the end of the pier, emptied when somebody rows by.
:::

::: gallery
![A lamp](/pictures/lamp.jpg)
![A letter box](/pictures/letterbox.jpg)
![Paths](/pictures/paths.jpg)

Three from last week.
:::

::: video https://www.youtube.com/watch?v=dQw4w9WgXcQ
![A hut at night](/pictures/lamp.jpg)
How a rope is laid
:::

## Notices

::: note Before you come
Bring boots. The ladder is wet.
:::

::: ask A van until: 2026-12-24
For one Saturday, with a hook at the back.
:::

::: offer Two chairs
Blue, and only one of them wobbles.
:::

!!! warning "High water"
    The tide does not wait for the end of a sentence.

::: button
[See the harbour](https://harbour.example.net/)
:::
"""

EPISODE = f"""\
---
title: A recording from the pier
date: 2026-11-13
author: Wenke Harms
tags: [looking]
audio:
  file: /ropes.mp3
  transcript: /ropes.vtt
  season: 1
  episode: 3
  persons:
    - {{name: Wenke Harms, role: host, image: /pictures/wenke.png}}
    - {{name: Bo Rope, role: guest, url: "https://bo.example.net/"}}
chapters:
  - 0:00 The harbour at five
  - 0:20 How a rope is laid
  - {{time: "0:45", title: Who ties them, url: "https://bo.example.net/"}}
---

{PARAGRAPH}
"""

JAPANESE = """\
---
title: 潮の満ち引きについて、港から届いた短い手紙
date: 2026-10-23
lang: ja
description: 六時間ごとに水は去り、また戻ってくる。
---

港の水は六時間ごとに引いてゆく。そのとき船は泥の上に座り、人は梯子を降りて、ふだんは水の下にある場所に立つことができる。「表には分まで書いてある」と彼女は言った。

> 海には意見がない。それを一日に二度くりかえす。
"""

ARABIC = """\
---
title: رسالة قصيرة من الميناء
date: 2026-10-16
lang: ar
description: كل ست ساعات يذهب الماء ثم يعود.
---

كل ست ساعات ينحسر الماء، فتجلس القوارب على الطين. قالت: «الجدول يعرف الدقيقة» ثم ضحكت.

> ليس للبحر رأي، وهو يكرره مرتين في اليوم.
"""

FILM = """\
---
title: A film of the flood
date: 2026-10-30
author: Idris Bellamy
video: {url: "https://vimeo.com/123456789", title: The flood in four minutes, poster: /pictures/paths.jpg}
---

It was filmed from the crane.
"""


def files() -> dict[str, str | bytes]:
    """The content of the site, by path."""
    made: dict[str, str | bytes] = {
        "posts/everything.md": EVERYTHING,
        "posts/recording.md": EPISODE,
        "posts/film.md": FILM,
        "posts/tide.ja.md": JAPANESE,
        "posts/mina.md": ARABIC,
        "pages/about.md": f"---\ntitle: About this letter\n---\n\n{PARAGRAPH}\n\n## Who\n\n{PARAGRAPH}\n",
        "ropes.mp3": mp3(60),
        "ropes.vtt": "WEBVTT\n\n00:00.000 --> 00:09.000\nGood morning.\n",
        "podcast.jpg": _square(PICTURES[0]),
    }
    for number in range(1, 12):
        day = date(2026, 10, 9) - timedelta(days=14 * number)
        head = f"title: Letter by number {number}\ndate: {day}\ntags: [tides, {'ropes' if number % 2 else 'winds'}]\n"
        head += "series: From ebb to flood\n" if number < 4 else ""
        head += f"author: {'Idris Bellamy' if number % 3 else 'Wenke Harms'}\n"
        made[f"posts/{day}-letter.md"] = f"---\n{head}---\n\n{PARAGRAPH}\n"
    for name in PICTURES:
        made[f"pictures/{name}"] = (ROOT / "content/pictures" / name).read_bytes()
    return made


def _square(name: str) -> bytes:
    stream = io.BytesIO()
    picture = Image.open(ROOT / "content/pictures" / name).convert("RGB")
    ImageOps.fit(picture, (1400, 1400)).save(stream, "JPEG")
    return stream.getvalue()


def write(folder: Path, scheme: str = "paper", rtl: bool = False) -> None:
    """The whole site as files in a folder that is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    configuration = CONFIGURATION.replace("SCHEME", scheme)
    _put(folder, {"audiencegen.yaml": configuration.replace("language: en", "language: ar" if rtl else "language: en")})
    _put(folder / "content", files())


def _put(folder: Path, contents: Mapping[str, str | bytes]) -> None:
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
