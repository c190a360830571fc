"""A bus as a connection of the workspace: publish to all its members at once, hear what enters by any of them."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter, deque
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from eventscope.base import clock, tasks
from eventscope.core import mapping, topics
from eventscope.core.bus import BusMessage, BusSpec
from eventscope.core.busfigures import BridgeFigures
from eventscope.core.busview import View
from eventscope.core.errors import BadInput, EventscopeError
from eventscope.core.message import Draft, Receipt, connection_tag
from eventscope.core.news import LinkNews, LinkState, SubscriptionNews
from eventscope.core.workspace import Connection, Subscription
from eventscope.engine.bridges.ends import Endpoint
from eventscope.engine.bridges.service import Bridges
from eventscope.links.base import LinkSink, Stamper
from eventscope.links.mqtt import drafts as mqttdrafts
from eventscope.links.mqtt.blocks import BlockBuilder
from eventscope.mqtt import codec

WAITING = 100_000  # messages that may wait for the log
WAITING_BYTES = 64 << 20
SHARED = "A bus has no shared subscriptions. Subscribe at one of its members, or without $share."
CLOSED = "The bus was disconnected before the event was on disk."
OVERFLOW = "{count} messages that crossed the bus are not shown here: they came faster than they could be stored."
HEADERS = "A Kafka record came with headers that MQTT has no words for ({fault}); they are not shown, and cross as is."

# The states of a bus as those of a link. A member that is away does not keep the bus from taking events.
_STATES: dict[str, LinkState] = {
    "running": "up", "degraded": "up", "paused": "up", "draining": "up", "blocked": "waiting", "failed": "refused",
    "validating": "connecting", "connecting": "connecting", "subscribing": "connecting",
}  # fmt: skip
_USERS: WeakKeyDictionary[Bridges, Counter[str]] = WeakKeyDictionary()
_WORST: tuple[LinkState, ...] = ("refused", "down", "connecting", "waiting", "up")


def spec_of(connection: Connection, connections: Iterable[Connection]) -> BusSpec:
    """The bus that a connection of the workspace means. Raises BadInput for a member that is not there."""
    names = {item.id: item.name for item in connections}
    missing = [ident for ident in connection.members if ident not in names]
    if missing:
        sentence = "{name} joins a connection that is not in this workspace any more. Choose its members anew."
        raise BadInput("bus-member", sentence, name=connection.name)
    return BusSpec(connection.name, tuple(names[ident] for ident in connection.members), connection.filters)


class BusLink:
    """Implements links.base.Link over a bus that `bridges` runs; made and opened on their event loop or elsewhere.

    An event is acknowledged when it is on disk for every member. What is heard is each message once, as it entered,
    in MQTT's form: Kafka's dots are slashes, its keys and headers user properties, so that latency stamps are read
    whichever member they came by. QoS and retain handling of a subscription mean nothing here.
    """

    def __init__(
        self,
        connection: Connection,
        spec: BusSpec,
        bridges: Bridges,
        endpoints: Callable[[], Mapping[str, Endpoint]],
        sink: LinkSink,
        stamper: Stamper | None,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self._connection = connection
        self._spec = spec
        self._bridges = bridges
        self._endpoints = endpoints
        self._sink = sink
        self._stamper = stamper
        self._loop = loop
        self._lock = threading.Lock()
        self._filters: dict[str, bool] = {}  # whether it was told as granted
        self._opened = self._closed = self._uses = False
        self._state: tuple[LinkState, str] = ("down", "")
        self._ear = _Ear(connection, sink, self._wanted)

    @property
    def connection(self) -> Connection:
        """What it was made from."""
        return self._connection

    def open(self) -> None:
        """Run the bus, until `close`."""
        if self._opened or self._closed:
            return
        self._opened = True
        self._ear.start()
        self._tell("connecting")
        self._soon(self._run())

    def close(self, timeout: float = 2.0) -> None:
        """Leave the bus, which stops with its last link; what waits in it stays on disk."""
        if self._closed:
            return
        self._closed = True
        over = threading.Event()
        if self._opened:
            self._soon(self._stop(over))
            if not self._on_the_loop():
                over.wait(timeout)
        self._ear.close(timeout)
        self._tell("down")

    def subscribe(self, subscription: Subscription) -> None:
        """Hear what the filter matches."""
        shared = subscription.filter.startswith(topics.SHARE)
        if shared:
            self._answer(subscription.filter, "refused", SHARED)
            return
        with self._lock:
            self._filters.setdefault(subscription.filter, False)
        self._grant()

    def unsubscribe(self, filter_: str) -> None:
        """No longer hear it."""
        with self._lock:
            self._filters.pop(filter_, None)
        self._sink.on_subscription(SubscriptionNews(self._connection.id, filter_, "removed"))

    def publish(self, drafts: Sequence[tuple[int, Draft]]) -> None:
        """Put them on the bus; each is acknowledged when it is on disk for all members."""
        try:
            port = self._bridges.bus(self._spec.name)
        except EventscopeError as error:
            for ident, draft in drafts:
                self._fail(_begun(ident, draft), error.code, str(error))
            return
        for ident, draft in drafts:
            receipt = _begun(ident, draft)
            try:
                message = _message(draft if self._stamper is None else self._stamper(ident, draft))
            except (EventscopeError, codec.Malformed) as error:
                self._fail(receipt, getattr(error, "code", "bad-properties"), str(error))
                continue
            receipt = replace(receipt, sent=clock.mono_ns())
            self._sink.on_receipt(receipt)
            try:
                port.put([message], partial(self._through, receipt))
            except EventscopeError as error:
                self._fail(receipt, error.code, str(error))

    # --- inside ------------------------------------------------------------------------------------------

    def _through(self, receipt: Receipt, error: Exception | None) -> None:
        if error is None:
            self._sink.on_receipt(replace(receipt, acknowledged=clock.mono_ns()))
        else:
            self._fail(receipt, getattr(error, "code", "not-stored"), CLOSED if self._closed else str(error))

    def _fail(self, receipt: Receipt, code: str, words: str) -> None:
        self._sink.on_receipt(replace(receipt, sent=None, failed=code, words=words))

    async def _run(self) -> None:
        if self._closed:
            return
        self._bridges.listen(self._figures)
        self._uses = True
        _users(self._bridges)[self._spec.name] += 1
        try:
            await self._bridges.put_bus(self._spec, self._endpoints())
            self._bridges.bus(self._spec.name).listen(self._ear.hear)
        except EventscopeError as error:
            self._tell("refused", error.code, str(error))
            return
        self._figures(self._bridges.figures())

    async def _stop(self, over: threading.Event) -> None:
        self._bridges.ignore(self._figures)
        users = _users(self._bridges)
        users[self._spec.name] -= self._uses
        try:
            self._bridges.bus(self._spec.name).ignore(self._ear.hear)
            if users[self._spec.name] <= 0:  # a consumer has a link of its own to the bus that others use, too
                await self._bridges.remove(self._spec.name)
        except BadInput:
            return  # it never ran
        finally:
            over.set()

    def _figures(self, all_figures: tuple[BridgeFigures, ...]) -> None:
        members = [item for item in all_figures if item.bus == self._spec.name]
        if self._closed or not members:
            return
        states = {_STATES.get(item.state, "down"): item for item in reversed(members)}
        state = next(word for word in _WORST if word in states)
        sides = [item.source for item in members if item.name != self._spec.name]
        away = [side for side in sides if side.state != "up"]
        if state == "up" and away:
            self._tell("up", away[0].code, f"{away[0].connection}: {away[0].words}" if away[0].words else "")
        else:
            self._tell(state, states[state].code, states[state].words)
        self._grant()

    def _tell(self, state: LinkState, code: str = "", words: str = "") -> None:
        if self._state == (state, words):
            return
        self._state = (state, words)
        self._sink.on_link(LinkNews(self._connection.id, state, clock.mono_ns(), code, words))

    def _grant(self) -> None:
        """Told once the bus runs: then nothing that enters is missed."""
        if self._state[0] != "up":
            return
        with self._lock:
            new = [filter_ for filter_, told in self._filters.items() if not told]
            self._filters.update(dict.fromkeys(new, True))
        for filter_ in new:
            self._answer(filter_, "granted")

    def _answer(self, filter_: str, state: str, words: str = "") -> None:
        self._sink.on_subscription(SubscriptionNews(self._connection.id, filter_, state, words=words))  # type: ignore[arg-type]

    def _wanted(self) -> list[str]:
        with self._lock:
            return list(self._filters)

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            self._loop.call_soon_threadsafe(tasks.spawn, work, f"bus {self._spec.name}")
        except RuntimeError:  # the loop is over, and with it everything that ran
            work.close()

    def _on_the_loop(self) -> bool:
        try:
            return asyncio.get_running_loop() is self._loop
        except RuntimeError:
            return False


def _users(bridges: Bridges) -> Counter[str]:
    """How many links there are to each bus of one engine: the last one to leave stops it."""
    return _USERS.setdefault(bridges, Counter())


def _begun(ident: int, draft: Draft) -> Receipt:
    return Receipt(ident, draft.topic, draft.qos, clock.mono_ns(), clock.wall_ns())


def _message(draft: Draft) -> BusMessage:
    """Raises BadInput for what is no topic, codec.Malformed for what no property can hold."""
    topics.check_topic(draft.topic)
    said = replace(draft.properties, topic_alias=None)
    properties = codec.encode_properties(mqttdrafts.properties(said))
    return BusMessage(
        "mqtt", draft.topic.encode(), draft.payload, qos=draft.qos, retain=draft.retain, properties=properties
    )


class _Ear:
    """Turns what crosses the bus into blocks on a thread of its own, so that a full log holds up no bridge."""

    def __init__(self, connection: Connection, sink: LinkSink, wanted: Callable[[], list[str]]) -> None:
        self._connection = connection
        self._sink = sink
        self._wanted = wanted
        self._builder = BlockBuilder(connection_tag(connection.id), v5=True)
        self._waiting: deque[tuple[int, BusMessage]] = deque()
        self._bytes = self._lost = 0
        self._changed = threading.Condition()
        self._ending = False
        self._thread = threading.Thread(target=self._run, name=f"bus {connection.id}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self, timeout: float) -> None:
        with self._changed:
            self._ending = True
            self._changed.notify()
        if self._thread.ident is not None:
            self._thread.join(timeout)

    def hear(self, messages: Sequence[BusMessage]) -> None:
        """From any thread; never waits."""
        now = clock.mono_ns()
        with self._changed:
            for message in messages:
                size = len(message.payload or b"")
                if self._waiting and (len(self._waiting) >= WAITING or self._bytes + size > WAITING_BYTES):
                    self._lost += 1
                    continue
                self._bytes += size
                self._waiting.append((now, message))
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._lost or self._ending)
                taken, self._waiting = self._waiting, deque()
                self._bytes, lost, self._lost = 0, self._lost, 0
                if not taken and not lost and self._ending:
                    return
            self._deliver(taken)
            if lost:
                params = {"count": str(lost)}
                self._sink.on_trouble(self._connection.id, "bus-overflow", OVERFLOW.format(**params), params)

    def _deliver(self, taken: Iterable[tuple[int, BusMessage]]) -> None:
        wanted = self._wanted()
        for now, message in taken:
            topic = message.topic.replace(b".", b"/") if message.kind == "kafka" else message.topic
            name = topic.decode("utf-8", "replace")
            if any(topics.matches(filter_, name) for filter_ in wanted):
                self._add(now, topic, message)
        self._flush()

    def _add(self, now: int, topic: bytes, message: BusMessage) -> None:
        if self._builder.full:
            self._flush()
        properties, retain = message.properties, message.retain
        if message.kind != "mqtt":
            try:
                properties, retain = mapping.to_mqtt(View(message, name_of(message)).beside)
            except ValueError as error:
                properties = b""
                params = {"fault": str(error)}
                self._sink.on_trouble(self._connection.id, "bus-headers", HEADERS.format(**params), params)
        first = 0x30 | message.qos << 1 | retain
        self._builder.add(now, first, topic, message.payload or b"", properties, 0)

    def _flush(self) -> None:
        if self._builder.count:
            block, _ = self._builder.take(clock.wall_ns() - clock.mono_ns())
            self._sink.on_block(self._connection.id, block, None)


def name_of(message: BusMessage) -> str:
    """The topic as text; what is no UTF-8 shows as marks."""
    return message.topic.decode("utf-8", "replace")
