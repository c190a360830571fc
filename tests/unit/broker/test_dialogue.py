from __future__ import annotations

import pytest

from brokerwire import V5, V311, Ack, Client, Connect, Disconnect, PacketType, Pingresp, Properties, Publish, hub
from eventscope.mqtt import codec
from eventscope.mqtt.packets import Auth, Pingreq, Suback, Subscribe, SubscribeFilter


def test_many_packets_in_one_chunk_are_answered_in_order() -> None:
    some = hub()
    client = Client(some, "c")
    client.send(
        Pingreq(),
        Subscribe(1, (SubscribeFilter("t", 1),)),
        Publish("t", b"1", 1, packet_id=1),
        Publish("t", b"0"),
        Publish("t", b"0"),
        Publish("t", b"2", 2, packet_id=2),
        Pingreq(),
    )
    kinds = [type(packet) for packet in client.packets()]
    assert kinds == [Pingresp, Suback, Publish, Ack, Publish, Publish, Publish, Ack, Pingresp]


def test_acknowledgements_of_a_chunk_make_room_together() -> None:
    some = hub()
    receiver = Client(some, "r", properties=Properties(receive_maximum=3))
    sender = Client(some, "s")
    receiver.subscribe("t", qos=1)
    for number in range(9):
        sender.publish("t", b"%d" % number, qos=1, packet_id=number + 1)
    for _ in range(3):
        messages = receiver.messages()
        assert len(messages) == 3
        receiver.send(*(Ack(PacketType.PUBACK, message.packet_id) for message in messages))
    assert some.sessions["r"].delivered == 9


@pytest.mark.parametrize("version", [V311, V5])
def test_a_second_connect_and_packets_of_brokers_are_refused(version: int) -> None:
    for packet in (Connect("c", version), Suback(1, (0,)), Pingresp()):
        some = hub()
        client = Client(some, "c", version)
        client.send(packet)
        assert client.pipe.closed
        assert [one.reason for one in client.packets()] == ([0x82] if version == V5 else [])  # type: ignore[union-attr]


def test_auth_needs_a_method_that_was_agreed() -> None:
    client = Client(hub(), "c")
    client.send(Auth(0x19, Properties(auth_method="x")))
    assert client.expect(Disconnect).reason == 0x82


def test_what_follows_a_fault_is_not_read() -> None:
    some = hub()
    watcher, client = Client(some, "w"), Client(some, "c")
    watcher.subscribe("t")
    good = codec.encode(Publish("t", b"good"), V5)
    client.raw(good + b"\x00\x00" + good)
    assert watcher.payloads() == [b"good"]
