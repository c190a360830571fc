"""Reads records: a tail of topics, or a member of a group that commits only what is done without a gap."""

from __future__ import annotations

import logging
import queue
import secrets
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Any

import confluent_kafka
from confluent_kafka import KafkaError, KafkaException, TopicPartition

from eventscope.base import clock
from eventscope.core.errors import CannotConnect, EventscopeError
from eventscope.core.kafka import ConsumerSettings, Partition, Place, Record, Servers
from eventscope.links.kafka import options, ours, places, records, troubles
from eventscope.links.kafka.assignment import GroupReading, TailReading
from eventscope.links.kafka.consumersink import ConsumerSink
from eventscope.links.kafka.handoff import Handoff
from eventscope.links.kafka.meters import Meter
from eventscope.links.kafka.offsets import Offsets
from eventscope.links.kafka.ours import Reader
from eventscope.links.kafka.standing import Standing
from eventscope.links.kafka.steering import PATIENCE, Steering
from eventscope.links.kafka.troubles import Trouble

log = logging.getLogger(__name__)
POLL = 0.1  # seconds
SETTLE = 1.0  # seconds that a lost partition waits for what is under way, to keep doubles few


class Consumer:
    """Methods may be called from any thread. It connects by itself and stays connected until `close`."""

    def __init__(
        self,
        servers: Servers,
        sink: ConsumerSink,
        settings: ConsumerSettings,
        password: bytes | None = None,
        make: Callable[[dict[str, Any]], Any] = confluent_kafka.Consumer,
    ) -> None:
        self._sink = sink
        self._settings = settings
        self._standing = Standing(sink.on_standing)
        configuration = options.common(servers, password)
        configuration |= options.consumer(settings, f"eventscope-tail-{secrets.token_hex(4)}")
        configuration |= {"error_cb": self._on_error, "stats_cb": Meter(servers).take, "on_commit": self._on_commit}
        try:
            self._client = make(configuration)
        except KafkaException as error:
            raise troubles.as_error(error) from None
        self._offsets = Offsets()
        self._reading = GroupReading(settings) if settings.group else TailReading(settings)
        self._handoff = Handoff(sink.on_records, self._on_failure, settings.waiting, settings.buffer)
        self._wishes: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._steering = Steering(self._client, self._reading, self._offsets, self._handoff, sink.on_assigned)
        self._closing = False
        self._membership: Any = None
        self._next_commit = 0
        self._reader = Reader(servers, password, settings.group)
        if settings.group:
            ours.enter(self._reader)
        self._thread = threading.Thread(target=self._run, name="kafka consumer", daemon=True)
        self._thread.start()

    def done(self, given: Iterable[Record]) -> None:
        """These records are safe: their offsets may be committed once everything before them is."""
        self._offsets.done(records.by_partition(tuple(given)))

    def done_until(self, partition: Partition, offset: int) -> None:
        """Everything of a partition below `offset` is safe."""
        self._offsets.done_until(partition, offset)

    def ask(self, question: Callable[[Any], None]) -> None:
        """Call `question` with the library's consumer, on the thread that polls it."""
        self._wish(partial(question, self._client))

    @property
    def settled(self) -> bool:
        """Whether everything that is done was committed."""
        return not self._offsets.news()

    @property
    def waiting(self) -> int:
        """Records handed out in a group and not done."""
        return self._offsets.waiting

    def begin(self, positions: Mapping[Partition, int]) -> None:
        """Commit where reading began, where nothing is done yet: so the group has a place even if nothing comes."""
        self._wish(partial(self._begin, positions))

    def begin_now(self, positions: Mapping[Partition, int]) -> None:
        """The same at once, inside `on_assigned`: before anything is read."""
        try:
            self._client.commit(
                offsets=[TopicPartition(*item, at) for item, at in positions.items()], asynchronous=False
            )
        except KafkaException as error:
            self._sink.on_trouble(troubles.explain(troubles.of(error)), None)

    @property
    def membership(self) -> Any:
        """What a transaction needs to commit offsets in the name of this member, as of its last assignment."""
        return self._membership

    def committed(self, partitions: Iterable[Partition]) -> dict[Partition, int]:
        """Where the group goes on, asked now; partitions without an offset are left out. Raises EventscopeError."""
        asked = tuple(partitions)
        answer: Future[dict[Partition, int]] = Future()

        def ask(client: Any) -> None:
            try:
                answer.set_result(places.committed(client, asked))
            except EventscopeError as error:
                answer.set_exception(error)

        self.ask(ask)
        try:
            return answer.result(places.WAIT + PATIENCE)
        except TimeoutError:
            raise CannotConnect("timeout", "The offsets of the group could not be asked. It is tried again.") from None

    def read(self, topics: tuple[str, ...]) -> None:
        """Read these topics (names, or patterns with *) in place of those before."""
        self._wish(lambda: self._reading.want(self._client, topics))

    def seek(self, partition: Partition, place: Place) -> None:
        """Go on from there in one partition that is read; this also starts one again that stopped."""
        self._wish(partial(self._steering.seek, partition, place))

    def halt(self, partition: Partition) -> None:
        """Read no more of one partition, until `revive`."""
        self._wish(partial(self._steering.halt, partition))

    def revive(self, partition: Partition, place: Place) -> None:
        """Go on from there in a partition that stopped or was halted; all others go on where they are."""
        self._wish(partial(self._steering.revive, partition, place))

    def pause(self) -> None:
        """Read no more until `resume`; a group keeps its members."""
        self._wish(partial(self._steering.hold, True))

    def resume(self) -> None:
        """Read on."""
        self._wish(partial(self._steering.hold, False))

    def close(self, timeout: float = 2.0) -> None:
        """Take no more, commit what is done, leave the group; returns when that is so or the time (s) is over."""
        self._closing = True
        if self._thread is not threading.current_thread():
            self._thread.join(timeout)

    # --- the thread --------------------------------------------------------------------------------------

    def _wish(self, wish: Callable[[], None]) -> None:
        self._wishes.put(wish)

    def _run(self) -> None:
        try:
            self._reading.begin(self._client, self)
            while not self._closing:
                self._turn()
        except Exception:
            log.exception("the Kafka consumer ended by a fault")
            raise
        finally:
            self._finish()

    def _turn(self) -> None:
        if self._steering.still or not self._handoff.full or self._handoff.wait_room(POLL):
            # The first alone: asking for many at once waits until there are many, or the time is over.
            try:
                first = self._client.poll(POLL)
                if first is not None:
                    self._take([first, *self._client.consume(self._settings.batch - 1, 0)])
            except KafkaException as error:
                self._on_error(troubles.of(error))
        self._obey()
        self._steering.balance()
        now = clock.mono_ns()
        if now >= self._next_commit:
            self._next_commit = now + int(self._settings.commit_every * 1e9)
            self._commit(wait=False)
        self._standing.check(self._client)
        self._reading.refresh(self._client, self)

    def _obey(self) -> None:
        while not self._wishes.empty():
            try:
                self._wishes.get_nowait()()
            except EventscopeError as error:
                self._sink.on_trouble(Trouble(error.code, str(error)), None)
            except KafkaException as error:
                self._sink.on_trouble(troubles.explain(troubles.of(error)), None)

    def _take(self, messages: Sequence[Any]) -> None:
        good = [message for message in messages if message.error() is None]
        if len(good) < len(messages):
            for message in messages:
                if message.error() is not None:
                    self._fault(message)
        if good:
            batch = records.records(good)
            for record in batch:
                if record.broken:
                    self._sink.on_trouble(Trouble("unreadable", record.broken), Partition(*record[:2]))
            if self._settings.group:
                self._offsets.handed(records.by_partition(batch))
            self._handoff.put(batch)

    def _fault(self, message: Any) -> None:
        trouble = troubles.explain(message.error(), message.topic() or "")
        has_place = message.topic() is not None and message.partition() is not None and message.partition() >= 0
        self._sink.on_trouble(trouble, Partition(message.topic(), message.partition()) if has_place else None)

    def _begin(self, positions: Mapping[Partition, int]) -> None:
        fresh = [item for item in positions if self._offsets.fresh(item)]
        if fresh and self._settings.commits:
            offsets = [TopicPartition(*item, positions[item]) for item in fresh]
            self._client.commit(offsets=offsets, asynchronous=True)

    def _commit(self, wait: bool) -> None:
        moved = self._offsets.news()
        if not moved or not self._settings.commits:
            return
        offsets = [TopicPartition(*item, position) for item, position in moved.items()]
        try:
            self._client.commit(offsets=offsets, asynchronous=not wait)
        except KafkaException as error:
            self._sink.on_trouble(troubles.explain(troubles.of(error)), None)
        else:
            self._offsets.committed(moved)

    def _finish(self) -> None:
        self._handoff.drop()
        self._handoff.wait_idle(SETTLE)
        self._handoff.stop(POLL)
        self._commit(wait=True)
        self._client.close()
        if self._settings.group:
            ours.leave(self._reader)

    # --- the reading tells -------------------------------------------------------------------------------

    def assigned(self, positions: dict[Partition, int]) -> None:
        """Partitions came."""
        if self._settings.group:
            self._offsets.begin(positions)
        if not self._settings.commits:  # here, since from other threads the library never answers while it polls
            self._membership = self._client.consumer_group_metadata()
        if self._steering.still:
            self._steering.pause([TopicPartition(*item) for item in positions])
        self._sink.on_assigned(positions)

    def revoked(self, partitions: tuple[Partition, ...], lost: bool) -> None:
        """Partitions go: what waits is dropped (it is read again by whoever has them next), what is done committed."""
        self._handoff.drop()
        self._handoff.wait_idle(SETTLE)
        if not lost:
            self._commit(wait=True)
        self._offsets.end(partitions)
        self._steering.forget(partitions)
        self._sink.on_revoked(partitions, lost)

    def trouble(self, trouble: Trouble) -> None:
        """Something that the reading met; whether the cluster is reached is told elsewhere."""
        if not trouble.peer:
            self._sink.on_trouble(trouble, None)

    # --- the library tells -------------------------------------------------------------------------------

    def _on_error(self, error: KafkaError) -> None:
        trouble = self._standing.heard(error)
        if not trouble.peer:
            self._sink.on_trouble(trouble, None)

    def _on_failure(self, error: Exception) -> None:
        self._steering.stop()
        words = f"The receiver of records failed ({type(error).__name__}: {error}). Reading paused; resume it."
        self._sink.on_trouble(Trouble("handler-failed", words, lasting=True), None)

    def _on_commit(self, error: KafkaError | None, partitions: list[TopicPartition]) -> None:
        if error is not None and error.name() != "_NO_OFFSET":
            self._offsets.refused(Partition(item.topic, item.partition) for item in partitions)
            self._sink.on_trouble(troubles.explain(error), None)
