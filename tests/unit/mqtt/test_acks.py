"""PUBACK, PUBREC, PUBREL and PUBCOMP in their short and long forms."""

from __future__ import annotations

import pytest

from eventscope.mqtt.acks import decode_ack, encode_ack
from eventscope.mqtt.packets import V5, V311, Ack, PacketType, Properties
from eventscope.mqtt.wire import Malformed


@pytest.mark.parametrize(
    ("packet", "version", "raw"),
    [
        (Ack(PacketType.PUBACK, 1), V311, "40020001"),
        (Ack(PacketType.PUBREL, 513), V311, "62020201"),
        (Ack(PacketType.PUBREC, 1), V5, "50020001"),
        (Ack(PacketType.PUBREC, 1, 0x80), V5, "5003000180"),
        (Ack(PacketType.PUBCOMP, 1, 0x92, Properties(reason_string="x")), V5, "7008000192041f000178"),
        (Ack(PacketType.PUBACK, 1, 0, Properties(user=(("a", "b"),))), V5, "400b0001000726000161000162"),
    ],
)
def test_the_shortest_form_is_written_and_read(packet: Ack, version: int, raw: str) -> None:
    wire = bytes.fromhex(raw)
    assert encode_ack(packet, version) == wire
    assert decode_ack(wire[0] >> 4, wire[2:], version) == packet


@pytest.mark.parametrize("body", ["000100", "00010000"])
def test_longer_forms_that_say_nothing_are_read_too(body: str) -> None:
    assert decode_ack(4, bytes.fromhex(body), V5) == Ack(PacketType.PUBACK, 1)


def test_reasons_do_not_exist_in_3_1_1() -> None:
    assert encode_ack(Ack(PacketType.PUBACK, 1, 0x87), V311) == b"\x40\2\0\1"


def test_a_reason_of_another_packet_is_refused() -> None:
    with pytest.raises(Malformed, match="0x10 is no reason code of PUBREL"):
        encode_ack(Ack(PacketType.PUBREL, 1, 0x10), V5)
    with pytest.raises(Malformed, match="0x10 is no reason code of PUBREL"):
        decode_ack(6, b"\0\1\x10", V5)


@pytest.mark.parametrize("number", [0, -1, 65_536])
@pytest.mark.parametrize("version", [V311, V5])
def test_a_packet_identifier_that_does_not_exist_is_refused(number: int, version: int) -> None:
    with pytest.raises(Malformed, match="packet identifier"):
        encode_ack(Ack(PacketType.PUBACK, number), version)
