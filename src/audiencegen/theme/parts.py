"""Templates with their parts: each is put in the place of what includes it, while the template is read.

Jinja2 knows one file for all lines that are compiled together. The line of a part that was put in is the number of the
part among the theme's templates, times the most lines that a part may have, and the line itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, TemplateAssertionError, nodes
from jinja2.lexer import Token, TokenStream
from jinja2.parser import Parser

from audiencegen.theme.answers import Questions, answered, given_names, writable
from audiencegen.theme.showing import escapes
from audiencegen.theme.visits import copied, statements

if TYPE_CHECKING:
    from audiencegen.theme import Template

_MOST_LINES = 10_000
_GIVES_NAMES = re.compile(r"\{%[-+]?\s*(?:set|import|from|macro)\b")
# A part with one of these tags would not mean the same where it is included.
_MEANS_MORE = re.compile(r"\{%[-+]?\s*(?:extends|block|autoescape)\b")
# What is escaped differs from place to place.
_ESCAPES_ITSELF = re.compile(r"\{%[-+]?\s*autoescape\b")


class Parts:
    """The templates of a theme, each of which may stand in another. A part is read and answered once."""

    def __init__(self, templates: Iterable[Template], known: Mapping[str, Any]) -> None:
        self._known = known
        self._questions: Questions = {}
        self._numbered = {template.name: (number, template) for number, template in enumerate(templates, start=1)}
        self._origins = tuple(template.origin for _, template in self._numbered.values())
        self._read: dict[str, list[nodes.Node]] = {}

    def whole(self, environment: Environment, text: str, name: str, file: str | None) -> nodes.Template:
        """A template with all its parts, as it is to be compiled. Raises TemplateSyntaxError."""
        if _ESCAPES_ITSELF.search(text):
            as_it_is = environment._parse(text, name, file)
            self._check(as_it_is, name, file)
            return as_it_is
        tokens = environment._tokenize(text, name, file)
        return writable(self._answered(environment, tokens, (name,), file), self._questions)

    def place(self, file: str, line: int) -> tuple[str, int]:
        """The file and the line as the writer knows them, of those that Jinja2 names."""
        part, own = divmod(line, _MOST_LINES)
        return (self._origins[part - 1], own) if 0 < part <= len(self._origins) else (file, line)

    def _answered(
        self, environment: Environment, tokens: Iterable[Token], around: tuple[str, ...], file: str | None
    ) -> nodes.Template:
        name = around[-1]
        parser = Parser(environment, "", name, file)
        parser.stream = TokenStream(iter(tokens), name, file)
        template = nodes.Template(parser.subparse(), lineno=1)
        self._check(template, name, file)
        self._fill(environment, template.body, around)
        return answered(template, nodes.EvalContext(environment, name), self._known, self._questions)

    def _check(self, template: nodes.Template, name: str, file: str | None) -> None:
        for given, node in given_names(template):
            if given in self._known:
                raise TemplateAssertionError(f"the name '{given}' is taken", node.lineno, name, file)

    def _fill(self, environment: Environment, body: list[nodes.Node], around: tuple[str, ...]) -> None:
        """Put each part in the place of what includes it."""
        found: list[nodes.Node] = []
        for one in body:
            if isinstance(one, nodes.Include):
                found += self._included(environment, one, around)
                continue
            for inner in statements(one):
                self._fill(environment, inner, around)
            found.append(one)
        body[:] = found

    def _included(self, environment: Environment, node: nodes.Include, around: tuple[str, ...]) -> list[nodes.Node]:
        """What stands in the place of a part; a part within itself is left to be included page by page."""
        name = node.template.value if isinstance(node.template, nodes.Const) else None
        number, template = self._numbered.get(name, (0, None)) if isinstance(name, str) else (0, None)
        if template is None or name in around or not node.with_context or node.ignore_missing:
            return [node]
        is_another_kind = escapes(template.name) != escapes(around[0])
        if is_another_kind or _MEANS_MORE.search(template.text) or template.text.count("\n") >= _MOST_LINES - 1:
            return [node]
        body = copied(self._part(environment, number, template, around))
        return [nodes.Scope(body, lineno=node.lineno)] if _GIVES_NAMES.search(template.text) else body

    def _part(
        self, environment: Environment, number: int, template: Template, around: tuple[str, ...]
    ) -> list[nodes.Node]:
        if template.name not in self._read:
            first = number * _MOST_LINES
            found = environment._tokenize(template.text, template.name, template.origin)
            tokens = (Token(first + one.lineno, one.type, one.value) for one in found)
            whole = self._answered(environment, tokens, (*around, template.name), template.origin)
            self._read[template.name] = whole.body
        return self._read[template.name]
