"""Event templates: `{{ seq }}`, `{{ now }}`, `{{ random(18, 24, 1) }}`, loops and conditions, rendered within bounds.

A text without a mark of Jinja leaves unchanged, byte for byte. What a template may do is decided in
`core.sandbox`; here are the values it sees. The caller brings time and randomness, so that a seed and a
time give the same event again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from types import TracebackType
from typing import Any

import jinja2
from jinja2.exceptions import TemplateError, TemplateSyntaxError

from eventscope.core import payload
from eventscope.core.errors import BadInput
from eventscope.core.grammar import Mistake
from eventscope.core.sandbox import BUDGET, Budget, environment

TEMPLATE_LIMIT = 256 << 10  # characters of a text that has marks; larger ones take seconds to compile
_MARKS = ("{{", "{%", "{#")
# Everything that a rule of the sandbox or a wrong value can raise while a template runs.
_FAILURES = (
    Mistake,
    TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RecursionError,
)


@dataclass(frozen=True, slots=True)
class Context:
    """What one event's templates see.

    `seq` counts the events of a job from 1, `wall_ns` is the time shown as `now` and `now_ms`; `draw`
    answers numbers evenly spread over [0, 1); `expired` tells when rendering has taken too long.
    """

    seq: int
    wall_ns: int
    draw: Callable[[], float]
    expired: Callable[[], bool] = lambda: False
    event: str = ""
    connection: str = ""
    topic: str = ""


def check(text: str) -> None:
    """Raise BadInput with line and words where `text` is no template; nothing is rendered."""
    if is_template(text):
        _compiled(text)


def is_template(text: str) -> bool:
    """Whether rendering can change anything."""
    return any(mark in text for mark in _MARKS)


def render(text: str, context: Context) -> str:
    """`text` with its marks replaced; BadInput says what is wrong and in which line (from 1)."""
    if not is_template(text):
        return text
    template = _compiled(text)
    try:
        return "".join(_pieces(template, context))
    except _FAILURES as error:
        raise _wrong(_line(template, error.__traceback__), _words(error)) from None


def _pieces(template: jinja2.Template, context: Context) -> Iterator[str]:
    budget = Budget(context.expired)
    size = 0
    for piece in template.root_render_func(template.new_context(_names(context) | {BUDGET: budget})):
        size += len(piece)
        if size > payload.LIMIT:
            raise Mistake(f"the result is longer than {payload.LIMIT:,} characters")
        budget.look()
        yield piece


def _names(context: Context) -> dict[str, Any]:
    draw = context.draw
    return {
        "seq": context.seq,
        "now": _iso(context.wall_ns),
        "now_ms": context.wall_ns // 1_000_000,
        "event": context.event,
        "connection": context.connection,
        "topic": context.topic,
        "uuid": lambda: _uuid(draw),
        "random": lambda low=0, high=1, digits=None: _random(draw, low, high, digits),
        "randint": lambda low, high: _randint(draw, low, high),
        "choice": lambda *values: _choice(draw, values),
    }


def _iso(wall_ns: int) -> str:
    moment = datetime.fromtimestamp(wall_ns // 1_000_000_000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{wall_ns // 1_000_000 % 1000:03}Z"


def _uuid(draw: Callable[[], float]) -> str:
    """A random UUID of version 4 [RFC 9562 5.4]."""
    number = 0
    for _ in range(4):
        number = number << 32 | int(draw() * (1 << 32))
    number = number & ~(0xF << 76) | 4 << 76
    number = number & ~(0b11 << 62) | 0b10 << 62
    digits = f"{number:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _random(draw: Callable[[], float], low: float, high: float, digits: int | None) -> float:
    value = low + draw() * (high - low)
    return value if digits is None else round(value, max(0, min(15, digits)))


def _randint(draw: Callable[[], float], low: int, high: int) -> int:
    if not (isinstance(low, int) and isinstance(high, int) and low <= high):
        raise Mistake("randint needs two whole numbers, the smaller one first")
    return low + min(int(draw() * (high - low + 1)), high - low)


def _choice(draw: Callable[[], float], values: Sequence[Any]) -> Any:
    options = values[0] if len(values) == 1 and isinstance(values[0], list | tuple) else values
    if not options:
        raise Mistake("choice needs at least one value")
    return options[int(draw() * len(options))]


@lru_cache(maxsize=256)
def _compiled(text: str) -> jinja2.Template:
    if len(text) > TEMPLATE_LIMIT:
        raise _wrong(1, f"a template has at most {TEMPLATE_LIMIT:,} characters; send a larger event from a file")
    try:
        return environment(_line_end(text)).from_string(text)
    except TemplateSyntaxError as error:
        raise _wrong(error.lineno, _words(error)) from None
    except Mistake as error:
        raise _wrong(error.line, str(error)) from None
    except (RecursionError, MemoryError, SyntaxError):
        raise _wrong(1, "it is nested too deep") from None
    except ValueError as error:  # a number of thousands of digits
        raise _wrong(1, _words(error)) from None


def _line_end(text: str) -> str:
    """Jinja writes one kind of line end; a text that mixes them would be changed, so it is refused."""
    windows = text.count("\r\n")
    kinds = {"\r\n": windows, "\n": text.count("\n") - windows, "\r": text.count("\r") - windows}
    used = [end for end, count in kinds.items() if count]
    if len(used) > 1:
        raise Mistake("its lines end in different ways (LF and CRLF); use one of them", 1)
    return used[0] if used else "\n"


def _line(template: jinja2.Template, trace: TracebackType | None) -> int:
    """The line of the template in which an error arose."""
    line = 1
    while trace is not None:
        if trace.tb_frame.f_globals.get("__jinja_template__") is template:
            line = template.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    return line


def _words(error: BaseException) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    if isinstance(error, OverflowError):
        return "the number grows too large"
    words = (getattr(error, "message", None) or str(error) or type(error).__name__).strip().rstrip(".")
    return words[:1].lower() + words[1:]


def _wrong(line: int, words: str) -> BadInput:
    return BadInput("template-wrong", "Template, line {line}: {words}.", line=line, words=words)
