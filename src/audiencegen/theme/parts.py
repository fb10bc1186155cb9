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
        self._read: dict[str, tuple[Token, ...]] = {}

    def whole(self, environment: Environment, text: str, name: str, file: str | None) -> nodes.Template:
        """A template with all its parts, as Jinja2 knows one. Raises TemplateSyntaxError."""
        if _ESCAPES_ITSELF.search(text):
            return environment._parse(text, name, file)
        return _Reader(self, environment, (name,), file, environment._tokenize(text, name, file)).parse()

    def included(self, environment: Environment, node: nodes.Include, around: tuple[str, ...]) -> Any:
        """What stands in the place of a part; a part within itself is left to be included page by page."""
        name = node.template.value if isinstance(node.template, nodes.Const) else None
        number, template = self._numbered.get(name, (0, None)) if isinstance(name, str) else (0, None)
        if template is None or name in around or not node.with_context or node.ignore_missing:
            return node
        is_another_kind = escapes(template.name) != escapes(around[0])
        if is_another_kind or _MEANS_MORE.search(template.text) or template.text.count("\n") >= _MOST_LINES - 1:
            return node
        tokens = self._tokens(environment, number, template)
        body = _Reader(self, environment, (*around, template.name), template.origin, tokens).parse().body
        if not _GIVES_NAMES.search(template.text):
            return body
        return nodes.Scope(body, lineno=node.lineno)

    def place(self, file: str, line: int) -> tuple[str, int]:
        """The file and the line as the writer knows them, of those that Jinja2 names."""
        part, own = divmod(line, _MOST_LINES)
        return (self._origins[part - 1], own) if 0 < part <= len(self._origins) else (file, line)

    def _tokens(self, environment: Environment, number: int, template: Template) -> tuple[Token, ...]:
        if template.name not in self._read:
            first = number * _MOST_LINES
            found = environment._tokenize(template.text, template.name, template.origin)
            self._read[template.name] = tuple(Token(first + one.lineno, one.type, one.value) for one in found)
        return self._read[template.name]


class _Reader(Parser):
    """Reads what a template, or a part within others, is made of."""

    def __init__(
        self,
        parts: Parts,
        environment: Environment,
        around: tuple[str, ...],
        file: str | None,
        tokens: Iterable[Token],
    ) -> None:
        super().__init__(environment, "", around[-1], file)
        self.stream = TokenStream(iter(tokens), around[-1], file)
        self._parts, self._around = parts, around

    def parse(self) -> nodes.Template:
        return nodes.Template(self.subparse(), lineno=1)

    def parse_include(self) -> Any:
        return self._parts.included(self.environment, super().parse_include(), self._around)


def escapes(name: str | None) -> bool:
    return name is None or not name.endswith(".txt")
