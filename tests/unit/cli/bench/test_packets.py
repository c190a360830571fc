"""Packets made beforehand are what our codec reads as the messages that were meant."""

from __future__ import annotations

import numpy as np
import pytest

from eventscope.cli.bench.packets import (
    PROPERTIES,
    StampedTemplate,
    acknowledgements,
    identifier_at,
    packets,
    put_identifiers,
    topics,
)
from eventscope.core import stamp
from eventscope.mqtt import codec, propertycodec
from eventscope.mqtt.packets import V5, V311, Ack, PacketType, Publish


def decoded(data: bytes, version: int = V311) -> list:
    return [codec.decode(first, body, version) for first, body in codec.Splitter(1 << 24).feed(data)]


@pytest.mark.parametrize("size", [20, 100, 200, 20_000])
@pytest.mark.parametrize("qos", [0, 1])
def test_each_packet_is_a_publish_of_the_wanted_size_over_all_topics_in_turn(size: int, qos: int) -> None:
    names = topics("a/b", 7)
    found = decoded(packets(names, size, 20, qos).tobytes())
    assert [packet.topic for packet in found] == [names[n % 7] for n in range(20)]
    assert {len(packet.payload) for packet in found} == {size}
    assert {packet.qos for packet in found} == {qos}
    assert [packet.packet_id for packet in found] == (list(range(1, 21)) if qos else [0] * 20)


def test_the_payload_is_json() -> None:
    import json

    assert json.loads(decoded(packets(["a"], 200, 1).tobytes())[0].payload)["bench"].startswith("x")


@pytest.mark.parametrize("size", [50, 200, 20_000])
def test_identifiers_are_written_where_they_lie(size: int) -> None:
    made = packets(["topic/x"], size, 3, 1)
    put_identifiers(made, identifier_at("topic/x", made.shape[1]), np.array([1, 258, 65535]))
    assert [packet.packet_id for packet in decoded(made.tobytes())] == [1, 258, 65535]


def test_acknowledgements_are_pubacks_of_what_came() -> None:
    made = packets(["t"], 30, 300, 1)
    found = decoded(acknowledgements(made, identifier_at("t", made.shape[1])))
    assert found == [Ack(PacketType.PUBACK, number) for number in range(1, 301)]


def test_a_stamped_packet_says_what_was_filled_in() -> None:
    template = StampedTemplate("100%/d", 40, "s.d", "bootboot")
    (packet,) = decoded(template.fill(77, 1_764_000_000_000_000_001, 1_764_000_000_000_000_009, 123_456, 42), V5)
    assert isinstance(packet, Publish)
    assert (packet.topic, len(packet.payload)) == ("100%/d", 40)
    found = stamp.parse(propertycodec.encode_properties(packet.properties))
    assert found is not None
    assert (found.stream, found.seq, found.boot) == (b"s.d", 77, b"bootboot")
    assert (found.due, found.sent, found.mono) == (1_764_000_000_000_000_001, 1_764_000_000_000_000_009, 123_456)
    assert packet.payload == b"000000000042" + b"x" * 28


def test_a_stamped_packet_too_short_for_a_number_has_none() -> None:
    template = StampedTemplate("t", 11, "s", "bootboot")
    (packet,) = decoded(template.fill(1, 2, 3, 4, 5), V5)
    assert packet.payload == b"x" * 11


def test_identifiers_run_round_in_a_window() -> None:
    found = decoded(packets(topics("t", 5), 40, 12, 1, window=4).tobytes())
    assert [packet.packet_id for packet in found] == [1, 2, 3, 4] * 3
    assert [packet.topic for packet in found] == [f"t/00{n % 5}" for n in range(12)]


def test_version_5_carries_properties() -> None:
    (packet,) = decoded(packets(["t"], 40, 1, 2, V5).tobytes(), V5)
    assert (packet.qos, packet.packet_id) == (2, 1)
    assert packet.properties == PROPERTIES


def test_a_hundred_thousand_topics_have_one_length_and_differ() -> None:
    names = topics("t", 100_000)
    assert {len(name) for name in names} == {7}
    assert len(set(names)) == 100_000
    assert topics("t", 3) == ["t/000", "t/001", "t/002"]


def test_a_template_on_another_topic_is_as_if_made_for_it() -> None:
    one, other = (StampedTemplate(topic, 40, "s.d", "bootboot") for topic in ("100%/d/001", "100%/d/002"))
    assert one.on("100%/d/002").fill(3, 4, 5, 6, 7) == other.fill(3, 4, 5, 6, 7)
    assert one.fill(3, 4, 5, 6, 7) != other.fill(3, 4, 5, 6, 7)
