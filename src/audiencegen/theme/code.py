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

if TYPE_CHECKING:
    from audiencegen.theme.templates import Templates

_MOST_ESCAPED = 20_000


class Code(CodeGenerator):
    environment: Templates

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

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """A whole block, or a whole template that stands in no other, is collected before it is given away."""
        is_whole = frame.block_frame or (frame.rootlevel and not frame.require_output_check)
        if not is_whole or frame.buffer is not None or _gives_away(nodes):
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


def _gives_away(body: Iterable[Node]) -> bool:
    """Whether it has what Jinja2 cannot collect: a part that knows nothing of the page."""
    return any(not part.with_context for part in nodes.Scope(list(body)).find_all(nodes.Include))


def _is_text(node: nodes.Expr) -> bool:
    """Whether it is a text of the theme's, or one or the other of two."""
    if isinstance(node, nodes.CondExpr):
        return node.expr2 is not None and _is_text(node.expr1) and _is_text(node.expr2)
    return isinstance(node, nodes.Const) and type(node.value) is str
