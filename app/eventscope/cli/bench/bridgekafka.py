"""The ends of a bridge under load that are Kafka's."""

from __future__ import annotations

import queue
import threading

from eventscope.base import clock
from eventscope.cli.bench.bridgeload import SEQ, Arrived, payload
from eventscope.core.errors import Unavailable
from eventscope.core.kafka import ConsumerSettings, Delivery, NewRecord, Partition, ProducerSettings, Record, Servers
from eventscope.links.kafka.consumer import Consumer
from eventscope.links.kafka.producer import Producer
from eventscope.links.kafka.troubles import Trouble

TOPIC = "bench"
READY = 20.0  # seconds until the partitions are read


class _Silent:
    """What neither end needs to hear."""

    def on_standing(self, up: bool, trouble: Trouble | None) -> None:
        """A cluster that is away makes the course stall, which is told."""


class KafkaFeed(_Silent):
    """Produces to the topic; Feed and ProducerSink."""

    def __init__(self, address: str, size: int) -> None:
        self._size = size
        self._done = 0
        self._failed = ""
        self.sent = 0
        self._producer = Producer(Servers((address,)), self, settings=ProducerSettings(linger=1.0))

    @property
    def open(self) -> int:
        """See Feed."""
        return self.sent - self._done

    def send(self, count: int) -> None:
        """See Feed."""
        numbers = range(self.sent, self.sent + count)
        self._producer.send([NewRecord(number, TOPIC, payload(number, self._size)) for number in numbers])
        self.sent += count

    def turn(self) -> None:
        """See Feed."""
        if self._failed:
            raise Unavailable("bench-kafka-failed", "Kafka did not take a record: {words}", words=self._failed)

    def close(self) -> None:
        """Send what is left."""
        self._producer.close()

    def on_deliveries(self, deliveries: list[Delivery]) -> None:
        """The producer tells, from its thread."""
        self._failed = self._failed or next((item.words for item in deliveries if item.code), "")
        self._done += len(deliveries)

    def on_trouble(self, trouble: Trouble) -> None:
        """Deliveries say what matters."""


class KafkaTap(_Silent):
    """Reads every partition of the topic from its end on; Tap and ConsumerSink."""

    def __init__(self, address: str, arrived: Arrived | None = None) -> None:
        self._arrived = arrived
        self._came: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._reads = threading.Event()
        self.received = 0
        self._consumer = Consumer(Servers((address,)), self, ConsumerSettings((TOPIC,)))
        if not self._reads.wait(READY):
            self.close()
            raise Unavailable("bench-kafka-failed", "Kafka did not answer in time, so it cannot be measured.")

    def turn(self, seconds: float) -> int:
        """See Tap."""
        count = 0
        try:
            count += self._came.get(timeout=seconds)
            while True:
                count += self._came.get_nowait()
        except queue.Empty:
            self.received += count
            return count

    def close(self) -> None:
        """Leave."""
        self._consumer.close()

    def on_records(self, given: list[Record]) -> None:
        """The consumer tells, from its thread."""
        if self._arrived is not None:
            self._arrived([int((item.value or b"0")[:SEQ]) for item in given], clock.mono_ns())
        self._came.put(len(given))

    def on_assigned(self, positions: dict[Partition, int]) -> None:
        """Now it reads."""
        self._reads.set()

    def on_revoked(self, partitions: tuple[Partition, ...], lost: bool) -> None:
        """A tail keeps its partitions."""

    def on_trouble(self, trouble: Trouble, partition: Partition | None) -> None:
        """A record that does not come makes the course stall."""
