"""Runs templates in a Jinja in which neither time nor memory can grow without bound.

Jinja's own sandbox keeps a template from Python's insides but not from eating the machine (`"x" * 10**9`,
nested loops, `center(10**9)`). So `core.grammar` checks the syntax tree against a list of what is allowed,
and here values that grow are bounded, and loops and output look at a clock.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from eventscope.core.grammar import BIT_LIMIT, TESTS, Grammar, Mistake, fits

BUDGET = "_budget"  # the name of the Budget among a rendering's values; no template can spell it
STEP_LIMIT = 100_000  # turns of all loops together


class Budget:
    """What one rendering may still use."""

    def __init__(self, expired: Callable[[], bool]) -> None:
        self._expired = expired
        self._steps = STEP_LIMIT

    def step(self) -> None:
        """One turn of a loop."""
        self._steps -= 1
        if self._steps < 0:
            raise Mistake(f"its loops turn more than {STEP_LIMIT:,} times")
        self.look()

    def look(self) -> None:
        """Stop when the time is over."""
        if self._expired():
            raise Mistake("it takes too long")


def _text(value: Any) -> str:
    """A single value as it is printed: as JSON writes true, false and null."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Undefined):
        return str(value)  # raises and says which name it was
    raise Mistake("a list cannot be printed; use the filter tojson or join")


def _short(text: str, line: int = 1) -> str:
    fits(len(text), line)
    return text


def _joined(items: list[Any], between: str = "") -> str:
    texts = [_text(item) for item in items]
    fits(sum(map(len, texts)) + len(_text(between)) * len(texts))
    return _text(between).join(texts)


def _single(items: list[Any]) -> Any:
    if not isinstance(items[0], str | int | float | None):
        _text(items[0])
    return items[0]


@pass_context
def _turns(context: Context, items: list[Any]) -> Iterator[Any]:
    budget: Budget = context[BUDGET]
    if not isinstance(items[0], range | list | tuple | str):
        raise Mistake("a loop needs a list, a range or a text")
    for item in items[0]:
        budget.step()
        yield item


def _range(*bounds: int) -> range:
    turns = range(*bounds)
    if turns and abs(turns[-1] - turns[0]) // abs(turns.step) >= STEP_LIMIT:
        raise Mistake(f"a range has at most {STEP_LIMIT:,} numbers")
    return turns


def _replace(value: Any, old: Any, new: Any) -> str:
    text, old, new = _text(value), _text(old), _text(new)
    fits(len(text) + text.count(old) * max(0, len(new) - len(old)))
    return text.replace(old, new)


def _pad(value: Any, width: int, fill: str = "0") -> str:
    return _text(value).rjust(max(0, min(width, 64)), fill)


def _json_text(value: Any) -> str:
    items = value if isinstance(value, list | tuple) else [value]
    _joined([item for item in items if not isinstance(item, list | tuple)])
    return _short(json.dumps(value, ensure_ascii=False, allow_nan=False))


def _round(value: float, digits: int = 0) -> float:
    return round(float(value), max(0, min(15, digits))) if digits else round(value)


_FILTERS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "capitalize": lambda value: _text(value).capitalize(),
    "first": lambda value: value[0],
    "float": float,
    "int": lambda value: int(float(value)) if isinstance(value, str) and "." in value else int(value),
    "join": _joined,
    "last": lambda value: value[-1],
    "length": len,
    "lower": lambda value: _text(value).lower(),
    "pad": _pad,
    "replace": _replace,
    "round": _round,
    "title": lambda value: _text(value).title(),
    "tojson": _json_text,
    "trim": lambda value: _text(value).strip(),
    "upper": lambda value: _text(value).upper(),
}
_BOUNDS: dict[str, Callable[..., Any]] = {"_joined": _joined, "_single": _single, "_turns": _turns}


@pass_context
def _finalize(context: Context, value: Any) -> str:
    return _text(value)


class _Environment(SandboxedEnvironment):
    """Jinja with the grammar above; every operator is looked at while it runs."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        checked: nodes.Template = Grammar(tree, _FILTERS).visit(tree)
        return checked

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return _joined([left, right])
        if not (isinstance(left, int | float) and isinstance(right, int | float)):
            hint = (
                "; join texts with ~" if operator == "+" else "; the filter pad(5) fills with zeros" * (operator == "%")
            )
            raise Mistake(f"{operator} needs two numbers{hint}")
        if operator == "**" and isinstance(left, int) and left.bit_length() * abs(right) > BIT_LIMIT:
            raise Mistake("the number grows too large")
        value = super().call_binop(context, operator, left, right)
        if isinstance(value, int) and value.bit_length() > BIT_LIMIT:
            raise Mistake("the number grows too large")
        return value

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, str | list | tuple) and isinstance(argument, int):
            return obj[argument]
        raise Mistake("only texts and lists have numbered parts")


@cache
def environment(line_end: str) -> SandboxedEnvironment:
    """The environment for templates whose lines end like that."""
    made = _Environment(
        undefined=StrictUndefined,
        finalize=_finalize,
        keep_trailing_newline=True,
        newline_sequence=line_end,
        optimized=False,
        cache_size=0,
    )
    made.globals = {"range": _range}
    made.filters = _FILTERS | _BOUNDS
    made.tests = {name: made.tests[name] for name in TESTS}
    return made
