"""CONNECT and CONNACK by hand-written bytes, and what may not be sent."""

from __future__ import annotations

import pytest

from eventscope.mqtt.connect import decode_connack, decode_connect, encode_connack, encode_connect
from eventscope.mqtt.packets import V5, V311, Connack, Connect, Properties, Will
from eventscope.mqtt.wire import Malformed


def test_a_connect_of_3_1_1_by_hand() -> None:
    raw = b"\0\4MQTT\4\xce\0\x0a\0\1c\0\1w\0\3bye\0\1u\0\1p"
    packet = Connect("c", V311, True, 10, "u", b"p", Will("w", b"bye", 1))
    assert decode_connect(raw) == packet
    assert encode_connect(packet) == raw


def test_a_connect_of_5_by_hand() -> None:
    raw = b"\0\4MQTT\5\x76\0\0\5\x11\0\0\0\x0a\0\0\5\x18\0\0\0\1\0\1w\0\0\0\1p"
    will = Will("w", b"", 2, True, Properties(will_delay=1))
    packet = Connect("", V5, True, 0, None, b"p", will, Properties(session_expiry=10))
    assert decode_connect(raw) == packet
    assert encode_connect(packet) == raw


def test_a_bridge_says_so_by_the_high_bit_of_3_1_1() -> None:
    raw = b"\0\4MQTT\x84\2\0\x0a\0\1c"
    packet = Connect("c", V311, True, 10, bridge=True)
    assert decode_connect(raw) == packet
    assert encode_connect(packet) == raw
    for level in (0x83, 0x85, 0x80, 0xFF):  # 5 has options for what the bit means
        with pytest.raises(Malformed, match=f"level {level}") as caught:
            decode_connect(raw.replace(b"\x84", bytes([level])))
        assert caught.value.reason == 0x84


def test_an_empty_user_and_an_empty_password_are_not_missing_ones() -> None:
    packet = Connect("c", V311, user="", password=b"")
    assert decode_connect(encode_connect(packet)) == packet


@pytest.mark.parametrize(
    ("packet", "reason"),
    [
        (Connect("c", version=3), 0x84),
        (Connect("c", bridge=True), 0x84),
        (Connect("c", keep_alive=65_536), 0x82),
        (Connect("c", V311, password=b"p"), 0x81),
        (Connect("c", will=Will("w", b"", 3)), 0x81),
        (Connect("c", will=Will("w", b"", 4)), 0x81),
        (Connect("c", will=Will("w/+", b"")), 0x90),
        (Connect("c", will=Will("", b"")), 0x82),
        (Connect("c", will=Will("w", bytes(65_536))), 0x95),
        (Connect("c" * 65_536), 0x95),
        (Connect("c", properties=Properties(auth_data=b"d")), 0x82),
        (Connect("c", properties=Properties(topic_alias=1)), 0x81),
    ],
)
def test_what_may_not_be_sent_is_refused(packet: Connect, reason: int) -> None:
    with pytest.raises(Malformed) as caught:
        encode_connect(packet)
    assert caught.value.reason == reason


def test_a_connack_of_both_versions_by_hand() -> None:
    assert encode_connack(Connack(True, 0), V311) == b"\1\0"
    assert encode_connack(Connack(False, 5), V311) == b"\0\5"
    assert encode_connack(Connack(False, 0x87), V5) == b"\0\x87\0"
    assert decode_connack(b"\0\0\5\x21\0\x14\x24\1", V5) == Connack(
        False, 0, Properties(receive_maximum=20, maximum_qos=1)
    )


def test_a_refusal_has_no_session() -> None:
    with pytest.raises(Malformed, match="session is present although"):
        encode_connack(Connack(True, 0x87), V5)


def test_a_reason_of_the_other_version_is_refused() -> None:
    with pytest.raises(Malformed, match="0x87 is no reason code of CONNACK"):
        encode_connack(Connack(False, 0x87), V311)
    with pytest.raises(Malformed, match="0x05 is no reason code of CONNACK"):
        encode_connack(Connack(False, 5), V5)
