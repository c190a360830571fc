"""CEL expressions over one message: compiled once, bounded, with "no" for what a message lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import cel
import numpy as np

from eventscope.core import jsonvalue
from eventscope.core.errors import BadInput
from eventscope.core.message import NO_LATENCY, QOS, RETAIN, Block
from eventscope.core.terms import Mask

NAMES = ("topic", "payload", "size", "qos", "retain", "latency_ms")
LONGEST = 500  # characters: evaluation recurses on the thread's stack, and 700 operators end a small one
NESTED = 16  # brackets within brackets, for the same reason
CROSSED = 2_000  # values of a payload that a comprehension may look at once for each of them

# The library calls a function unknown, too, when its target is of another kind: that is no mistake but a "no".
_FUNCTIONS = {
    *("contains", "startsWith", "endsWith", "matches", "size", "int", "uint", "double", "string", "bytes"),
    *("timestamp", "duration", "type", "dyn", "getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek"),
    *("getDayOfYear", "getHours", "getMinutes", "getSeconds", "getMilliseconds"),
}
_MACROS = {"all", "exists", "exists_one", "existsOne", "map", "filter"}
_TOKEN = re.compile(
    r"""[bB]?[rR][bB]?(?:\"{3}.*?\"{3}|'{3}.*?'{3}|"[^"\n]*"|'[^'\n]*')   # raw strings
      | [bB]?(?:\"{3}(?:[^\\]|\\.)*?\"{3}|'{3}(?:[^\\]|\\.)*?'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      | //[^\n]*
      | [A-Za-z_]\w*
      | [^\s\w]""",
    re.VERBOSE | re.DOTALL,
)
_PLACE = re.compile(r"<input>:1:(\d+): (?:Syntax error: )?([^\n|]*)")
_UNKNOWN = re.compile(r"Undefined variable or function: '([^']*)'")
_SAMPLE: dict[str, Any] = {
    "topic": "a/b",
    "payload": {},
    "size": 2,
    "qos": 1,
    "retain": False,
    "latency_ms": 1.5,
}


class Expression:
    """A Term: the messages for which the expression is true.

    It may name topic (text), payload (decoded JSON, else text), size (bytes), qos, retain and latency_ms
    (null when not measured). A key that a payload lacks, a comparison between unlike kinds, or a division
    by zero make it false for that message. Where a JSON object repeats a key, one true answer is enough.
    `undecoded` counts payloads too large or too deep to decode, which were seen as text.
    """

    cost = 3

    def __init__(self, text: str, at: int = 0) -> None:
        """`at` is where the text begins in the filter, for the positions in errors. Raises BadInput."""
        self.text = text
        self.undecoded = 0
        tokens = _TOKEN.findall(text)
        _check_bounds(text, tokens)
        self._needs_payload = "payload" in tokens
        self._keys = _keys(tokens)
        self._tokens = CROSSED if _crosses(tokens) else jsonvalue.TOKENS
        program = _compile(text, at)
        _try(program)
        self._program = _compile(f"({text}\n) == true", at)

    def select(self, block: Block, among: Mask) -> Mask:
        """Evaluates row by row."""
        found = np.zeros(len(block), bool)
        names = [topic.decode("utf-8", "replace") for topic in block.topics]
        for row in np.flatnonzero(among).tolist():
            found[row] = self._true(_variables(block, row, names), block.payload(row))
        return found

    def _true(self, variables: dict[str, Any], payload: bytes) -> bool:
        if not self._needs_payload:
            return self._evaluate(variables)
        try:
            values = jsonvalue.alternatives(payload, self._tokens)
        except jsonvalue.TooMuch:
            self.undecoded += 1
            values = (jsonvalue.as_text(payload),)
        return any(self._evaluate({**variables, "payload": self._used(value)}) for value in values)

    def _used(self, value: object) -> object:
        """What the expression can see of an object; handing the rest over would cost the most."""
        if self._keys is None or not isinstance(value, dict):
            return value
        return {key: value[key] for key in self._keys if key in value}

    def _evaluate(self, variables: dict[str, Any]) -> bool:
        try:
            return self._program.execute(variables) is True
        except (LookupError, TypeError, ArithmeticError, ValueError):
            return False  # the message lacks what the expression asks for
        except RuntimeError as error:
            _raise_if_unknown(error)
            return False  # a conversion that this message does not allow, such as int("abc")


def _variables(block: Block, row: int, names: list[str]) -> dict[str, Any]:
    item = block.rows[row]
    flags, latency = int(item["flags"]), int(item["latency"])
    return {
        "topic": names[int(item["topic"])],
        "size": int(item["size"]),
        "qos": flags & QOS,
        "retain": bool(flags & RETAIN),
        "latency_ms": None if latency == NO_LATENCY else latency / 1e6,
    }


def _nesting(tokens: list[str]) -> Iterator[tuple[int, int, bool]]:
    """For each token: its index, how many brackets are open around it, and whether a comprehension's is one."""
    open_: list[bool] = []
    for index, mark in enumerate(tokens):
        if mark in (")", "]", "}") and open_:
            open_.pop()
        yield index, len(open_), any(open_)
        if mark in ("(", "[", "{"):
            open_.append(_is_macro(tokens, index))


def _is_macro(tokens: list[str], index: int) -> bool:
    return index >= 2 and tokens[index] == "(" and tokens[index - 1] in _MACROS and tokens[index - 2] == "."


def _check_bounds(text: str, tokens: list[str]) -> None:
    deepest = 0
    for index, depth, inside in _nesting(tokens):
        deepest = max(deepest, depth)
        if inside and _is_macro(tokens, index):
            raise BadInput(
                "filter-nested",
                "{name} stands inside another comprehension, whose cost has no bound. Write them one after "
                "the other, or filter for something else first.",
                name=tokens[index - 1],
            )
    if len(text) > LONGEST or deepest > NESTED:
        raise BadInput(
            "filter-expression-long",
            "The expression is too long: at most {longest} characters and {nested} brackets inside each other.",
            longest=LONGEST,
            nested=NESTED,
        )


def _crosses(tokens: list[str]) -> bool:
    """Whether a comprehension's body looks at the payload again, which costs the square of its length."""
    return any(inside and tokens[index] == "payload" for index, _, inside in _nesting(tokens))


def _keys(tokens: list[str]) -> set[str] | None:
    """The keys of the payload that are named as payload.key; None when the whole payload is used somewhere."""
    keys = set()
    for index, token in enumerate(tokens):
        if token == "payload":  # noqa: S105
            if tokens[index + 1 : index + 2] != ["."] or tokens[index + 3 : index + 4] == ["("]:
                return None
            keys.update(tokens[index + 2 : index + 3])
    return keys


def _compile(text: str, at: int) -> Any:
    try:
        return cel.compile(text)
    except ValueError as error:
        place = _PLACE.search(str(error))
        position = at + int(place.group(1)) if place else at + 1
        words = place.group(2).partition(" expecting ")[0].strip() if place else "it cannot be read"
        raise BadInput(
            "filter-cel",
            "The expression has a mistake at position {position}: {words}. It looks like this: "
            'payload.total > 100 && topic.startsWith("orders/"). To search for these characters, put them in quotes.',
            position=position,
            words=words,
        ) from None


def _try(program: Any) -> None:
    """One message that has everything but a payload shows unknown names and answers that are no yes or no."""
    try:
        answer = program.execute(_SAMPLE)
    except RuntimeError as error:
        _raise_if_unknown(error)
    except (LookupError, TypeError, ArithmeticError, ValueError):
        return
    else:
        if not isinstance(answer, bool):
            raise BadInput(
                "filter-no-answer",
                "The expression gives {answer}, not yes or no. Compare it with something, as in size > 100.",
                answer=repr(answer)[:40],
            )


def _raise_if_unknown(error: RuntimeError) -> None:
    unknown = _UNKNOWN.search(str(error))
    if unknown and unknown.group(1) not in _FUNCTIONS:
        raise BadInput(
            "filter-name",
            "A message has no {name}. The names are {names}; to search for text, put it in quotes.",
            name=unknown.group(1),
            names=", ".join(NAMES),
        ) from error
