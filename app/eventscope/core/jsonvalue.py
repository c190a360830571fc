"""A payload as the value that filters and expectations compare: decoded JSON within bounds, else text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np

SIZE = 256 << 10  # bytes; a larger payload is compared as text
DEPTH = 64
TOKENS = 20_000
DOUBLES = 8  # how many values of a repeated key are tried

_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_DEEPER = np.zeros(256, np.int8)
_DEEPER[list(b"[{")] = 1
_DEEPER[list(b"]}")] = -1


class TooMuch(ValueError):
    """Looks like JSON but is larger, longer or deeper than a filter may decode."""


class _Repeated(ValueError):
    """An object names a key twice."""


def alternatives(payload: bytes, tokens: int = TOKENS) -> tuple[object, ...]:
    """The values that a payload may stand for: one, unless a JSON object repeats a key, which RFC 8259 leaves open.

    Whole numbers of more than 20 digits come as floats, NaN and Infinity are no JSON. What is not JSON in
    UTF-8 comes as text, each wrong byte as U+FFFD. Raises TooMuch beyond SIZE, DEPTH or `tokens`.
    """
    try:
        text = payload.decode().removeprefix("\ufeff")
    except UnicodeDecodeError:
        return (as_text(payload),)
    if text.lstrip(" \t\r\n")[:1] in ("{", "["):
        _check(payload, tokens)
    elif len(payload) > SIZE:
        return (text,)
    try:
        return (_decoder(_object).decode(text),)
    except _Repeated:
        return tuple(_decoder(_choose(turn)).decode(text) for turn in range(DOUBLES))
    except ValueError:
        return (text,)


def as_text(payload: bytes) -> str:
    """The payload as text; each byte that is no UTF-8 becomes U+FFFD."""
    return payload.decode("utf-8", "replace")


def _check(payload: bytes, tokens: int) -> None:
    if len(payload) > SIZE:
        raise TooMuch(f"more than {SIZE} bytes")
    if payload.count(b",") + payload.count(b":") > tokens:
        bare = _STRING.sub(b"", payload)
        if bare.count(b",") + bare.count(b":") > tokens:
            raise TooMuch(f"more than {tokens} values")
    if payload.count(b"[") + payload.count(b"{") > DEPTH:
        marks = np.frombuffer(_STRING.sub(b"", payload), np.uint8)
        if np.cumsum(_DEEPER[marks], dtype=np.int64).max(initial=0) > DEPTH:
            raise TooMuch(f"nested more than {DEPTH} deep")


Pairs = list[tuple[str, Any]]


def _object(pairs: Pairs) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise _Repeated
    return value


def _choose(turn: int) -> Callable[[Pairs], dict[str, Any]]:
    """Objects in which a repeated key has its value number `turn` from the last, or its first."""

    def choose(pairs: Pairs) -> dict[str, Any]:
        found: dict[str, list[Any]] = {}
        for key, value in pairs:
            found.setdefault(key, []).append(value)
        return {key: values[-1 - min(turn, len(values) - 1)] for key, values in found.items()}

    return choose


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= 20 else float(digits)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _make(hook: Callable[[Pairs], dict[str, Any]]) -> json.JSONDecoder:
    return json.JSONDecoder(object_pairs_hook=hook, parse_int=_whole, parse_constant=_no_constant)


_plain = _make(_object)


def _decoder(hook: Callable[[Pairs], dict[str, Any]]) -> json.JSONDecoder:
    return _plain if hook is _object else _make(hook)
