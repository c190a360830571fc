"""Our broker as a running process for tests, and clients on raw sockets that speak packet by packet."""

from __future__ import annotations

import select
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from eventscope.broker.child import BrokerProcess
from eventscope.core.broker import BrokerConfig, BrokerGauges, ClientGauge, GroupGauge, Listener
from eventscope.mqtt import codec
from eventscope.mqtt.packets import (
    V5,
    Connack,
    Connect,
    Packet,
    Publish,
    Suback,
    Subscribe,
    SubscribeFilter,
)
from servers import wait_until

SECONDS = 10.0
ANY_PORT = (Listener(port=0),)


class Broker:
    """A broker in its child process. `gauges` is the newest snapshot, `ended` what was said about its end."""

    def __init__(self, config: BrokerConfig) -> None:
        self.snapshots: list[BrokerGauges] = []
        self.ended: list[str] = []
        self.notices: list[tuple[str, str]] = []
        self.process = BrokerProcess.start(
            config,
            self.snapshots.append,
            self.ended.append,
            on_notice=lambda level, code, sentence, params: self.notices.append((code, sentence.format(**params))),
        )
        self.ports = self.process.ports

    @property
    def port(self) -> int:
        port = self.ports.mqtt
        assert port is not None
        return port

    def until(self, condition: Callable[[BrokerGauges], bool], what: str) -> BrokerGauges:
        """Wait for a snapshot that satisfies `condition`."""

        def look() -> BrokerGauges | None:
            newest = self.snapshots[-1] if self.snapshots else None
            return newest if newest is not None and condition(newest) else None

        found: BrokerGauges = wait_until(look, SECONDS, what)
        return found

    def client(
        self, name: str, condition: Callable[[ClientGauge], bool], what: str = "the client's gauge"
    ) -> ClientGauge:
        """Wait until the gauge of one client satisfies `condition`."""

        def fits(gauges: BrokerGauges) -> bool:
            return any(one.client == name and condition(one) for one in gauges.clients)

        found = self.until(fits, what)
        return next(one for one in found.clients if one.client == name)

    def group(self, name: str, condition: Callable[[GroupGauge], bool], what: str = "the group's gauge") -> GroupGauge:
        """Wait until the gauge of one shared group satisfies `condition`."""

        def fits(gauges: BrokerGauges) -> bool:
            return any(one.group == name and condition(one) for one in gauges.groups)

        found = self.until(fits, what)
        return next(one for one in found.groups if one.group == name)


@contextmanager
def broker(config: BrokerConfig | None = None) -> Iterator[Broker]:
    """A running broker on any free port."""
    running = Broker(config or BrokerConfig(ANY_PORT))
    try:
        yield running
    finally:
        running.process.stop()


class RawClient:
    """One socket; reads give up after ten seconds. Not connected by MQTT until `connect`."""

    def __init__(self, port: int, version: int = V5, tls: ssl.SSLContext | None = None, receive: int = 0) -> None:
        raw = socket.socket()
        if receive:  # a small window makes a client that does not read felt at once
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
        raw.settimeout(SECONDS)
        try:
            raw.connect(("127.0.0.1", port))
            self.sock: socket.socket = tls.wrap_socket(raw, server_hostname="localhost") if tls else raw
        except BaseException:
            raw.close()
            raise
        self.version = version
        self._splitter = codec.Splitter(1 << 28)
        self._frames: list[tuple[int, bytes]] = []

    def __enter__(self) -> RawClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.sock.close()

    def send(self, *packets: Packet) -> None:
        self.raw(b"".join(codec.encode(packet, self.version) for packet in packets))

    def raw(self, data: bytes) -> None:
        self.sock.sendall(data)

    def read(self) -> Packet:
        """The next packet; EOFError when the broker closed."""
        while not self._frames:
            data = self.sock.recv(1 << 16)
            if not data:
                raise EOFError
            self._frames += self._splitter.feed(data)
        first, body = self._frames.pop(0)
        return codec.decode(first, body, self.version)

    def until_closed(self) -> list[Packet]:
        """Everything up to the close of the broker."""
        packets = []
        try:
            while True:
                packets.append(self.read())
        except (EOFError, ConnectionResetError):
            return packets

    def quiet(self, seconds: float = 0.3) -> bool:
        """Whether nothing comes for a while."""
        return not self._frames and not select.select([self.sock], [], [], seconds)[0]

    def connect(self, client_id: str = "raw", **more: object) -> Connack:
        self.send(Connect(client_id, self.version, **more))  # type: ignore[arg-type]
        packet = self.read()
        assert isinstance(packet, Connack), packet
        return packet

    def subscribe(self, filter_: str, qos: int = 0) -> int:
        self.send(Subscribe(1, (SubscribeFilter(filter_, qos),)))
        packet = self.read()
        assert isinstance(packet, Suback), packet
        return packet.reasons[0]

    def message(self) -> Publish:
        packet = self.read()
        assert isinstance(packet, Publish), packet
        return packet


def connected(port: int, client_id: str, version: int = V5, **more: object) -> RawClient:
    """A raw client that is let in."""
    client = RawClient(port, version)
    try:
        assert client.connect(client_id, **more).reason == 0
    except BaseException:
        client.sock.close()
        raise
    return client


def deadline(seconds: float = SECONDS) -> float:
    """For loops of their own."""
    return time.monotonic() + seconds
