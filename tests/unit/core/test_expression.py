from __future__ import annotations

import threading

import numpy as np
import pytest

from eventscope.core import expression as module
from eventscope.core.errors import BadInput
from eventscope.core.expression import Expression
from eventscope.core.message import RETAIN
from storing import Item, block


def matching(text: str, *items: Item | bytes) -> list[int]:
    made = block(items)
    return np.flatnonzero(Expression(text).select(made, np.ones(len(made), bool))).tolist()


ORDER = Item(b"orders/7", b'{"total": 150, "id": "o-7", "items": [{"sku": "a", "n": 2}], "ok": true}', 1, 5_000_000)
PAID = Item(b"payments", b'{"total": 90.5, "ok": false}', 2 | RETAIN)
WORDS = Item(b"notes", b"plain words")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("payload.total > 100", [0]),
        ('payload.total > 50 && topic.startsWith("pay")', [1]),
        ("payload.ok", [0]),
        ("!payload.ok", [1]),
        ("has(payload.id)", [0]),
        ("payload.items.exists(item, item.n == 2)", [0]),
        ('payload["total"] == 150', [0]),
        ('payload == "plain words"', [2]),
        ('payload.contains("words")', [2]),
        ("qos == 2 && retain", [1]),
        ("size < 20", [2]),
        ("latency_ms > 4.5", [0]),
        ("latency_ms == null", [1, 2]),
        ('topic.matches("^(orders|notes)")', [0, 2]),
        ("payload.total / 0 > 1 || size < 20", [2]),
        ('payload.id in ["o-7", "o-8"]', [0]),
        ("payload.missing > 1", []),
        ("payload.total.deeper == 1", []),
        ("int(payload.id) > 1", []),
        ("payload.items[5].n == 1", []),
        ("payload.total > 100 // a remark", [0]),
        ("true", [0, 1, 2]),
    ],
)
def test_what_is_true_of_a_message(text: str, found: list[int]) -> None:
    assert matching(text, ORDER, PAID, WORDS) == found


def test_a_function_of_text_is_no_mistake_where_the_payload_is_none() -> None:
    assert matching('payload.contains("o-7")', ORDER) == []
    assert matching("size(payload.total) > 0", ORDER, PAID) == []
    assert matching('payload.id.startsWith("o")', ORDER, b'{"id": 7}') == [0]


def test_only_the_rows_in_question_are_evaluated() -> None:
    made = block([ORDER, ORDER])
    assert Expression("payload.ok").select(made, np.array([False, True])).tolist() == [False, True]


def test_one_true_answer_of_a_repeated_key_is_enough() -> None:
    assert matching("payload.a == 1", b'{"a": 1, "a": 2}', b'{"a": 2, "a": 3}') == [0]
    assert matching("payload.a == 2", b'{"a": 1, "a": 2}', b'{"a": 2, "a": 3}') == [0, 1]


def test_hostile_payloads_are_judged_and_counted() -> None:
    term = Expression("payload.n > 5")
    payloads = [
        b'{"n": ' + b"9" * 10_000 + b"}",
        b'{"n": NaN}',
        b'{"n": 1e400000}',
        b'{"n": 7, "deep": ' + b"[" * 100_000 + b"}",
        b'{"n": 7, "long": [' + b"1," * 100_000 + b"1]}",
        b'{"n": 7, "s": "\\ud800"}',
        b'{"n": -9223372036854775809}',
        b"\xff\xfe\x00",
        b"",
    ]
    found = term.select(block(payloads), np.ones(len(payloads), bool))
    assert np.flatnonzero(found).tolist() == [0, 2, 5]
    assert term.undecoded == 2


def test_a_lone_surrogate_in_the_asked_key_is_no_match_and_no_error() -> None:
    assert matching('payload.s == "x"', b'{"s": "\\ud800"}', b'{"s": "x"}') == [1]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("payload.total >", "filter-cel", "position 16"),
        ("payload.total @ 1", "filter-cel", "position 15"),
        ('payload == "open', "filter-cel", "position"),
        ("price > 1", "filter-name", "no price"),
        ('topic.foo("x")', "filter-name", "no foo"),
        ("size + 1", "filter-no-answer", "gives 3"),
        ('"text"', "filter-no-answer", "text"),
        ("payload.a.all(x, payload.b.all(y, y > x))", "filter-nested", "all"),
        ("payload.a.map(x, [1].exists(y, y > x)).size() > 1", "filter-nested", "exists"),
        ("payload.a.exists ( x , x . filter ( y , true ) . size ( ) > 1 )", "filter-nested", "filter"),
        ("(" * 17 + "size > 1" + ")" * 17, "filter-expression-long", "16 brackets"),
        ("size > 1" + " || size > 1" * 60, "filter-expression-long", "500"),
    ],
)
def test_mistakes_are_told_in_words(text: str, code: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        Expression(text)
    assert caught.value.code == code
    assert words in str(caught.value)
    assert "expecting" not in str(caught.value)


def test_positions_count_from_the_start_of_the_filter() -> None:
    with pytest.raises(BadInput) as caught:
        Expression("size >", at=20)
    assert caught.value.params["position"] == 27


def test_comprehensions_beside_each_other_and_in_text_are_fine() -> None:
    assert matching("payload.a.all(x, x > 0) && payload.a.exists(y, y == 2)", b'{"a": [1, 2]}') == [0]
    assert matching("payload.a.filter(x, x > 1).exists(y, y == 2)", b'{"a": [1, 2]}') == [0]
    text = 'payload.a.exists(x, x == "b.all(y, true)")'
    assert matching(text, b'{"a": ["b.all(y, true)"]}') == [0]
    assert matching("payload.map == 1", b'{"map": 1}') == [0]


def test_a_body_that_looks_at_the_payload_again_sees_only_short_ones() -> None:
    """Its cost is the square of the length; the library holds the interpreter while it works."""
    long = b'{"a": [' + b"1," * module.CROSSED + b"1]}"
    plain, crossing = Expression("payload.a.all(x, x == 1)"), Expression("payload.a.all(x, x in payload.a)")
    everything = np.ones(1, bool)
    assert plain.select(block([long]), everything).all()
    assert not crossing.select(block([long]), everything).any()
    assert (plain.undecoded, crossing.undecoded) == (0, 1)
    assert crossing.select(block([b'{"a": [1, 1]}']), everything).all()


def test_an_unknown_name_behind_a_missing_key_is_told_when_it_is_met() -> None:
    term = Expression("payload.a.exists(x, x == price)")
    with pytest.raises(BadInput, match="no price"):
        term.select(block([b'{"a": [1]}']), np.ones(1, bool))


@pytest.mark.parametrize(
    "text",
    [
        "size > 1" + "+1" * 240,
        "!" * 480 + "true",
        "size > " + "-" * 480 + "1",
        "has(payload" + ".a" * 230 + ")",
        "payload" + "[0]" * 150 + " == 1",
        "(" * 16 + "true" + ")" * 16,
        "[" * 16 + "]" * 16 + " == []",
        "true" + " ? true : true" * 30,
        "true" + " && true" * 60,
    ],
)
def test_the_largest_expressions_fit_a_small_stack(text: str) -> None:
    """512 KiB is what a thread has on macOS; beyond it the process would end without a word."""
    outcome: list[object] = []

    def run() -> None:
        try:
            outcome.append(matching(text, b'{"a": 1}'))
        except BadInput as error:
            outcome.append(error.code)

    before = threading.stack_size(512 << 10)
    try:
        thread = threading.Thread(target=run)
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    assert outcome
