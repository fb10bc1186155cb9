"""All rules, and the one function that asks them. A new rule is a function in a family, with its names in `RULES`."""

from __future__ import annotations

from collections.abc import Collection

from audiencegen.mail.lint import (
    brief,
    contrast,
    images,
    leftovers,
    links,
    message,
    roundup,
    size,
    structure,
    subject,
    support,
    text,
)
from audiencegen.mail.lint.letter import Letter, Rules
from audiencegen.problems import Problem

RULES: Rules = {
    **size.RULES,
    **subject.RULES,
    **structure.RULES,
    **links.RULES,
    **images.RULES,
    **contrast.RULES,
    **support.RULES,
    **message.RULES,
    **text.RULES,
    **leftovers.RULES,
    **roundup.RULES,
    **brief.RULES,
}


def findings(letter: Letter, allowed: Collection[str] = ()) -> tuple[Problem, ...]:
    """What is wrong with a letter, each thing once; the rule's name is the problem's `kind`."""
    rules = (rule for rule, kinds in RULES.items() if not set(kinds) <= set(allowed))
    found = (problem for rule in rules for problem in rule(letter))
    return tuple(dict.fromkeys(one for one in found if one.kind not in allowed))


def names() -> tuple[str, ...]:
    """The names of all rules, as `--allow` takes them."""
    return tuple(sorted(kind for kinds in RULES.values() for kind in kinds))
