"""A small blocking MQTT client of the self-test's own, so that the broker is not tried with our link alone."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from eventscope.mqtt import codec
from eventscope.mqtt.packets import (
    V5,
    Ack,
    Connack,
    Connect,
    Disconnect,
    Packet,
    PacketType,
    Publish,
    Suback,
    Subscribe,
    SubscribeFilter,
)

PATIENCE = 10.0


class PlainClient:
    """One connection to 127.0.0.1; every read gives up after PATIENCE seconds."""

    def __init__(self, port: int, connect: Connect) -> None:
        self._sock = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._version = connect.version
        self._splitter = codec.Splitter(1 << 24)
        self._waiting: list[Packet] = []
        self._sock.sendall(codec.encode(connect, self._version))
        answer = self.read()
        assert isinstance(answer, Connack)
        self.connack = answer

    def send(self, packet: Packet) -> None:
        """One packet."""
        self._sock.sendall(codec.encode(packet, self._version))

    def read(self) -> Packet:
        """The next packet; raises EOFError when the broker closed, TimeoutError when nothing comes."""
        while not self._waiting:
            data = self._sock.recv(1 << 16)
            if not data:
                raise EOFError
            self._waiting += [codec.decode(first, body, self._version) for first, body in self._splitter.feed(data)]
        return self._waiting.pop(0)

    def subscribe(self, filter_: str, qos: int) -> tuple[int, ...]:
        """Subscribe and answer the reasons."""
        self.send(Subscribe(1, (SubscribeFilter(filter_, qos),)))
        answer = self.read()
        assert isinstance(answer, Suback)
        return answer.reasons

    def publish(self, topic: str, payload: bytes, qos: int = 0, packet_id: int = 0) -> int:
        """Publish, wait for PUBACK at QoS 1, and answer its reason."""
        self.send(Publish(topic, payload, qos, packet_id=packet_id))
        if not qos:
            return 0
        answer = self.read()
        assert isinstance(answer, Ack)
        return answer.reason

    def message(self) -> Publish:
        """The next message, acknowledged."""
        packet = self.read()
        assert isinstance(packet, Publish)
        if packet.qos == 1:
            self.send(Ack(PacketType.PUBACK, packet.packet_id))
        return packet

    def close(self) -> None:
        """Go in order."""
        try:
            self.send(Disconnect())
        finally:
            self._sock.close()


@contextmanager
def client(port: int, name: str, **options: object) -> Iterator[PlainClient]:
    """A client for the time of a block; options are those of CONNECT."""
    found = PlainClient(port, Connect(name, V5, **options))  # type: ignore[arg-type]
    try:
        yield found
    finally:
        found.close()
