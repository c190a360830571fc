"""What goes into a block comes out of it, byte for byte."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from eventscope.core.message import DAMAGED, DUP, NO_LATENCY, RETAIN, ROW, V5, connection_tag
from eventscope.links.mqtt.blocks import _ROW, BYTES, MESSAGES, BlockBuilder, is_damaged


def test_the_packed_row_is_the_row_of_the_contract() -> None:
    assert _ROW.size == ROW.itemsize
    row = np.frombuffer(_ROW.pack(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), ROW)[0]
    assert [int(row[name]) for name in ROW.names or ()] == list(range(1, 13))


@given(
    st.lists(
        st.tuples(st.binary(min_size=1, max_size=9), st.binary(max_size=30), st.binary(max_size=9), st.integers(0, 15)),
        max_size=20,
    )
)
def test_round_trip(messages: list[tuple[bytes, bytes, bytes, int]]) -> None:
    builder = BlockBuilder(connection_tag("c"), v5=True)
    for number, (topic, payload, properties, first) in enumerate(messages):
        builder.add(1000 + number, 0x30 | first, topic, payload, properties, number)
    assert builder.count == len(messages)
    block, _ = builder.take(50)
    assert builder.count == 0
    for number, (topic, payload, properties, first) in enumerate(messages):
        message = block.message(number)
        assert (message.topic, message.payload, message.properties) == (topic, payload, properties)
        assert (message.mono, message.wall, message.latency) == (1000 + number, 1050 + number, None)
        assert message.qos == first >> 1 & 3
        assert message.retain == bool(first & 1)
        assert bool(message.flags & DUP) == bool(first & 8)
        assert message.flags & V5
        assert bool(message.flags & DAMAGED) == is_damaged(topic)
        assert int(block.rows["packet"][number]) == number
    assert set(block.topics) == {topic for topic, *_ in messages}


def test_rows_can_be_written_to_and_know_their_connection() -> None:
    builder = BlockBuilder(connection_tag("c"), v5=False)
    builder.add(1, 0x31, b"t", b"", b"", 0)
    block, _ = builder.take(0)
    assert block.rows["latency"][0] == NO_LATENCY
    block.rows["latency"] = 5
    assert block.message(0).latency == 5
    assert block.message(0).connection == connection_tag("c")
    assert block.message(0).flags == RETAIN


def test_damaged_topics_are_counted() -> None:
    builder = BlockBuilder(0, v5=True)
    for topic in (b"good", b"a/#", b"a/#", b"\xff", b"good"):
        builder.add(1, 0x30, topic, b"", b"", 0)
    block, damaged = builder.take(0)
    assert dict(damaged) == {b"a/#": 2, b"\xff": 1}
    assert [bool(block.message(n).flags & DAMAGED) for n in range(5)] == [False, True, True, True, False]
    builder.add(1, 0x30, b"a/#", b"", b"", 0)
    assert dict(builder.take(0)[1]) == {b"a/#": 1}


def test_a_block_is_full_by_count_or_by_bytes() -> None:
    builder = BlockBuilder(0, v5=True)
    for _ in range(MESSAGES):
        assert not builder.full
        builder.add(1, 0x30, b"t", b"", b"", 0)
    assert builder.full
    builder.take(0)
    builder.add(1, 0x30, b"t", bytes(BYTES), b"", 0)
    assert builder.full


@pytest.mark.parametrize("topic", [b"\xff", b"\xc3", b"a\0b", b"a/+", b"#", b"\xed\xa0\x80", b"\xf5\x80\x80\x80"])
def test_no_topic_names(topic: bytes) -> None:
    assert is_damaged(topic)


@pytest.mark.parametrize("topic", ["a", "/", "a//b", "$SYS/x", "温度", "\ufeffx", "\u202e", " ", "x" * 65_535])
def test_topic_names(topic: str) -> None:
    assert not is_damaged(topic.encode())
