"""A durable MQTT session for bridges: connects, keeps the broker's session, comes back; what crosses it is a part's."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from eventscope.base import clock, tasks
from eventscope.core.workspace import Connection
from eventscope.links.mqtt import capabilities, causes, connectoptions
from eventscope.links.mqtt.capabilities import Capabilities
from eventscope.links.mqtt.causes import Closed
from eventscope.links.mqtt.durablegreeting import Greeting
from eventscope.links.mqtt.durablewire import Wire, dial
from eventscope.links.mqtt.reconnect import TRUCE, WAR, WAR_WINDOW, Backoff, War
from eventscope.links.mqtt.troubles import Ended, Trouble
from eventscope.links.mqtt.watch import Watch
from eventscope.mqtt import codec
from eventscope.mqtt.codec import Malformed, Splitter
from eventscope.mqtt.packets import V5, V311, Connack, Disconnect, Packet, Pingreq, Pingresp, Will
from eventscope.mqtt.wire import PROTOCOL_ERROR

log = logging.getLogger(__name__)

SECOND = 1_000_000_000  # ns
EXPIRY = 7 * 86_400  # seconds for which the broker is asked to keep the session, where the connection says nothing
RECEIVE_MAXIMUM = 1_000  # messages that the broker may send ahead of our acknowledgements
# DISCONNECT for these speaks of the broker or the session, not of a message that we sent.
_NOT_A_MESSAGE = frozenset({0x00, 0x04, 0x89, 0x8B, 0x8D, 0x8E, 0x96, 0x98, 0x9C, 0x9D, 0x9F, 0xA0})
Tell = Callable[[str, Trouble | None], None]  # "connecting", "connected", "waiting" or "closed", and why


class Line(Protocol):
    """What a part may do with the connection."""

    version: int

    def write(self, data: bytes | bytearray) -> None:
        """Whole packets."""

    def read(self, wanted: bool) -> None:
        """Whether bytes are taken from the socket."""

    def give_up(self, error: Exception) -> None:
        """Renew the connection for this reason."""

    @property
    def choked(self) -> bool:
        """So much waits for the socket that no more should be written."""


class Part(Protocol):
    """The source's or the target's side of a session. All calls come on the event loop."""

    def connected(self, session_present: bool, limits: Capabilities, line: Line) -> None:
        """CONNACK came."""

    def publish(self, first: int, body: bytes) -> None:
        """A PUBLISH; may raise Malformed."""

    def control(self, packet: Packet) -> None:
        """Any other packet of the broker; raises Malformed for what it may not send."""

    def heard(self) -> None:
        """A chunk was read to its end."""

    def flowing(self) -> None:
        """The socket takes bytes again."""

    def tick(self, now: int) -> None:
        """About once a second; raises Ended when the connection is to be renewed."""

    async def lost(self, by_broker: bool) -> None:
        """The connection is gone; returns when the next one may begin."""


class Durable:
    """`run` lives until `close`. The client id names the session: it must stay the same over all starts.

    A session that is not `kept` begins anew, and ends, with each connection. `bridge`: a broker of MQTT 3.1.1 is to
    know that this is one, where it takes that, see `Greeting`.
    """

    def __init__(
        self,
        connection: Connection,
        password: bytes | None,
        part: Part,
        tell: Tell,
        draw: Callable[[], float] | None = None,
        will: Will | None = None,
        kept: bool = True,
        bridge: bool = False,
    ) -> None:
        if not connection.client_id:
            raise ValueError("a durable session needs a client id of its own")
        version = V5 if connection.version == "5" else V311
        self.version = version
        self._connection = replace(
            connection,
            clean_start=not kept,
            session_expiry=(connection.session_expiry or EXPIRY) if kept and version == V5 else 0,
            receive_maximum=connection.receive_maximum or RECEIVE_MAXIMUM,
        )
        self._greeting = Greeting(self._connection, password, will, bridge)
        self._part = part
        self._tell = tell
        self._backoff = Backoff(draw or random.random)  # jitter, no secret
        self._taken, self._dropped = War(), War()
        self._wire: Wire | None = None
        self._watch = Watch(0, 0)
        self._splitter = Splitter(0)
        self._limits: Capabilities | None = None
        self._since = 0
        self._pings: deque[Callable[[], None] | None] = deque()  # whoever waits for an answer, in the order of asking
        self._stop = asyncio.Event()
        self.counts = {"reconnects": 0, "takeovers": 0}

    async def run(self) -> None:
        """Connect, stay, come back."""
        while not self._stop.is_set():
            trouble = await self._try()
            if trouble is None or self._stop.is_set():
                break
            self._tell("waiting", trouble)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), self._delay(trouble))
        self._tell("closed", None)

    def close(self) -> None:
        """Say DISCONNECT and end; the broker keeps the session."""
        self._stop.set()

    def ping(self, answered: Callable[[], None] | None = None) -> None:
        """Ask for a sign of life; what the broker had before it answers first. Nothing happens while it is away."""
        if self._limits is not None:
            self._pings.append(answered)
            self.write(codec.encode(Pingreq(), self.version))

    # --- Line ----------------------------------------------------------------------------------------------

    def write(self, data: bytes | bytearray) -> None:
        """Whole packets."""
        if data and self._wire is not None:
            self._wire.write(data)
            self._watch.said(clock.mono_ns())

    def read(self, wanted: bool) -> None:
        """Whether bytes are taken from the socket."""
        if self._wire is not None:
            self._wire.read(wanted)

    def give_up(self, error: Exception) -> None:
        """Renew the connection for this reason."""
        if self._wire is not None:
            self._wire.fail(error)

    @property
    def choked(self) -> bool:
        """So much waits for the socket that no more should be written."""
        return self._wire is None or self._wire.choked

    # --- one connection ------------------------------------------------------------------------------------

    async def _try(self) -> Trouble | None:
        """Connect and stay connected; why that ended, None when it was closed."""
        self._tell("connecting", None)
        self._limits = None
        self._since = 0
        self._pings.clear()
        self._splitter = Splitter(connectoptions.packet_limit(self._connection), self.version)
        error: Exception | None = None
        try:
            connectoptions.check(self._connection)
            self._watch = Watch(clock.mono_ns(), self._connection.connect_timeout * SECOND)
            self._wire = await dial(self._connection, self._hear, self._part.flowing)
            self.write(self._greeting.packet())
            await self._stay(self._wire)
        except Exception as failed:  # noqa: BLE001 - whatever it is, the bridge lives on and says what happened
            error = failed
        wire, self._wire = self._wire, None
        if wire is not None:
            await self._part_from(wire, error)
        answered = self._limits is not None
        await self._part.lost(answered and _by_broker(error))
        if error is None:
            return None
        if not answered and self._greeting.plainer(error) and not self._stop.is_set():
            return await self._try()
        return self._explain(error, answered)

    async def _stay(self, wire: Wire) -> None:
        stopped = tasks.spawn(self._stop.wait(), "bridge session stop")
        try:
            while not self._stop.is_set():
                now = clock.mono_ns()
                if self._watch.check(now, self._splitter.partial > 0, False):
                    self.ping()
                self._part.tick(now)
                pause = (self._watch.next(now) - now) / SECOND
                await asyncio.wait({wire.ended, stopped}, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
                if wire.ended.done():
                    wire.ended.result()
        finally:
            stopped.cancel()

    async def _part_from(self, wire: Wire, error: Exception | None) -> None:
        if error is not None:
            wire.abort()
            return
        wire.write(codec.encode(Disconnect(), self.version))
        wire.fail(Closed())
        await asyncio.sleep(0)  # lets DISCONNECT leave before the socket is closed

    # --- what the broker says ------------------------------------------------------------------------------

    def _hear(self, data: bytes) -> None:
        try:
            self._read(data)
        except Malformed as error:
            if self.version == V5:
                self.write(codec.encode(Disconnect(error.reason), V5))
            raise

    def _read(self, data: bytes) -> None:
        self._watch.heard(clock.mono_ns())
        fault: Malformed | None = None
        try:
            frames = self._splitter.feed(data)
        except Malformed as error:
            frames, fault = list(error.frames), error
        for first, body in frames:
            if first & 0xF0 == 0x30 and self._limits is not None:
                self._part.publish(first, body)
            else:
                self._packet(first, body)
        if frames:
            self._part.heard()
        if fault is not None:
            raise fault

    def _packet(self, first: int, body: bytes) -> None:
        if self._limits is None:
            self._connack(first, body)
            return
        packet = codec.decode(first, body, self.version)
        if isinstance(packet, Disconnect) and self.version == V5:
            raise capabilities.dismissed(packet, self._connection.client_id)
        if not isinstance(packet, Pingresp):
            self._part.control(packet)
        elif self._pings and (answered := self._pings.popleft()) is not None:
            answered()

    def _connack(self, first: int, body: bytes) -> None:
        if first != 0x20:
            raise Malformed(PROTOCOL_ERROR, "the first packet is no CONNACK [MQTT-3.2.0-1]")
        old = self.version == V5 and body == b"\x00\x01"  # of a broker that knows no MQTT 5
        connack = Connack(False, 0x84) if old else codec.decode(0x20, body, self.version)
        assert isinstance(connack, Connack)
        if connack.reason:
            raise capabilities.refusal(connack, self.version, self._connection.client_id)
        self._limits = capabilities.read(connack, self._connection, False)
        self._greeting.accepted()
        now = clock.mono_ns()
        self._since = now
        self._watch.accepted(now, self._limits.keep_alive)
        self._tell("connected", None)
        self._part.connected(connack.session_present, self._limits, self)

    # --- coming back ---------------------------------------------------------------------------------------

    def _explain(self, error: Exception, answered: bool) -> Trouble:
        trouble = error.trouble if isinstance(error, Ended) else self._cause(error, answered)
        if trouble.code == "fault":
            log.error("session %s", self._connection.client_id, exc_info=error)
        self.counts["reconnects"] += 1
        now = clock.mono_ns()
        if self._since:
            self._backoff.held((now - self._since) / SECOND)
        war = {"count": str(WAR), "seconds": f"{WAR_WINDOW:.0f}", "client": self._connection.client_id}
        if trouble.params.get("reason") == "0x8E":
            self.counts["takeovers"] += 1
            if self._taken.lost(now):
                return Trouble("takeover-war", war, True)
        if trouble.code == "closed" and self._dropped.lost(now):
            return Trouble("perhaps-takeover-war", war)
        return trouble

    def _cause(self, error: Exception, answered: bool) -> Trouble:
        if isinstance(error, Malformed):
            return Trouble("protocol-error", {"fault": error.words, "reason": f"0x{error.reason:02X}"})
        return causes.ended(error, self._connection, answered).trouble

    def _delay(self, trouble: Trouble) -> float:
        if trouble.lasting:
            return self._backoff.slow()
        return self._backoff.delay(TRUCE if trouble.code == "perhaps-takeover-war" else 0.0)


def _by_broker(error: Exception | None) -> bool:
    """Whether the broker ended the connection in a way that may be about what we sent."""
    if isinstance(error, Ended):
        code = error.trouble.params.get("reason", "")
        return error.trouble.code == "disconnected-by-broker" and int(code, 16) not in _NOT_A_MESSAGE
    return isinstance(error, ConnectionError)
