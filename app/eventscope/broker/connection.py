"""One client's connection: framing, the packets that are no PUBLISH, time-outs, and how it ends."""

from __future__ import annotations

import logging
from enum import Enum

from eventscope.broker import hello, subscribing
from eventscope.broker.hub import Hub
from eventscope.broker.intake import Intake
from eventscope.broker.message import NS
from eventscope.broker.outbox import Outbox, Transport
from eventscope.broker.session import NEVER, Session
from eventscope.broker.wills import LastWill
from eventscope.mqtt import codec
from eventscope.mqtt.packets import (
    V5,
    V311,
    Ack,
    Auth,
    Connect,
    Disconnect,
    Packet,
    PacketType,
    Pingreq,
    Properties,
    Subscribe,
    Unsubscribe,
)
from eventscope.mqtt.wire import MALFORMED, PACKET_TOO_LARGE, PROTOCOL_ERROR, Malformed

log = logging.getLogger(__name__)

CONNECT_SIZE = 512 << 10  # a CONNECT cannot be larger by its fields alone but for floods of user properties
UNREAD_ANSWERS = 10_000  # past that many answers a client that does not read is not heard either
CLOSING_SECONDS = 1.0  # for a peer to read why it is closed
PROGRESS = 64 << 10  # bytes of an unfinished packet that renew its time-out
NORMAL, WITH_WILL = 0x00, 0x04
UNSPECIFIED, SHUTTING_DOWN, KEEP_ALIVE_TIMEOUT, TAKEN_OVER, ADMINISTRATIVE = 0x80, 0x8B, 0x8D, 0x8E, 0x98
PACKET_ID_NOT_FOUND = 0x92


class State(Enum):
    """Where a connection is in its life."""

    NEW = "waits for CONNECT"
    VERIFYING = "waits for the password check"
    OPEN = "connected"
    CLOSED = "over"


class Connection:
    """The protocol between one peer and the hub; the server brings bytes and carries them away.

    `hub.now` has to be set before each call. After `feed` the server flushes the hub at the end of the turn.
    """

    def __init__(self, hub: Hub, transport: Transport, listener: str = "mqtt", address: str = "") -> None:
        self.hub = hub
        self.transport = transport
        self.listener = listener
        self.address = address
        self.outbox = Outbox(transport, hub.dirty, hub.limits)
        self.state = State.NEW
        self.version = V311
        self.keep_alive = 0
        self.since = hub.now
        self.will: LastWill | None = None
        self.session: Session = None  # type: ignore[assignment]  # there from the moment it is OPEN
        self._intake: Intake = None  # type: ignore[assignment]
        self._heard = hub.now
        self._held = bytearray()
        self._need = 0
        self._deadline = 0
        self._progress = 0
        self._limit = min(CONNECT_SIZE, hub.limits.packet)
        hub.connections.add(self)

    # --- what the server calls ----------------------------------------------------------------------------------

    def feed(self, data: bytes) -> None:
        """Bytes came. Whatever is wrong with them costs this connection and nothing else."""
        if self.state is State.CLOSED:
            return
        self.hub.bytes_in += len(data)
        self._heard = self.hub.now
        try:
            self._take(data)
        except Malformed as fault:
            self.fail(fault.reason, fault.words)
        except Exception as error:  # noqa: BLE001  # one client's end, never the broker's; told loudly
            self.hub.failed(self.name, error)
            self.fail(UNSPECIFIED, "The broker failed at this packet; its log has the details")

    def pause(self) -> None:
        """The socket does not take more for now."""
        self.outbox.pause()

    def resume(self) -> None:
        """The socket took everything."""
        self.outbox.resume(self.hub.now)
        if self.state is State.OPEN:
            self._intake.unsent = 0
            self.transport.resume_reading()
            self.session.pump()

    def hang_up(self) -> None:
        """The peer said that it goes, but not in MQTT."""
        self._end(self.will)

    def lost(self) -> None:
        """The transport is gone."""
        self._end(self.will)
        self.hub.bytes_out += self.outbox.sent_bytes
        self.hub.connections.discard(self)

    def tick(self) -> None:
        """Time has passed."""
        try:
            self._check_time(self.hub.now)
        except Exception as error:  # noqa: BLE001  # as above
            self.hub.failed(self.name, error)
            self.transport.abort()

    def _check_time(self, now: int) -> None:
        if self.state is State.CLOSED:
            if now > self._deadline:
                self.transport.abort()
        elif self.state is State.NEW and now - self.since > self.hub.limits.connect_timeout * NS:
            self.hub.events["connect-timeout"] += 1
            self._close()
        elif self._held and self.state is State.OPEN and now > self._deadline:
            self.hub.events["partial-timeout"] += 1
            self.fail(MALFORMED, "A packet was begun and not finished in time")
        elif self.state is State.OPEN and self.keep_alive and now - self._heard > self.keep_alive * 3 * NS // 2:
            self.hub.events["keep-alive-timeout"] += 1
            self.fail(KEEP_ALIVE_TIMEOUT, "Nothing came within one and a half times the keep alive")

    # --- how it ends --------------------------------------------------------------------------------------------

    def fail(self, reason: int, words: str) -> None:
        """End because of a fault: MQTT 5 is told the reason, and the will is published."""
        if self.state is State.CLOSED:
            return
        log.info("closing %s: %s (0x%02X)", self.name, words, reason)
        if self.state is State.OPEN:
            self._say_goodbye(reason, words)
        else:
            hello.refuse(self, reason, words)
        self._end(self.will)
        self.transport.finish()

    def take_over(self, other: Connection) -> None:
        """Another connection has our client id [MQTT-3.1.4-3]."""
        self.hub.taken_over(self.session.id, self.address, other.address)
        self.fail(TAKEN_OVER, "Another client connected with the same client identifier")

    def shut_down(self) -> None:
        """The broker stops."""
        self.fail(SHUTTING_DOWN, "The broker is shutting down")

    def throw_out(self) -> None:
        """A person wants this client gone."""
        self.fail(ADMINISTRATIVE, "The connection was closed by an administrator")

    @property
    def name(self) -> str:
        """For the broker's own log."""
        return f"client {self.session.id!r}" if self.session is not None else f"connection from {self.address}"

    def opened(self, session: Session, packet: Connect) -> None:
        """CONNECT was accepted; what came behind it is read now."""
        self.session = session
        self.state = State.OPEN
        self._limit = self.hub.limits.packet
        self._heard = self.hub.now
        self._intake = Intake(self)

    def wait_for_check(self) -> None:
        """The password is being checked; nothing is read meanwhile."""
        self.state = State.VERIFYING
        self.transport.pause_reading()

    @property
    def waits_for_check(self) -> bool:
        """Whether the answer of the check still matters."""
        return self.state is State.VERIFYING

    def go_on(self) -> None:
        """After a password check: read what came meanwhile."""
        self.transport.resume_reading()
        self.feed(b"")

    def _say_goodbye(self, reason: int, words: str) -> None:
        if self.version == V5:
            packet = codec.encode(Disconnect(reason, Properties(reason_string=words)), V5)
            if len(packet) > self.outbox.max_packet:
                packet = codec.encode(Disconnect(reason), V5)
            if len(packet) <= self.outbox.max_packet:
                self.outbox.put(packet)

    def _close(self) -> None:
        """Close at once: there is nothing left to say."""
        self._end(self.will)
        self.transport.close()

    def _end(self, will: LastWill | None) -> None:
        """Leave the session, once."""
        was, self.state = self.state, State.CLOSED
        if was is State.CLOSED:
            return
        self._deadline = self.hub.now + int(CLOSING_SECONDS * NS)
        self._held = bytearray()
        self.will = None
        if was is State.OPEN:
            self.outbox.flush(self.hub.now)
            if self.hub.online.get(self.session.id) is self:
                del self.hub.online[self.session.id]
            self.hub.leave(self.session, will)

    # --- bytes --------------------------------------------------------------------------------------------------

    def _take(self, data: bytes) -> None:
        if self.state is State.OPEN and not self.outbox.blocked and not self.outbox.pieces:
            self._intake.unsent = 0
        if self._held or self.state is State.VERIFYING:
            self._held += data
            if self._waits():
                return
            data = bytes(self._held)
            self._held = bytearray()
        self._need = 0
        at = self._packets(data)
        if at < len(data) and self.state is not State.CLOSED:
            self._held = bytearray(data[at:])
            self._set_deadline()
        if self.outbox.blocked and self.state is State.OPEN and self._intake.unsent > UNREAD_ANSWERS:
            self.transport.pause_reading()

    def _waits(self) -> bool:
        """Whether what is held is not yet worth reading."""
        if self.state is State.VERIFYING:
            return True
        if self._need and len(self._held) < self._need:
            if len(self._held) - self._progress >= PROGRESS:
                self._set_deadline()
            return True
        return False

    def _set_deadline(self) -> None:
        self._progress = len(self._held)
        self._deadline = self.hub.now + int(self.hub.limits.partial_timeout * NS)

    def _packets(self, data: bytes) -> int:
        """Handle the whole packets of a chunk; answers where the rest begins."""
        at, end = 0, len(data)
        while at + 1 < end:
            first = data[at]
            size = data[at + 1]
            body = at + 2
            if size >= 0x80:
                size, body = _length(data, at, self.version)
                if not body:
                    break
            stop = body + size
            if stop - at > self._limit:
                raise Malformed(PACKET_TOO_LARGE, f"A packet announces {stop - at} bytes; {self._limit} are accepted")
            if stop > end:
                self._need = stop - at
                break
            if self.state is State.OPEN:
                at = (first == 0x30 and self._intake.run(data, at, body, stop)) or self._one(first, data, body, stop)
            else:
                at = stop
                self._greet(first, data[body:stop])
            if self.state is not State.OPEN:
                break
        return at

    def _one(self, first: int, data: bytes, body: int, stop: int) -> int:
        if first == 0x40 and stop - body == 2 and (number := data[body] << 8 | data[body + 1]):
            self._acknowledged(number, 0)
        elif first & 0xF0 == 0x30:
            self._intake.take(first, data, body, stop)
        else:
            self._packet(codec.decode(first, data[body:stop], self.version))
        return stop

    def _greet(self, first: int, body: bytes) -> None:
        if first != 0x10:
            raise Malformed(PROTOCOL_ERROR, "The first packet is not CONNECT [MQTT-3.1.0-1]")
        self.version = hello.version_of(body)
        packet = codec.decode(first, body, V5)
        assert isinstance(packet, Connect)
        self.version = packet.version
        hello.connect(self, packet)

    # --- packets ------------------------------------------------------------------------------------------------

    def _packet(self, packet: Packet) -> None:
        match packet:
            case Ack():
                self._ack(packet)
            case Subscribe():
                subscribing.subscribe(self, packet)
            case Unsubscribe():
                subscribing.unsubscribe(self, packet)
            case Pingreq():
                self.outbox.put(b"\xd0\x00")
                self._intake.unsent += 1
            case Disconnect():
                self._disconnect(packet)
            case Connect():
                raise Malformed(PROTOCOL_ERROR, "CONNECT came twice on one connection [MQTT-3.1.0-2]")
            case Auth():
                raise Malformed(PROTOCOL_ERROR, "AUTH came without an agreed method [MQTT-4.12.0-1]")
            case _:
                raise Malformed(PROTOCOL_ERROR, f"{type(packet).__name__.upper()} is for brokers to send")

    def _acknowledged(self, packet_id: int, reason: int) -> None:
        session = self.session
        if not session.acknowledged(packet_id, reason):
            self.hub.events["unknown-packet-id"] += 1
        elif session.waiting or session.groups or session.resend:
            session.pump()

    def _ack(self, packet: Ack) -> None:
        session, number = self.session, packet.packet_id
        if packet.type is PacketType.PUBREL:
            known = number in session.incoming
            session.incoming.discard(number)
            self._answer(PacketType.PUBCOMP, number, known)
        elif packet.type is PacketType.PUBREC and packet.reason < 0x80:
            self._answer(PacketType.PUBREL, number, session.release(number))
        else:
            self._acknowledged(number, packet.reason)

    def _answer(self, kind: PacketType, packet_id: int, known: bool) -> None:
        if not known:
            self.hub.events["unknown-packet-id"] += 1
        self._intake.unsent += 1
        self.outbox.put(codec.encode(Ack(kind, packet_id, NORMAL if known else PACKET_ID_NOT_FOUND), self.version))

    def _disconnect(self, packet: Disconnect) -> None:
        expiry = packet.properties.session_expiry
        if expiry and not self.session.expiry:
            raise Malformed(PROTOCOL_ERROR, "DISCONNECT raises a session expiry that was 0 [MQTT-3.14.2-2]")
        if expiry is not None:
            self.session.expiry = min(expiry, NEVER)
        if packet.reason == NORMAL:
            self.will = None  # [MQTT-3.14.4-3]
        self._close()


def _length(data: bytes, at: int, version: int) -> tuple[int, int]:
    """The remaining length of more than one byte and where the body begins, (0, 0) while it is cut [MQTT5 2.1.4]."""
    size = 0
    for index, byte in enumerate(data[at + 1 : at + 5]):
        size |= (byte & 0x7F) << 7 * index
        if byte < 0x80:
            if not byte and version == V5:
                raise Malformed(MALFORMED, "The remaining length is written in more bytes than it needs")
            return size, at + 2 + index
    if len(data) - at >= 5:
        raise Malformed(MALFORMED, "The remaining length is longer than four bytes")
    return 0, 0
