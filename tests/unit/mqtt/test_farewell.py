"""DISCONNECT and AUTH in their short and long forms."""

from __future__ import annotations

import pytest

from eventscope.mqtt.farewell import decode_auth, decode_disconnect, encode_auth, encode_disconnect
from eventscope.mqtt.packets import V5, V311, Auth, Disconnect, Properties
from eventscope.mqtt.wire import Malformed


@pytest.mark.parametrize(
    ("packet", "raw"),
    [
        (Disconnect(), ""),
        (Disconnect(4), "04"),
        (Disconnect(0, Properties(session_expiry=9)), "00051100000009"),
        (Disconnect(0x9C, Properties(server_reference="b")), "9c041c000162"),
    ],
)
def test_disconnect_in_its_shortest_form(packet: Disconnect, raw: str) -> None:
    assert encode_disconnect(packet, V5).hex() == raw
    assert decode_disconnect(bytes.fromhex(raw), V5) == packet


def test_a_disconnect_with_everything_written_out_is_read() -> None:
    assert decode_disconnect(b"\0\0", V5) == Disconnect()


def test_disconnect_is_empty_in_3_1_1() -> None:
    assert encode_disconnect(Disconnect(4, Properties(session_expiry=1)), V311) == b""
    assert decode_disconnect(b"", V311) == Disconnect()


@pytest.mark.parametrize(
    ("packet", "raw"),
    [
        (Auth(), ""),
        (Auth(0x18, Properties(auth_method="m", auth_data=b"\0")), "18081500016d16000100"),
        (Auth(0, Properties(auth_method="m")), "00041500016d"),
    ],
)
def test_auth_in_its_shortest_form(packet: Auth, raw: str) -> None:
    assert encode_auth(packet, V5).hex() == raw
    assert decode_auth(bytes.fromhex(raw), V5) == packet


@pytest.mark.parametrize("packet", [Auth(0x18), Auth(0, Properties(reason_string="x"))])
def test_auth_needs_its_method(packet: Auth) -> None:
    with pytest.raises(Malformed, match="Authentication Method"):
        encode_auth(packet, V5)


def test_auth_is_unknown_to_3_1_1() -> None:
    with pytest.raises(Malformed, match=r"3\.1\.1"):
        encode_auth(Auth(), V311)
