"""The packets of a client that is connected: what each asks for, and what it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventscope.broker import framing, subscribing
from eventscope.broker.intake import Intake
from eventscope.broker.session import NEVER
from eventscope.mqtt import codec
from eventscope.mqtt.packets import (
    Ack,
    Auth,
    Connect,
    Disconnect,
    Packet,
    PacketType,
    Pingreq,
    Subscribe,
    Unsubscribe,
)
from eventscope.mqtt.wire import PROTOCOL_ERROR, Malformed

if TYPE_CHECKING:
    from eventscope.broker.connection import Connection

PACKET_ID_NOT_FOUND = 0x92


class Dialogue:
    """Reads whole packets out of chunks and acts on them. `over` is set when the client has said goodbye."""

    def __init__(self, connection: Connection) -> None:
        self.hub = connection.hub
        self.session = connection.session
        self.outbox = connection.outbox
        self.version = connection.version
        self.over = False
        self.keeps_will = True
        self._limit = connection.hub.limits.packet
        self._intake = Intake(connection)

    @property
    def unsent(self) -> int:
        """Answers that wait in the outbox."""
        return self._intake.unsent

    def answers_left(self) -> None:
        """The outbox is empty."""
        self._intake.unsent = 0

    def read(self, data: bytes) -> tuple[int, int]:
        """Act on the whole packets of a chunk; answers where the rest begins and its size, 0 while unknown.

        Raises Malformed.
        """
        at, end = 0, len(data)
        run, take = self._intake.run, self._intake.take
        acknowledged = need = 0
        while at + 1 < end:
            first = data[at]
            size = data[at + 1]
            body = at + 2
            if size >= 0x80:
                size, body = framing.length(data, at, self.version)
                if not body:
                    break
            stop = body + size
            if stop - at > self._limit:
                framing.check_size(stop - at, self._limit)
            if stop > end:
                need = stop - at
                break
            if first & 0xF0 == 0x30:
                at = (first == 0x30 and run(data, at, body, stop)) or stop
                if at == stop:
                    take(first, data, body, stop)
            elif first == 0x40 and size == 2 and self.session.acknowledged(data[body] << 8 | data[body + 1]):
                acknowledged += 1
                at = stop
            else:
                self._act(codec.decode(first, data[body:stop], self.version))
                at = stop
                if self.over:
                    break
        if acknowledged and not self.over:
            self.session.pump()
        return at, need
