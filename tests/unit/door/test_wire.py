"""Everything that may cross the pipe comes out as it went in."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
import pytest

from eventscope.core.errors import BadInput, CannotConnect, EventscopeError, Refused, Unavailable
from eventscope.core.message import ROW
from eventscope.core.news import NEWS
from eventscope.core.verbs import Page, answer_type, verbs
from eventscope.core.workspace import Retention
from eventscope.door import wire

VERBS = verbs()
SCALARS: dict[Any, Any] = {str: 'ä "x" \0', int: -(2**62), float: 1.5, bool: True, bytes: b"\xff\x00", NoneType: None}


def sample(kind: Any) -> Any:
    """Some value of a type, as full as possible."""
    origin = get_origin(kind)
    if kind in SCALARS:
        return SCALARS[kind]
    if origin is Literal:
        return get_args(kind)[-1]
    if hasattr(kind, "_fields"):
        return kind(*(sample(hint) for hint in get_type_hints(kind).values()))
    if origin in (Union, UnionType):
        return sample(next(item for item in get_args(kind) if item is not NoneType))
    if origin is tuple:
        args = get_args(kind)
        return (sample(args[0]),) * 2 if args[-1] is Ellipsis else tuple(map(sample, args))
    if origin is dict:
        return {sample(get_args(kind)[0]): sample(get_args(kind)[1])}
    if origin is np.ndarray:
        return array(kind)
    assert is_dataclass(kind), kind
    hints = get_type_hints(kind)
    if kind is Retention:
        return Retention(bytes=1 << 40, days=1.5)  # it takes no limits that make no sense
    return kind(**{item.name: sample(hints[item.name]) for item in fields(kind)})


def array(kind: Any) -> Any:
    scalar = get_args(get_args(kind)[1])[0]
    if scalar is np.void:
        rows = np.zeros(3, ROW)
        rows["wall"] = [1, 2, 3]
        return rows
    return np.arange(6).reshape(2, 3).astype(scalar if isinstance(scalar, type) else np.int64)


def same(one: Any, two: Any) -> bool:
    if isinstance(one, np.ndarray):
        return one.dtype == two.dtype and one.shape == two.shape and bool((one == two).all())
    if is_dataclass(one):
        return type(one) is type(two) and all(same(getattr(one, f.name), getattr(two, f.name)) for f in fields(one))
    if isinstance(one, tuple):
        return isinstance(two, tuple) and len(one) == len(two) and all(map(same, one, two))
    return type(one) is type(two) and bool(one == two)


@pytest.mark.parametrize("name", VERBS)
def test_verbs_and_their_answers(name: str) -> None:
    verb = sample(VERBS[name])
    assert same(wire.read(wire.ask(7, verb))[2], verb)
    kind = answer_type(VERBS[name])
    answer = None if kind in (None, NoneType) else sample(kind)
    assert wire.read(wire.tell(7, name, answer))[:2] == ("tell", 7)
    assert same(wire.read(wire.tell(7, name, answer))[2], answer)


@pytest.mark.parametrize("kind", NEWS, ids=lambda kind: kind.__name__)
def test_news(kind: type) -> None:
    item = sample(kind)
    assert same(wire.read(wire.news(item))[2], item)


@pytest.mark.parametrize("kind", [BadInput, CannotConnect, Refused, Unavailable, EventscopeError])
def test_errors_keep_their_class_code_and_sentence(kind: type[EventscopeError]) -> None:
    error = kind("x-y", "No {what} in {{braces}}.", what="a {b}")
    _, _, found = wire.read(wire.fail(3, error))
    assert type(found) is kind
    assert (found.code, str(found), found.params) == ("x-y", str(error), {"what": "a {b}"})


def test_texts_of_an_error_stay_texts_and_all_else_is_as_it_is_written() -> None:
    given = {"path": ("A", "b, c", "A"), "names": ["x"], "none": (), "count": 7, "mixed": ("a", 1)}
    _, _, found = wire.read(wire.fail(3, BadInput("x", "{path} {count}", **given)))
    assert found.params == {
        "path": ("A", "b, c", "A"), "names": ("x",), "none": (), "count": "7", "mixed": "('a', 1)",
    }  # fmt: skip
    assert str(found) == "('A', 'b, c', 'A') 7"


def test_empty_arrays_and_slices() -> None:
    rows = np.zeros(10, ROW)[::2]
    page = Page(np.zeros(0, np.int64), rows[:0], (), ())
    _, _, found = wire.read(wire.tell(1, "GetPage", page))
    assert same(found, page)
    whole = Page(np.arange(10)[::2], rows, (b"a",), (b"",) * 5)
    assert same(wire.read(wire.tell(1, "GetPage", whole))[2], whole)


def test_goodbye() -> None:
    assert wire.read(wire.bye()) == ("bye", 0, None)


def test_what_cannot_cross_is_loud() -> None:
    with pytest.raises(NotImplementedError, match="object cannot cross"):
        wire.tell(1, "GetState", object())
