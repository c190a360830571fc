"""What may be written in a template: a small part of Jinja's syntax, with bounds put around what can grow."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from typing import Any, TypeVar, cast

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

FUNCTIONS = frozenset({"uuid", "random", "randint", "choice", "range"})
NAMES = frozenset({"seq", "now", "now_ms", "event", "connection", "topic"}) | FUNCTIONS
_BARE = frozenset({"uuid", "random"})  # functions that may be written without parentheses

VALUE_LIMIT = 16 << 10  # characters of any text inside an expression
NODE_LIMIT = 5_000  # parts of all expressions together
BIT_LIMIT = 256  # of whole numbers
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.Name, nodes.List, nodes.Tuple, nodes.Call,
    nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Neg, nodes.Pos,
    nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Concat, nodes.CondExpr,
    nodes.If, nodes.For, nodes.Assign, nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Keyword,
)  # fmt: skip
# The tests after `is`.
TESTS = ("even", "odd", "divisibleby", "number", "string", "in")
N = TypeVar("N", bound=nodes.Node)


class Mistake(Exception):
    """The template asks for something that is not allowed; `line` where it is known."""

    def __init__(self, words: str, line: int = 1) -> None:
        self.line = line
        super().__init__(words)


def fits(size: int, line: int = 1) -> None:
    """Refuse a text of `size` characters inside an expression when it is too long."""
    if size > VALUE_LIMIT:
        raise Mistake(f"a text inside an expression is longer than {VALUE_LIMIT:,} characters", line)


class Grammar(NodeTransformer):
    """Refuses what is not allowed and puts bounds around what can grow."""

    def __init__(self, tree: nodes.Template, filters: Collection[str]) -> None:
        self._filters = filters
        self._own = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"} | {"loop"}
        self._count = 0

    def visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> Any:
        self._count += 1
        if self._count > NODE_LIMIT:
            raise Mistake("it has too many expressions", node.lineno)
        if not isinstance(node, _ALLOWED):
            raise Mistake(f"{_spoken(node)} cannot be used in an event", node.lineno)
        return super().visit(node, *args, **kwargs)

    def visit_Name(self, node: nodes.Name) -> nodes.Node:
        if node.ctx == "store":
            if node.name in NAMES or node.name.startswith("_"):
                raise Mistake(f"the name {node.name!r} is taken", node.lineno)
        elif node.name not in self._own:
            _known(node.name, NAMES | self._own - {"loop"}, "nothing is called", node.lineno)
            if node.name in _BARE:
                return nodes.Call(node, [], [], None, None, lineno=node.lineno)
            if node.name in FUNCTIONS:
                raise Mistake(f"{node.name} needs its values in parentheses", node.lineno)
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        if not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs:
            raise Mistake("only the functions of templates can be called", node.lineno)
        _known(node.node.name, FUNCTIONS, "there is no function", node.lineno)
        node.args = [self.visit(item) for item in node.args]
        for item in node.kwargs:
            item.value = self.visit(item.value)
        return node

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:
        if node.node is None:
            raise Mistake("filter blocks cannot be used in an event", node.lineno)
        _known(node.name, self._filters, "there is no filter", node.lineno)
        return self._inside(node)

    def visit_Test(self, node: nodes.Test) -> nodes.Node:
        _known(node.name, TESTS, "there is no test", node.lineno)
        return self._inside(node)

    def visit_Const(self, node: nodes.Const) -> nodes.Node:
        if isinstance(node.value, str):
            fits(len(node.value), node.lineno)
        elif isinstance(node.value, int) and node.value.bit_length() > BIT_LIMIT:
            raise Mistake("a number is too large", node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        return _filtered([*self._inside(node).nodes], "_joined", node.lineno)

    def visit_Assign(self, node: nodes.Assign) -> nodes.Node:
        node = self._inside(node)
        node.node = _filtered([node.node], "_single", node.lineno)
        return node

    def visit_For(self, node: nodes.For) -> nodes.Node:
        if node.recursive:
            raise Mistake("recursive loops cannot be used in an event", node.lineno)
        node = self._inside(node)
        node.iter = _filtered([node.iter], "_turns", node.lineno)
        return node

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:
        if not (isinstance(node.node, nodes.Name) and node.node.name == "loop") or node.attr.startswith("_"):
            raise Mistake(f"{node.attr!r} cannot be reached; only loop has parts", node.lineno)
        return node

    def _inside(self, node: N) -> N:
        super().generic_visit(node)
        return node


def _filtered(items: list[nodes.Node], name: str, line: int) -> nodes.Filter:
    return nodes.Filter(nodes.List(cast(list[nodes.Expr], items), lineno=line), name, [], [], None, None, lineno=line)


def _spoken(node: nodes.Node) -> str:
    return {"Dict": "a {key: value} table", "AssignBlock": "a set block"}.get(
        type(node).__name__, type(node).__name__.lower()
    )


def _known(name: str, known: Any, words: str, line: int) -> None:
    if name in known:
        return
    listed = sorted(item for item in known if not item.startswith("_"))
    near = get_close_matches(name, listed, 1, 0.5)
    hint = f"did you mean {near[0]!r}?" if near else "known are " + ", ".join(listed)
    raise Mistake(f"{words} {name!r}; {hint}".removesuffix("?"), line)
