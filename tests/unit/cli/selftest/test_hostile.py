"""Hostile packets are what they are meant to be: well-formed outside, hostile inside."""

from __future__ import annotations

import pytest

from eventscope.cli.selftest.hostile import DAMAGED_TOPICS, PAYLOADS, STEERING, TOPICS, length, publish
from eventscope.core.topics import check_topic
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5


@pytest.mark.parametrize("size", [0, 1, 127, 128, 16_383, 16_384, 2_097_152])
def test_lengths_are_read_back_by_the_codec(size: int) -> None:
    ((first, body),) = codec.Splitter(1 << 24).feed(b"\x30" + length(size) + bytes(size))
    assert (first, len(body)) == (0x30, size)


def test_a_packet_carries_topic_properties_and_payload() -> None:
    ((first, body),) = codec.Splitter(1 << 24).feed(publish(b"a/b", b"pay\x00load", (b"name", b"value")))
    packet = codec.decode(first, body, V5)
    assert (packet.topic, packet.payload, packet.properties.user) == ("a/b", b"pay\x00load", (("name", "value"),))


def test_so_many_topics_are_none() -> None:
    def wrong(topic: bytes) -> bool:
        try:
            check_topic(topic.decode())
        except Exception:
            return True
        return False

    # A topic of 65,000 characters is a good one, and so are marks that only look dangerous.
    assert sum(map(wrong, TOPICS)) == DAMAGED_TOPICS
    assert len(set(TOPICS)) == len(TOPICS)
    assert len(set(PAYLOADS)) == len(PAYLOADS)


def test_what_steers_holds_escape_codes_c1_and_bidi() -> None:
    text = STEERING.decode()
    assert {"\x1b", "\x07", "\x9b", "\x7f", "\u202e", "\u200b", "\x00", "\n"} <= set(text)
