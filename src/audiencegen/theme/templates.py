"""Templates compiled for one site. Jinja2 stays behind this room.

Before a template is compiled, each part that it includes is put in its place, and what asks for nothing but the site,
the theme and the data is answered, for that is the same on every page. What remains to do page by page is little.
"""

from __future__ import annotations

import json
import marshal
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from types import CodeType, MethodType
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateAssertionError, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import markup_join, str_join
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from audiencegen.theme.faults import FAULTS
from audiencegen.theme.metadata import breadcrumbs, locale, media_type
from audiencegen.values import Record

if TYPE_CHECKING:
    from audiencegen.theme import Template

# Jinja2 knows one file for all lines that are compiled together. The line of a part that was put in is the number of
# the part among the theme's templates, times this, and the line itself.
_MOST_LINES = 10_000
# A part with one of these tags would not mean the same where it is included.
_MEANS_MORE = re.compile(r"\{%[-+]?\s*(?:extends|block|autoescape)\b")
_GIVES_NAMES = re.compile(r"\{%[-+]?\s*(?:set|import|from|macro)\b")
_MOST_ANSWERS = 10_000
_WHITE_SPACE = re.compile(r"\s+")


class _Code(CodeGenerator):
    """Asks the site directly, and once; any other function might want to know of the page that calls it."""

    environment: Templates

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        answers = self._answers(node.node)
        if not answers or node.kwargs or node.dyn_args or node.dyn_kwargs or forward_caller:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write(f"environment.answers[{answers!r}](")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _answers(self, method: nodes.Expr) -> str:
        if not isinstance(method, nodes.Getattr) or not isinstance(method.node, nodes.Name):
            return ""
        return self.environment.answers_of(method.node.name, method.attr)


class Templates(Environment):
    """The templates of a theme, in which the names of `known` stand for the same values on every page.

    What the writer keeps in `extra` and the configuration's options may be absent: then it is empty.
    """

    code_generator_class = _Code

    def __init__(self, templates: tuple[Template, ...], known: Mapping[str, Any]) -> None:
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
        self.filters["json"] = _json
        self.filters["breadcrumbs"] = lambda steps, site: _for_script(breadcrumbs(steps, site.absolute))
        self.filters["locale"] = locale
        self.filters["media_type"] = media_type
        self.filters["one_line"] = lambda words: _WHITE_SPACE.sub(" ", str(words)).strip()
        self.globals |= known  # for macros, too, which do not know the page that calls them
        self.known = known
        self.answers = _AnswersOf(self.known)
        self.codes: dict[str, bytes] = {}  # what was compiled, by template; to be kept for another process
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

    def part(self, name: str) -> tuple[int, Template] | None:
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
        for given, node in _given_names(whole):
            if given in self.known:
                raise TemplateAssertionError(f"the name '{given}' is taken", node.lineno, name, filename)
        if not as_it_is:
            whole = _answered(whole, nodes.EvalContext(self, name), self.known)
        return super()._generate(whole, name, filename, defer_init)


class _AnswersOf(dict[str, Callable[..., Any]]):
    """`site.href` → the method, which remembers what it answered."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        self._known = known

    def __missing__(self, key: str) -> Callable[..., Any]:
        name, _, method = key.partition(".")
        self[key] = lru_cache(_MOST_ANSWERS, typed=True)(getattr(self._known[name], method))
        return self[key]


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


def _given_names(node: nodes.Node) -> Iterator[tuple[str, nodes.Node]]:
    """The names that a piece of a template gives to something, and where."""
    for one in node.find_all((nodes.Name, nodes.Macro, nodes.Import, nodes.FromImport)):
        if isinstance(one, nodes.Macro) or (isinstance(one, nodes.Name) and one.ctx != "load"):
            yield one.name, one
        elif isinstance(one, nodes.Import):
            yield one.target, one
        elif isinstance(one, nodes.FromImport):
            yield from ((name if isinstance(name, str) else name[1], one) for name in one.names)


def _answered(template: nodes.Template, context: nodes.EvalContext, known: Mapping[str, Any]) -> nodes.Template:
    answers = _Answers(context, known)
    answered = answers.visit(template)
    whole: nodes.Template = _Writable(answers.questions).visit(answered)
    return whole


class _Answers(NodeTransformer):
    """Puts constants in the place of all that is made of known names, whether or not they can be written as code."""

    def __init__(self, context: nodes.EvalContext, known: Mapping[str, Any]) -> None:
        self._context, self._known = context, known
        self.questions: dict[nodes.Node, nodes.Expr] = {}  # by the constant that answers them

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        super().generic_visit(node)
        if not isinstance(node, nodes.Expr) or isinstance(node, nodes.Const | nodes.TemplateData):
            return node
        try:
            return self._answer(node, node.as_const(self._context))
        except (nodes.Impossible, *FAULTS):  # the writer hears of it if a page asks
            return node

    def visit_Name(self, node: nodes.Name) -> nodes.Node:
        return self._answer(node, self._known[node.name]) if node.ctx == "load" and node.name in self._known else node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        """To Jinja2 no call is a constant; but all that the site, or words, can be asked has always the same answer."""
        super().generic_visit(node)
        parts = (node.node, *node.args, *(keyword.value for keyword in node.kwargs))
        known = tuple(part.value for part in parts if isinstance(part, nodes.Const))
        if node.dyn_args or node.dyn_kwargs or len(known) < len(parts):
            return node
        function, values = known[0], known[1:]
        named = zip((keyword.key for keyword in node.kwargs), values[len(node.args) :], strict=True)
        try:
            return self._answer(node, function(*values[: len(node.args)], **dict(named)))
        except FAULTS:  # the writer hears of it when a page asks
            return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        """As a page does it: Jinja2's own constant forgets which of the parts are HTML already."""
        super().generic_visit(node)
        known = tuple(part.value for part in node.nodes if isinstance(part, nodes.Const))
        if len(known) < len(node.nodes):
            return node
        return self._answer(node, (markup_join if self._context.autoescape else str_join)(known))

    def visit_With(self, node: nodes.With) -> nodes.Node:
        """A name for something known is itself known within; a block is filled from elsewhere."""
        node.values = [self.visit(value) for value in node.values]
        body = nodes.Scope(node.body)
        others = {name for name, _ in _given_names(body)}
        named = {
            target.name: value.value
            for target, value in zip(node.targets, node.values, strict=True)
            if isinstance(target, nodes.Name) and isinstance(value, nodes.Const) and target.name not in others
        }
        around = self._known
        self._known = around if body.find(nodes.Block) else {**around, **named}
        node.body = self.visit(body).body
        self._known = around
        return node

    def visit_If(self, node: nodes.If) -> Any:
        """What is known to hold, or not to, is decided here; but each block of a template can be asked for."""
        self.generic_visit(node)
        if not isinstance(node.test, nodes.Const) or node.elif_ or node.find(nodes.Block):
            return node
        return node.body if node.test.value else node.else_

    def _answer(self, question: nodes.Expr, value: Any) -> nodes.Expr:
        if isinstance(value, Undefined):  # the page may never come to ask
            return question
        answer = nodes.Const(value, lineno=question.lineno, environment=question.environment)
        self.questions[answer] = question
        return answer


class _Writable(NodeTransformer):
    """Puts the question back where its answer cannot be written as code, and what is said in one go together."""

    def __init__(self, questions: Mapping[nodes.Node, nodes.Expr]) -> None:
        self._questions = questions

    def visit_Const(self, node: nodes.Const) -> nodes.Node:
        try:
            return nodes.Const.from_untrusted(node.value, lineno=node.lineno, environment=node.environment)
        except nodes.Impossible:
            return self.generic_visit(self._questions[node])

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        super().generic_visit(node)
        for name, parts in node.iter_fields():
            if isinstance(parts, list):
                setattr(node, name, [one for group in groupby(parts, _is_output) for one in _together(*group)])
        return node


def _is_output(node: object) -> bool:
    return isinstance(node, nodes.Output)


def _together(are_outputs: bool, parts: Iterator[Any]) -> Iterator[Any]:
    if not are_outputs:
        yield from parts
        return
    first, *others = parts
    first.nodes += [node for output in others for node in output.nodes]
    yield first


def _json(thing: object) -> Markup:
    """JSON that may stand inside `<script>`: no `<`, `>` or `&` of its own."""
    return _for_script(_JSON.encode(thing))


def _for_script(written: str) -> Markup:
    return Markup(written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _json_value(thing: object) -> object:
    return dict(thing) if isinstance(thing, Mapping) else str(thing)


_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=_json_value)
