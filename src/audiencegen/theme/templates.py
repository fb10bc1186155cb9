"""Templates compiled for one site. Jinja2 stays behind this room.

Before a template is compiled, each part that it includes is put in its place, and what asks for nothing but the site,
the theme and the data is answered, for that is the same on every page. What remains to do page by page is little.
"""

from __future__ import annotations

import json
import marshal
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import CodeType, MethodType
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template, TemplateAssertionError, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from audiencegen.theme.answers import answered, given_names
from audiencegen.theme.code import Code, joined, shown
from audiencegen.theme.metadata import breadcrumbs, locale, media_type
from audiencegen.values import Record

if TYPE_CHECKING:
    from audiencegen.theme import Template as Source

# Jinja2 knows one file for all lines that are compiled together. The line of a part that was put in is the number of
# the part among the theme's templates, times this, and the line itself.
_MOST_LINES = 10_000
# A part with one of these tags would not mean the same where it is included.
_MEANS_MORE = re.compile(r"\{%[-+]?\s*(?:extends|block|autoescape)\b")
_GIVES_NAMES = re.compile(r"\{%[-+]?\s*(?:set|import|from|macro)\b")
_MOST_ANSWERS = 10_000
_WHITE_SPACE = re.compile(r"\s+")


class Templates(Environment):
    """The templates of a theme, in which the names of `known` stand for the same values on every page.

    What the writer keeps in `extra` and the configuration's options may be absent: then it is empty.
    """

    code_generator_class = Code

    def __init__(self, templates: tuple[Source, ...], known: Mapping[str, Any]) -> None:
        # Jinja2 puts the origin into tracebacks, so that a fault is found in the file that the writer can open.
        sources = {template.name: (template.text, template.origin, lambda: True) for template in templates}
        super().__init__(
            loader=FunctionLoader(sources.get),
            autoescape=_escapes,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.filters |= {name: one.__wrapped__ for name, one in self.filters.items() if _asks_whether_async(one)}
        self.filters["json"] = _json
        self.filters["present"] = lambda table: {key: value for key, value in table.items() if value is not None}
        self.filters["breadcrumbs"] = lambda steps, site: _for_script(breadcrumbs(steps, site.absolute))
        self.filters["locale"] = locale
        self.filters["media_type"] = media_type
        self.filters["one_line"] = lambda words: _WHITE_SPACE.sub(" ", str(words)).strip()
        self.globals |= known  # for macros, too, which do not know the page that calls them
        self.known = known
        self.shown, self.joined = shown, joined
        self.answers = _AnswersOf(self.known)
        self.codes: dict[str, bytes] = {}  # what was compiled, by template; to be kept for another process
        self._pages: dict[str, Template] = {}
        self._parts = {template.name: (number, template) for number, template in enumerate(templates, start=1)}
        self._origins = tuple(template.origin for template in templates)

    def getattr(self, obj: Any, attribute: str) -> Any:
        # Asked a hundred times a page: `isinstance` would go through the abstract base class each time.
        if type(obj) is Record and (attribute in obj or not hasattr(obj, attribute)):
            return obj.get(attribute, "")
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)

    def fill(self, name: str, names: Mapping[str, Any]) -> str:
        """A page. As `Template.render` makes it, which would copy all names of the theme three times for each."""
        page = self._pages.get(name) or self._pages.setdefault(name, self.get_template(name))
        context = self.context_class(self, {**names, **self.globals}, name, page.blocks)
        try:
            return self.concat(page.root_render_func(context))
        except Exception:  # noqa: BLE001 - Jinja2 writes the theme's own lines into the traceback, and raises it again
            self.handle_exception()

    def __deepcopy__(self, memo: object) -> Templates:
        return self  # what is copied are pieces of a template, which know whose they are

    def answers_of(self, name: str, method: str) -> str:
        """Where the answers of something known are kept, for many pages ask the same; "" when this is no method."""
        function = self.getattr(self.known[name], method) if name in self.known else None
        return f"{name}.{method}" if isinstance(function, MethodType) else ""

    def compile(self, source: Any, name: str | None = None, *args: Any, **kwargs: Any) -> Any:
        """The code of a template; that of an earlier process when it is at hand."""
        if name in self.codes:
            return marshal.loads(self.codes[name])
        code = super().compile(source, name, *args, **kwargs)
        if name is not None and isinstance(code, CodeType):
            self.codes[name] = marshal.dumps(code)
        return code

    def part(self, name: str) -> tuple[int, Source] | None:
        """A template that may be put into another, with its number; None when to include it means more."""
        number, template = self._parts.get(name, (0, None))
        if template is None or _MEANS_MORE.search(template.text) or template.text.count("\n") >= _MOST_LINES - 1:
            return None
        return number, template

    def place(self, file: str, line: int) -> tuple[str, int]:
        """The file and the line as the writer knows them, of those that Jinja2 names."""
        part, own = divmod(line, _MOST_LINES)
        return (self._origins[part - 1], own) if 0 < part <= len(self._origins) else (file, line)

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        as_it_is = source.find(nodes.EvalContextModifier)  # what is escaped differs from place to place
        whole = source if as_it_is else _Inclusion(self, 0, name or "").visit(source)
        for given, node in given_names(whole):
            if given in self.known:
                raise TemplateAssertionError(f"the name '{given}' is taken", node.lineno, name, filename)
        if not as_it_is:
            whole = answered(whole, nodes.EvalContext(self, name), self.known)
        return super()._generate(whole, name, filename, defer_init)


class _AnswersOf(dict[str, Callable[..., Any]]):
    """`site.href` → the method, which remembers what it answered."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        self._known = known

    def __missing__(self, key: str) -> Callable[..., Any]:
        name, _, method = key.partition(".")
        self[key] = lru_cache(_MOST_ANSWERS, typed=True)(getattr(self._known[name], method))
        return self[key]


def _asks_whether_async(one: Any) -> bool:
    """Filters for lists look at each call for what no template here can give them."""
    return hasattr(one, "jinja_async_variant") and hasattr(one, "__wrapped__")


def _escapes(name: str | None) -> bool:
    return name is None or not name.endswith(".txt")


class _Inclusion(NodeTransformer):
    """Puts parts in the place of what includes them; a part within itself is left to be included page by page."""

    def __init__(self, templates: Templates, number: int, *within: str) -> None:
        self._templates, self._number, self._within = templates, number, within

    def visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> Any:
        node.lineno = self._number * _MOST_LINES + (node.lineno or 0)
        return super().visit(node)

    def visit_Include(self, node: nodes.Include) -> Any:
        name = node.template.value if isinstance(node.template, nodes.Const) else None
        if not isinstance(name, str) or name in self._within or not node.with_context or node.ignore_missing:
            return node
        part = self._templates.part(name) if _escapes(name) == _escapes(self._within[0]) else None
        if part is None:
            return node
        number, template = part
        parsed = self._templates._parse(template.text, template.name, template.origin)
        body = _Inclusion(self._templates, number, *self._within, name).visit(parsed).body
        if not _GIVES_NAMES.search(template.text):
            return body
        return nodes.Scope(body, lineno=node.lineno, environment=self._templates)


def _json(thing: object) -> Markup:
    """JSON that may stand inside `<script>`: no `<`, `>` or `&` of its own."""
    return _for_script(_JSON.encode(thing))


def _for_script(written: str) -> Markup:
    return Markup(written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _json_value(thing: object) -> object:
    return dict(thing) if isinstance(thing, Mapping) else str(thing)


_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=_json_value)
