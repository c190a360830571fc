"""The broker's side of one connection, for what plays broker to a client: its greeting, its pings, its packets."""

from __future__ import annotations

from typing import Protocol

from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, Connack, Connect, Packet, Pingreq, Pingresp, Suback, Subscribe

CHUNK = 1 << 16


class Stream(Protocol):
    """A connected socket, or what looks like one."""

    def recv(self, size: int, /) -> bytes:
        """Some bytes; empty once the client has left."""

    def sendall(self, data: bytes, /) -> None:
        """All of them."""


class BrokerSide:
    """Reads what a client sends, packet by packet; `version` is the client's once it was accepted.

    `receive_maximum` is how many messages above QoS 0 it takes unacknowledged [MQTT5 3.1.2.11.3].
    """

    def __init__(self, sock: Stream) -> None:
        self._sock = sock
        self._splitter = codec.Splitter(1 << 20)
        self._waiting: list[Packet] = []
        self.version = V5
        self.receive_maximum = 0xFFFF

    def accept(self, reason: int = 0) -> None:
        """CONNECT in, CONNACK out."""
        while not isinstance(packet := self.read(), Connect):
            pass
        self.version = packet.version
        self.receive_maximum = packet.properties.receive_maximum or 0xFFFF
        self.send(codec.encode(Connack(False, reason), self.version))

    def grant(self, most: int = 0) -> None:
        """SUBSCRIBE in, SUBACK out: the QoS that was asked for, but no higher than `most`."""
        while not isinstance(packet := self.read(), Subscribe):
            pass
        reasons = tuple(min(item.qos, most) for item in packet.filters)
        self.send(codec.encode(Suback(packet.packet_id, reasons), self.version))

    def send(self, *packets: bytes) -> None:
        """These bytes, as fast as they are read."""
        self._sock.sendall(b"".join(packets))

    def read(self) -> Packet:
        """The next packet that is no ping; those are answered. Raises OSError when the client left."""
        while True:
            while not self._waiting:
                data = self._sock.recv(CHUNK)
                if not data:
                    raise ConnectionError("the client left")
                for frame in self._splitter.feed(data):
                    packet = codec.decode(*frame, self.version)
                    if isinstance(packet, Connect):
                        self.version = packet.version  # what comes right behind it is already in that version
                    self._waiting.append(packet)
            packet = self._waiting.pop(0)
            if not isinstance(packet, Pingreq):
                return packet
            self.send(codec.encode(Pingresp(), self.version))
