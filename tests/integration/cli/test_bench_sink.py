"""The bench's sink: everything is counted once and acknowledged, and a sender that leaves is no figure."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from eventscope.cli.bench.sink import Sink
from eventscope.core.errors import Unavailable
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, V311, Connect, Publish

COUNT = 500


@contextmanager
def sending(version: int) -> Iterator[tuple[Sink, socket.socket]]:
    with contextlib.closing(Sink(COUNT)) as sink, socket.create_connection(("127.0.0.1", sink.port), 10.0) as sock:
        sock.sendall(codec.encode(Connect("sender", version, keep_alive=0), version))
        sink.ready(20.0)
        sink.begin()
        assert exactly(sock, 5 if version == V5 else 4)[0] == 0x20
        yield sink, sock


def exactly(sock: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        fresh = sock.recv(size - len(data))
        assert fresh
        data += fresh
    return data


@pytest.mark.parametrize("version", [V311, V5])
@pytest.mark.parametrize("qos", [0, 1, 2])
@pytest.mark.parametrize("size", [5, 300])
def test_everything_is_taken_and_answered(version: int, qos: int, size: int) -> None:
    with sending(version) as (sink, sock):
        made = [Publish("t", bytes(size), qos, packet_id=n if qos else 0) for n in range(1, COUNT + 1)]
        sock.sendall(b"".join([codec.encode(packet, version) for packet in made]) + b"\xc0\x00")
        ids = [n.to_bytes(2, "big") for n in range(1, COUNT + 1)]
        if qos:
            first = b"\x40\x02" if qos == 1 else b"\x50\x02"
            assert exactly(sock, 4 * COUNT) == b"".join([first + each for each in ids])
        assert exactly(sock, 2) == b"\xd0\x00"
        if qos == 2:
            sock.sendall(b"".join([b"\x62\x02" + each for each in ids]))
            assert exactly(sock, 4 * COUNT) == b"".join([b"\x70\x02" + each for each in ids])
        taken = sink.finish(20.0)
        assert taken.count == COUNT
        assert 0 < taken.start <= taken.end


def test_a_sender_that_leaves_early_is_told() -> None:
    with sending(V5) as (sink, sock):
        sock.sendall(codec.encode(Publish("t", b"x"), V5))
        sock.close()
        with pytest.raises(Unavailable, match="1 of 500"):
            sink.finish(20.0)
