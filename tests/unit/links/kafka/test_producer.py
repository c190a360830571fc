"""The producer against a library of our own making: a cluster that forgets it, a full queue, a failing receiver."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from confluent_kafka import KafkaError, KafkaException

from eventscope.core.kafka import NewRecord, Servers
from eventscope.links.kafka.producer import Producer
from kafkas import Sent
from servers import wait_until


class Message:
    def __init__(self, topic: str, offset: int) -> None:
        self._topic, self._offset = topic, offset

    def topic(self) -> str:
        return self._topic

    def partition(self) -> int:
        return 0

    def offset(self) -> int:
        return self._offset


class Library:
    """Delivers in `poll` what `deliver` allows."""

    def __init__(self, configuration: dict[str, Any]) -> None:
        self.configuration = configuration
        self.queue: list[tuple[str, Callable[[KafkaError | None, Message], None]]] = []
        self.deliver = True
        self.room = 10
        self.fatal = self.explode = False

    def produce(self, topic: str, value: Any, key: Any, on_delivery: Any, **more: Any) -> None:
        if self.fatal:
            raise KafkaException(KafkaError(KafkaError._FATAL, "forgotten", fatal=True))
        if len(self.queue) >= self.room:
            raise BufferError("full")
        self.queue.append((topic, on_delivery))

    def poll(self, timeout: float) -> int:
        if self.explode:
            self.explode = False
            raise KafkaException(KafkaError(KafkaError.OUT_OF_ORDER_SEQUENCE_NUMBER, "out of order", fatal=True))
        if not self.deliver:
            return 0
        done, self.queue = self.queue, []
        for offset, (topic, call) in enumerate(done):
            call(None, Message(topic, offset))
        return len(done)

    def purge(self, **_: Any) -> None:
        done, self.queue = self.queue, []
        for topic, call in done:
            call(KafkaError(KafkaError._PURGE_INFLIGHT, "purged"), Message(topic, -1))

    def list_topics(self, timeout: float) -> None:
        return None

    def __len__(self) -> int:
        return len(self.queue)


class Bench:
    def __init__(self) -> None:
        self.made: list[Library] = []
        self.sent = Sent()
        self.producer = Producer(Servers(("h:1",)), self.sent, make=self.make)

    def make(self, configuration: dict[str, Any]) -> Library:
        self.made.append(Library(configuration))
        return self.made[-1]


def records(count: int) -> list[NewRecord]:
    return [NewRecord(number, "t", b"x") for number in range(count)]


def test_a_full_queue_takes_a_part_and_room_is_waited_for() -> None:
    bench = Bench()
    bench.made[0].deliver = False
    assert bench.producer.send(records(15)) == 10
    assert bench.producer.outstanding == 10
    assert not bench.producer.wait_for_room(0.01)
    assert bench.producer.flush(0.01) == 10
    bench.made[0].deliver = True
    assert bench.producer.flush(10.0) == 0
    assert bench.producer.close() == 0
    assert [item.token for item in bench.sent.deliveries] == list(range(10))


def test_a_cluster_that_forgot_the_producer_gets_a_new_one() -> None:
    bench = Bench()
    bench.made[0].deliver = False
    assert bench.producer.send(records(3)) == 3
    bench.made[0].fatal = True
    assert bench.producer.send(records(5)[3:]) == 0
    wait_until(lambda: len(bench.made) == 2)
    lost = bench.sent.delivered(3)
    assert [(item.token, item.again, item.unsure) for item in lost] == [(n, True, True) for n in range(3)]
    wait_until(lambda: bench.sent.troubles)
    assert bench.sent.troubles[0].code == "producer-lost"
    wait_until(lambda: bench.producer.send(records(1)) == 1)
    assert bench.sent.delivered(4)[-1].code == ""
    bench.producer.close()


def test_a_fatal_error_that_is_only_told_does_the_same() -> None:
    bench = Bench()
    bench.made[0].configuration["error_cb"](KafkaError(KafkaError._FATAL, "fenced", fatal=True))
    wait_until(lambda: len(bench.made) == 2)
    bench.producer.close()


def test_a_fatal_error_that_comes_out_of_poll_does_the_same() -> None:
    bench = Bench()
    bench.made[0].deliver = False
    bench.producer.send(records(2))
    bench.made[0].explode = True
    assert [item.again for item in bench.sent.delivered(2)] == [True, True]
    wait_until(lambda: len(bench.made) == 2)
    bench.producer.close()


def test_what_is_left_at_the_end_is_counted_and_told() -> None:
    bench = Bench()
    bench.made[0].deliver = False
    bench.producer.send(records(4))
    assert bench.producer.close(0.01) == 4
    assert {item.code for item in bench.sent.deliveries} == {"unsure"}
    assert bench.producer.send(records(1)) == 0


def test_a_receiver_that_fails_harms_nothing() -> None:
    bench = Bench()

    def broken(deliveries: object) -> None:
        raise ValueError("broken")

    bench.sent.on_deliveries = broken  # type: ignore[assignment]
    bench.producer.send(records(2))
    assert bench.producer.flush(10.0) == 0
    bench.producer.close()
