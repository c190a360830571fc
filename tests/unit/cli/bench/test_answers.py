"""Acknowledgements are counted and answered, however they are cut and whatever stands between them."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, strategies as st

from eventscope.cli.bench.answers import Answers
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, Ack, PacketType, Pingreq, Pingresp, Properties

ACKS = st.builds(
    Ack,
    st.sampled_from([PacketType.PUBACK, PacketType.PUBREC, PacketType.PUBCOMP]),
    st.integers(1, 65_535) | st.sampled_from([0x40, 0x02, 0x0240, 0x4002, 0xC000, 0xC0, 0x5002, 0x7002]),
)
REASONED = ACKS.map(lambda ack: Ack(PacketType.PUBACK, ack.packet_id, 0x10, Properties(reason_string="x")))


@given(st.lists(ACKS | REASONED | st.just(Pingreq()), max_size=60), st.lists(st.integers(0, 400), max_size=12))
def test_however_it_is_cut(packets: list, cuts: list[int]) -> None:
    stream = b"".join(codec.encode(item, V5) for item in packets)
    answers, done, said = Answers(), 0, b""
    for first, last in pairwise(sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})):
        more, answer = answers.feed(stream[first:last])
        done, said = done + more, said + answer
    assert done == sum(isinstance(item, Ack) and item.type != PacketType.PUBREC for item in packets)
    answered = [codec.decode(*frame, V5) for frame in codec.Splitter(1 << 20, V5).feed(said)]
    released = [item.packet_id for item in packets if isinstance(item, Ack) and item.type == PacketType.PUBREC]
    assert [item for item in answered if isinstance(item, Ack)] == [Ack(PacketType.PUBREL, n) for n in released]
    assert sum(isinstance(item, Pingresp) for item in answered) == packets.count(Pingreq())
