"""What a program may repeat is bounded by how it is written, and by the size of what it copies."""

from __future__ import annotations

import json

import numpy as np
import pytest

from eventscope.core import copying
from eventscope.core.bus import BusMessage
from eventscope.core.busview import Condition, Unreadable, Value, View
from eventscope.core.errors import BadInput
from eventscope.core.expression import Expression
from eventscope.core.program import Program
from storing import Item, block

SAMPLE = {"payload": {}, "text": "", "topic": "", "headers": {}}


def view(payload: object, topic: str = "t", **more: object) -> View:
    message = BusMessage("kafka", topic.encode(), json.dumps(payload).encode(), **more)  # type: ignore[arg-type]
    return View(message, topic)


@pytest.mark.parametrize(
    "text",
    [
        "payload.map(x, [x, x, x, x, x]).map(x, [x, x, x, x, x]).map(x, [x, x, x, x, x])",
        "[text + text + text + text + text].map(x, x + x + x + x + x).map(x, x + x + x + x + x)",
    ],
)
def test_what_repeats_too_often_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="more than 100 times"):
        Program(text, SAMPLE, yes_or_no=False)


@pytest.mark.parametrize(
    "text",
    [
        "payload.items.map(i, {'id': i.id, 'total': i.n * i.price, 'of': topic})",
        "payload.map(x, x + 1).map(x, x + 1).map(x, x + 1)",
        "payload.a.map(payload, payload)",
        "{'a': payload.a, 'b': payload.b, 'c': [payload.c, payload.d, topic, topic + '/' + text]}",
    ],
)
def test_what_people_write_is_not(text: str) -> None:
    Program(text, SAMPLE, yes_or_no=False)


def test_a_comment_does_not_hide_a_comprehension() -> None:
    with pytest.raises(BadInput, match="inside another comprehension"):
        Condition("payload.a.exists(x, payload.a. // nothing\n exists(y, x == y))")


@pytest.mark.parametrize(
    "pattern", ["x", "'a' + x", "('a')", "'(a{1,99}){1,99}'"], ids=["variable", "sum", "brackets", "counted"]
)
def test_costly_patterns_are_refused_inside_comprehensions(pattern: str) -> None:
    with pytest.raises(BadInput, match="one pattern in quotes"):
        Condition(f"payload.a.exists(x, text.matches({pattern}))")
    Condition("payload.a.exists(x, x.matches('^a+$')) && text.matches('a{2}')")


def test_the_size_of_what_is_copied_bounds_the_values() -> None:
    value = Value("payload.a.map(x, topic + '/')")
    assert value.of(view({"a": [1] * 5_000})) == ["t/"] * 5_000
    long = "t" * 60_000
    assert value.of(view({"a": [1] * 200}, long)) == [long + "/"] * 200
    with pytest.raises(Unreadable, match="not decoded: more than 279 values"):
        value.of(view({"a": [1] * 300}, long))
    for text in ("payload.a.exists(x, text + text == x)", "payload.a.exists(x, x in payload.a + [payload.b])"):
        with pytest.raises(Unreadable, match="not decoded"):
            Condition(text).holds(view({"a": [1] * 300, "b": "b" * 100_000}))


def test_headers_count_as_values_and_as_bytes() -> None:
    headers = tuple((b"n%d" % number, b"v" * 100) for number in range(2_000))
    with pytest.raises(Unreadable, match="headers, too many"):
        Condition("headers.exists(name, name + topic == 'x')").holds(view(1, "t" * 10_000, headers=headers))
    assert not Condition("headers.exists(name, name == 'x')").holds(view(1, "t" * 10_000, headers=headers))
    assert copying.weight({"headers": 2}, {"headers": {"a": "bc"}}) == 6
    assert copying.weight({"key": 1, "payload": 1}, {"key": None, "payload": b"abc"}) == 3


def test_an_unclosed_bracket_ends_with_the_program() -> None:
    assert next(copying.comprehensions(["a", ".", "map", "(", "x", ",", "x"])).body == [",", "x"]


def test_filters_of_rows_keep_the_same_bounds() -> None:
    rows = Expression("payload.a.exists(x, topic + x == 'ab')")
    long = Item(b"t" * 60_000, json.dumps({"a": ["b"] * 300}).encode())
    made = block([Item(b"a", b'{"a": ["b"]}'), long])
    assert rows.select(made, np.ones(2, bool)).tolist() == [True, False]
    assert rows.undecoded == 1
