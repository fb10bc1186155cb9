"""What a template, or a block of one, asks for: found in one look before its code is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jinja2 import nodes
from jinja2.compiler import Frame
from jinja2.idtracking import FrameSymbolVisitor, RootVisitor, Symbols

from audiencegen.theme.visits import Visits, within


class Section:
    """A template without its blocks, or a block without those within it."""

    def __init__(self, body: list[nodes.Node]) -> None:
        self.body = body
        self.names: set[str] = set()
        self.helpers: set[tuple[str, str]] = set()  # ("filters", name) or ("tests", name)
        self.blocks: list[nodes.Block] = []
        self.extends = False
        self.gives_away = False  # it includes what knows nothing of the page

    @classmethod
    def of(cls, body: list[nodes.Node]) -> Section:
        section = cls(body)
        for one in within(nodes.Scope(body), nodes.Block):
            section._note(one)
        return section

    def within(self) -> Iterator[tuple[nodes.Block, Section]]:
        """The blocks in it, and those in these."""
        for block in self.blocks:
            section = Section.of(block.body)
            yield block, section
            yield from section.within()

    def _note(self, one: Any) -> None:
        kind = type(one)
        if kind is nodes.Name:
            self.names.add(one.name)
        elif kind is nodes.Filter:
            self.helpers.add(("filters", one.name))
        elif kind is nodes.Test:
            self.helpers.add(("tests", one.name))
        elif kind is nodes.Block:
            self.blocks.append(one)
        elif kind is nodes.Extends:
            self.extends = True
        elif kind is nodes.Include:
            self.gives_away |= not one.with_context


class KnownFrame(Frame):
    """A frame whose names are found with fewer steps."""

    def __init__(self, eval_ctx: nodes.EvalContext, parent: Frame | None = None, level: int | None = None) -> None:
        super().__init__(eval_ctx, parent, level)
        self.symbols = _Symbols(parent.symbols if parent else None, level)

    def inner(self, isolated: bool = False) -> KnownFrame:
        return KnownFrame(self.eval_ctx, None if isolated else self, self.symbols.level + 1)


class _Symbols(Symbols):
    def analyze_node(self, node: nodes.Node, **kwargs: Any) -> None:
        visitor = RootVisitor(self)
        visitor.sym_visitor = _Names(self)
        visitor.visit(node, **kwargs)


class _Names(Visits, FrameSymbolVisitor):
    """Jinja2's own, in a third of the time."""
