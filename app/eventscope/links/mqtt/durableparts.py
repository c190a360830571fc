"""The two sides of a bridge on its durable sessions: one that stores what arrives, one that sends what is stored."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Protocol

from eventscope.base import clock, tasks
from eventscope.links.mqtt.capabilities import Capabilities
from eventscope.links.mqtt.durable import Line
from eventscope.links.mqtt.durablerow import Failure, Message
from eventscope.links.mqtt.durablesource import Batch, Source
from eventscope.links.mqtt.durabletarget import Outcome, Target
from eventscope.links.mqtt.troubles import Ended, Trouble
from eventscope.mqtt import codec, reasons
from eventscope.mqtt.codec import Malformed
from eventscope.mqtt.packets import Ack, Packet, PacketType, Suback, Subscribe, SubscribeFilter, Unsuback, Unsubscribe
from eventscope.mqtt.wire import PROTOCOL_ERROR

log = logging.getLogger(__name__)
Done = Callable[[Exception | None], None]
Subscribed = Callable[[str, int, str], None]  # filter, reason code (0x80 and above: refused), words
_SUBSCRIBE, _UNSUBSCRIBE = 1, 2  # packet ids; a source session uses no others


class SourceStore(Protocol):
    """Where a source's messages go."""

    async def store(self, batch: Batch) -> None:
        """Returns when it is committed; raises when it never will be."""

    async def forget(self) -> None:
        """Returns when no packet id is remembered any more."""


class TargetStore(Protocol):
    """Where a target's rows come from. `done` is called on the event loop, with an error when it will never be."""

    def take(self, count: int) -> Sequence[Message]:
        """The next rows, in order."""

    def sent(self, pairs: Sequence[tuple[int, int]], done: Done) -> None:
        """Remember (row, packet id) as sent."""

    def received(self, pairs: Sequence[tuple[int, int]], done: Done) -> None:
        """Remember them as received by the broker."""

    def done(self, ids: Sequence[int]) -> None:
        """These are through."""

    def failed(self, failures: Sequence[Failure]) -> None:
        """These are not."""

    def note(self, name: str, count: int) -> None:
        """Something to count: session_lost, ambiguous_resends …"""


class SourcePart:
    """Subscribes, stores in batches, acknowledges. `run` must live beside the session's."""

    def __init__(
        self,
        source: Source,
        filters: Sequence[SubscribeFilter],
        store: SourceStore,
        subscribed: Subscribed,
        leave: Sequence[str] = (),
    ) -> None:
        self._source = source
        self._filters = tuple(filters)
        self._leave = tuple(leave)  # filters of an earlier version of this bridge
        self._store = store
        self._subscribed = subscribed
        self._line: Line | None = None
        self._news = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    async def run(self) -> None:
        """Stores what arrives, one batch after the other: while one is on its way, the next gathers."""
        while True:
            await self._news.wait()
            self._news.clear()
            while self._source.waiting:
                await self._one()

    async def _one(self) -> None:
        batch = self._source.take()
        self._idle.clear()
        try:
            await self._store.store(batch)
        except Exception as error:  # noqa: BLE001 - nothing is acknowledged, so it comes again on a new connection
            self._source.not_stored()
            self._give_up(error)
        else:
            acks = self._source.stored()
            if self._line is not None:
                self._line.write(acks)
                self._line.read(not self._source.high)
        finally:
            self._idle.set()

    def _give_up(self, error: Exception) -> None:
        log.warning("a batch could not be stored: %s", error)
        if self._line is not None:
            self._line.give_up(Ended("not-stored"))

    # --- Part ----------------------------------------------------------------------------------------------

    def connected(self, session_present: bool, limits: Capabilities, line: Line) -> None:
        """Subscribes also where the session was kept: only the answer proves that the broker has the filters."""
        self._line = line
        if self._source.connected(session_present):
            tasks.spawn(self._forget(line), "bridge inbox")
        else:
            self._subscribe(line)

    async def _forget(self, line: Line) -> None:
        await self._store.forget()
        if self._line is line:
            self._subscribe(line)

    def _subscribe(self, line: Line) -> None:
        if self._leave:
            line.write(codec.encode(Unsubscribe(_UNSUBSCRIBE, self._leave), line.version))
        line.write(codec.encode(Subscribe(_SUBSCRIBE, self._filters), line.version))

    def publish(self, first: int, body: bytes) -> None:
        """Taken also before SUBACK: a kept session begins with what it has."""
        self._source.publish(first, body)

    def control(self, packet: Packet) -> None:
        """PUBREL and the answers to SUBSCRIBE."""
        match packet:
            case Ack(type=PacketType.PUBREL):
                self._source.pubrel(packet.packet_id)
            case Suback(packet_id=_):
                self._suback(packet)
            case Unsuback() | Ack():
                pass
            case _:
                raise _unexpected(packet)

    def _suback(self, packet: Suback) -> None:
        if packet.packet_id != _SUBSCRIBE:
            self._source.counts["unknown_suback"] += 1
            return
        if len(packet.reasons) != len(self._filters):
            self._source.counts["suback_mismatch"] += 1
        version = self._line.version if self._line is not None else 5
        for number, wanted in enumerate(self._filters):
            reason = packet.reasons[number] if number < len(packet.reasons) else 0x80
            self._subscribed(wanted.filter, reason, reasons.words(reason, version, "SUBACK"))

    def heard(self) -> None:
        """Messages gather while others are being stored."""
        if self._source.waiting:
            self._news.set()
        if self._source.high and self._line is not None:
            self._line.read(False)

    def flowing(self) -> None:
        """Acknowledgements are small; nothing waits for this."""

    def tick(self, now: int) -> None:
        """Nothing to watch here."""

    async def lost(self, by_broker: bool) -> None:
        """A batch on its way is waited for: the next connection must know what is stored."""
        self._line = None
        self._source.lost()
        await self._idle.wait()
        self.heard()


class TargetPart:
    """Takes rows as the window allows and sends them; `ready` tells that there may be more."""

    def __init__(self, target: Target, store: TargetStore) -> None:
        self._target = target
        self._store = store
        self._line: Line | None = None
        self._out = Outcome()
        self._pumping = False

    def ready(self) -> None:
        """The store may have rows."""
        if self._line is None or self._pumping:
            return
        self._pumping = True
        try:
            while self._line is not None and not self._line.choked and (room := self._target.room):
                rows = self._store.take(room)
                if not rows:
                    break
                self._apply(self._target.offer(rows, clock.mono_ns()))
        finally:
            self._pumping = False

    def _apply(self, out: Outcome) -> None:
        if out.send and self._line is not None:
            self._line.write(out.send)
        if out.done:
            self._store.done(out.done)
        if out.failed:
            self._store.failed(out.failed)
        if out.sent:
            self._store.sent(out.sent, self._recorder(out.sent, False))
        if out.received:
            self._store.received(out.received, self._recorder(out.received, True))
        if self._target.counts:
            for name, count in self._target.counts.items():
                self._store.note(name, count)
            self._target.counts.clear()

    def _recorder(self, pairs: Sequence[tuple[int, int]], received: bool) -> Done:
        def recorded(error: Exception | None) -> None:
            if error is not None:
                log.warning("the spool did not take a change: %s", error)
                if self._line is not None:
                    self._line.give_up(Ended("not-stored"))
                return
            self._apply(self._target.recorded([id_ for id_, _ in pairs], received, clock.mono_ns()))
            self.ready()

        return recorded

    # --- Part ----------------------------------------------------------------------------------------------

    def connected(self, session_present: bool, limits: Capabilities, line: Line) -> None:
        """What was on its way goes first."""
        self._line = line
        self._apply(self._target.connected(session_present, limits, clock.mono_ns()))
        self.ready()

    def publish(self, first: int, body: bytes) -> None:
        """We subscribed to nothing, but an older session of this client id may have."""
        raise Malformed(PROTOCOL_ERROR, "a PUBLISH came to a session that subscribes to nothing")

    def control(self, packet: Packet) -> None:
        """Answers to what was sent; they take effect when the chunk is read."""
        if not isinstance(packet, Ack) or packet.type is PacketType.PUBREL:
            raise _unexpected(packet)
        self._target.answered(packet, self._out, clock.mono_ns())

    def heard(self) -> None:
        """One change of the store for all answers of a chunk."""
        out, self._out = self._out, Outcome()
        self._apply(out)
        self.ready()

    def flowing(self) -> None:
        """The socket takes bytes again."""
        self.ready()

    def tick(self, now: int) -> None:
        """The watchdog; raises Ended when the connection is to be renewed."""
        renew, out = self._target.check(now)
        self._apply(out)
        self.ready()
        if renew:
            raise Unanswered

    async def lost(self, by_broker: bool) -> None:
        """Nothing is forgotten: rows stay on their way."""
        self._line = None
        self._apply(self._target.lost(by_broker))


class _Stalled(Trouble):
    @property
    def words(self) -> str:
        """The sentence in English."""
        return (
            "The broker did not answer a message for 30 s though the connection is up. The connection is renewed; "
            "if that does not help, the message goes to the dead letters."
        )


class Unanswered(Ended):
    """The oldest message waits too long for its acknowledgement (promises, row 48)."""

    def __init__(self) -> None:
        Exception.__init__(self, "unanswered")
        self.trouble = _Stalled("unanswered", {})


def _unexpected(packet: Packet) -> Malformed:
    return Malformed(PROTOCOL_ERROR, f"{type(packet).__name__.upper()} is nothing that a broker may send here")
