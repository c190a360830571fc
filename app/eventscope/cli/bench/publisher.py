"""The bench's source as a client: publishes stamped messages to a broker once somebody has subscribed there."""

from __future__ import annotations

import select
import socket
from collections.abc import Callable

from eventscope.base import clock
from eventscope.cli.bench.load import Load
from eventscope.cli.bench.reading import chunk
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, Ack, Connect, Packet, Publish

READY = b"ready"  # how the payload of the message that found a subscriber begins
NO_SUBSCRIBER = 0x10
PATIENCE = 20.0  # seconds that a broker may take for an answer, or for taking bytes
SUBSCRIBED_WITHIN = 60.0


class Publisher:
    """A client of MQTT 5 at 127.0.0.1:`load.port`; sends at QoS 0."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._splitter = codec.Splitter(1 << 20, V5)
        self._sock = socket.create_connection(("127.0.0.1", load.port), timeout=PATIENCE)
        try:
            self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._ask(Connect("bench-source", V5, keep_alive=0))
        except BaseException:
            self._sock.close()
            raise

    def __enter__(self) -> Publisher:
        return self

    def __exit__(self, *_: object) -> None:
        self._sock.close()

    def await_subscriber(self, over: Callable[[], bool]) -> None:
        """Publish at QoS 1 until the broker no longer says that nobody subscribes [MQTT5 3.4.2.1]."""
        probe = Publish(self._load.names[0], READY.ljust(self._load.size, b"."), 1, packet_id=1)
        end = clock.mono_ns() + int(SUBSCRIBED_WITHIN * 1e9)
        while not over():
            answer = self._ask(probe)
            if isinstance(answer, Ack) and answer.reason != NO_SUBSCRIBER:
                return
            if clock.mono_ns() > end:
                raise ConnectionError("nobody has subscribed")
            select.select([], [], [], 0.05)

    def send(self, data: bytes) -> None:
        """All of it, as fast as the broker takes it."""
        self._sock.sendall(data)

    def take(self, seconds: float) -> int:
        """Wait so long; what a broker says at QoS 0 is of no interest, but that it leaves is."""
        if select.select([self._sock], [], [], seconds)[0]:
            chunk(self._sock)
        return 0

    def _ask(self, packet: Packet) -> Packet:
        """Send it and read the answer."""
        self.send(codec.encode(packet, V5))
        while True:
            for frame in self._splitter.feed(chunk(self._sock)):
                return codec.decode(*frame, V5)
