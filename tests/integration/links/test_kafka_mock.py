"""Producer and consumer against the library's own mock cluster: three brokers, no server at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from confluent_kafka import Producer as Library

from eventscope.core.kafka import ConsumerSettings, NewRecord, ProducerSettings, Servers
from eventscope.links.kafka.consumer import Consumer
from eventscope.links.kafka.producer import Producer
from kafkas import Read, Sent, new

pytestmark = pytest.mark.kafka


@pytest.fixture
def three() -> Iterator[Servers]:
    """A mock cluster lives as long as the client that made it."""
    keeper = Library({"bootstrap.servers": "nobody:1", "test.mock.num.brokers": 3, "log_level": 0})
    nodes = keeper.list_topics(timeout=10).brokers.values()
    yield Servers(tuple(f"{node.host}:{node.port}" for node in nodes))
    del keeper


def test_records_come_in_order_for_each_key(three: Servers) -> None:
    sent, read = Sent(), Read()
    with closing(Producer(three, sent, settings=ProducerSettings(compression="lz4"))) as producer:
        records = [item._replace(key=b"k%d" % (item.token % 7)) for item in new("t", 2_000)]
        taken = 0
        while taken < len(records):
            taken += producer.send(records[taken:])
        sent.delivered(2_000)
    assert {item.code for item in sent.deliveries} == {""}
    with closing(Consumer(three, read, ConsumerSettings(("t",), first="earliest"))):
        read.count(2_000)
    for key in range(7):
        got = [int(record.value or b"") for record in read.records if record.key == b"k%d" % key]
        assert got == list(range(key, 2_000, 7))


def test_a_full_queue_takes_a_part_and_loses_nothing(three: Servers) -> None:
    sent = Sent()
    with closing(Producer(three, sent, settings=ProducerSettings(queue=50, linger=50))) as producer:
        records = new("t", 500)
        taken = producer.send(records)
        assert taken == 50
        while taken < len(records):
            assert producer.wait_for_room(20.0)
            taken += producer.send(records[taken:])
        assert producer.flush(20.0) == 0
    assert sorted(item.token for item in sent.deliveries) == list(range(500))


def test_acks_none_and_one(three: Servers) -> None:
    for settings in (ProducerSettings(acks="0", idempotent=False), ProducerSettings(acks="1", idempotent=False)):
        sent = Sent()
        with closing(Producer(three, sent, settings=settings)) as producer:
            producer.send([NewRecord(0, "t", b"x")])
            (delivery,) = sent.delivered(1)
        assert delivery.code == ""
