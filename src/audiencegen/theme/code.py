"""The code that a template becomes. It says what Jinja2's own would say, with fewer steps for each page.

A block holds what it shows in a list and gives it away once; what is shown is escaped once for all pages; and what
cannot want to know of the page that calls it (the site, a sentence of the theme's words) is called directly.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Node
from jinja2.runtime import markup_join
from markupsafe import Markup, escape

from audiencegen.theme.visits import Visits, within

if TYPE_CHECKING:
    from audiencegen.theme.templates import Templates

_MOST_ESCAPED = 20_000


class Code(Visits, CodeGenerator):
    environment: Templates
    _gives_away = False  # whether it has what Jinja2 cannot collect: a part that knows nothing of the page

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        self._gives_away = any(isinstance(one, nodes.Include) and not one.with_context for one in within(node))
        super().visit_Template(node, frame)

    def pull_dependencies(self, nodes: Iterable[Node]) -> None:
        """Name the filters and tests of a block; only one that nobody knows is asked for with care."""
        body = list(nodes)
        asked = _asked_for(body)
        if not all(name in getattr(self.environment, kind) for kind, name in asked):
            super().pull_dependencies(body)
            return
        for kind, name in asked:
            ids = self.filters if kind == "filters" else self.tests
            if name not in ids:
                ids[name] = self.temporary_identifier()
            self.writeline(f"{ids[name]} = environment.{kind}[{name!r}]")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        if node.dyn_args or node.dyn_kwargs or forward_caller:
            super().visit_Call(node, frame, forward_caller=forward_caller)
        elif isinstance(node.node, nodes.Getattr) and node.node.attr == "format" and _is_text(node.node.node):
            self.visit(node.node.node, frame)
            self.write(".format")
            self._call(node, frame)
        elif not node.kwargs and (answers := self._answers(node.node)):
            self.write(f"environment.answers[{answers!r}]")
            self._call(node, frame)
        else:
            super().visit_Call(node, frame, forward_caller=forward_caller)

    def _call(self, node: nodes.Call, frame: Frame) -> None:
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            if isinstance(argument, nodes.Keyword):
                self.write(f"{argument.key}=")
            self.visit(argument.value if isinstance(argument, nodes.Keyword) else argument, frame)
            self.write(", ")
        self.write(")")

    def _answers(self, method: nodes.Expr) -> str:
        if not isinstance(method, nodes.Getattr) or not isinstance(method.node, nodes.Name):
            return ""
        return self.environment.answers_of(method.node.name, method.attr)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super().visit_Concat(node, frame)
            return
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        if not isinstance(node, nodes.Const | nodes.TemplateData):  # all else that is known was answered before
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """A whole block, or a whole template that stands in no other, is collected before it is given away."""
        is_whole = frame.block_frame or (frame.rootlevel and not frame.require_output_check)
        if not is_whole or frame.buffer is not None or self._gives_away:
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")


def shown(thing: object) -> str:
    """What stands on a page for a value."""
    if type(thing) is str:
        return _escaped(thing)
    return thing if type(thing) is Markup else escape(thing)


def joined(parts: tuple[object, ...]) -> str:
    """What `~` makes: where no part is HTML already, it is a plain text."""
    return "".join(parts) if all(type(part) is str for part in parts) else markup_join(parts)  # type: ignore[arg-type]


# A title stands in ten places of its own page and on several others. Only plain texts: Markup is equal to its text.
_escaped = lru_cache(_MOST_ESCAPED)(escape)


def _asked_for(body: Iterable[Node]) -> list[tuple[str, str]]:
    """The filters and the tests that a block asks for; another block within it has its own."""
    found = {
        ("filters" if isinstance(one, nodes.Filter) else "tests", one.name)
        for part in body
        for one in within(part, nodes.Block)
        if isinstance(one, nodes.Filter | nodes.Test)
    }
    return sorted(found)


def _is_text(node: nodes.Expr) -> bool:
    """Whether it is a text of the theme's, or one or the other of two."""
    if isinstance(node, nodes.CondExpr):
        return node.expr2 is not None and _is_text(node.expr1) and _is_text(node.expr2)
    return isinstance(node, nodes.Const) and type(node.value) is str
