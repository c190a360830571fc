"""The packets of a client that is connected: what each asks for, and what it is answered."""

from __future__ import annotations

from collections.abc import Iterator
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
SHARE = 3_000  # effort of one client in a turn of the loop, about 3 ms; then others are heard before it goes on
PACKET, ACKNOWLEDGED = 5, 2  # effort of a control packet, and of a PUBACK


class Dialogue:
    """Reads whole packets out of chunks and acts on them. `over` is set when the client has said goodbye.

    `tired` says that the last reading ended because others are to be heard, `busy` that a packet is not done with.
    """

    def __init__(self, connection: Connection) -> None:
        self.hub = connection.hub
        self.session = connection.session
        self.outbox = connection.outbox
        self.version = connection.version
        self.bridge = connection.bridge
        self.over = self.tired = False
        self._job: Iterator[None] | None = None  # of SUBSCRIBE and UNSUBSCRIBE, which may name thousands
        self.keeps_will = True
        self._limit = connection.hub.limits.packet
        self._intake = Intake(connection)

    @property
    def unsent(self) -> int:
        """Answers that wait in the outbox."""
        return self._intake.unsent

    @property
    def busy(self) -> bool:
        """A packet was begun and is not done with."""
        return self._job is not None

    def answers_left(self) -> None:
        """The outbox is empty."""
        self._intake.unsent = self._intake.owed = 0

    def read(self, data: bytes) -> tuple[int, int]:
        """Act on the whole packets of a chunk; answers where the rest begins and its size, 0 while unknown.

        Raises Malformed.
        """
        hub = self.hub
        at, end = 0, len(data)
        self.tired = not self._work()
        if self.tired:
            return 0, 0
        run, take = self._intake.run, self._intake.take
        acknowledged = need = 0
        while at + 1 < end:
            first = data[at]
            size = data[at + 1]
            body = at + 2
            if size >= 0x80:
                high = data[body] if body < end else 0
                if 0 < high < 0x80:  # two bytes, as nearly always
                    size, body = size & 0x7F | high << 7, at + 3
                else:
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
                ran = first == 0x30 and run(data, at, body, stop)
                if not ran:
                    take(first, data, body, stop)
                at = ran or stop
            elif first == 0x40 and size == 2 and self.session.acknowledged(data[body] << 8 | data[body + 1]):
                acknowledged += 1
                hub.effort += ACKNOWLEDGED
                at = stop
            else:
                hub.effort += PACKET
                self._act(codec.decode(first, data[body:stop], self.version))
                at = stop
                if self.over:
                    break
            if hub.effort > SHARE:
                self.tired = True
                break
        if acknowledged and not self.over:
            self.session.pump()
        return at, need

    def _work(self) -> bool:
        """Go on with a packet that was begun; answers whether it is done with."""
        job, hub = self._job, self.hub
        if job is not None:
            for _ in job:
                if hub.effort > SHARE:
                    return False
            self._job = None
        return True

    def _begin(self, job: Iterator[None]) -> None:
        self._job = job
        self.tired = not self._work()

    def _act(self, packet: Packet) -> None:
        match packet:
            case Ack():
                self._acknowledge(packet)
            case Subscribe():
                self._begin(subscribing.subscribe(self, packet))
            case Unsubscribe():
                self._begin(subscribing.unsubscribe(self, packet))
            case Pingreq():
                self._intake.unsent += 1
                self.outbox.put(b"\xd0\x00")
            case Disconnect():
                self._disconnect(packet)
            case Connect():
                raise Malformed(PROTOCOL_ERROR, "CONNECT came twice on one connection [MQTT-3.1.0-2]")
            case Auth():
                raise Malformed(PROTOCOL_ERROR, "AUTH came without an agreed method [MQTT-4.12.0-1]")
            case _:
                raise Malformed(PROTOCOL_ERROR, f"{type(packet).__name__.upper()} is for brokers to send")

    def _acknowledge(self, packet: Ack) -> None:
        session, number = self.session, packet.packet_id
        if packet.type is PacketType.PUBREL:
            known = number in session.incoming
            session.incoming.discard(number)
            self._intake.owed += known
            self._answer(PacketType.PUBCOMP, number, known)
        elif packet.type is PacketType.PUBREC and packet.reason < 0x80:
            self._answer(PacketType.PUBREL, number, session.release(number))
        elif session.acknowledged(number, packet.reason):
            session.pump()
        else:
            self.hub.events["unknown-packet-id"] += 1

    def _answer(self, kind: PacketType, packet_id: int, known: bool) -> None:
        if not known:
            self.hub.events["unknown-packet-id"] += 1
        self._intake.unsent += 1
        self.outbox.put(codec.encode(Ack(kind, packet_id, 0 if known else PACKET_ID_NOT_FOUND), self.version))

    def _disconnect(self, packet: Disconnect) -> None:
        expiry = packet.properties.session_expiry
        if expiry and not self.session.expiry:
            raise Malformed(PROTOCOL_ERROR, "DISCONNECT raises a session expiry that was 0 [MQTT-3.14.2-2]")
        if expiry is not None:
            self.session.expiry = min(expiry, NEVER)
        self.keeps_will = packet.reason != 0  # [MQTT-3.14.4-3]
        self.over = True
