"""Random prose in Markdown: paragraphs, lists, tables, code. Valid in both dialects: a blank line before a list,
four spaces to nest, one word after the marks of a code block."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random

from bench.words import ADJECTIVES, ADVERBS, CONNECTIVES, NEGATIONS, NOUNS, OPENERS, PEOPLE, PREPOSITIONS, VERBS


def phrase(random: Random) -> str:
    """A noun with something before it: `the crooked lamp`."""
    determiner = random.choice(("the", "the", "the", "another", "our", "my", "this", "that", "every", "one"))
    return f"{determiner} {random.choice(ADJECTIVES)} {random.choice(NOUNS)}"


def sentence(random: Random) -> str:
    """One sentence, now and then with a quotation, a dash or an ellipsis."""
    text = _clause(random)
    if random.random() < 0.55:
        text += f"{random.choice((',', ',', ' --'))} {random.choice(CONNECTIVES)} {_clause(random)}"
    if random.random() < 0.18:
        text = f"{random.choice(OPENERS)}, {text}"
    if random.random() < 0.06:
        return f'"{_capital(text)}," said {phrase(random)}.'
    return _capital(text) + random.choices((".", "?", "!", "..."), (90, 5, 2, 3))[0]


def paragraph(random: Random) -> str:
    """Two to six sentences, in most of which nothing is marked."""
    return " ".join(_decorated(random, sentence(random)) for _ in range(random.randint(2, 6)))


def heading(random: Random) -> str:
    return _capital(f"{phrase(random)} {random.choice(PREPOSITIONS)} {phrase(random)}")


def bullets(random: Random) -> str:
    """A list, half of the time with a list within an item."""
    items = [f"- {sentence(random)}" for _ in range(random.randint(3, 6))]
    if random.random() < 0.5:
        items.insert(1, "\n".join(f"    - {_capital(phrase(random))}" for _ in range(random.randint(2, 3))))
    return "\n".join(items)


def steps(random: Random) -> str:
    return "\n".join(f"{number}. {sentence(random)}" for number in range(1, random.randint(4, 7)))


def quotation(random: Random) -> str:
    return "\n".join(f"> {sentence(random)}" for _ in range(random.randint(1, 3)))


def table(random: Random) -> str:
    """A table of three columns, the last of them numbers."""
    rows = [
        f"| {_capital(phrase(random))} | {random.choice(ADVERBS)} | {random.randint(1, 900)} |"
        for _ in range(random.randint(3, 8))
    ]
    names = (_capital(random.choice(NOUNS)) for _ in range(3))
    return "\n".join((f"| {' | '.join(names)} |", "|:---|:---:|---:|", *rows))


def code(random: Random) -> str:
    """A block of Python, JavaScript or JSON."""
    language = random.choice(tuple(_PROGRAMS))
    return f"```{language}\n{_PROGRAMS[language](random)}\n```"


def _clause(random: Random) -> str:
    if random.random() < 0.4:
        start = random.choice(PEOPLE)
        negated = random.random() < 0.2 and start != "nobody"
        verb = f"{random.choice(NEGATIONS)} understand" if negated else random.choice(VERBS)
    else:
        start = phrase(random)
        verb = random.choice(VERBS)
    adverb = f"{random.choice(ADVERBS)} " if random.random() < 0.25 else ""
    end = f" {random.choice(PREPOSITIONS)} {phrase(random)}" if random.random() < 0.45 else ""
    return f"{start} {adverb}{verb} {phrase(random)}{end}"


def _decorated(random: Random, text: str) -> str:
    """Mark one word of a sentence, or none."""
    words = text.split(" ")
    place = random.randrange(len(words))
    word = words[place]
    chance = random.random()
    if chance < 0.25 and word.isalpha():
        marks = "*" if chance < 0.12 else "**" if chance < 0.19 else "`"
        words[place] = f"{marks}{word}{marks}"
    elif chance > 0.97:
        words[place] = f"[{word.strip(',.?!')}](https://{random.choice(NOUNS)}.example.net/{random.choice(NOUNS)}/)"
    return " ".join(words)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _python(random: Random) -> str:
    noun, other, verb = random.choice(NOUNS), random.choice(NOUNS), random.choice(VERBS)
    lines = ["from dataclasses import dataclass", "", "", "@dataclass(frozen=True)", f"class {_capital(noun)}:"]
    lines += [f"    {name}: int = {random.randint(1, 99)}" for name in random.sample(NOUNS, random.randint(2, 5))]
    lines += ["", "", f"def {verb}({other}s: list[{_capital(noun)}], limit: int = {random.randint(2, 60)}) -> str:"]
    lines += [f'    """{sentence(random)}"""', f"    chosen = [{other} for {other} in {other}s if {other}]  # in order"]
    for name in random.sample(NOUNS, random.randint(1, 4)):
        lines += [f"    if len(chosen) > {random.randint(2, 60)}:", f'        chosen.append("{name}")']
    lines += ['    return ", ".join(str(one) for one in chosen[:limit])']
    return "\n".join(lines)


def _javascript(random: Random) -> str:
    noun, verb = random.choice(NOUNS), random.choice(VERBS)
    lines = [f"// {sentence(random)}", f"const {noun}s = new Map();", ""]
    lines += [f"export async function {verb}({noun}, options = null) {{"]
    for name in random.sample(NOUNS, random.randint(2, 5)):
        lines += [f'  if ({noun}s.has("{name}")) {{', f"    return {noun}s.get(`{name}`) ?? {random.randint(1, 99)};"]
        lines += ["  }"]
    lines += [f"  const answer = await fetch(`/{noun}/${{options}}`);", f"  {noun}s.set({noun}, answer.status);"]
    lines += ["  return answer.json();", "}"]
    return "\n".join(lines)


def _json(random: Random) -> str:
    def entry() -> dict[str, object]:
        return {
            "name": random.choice(NOUNS),
            "kind": random.choice(ADJECTIVES),
            "count": random.randint(1, 999),
            "open": random.random() < 0.5,
            "tags": random.sample(NOUNS, random.randint(1, 3)),
        }

    return json.dumps({random.choice(NOUNS): [entry() for _ in range(random.randint(1, 3))]}, indent=2)


_PROGRAMS: dict[str, Callable[[Random], str]] = {"python": _python, "javascript": _javascript, "json": _json}
