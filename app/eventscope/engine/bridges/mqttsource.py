"""The MQTT source of a bridge: a durable session, named by the bridge, so that the broker keeps what waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from eventscope.base import tasks
from eventscope.core import signs
from eventscope.core.bus import QOS, BridgeSpec, BusMessage
from eventscope.core.overlap import overlaps
from eventscope.core.topics import SHARE
from eventscope.engine.bridges.ends import Endpoint, Inlet
from eventscope.engine.bridges.mqttsession import CLOSE_WITHIN, heard, session, told, version
from eventscope.links.mqtt.capabilities import Capabilities
from eventscope.links.mqtt.durable import RECEIVE_MAXIMUM, Durable, Line
from eventscope.links.mqtt.durableparts import SourcePart
from eventscope.links.mqtt.durablesource import Arrival, Batch, Source
from eventscope.links.mqtt.troubles import Ended, Trouble
from eventscope.mqtt.packets import V311, SubscribeFilter
from eventscope.store.spoolrows import Marks

BUNCH = 200  # messages that are planned on the event loop; more go to a thread, so that verbs are answered meanwhile
# Messages of QoS 2 that may be under way. Of more than its own limit (20 by default) mosquitto 2.0 forgets at a restart
# that we have them: what it sends again of those that we had released already would cross twice.
TWICE = 20
SIGN = signs.ROOT.encode()
NOT_AGAIN = 1  # Retain Handling: retained messages come with a new subscription only [MQTT-3.3.1-10]
STORE_WAITS = "The connection is gone. It is renewed as soon as there is room for what it brought."


LESS = (
    "The broker gives it with QoS {qos} at most, and {delivery} needs {least}. Choose another delivery, or a broker "
    "that gives more."
)


class Held(Exception):
    """A batch was held back by a pause until its connection was gone; it comes again."""


class MqttSource:
    """See `ends.SourceEnd`. While it pauses, the batch in hand waits, the window fills, the broker keeps the rest."""

    def __init__(self, endpoint: Endpoint, spec: BridgeSpec, number: int, inlet: Inlet, name: str) -> None:
        self._endpoint = endpoint
        self._spec = spec
        self._inlet = inlet
        self._name = name
        self._open = asyncio.Event()
        self._open.set()
        self._gone = asyncio.Event()  # the connection is, or the end closes
        self._tasks: list[asyncio.Task[None]] = []
        self._durable: Durable | None = None
        self._storing = False
        self._beats = ""
        filter_ = spec.source.filter
        self._sifts = not signs.asked_for(filter_) and overlaps(filter_, signs.EVERYTHING)

    async def start(self) -> None:
        """Connect, subscribe, and stay."""
        connection = session(self._endpoint, self._name)
        if self._spec.source.qos == 2 and not connection.receive_maximum:
            connection = replace(connection, receive_maximum=TWICE)
        level = version(connection)
        held = await asyncio.to_thread(self._inlet.inbox, self._name)
        self._source = Source(level, connection.receive_maximum or RECEIVE_MAXIMUM, held)
        wanted = self._wanted(level)
        leave = await asyncio.to_thread(self._inlet.former, wanted.filter)
        part = _Hearing(self, self._source, [wanted, *self._beating(level)], leave)
        # As a bridge we get RETAIN as it was published and not our own, which MQTT 5 says with each subscription; a
        # shared one must not ask for the second [MQTT-3.8.3-4]. Targets subscribe to nothing, so they do not say it.
        bridge = not self._spec.source.shared
        self._durable = Durable(connection, self._endpoint.password, part, self._tell, bridge=bridge)
        self._tasks = [
            tasks.spawn(self._durable.run(), f"bridge source {self._name}"),
            tasks.spawn(part.run(), f"bridge store {self._name}"),
        ]

    def _wanted(self, level: int) -> SubscribeFilter:
        source = self._spec.source
        filter_ = f"{SHARE}{source.shared}/{source.filter}" if source.shared else source.filter
        if level == V311:
            return SubscribeFilter(filter_, source.qos)
        # No Local is an error with a shared subscription [MQTT-3.8.3-4].
        return SubscribeFilter(filter_, source.qos, not source.shared, True, NOT_AGAIN)

    def _beating(self, level: int) -> list[SubscribeFilter]:
        """Its own beats, where it is to have some: another session sends them, so No Local does not matter."""
        self._beats = self._inlet.beats() if self._spec.heartbeat else ""
        qos = min(1, self._spec.source.qos)
        return [SubscribeFilter(self._beats, qos, False, level != V311)] if self._beats else []

    def renew(self) -> None:
        """See `ends.Renews`."""
        if self._durable is not None:
            self._durable.give_up(Ended("beats-lost"))

    def pause(self) -> None:
        """Hold back what comes."""
        self._open.clear()

    def resume(self) -> None:
        """Let it in."""
        self._open.set()

    async def close(self) -> None:
        """The broker keeps the session, and what was not acknowledged."""
        if self._durable is None:
            return
        self._durable.close()
        self._gone.set()
        await asyncio.wait(self._tasks[:1], timeout=CLOSE_WITHIN)
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks)

    # --- what the session tells --------------------------------------------------------------------------

    def _tell(self, state: str, trouble: Trouble | None) -> None:
        if state == "connected":
            self._gone.clear()
        self._inlet.standing(*told(state, trouble))

    def connected(self, session_present: bool, level: int) -> None:
        """About to subscribe. A 3.1.1 broker gives what it retains each time [MQTT-3.8.4-3]."""
        if level == V311 or not session_present:
            self._inlet.subscribing()

    def lost(self) -> None:
        """The connection is gone. The next one waits for the batch in hand, which a full queue may hold up."""
        self._gone.set()
        if self._storing:
            self._inlet.standing("waiting", "store-waits", STORE_WAITS)

    def granted(self, filter_: str, reason: int, words: str) -> None:
        """The broker's answer. With a lower QoS than the delivery needs, its promise cannot be kept."""
        if filter_ == self._beats:
            self._inlet.beats_granted(reason, words)
            return
        least = QOS[self._spec.delivery]
        if reason < least:
            words = LESS.format(qos=reason, delivery=self._spec.delivery, least=least)
        granted = least <= reason < 0x80
        self._inlet.subscribed(granted, "" if granted else words)

    # --- what is stored ----------------------------------------------------------------------------------

    async def store(self, batch: Batch) -> None:
        """Returns when it is committed; raises when it never will be."""
        messages = [_message(item) for item in self._sifted(batch.arrivals)]
        if not self._open.is_set():
            await self._hold(batch, messages)
        if batch.dropped:
            example = _message(batch.example) if batch.example is not None else None
            self._inlet.dropped("qos0_overflow", batch.dropped, example)
        marks = Marks(self._name, dict(batch.inbox)) if batch.inbox else None
        if messages or marks is not None:
            await self._put(messages, marks)
        self._count()

    def _sifted(self, arrivals: Sequence[Arrival]) -> Sequence[Arrival]:
        """Without signs of life: wildcards do not mean them, and beats of our own are no messages."""
        if not (self._beats or self._sifts):
            return arrivals
        own = self._beats.encode()
        for item in arrivals:
            if item.topic == own:
                self._inlet.beat(item.payload)
        return [item for item in arrivals if item.topic != own and not (self._sifts and item.topic.startswith(SIGN))]

    async def _hold(self, batch: Batch, messages: Sequence[BusMessage]) -> None:
        """Until it goes on, or the connection is gone; what nobody sends again is counted then."""
        waits = [tasks.spawn(item.wait(), "bridge pause") for item in (self._open, self._gone)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for item in waits:
                item.cancel()
        if self._open.is_set():
            return
        loose = [message for message in messages if not message.qos]
        if batch.dropped + len(loose):
            self._inlet.dropped("paused", batch.dropped + len(loose), loose[0] if loose else None)
        raise Held

    async def forget(self) -> None:
        """The broker has forgotten the session: no packet id means anything any more."""
        self._inlet.note("session_lost")
        await self._put([], Marks(self._name, forget=True))

    async def _put(self, messages: Sequence[BusMessage], marks: Marks | None) -> None:
        loop = asyncio.get_running_loop()
        stored: asyncio.Future[None] = loop.create_future()
        stored.add_done_callback(_looked_at)
        done = heard(loop, partial(_settle, stored))
        if len(messages) > BUNCH:
            await asyncio.to_thread(self._inlet.put, messages, marks, done)
        else:
            self._inlet.put(messages, marks, done)
        self._storing = True
        try:
            await stored
        finally:
            self._storing = False

    def _count(self) -> None:
        counts = self._source.counts
        for name, count in counts.items():
            if name != "qos0_dropped":  # these are told as dropped
                self._inlet.note(name, count)
        counts.clear()


class _Hearing(SourcePart):
    """Tells the end of connections that come and go."""

    def __init__(
        self, end: MqttSource, source: Source, wanted: Sequence[SubscribeFilter], leave: Sequence[str]
    ) -> None:
        super().__init__(source, wanted, end, end.granted, leave)
        self._end = end

    def connected(self, session_present: bool, limits: Capabilities, line: Line) -> None:
        self._end.connected(session_present, line.version)
        super().connected(session_present, limits, line)

    async def lost(self, by_broker: bool) -> None:
        self._end.lost()
        await super().lost(by_broker)


def _message(item: Arrival) -> BusMessage:
    return BusMessage("mqtt", item.topic, item.payload, None, (), item.qos, item.retain, item.properties)


def _looked_at(stored: asyncio.Future[None]) -> None:
    """A refusal that comes when the bridge has ended is nobody's any more."""
    if not stored.cancelled():
        stored.exception()


def _settle(future: asyncio.Future[None], error: Exception | None) -> None:
    if future.done():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(None)
