"""The broker without sockets for tests: clients whose bytes go straight into a hub, and come back as packets."""

from __future__ import annotations

from typing import TypeVar

from eventscope.broker.connection import Connection
from eventscope.broker.hub import Hub
from eventscope.core.broker import BrokerConfig, Limits
from eventscope.mqtt import codec
from eventscope.mqtt.packets import (
    V5,
    V311,
    Ack,
    Connack,
    Connect,
    Disconnect,
    Packet,
    PacketType,
    Pingresp,
    Properties,
    Publish,
    Suback,
    Subscribe,
    SubscribeFilter,
    Unsuback,
    Unsubscribe,
    Will,
)

SECOND = 1_000_000_000
P = TypeVar("P", bound=Packet)


class Pipe:
    """A transport that keeps what is written; `stall` makes it take nothing more, as a full socket does."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.stuck = bytearray()
        self.stalled = False
        self.closed = False
        self.aborted = False
        self.reading = True
        self.connection: Connection | None = None

    def write(self, data: bytes) -> None:
        assert not self.closed, "a closed transport was written to"
        if not self.stalled:
            self.data += data
            return
        self.stuck += data
        assert self.connection is not None
        self.connection.pause()

    def get_write_buffer_size(self) -> int:
        return len(self.stuck)

    def close(self) -> None:
        self.closed = True

    finish = close

    def abort(self) -> None:
        self.closed = self.aborted = True

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True

    def drain(self) -> None:
        """The peer reads again."""
        self.stalled = False
        self.data += self.stuck
        self.stuck.clear()
        assert self.connection is not None
        self.connection.resume()


class Client:
    """A client of a hub. Packets that it got are in the order of arrival; each call is one turn of the loop."""

    def __init__(
        self, hub: Hub, client_id: str = "client", version: int = V5, connect: bool = True, **more: object
    ) -> None:
        self.hub = hub
        self.pipe = Pipe()
        self.version = version
        self.connection = Connection(hub, self.pipe, "mqtt", f"127.0.0.1:{client_id}")
        self.pipe.connection = self.connection
        self.connack: Connack | None = None
        if connect:
            self.connect(Connect(client_id, version, **more))  # type: ignore[arg-type]

    def connect(self, packet: Connect) -> Connack:
        self.send(packet)
        self.connack = self.expect(Connack)
        return self.connack

    def raw(self, data: bytes) -> None:
        self.connection.feed(data)
        turns(self.hub)

    def send(self, *packets: Packet) -> None:
        self.raw(b"".join(codec.encode(packet, self.version) for packet in packets))

    def packets(self) -> list[Packet]:
        """Everything that came since the last call."""
        splitter = codec.Splitter(1 << 28)
        data, self.pipe.data = bytes(self.pipe.data), bytearray()
        frames = splitter.feed(data)
        assert splitter.partial == 0, "half a packet was sent"
        return [codec.decode(first, body, self.version) for first, body in frames]

    def expect(self, kind: type[P]) -> P:
        """The one packet that came."""
        got = self.packets()
        assert len(got) == 1, got
        assert isinstance(got[0], kind), got
        return got[0]

    def messages(self) -> list[Publish]:
        """The PUBLISH packets that came; nothing else may have."""
        got = self.packets()
        assert all(isinstance(packet, Publish) for packet in got), got
        return [packet for packet in got if isinstance(packet, Publish)]

    def payloads(self) -> list[bytes]:
        return [message.payload for message in self.messages()]

    def subscribe(
        self, *filters: str | SubscribeFilter, qos: int = 0, identifier: int | None = None
    ) -> tuple[int, ...]:
        entries = tuple(SubscribeFilter(one, qos) if isinstance(one, str) else one for one in filters)
        properties = Properties(subscription_ids=(identifier,)) if identifier else Properties()
        self.send(Subscribe(1, entries, properties))
        got = self.packets()
        assert isinstance(got[0], Suback), got
        self.replayed = got[1:]
        return got[0].reasons

    def unsubscribe(self, *filters: str) -> tuple[int, ...]:
        self.send(Unsubscribe(2, filters))
        return self.expect(Unsuback).reasons

    def publish(
        self,
        topic: str,
        payload: bytes = b"x",
        qos: int = 0,
        packet_id: int = 1,
        retain: bool = False,
        dup: bool = False,
        properties: Properties | None = None,
    ) -> None:
        number = packet_id if qos else 0
        self.send(Publish(topic, payload, qos, retain, dup, number, properties or Properties()))

    def ack(self, packet_id: int, kind: PacketType = PacketType.PUBACK, reason: int = 0) -> None:
        self.send(Ack(kind, packet_id, reason))

    def disconnect(self, reason: int = 0, **properties: int) -> None:
        self.send(Disconnect(reason, Properties(**properties)))  # type: ignore[arg-type]
        assert self.pipe.closed
        self.connection.lost()
        self.hub.flush()

    def vanish(self) -> None:
        """The socket breaks without a word."""
        self.connection.lost()
        self.hub.flush()


def hub(config: BrokerConfig | None = None, **limits: float) -> Hub:
    """A hub at second 1000."""
    if limits:
        assert config is None
        config = BrokerConfig(limits=Limits(**limits))  # type: ignore[arg-type]
    return Hub(config or BrokerConfig(), 1000 * SECOND)


def turns(hub_: Hub) -> None:
    """The end of a turn, and as many more as the hub or a connection has something to do."""
    hub_.flush()
    while hub_.owing:
        hub_.go_on()
        hub_.flush()
    while hub_.replays and hub_.replays.go_on(hub_.now):
        hub_.flush()


def later(hub_: Hub, seconds: float) -> None:
    """Time passes, in steps as the server's clock makes them."""
    end = hub_.now + int(seconds * SECOND)
    while hub_.now < end:
        hub_.now = min(hub_.now + SECOND // 2, end)
        hub_.tick()
        hub_.purge()
        turns(hub_)


__all__ = [
    "SECOND",
    "V5",
    "V311",
    "Ack",
    "Client",
    "Connack",
    "Connect",
    "Disconnect",
    "PacketType",
    "Pingresp",
    "Pipe",
    "Properties",
    "Publish",
    "SubscribeFilter",
    "Will",
    "hub",
    "later",
    "turns",
]  # fmt: skip
