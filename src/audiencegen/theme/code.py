"""The code that a template becomes. It says what Jinja2's own would say, with fewer steps for each page.

A block holds what it shows in a list and gives it away once; what is shown is escaped once for all pages; and what
cannot want to know of the page that calls it (the site, a sentence of the theme's words) is called directly.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import VAR_LOAD_ALIAS, VAR_LOAD_RESOLVE, VAR_LOAD_UNDEFINED, Symbols
from jinja2.runtime import exported

from audiencegen.theme.sections import KnownFrame, Section
from audiencegen.theme.visits import Visits

if TYPE_CHECKING:
    from audiencegen.theme.templates import Templates


class Code(Visits, CodeGenerator):
    environment: Templates
    _gives_away = False  # whether it has what Jinja2 cannot collect: a part that knows nothing of the page

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """The function of a template, and that of each block. Jinja2's own looks through all nodes six times."""
        root = Section.of(node.body)
        blocks = list(root.within())
        self._gives_away = root.gives_away or any(section.gives_away for _, section in blocks)
        for block, _ in blocks:
            if block.name in self.blocks:
                self.fail(f"block {block.name!r} defined twice", block.lineno)
            self.blocks[block.name] = block
        context = nodes.EvalContext(self.environment, self.name)
        self.writeline("from jinja2.runtime import " + ", ".join(sorted(exported)))
        self.writeline(f"name = {self.name!r}")
        self._write_root(node, root, KnownFrame(context))
        for block, section in blocks:
            self._write_block(block, section, KnownFrame(context))
        names = ", ".join(f"{name!r}: block_{name}" for name in self.blocks)
        self.writeline(f"blocks = {{{names}}}", extra=1)
        lines = "&".join(f"{line}={own}" for line, own in self.debug_info)
        self.writeline(f"debug_info = {lines!r}")

    def _write_root(self, node: nodes.Template, section: Section, frame: KnownFrame) -> None:
        self._begin("root", section, frame, node)
        frame.toplevel = frame.rootlevel = True
        frame.require_output_check = section.extends
        if section.extends:
            self.writeline("parent_template = None")
        self._fill(section, frame, node.body)
        if section.extends:
            if not self.has_known_extends:
                self.writeline("if parent_template is not None:")
                self.indent()
            self.writeline("yield from parent_template.root_render_func(context)")
            self.outdent(not self.has_known_extends)
        self.outdent()

    def _write_block(self, block: nodes.Block, section: Section, frame: KnownFrame) -> None:
        frame.block_frame, frame.block = True, block.name
        self._begin(f"block_{block.name}", section, frame, block)
        self.writeline("_block_vars = {}")
        self._fill(section, frame, block.body)
        self.outdent()

    def _begin(self, name: str, section: Section, frame: KnownFrame, node: nodes.Template | nodes.Block) -> None:
        place = node if isinstance(node, nodes.Block) else None
        self.writeline(f"def {name}(context, missing=missing, environment=environment):", place, 1)
        self.indent()
        self.write_commons()
        if "self" in section.names:
            self.writeline(f"{frame.symbols.declare_parameter('self')} = TemplateReference(context)")
        if "super" in section.names and isinstance(node, nodes.Block):
            given = f"context.super({node.name!r}, block_{node.name})"
            self.writeline(f"{frame.symbols.declare_parameter('super')} = {given}")
        frame.symbols.analyze_node(node)

    def _fill(self, section: Section, frame: KnownFrame, body: list[nodes.Node]) -> None:
        self.enter_frame(frame)
        self._name_helpers(section)
        self.blockvisit(body, frame)
        self.leave_frame(frame, with_python_scope=True)

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("known = context.resolve")
        self.writeline("attribute = environment.getattr")
        self.writeline("shown = environment.shown")

    def enter_frame(self, frame: Frame) -> None:
        """Ask for the names of a frame. One that it gives to nothing has the same value wherever it is asked for."""
        missing = []
        for target, (action, name) in frame.symbols.loads.items():
            if action == VAR_LOAD_RESOLVE:
                resolve = self.get_resolve_func() if name in frame.symbols.stores else "known"
                self.writeline(f"{target} = {resolve}({name!r})")
            elif action == VAR_LOAD_ALIAS:
                self.writeline(f"{target} = {name}")
            elif action == VAR_LOAD_UNDEFINED:
                missing.append(target)
        if missing:
            self.writeline(f"{' = '.join(missing)} = missing")

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:
        symbols: Symbols | None = frame.symbols
        while symbols is not None and node.name not in symbols.refs:
            symbols = symbols.parent
        if node.ctx == "load" and symbols is not None and node.name not in symbols.stores:
            self.write(symbols.refs[node.name])
        else:
            super().visit_Name(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        self.write("attribute(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r})")

    def _name_helpers(self, section: Section) -> None:
        """Name the filters and tests of a block; only one that nobody knows is asked for with care."""
        if not all(name in getattr(self.environment, kind) for kind, name in section.helpers):
            self.pull_dependencies(section.body)
            return
        for kind, name in sorted(section.helpers):
            ids = self.filters if kind == "filters" else self.tests
            if name not in ids:
                ids[name] = self.temporary_identifier()
            self.writeline(f"{ids[name]} = environment.{kind}[{name!r}]")

    def visit_For(self, node: nodes.For, frame: Frame) -> None:
        """A plain loop, in which nobody asks how far it is. Jinja2 would look through it three times to know."""
        inside = Section.of([node.target, *node.body])
        if node.else_ or node.test or node.recursive or inside.blocks or "loop" in inside.names:
            super().visit_For(node, frame)
            return
        turn = frame.inner()
        turn.loop_frame = True
        turn.symbols.analyze_node(node)
        self.writeline("for ", node)
        self.visit(node.target, turn)
        self.write(" in ")
        self.visit(node.iter, frame)
        self.write(":")
        self.indent()
        self.enter_frame(turn)
        self.writeline("_loop_vars = {}")
        self.blockvisit(node.body, turn)
        self.outdent()
        self.leave_frame(turn)
        if self._assign_stack:
            self._assign_stack[-1].difference_update(turn.symbols.stores)

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
        if type(node) is nodes.TemplateData and not frame.eval_ctx.volatile:
            return node.data
        if type(node) not in (nodes.Const, nodes.TemplateData):  # all else that is known was answered before
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
            self.write("shown(")


def _is_text(node: nodes.Expr) -> bool:
    """Whether it is a text of the theme's, or one or the other of two."""
    if isinstance(node, nodes.CondExpr):
        return node.expr2 is not None and _is_text(node.expr1) and _is_text(node.expr2)
    return isinstance(node, nodes.Const) and type(node.value) is str
