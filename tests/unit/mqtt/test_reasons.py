"""Every code has words that say what it means, and the tables agree with paho's."""

from __future__ import annotations

import mqtt5
import pytest
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.reasoncodes import ReasonCode

from eventscope.mqtt.packets import V5, V311, PacketType
from eventscope.mqtt.reasons import ALLOWED, ALLOWED_V311, check_reason, words
from eventscope.mqtt.wire import Malformed

EVERY = [(V5, kind, code) for kind, codes in ALLOWED.items() for code in codes]
EVERY += [(V311, kind, code) for kind, codes in ALLOWED_V311.items() for code in codes]


@pytest.mark.parametrize(("version", "kind", "code"), EVERY)
def test_every_code_has_words(version: int, kind: PacketType, code: int) -> None:
    said = words(code, version, kind.name)
    assert said.endswith(".")
    assert "0x" not in said
    assert words(code, version, kind.name.lower()) == said
    if (1 < code < 0x80 and kind in (PacketType.CONNACK, PacketType.PUBACK)) or code >= 0x80:
        assert said != words(0, version, kind.name)


def test_the_tables_are_paho_s_and_the_mqtt5_package_s() -> None:
    assert ALLOWED[PacketType.CONNACK] - _of_paho()[PacketType.CONNACK] == {0x99}  # listed in 3.2.2.2, not in paho
    assert ALLOWED[PacketType.DISCONNECT] - _OF_MQTT5[PacketType.DISCONNECT] == {0x8C}  # listed in 2.4 only
    for kind, codes in ALLOWED.items():
        assert codes == _of_paho()[kind] | _OF_MQTT5[kind], kind.name


def _of_paho() -> dict[int, set[int]]:
    theirs: dict[int, set[int]] = {}
    for code, names in ReasonCode(PacketTypes.CONNACK).names.items():
        for kinds in names.values():
            for kind in kinds:
                theirs.setdefault(kind, set()).add(code)
    return theirs


def _codes(enumeration: type) -> set[int]:
    return {int(getattr(enumeration, name)) for name in dir(enumeration) if name.isupper()}


_OF_MQTT5 = {
    PacketType.CONNACK: _codes(mqtt5.ConnAckReasonCode),
    PacketType.PUBACK: _codes(mqtt5.PubAckReasonCode),
    PacketType.PUBREC: _codes(mqtt5.PubRecReasonCode),
    PacketType.PUBREL: _codes(mqtt5.PubRelReasonCode),
    PacketType.PUBCOMP: _codes(mqtt5.PubCompReasonCode),
    PacketType.SUBACK: _codes(mqtt5.SubAckReasonCode),
    PacketType.UNSUBACK: _codes(mqtt5.UnsubAckReasonCode),
    PacketType.DISCONNECT: _codes(mqtt5.DisconnectReasonCode),
    PacketType.AUTH: _codes(mqtt5.AuthReasonCode),
}


def test_the_same_code_speaks_of_its_packet() -> None:
    assert words(0, V5, "SUBACK") == "Granted with QoS 0."
    assert words(0, V5, "CONNACK") == "Connected."
    assert words(0, V5, "PUBACK") == "Done."
    assert words(2, V311, "CONNACK") != words(2, V311, "SUBACK")
    assert words(5, V311) == words(5, V311, "CONNACK")


@pytest.mark.parametrize(("code", "version"), [(0x55, V5), (0xFF, V5), (0x55, V311)])
def test_an_unknown_code_is_named_by_its_number(code: int, version: int) -> None:
    assert f"0x{code:02X}" in words(code, version, "CONNACK")
    with pytest.raises(Malformed, match=f"0x{code:02X} is no reason code of CONNACK"):
        check_reason(code, version, PacketType.CONNACK)


def test_an_unknown_packet_gets_the_general_words() -> None:
    assert words(0x87, V5, "SOMETHING") == words(0x87, V5)
