from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import re2
from hypothesis import given, strategies as st

from eventscope.core import terms
from eventscope.core.message import NO_LATENCY, QOS, Block
from eventscope.core.needles import is_free, pattern
from eventscope.core.terms import Flag, Not, Number, OnTopic, Regex, Term, Text, TopicFilter, each
from storing import Item, block

SMALL = st.binary(max_size=6).map(lambda raw: bytes(b"aAbB"[byte % 4] for byte in raw))


def matching(term: Term, made: Block, among: list[bool] | None = None) -> list[int]:
    wanted = np.ones(len(made), bool) if among is None else np.array(among)
    return np.flatnonzero(term.select(made, wanted)).tolist()


@given(
    st.lists(st.builds(Item, topic=SMALL, payload=SMALL, properties=SMALL), min_size=1, max_size=12),
    st.text("aAbB", min_size=1, max_size=4),
)
def test_text_finds_what_a_plain_search_of_each_message_finds(items: list[Item], text: str) -> None:
    needle = text.lower().encode()
    expected = [at for at, item in enumerate(items) if needle in item.topic.lower() or needle in item.payload.lower()]
    assert matching(Text(text), block(items)) == expected


def test_text_never_matches_across_messages_or_in_properties() -> None:
    made = block(
        [Item(b"t", b"xxne"), Item(b"t", b"edle"), Item(b"t", b"", properties=b"needle"), Item(b"t", b"needle")]
    )
    assert matching(Text("needle"), made) == [3]


def test_text_in_payloads_that_share_bytes() -> None:
    made = block([b"needle", b"x", b"y"])
    made.rows["at"] = [0, 2, 0]
    made.rows["size"] = [6, 4, 3]
    assert matching(Text("needle"), made) == [0]
    assert matching(Text("edl"), made) == [0, 1]


@pytest.mark.parametrize(
    ("text", "payload", "found"),
    [
        ("grün", "GRÜN".encode(), True),
        ("ÉCOLE", "une école".encode(), True),
        ("订单", "新订单 7".encode(), True),
        ("İ", b"x", False),
        ("grün", b"\xff\xfe gr\xc3\xbcn", True),
        ("grün", b"gr\xfcn", False),
        ("a.c", b"abc", False),
        ("100%", b"at 100% now", True),
        ("🙂", "ok 🙂".encode(), True),
    ],
)  # fmt: skip
def test_text_beyond_ascii_and_marks(text: str, payload: bytes, found: bool) -> None:
    assert matching(Text(text), block([payload])) == ([0] if found else [])


def test_rows_that_are_out_of_question_stay_so() -> None:
    made = block([b"needle", b"needle", b"other"])
    for term in (Text("needle"), Regex(pattern("needle")), TopicFilter("#"), Number("size", ">", 0), Not(Text("x"))):
        assert matching(term, made, [False, True, False]) == [1]


@given(st.lists(st.builds(Item, payload=SMALL, properties=SMALL), min_size=1, max_size=200), st.data())
def test_a_free_expression_finds_what_it_finds_in_each_message(items: list[Item], data: st.DataObject) -> None:
    expression = data.draw(st.sampled_from(["aA", "a[^a]+b", "B{2,}", "a*b", "bb|AA.B", "."]))
    assert is_free(expression)
    each_by_each, free = Regex(pattern(expression)), Regex(pattern(expression), free=True)
    assert matching(free, block(items)) == matching(each_by_each, block(items))


def test_topic_filters() -> None:
    made = block([Item(topic) for topic in (b"orders/1", b"orders", b"$SYS/x", b"other/1", b"\xff/1")])
    assert matching(TopicFilter("orders/#"), made) == [0, 1]
    assert matching(TopicFilter("+/1"), made) == [0, 3, 4]
    assert matching(TopicFilter("#"), made) == [0, 1, 3, 4]


def test_a_topic_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []

    def asks(topic: bytes) -> bool:
        asked.append(topic)
        return True

    once = OnTopic(asks)
    made = block([Item(b"a"), Item(b"b"), Item(b"a")])
    assert once.mask(made).all()
    assert once.mask(made).all()
    assert asked == [b"a", b"b"]
    monkeypatch.setattr(terms, "MEMORY", 2)
    once.mask(block([Item(b"c")]))
    assert once.known == {b"c": True}
    assert once.mask(block([Item(b"l" * 60_000)])).all()
    assert once.known == {b"c": True}  # a long one would fill the memory


def test_regular_expressions_are_bound_to_one_payload_or_topic() -> None:
    made = block([Item(b"t", b"start"), Item(b"t", b"a start"), Item(b"start", b"")])
    assert matching(Regex(pattern("^start")), made) == [0, 2]
    assert matching(Regex(pattern("START")), made) == []
    assert matching(Regex(pattern("START", case=False)), made) == [0, 1, 2]


def test_a_regular_expression_is_linear_in_what_it_reads() -> None:
    """`re` would take longer than the universe has; RE2 answers before the test's own time-out."""
    made = block([b"a" * 1_000_000 + b"b"])
    assert matching(Regex(pattern("^(a+)+$")), made) == []
    assert matching(Regex(pattern("(x+x+)+y")), block([b"x" * 100_000])) == []


@pytest.mark.parametrize("text", ["(a", "(?<=a)b", r"(a)\1", "a{2000}", "*", "[z-a]"])
def test_what_re2_refuses(text: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(re2.error):
        pattern(text)
    assert capfd.readouterr() == ("", ""), "it tells it by the exception only"


def test_numbers_compare_columns_and_skip_what_was_not_measured() -> None:
    made = block([Item(latency=5), Item(latency=-5), Item(latency=NO_LATENCY)])
    found: Callable[[str, int], list[int]] = lambda compare, value: matching(Number("latency", compare, value), made)  # noqa: E731
    assert [found(">", 0), found("<", 0), found(">=", 5), found("<=", 5), found("=", 5), found(":", -5)] == [
        [0], [1], [0], [0, 1], [0], [1],
    ]  # fmt: skip


def test_flags_compare_bits() -> None:
    made = block([Item(flags=0), Item(flags=1), Item(flags=2 | 4)])
    assert [matching(Flag(QOS, level), made) for level in (0, 1, 2)] == [[0], [1], [2]]


def test_not_turns_round_and_costs_the_same() -> None:
    made = block([b"a", b"b"])
    assert matching(Not(Text("a")), made) == [1]
    assert Not(Regex(pattern("a"))).cost == Regex(pattern("a")).cost > Text("a").cost > TopicFilter("a").cost


def test_each_asks_only_for_the_rows_in_question() -> None:
    asked: list[bytes] = []
    each(block([b"1", b"2", b"3"]), np.array([True, False, True]), lambda raw: bool(asked.append(raw)))
    assert asked == [b"1", b"3"]
