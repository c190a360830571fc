"""A link to a Kafka cluster for the engine: records read become blocks, events published become records."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from functools import partial

from eventscope.base import clock
from eventscope.core import topics
from eventscope.core.errors import EventscopeError
from eventscope.core.kafka import ConsumerSettings, Delivery, Partition, ProducerSettings, Record, Servers
from eventscope.core.message import Draft, connection_tag
from eventscope.core.news import LinkNews, LinkState, SubscriptionNews
from eventscope.core.workspace import Connection, Subscription
from eventscope.links.base import LinkSink, Stamper
from eventscope.links.kafka import blocks, drafts
from eventscope.links.kafka.consumer import Consumer
from eventscope.links.kafka.producer import Producer
from eventscope.links.kafka.receipts import Receipts
from eventscope.links.kafka.troubles import Trouble

log = logging.getLogger(__name__)
GAP = "Records of {topic!r} are missing: they were deleted, or it was made anew. It goes on from the first there is."
CLOSED = Trouble("closed", "The connection was closed. Open it again.", lasting=True)
DOWN = Trouble("not-connected", "The cluster is not reached, and QoS 0 does not wait. Publish with QoS 1, or wait.")
FULL = Trouble("queue-full", "The queue to the cluster is full: it takes records more slowly than they come.")


class KafkaLink:
    """Implements links.base.Link as far as it fits.

    A subscription's filter is the name of a topic, or a pattern with * in it; it is read as a tail from its end on.
    `$share/GROUP/TOPIC` reads as a member of a consumer group, from its offset on (its beginning where it has none),
    and commits what was acknowledged. QoS, retain handling and the like mean nothing here. How records are laid
    into rows, and drafts into records, is in core.kafkarow and links.kafka.drafts.
    """

    def __init__(
        self,
        connection: Connection,
        servers: Servers,
        sink: LinkSink,
        password: bytes | None = None,
        stamper: Stamper | None = None,
        settings: ProducerSettings | None = None,
    ) -> None:
        self._connection = connection
        self._servers = servers
        self._sink = sink
        self._password = password
        self._settings = settings
        self._receipts = Receipts(sink.on_receipt, stamper)
        self._lock = threading.RLock()
        self._filters: dict[str, set[str]] = {}  # by group; "" is the tail
        self._readers: dict[str, _Reader] = {}
        self._producer: Producer | None = None
        self._closed = False

    @property
    def connection(self) -> Connection:
        """What it was made from."""
        return self._connection

    def open(self) -> None:
        """Start connecting, and stay connected until `close`."""
        with self._lock:
            if self._producer is not None or self._closed:
                return
            self._tell("connecting")
            try:
                self._producer = Producer(self._servers, self, self._password, self._settings)
                for group in self._filters:
                    self._read(group)
            except EventscopeError as error:
                self._tell("refused", Trouble(error.code, str(error), lasting=True))

    def close(self, timeout: float = 2.0) -> None:
        """Take no more, flush, commit, leave groups; what did not leave in time has failed, and says so."""
        with self._lock:
            self._closed = True
            readers, self._readers = list(self._readers.values()), {}
            producer, self._producer = self._producer, None
        closing = [threading.Thread(target=reader.consumer.close, args=(timeout,)) for reader in readers]
        for thread in closing:
            thread.start()
        if producer is not None:
            producer.close(timeout / 2)
        for thread in closing:
            thread.join(timeout)
        self._receipts.give_up(CLOSED)
        self._tell("down")

    def subscribe(self, subscription: Subscription) -> None:
        """Want a subscription, now and after each reconnect."""
        group, topic = topics.share(subscription.filter)
        with self._lock:
            self._filters.setdefault(group or "", set()).add(topic)
            if self._producer is not None:
                self._read(group or "")

    def unsubscribe(self, filter_: str) -> None:
        """No longer want it."""
        group, topic = topics.share(filter_)
        with self._lock:
            left = self._filters.get(group or "", set())
            left.discard(topic)
            reader = self._readers.get(group or "")
            if reader is not None and left:
                reader.consumer.read(tuple(sorted(left)))
            elif reader is not None:
                self._filters.pop(group or "")
                self._readers.pop(group or "")
                threading.Thread(target=reader.consumer.close, name="kafka leaving").start()
        self._sink.on_subscription(SubscriptionNews(self._connection.id, filter_, "removed"))

    def publish(self, drafts_: Sequence[tuple[int, Draft]]) -> None:
        """Send drafts under the given receipt ids; outcomes come as receipts."""
        producer = self._producer
        for ident, draft in drafts_:
            self._publish(producer, ident, draft)

    # --- publishing --------------------------------------------------------------------------------------

    def _publish(self, producer: Producer | None, ident: int, draft: Draft) -> None:
        draft = self._receipts.begin(ident, draft)
        if producer is None:
            self._receipts.fail(ident, CLOSED)
        elif not draft.qos and not producer.up:
            self._receipts.fail(ident, DOWN)
        else:
            try:
                record = drafts.record(ident, draft)
            except EventscopeError as error:
                self._receipts.fail(ident, Trouble(error.code, str(error)))
                return
            self._receipts.sent(ident)
            if not producer.send([record]):
                self._receipts.fail(ident, FULL)

    def on_deliveries(self, deliveries: list[Delivery]) -> None:
        """The producer tells."""
        for item in deliveries:
            self._receipts.delivered(item)

    # --- reading -----------------------------------------------------------------------------------------

    def _read(self, group: str) -> None:
        wanted = tuple(sorted(self._filters[group]))
        if group in self._readers:
            self._readers[group].want(wanted)
        else:
            self._readers[group] = _Reader(self, group, wanted, self._servers, self._password)

    def on_batch(self, group: str, consumer: Consumer, given: list[Record]) -> None:
        """A reader tells; may block."""
        now = clock.mono_ns()
        tag = connection_tag(self._connection.id)
        made = blocks.block(given, tag, now, clock.wall_ns(), 1 if group else 0)
        self._sink.on_block(self._connection.id, made, partial(consumer.done, given) if group else None)

    def on_reading(self, group: str, wanted: tuple[str, ...], positions: dict[Partition, int]) -> None:
        """A reader knows what it reads."""
        for topic in wanted:
            filter_ = f"$share/{group}/{topic}" if group else topic
            self._sink.on_subscription(SubscriptionNews(self._connection.id, filter_, "granted", 1 if group else 0))

    # --- telling -----------------------------------------------------------------------------------------

    def on_standing(self, up: bool, trouble: Trouble | None) -> None:
        """The producer's client is reached or not: the link's state."""
        if up:
            self._tell("up")
        else:
            self._tell("refused" if trouble and trouble.lasting else "waiting", trouble)

    def on_trouble(self, trouble: Trouble, partition: Partition | None = None) -> None:
        """Something wrong that was survived."""
        params = {} if partition is None else {"topic": partition.topic, "partition": str(partition.number)}
        self._sink.on_trouble(self._connection.id, trouble.code, trouble.words, params)

    def _tell(self, state: LinkState, trouble: Trouble | None = None) -> None:
        code, words = (trouble.code, trouble.words) if trouble else ("", "")
        client = self._servers.client_id
        now = clock.mono_ns()
        self._sink.on_link(LinkNews(self._connection.id, state, now, code, words, client_id=client))


class _Reader:
    """One consumer of a link: its tail, or its member of one group."""

    def __init__(
        self, link: KafkaLink, group: str, wanted: tuple[str, ...], servers: Servers, password: bytes | None
    ) -> None:
        self._link = link
        self._group = group
        self._wanted = wanted
        settings = ConsumerSettings(wanted, group, first="earliest" if group else "latest")
        self.consumer = Consumer(servers, self, settings, password)

    def want(self, wanted: tuple[str, ...]) -> None:
        """Other topics."""
        self._wanted = wanted
        self.consumer.read(wanted)

    def on_records(self, given: list[Record]) -> None:
        self._link.on_batch(self._group, self.consumer, given)

    def on_assigned(self, positions: dict[Partition, int]) -> None:
        self._link.on_reading(self._group, self._wanted, positions)

    def on_revoked(self, partitions: tuple[Partition, ...], lost: bool) -> None:
        """Told by the next assignment."""

    def on_standing(self, up: bool, trouble: Trouble | None) -> None:
        """The producer tells for the whole link."""

    def on_trouble(self, trouble: Trouble, partition: Partition | None) -> None:
        if partition is not None and trouble.code == "offset-gone" and not self._group:
            # A tail has no place to keep: it says so and goes on with what is there.
            self._link.on_trouble(Trouble("gap", GAP.format(topic=partition.topic)), partition)
            self.consumer.seek(partition, "earliest")
        else:
            self._link.on_trouble(trouble, partition)
