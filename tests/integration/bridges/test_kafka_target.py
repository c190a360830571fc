"""The Kafka end that a route sends to, at the best Kafka there is."""

from __future__ import annotations

import pytest

from eventscope.core.bus import Source
from eventscope.core.kafka import ConsumerSettings, NewRecord, Record, Servers
from eventscope.engine.bridges.kafkatarget import KafkaTarget
from eventscope.links.kafka.cluster import Cluster
from eventscope.links.kafka.consumer import Consumer
from eventscope.links.kafka.producer import Producer
from kafkaends import MemoryOutlet, endpoint, row, spec, started
from kafkas import Read, Sent, fresh, servers as servers
from servers import wait_until

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(120)]
ONCE = "effectively-once"


def target(servers: Servers, outlet: MemoryOutlet, topic: str, delivery: str = "at-least-once") -> KafkaTarget:
    made = spec(Source("k", topic="in"), topic, delivery=delivery)
    return KafkaTarget(endpoint(servers), made, made.routes[0], 0, outlet, "es-b-t0")


def read(servers: Servers, topic: str, count: int) -> list[Record]:
    told = Read()
    consumer = Consumer(servers, told, ConsumerSettings((topic,), first="earliest"))
    try:
        return list(told.count(count))
    finally:
        consumer.close()


def made(servers: Servers, partitions: int = 2, **settings: str) -> str:
    topic = fresh()
    Cluster(servers).create(topic, partitions, settings=settings)
    return topic


def written(servers: Servers, *records: NewRecord) -> None:
    sent = Sent()
    producer = Producer(servers, sent)
    producer.send(records)
    sent.delivered(len(records))
    producer.close()


def values(records: list[Record]) -> list[int]:
    return [int(item.value or b"-1") for item in records]


@pytest.mark.parametrize("delivery", ["at-least-once", ONCE])
def test_rows_arrive_whole_and_in_the_order_of_their_key(servers: Servers, delivery: str) -> None:
    topic, outlet = made(servers, 3), MemoryOutlet()
    rows = [row(n, topic, key=b"k%d" % (n % 7), headers=((b"a", b"\xff"), (b"none", None))) for n in range(1, 2001)]
    with started(target(servers, outlet, topic, delivery)):
        outlet.give(rows)
        outlet.all_through(2000)
    records = read(servers, topic, 2000)
    for key in {item.key for item in records}:
        numbers = values([item for item in records if item.key == key])
        assert numbers == sorted(numbers)
    first = next(item for item in records if item.value == b"1")
    assert first.headers[:2] == (("a", b"\xff"), ("none", None))
    assert first.headers[2:] == ((("es-id", b"es-b-t0:1:1"),) if delivery == ONCE else ())
    assert outlet.announced == ([item.id for item in rows] if delivery == ONCE else [])
    assert [item[0] for item in outlet.standings] == ["connecting", "up", "down"]


def test_tombstones_and_empty_values_differ(servers: Servers) -> None:
    topic, outlet = made(servers, 1), MemoryOutlet()
    with started(target(servers, outlet, topic)):
        outlet.give([row(1, topic)._replace(payload=None, key=b"k"), row(2, topic, b"", b"k")])
        outlet.all_through(2)
    assert [item.value for item in read(servers, topic, 2)] == [None, b""]


def test_what_can_never_be_sent_is_told_and_the_rest_goes_on(servers: Servers) -> None:
    topic, outlet = made(servers, 1, **{"max.message.bytes": "20000"}), MemoryOutlet()
    bad = [
        row(1, topic, b"x" * 30_000),
        row(3, topic, headers=((b"\xff", b"1"),)),
        row(4, topic, headers=((b"a\0b", b"1"),)),
    ]
    with started(target(servers, outlet, topic)):
        outlet.give([bad[0], *(row(n, topic, b"%05d" % n * 500) for n in range(10, 40)), *bad[1:]])
        outlet.all_through(30)
        wait_until(lambda: len(outlet.failures) == 3, 60.0, "three failures")
    reasons = {item.id: (item.reason, item.permanent) for item in outlet.failures}
    if reasons[1][0] != "too_large":
        pytest.skip("this server has no limit")
    assert reasons[1] == ("too_large", True)
    assert (reasons[3], reasons[4]) == (("serialisation", True),) * 2
    assert outlet.limit < 20_000
    assert len(read(servers, topic, 30)) == 30


def test_what_was_sent_and_never_reported_is_looked_up(servers: Servers) -> None:
    topic = made(servers)
    there = [NewRecord(n, topic, b"%d" % n, b"k", (("es-id", b"es-b-t0:1:%d" % n),)) for n in range(1, 6)]
    written(servers, *there)
    rows = [row(n, topic, key=b"k") for n in range(1, 11)]
    outlet = MemoryOutlet(restored=rows, floors={(topic, 0): 0, (topic, 1): 0})
    with started(target(servers, outlet, topic, ONCE)):
        outlet.give([row(11, topic, key=b"k")])
        outlet.all_through(11)
    assert values(read(servers, topic, 11)) == list(range(1, 12))
    assert outlet.notes == {"duplicates_suppressed": 5}


def test_the_look_back_is_bounded_where_no_floor_is_known(servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eventscope.links.kafka.lookup.BACK", 3)
    topic = made(servers, 1)
    written(servers, *(NewRecord(n, topic, b"%d" % n, None, (("es-id", b"es-b-t0:1:%d" % n),)) for n in range(1, 6)))
    outlet = MemoryOutlet(restored=[row(n, topic) for n in (1, 4, 5)])
    with started(target(servers, outlet, topic, ONCE)):
        outlet.all_through(3)
    assert sorted(values(read(servers, topic, 6))) == [1, 1, 2, 3, 4, 5]
    assert outlet.notes == {"duplicates_suppressed": 2, "ambiguous_resends": 1}


def test_at_least_once_what_was_sent_goes_first_again(servers: Servers) -> None:
    topic = made(servers, 1)
    outlet = MemoryOutlet(rows=[row(3, topic)], restored=[row(1, topic), row(2, topic)])
    with started(target(servers, outlet, topic)):
        outlet.all_through(3)
    assert values(read(servers, topic, 3)) == [1, 2, 3]


def test_floors_rise_with_the_reports(servers: Servers) -> None:
    topic, outlet = made(servers, 1), MemoryOutlet()
    with started(target(servers, outlet, topic, ONCE)):
        outlet.give([row(n, topic) for n in range(1, 6)])
        outlet.all_through(5)
    assert outlet.floors() == {(topic, 0): 5}
