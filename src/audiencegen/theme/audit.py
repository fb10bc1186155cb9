"""What can be seen of a theme without a page: names that nobody gives, words and options that it does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from jinja2 import TemplateSyntaxError, nodes

from audiencegen.fields import did_you_mean
from audiencegen.problems import Problem, error, warning
from audiencegen.theme import Template, Theme
from audiencegen.theme.given import EVERYWHERE, GIVEN, UNPROMISED
from audiencegen.theme.templates import Templates
from audiencegen.values import Record

_TEMPLATES = (".html", ".txt")
_OF_JINJA = frozenset("caller kwargs loop self super varargs".split())
_CLOSE = 0.75


class _Read(NamedTuple):
    template: Template
    tree: nodes.Template
    uses: frozenset[str]  # the templates that it includes, extends or imports


def audited(theme: Theme, language: str) -> Iterator[Problem]:
    """Everything to mend, template by template. What cannot be parsed is left to `render`, which says why."""
    read = {one.template.name: one for one in _parsed(theme)}
    words = frozenset(_keys(theme.words_for(language)))
    for name, (template, tree, _) in sorted(read.items()):
        users = [user for user in read if name in _reach(read, user)]
        if not name.startswith(UNPROMISED):
            yield from _unknown(template, tree, _given(read, name, users), GIVEN.keys() & users)
        yield from _unsaid(template, tree, words)
        yield from _unset(template, tree, theme.options)


def reached(theme: Theme) -> frozenset[str]:
    """The templates that something shows: those that a recipe fills, and all that these use."""
    read = {one.template.name: one for one in _parsed(theme)}
    roots = [name for name in read if name in GIVEN or name.startswith(UNPROMISED)]
    return frozenset(name for root in roots for name in _reach(read, root))


def _parsed(theme: Theme) -> Iterator[_Read]:
    templates = Templates(theme.templates, dict.fromkeys(EVERYWHERE, Record()))
    for template in theme.templates:
        if template.name.endswith(_TEMPLATES):
            try:
                tree = templates.parse(template.text)
            except TemplateSyntaxError:
                continue
            yield _Read(template, tree, frozenset(_uses(tree)))


def _uses(tree: nodes.Template) -> Iterator[str]:
    for node in tree.find_all(nodes.Stmt):
        if isinstance(node, (nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)):
            named = node.template
            if isinstance(named, nodes.Const) and isinstance(named.value, str):
                yield named.value


def _reach(read: Mapping[str, _Read], name: str) -> frozenset[str]:
    found: set[str] = set()
    ahead = [name]
    while ahead:
        one = ahead.pop()
        if one in read and one not in found:
            found.add(one)
            ahead += read[one].uses
    return frozenset(found)


def _given(read: Mapping[str, _Read], name: str, users: Iterable[str]) -> frozenset[str]:
    """What may be known in a template: from recipes, from Jinja2, and from all that uses it or that it uses."""
    around = {other for user in (name, *users) for other in _reach(read, user)}
    by_recipes = (given for user in users for given in GIVEN.get(user, ()))
    by_templates = (given for other in around for given in _names(read[other].tree))
    return frozenset((*EVERYWHERE, *_OF_JINJA, *by_recipes, *by_templates))


def _names(tree: nodes.Template) -> Iterator[str]:
    for node in tree.find_all((nodes.Name, nodes.Macro, nodes.Import, nodes.FromImport)):
        if isinstance(node, nodes.Macro) or (isinstance(node, nodes.Name) and node.ctx != "load"):
            yield node.name
        elif isinstance(node, nodes.Import):
            yield node.target
        elif isinstance(node, nodes.FromImport):
            yield from (name[1] if isinstance(name, tuple) else name for name in node.names)


def _unknown(
    template: Template, tree: nodes.Template, given: frozenset[str], users: Iterable[str]
) -> Iterator[Problem]:
    known = given | tree.environment.globals.keys() if tree.environment else given
    for node in tree.find_all(nodes.Name):
        if node.ctx == "load" and node.name not in known and users:
            near = did_you_mean(node.name, sorted(known), closeness=_CLOSE)
            hint = f"did you mean {near}?" if near else "docs/reference/templates.md lists what each template is given"
            yield error("template-name", f"nobody gives this template `{node.name}`", hint, **_at(template, node))


def _unsaid(template: Template, tree: nodes.Template, words: frozenset[str]) -> Iterator[Problem]:
    for node in tree.find_all(nodes.Getattr):
        if _is_words(node.node) and node.attr not in words and not hasattr(Record, node.attr):
            near = did_you_mean(node.attr, sorted(words), closeness=_CLOSE)
            hint = (
                f"did you mean {near}?" if near else "write it into theme/words/en.yaml, and into that of your language"
            )
            yield warning("theme-word", f"the theme has no word `{node.attr}`", hint, **_at(template, node))


def _is_words(node: nodes.Expr) -> bool:
    return (isinstance(node, nodes.Name) and node.name == "words") or (
        isinstance(node, nodes.Getattr) and node.attr == "words"
    )


def _unset(template: Template, tree: nodes.Template, options: Record) -> Iterator[Problem]:
    for node in tree.find_all(nodes.Getattr):
        of_site = isinstance(node.node, nodes.Getattr) and node.node.attr == "options"
        if of_site and node.attr not in options and not hasattr(Record, node.attr):
            near = did_you_mean(node.attr, sorted(options), closeness=_CLOSE)
            hint = f"did you mean {near}?" if near else "write it with its default below `options:` in theme.yaml"
            yield warning("theme-option", f"the theme has no option `{node.attr}`", hint, **_at(template, node))


def _at(template: Template, node: nodes.Node) -> dict[str, str | int]:
    return {"file": template.origin, "line": node.lineno or 0}


def _keys(words: Mapping[str, object]) -> Iterator[str]:
    """The keys of a table and of all tables in it, for parts of the words go by the name `words`, too."""
    for key, value in words.items():
        yield key
        if isinstance(value, Mapping):
            yield from _keys(value)
