from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from badpackets import BadPacket, bad_packets
from brokerwire import V5, V311, Client, Connack, Connect, Disconnect, Properties, Publish, Will, hub, later
from eventscope.mqtt import codec
from eventscope.mqtt.packets import Auth, Pingresp

FOR_BROKERS = [one for one in bad_packets() if one.to in ("broker", "both")]


@pytest.mark.parametrize("bad", FOR_BROKERS, ids=str)
def test_malformed_packets_cost_only_their_connection(bad: BadPacket) -> None:
    some = hub()
    watcher = Client(some, "watcher")
    watcher.subscribe("#")
    client = Client(some, "c", bad.version, connect=bad.raw[0] >> 4 != 1)
    client.raw(bad.raw)
    assert client.pipe.closed
    got = client.packets()
    if bad.version == V5 and bad.raw[0] >> 4 != 1:
        assert [packet.reason for packet in got] == [bad.reason]  # type: ignore[union-attr]
        assert isinstance(got[0], Disconnect)
    elif bad.version == V311:
        assert got in ([], [Connack(False, 1)], [Connack(False, 2)])
    Client(some, "s").publish("still/alive", b"yes")
    assert watcher.payloads() == [b"yes"]
    assert some.events["failure"] == 0


@settings(max_examples=200, deadline=None)
@given(st.lists(st.binary(max_size=40), max_size=5), st.booleans(), st.sampled_from([V311, V5]))
def test_no_bytes_make_it_fail(chunks: list[bytes], connected: bool, version: int) -> None:
    some = hub()
    client = Client(some, "c", version, connect=connected)
    for chunk in chunks:
        client.raw(chunk)
    assert some.events["failure"] == 0


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_changed_byte_makes_it_fail(data: st.DataObject) -> None:
    some = hub()
    version = data.draw(st.sampled_from([V311, V5]))
    client = Client(some, "c", version)
    client.subscribe("#", "$share/g/#", qos=2)
    good = codec.encode(Publish("a/b", b"payload", 1, packet_id=1, properties=Properties(user=(("k", "v"),))), version)
    raw = bytearray(good * 3)
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    client.raw(bytes(raw))
    assert some.events["failure"] == 0


def test_a_fault_of_our_own_is_loud_and_costs_one_connection(caplog: pytest.LogCaptureFixture) -> None:
    told = []
    some = hub()
    some.notice = lambda level, code, sentence, params: told.append(code)
    client, other = Client(some, "c"), Client(some, "o")
    some.router.route = None  # type: ignore[method-assign,assignment]
    client.publish("t", retain=True)
    assert client.expect(Disconnect).reason == 0x80
    assert (some.events["failure"], told) == (1, ["broker-failure"])
    assert "TypeError" in caplog.text
    other.raw(b"\xc0\x00")
    other.expect(Pingresp)


def test_packets_cut_anywhere_are_put_together() -> None:
    some = hub()
    receiver = Client(some, "r")
    receiver.subscribe("t", qos=1)
    data = b"".join(codec.encode(Publish("t", b"x" * size, 1, packet_id=size + 1), V5) for size in (0, 5, 200))
    for cut in range(1, len(data)):
        sender = Client(some, "s")
        sender.raw(data[:cut])
        sender.raw(data[cut:])
        assert len(sender.packets()) == 3
        assert [len(payload) for payload in receiver.payloads()] == [0, 5, 200]


def test_a_large_packet_in_many_pieces() -> None:
    some = hub()
    receiver, sender = Client(some, "r"), Client(some, "s")
    receiver.subscribe("t")
    data = codec.encode(Publish("t", bytes(1 << 20)), V5)
    for at in range(0, len(data), 999):
        sender.raw(data[at : at + 999])
    assert [len(payload) for payload in receiver.payloads()] == [1 << 20]


def test_a_packet_over_the_limit_is_refused_by_its_header() -> None:
    some = hub(packet=1000)
    client = Client(some, "c")
    client.raw(b"\x30\xe6\x07")  # 998 bytes follow, 1001 in all
    packet = client.expect(Disconnect)
    assert packet.reason == 0x95
    assert "1001" in (packet.properties.reason_string or "")
    exact = Client(some, "d")
    exact.raw(codec.encode(Publish("t", b"x" * (1000 - 7)), V5)[:3])
    assert not exact.pipe.closed


def test_a_reason_string_never_makes_the_goodbye_too_large() -> None:
    some = hub()
    client = Client(some, "c", properties=Properties(maximum_packet_size=20))
    client.raw(b"\x00\x00")
    assert client.expect(Disconnect) == Disconnect(0x81)
    tiny = Client(some, "t", connect=False)
    tiny.send(Connect("t", properties=Properties(maximum_packet_size=2)))
    tiny.pipe.data.clear()
    tiny.raw(b"\x00\x00")
    assert tiny.packets() == []


def test_only_connect_comes_first_and_only_once() -> None:
    some = hub()
    early = Client(some, connect=False)
    early.raw(b"\xc0\x00")
    assert (early.pipe.closed, early.packets()) == (True, [])
    client = Client(some, "c")
    client.send(Connect("c"))
    assert client.expect(Disconnect).reason == 0x82


def test_packets_of_brokers_are_refused() -> None:
    client = Client(hub(), "c")
    client.raw(b"\xd0\x00")
    assert client.expect(Disconnect).reason == 0x82


def test_auth_without_a_method_is_refused() -> None:
    client = Client(hub(), "c")
    client.send(Auth(0x19, Properties(auth_method="X")))
    assert client.expect(Disconnect).reason == 0x82


@pytest.mark.parametrize("version", [V311, V5])
def test_keep_alive(version: int) -> None:
    some = hub()
    watcher = Client(some, "w", keep_alive=0)
    watcher.subscribe("will")
    client = Client(some, "c", version, keep_alive=10, will=Will("will", b"gone"))
    later(some, 14.5)
    client.raw(b"\xc0\x00")
    client.expect(Pingresp)
    later(some, 14.5)
    assert not client.pipe.closed
    later(some, 1)
    assert client.pipe.closed
    assert [packet.reason for packet in client.packets()] == ([0x8D] if version == V5 else [])  # type: ignore[union-attr]
    assert watcher.payloads() == [b"gone"]
    later(some, 10_000)
    assert not watcher.pipe.closed


def test_a_connect_that_does_not_come_is_not_waited_for() -> None:
    some = hub(connect_timeout=5.0)
    client = Client(some, connect=False)
    client.raw(b"\x10")
    later(some, 4.5)
    assert not client.pipe.closed
    later(some, 1)
    assert client.pipe.closed
    assert some.events["connect-timeout"] == 1


def test_a_packet_that_is_not_finished_is_not_waited_for() -> None:
    some = hub(partial_timeout=10.0)
    client = Client(some, "c", keep_alive=0)
    client.raw(b"\x30\xff\x7f")
    for _ in range(9):
        later(some, 1)
        client.raw(b"x")  # one byte a second keeps no packet alive
    later(some, 2)
    assert client.expect(Disconnect).reason == 0x81
    assert some.events["partial-timeout"] == 1


def test_a_large_packet_that_goes_on_may_take_its_time() -> None:
    some = hub(partial_timeout=10.0)
    receiver, client = Client(some, "r", keep_alive=0), Client(some, "c", keep_alive=0)
    receiver.subscribe("t")
    data = codec.encode(Publish("t", bytes(600_000)), V5)
    for at in range(0, len(data), 70_000):
        client.raw(data[at : at + 70_000])
        later(some, 8)
    assert len(receiver.messages()) == 1


def test_memory_of_an_unfinished_packet_grows_with_what_came() -> None:
    client = Client(hub(), "c")
    client.raw(b"\x30\xff\xff\xff\x06" + b"x")
    assert len(client.connection._unfinished.held) == 6


def test_disconnect_ends_in_order() -> None:
    some = hub()
    watcher = Client(some, "w")
    watcher.subscribe("will")
    for version in (V311, V5):
        client = Client(some, "c", version, will=Will("will", b"gone"))
        client.disconnect()
        assert client.packets() == []
    assert watcher.messages() == []
    with_will = Client(some, "c", will=Will("will", b"asked for"))
    with_will.disconnect(0x04)
    assert watcher.payloads() == [b"asked for"]
    with_error = Client(some, "c", will=Will("will", b"fault"))
    with_error.disconnect(0x81)
    assert watcher.payloads() == [b"fault"]
    assert list(some.sessions) == ["w"]


def test_nothing_is_read_behind_disconnect() -> None:
    some = hub()
    watcher = Client(some, "w")
    watcher.subscribe("t")
    client = Client(some, "c")
    client.raw(codec.encode(Disconnect(), V5) + codec.encode(Publish("t", b"late"), V5))
    client.raw(codec.encode(Publish("t", b"later"), V5))
    assert watcher.messages() == []


def test_session_expiry_changes_at_disconnect_but_not_from_zero() -> None:
    some = hub()
    client = Client(some, "c", properties=Properties(session_expiry=5))
    client.disconnect(session_expiry=100)
    later(some, 50)
    assert "c" in some.sessions
    client = Client(some, "c", clean_start=False, properties=Properties(session_expiry=5))
    client.disconnect(session_expiry=0)
    assert "c" not in some.sessions
    client = Client(some, "c")
    client.send(Disconnect(0, Properties(session_expiry=5)))
    assert client.expect(Disconnect).reason == 0x82


def test_a_client_that_does_not_read_its_answers_is_not_heard_until_it_does() -> None:
    some = hub()
    client = Client(some, "c", V311)
    client.pipe.stalled = True
    pings = b"\xc0\x00" * 6000
    client.raw(pings)
    client.raw(pings)
    assert not client.pipe.reading
    client.pipe.drain()
    some.flush()
    assert client.pipe.reading
    assert len(client.packets()) == 12_000


def test_a_peer_that_does_not_hang_up_is_cut_off() -> None:
    some = hub()
    client = Client(some, "c")
    client.raw(b"\x00\x00")
    assert not client.pipe.aborted
    later(some, 2)
    assert client.pipe.aborted


def test_shutting_down_and_throwing_out() -> None:
    some = hub()
    one, two = Client(some, "1"), Client(some, "2")
    one.connection.shut_down()
    two.connection.throw_out()
    some.flush()
    assert one.expect(Disconnect).reason == 0x8B
    assert two.expect(Disconnect).reason == 0x98
