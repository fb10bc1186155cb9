"""Renew `mail/lint/caniemail.py`: caniemail's data reduced to four families of mail programs.

python bench/caniemail.py                    from https://www.caniemail.com/api/data.json
python bench/caniemail.py caniemail.json     from a file, such as the one in the npm package `caniemail`
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.request import urlopen

SOURCE = "https://www.caniemail.com/api/data.json"
TARGET = Path(__file__).parent.parent / "src/audiencegen/mail/lint/caniemail.py"
FAMILIES = ("gmail", "apple-mail", "outlook", "yahoo")
# Windows Mail ended in 2024; Gmail's page for phones' browsers is not what anybody reads mail with.
LEFT_OUT = frozenset({("outlook", "windows-mail"), ("gmail", "mobile-webmail")})

HEAD = '''"""What mail programs support, from caniemail.com: data only, written by `bench/caniemail.py`.

A feature's letters stand for Gmail, Apple Mail, Outlook (Word's engine included) and Yahoo, each the newest version of
its worst program: `y` in full, `a` in part, `n` not at all, `u` unknown.

The data is under the MIT License, Copyright (c) 2019 Rémi Parmentier:

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

'''


def main(words: list[str]) -> int:
    source = Path(words[0]).read_bytes() if words else urlopen(SOURCE, timeout=60).read()
    TARGET.write_text(written(json.loads(source)), encoding="utf-8")
    return 0


def written(data: Mapping[str, Any]) -> str:
    """The module, complete."""
    # What no letter can use is left out: AMP and BIMI are no features of HTML.
    rows = sorted((one["slug"], one["title"].strip(), support(one["stats"])) for one in data["data"] if is_markup(one))
    lines = [f"    {quoted(slug)}: ({quoted(title)}, {quoted(letters)})," for slug, title, letters in rows]
    day = re.match(r"[\d-]+", data["last_update_date"])
    head = f"{HEAD}DATE = {quoted(day[0] if day else '')}\nFAMILIES = ({', '.join(map(quoted, NAMES))})\n\n"
    opening = "FEATURES: Mapping[str, tuple[str, str]] = MappingProxyType(\n    {\n"
    return head + opening + "".join(f"    {line}\n" for line in lines) + "    }\n)\n"


NAMES = ("Gmail", "Apple Mail", "Outlook", "Yahoo")


def is_markup(feature: Mapping[str, Any]) -> bool:
    return feature["category"] in ("css", "html", "image")


def support(stats: Mapping[str, Any]) -> str:
    """One letter for each family: that of its worst program in its newest version."""
    return "".join(
        max(
            (newest(versions) for program, versions in stats[family].items() if (family, program) not in LEFT_OUT),
            key="yuan".index,
        )
        for family in FAMILIES
    )


def newest(versions: Mapping[str, str]) -> str:
    return versions[max(versions, key=lambda version: [int(part) for part in re.findall(r"\d+", version)])][0]


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
