"""How long the linter of letters takes: one letter of about 100 kB, in CPU time, rule by rule.

python bench/lint.py                 a round-up of many links, made up
python bench/lint.py LETTER.md       a letter of yours
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "tests" / "mail")]

from letters import FRAME, THEME, body_of, issue_of, letter_html, letter_text  # noqa: E402

from audiencegen.mail.lint import rules as lint  # noqa: E402
from audiencegen.mail.lint.letter import Letter, Origin  # noqa: E402
from audiencegen.mail.message import proof  # noqa: E402
from bench import prose  # noqa: E402

ROUNDS = 15
WANTED = 100_000  # bytes of HTML


def main(words: list[str]) -> int:
    letter = made(Path(words[0]).read_text("utf-8") if words else None)
    sys.stdout.write(f"{len(letter.html):,} bytes of HTML, {sum(1 for _ in letter.document.walk()):,} elements\n")
    whole = milliseconds(lambda: lint.findings(again(letter)))
    sys.stdout.write(f"{whole:6.1f} ms CPU  everything, parsing included (median of {ROUNDS})\n")
    for rule, kinds in lint.RULES.items():
        sys.stdout.write(f"{milliseconds(lambda rule=rule: list(rule(letter))):6.1f} ms CPU  {', '.join(kinds)}\n")
    return 0


def made(text: str | None) -> Letter:
    """A letter of the wanted size, or one of the given text."""
    random, parts = Random(1), [text or ""]
    while text is None and len(letter_of("\n\n".join(parts)).html) < WANTED:
        parts += [f"## {prose.heading(random)}", *(linked(random) for _ in range(12)), prose.table(random)]
    return letter_of("\n\n".join(parts))


def linked(random: Random) -> str:
    return f"- [{prose.phrase(random)}](https://example.org/{random.randrange(10**9)}): {prose.sentence(random)}"


def letter_of(text: str) -> Letter:
    body = body_of(text)
    issue = issue_of(body)
    html, plain = letter_html(THEME, FRAME, issue, body), letter_text(THEME, FRAME, issue, body)
    assert issue.imprint.sender is not None
    eml = proof(FRAME, issue, issue.imprint.sender, html, plain)
    return Letter(html.encode(), plain.encode(), eml, Origin("letter.md", THEME, FRAME, issue, body))


def again(letter: Letter) -> Letter:
    """The same letter, not yet parsed."""
    return Letter(letter.html, letter.text, letter.eml, letter.origin)


def milliseconds(do: Callable[[], Any]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        do()
        times.append(time.process_time() - start)
    return median(times) * 1000


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
