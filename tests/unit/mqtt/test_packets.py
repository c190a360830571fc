"""The model's defaults: what is not said is absent, and nothing is shared between packets."""

from __future__ import annotations

from dataclasses import fields

from eventscope.mqtt.packets import Connect, PacketType, Properties, Publish, Will, no_properties


def test_no_properties_is_an_empty_one() -> None:
    assert no_properties() == Properties()
    assert repr(no_properties()) == repr(Properties())
    for field in fields(Properties):
        assert getattr(no_properties(), field.name) == field.default


def test_packets_do_not_share_their_properties() -> None:
    one, two = Publish("a", b""), Publish("a", b"")
    one.properties.topic_alias = 1
    assert two.properties.topic_alias is None
    assert one != two
    assert Connect("c").properties is not Connect("c").properties
    assert Will("w", b"").properties == Properties()


def test_packet_types_are_the_four_high_bits() -> None:
    assert [int(kind) for kind in PacketType] == list(range(1, 16))
