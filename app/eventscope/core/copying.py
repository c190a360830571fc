"""How far a CEL program can blow up what it is given: bounded where it is written, and again by what a message holds.

The library counts neither steps nor bytes. One comprehension alone is linear, but each value may become a text that
holds the whole topic, and comprehensions one after the other multiply what they repeat.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import prod
from typing import Any, NamedTuple

MACROS = frozenset({"all", "exists", "exists_one", "existsOne", "map", "filter"})
BIG = frozenset({"payload", "text", "topic", "key", "headers"})  # names whose size the message decides
GROWTH = 100  # how often comprehensions may repeat each byte of a message
COPIED = 16 << 20  # bytes that one may copy from outside of it


class Comprehension(NamedTuple):
    """`body` are the tokens behind the name of its variable."""

    macro: str
    variable: str
    body: Sequence[str]


def is_macro(tokens: Sequence[str], index: int) -> bool:
    """Whether the bracket at `index` is that of a comprehension."""
    return index >= 2 and tokens[index] == "(" and tokens[index - 1] in MACROS and tokens[index - 2] == "."


def comprehensions(tokens: Sequence[str]) -> Iterator[Comprehension]:
    """Those of a program in order; none stands inside another."""
    for index in range(len(tokens) - 1):
        if is_macro(tokens, index):
            yield Comprehension(tokens[index - 1], tokens[index + 1], tokens[index + 2 : _end(tokens, index)])


def _end(tokens: Sequence[str], index: int) -> int:
    depth = 0
    for at in range(index, len(tokens)):
        depth += (tokens[at] in "([{") - (tokens[at] in ")]}")
        if not depth:
            return at
    return len(tokens)


def growth(tokens: Sequence[str]) -> int:
    """How often `map` after `map` may repeat one byte of the message; 1 where there is none."""
    factors = [max(1, _uses(item.body)[item.variable]) for item in comprehensions(tokens) if item.macro == "map"]
    return prod(factors) * max(1, sum(_uses(tokens)[name] for name in BIG)) if factors else 1


def copied(tokens: Sequence[str]) -> Counter[str]:
    """What comprehensions take from outside for each of their values, and how often."""
    found: Counter[str] = Counter()
    for item in comprehensions(tokens):
        if item.macro == "map" or "+" in item.body:
            uses = _uses(item.body)
            found.update({name: uses[name] for name in BIG if uses[name] and name != item.variable})
    return found


def patterned(tokens: Sequence[str]) -> bool:
    """Whether a comprehension makes regular expressions that may be costly: each is compiled for each value."""
    return any(_costly(item.body, index) for item in comprehensions(tokens) for index in range(len(item.body)))


def _costly(body: Sequence[str], index: int) -> bool:
    """Whether `matches` stands there with anything but one text in quotes without counted repetitions."""
    if body[index] != "matches" or body[index + 1 : index + 2] != ["("]:
        return False
    pattern, end = [*body[index + 2 : index + 4], "", ""][:2]
    return pattern[-1:] not in ('"', "'") or end != ")" or "{" in pattern


def weight(uses: Mapping[str, int], values: Mapping[str, Any]) -> int:
    """The bytes, about, that `uses` copy of a message each time."""
    return sum(count * _size(values.get(name)) for name, count in uses.items())


def _size(value: object) -> int:
    if isinstance(value, Mapping):
        return sum(len(name) + len(item) for name, item in value.items())
    return len(value) if isinstance(value, str | bytes) else 0


def _uses(tokens: Sequence[str]) -> Counter[str]:
    """How often each word stands there as a name, not as a field of something."""
    return Counter(token for index, token in enumerate(tokens) if index == 0 or tokens[index - 1] != ".")
