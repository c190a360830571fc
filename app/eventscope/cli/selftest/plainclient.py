"""A small blocking MQTT client of the self-test's own, so that the broker is not tried with our link alone."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from typing import TypeVar

from eventscope.cli.selftest.check import Broken
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

PATIENCE = 10.0  # seconds for each answer
P = TypeVar("P")


class PlainClient:
    """One connection to 127.0.0.1. A broker that does not answer as it should is Broken."""

    def __init__(self, port: int, connect: Connect) -> None:
        self._sock = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._version = connect.version
        self._splitter = codec.Splitter(1 << 24)
        self._waiting: list[Packet] = []
        try:
            self.send(connect)
            self.connack = self._expect(Connack)
        except BaseException:
            self._sock.close()
            raise

    def send(self, packet: Packet) -> None:
        """One packet."""
        self._sock.sendall(codec.encode(packet, self._version))

    def read(self) -> Packet:
        """The next packet."""
        while not self._waiting:
            try:
                data = self._sock.recv(1 << 16)
            except TimeoutError:
                raise Broken(f"the broker said nothing for {PATIENCE:g} s") from None
            if not data:
                raise Broken("the broker closed a connection that was in order")
            self._waiting += [codec.decode(first, body, self._version) for first, body in self._splitter.feed(data)]
        return self._waiting.pop(0)

    def subscribe(self, filter_: str, qos: int) -> tuple[int, ...]:
        """Subscribe and answer the reasons."""
        self.send(Subscribe(1, (SubscribeFilter(filter_, qos),)))
        return self._expect(Suback).reasons

    def publish(self, topic: str, payload: bytes, qos: int = 0, packet_id: int = 0) -> int:
        """Publish, wait for PUBACK at QoS 1, and answer its reason."""
        self.send(Publish(topic, payload, qos, packet_id=packet_id))
        return self._expect(Ack).reason if qos else 0

    def message(self) -> Publish:
        """The next message, acknowledged."""
        packet = self._expect(Publish)
        if packet.qos == 1:
            self.send(Ack(PacketType.PUBACK, packet.packet_id))
        return packet

    def close(self) -> None:
        """Go in order."""
        with contextlib.suppress(OSError), self._sock:
            self.send(Disconnect())

    def _expect(self, kind: type[P]) -> P:
        packet = self.read()
        if not isinstance(packet, kind):
            raise Broken(f"the broker sent {type(packet).__name__} where {kind.__name__} was due")
        return packet


@contextlib.contextmanager
def client(port: int, name: str, **options: object) -> Iterator[PlainClient]:
    """A client for the time of a block; options are those of CONNECT."""
    found = PlainClient(port, Connect(name, V5, **options))  # type: ignore[arg-type]
    try:
        yield found
    finally:
        found.close()
