"""Records as rows."""

from __future__ import annotations

from eventscope.core import kafkarow
from eventscope.core.kafka import Record
from eventscope.core.message import KAFKA, NO_LATENCY
from eventscope.links.kafka.blocks import block
from eventscope.mqtt import codec

GIVEN = [
    Record("a", 0, 5, 99, "create", b"\xff", b"one", (("h", None),)),
    Record("b", 1, 6, 98, "append", None, None, ()),
    Record("a", 0, 6, 97, "none", None, b"", ()),
]


def test_every_row_gives_its_record_back() -> None:
    made = block(GIVEN, 7, 1_000, 2_000, 1)
    assert len(made) == 3
    assert [made.topic(row) for row in range(3)] == [b"a", b"b", b"a"]
    for row, record in enumerate(GIVEN):
        message = made.message(row)
        assert (message.connection, message.mono, message.wall, message.qos) == (7, 1_000, 2_000, 1)
        assert message.flags & KAFKA
        said = kafkarow.read(codec.decode_properties(message.properties).user)
        assert (said.key, said.headers, said.partition, said.offset) == (record.key, record.headers, *record[1:3])
        assert (None if said.null else message.payload) == record.value
    assert set(made.rows["latency"]) == {NO_LATENCY}
    made.rows["id"] += 1  # the log writes into it
