"""What in a template is the same on every page, answered before it is compiled.

All that is made of known names becomes a constant; a list that is known is gone through, and what is known to hold, or
not to, is decided. What cannot be written as code is asked again when a page is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from jinja2 import Undefined, nodes
from jinja2.compiler import has_safe_repr
from jinja2.runtime import markup_join, str_join

from audiencegen.theme.faults import FAULTS
from audiencegen.theme.visits import HOLDING, IS_NODE, LEAVES, Changes, copied, statements, within

_LONGEST = 12  # of a list that is gone through: a longer one is shorter as a loop
_BETWEEN = frozenset((nodes.Pair, nodes.Operand, nodes.Keyword))  # what holds parts of an expression, and is none
_ASK_FOR_NAMES = frozenset(
    (nodes.Include, nodes.Import, nodes.FromImport, nodes.Block, nodes.Macro, nodes.CallBlock)
)  # any name, and not only those that stand in them
_PLAIN = frozenset((str, int, bool, type(None)))  # can be written as code, as much else can

Questions = dict[nodes.Node, nodes.Expr]  # by the constant that answers each


def given_names(node: nodes.Node) -> Iterator[tuple[str, nodes.Node]]:
    """The names that a piece of a template gives to something, and where."""
    for one in within(node):
        kind = type(one)
        if kind is nodes.Name:
            if one.ctx != "load":
                yield one.name, one
        elif kind is nodes.Macro:
            yield one.name, one
        elif kind is nodes.Import:
            yield one.target, one
        elif kind is nodes.FromImport:
            yield from ((name if isinstance(name, str) else name[1], one) for name in one.names)


def answered(
    template: nodes.Template, context: nodes.EvalContext, known: Mapping[str, Any], questions: Questions
) -> nodes.Template:
    """A template with a constant for all that is known, whether or not it can be written as code."""
    whole: nodes.Template = _Answers(context, known, frozenset(_around_blocks([template])), questions).visit(template)
    return whole


def writable(template: nodes.Template, questions: Questions) -> nodes.Template:
    """A template that was answered, as it can be written as code."""
    whole: nodes.Template = _Writable(questions).visit(template)
    return whole


def _around_blocks(body: Iterable[nodes.Node]) -> Iterator[int]:
    """The identities of all nodes that hold a block, blocks included."""
    for one in body:
        held = [known for inner in statements(one) for known in _around_blocks(inner)]
        if held or isinstance(one, nodes.Block):
            yield from (id(one), *held)


class _Answers(Changes):
    """Puts constants in the place of all that is made of known names, whether or not they can be written as code."""

    def __init__(
        self,
        context: nodes.EvalContext,
        known: Mapping[str, Any],
        around_blocks: frozenset[int],
        questions: Questions,
    ) -> None:
        super().__init__()
        self._context, self._known, self._around_blocks = context, known, around_blocks
        self._questions = questions

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        if type(node) in LEAVES:
            return node
        super().generic_visit(node)
        if not isinstance(node, nodes.Expr) or not _is_known(node):
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

    def visit_And(self, node: nodes.And) -> nodes.Node:
        super().generic_visit(node)
        if type(node.left) is not nodes.Const:
            return node
        return node.right if node.left.value else node.left

    def visit_Or(self, node: nodes.Or) -> nodes.Node:
        super().generic_visit(node)
        if type(node.left) is not nodes.Const:
            return node
        return node.left if node.left.value else node.right

    def visit_CondExpr(self, node: nodes.CondExpr) -> nodes.Node:
        super().generic_visit(node)
        if type(node.test) is not nodes.Const:
            return node
        return (node.expr1 if node.test.value else node.expr2) or node

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
        others = {name for name, _ in given_names(nodes.Scope(node.body))}
        named = {
            target.name: value.value
            for target, value in zip(node.targets, node.values, strict=True)
            if isinstance(target, nodes.Name) and isinstance(value, nodes.Const) and target.name not in others
        }
        node.body = self._scope(node.body, named)
        return node

    def visit_Scope(self, node: nodes.Scope) -> nodes.Node:
        node.body = self._scope(node.body, {})
        return node

    def visit_For(self, node: nodes.For) -> Any:
        """A short list that is known is gone through here."""
        node.iter = self.visit(node.iter)
        listed = node.iter.value if isinstance(node.iter, nodes.Const) else None
        is_short = isinstance(listed, tuple | list) and len(listed) <= _LONGEST
        if not is_short or id(node) in self._around_blocks or not _is_simple(node):
            return self.generic_visit(node)
        if not listed:
            return self.visit(nodes.Scope(node.else_, lineno=node.lineno))
        return [self.visit(one) for one in self._turns(node, listed)]

    def _turns(self, loop: nodes.For, listed: Sequence[Any]) -> Iterator[nodes.With]:
        place = {"lineno": loop.lineno}
        for number, value in enumerate(listed):
            whole = self._questions.get(loop.iter, loop.iter)
            item = nodes.Getitem(whole, nodes.Const(number, **place), "load", **place)
            yield nodes.With([loop.target], [self._answer(item, value)], copied(loop.body), **place)

    def visit_If(self, node: nodes.If) -> Any:
        """What is known to hold, or not to, is decided here; but each block of a template can be asked for."""
        branches = [(self.visit(one.test), one) for one in (node, *node.elif_)]
        if id(node) in self._around_blocks:
            for test, one in branches:
                one.test, one.body = test, self.each(one.body)
            node.else_ = self.each(node.else_)
            return node
        possible: list[tuple[nodes.Expr, nodes.If]] = []
        otherwise = node.else_
        for test, one in branches:
            if not isinstance(test, nodes.Const):
                possible.append((test, one))
            elif test.value:
                otherwise = one.body
                break
        otherwise = self.each(otherwise)
        if not possible:
            return otherwise
        for test, one in possible:
            one.test, one.body, one.elif_, one.else_ = test, self.each(one.body), [], []
        first, *others = (one for _, one in possible)
        first.elif_, first.else_ = others, otherwise
        return first

    def _scope(self, body: list[nodes.Node], named: Mapping[str, Any]) -> list[nodes.Node]:
        """What stands in a scope of its own: a name that is set once, to something known, is known from there on."""
        around = self._known
        if not self._around_blocks.isdisjoint(map(id, body)):
            return self.each(body)
        self._known = {**around, **named}
        found: list[nodes.Node] = []
        for number, one in enumerate(body, start=1):
            found += self.each((one,))
            set_last = _named(found[-1]) if found else None
            if set_last is not None:
                name, answer = set_last
                others = nodes.Scope([*found[:-1], *body[number:]])
                if all(name != other for other, _ in given_names(others)):
                    self._known = {**self._known, name: answer.value}
        self._known = around
        return found

    def _answer(self, question: nodes.Expr, value: Any) -> nodes.Expr:
        if isinstance(value, Undefined):  # the page may never come to ask
            return question
        answer = nodes.Const(value, lineno=question.lineno)
        self._questions[answer] = question
        return answer


def _is_known(node: nodes.Node) -> bool:
    """Whether all parts of it are known. Jinja2 would try, and raise, for each again."""
    for field in HOLDING[type(node)]:
        part: Any = getattr(node, field, None)
        for one in part if type(part) is list else (part,):
            if type(one) in _BETWEEN:
                if not _is_known(one):
                    return False
            elif IS_NODE[type(one)] and type(one) is not nodes.Const:
                return False
    return True


def _named(node: nodes.Node) -> tuple[str, nodes.Const] | None:
    """The name that is set to a constant, and the constant."""
    if not isinstance(node, nodes.Assign) or not isinstance(node.target, nodes.Name):
        return None
    return (node.target.name, node.node) if isinstance(node.node, nodes.Const) else None


def _is_simple(loop: nodes.For) -> bool:
    """Whether a loop says the same when its body is written down for each turn."""
    if loop.test or loop.recursive or not isinstance(loop.target, nodes.Name):
        return False
    body = nodes.Scope(loop.body)
    if any(isinstance(one, nodes.Break | nodes.Continue) for one in within(body)):
        return False
    names = {one.name for one in within(body) if isinstance(one, nodes.Name)}
    return "loop" not in names and loop.target.name not in {name for name, _ in given_names(body)}


class _Writable(Changes):
    """Puts the question back where its answer cannot be written as code, and what is said in one go together."""

    def __init__(self, questions: Questions) -> None:
        super().__init__()
        self._questions = questions

    def visit_Const(self, node: nodes.Const) -> nodes.Node:
        if type(node.value) in _PLAIN or has_safe_repr(node.value):
            return node
        return self.generic_visit(self._questions[node])

    def visit_Scope(self, node: nodes.Scope) -> Any:
        known = {id(one): named[0] for one in node.body if (named := _named(one))}
        self.generic_visit(node)
        asked = _asked(node)
        if asked is not None:
            node.body = [one for one in node.body if known.get(id(one), "") in ("", *asked)]
        return node

    def visit_With(self, node: nodes.With) -> Any:
        known = [isinstance(value, nodes.Const) for value in node.values]
        self.generic_visit(node)
        body = nodes.Scope(node.body, lineno=node.lineno)
        asked = _asked(body)
        if asked is None:
            return node
        pairs = [
            (target, value)
            for target, value, was_known in zip(node.targets, node.values, known, strict=True)
            if not was_known or not isinstance(target, nodes.Name) or target.name in asked
        ]
        node.targets, node.values = [target for target, _ in pairs], [value for _, value in pairs]
        return node if pairs or any(given_names(body)) else node.body

    def each(self, parts: Iterable[Any]) -> list[Any]:
        """What is said by one after the other is said in one go."""
        found: list[Any] = []
        for one in super().each(parts):
            if found and type(one) is type(found[-1]) is nodes.Output:
                found[-1].nodes += one.nodes
            else:
                found.append(one)
        return found


def _asked(node: nodes.Node) -> set[str] | None:
    """The names that a piece of a template asks for; None where it may ask for any."""
    names: set[str] = set()
    for one in within(node):
        if type(one) in _ASK_FOR_NAMES:
            return None
        if isinstance(one, nodes.Name) and one.ctx == "load":
            names.add(one.name)
    return names
