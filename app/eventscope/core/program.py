"""CEL programs: compiled once, within bounds that keep one evaluation short, mistakes told with their position."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import cel

from eventscope.core import copying, jsonvalue
from eventscope.core.errors import BadInput

LONGEST = 500  # characters: evaluation recurses on the thread's stack, and 700 operators end a small one
NESTED = 16  # brackets within brackets, for the same reason
CROSSED = 2_000  # values of a payload that a comprehension may look at once for each of them

# The library calls a function unknown, too, when its target is of another kind: that is no mistake but a "no".
_FUNCTIONS = {
    *("contains", "startsWith", "endsWith", "matches", "size", "int", "uint", "double", "string", "bytes"),
    *("timestamp", "duration", "type", "dyn", "getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek"),
    *("getDayOfYear", "getHours", "getMinutes", "getSeconds", "getMilliseconds"),
}
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


class Lacking(Exception):
    """The message lacks what the program asks for: a key, a kind, a conversion that its value allows."""


class Program:
    """One compiled expression.

    `sample` has a value for every name that the expression may use; `yes_or_no` refuses one that cannot answer true
    or false. `tokens` bounds the payloads that it may be given, see `jsonvalue`.
    """

    def __init__(self, text: str, sample: Mapping[str, Any], at: int | None = None, yes_or_no: bool = True) -> None:
        """`at` is where the text begins in a filter, for positions in errors; None: it is in none. Raises BadInput."""
        tokens = [token for token in _TOKEN.findall(text) if not token.startswith("//")]  # comments hide nothing
        _check_bounds(text, tokens)
        self.words = frozenset(tokens)
        self.tokens = CROSSED if _crosses(tokens) else jsonvalue.TOKENS
        self._copied = copying.copied(tokens)
        self.copies = bool(self._copied)  # whether `bound` depends on the message
        self._names = tuple(sample)
        self._keys = _keys(tokens)
        self._program = _compile(text, at)
        self._try(sample, yes_or_no)
        if yes_or_no:
            self._program = _compile(f"({text}\n) == true", at)

    def visible(self, payload: object) -> object:
        """What the expression can see of a payload; handing the rest of an object over would cost the most."""
        if self._keys is None or not isinstance(payload, dict):
            return payload
        return {key: payload[key] for key in self._keys if key in payload}

    def bound(self, variables: Mapping[str, Any]) -> int:
        """How many values a payload may have, and a message headers, given what else of it each would copy."""
        copied = copying.weight(self._copied, variables)
        return min(self.tokens, copying.COPIED // copied) if copied else self.tokens

    def run(self, variables: dict[str, Any]) -> Any:
        """The value for one message. Raises Lacking, and BadInput when it asks for an unknown name."""
        try:
            return self._program.execute(variables)
        except (LookupError, TypeError, ArithmeticError, ValueError) as error:
            raise Lacking(str(error)) from None
        except RuntimeError as error:
            self._raise_if_unknown(error)
            raise Lacking(str(error)) from None  # a conversion that this message does not allow, such as int("abc")

    def _try(self, sample: Mapping[str, Any], yes_or_no: bool) -> None:
        """One message that has everything but a payload shows unknown names and answers that are no yes or no."""
        try:
            answer = self.run(dict(sample))
        except Lacking:
            return
        if yes_or_no and not isinstance(answer, bool):
            raise BadInput(
                "filter-no-answer",
                "The expression gives {answer}, not yes or no. Compare it with something, as in size > 100.",
                answer=repr(answer)[:40],
            )

    def _raise_if_unknown(self, error: RuntimeError) -> None:
        unknown = _UNKNOWN.search(str(error))
        if unknown and unknown.group(1) not in _FUNCTIONS:
            raise BadInput(
                "filter-name",
                "A message has no {name}. The names are {names}; to search for text, put it in quotes.",
                name=unknown.group(1),
                names=", ".join(self._names),
            ) from error


def _nesting(tokens: list[str]) -> Iterator[tuple[int, int, bool]]:
    """For each token: its index, how many brackets are open around it, and whether a comprehension's is one."""
    open_: list[bool] = []
    for index, mark in enumerate(tokens):
        if mark in (")", "]", "}") and open_:
            open_.pop()
        yield index, len(open_), any(open_)
        if mark in ("(", "[", "{"):
            open_.append(copying.is_macro(tokens, index))


def _check_bounds(text: str, tokens: list[str]) -> None:
    deepest = 0
    for index, depth, inside in _nesting(tokens):
        deepest = max(deepest, depth)
        if inside and copying.is_macro(tokens, index):
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
    _check_copies(tokens)


def _check_copies(tokens: list[str]) -> None:
    if copying.growth(tokens) > copying.GROWTH:
        raise BadInput(
            "filter-grows",
            "The expression may repeat each part of a message more than {growth} times. Name less inside map.",
            growth=copying.GROWTH,
        )
    if copying.patterned(tokens):
        raise BadInput(
            "filter-pattern",
            "Inside a comprehension matches takes one pattern in quotes without counted repetitions, because it is "
            "made anew for each value.",
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


def _compile(text: str, at: int | None) -> Any:
    try:
        return cel.compile(text)
    except ValueError as error:
        place = _PLACE.search(str(error))
        position = (at or 0) + (int(place.group(1)) if place else 1)
        words = place.group(2).partition(" expecting ")[0].strip() if place else "it cannot be read"
        if "<EOF>" in words:
            words = "it ends too early"
        if at is None:
            raise BadInput(
                "filter-cel",
                "The expression has a mistake at position {position}: {words}. It looks like this: "
                'payload.total > 100 && topic.startsWith("orders/").',
                position=position,
                words=words,
            ) from None
        raise BadInput(
            "filter-cel",
            "The expression has a mistake at position {position}: {words}. It looks like this: "
            'payload.total > 100 && topic.startsWith("orders/"). To search for these characters, put them in quotes.',
            position=position,
            words=words,
        ) from None
