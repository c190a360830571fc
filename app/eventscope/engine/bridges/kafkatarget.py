"""The Kafka end that a route sends to: an idempotent producer; effectively once what is in doubt is looked up."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from dataclasses import replace

from eventscope.core.bus import BridgeSpec, Route
from eventscope.core.errors import EventscopeError
from eventscope.core.kafka import Delivery, NewRecord, ProducerSettings
from eventscope.engine.bridges.ends import Endpoint, Failure, Outlet
from eventscope.engine.bridges.kafkadoubts import ID, Doubts
from eventscope.links.kafka.cluster import Cluster
from eventscope.links.kafka.producer import Producer
from eventscope.links.kafka.troubles import Trouble
from eventscope.store.spoolrows import Row

log = logging.getLogger(__name__)
BATCH = 500
OPEN, OPEN_BYTES = 10_000, 32 << 20  # rows, bytes that may be under way
CLOSING = 2.0  # seconds for what is under way
TICK = 0.25  # seconds between two looks without news
AGAIN = 1.0  # seconds until what the cluster would not answer is asked once more
USUAL = 1_000_000  # bytes of a batch that the library fills
FRAME = 128  # bytes of a batch around its record, at most
# A record waits for its cluster however long that is down; it may take this size, which the topic then judges.
SETTINGS = ProducerSettings(acks="all", idempotent=True, timeout=0.0, largest=64 << 20)
# The producer was renewed or its records were given up: they go again in order, those in doubt after a lookup.
DOUBTFUL = frozenset({"not-sent", "unsure", "producer-lost", "late"})
REASONS = {
    "too-large": "too_large",
    "unknown-topic": "unknown_topic_or_partition",
    "unknown-partition": "unknown_topic_or_partition",
    "bad-topic": "invalid_topic",
    "not-authorized": "not_authorized",
    "bad-record": "serialisation",
    "policy": "not_authorized",
}


class KafkaTarget:
    """Implements TargetEnd and ProducerSink.

    Rows leave in order, and the order of each key is kept, also when they must be sent again: nothing new leaves
    before. Effectively once every record carries the header es-id (bridge:epoch:row). What was sent and never
    reported, before a kill or by a producer that the cluster forgot, is first looked up, see `kafkadoubts`.
    """

    def __init__(
        self, endpoint: Endpoint, spec: BridgeSpec, route: Route, number: int, outlet: Outlet, name: str
    ) -> None:
        assert endpoint.kafka is not None
        self._servers, self._password = endpoint.kafka, endpoint.password
        self._outlet = outlet
        self._once = spec.delivery == "effectively-once"
        self._topic = route.to.topic if "{" not in route.to.topic else ""
        self._ident = name
        self._news = threading.Condition()
        self._ready = self._up = self._closing = False
        self._open: dict[int, Row] = {}
        self._open_bytes = 0
        self._pending: deque[Row] = deque()  # taken, and to be sent before any other
        self._doubtful: list[Row] = []
        self._settings = SETTINGS
        self._batch_refused = False  # as too large: records are sent one by one from then on
        self._thread: threading.Thread | None = None

    # --- TargetEnd ---------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Connect; rows are taken once the cluster is reached."""
        self._outlet.standing("connecting")
        await asyncio.to_thread(self._begin)
        self._outlet.listen(self._wake)

    def _begin(self) -> None:
        self._cluster = Cluster(self._servers, self._password)
        self._doubts = Doubts(self._cluster, self._password, self._outlet, self._ident, lambda: self._closing)
        restored = list(self._outlet.restored)
        if self._once:
            self._doubtful = restored
        else:
            self._pending.extend(restored)
        self._producer = Producer(self._servers, self, self._password, SETTINGS)
        self._thread = threading.Thread(target=self._run, name="kafka target", daemon=True)
        self._thread.start()

    async def close(self) -> None:
        """Take no more; what is under way is flushed, the rest stays in the spool."""
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        thread = self._thread
        if thread is None:
            return
        with self._news:
            self._closing = True
            self._news.notify_all()
        self._producer.flush(CLOSING)
        self._producer.close(0.0)
        thread.join(CLOSING + AGAIN)
        if self._once:
            self._doubts.keep()
        self._outlet.standing("down")

    # --- the thread --------------------------------------------------------------------------------------

    def _wake(self) -> None:
        with self._news:
            self._ready = True
            self._news.notify_all()

    def _run(self) -> None:
        asked = False
        while self._wait():
            if not self._up:
                continue
            try:
                if not asked:
                    self._ask_limit()
                    asked = True
                if self._doubtful:
                    self._settle()
                else:
                    self._send_some()
            except EventscopeError as error:
                self._outlet.standing("waiting", error.code, str(error))
                log.info("a Kafka target waits: %s", error)
                self._pause(AGAIN)
            if self._once:
                self._doubts.keep(every=1.0)

    def _wait(self) -> bool:
        """Until there may be something to do; False: it ends."""
        with self._news:
            if not self._ready and not self._closing:
                self._news.wait(TICK)
            self._ready = False
            return not self._closing

    def _pause(self, seconds: float) -> None:
        with self._news:
            self._news.wait_for(lambda: self._closing, seconds)
            self._ready = True

    def _send_some(self) -> None:
        """Take and send until nothing is there, or enough is under way."""
        while not self._closing and self._up and not self._doubtful:
            rows = self._next()
            if not rows:
                return
            try:
                if self._once:
                    self._doubts.announce(rows)
            except EventscopeError:
                with self._news:
                    self._pending.extendleft(reversed(rows))
                raise
            if not self._send(rows):
                return

    def _next(self) -> list[Row]:
        with self._news:
            room = min(BATCH, OPEN - len(self._open)) if self._open_bytes < OPEN_BYTES else 0
            if room <= 0:
                return []
            rows = [self._pending.popleft() for _ in range(min(room, len(self._pending)))]
        return rows or self._outlet.take(room)

    def _send(self, rows: list[Row]) -> bool:
        """Whether all of them were taken by the library; the others come first next time."""
        refused: list[Failure] = []
        with self._news:  # so that no report of a lost producer comes between the look at doubts and the sending
            records = []
            if not self._doubtful:
                for row in rows:
                    record = self._record(row)
                    if isinstance(record, Failure):
                        refused.append(record)
                        continue
                    records.append(record)
                    self._open[row.id] = row
                    self._open_bytes += row.size
            gone = {item.id for item in refused}
            taken = self._producer.send(records) if records else 0
            left = [row for row in rows if row.id not in gone][taken:]
            for row in left:
                self._forget(row.id)
            self._pending.extendleft(reversed(left))
        if refused:
            self._outlet.failed(refused)
        return not left

    def _record(self, row: Row) -> NewRecord | Failure:
        try:
            headers = [(name.decode(), value) for name, value in row.headers]
            topic = row.topic.decode()
        except UnicodeDecodeError:
            return Failure(row.id, "serialisation", "The name of a header or topic is no UTF-8.", permanent=True)
        if any("\0" in name for name, _ in headers):
            return Failure(row.id, "serialisation", "The name of a header has a NUL in it.", permanent=True)
        if self._once:
            headers = [item for item in headers if item[0] != ID]
            headers.append((ID, self._doubts.name(row)))
        return NewRecord(row.id, topic, row.payload, row.key, tuple(headers))

    def _forget(self, id_: int) -> Row | None:
        row = self._open.pop(id_, None)
        if row is not None:
            self._open_bytes -= row.size
        return row

    def _settle(self) -> None:
        """What is in doubt: look it up, then send the rest before all others."""
        with self._news:
            if self._open:
                return  # a report is still to come
            rows = sorted(self._doubtful)
        if self._batch_refused and not self._settings.batch:
            self._renew(replace(self._settings, batch=1))
        left = self._doubts.settle(rows) if self._once else rows
        with self._news:
            known = {row.id for row in rows}
            self._doubtful = [row for row in self._doubtful if row.id not in known]
            self._pending.extendleft(reversed(left))
            self._ready = True
        self._outlet.standing("up")

    def _ask_limit(self) -> None:
        """How large a record may be in the one topic of the route."""
        if not self._topic:
            return
        try:
            found = {item.name: item.value for item in self._cluster.settings(self._topic)}
        except EventscopeError as error:
            log.info("%s does not tell its limit: %s", self._topic, error)
            return
        value = found.get("max.message.bytes") or ""
        if value.isdigit() and int(value) > FRAME:
            self._outlet.largest(min(int(value), SETTINGS.largest) - FRAME)
            if int(value) < USUAL:
                self._renew(replace(SETTINGS, batch_bytes=int(value) - FRAME))

    def _renew(self, settings: ProducerSettings) -> None:
        """Another producer, while nothing is under way."""
        self._settings = settings
        old, self._producer = self._producer, Producer(self._servers, self, self._password, settings)
        old.close(0.0)

    # --- ProducerSink ------------------------------------------------------------------------------------

    def on_deliveries(self, deliveries: list[Delivery]) -> None:
        """Through, failed for good, to be tried later, or in doubt."""
        through: list[int] = []
        failures: list[Failure] = []
        ends: dict[tuple[bytes, int], int] = {}
        with self._news:
            for item in deliveries:
                row = self._forget(item.token)
                if row is None:
                    continue
                if not item.code:
                    through.append(row.id)
                    ends[row.topic, item.partition] = item.offset
                elif item.code in DOUBTFUL or (item.code == "too-large" and not self._settings.batch):
                    self._batch_refused = self._batch_refused or item.code == "too-large"
                    self._doubtful.append(row)
                else:
                    failures.append(_failure(item))
            self._ready = True
            self._news.notify_all()
        if through:
            self._outlet.done(through)
            if self._once:
                self._doubts.reached(ends)
        if failures and not self._closing:
            self._outlet.failed(failures)

    def on_standing(self, up: bool, trouble: Trouble | None) -> None:
        """The cluster is reached, or not."""
        if up:
            self._outlet.standing("up")
        elif trouble is not None and not self._closing:
            self._outlet.standing("refused" if trouble.lasting else "waiting", trouble.code, trouble.words)
        with self._news:
            self._up = up
            self._ready = True
            self._news.notify_all()

    def on_trouble(self, trouble: Trouble) -> None:
        """Survived: a producer that was lost, for one."""
        self._outlet.note("producers_lost" if trouble.code == "producer-lost" else "troubles")
        log.info("%s: %s", trouble.code, trouble.words)
        self._wake()


def _failure(item: Delivery) -> Failure:
    return Failure(item.token, REASONS.get(item.code, item.code.replace("-", "_")), item.words, not item.again)
