"""What is wrong with a template: Jinja2's exceptions → a problem with the writer's own file and line, and a hint."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from audiencegen import fields, model
from audiencegen.problems import Problem, error

if TYPE_CHECKING:
    from audiencegen.theme import Theme
    from audiencegen.theme.templates import Templates

# What the writer's own words in a template can raise; a template that includes itself goes too deep.
FAULTS = (TemplateError, TypeError, ValueError, LookupError, ArithmeticError, AttributeError, RecursionError)


def template_problem(
    theme: Theme, templates: Templates, template: str, names: Iterable[str], fault: Exception
) -> Problem:
    """What is wrong with a template, at the innermost template's line, in words for its writer."""
    texts = {one.origin: one.text for one in theme.templates}
    own = next((one.origin for one in theme.templates if one.name == template), "")
    if isinstance(fault, TemplateSyntaxError):
        file, line = fault.filename or own, fault.lineno
    else:
        file, line = _failing_line(fault, frozenset(texts)) or (own, 0)
    file, line = templates.parts.place(file, line)
    message, hint, word = _explained(theme, templates, names, fault)
    column = _column(texts[file].split("\n")[line - 1], word) if word and line and file in texts else 0
    return error("template", message, hint, file=file, line=line, column=column, width=max(1, len(word)))


def _column(row: str, word: str) -> int:
    """Where a word stands in the template's own part of a line, from 1; 0 when it does not."""
    start = max(0, row.find("{"))
    return (row.find(f".{word}", start) + 1 or row.find(word, start)) + 1


def _failing_line(fault: Exception, origins: frozenset[str]) -> tuple[str, int] | None:
    """The innermost template in a traceback: Jinja2 rewrites its frames to the template's own lines."""
    rows = [row for row in traceback.extract_tb(fault.__traceback__) if row.filename in origins]
    return (rows[-1].filename, rows[-1].lineno or 0) if rows else None


def _explained(theme: Theme, templates: Templates, names: Iterable[str], fault: Exception) -> tuple[str, str, str]:
    """The message, the hint, and the word of the template that both are about."""
    if isinstance(fault, TemplateNotFound):
        name = str(fault.name)
        near = fields.did_you_mean(name, (one.name for one in theme.templates), closeness=0.9)  # folders are alike
        hint = f"did you mean {near}?" if near else "mend the name, or write that file into theme/"
        return f"the theme has no template {name}", hint, name
    if isinstance(fault, RecursionError):
        return "this template includes itself without end", "take the include out", ""
    said = str(fault.args[0]) if fault.args else type(fault).__name__
    for pattern, message, known, otherwise in _EXPLANATIONS:
        match = pattern.search(said)
        if match:
            word = match[1]
            return (
                message.format(word),
                _meant(word, known(theme, templates, names, match)) or otherwise.format(word),
                word,
            )
    return said[:1].lower() + said[1:].rstrip("."), _RULES, ""


def _meant(word: str, known: Iterable[str]) -> str:
    near = fields.did_you_mean(word, known, closeness=0.75)
    return f"did you mean {near}?" if near else ""


Known = Callable[["Theme", "Templates", Iterable[str], "re.Match[str]"], Iterable[str]]

_TAGS = "block elif else endblock endfor endif endmacro endset extends for from if import include macro set with"
_RULES = "how templates are written: https://jinja.palletsprojects.com/templates/"
# What Jinja2 says, what we say, the words that may have been meant, and the hint when none is near.
_EXPLANATIONS: tuple[tuple[re.Pattern[str], str, Known, str], ...] = (
    (
        re.compile(r"innermost block that needs to be closed is '(\w+)'"),
        "the template ends, and {{% {0} %}} is not closed",
        lambda theme, templates, names, match: (),
        "write {{% end{0} %}} where it should end",
    ),
    (
        re.compile(r"^Encountered unknown tag '(\w+)'"),
        "templates have no tag {{% {0} %}}",
        lambda theme, templates, names, match: _TAGS.split(),
        _RULES,
    ),
    (
        re.compile(r"^the name '(\w+)' is taken"),
        "`{0}` is the same in every template, and cannot be something else in this one",
        lambda theme, templates, names, match: (),
        "take another name",
    ),
    (
        re.compile(r"^No filter named '(\w+)'"),
        "templates have no filter `{0}`",
        lambda theme, templates, names, match: templates.filters,
        _RULES,
    ),
    (
        re.compile(r"^'(\w+)' is undefined"),
        "this template knows no `{0}`",
        lambda theme, templates, names, match: names,
        "the templates of the default theme show what there is",
    ),
    (
        re.compile(r"^'None' has no attribute '(\w+)'"),
        "what should have `{0}` is empty here",
        lambda theme, templates, names, match: (),
        "ask first whether it is there: {{% if … %}}",
    ),
    (
        re.compile(r"has no attribute '(\w+)'"),
        "there is no `{0}` here",
        lambda theme, templates, names, match: _attributes(match.string),
        "the templates of the default theme show what there is",
    ),
    (
        re.compile(r"^the theme has no asset (\S+)"),
        "the theme has no asset {0}",
        lambda theme, templates, names, match: (asset.name for asset in theme.assets),
        "put it into theme/assets/ of your site",
    ),
)


def _attributes(said: str) -> Iterable[str]:
    """Of `'audiencegen.model.frame.Frame object' has no attribute 'titel'` the names that Frame has."""
    named = re.match(r"'audiencegen\.model\.\w+\.(\w+) object'", said)
    return [name for name in dir(getattr(model, named[1], None)) if name[0] != "_"] if named else ()
