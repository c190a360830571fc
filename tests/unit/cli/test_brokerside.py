"""What plays broker greets as a broker does, whatever arrives in one piece or in many."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from eventscope.cli.brokerside import BrokerSide
from eventscope.mqtt import codec
from eventscope.mqtt.packets import (
    V5,
    V311,
    Connack,
    Connect,
    Disconnect,
    Packet,
    Pingreq,
    Pingresp,
    Suback,
    Subscribe,
    SubscribeFilter,
)


@pytest.fixture
def pair() -> Iterator[tuple[BrokerSide, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.settimeout(10)
        yield BrokerSide(ours), theirs


def answers(sock: socket.socket, version: int, count: int) -> list[Packet]:
    splitter, found = codec.Splitter(1 << 20), []
    while len(found) < count:
        found += [codec.decode(*frame, version) for frame in splitter.feed(sock.recv(1000))]
    return found


@pytest.mark.parametrize("version", [V311, V5])
@pytest.mark.parametrize(("most", "granted"), [(0, (0, 0)), (2, (1, 2))])
def test_greets_in_the_clients_version_even_when_all_comes_at_once(
    pair: tuple[BrokerSide, socket.socket], version: int, most: int, granted: tuple[int, ...]
) -> None:
    side, client = pair
    filters = (SubscribeFilter("a", 1), SubscribeFilter("b", 2))
    packets = [Connect(version=version, client_id="c"), Pingreq(), Subscribe(7, filters), Disconnect()]
    client.sendall(b"".join(codec.encode(item, version) for item in packets))
    side.accept()
    side.grant(most)
    connack, pong, suback = answers(client, version, 3)
    assert connack == Connack(False, 0)
    assert isinstance(pong, Pingresp)
    assert isinstance(suback, Suback)
    assert (suback.packet_id, suback.reasons) == (7, granted)
    assert side.version == version
    assert isinstance(side.read(), Disconnect)
    client.close()
    with pytest.raises(ConnectionError):
        side.read()
