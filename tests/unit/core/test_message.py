"""A block cuts messages out of its rows and blob exactly."""

from __future__ import annotations

import numpy as np

from eventscope.core.message import NO_LATENCY, RETAIN, ROW, Block, connection_tag


def block() -> Block:
    rows = np.zeros(2, ROW)
    rows["id"] = [5, 6]
    rows["topic"] = [1, 0]
    rows["at"] = [0, 5]
    rows["size"] = [3, 0]
    rows["props"] = [2, 0]
    rows["flags"] = [2 | RETAIN, 0]
    rows["latency"] = [NO_LATENCY, -7]
    return Block(rows, [b"a/b", b"c\xff"], b"abcPP")


def test_payload_properties_and_topic_are_byte_exact() -> None:
    assert (block().payload(0), block().properties(0), block().topic(0)) == (b"abc", b"PP", b"c\xff")
    assert (block().payload(1), block().properties(1), block().topic(1)) == (b"", b"", b"a/b")


def test_a_message_knows_its_flags() -> None:
    first, second = block().message(0), block().message(1)
    assert (first.qos, first.retain, first.latency) == (2, True, None)
    assert (second.qos, second.retain, second.latency) == (0, False, -7)


def test_a_row_is_small_and_little_endian() -> None:
    assert ROW.itemsize == 56
    assert all(ROW[name].str[0] == "<" for name in ROW.names or ())


def test_a_connection_tag_is_steady() -> None:
    assert connection_tag("embedded") == connection_tag("embedded") != connection_tag("lab")
