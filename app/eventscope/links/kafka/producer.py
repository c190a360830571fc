"""Sends records: a thread of its own hears what became of them; a full queue is told, never waited for in silence."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol

import confluent_kafka
from confluent_kafka import KafkaError, KafkaException

from eventscope.base import clock
from eventscope.core.kafka import Delivery, NewRecord, ProducerSettings, Servers
from eventscope.links.kafka import options, troubles
from eventscope.links.kafka.meters import Meter
from eventscope.links.kafka.standing import Standing
from eventscope.links.kafka.troubles import Trouble

log = logging.getLogger(__name__)
POLL = 0.1  # seconds
PURGE = 1.0  # seconds for reports of what was given up


class ProducerSink(Protocol):
    """Hears of a producer; calls come from its own thread and must return at once."""

    def on_deliveries(self, deliveries: list[Delivery]) -> None:
        """What became of records; each token comes exactly once."""

    def on_standing(self, up: bool, trouble: Trouble | None) -> None:
        """The cluster is reached, or not and why."""

    def on_trouble(self, trouble: Trouble) -> None:
        """Something was wrong and survived: a producer that was lost, for one."""


class Producer:
    """Methods may be called from any thread. It connects by itself and stays connected until `close`.

    Order is kept for each partition among records that are delivered. After a FATAL error (the cluster forgot an
    idempotent producer) what was under way comes back as failed, `again` and `unsure`, and a new client goes on.
    """

    def __init__(
        self,
        servers: Servers,
        sink: ProducerSink,
        password: bytes | None = None,
        settings: ProducerSettings | None = None,
        make: Callable[[dict[str, Any]], Any] = confluent_kafka.Producer,
    ) -> None:
        settings = settings or ProducerSettings()
        self._sink = sink
        self._make = make
        self._standing = Standing(sink.on_standing)
        self._configuration = options.common(servers, password) | options.producer(settings)
        self._configuration |= {"error_cb": self._on_error, "stats_cb": Meter(servers).take}
        self._lock = threading.Condition()
        self._reports: list[Delivery] = []  # filled inside `poll`, on the thread
        self._outstanding = 0
        self._fatal: KafkaError | None = None
        self._closing = False
        self._client = self._made()
        self._thread = threading.Thread(target=self._run, name="kafka producer", daemon=True)
        self._thread.start()

    @property
    def outstanding(self) -> int:
        """Records whose fate was not told yet."""
        return self._outstanding

    @property
    def up(self) -> bool:
        """Whether the cluster is reached."""
        return self._standing.up

    def send(self, records: Sequence[NewRecord]) -> int:
        """How many were taken, from the first on; fewer than given: the queue is full, see `wait_for_room`.

        What cannot be sent at all (too large, a partition that is not there) counts as taken and comes back as a
        failed delivery.
        """
        taken = 0
        with self._lock:
            if self._closing or self._fatal:
                return 0
            self._outstanding += len(records)
            try:
                for record in records:
                    if not self._put(record):
                        break
                    taken += 1
            finally:
                self._outstanding -= len(records) - taken
        return taken

    def wait_for_room(self, timeout: float) -> bool:
        """Wait until something left the queue, or the time (s) is over (False)."""
        with self._lock:
            before = self._outstanding
            return self._lock.wait_for(lambda: self._outstanding < before or not before or self._closing, timeout)

    def flush(self, timeout: float) -> int:
        """Wait until all is told, or the time (s) is over; how many are left."""
        with self._lock:
            self._lock.wait_for(lambda: not self._outstanding, timeout)
            return self._outstanding

    def close(self, timeout: float = 2.0) -> int:
        """Flush, then give up the rest and end; how many were given up (each was told as failed)."""
        left = self.flush(timeout)
        with self._lock:
            self._closing = True
            self._lock.notify_all()
        if self._thread is not threading.current_thread():
            self._thread.join(POLL + PURGE + 1.0)
        return left

    # --- under the lock, on the caller's thread ----------------------------------------------------------

    def _put(self, record: NewRecord) -> bool:
        more: dict[str, Any] = {}
        if record.partition is not None:
            more["partition"] = record.partition
        if record.time is not None:
            more["timestamp"] = record.time
        if record.headers:
            more["headers"] = list(record.headers)
        try:
            self._client.produce(
                record.topic, record.value, record.key, on_delivery=partial(self._told, record.token), **more
            )
        except BufferError:
            return False
        except KafkaException as error:
            if troubles.of(error).fatal():
                self._fatal = troubles.of(error)
                return False
            self._refused(record, error)
        return True

    def _refused(self, record: NewRecord, error: KafkaException) -> None:
        trouble = troubles.explain(troubles.of(error), record.topic)
        self._reports.append(Delivery(record.token, -1, -1, trouble.code, trouble.words, not trouble.lasting))

    # --- the thread --------------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            while not self._closing:
                self._turn()
            self._give_up()
        except Exception:
            log.exception("the Kafka producer ended by a fault")
            raise

    def _turn(self) -> None:
        self._poll(POLL)
        self._hand_over()
        if self._fatal is not None:
            self._renew(self._fatal)
        self._standing.check(self._client)

    def _poll(self, timeout: float) -> None:
        try:
            self._client.poll(timeout)
        except KafkaException as error:  # a FATAL one comes out here when nobody was told before
            self._on_error(troubles.of(error))

    def _told(self, token: int, error: KafkaError | None, message: Any) -> None:
        if error is None:
            self._reports.append(Delivery(token, message.partition(), message.offset()))
            return
        trouble = troubles.explain(error, message.topic())
        unsure = trouble.code in troubles.UNSURE
        self._reports.append(
            Delivery(token, message.partition(), -1, trouble.code, trouble.words, not trouble.lasting, unsure)
        )

    def _hand_over(self) -> None:
        with self._lock:
            reports, self._reports = self._reports, []
        if not reports:
            return
        try:
            self._sink.on_deliveries(reports)
        except Exception:
            log.exception("the receiver of %d deliveries failed", len(reports))
        with self._lock:
            self._outstanding -= len(reports)
            self._lock.notify_all()

    def _renew(self, fatal: KafkaError) -> None:
        """Everything under way fails, then a new client takes the place of the one that the cluster refuses."""
        self._purge()
        with self._lock:
            self._client, self._fatal = self._made(), None
        self._sink.on_trouble(troubles.explain(KafkaError(KafkaError._FATAL, fatal.str())))

    def _give_up(self) -> None:
        self._purge()
        self._client = None  # its threads end with it

    def _purge(self) -> None:
        client = self._client
        client.purge(in_queue=True, in_flight=True, blocking=False)
        until = clock.mono_ns() + int(PURGE * 1e9)
        while len(client) and clock.mono_ns() < until:
            self._poll(POLL)
        self._poll(0)
        self._hand_over()

    def _made(self) -> Any:
        try:
            return self._make(dict(self._configuration))
        except KafkaException as error:
            raise troubles.as_error(error) from None

    def _on_error(self, error: KafkaError) -> None:
        if error.fatal():
            self._fatal = error
        else:
            trouble = self._standing.heard(error)
            if not trouble.peer:
                self._sink.on_trouble(trouble)
