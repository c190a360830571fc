from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest
from hypothesis import example, given, strategies as st

from eventscope.core import query
from eventscope.core.errors import BadInput
from eventscope.core.expression import Expression
from eventscope.core.message import DUP, RETAIN
from storing import Item, block

NOW = 1_790_000_000 * 10**9
BLOCK = block(
    [
        Item(b"orders/1", b'{"total": 150, "state": "created"}', flags=1, latency=5_000_000),
        Item(b"orders/2", b'{"total": 90}', flags=0 | RETAIN),
        Item(b"$SYS/broker/uptime", b"77 seconds", flags=2 | DUP, latency=800_000),
        Item(b"a b/c", b'He said "no" twice /x/ <order id="7">', latency=-1),
    ]
)


def matching(text: str) -> list[int]:
    return np.flatnonzero(query.compile(text, NOW).select(BLOCK)).tolist()


def refused(text: str) -> BadInput:
    with pytest.raises(BadInput) as caught:
        query.compile(text, NOW)
    return caught.value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [0, 1, 2, 3]),
        ("   ", [0, 1, 2, 3]),
        ("ORDERS", [0, 1]),
        ("orders created", [0]),
        ("orders -created", [1]),
        ('"77 sec"', [2]),
        ('-"77 sec"', [0, 1, 3]),
        (r'"said \"no\""', [3]),
        ("/^77/", [2]),
        ("/SECONDS$/i", [2]),
        ("/SECONDS$/", []),
        ("/said .no. twice/", [3]),
        ("-/order/", [2]),
        ("topic:orders/#", [0, 1]),
        ("topic:#", [0, 1, 3]),
        ("-topic:$SYS/#", [0, 1, 3]),
        ('topic:"a b/+"', [3]),
        ("qos:1", [0]),
        ("retain:yes", [1]),
        ("retain:no qos:0", [3]),
        ("dup:yes", [2]),
        ("size>20", [0, 3]),
        ("size<=10", [2]),
        ("size:10", [2]),
        ("size>=0.01kB", [0, 1, 2, 3]),
        ("latency>1ms", [0]),
        ("latency>500us", [0, 2]),
        ("latency<0", [3]),
        ("-latency>1ms", [1, 2, 3]),
        ("total:", []),
        ('"total":', []),
        ("orders/", [0, 1]),
        ("/orders/", [0, 1]),
        ("/x/", [3]),
        ("-", []),
        ("<order", [3]),
        ('<order id="7">', [3]),
        ("payload.total > 100", [0]),
        ("payload.total>100", [0]),
        ('payload.state == "created" || qos == 2', [0, 2]),
        ("size > 20", [0, 3]),
        ("cel:size>20", [0, 3]),
        ("topic:orders/# cel: payload.total < 100", [1]),
        ("orders -created cel: payload.total < 100", [1]),
        ("has(payload.state)", [0]),
        ("!has(payload.state)", [1]),
        ('topic.startsWith("$SYS")', [2]),
        ("payload.total", []),
        ('"payload.total > 100"', []),
        ('"&&"', []),
        ("/a||b/", [0, 1, 2, 3]),
        ("latency > 1ms", [0]),
        ("latency >500us", [0, 2]),
        ("latency> 1 ms", [0]),
        ("latency = 5 ms", [0]),
        ("-latency > 1ms", [1, 2, 3]),
        ("latency > 1ms orders", [0]),
        ("size >= 0.01 kB", [0, 1, 2, 3]),
        ("size : 10", [2]),
        ("size > 20 orders", [0]),
        ("size > qos + 30", [0, 3]),
        ("size > 20 ? qos == 1 : false", [0]),
        ("qos : 1", [0]),
        ("retain: yes", [1]),
        ("topic: orders/#", [0, 1]),
        ('topic : "a b/+"', [3]),
        ("topic:orders/# size > 20", [0]),
        ('"latncy>5ms"', []),
        ('"latency > 5ms"', []),
        ('id="7', [3]),
        ("state:created", []),
        ("12:30", []),
    ],
)
def test_filters(text: str, found: list[int]) -> None:
    if text == '"total":':
        assert refused(text).code == "filter-quote"
        return
    assert matching(text) == found


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("orders /(a/", "filter-regex", 8),
        ("orders /a(?=b)/", "filter-regex", 8),
        ("x topic:a/#/b", "filter-topic", 3),
        ("topic:", "filter-topic", 1),
        ("x qos:7", "filter-choice", 3),
        ("retain:maybe", "filter-choice", 1),
        ("x size>big", "filter-number", 3),
        ("latency>5parsecs", "filter-number", 1),
        ("size>", "filter-number", 1),
        ('x "open', "filter-quote", 3),
        ('x ""', "filter-empty", 3),
        ("topic:orders/# cel: payload.total >", "filter-cel", 36),
        ("x \ud800", "filter-character", 3),
        ("latncy>5ms", "filter-mistyped", 1),
        ("x latncy > 5ms", "filter-mistyped", 3),
        ("x -latncy:5ms", "filter-mistyped", 3),
        ("topc:a/#", "filter-mistyped", 1),
        ("QoS:1", "filter-mistyped", 1),
        ("qos=1", "filter-mistyped", 1),
        ("retain = yes", "filter-mistyped", 1),
        ("x total > 5", "filter-unknown-name", 3),
        ("a.b>5", "filter-unknown-name", 1),
        ("latency > much", "filter-number", 1),
    ],
)
def test_mistakes_are_told_with_their_position(text: str, code: str, position: int) -> None:
    error = refused(text)
    assert (error.code, error.params["position"]) == (code, position)
    assert str(position) in str(error)


def test_what_was_meant_is_named() -> None:
    assert "Did you mean latency>5ms?" in str(refused("latncy > 5ms"))
    assert "Did you mean qos:1?" in str(refused("qos=1"))
    assert "payload.total > 5" in str(refused("total>5"))


def test_a_plain_and_between_words_is_explained() -> None:
    error = refused("orders && created")
    assert error.code == "filter-name"
    assert "in quotes" in str(error)


def test_filters_without_bounds_are_refused() -> None:
    assert refused("x" * 2001).code == "filter-long"
    assert refused("x " * 40).code == "filter-words"


def outcome(text: str) -> str | tuple[int, ...]:
    """The code of the refusal, or the shape of the answer."""
    try:
        return query.compile(text, NOW).select(BLOCK).shape
    except BadInput as error:
        return error.code


@given(st.text(max_size=60))
@example("time:")
def test_any_text_is_a_filter_or_a_refusal(text: str) -> None:
    found = outcome(text)
    assert found == (4,) or str(found).startswith("filter-")


@given(st.text(" ab\"/\\-:<>=&|!()[].,'i#+0159kspayloadtopicsizeqos", max_size=40))
def test_texts_that_look_like_filters(text: str) -> None:
    found = outcome(text)
    assert found == (4,) or str(found).startswith("filter-")


def test_cheap_terms_go_first_and_the_rest_sees_what_they_left(monkeypatch: pytest.MonkeyPatch) -> None:
    made = query.compile("/created/ orders topic:orders/# cel: payload.total > 100", NOW)
    assert [term.cost for term in made.terms] == [0, 1, 2, 3]
    seen: list[int] = []
    select = Expression.select
    monkeypatch.setattr(
        Expression, "select", lambda self, made, among: (seen.append(int(among.sum())), select(self, made, among))[1]
    )
    assert made.select(BLOCK).tolist() == [True, False, False, False]
    assert seen == [1]


def test_heavy_filters_say_so() -> None:
    assert [query.compile(text, NOW).heavy for text in ("orders", "topic:#", "/a/", "payload.total > 1")] == [
        False, False, True, True,
    ]  # fmt: skip


def test_what_an_expression_could_not_decode_is_counted() -> None:
    made = query.compile("payload.a == 1", NOW)
    made.select(block([b"[" * 1000, b'{"a": 1}']))
    assert made.undecoded == 1
    assert query.compile("orders", NOW).undecoded == 0


TIMES = block([b"old", b"new"])
TIMES.rows["wall"] = [NOW - 600 * 10**9, NOW]


def timed(text: str) -> list[int]:
    return np.flatnonzero(query.compile(text, NOW).select(TIMES)).tolist()


def test_times() -> None:
    local = datetime.fromtimestamp(NOW / 1e9).astimezone()
    assert timed("time>-5m") == [1]
    assert timed("time < -5m") == [0]
    assert timed("-time>-5m") == [0]
    assert timed(f"time>={local:%Y-%m-%dT%H:%M:%S}") == [1]
    assert timed(f"time > {local:%Y-%m-%dT%H:%M:%S} new") == []
    assert timed(f"time<={local:%Y-%m-%dT%H:%M:%S}") == [0, 1]


@pytest.mark.parametrize(
    "text", ["time>", "time>noon", "time>25:00", "time=14:30", "time:14:30", "time>5", "time>2025-13-01"]
)
def test_times_that_are_none(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        query.compile(text, NOW)
    assert caught.value.code == "filter-time"
    assert "14:30" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "found"), [("hex:786F", []), ("hex:2f782f", [3]), ('hex:"2f 78 2F"', [3]), ("-hex:7b", [2, 3])]
)
def test_bytes(text: str, found: list[int]) -> None:
    assert matching(text) == found


@pytest.mark.parametrize("text", ["hex:", "hex:xy", "hex:abc", 'hex:""'])
def test_bytes_that_are_none(text: str) -> None:
    assert refused(text).code == "filter-hex"


def test_the_help_is_in_the_docstring() -> None:
    assert query.compile.__doc__ is not None
    for sample in ("topic:orders/#", "/err(or)?s/i", "latency>5ms", "payload.total > 100", "cel:"):
        assert sample in query.compile.__doc__
