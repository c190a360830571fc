"""The table of properties agrees with the chapters of the specification and with paho's own table."""

from __future__ import annotations

from dataclasses import fields

import pytest
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties as PahoProperties

from eventscope.mqtt.packets import PacketType, Properties
from eventscope.mqtt.propertytable import BY_CODE, ORDER, TABLE, check, packet_name, row
from eventscope.mqtt.wire import Malformed
from mqttpackets import FIELDS, WILL

PAHO = PahoProperties(PacketTypes.PUBLISH)


def test_the_table_is_paho_s_table() -> None:
    assert {known.name: known.code for known in TABLE} == PAHO.names
    for known in TABLE:
        theirs = {WILL if packet == PacketTypes.WILLMESSAGE else packet for packet in PAHO.properties[known.code][1]}
        assert set(known.packets) == theirs, known.name


def test_every_field_of_the_model_has_its_row() -> None:
    assert {known.field for known in TABLE} == {field.name for field in fields(Properties)}
    assert [known.code for known in TABLE] == sorted(BY_CODE)
    assert [TABLE[ORDER[known.field]] for known in TABLE] == list(TABLE)


@pytest.mark.parametrize("packet", sorted(FIELDS))
def test_packets_carry_what_their_chapter_says(packet: int) -> None:
    auth = {"auth_method", "auth_data"} if packet in (1, 2, 15) else set()
    listed = set(FIELDS[packet]) | auth | {"user"}
    assert {known.field for known in TABLE if packet in known.packets} == listed


def test_a_misplaced_property_is_named_with_its_packet() -> None:
    with pytest.raises(Malformed, match="Will Delay Interval is not allowed in PUBLISH"):
        row(0x18, PacketType.PUBLISH)
    with pytest.raises(Malformed, match="Topic Alias is not allowed in a will"):
        row(0x23, WILL)
    assert row(0x23, None).field == "topic_alias"
    assert packet_name(PacketType.AUTH) == "AUTH"


def test_bounds_are_inclusive() -> None:
    for value in (0, 1, True):
        check(row(0x25, None), value)
    check(row(0x21, None), 1)
    with pytest.raises(Malformed, match="Receive Maximum is 0; it must be at least 1"):
        check(row(0x21, None), 0)
