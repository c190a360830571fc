"""The Kafka end that a bridge takes from: a member of a group whose offsets go into the spool with the messages."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Mapping, Sequence
from functools import partial

from eventscope.core import kafkafilters
from eventscope.core.bus import BridgeSpec, BusMessage
from eventscope.core.errors import EventscopeError
from eventscope.core.kafka import ConsumerSettings, Edge, Partition, Record, Servers
from eventscope.engine.bridges.ends import Done, Endpoint, Inlet
from eventscope.engine.bridges.kafkawatch import IDENTITY, IN_ORDER, Watch, begun
from eventscope.links.kafka import records as making
from eventscope.links.kafka.assignment import is_pattern, matches
from eventscope.links.kafka.consumer import Consumer
from eventscope.links.kafka.troubles import Trouble
from eventscope.store.spoolrows import Marks

log = logging.getLogger(__name__)
HELD, HELD_BYTES = 5_000, 16 << 20  # records, bytes that may be put and not yet committed by the spool
SESSION = 10.0  # seconds after which the group gives the partitions of a member that is gone to others
CLOSING = 3.0  # seconds for what was put
EDGES: dict[str, Edge] = {"newest": "latest", "oldest": "earliest"}
GONE = (
    "In {topic!r}, partition {n}, the record to go on from ({offset}) is not there: it was deleted before it was read, "
    "or the topic was made anew. Nothing more is read there, since records would be jumped over. To go on at the "
    "{begin} record (begin), run the bridge now, as it is."
)
ANEW = (
    "Topic {topic!r} was deleted and made anew, so that its offsets mean other records. Nothing more is read there. To "
    "go on at its {begin} record (begin), run the bridge now, as it is."
)
JUMPED = "In {topic!r}, partition {n}, records are missing: it went on at the {begin} record, as when-gone says."


def group_of(spec: BridgeSpec, name: str) -> str:
    """The consumer group of a bridge."""
    return spec.source.group or name.replace("es-", "eventscope-", 1)


class KafkaSource:
    """Implements SourceEnd and ConsumerSink.

    A record is acknowledged (its offset committed to the group) only after the spool's commit of it and of all before
    it. The spool keeps the offsets too. Effectively once they alone say where to go on, and the group is told for
    information. At least once the group's count after an end in order, so that a group may be reset while the bridge
    rests; after a kill those that lie further.
    """

    def __init__(self, endpoint: Endpoint, spec: BridgeSpec, number: int, inlet: Inlet, name: str) -> None:
        assert endpoint.kafka is not None
        source = spec.source
        self._servers: Servers = endpoint.kafka
        self._password = endpoint.password
        self._spec = spec
        self._inlet = inlet
        self._topics = kafkafilters.wanted(source.topic, source.filter)
        self._name = name
        self.group = group_of(spec, name)
        self._room = threading.Condition()
        self._held = self._held_bytes = 0
        self._closing = self._broken = False
        self._stopped: dict[Partition, str] = {}  # why nothing more is read there
        self._positions: dict[Partition, int] = {}  # put in this run (effectively once: or before) up to there
        self._consumer: Consumer | None = None
        # The spool of a bus keeps offsets of several clusters, and topics have no slash in their names.
        self._head = f"{source.connection}/"
        self._stored = {
            (topic.removeprefix(self._head), number): at
            for (topic, number), at in inlet.offsets().items()
            if topic.startswith(self._head)
        }
        self._watch = Watch(self._servers, self._password, self._stored, EDGES[source.begin], self)
        self._paused = self._nothing = False

    # --- SourceEnd ---------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Read, as soon as it is known that the topics are still those whose offsets we have."""
        self._inlet.standing("connecting")
        await asyncio.to_thread(self._watch.start)

    def pause(self) -> None:
        """Partitions are paused while polling goes on, so that the group keeps us."""
        self._paused = True
        if self._consumer is not None:
            self._consumer.pause()

    def resume(self) -> None:
        """Read on. Where it does not pause, this is the consent to go on at `begin` where records are gone."""
        agreed, self._paused = not self._paused, False
        if self._consumer is None:
            if agreed:
                self._watch.agree()
            return
        stopped: dict[Partition, str] = {}
        if agreed:
            stopped, self._stopped = dict(self._stopped), {}
        if stopped:
            self._inlet.standing("up")
        for partition in stopped:
            self._watch.trust(partition.topic)
            self._consumer.revive(partition, EDGES[self._spec.source.begin])
        self._consumer.resume()

    async def close(self) -> None:
        """Wait for what was put, commit, leave the group."""
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self._watch.close()
        consumer = self._consumer
        if consumer is not None:
            consumer.pause()
        with self._room:
            self._room.wait_for(lambda: not self._held or self._broken, CLOSING)
            self._closing = True
            self._room.notify_all()
        if consumer is not None:
            consumer.close(CLOSING)
            if consumer.settled and not self._broken and not self._held:
                self._mark(self._marks({Partition("", IN_ORDER): 1}))
        self._inlet.standing("down")

    # --- the watch over topics tells ---------------------------------------------------------------------

    def on_unreached(self, trouble: Trouble) -> None:
        self._inlet.standing("refused" if trouble.lasting else "waiting", trouble.code, trouble.words)

    def on_anew(self, topics: Sequence[str]) -> bool:
        self._inlet.note("gaps")
        if self._spec.source.when_gone == "stop":
            self._refuse("topic-anew", ANEW, topic=topics[0], begin=self._spec.source.begin)
        return self._spec.source.when_gone != "stop"

    def on_identities(self, found: Mapping[str, int]) -> None:
        self._mark(self._marks({Partition(topic, IDENTITY): number for topic, number in found.items()}))

    def on_open(self, anew: Mapping[Partition, int], there: frozenset[str]) -> None:
        # What is not there yet is read from its beginning once it is, whatever `begin` says of what was before us.
        self._nothing = not any(matches(self._topics, name) for name in there)
        self._begin(dict(anew))

    def _begin(self, anew: dict[Partition, int]) -> None:
        try:
            consumer = Consumer(self._servers, self, self._settings(anew), self._password)
        except EventscopeError as error:
            self._inlet.standing("refused", error.code, str(error), _texts(error.params))
            return
        if self._paused:
            consumer.pause()
        self._consumer = consumer

    def _settings(self, anew: dict[Partition, int]) -> ConsumerSettings:
        """Where topics were made anew, their old offsets count no more: neither ours nor the group's."""
        topics = {item.topic for item in anew}
        kept = {Partition(*key): at for key, at in self._stored.items() if key[1] >= 0 and key[0] not in topics}
        once = self._spec.delivery == "effectively-once"
        in_order = self._stored.get(("", IN_ORDER)) == 1
        self._positions.update(({} if in_order and not once else kept) | anew)
        return ConsumerSettings(
            self._topics,
            self.group,
            first=EDGES[self._spec.source.begin],
            positions=self._positions,
            fallback={} if once else kept,
            further=not once and not anew,
            late="earliest",
            begun=self._nothing or begun(self._stored),
            instance=self._name,
            session=SESSION,
        )

    def on_changed(self, topic: str) -> None:
        consumer = self._consumer
        mine = [item for item in list(self._positions) if item.topic == topic]
        if consumer is None or not mine:
            return
        choice = self._spec.source.when_gone
        self._inlet.note("gaps")
        for partition in mine:
            consumer.halt(partition)
            if choice == "stop":
                self._stopped[partition] = "topic-anew"
            else:
                consumer.revive(partition, EDGES[choice])
        if choice == "stop":
            self._refuse("topic-anew", ANEW, topic=topic, begin=self._spec.source.begin)
        else:
            self._watch.trust(topic)

    # --- ConsumerSink ------------------------------------------------------------------------------------

    def on_records(self, given: list[Record]) -> None:
        """Put them; wait while too much is put and not committed: reading pauses meanwhile."""
        size = making.weight(given)
        with self._room:
            self._room.wait_for(self._roomy)
            if self._closing or self._broken:
                return
            self._held += len(given)
            self._held_bytes += size
        offsets = making.by_partition(given)
        after = {item: numbers[-1] + 1 for item, numbers in offsets.items()}
        self._positions.update(after)
        try:
            self._inlet.put([message(record) for record in given], self._marks(after), partial(self._done, given, size))
        except EventscopeError as error:  # the spool is closed
            self._done(given, size, error)

    def _roomy(self) -> bool:
        return self._closing or self._broken or not self._held or (self._held < HELD and self._held_bytes < HELD_BYTES)

    def _done(self, given: list[Record], size: int, error: Exception | None) -> None:
        with self._room:
            self._held -= len(given)
            self._held_bytes -= size
            self._room.notify_all()
        if error is None:
            if self._consumer is not None:
                self._consumer.done(given)
        elif not self._closing and not self._broken:
            self._not_stored(given, error)

    def _not_stored(self, given: list[Record], error: Exception) -> None:
        """Nothing behind these may count as read: the offsets go back to them, and reading stops."""
        self._broken = True
        log.error("%d records were not stored", len(given), exc_info=error)
        words = f"Records could not be stored ({error}). Reading stopped before them; stop the bridge and start it."
        self._inlet.standing("refused", "not-stored", words)
        if self._consumer is not None:
            self._consumer.pause()
        back = {item: numbers[0] for item, numbers in making.by_partition(given).items()}
        self._mark(self._marks(back))

    def on_assigned(self, positions: dict[Partition, int]) -> None:
        """Where it begins is stored at once: what comes while we are away must be found."""
        for item, offset in positions.items():
            self._positions[item] = offset
            self._stopped.pop(item, None)
        self._mark(self._marks(positions, begun=True), partial(self._known, dict(positions)))
        self._watch.see({item.topic for item in positions})

    def _marks(self, after: Mapping[Partition, int], begun: bool = False) -> Marks:
        told = {Partition("", IDENTITY): 1, Partition("", IN_ORDER): 0} if begun else {}
        return Marks(
            offsets=tuple((self._head + item.topic, item.number, at) for item, at in (told | {**after}).items())
        )

    def _mark(self, marks: Marks, done: Done | None = None) -> None:
        try:
            self._inlet.put([], marks, done)
        except EventscopeError as error:  # it is closed: what it knows is what was stored
            log.info("the spool took no offsets: %s", error)

    def _known(self, positions: dict[Partition, int], error: Exception | None) -> None:
        if error is not None or self._consumer is None:
            return
        self._consumer.begin(positions)
        self._inlet.subscribed(True)

    def on_revoked(self, partitions: tuple[Partition, ...], lost: bool) -> None:
        """What was put goes on its way; what was not is read by whoever has the partitions next."""
        for item in partitions:
            self._stopped.pop(item, None)
        self._inlet.note("rebalances")

    def on_standing(self, up: bool, trouble: Trouble | None) -> None:
        """The cluster is reached, or not."""
        if self._stopped or self._broken:
            return
        if up:
            self._inlet.standing("up")
            if self._nothing and all(map(is_pattern, self._topics)):
                self._mark(self._marks({}, begun=True))
                self._inlet.subscribed(True)  # nobody assigns partitions while no topic matches
        elif trouble is not None:
            self._inlet.standing("refused" if trouble.lasting else "waiting", trouble.code, trouble.words)

    def on_trouble(self, trouble: Trouble, partition: Partition | None) -> None:
        """Said in words; a partition whose offset is gone stops."""
        if trouble.code == "offset-gone" and partition is not None:
            self._gone(partition)
        elif trouble.code in ("unknown-topic", "not-authorized", "fenced", "too-large"):
            self._inlet.subscribed(False, trouble.words)
        elif trouble.code == "handler-failed":
            self._broken = True
            self._inlet.standing("refused", trouble.code, trouble.words)
        elif trouble.code == "unreadable":
            self._inlet.note("unreadable_headers")
        else:
            self._inlet.note("troubles")
            log.info("%s: %s", trouble.code, trouble.words)

    def _gone(self, partition: Partition) -> None:
        source = self._spec.source
        self._inlet.note("gaps")
        if source.when_gone != "stop" and self._consumer is not None:
            log.warning(JUMPED.format(topic=partition.topic, n=partition.number, begin=source.when_gone))
            self._consumer.revive(partition, EDGES[source.when_gone])
            return
        self._stopped[partition] = "offset-gone"
        offset = self._positions.get(partition, -1)
        where = {"topic": partition.topic, "n": partition.number, "offset": offset, "begin": source.begin}
        self._refuse("offset-gone", GONE, **where)

    def _refuse(self, code: str, sentence: str, **params: object) -> None:
        self._inlet.standing("refused", code, sentence.format(**params), _texts(params))


def message(record: Record) -> BusMessage:
    """A record as bridges carry it."""
    topic, partition, offset, time, kind, key, value, headers, broken = record
    named = tuple([(name.encode(), content) for name, content in headers]) if headers else ()
    return BusMessage(
        "kafka", topic.encode(), value, key, named, partition=partition, offset=offset,
        timestamp_ns=None if kind == "none" else time * 1_000_000, broken=broken,
    )  # fmt: skip


def _texts(params: dict[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in params.items()}
