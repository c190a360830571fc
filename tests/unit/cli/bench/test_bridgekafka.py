"""Kafka's ends of the bench: what is delivered is closed, what fails is loud, what is read is counted once."""

from __future__ import annotations

from typing import Any

import pytest

from eventscope.cli.bench import bridgekafka
from eventscope.cli.bench.bridgekafka import KafkaFeed, KafkaTap
from eventscope.cli.bench.bridgeload import payload
from eventscope.cli.bench.bridgepeers import KAFKA_TOPIC
from eventscope.core.errors import Unavailable
from eventscope.core.kafka import Delivery, NewRecord, Record


class Producer:
    def __init__(self, servers: Any, sink: Any, settings: Any = None) -> None:
        self.sent: list[NewRecord] = []

    def send(self, given: list[NewRecord]) -> int:
        self.sent += given
        return len(given)

    def close(self) -> None: ...


class Consumer:
    answers = True

    def __init__(self, servers: Any, sink: Any, settings: Any) -> None:
        self.closed = False
        if self.answers:
            sink.on_assigned({})

    def close(self) -> None:
        self.closed = True


@pytest.fixture(autouse=True)
def _fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridgekafka, "Producer", Producer)
    monkeypatch.setattr(bridgekafka, "Consumer", Consumer)


def test_records_are_numbered_and_closed_as_they_are_delivered() -> None:
    feed = KafkaFeed("x:1", 40)
    feed.send(2)
    feed.send(1)
    sent = feed._producer.sent  # type: ignore[attr-defined]
    assert [item.value for item in sent] == [payload(number, 40) for number in range(3)]
    assert {item.topic for item in sent} == {KAFKA_TOPIC}
    assert (feed.sent, feed.open) == (3, 3)
    feed.on_deliveries([Delivery(0, 0, 0), Delivery(1, 0, 1)])
    assert feed.open == 1
    feed.turn()
    feed.on_deliveries([Delivery(2, -1, -1, "late", "Too late.")])
    with pytest.raises(Unavailable, match="Too late"):
        feed.turn()
    feed.close()


def test_what_is_read_is_counted_with_its_numbers() -> None:
    seen: list[int] = []
    tap = KafkaTap("x:1", lambda given, now: seen.extend(given))
    assert tap.turn(0.001) == 0
    for first in (0, 2):
        tap.on_records([Record("bench", 0, n, 0, "none", None, payload(n, 40), ()) for n in (first, first + 1)])
    assert tap.turn(1) == 4
    assert (tap.received, seen) == (4, [0, 1, 2, 3])
    tap.close()


def test_a_cluster_that_does_not_answer_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Consumer, "answers", False)
    monkeypatch.setattr(bridgekafka, "READY", 0.01)
    with pytest.raises(Unavailable, match="did not answer"):
        KafkaTap("x:1")
