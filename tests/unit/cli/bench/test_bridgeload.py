"""Feeds and taps of the bench: packets are numbered, acknowledgements of every QoS are answered and counted."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import numpy as np
import pytest

from eventscope.cli.bench.bridgeload import SEQ, TOPIC, MqttFeed, MqttTap, numbers, payload
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V311, Publish


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.settimeout(5)
        yield ours, theirs


def packets(sock: socket.socket) -> list[Publish]:
    splitter = codec.Splitter(1 << 20, V311)
    return [codec.decode(first, body, V311) for first, body in splitter.feed(sock.recv(1 << 20))]  # type: ignore[misc]


@pytest.mark.parametrize("qos", [0, 1, 2])
def test_what_is_put_in_is_numbered(pair: tuple[socket.socket, socket.socket], qos: int) -> None:
    feed = MqttFeed(pair[0], qos, 40, 3)
    feed.send(2)
    feed.send(3)
    found = packets(pair[1])
    assert [item.payload for item in found] == [payload(number, 40) for number in range(5)]
    assert {(item.topic, item.qos) for item in found} == {(TOPIC, qos)}
    assert [item.packet_id for item in found] == ([1, 2, 3, 1, 2] if qos else [0] * 5)
    assert (feed.sent, feed.open) == (5, 5 if qos else 0)


def test_acknowledgements_are_counted_and_pubrec_is_answered(pair: tuple[socket.socket, socket.socket]) -> None:
    feed = MqttFeed(pair[0], 2, 40, 10)
    feed.send(2)
    pair[1].recv(1 << 16)
    pair[1].sendall(b"\x50\x02\x00\x01\x50\x02\x00\x02\x70")
    feed.turn()
    assert pair[1].recv(100) == b"\x62\x02\x00\x01\x62\x02\x00\x02"
    assert feed.open == 2
    pair[1].sendall(b"\x02\x00\x01\x70\x02\x00\x02")
    feed.turn()
    assert feed.open == 0
    feed.turn()


@pytest.mark.parametrize("qos", [0, 1])
def test_what_comes_out_is_counted_and_acknowledged(pair: tuple[socket.socket, socket.socket], qos: int) -> None:
    seen: list[tuple[list[int], int]] = []
    tap = MqttTap(pair[0], qos, 40, lambda given, now: seen.append((given, now)))
    assert tap.turn(0) == 0
    data = b"".join(
        codec.encode(Publish(TOPIC, payload(number, 40), qos, packet_id=number if qos else 0), V311)
        for number in (7, 8, 12)
    )
    pair[1].sendall(data[:-5])
    assert tap.turn(1) == 2
    pair[1].sendall(data[-5:])
    assert tap.turn(1) == 1
    assert [number for given, _ in seen for number in given] == [7, 8, 12]
    assert tap.received == 3
    if qos:
        assert pair[1].recv(100) == b"\x40\x02\x00\x07\x40\x02\x00\x08\x40\x02\x00\x0c"


def test_a_peer_that_closes_is_no_silence(pair: tuple[socket.socket, socket.socket]) -> None:
    tap = MqttTap(pair[0], 0, 40)
    pair[1].close()
    with pytest.raises(ConnectionError):
        tap.turn(1)


def test_numbers_are_read_from_payloads() -> None:
    rows = np.frombuffer(payload(123_456_789_012, 20) + payload(5, 20), np.uint8).reshape(2, 20)
    assert numbers(rows, 0) == [123_456_789_012, 5]
    assert len(payload(1, 20)) == 20
    assert SEQ == 12
