"""Templates with their parts: each is put in the place of what includes it, while the template is read.

Jinja2 knows one file for all lines that are compiled together. The line of a part that was put in is the number of the
part among the theme's templates, times the most lines that a part may have, and the line itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, nodes
from jinja2.lexer import Token, TokenStream
from jinja2.parser import Parser

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
    """The templates of a theme, each of which may stand in another. What a part is made of is found once."""

    def __init__(self, templates: Iterable[Template]) -> None:
        self._numbered = {template.name: (number, template) for number, template in enumerate(templates, start=1)}
        self._origins = tuple(template.origin for _, template in self._numbered.values())
        self._read: dict[str, list[nodes.Node]] = {}

    def whole(self, environment: Environment, text: str, name: str, file: str | None) -> nodes.Template:
        """A template with all its parts, as Jinja2 knows one. Raises TemplateSyntaxError."""
        if _ESCAPES_ITSELF.search(text):
            return environment._parse(text, name, file)
        body = _read(environment, environment._tokenize(text, name, file), name, file)
        self._fill(environment, body, (name,))
        return nodes.Template(body, lineno=1)

    def place(self, file: str, line: int) -> tuple[str, int]:
        """The file and the line as the writer knows them, of those that Jinja2 names."""
        part, own = divmod(line, _MOST_LINES)
        return (self._origins[part - 1], own) if 0 < part <= len(self._origins) else (file, line)

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
        body = copied(self._part(environment, number, template))
        self._fill(environment, body, (*around, template.name))
        return [nodes.Scope(body, lineno=node.lineno)] if _GIVES_NAMES.search(template.text) else body

    def _part(self, environment: Environment, number: int, template: Template) -> list[nodes.Node]:
        if template.name not in self._read:
            first = number * _MOST_LINES
            found = environment._tokenize(template.text, template.name, template.origin)
            tokens = (Token(first + one.lineno, one.type, one.value) for one in found)
            self._read[template.name] = _read(environment, tokens, template.name, template.origin)
        return self._read[template.name]


def _read(environment: Environment, tokens: Iterable[Token], name: str, file: str | None) -> list[nodes.Node]:
    """What a template, or a part of others, is made of; what it includes is named."""
    parser = Parser(environment, "", name, file)
    parser.stream = TokenStream(iter(tokens), name, file)
    return parser.subparse()


def escapes(name: str | None) -> bool:
    return name is None or not name.endswith(".txt")
