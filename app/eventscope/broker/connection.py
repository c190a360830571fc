"""One client's connection: its states, its time-outs, and how it ends."""

from __future__ import annotations

import logging
from enum import Enum

from eventscope.broker import framing, hello
from eventscope.broker.dialogue import Dialogue
from eventscope.broker.framing import Unfinished
from eventscope.broker.hub import Hub
from eventscope.broker.message import NS
from eventscope.broker.outbox import Outbox, Transport
from eventscope.broker.session import Session
from eventscope.broker.wills import LastWill
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, V311, Connect, Disconnect, Properties
from eventscope.mqtt.wire import MALFORMED, PROTOCOL_ERROR, Malformed

log = logging.getLogger(__name__)

CONNECT_SIZE = 512 << 10  # a CONNECT cannot be larger by its fields alone but for floods of user properties
UNREAD_ANSWERS = 10_000  # past that many answers a client that does not read is not heard either
CLOSING_SECONDS = 1.0  # for a peer to read why it is closed
UNSPECIFIED, SHUTTING_DOWN, KEEP_ALIVE_TIMEOUT, TAKEN_OVER, ADMINISTRATIVE = 0x80, 0x8B, 0x8D, 0x8E, 0x98


class State(Enum):
    """Where a connection is in its life."""

    NEW = "waits for CONNECT"
    VERIFYING = "waits for the password check"
    OPEN = "connected"
    CLOSED = "over"


class Connection:
    """The protocol between one peer and the hub; the server brings bytes and carries them away.

    `hub.now` has to be set before each call. After `feed` the server flushes the hub at the end of the turn, and lets
    it `go_on` in the next one with those that are `owing`: no client's bytes may take the loop for long.
    """

    def __init__(self, hub: Hub, transport: Transport, listener: str = "mqtt", address: str = "") -> None:
        self.hub = hub
        self.transport = transport
        self.listener = listener
        self.address = address
        self.outbox: Outbox = Outbox(transport, hub.dirty, hub)
        self.state = State.NEW
        self.version: int = V311
        self.bridge: bool = False  # it said so in CONNECT
        self.keep_alive = 0
        self.since = hub.now
        self.will: LastWill | None = None
        self.session: Session = None  # type: ignore[assignment]  # there from the moment it is OPEN
        self._dialogue: Dialogue = None  # type: ignore[assignment]
        self._heard = hub.now
        self._deadline = 0
        self._unfinished = Unfinished(hub.limits.partial_timeout)
        self._rest = b""  # what came and waits for the next turn
        self._gone = False  # the transport is, while there is a rest
        hub.connections.add(self)

    # --- what the server calls ----------------------------------------------------------------------------------

    def feed(self, data: bytes) -> None:
        """Bytes came. Whatever is wrong with them costs this connection and nothing else."""
        if self.state is State.CLOSED:
            return
        self.hub.bytes_in += len(data)
        self._act(data)

    @property
    def owes(self) -> bool:
        """Not all that came was acted upon; the hub knows it and calls `take_turn` in the next turn of the loop."""
        return self.state is State.OPEN and (bool(self._rest) or self._dialogue.busy)

    def take_turn(self) -> None:
        """Go on with what came before; reading goes on when nothing of it is left."""
        if self.owes:
            rest, self._rest = self._rest, b""
            self._act(rest, again=True)
        if not self.owes:
            self._hear_again()
            if self._gone:
                self.lost()

    def _act(self, data: bytes, again: bool = False) -> None:
        self._heard = self.hub.now
        self.hub.effort = 0
        try:
            self._digest(data) if again else self._take(data)
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
            self._dialogue.answers_left()
            self._hear_again()
            self.session.pump()

    def hang_up(self) -> None:
        """The peer said that it goes, but not in MQTT."""
        self._end(self.will)

    def lost(self) -> None:
        """The transport is gone; what it brought before is acted upon all the same."""
        if self.owes:
            self._gone = True
            self.outbox.pause()
            return
        try:
            self._end(self.will)
        finally:
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
        elif self.state is State.OPEN and self._unfinished.overdue(now):
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

    @property
    def is_open(self) -> bool:
        """Whether the client is connected."""
        return self.state is State.OPEN

    def opened(self, session: Session, packet: Connect) -> None:
        """CONNECT was accepted; what came behind it is read now."""
        self.session = session
        self.state = State.OPEN
        self._heard = self.hub.now
        self._dialogue = Dialogue(self)

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
        self._unfinished.clear()
        self._rest = b""
        self.will = None
        if was is State.OPEN:
            self.outbox.flush(self.hub.now)
            if self.hub.online.get(self.session.id) is self:
                del self.hub.online[self.session.id]
            self.hub.leave(self.session, will)

    def _hear_again(self) -> None:
        if self.state is State.OPEN and not self.owes and not self._deaf:
            self.transport.resume_reading()

    @property
    def _deaf(self) -> bool:
        """It does not read its answers, so it is not heard either."""
        return self.outbox.blocked and self._dialogue.unsent > UNREAD_ANSWERS

    # --- bytes --------------------------------------------------------------------------------------------------

    def _take(self, data: bytes) -> None:
        unfinished = self._unfinished
        if self.state is State.VERIFYING:
            unfinished.held += data  # reading is paused, so this stays small
            return
        if self.owes:
            self._rest += data  # reading is paused, as above
            return
        if unfinished.held:
            whole = unfinished.add(data, self.hub.now)
            if whole is None:
                return
            data = whole
        self._digest(data)

    def _digest(self, data: bytes) -> None:
        """Act on as much as one turn allows, and keep the rest."""
        at, need = self._read(data)
        if self.state is State.OPEN and self._dialogue.tired:
            self._rest = data[at:]
            if self.owes:
                self.transport.pause_reading()
                self.hub.owing.append(self)
        elif at < len(data) and self.state is not State.CLOSED:
            self._unfinished.keep(data[at:], need, self.hub.now)

    def _read(self, data: bytes) -> tuple[int, int]:
        """Act on whole packets; answers where the rest begins and how large its packet is, 0 while unknown."""
        at = 0
        if self.state is State.NEW:
            at, need = self._greet(data)
            if not self.is_open:
                return at, need
            data = data[at:]
        outbox, dialogue = self.outbox, self._dialogue
        if not outbox.blocked and not outbox.pieces:
            dialogue.answers_left()
        end, need = dialogue.read(data)
        if dialogue.over:
            if not dialogue.keeps_will:
                self.will = None
            self._close()
        elif self._deaf:
            self.transport.pause_reading()
        return at + end, need

    def _greet(self, data: bytes) -> tuple[int, int]:
        size, body = framing.length(data, 0, V311)
        if not body:
            return 0, 0
        framing.check_size(body + size, min(CONNECT_SIZE, self.hub.limits.packet))
        if body + size > len(data):
            return 0, body + size
        if data[0] != 0x10:
            raise Malformed(PROTOCOL_ERROR, "The first packet is not CONNECT [MQTT-3.1.0-1]")
        self.version = hello.version_of(data[body:])
        packet = codec.decode(0x10, data[body : body + size])
        assert isinstance(packet, Connect)
        self.version = packet.version
        hello.connect(self, packet)
        return body + size, 0
