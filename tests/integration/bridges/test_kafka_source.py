"""The Kafka end that a bridge takes from, at the best Kafka there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from eventscope.core.bus import Source
from eventscope.core.kafka import NewRecord, Partition, Servers
from eventscope.engine.bridges.kafkasource import KafkaSource
from eventscope.links.kafka.cluster import Cluster
from eventscope.links.kafka.groups import Groups
from eventscope.links.kafka.producer import Producer
from kafkaends import MemoryInlet, endpoint, spec, started
from kafkas import Sent, fresh, new, servers as servers
from servers import wait_until

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(120)]


class Topic:
    """One topic to write to."""

    def __init__(self, servers: Servers, partitions: int = 2) -> None:
        self.servers, self.partitions = servers, partitions
        self.cluster = Cluster(servers)
        self.name = fresh()
        self.ident = fresh("es")
        self._sent = Sent()
        self._producer = Producer(servers, self._sent)
        self.make()

    def make(self) -> None:
        self.cluster.create(self.name, self.partitions)
        wait_until(lambda: self.name in self.cluster.metadata().topics, 20.0, "the topic is there")

    def again(self) -> None:
        """Delete it and make it anew."""
        self.cluster.delete(self.name)
        wait_until(lambda: self.name not in self.cluster.metadata().topics, 20.0, "the topic is gone")
        self.make()

    def write(self, *records: NewRecord) -> None:
        wanted = len(self._sent.deliveries) + len(records)
        self._producer.send(records)
        assert not any(item.code for item in self._sent.delivered(wanted))

    def numbers(self, count: int, **more: Any) -> None:
        self.write(*new(self.name, count, **more))

    def source(self, inlet: MemoryInlet, delivery: str = "at-least-once", **more: Any) -> KafkaSource:
        made = spec(Source("k", topic=self.name, **more), delivery=delivery)
        return KafkaSource(endpoint(self.servers), made, 0, inlet, self.ident)

    def close(self) -> None:
        self._producer.close()


@pytest.fixture
def topic(servers: Servers) -> Iterator[Topic]:
    made = Topic(servers)
    try:
        yield made
    finally:
        made.close()


def real(topic: Topic) -> None:
    """Skip where this is no Apache Kafka: noida-db gives no identities nor more partitions, and forgets no member."""
    if not topic.cluster.identities([topic.name]):
        pytest.skip("noida-db cannot do this")


def values(inlet: MemoryInlet) -> list[int]:
    return sorted(int(item.payload or b"-1") for item in inlet.messages)


def test_records_come_whole(topic: Topic) -> None:
    inlet = MemoryInlet()
    with started(topic.source(inlet)):
        inlet.granted()
        headers = (("a", b"\xff"), ("a", b"2"), ("none", None))
        topic.write(NewRecord(0, topic.name, None, b"k", headers, 1, 1_700_000_000_123))
        (message,) = inlet.count(1)
        wait_until(lambda: "up" in [item[0] for item in inlet.standings], 20.0, "the cluster is known to be reached")
    assert (message.kind, message.topic.decode(), message.payload, message.key) == ("kafka", topic.name, None, b"k")
    assert message.headers == ((b"a", b"\xff"), (b"a", b"2"), (b"none", None))
    assert (message.partition, message.offset, message.timestamp_ns) == (1, 0, 1_700_000_000_123_000_000)
    assert [item[0] for item in inlet.standings] == ["connecting", "up", "down"]


@pytest.mark.parametrize("delivery", ["at-least-once", "effectively-once"])
def test_what_comes_between_two_runs_is_found_though_nothing_came_before(topic: Topic, delivery: str) -> None:
    topic.numbers(5)
    first = MemoryInlet()
    with started(topic.source(first, delivery)):
        first.granted()
    assert first.messages == []  # begin = newest
    topic.numbers(7)
    second = MemoryInlet(first.stored)
    with started(topic.source(second, delivery)):
        second.count(7)
    assert values(second) == list(range(7))


def test_oldest_begins_at_the_first_record(topic: Topic) -> None:
    topic.numbers(5)
    inlet = MemoryInlet()
    with started(topic.source(inlet, begin="oldest")):
        inlet.count(5)


def test_a_partition_that_is_new_is_read_from_its_beginning(topic: Topic) -> None:
    real(topic)
    inlet = MemoryInlet()
    with started(topic.source(inlet)):
        inlet.granted()
        topic.cluster.grow(topic.name, 3)
        wait_until(lambda: len(topic.cluster.metadata().topics[topic.name].partitions) == 3, 20.0, "three partitions")
        sent = Sent()
        producer = Producer(topic.servers, sent)  # that of the topic still knows two
        producer.send(new(topic.name, 4, partition=2))
        assert not any(item.code for item in sent.delivered(4))
        producer.close()
        inlet.count(4)
    assert values(inlet) == [0, 1, 2, 3]


def test_only_what_is_stored_is_committed(topic: Topic) -> None:
    inlet = MemoryInlet()
    with started(topic.source(inlet)) as source:
        inlet.granted()
        inlet.hold()
        topic.numbers(10, partition=0)
        wait_until(lambda: len(inlet._held or ()) >= 1, 20.0, "records are put")
        groups = Groups(topic.cluster)

        def committed() -> int | None:
            (group,) = groups.some([source.group])
            return next((item.committed for item in group.partitions if item.partition.number == 0), None)

        assert not committed()
        inlet.let()
        wait_until(lambda: committed() == 10, 20.0, "ten are committed")
    assert inlet.stored["k/" + topic.name, 0] == 10


def test_the_spool_wins_over_the_group_effectively_once(topic: Topic) -> None:
    topic.numbers(10, partition=0)
    first = MemoryInlet()
    with started(topic.source(first, "effectively-once", begin="oldest")):
        first.count(10)
    stored = first.stored | {("k/" + topic.name, 0): 6}  # as after a kill before the last commits
    second = MemoryInlet(stored)
    with started(topic.source(second, "effectively-once")):
        second.count(4)
    assert values(second) == [6, 7, 8, 9]


def test_a_group_may_be_reset_while_the_bridge_rests_in_order(topic: Topic) -> None:
    real(topic)
    topic.numbers(10, partition=0)
    first = MemoryInlet()
    with started(topic.source(first, begin="oldest")) as source:
        first.count(10)
    groups = Groups(topic.cluster)
    wait_until(lambda: not groups.some([source.group])[0].members, 30.0, "the member is forgotten")
    groups.reset(groups.plan(source.group, topic.name, 3, [0]))
    second = MemoryInlet(first.stored)
    with started(topic.source(second)):
        second.count(7)
    assert values(second) == [3, 4, 5, 6, 7, 8, 9]


def test_an_offset_that_is_gone_stops_in_words_and_goes_on_by_consent(topic: Topic) -> None:
    topic.numbers(5, partition=0)
    stored = {("k/" + topic.name, 0): 50, ("k/" + topic.name, 1): 0}
    inlet = MemoryInlet(stored)
    with started(topic.source(inlet, "effectively-once", begin="oldest")) as source:
        words = inlet.stands("refused", "offset-gone")[2]
        assert "50" in words
        assert "oldest" in words
        topic.write(*new(topic.name, 2, partition=1))
        inlet.count(2)  # the other partition goes on
        source.pause()
        source.resume()
        assert inlet.standings[-1][0] == "refused"  # that is no consent yet
        source.resume()
        inlet.count(7)
        inlet.stands("up")
    assert inlet.stored["k/" + topic.name, 0] == 5


def test_a_bridge_may_be_told_beforehand_where_to_go_on(topic: Topic) -> None:
    topic.numbers(5, partition=0)
    inlet = MemoryInlet({("k/" + topic.name, 0): 50, ("k/" + topic.name, 1): 0})
    with started(topic.source(inlet, "effectively-once", when_gone="oldest")):
        inlet.count(5)
    assert inlet.notes["gaps"] == 1


def test_a_topic_made_anew_does_not_pass_for_the_old_one(topic: Topic) -> None:
    real(topic)
    first = MemoryInlet()
    topic.numbers(3, partition=0)
    with started(topic.source(first, begin="oldest")):
        first.count(3)
        wait_until(lambda: ("k/" + topic.name, -1) in first.stored, 20.0, "the identity is stored")
    topic.again()
    topic.numbers(9, partition=0)  # so that the old offset is within the new topic
    second = MemoryInlet(first.stored)
    with started(topic.source(second, begin="oldest")) as source:
        second.stands("refused", "topic-anew")
        assert second.messages == []
        source.resume()
        second.count(9)
    assert values(second) == list(range(9))


def test_the_name_of_a_header_that_is_no_text_does_not_stop_the_stream(topic: Topic) -> None:
    from kafkajudges import kafka

    class Raw(str):
        def encode(self, *_: Any) -> bytes:  # type: ignore[override]
            return b"\xff\xfe"

    inlet = MemoryInlet()
    with started(topic.source(inlet)):
        inlet.granted()
        producer = kafka.KafkaProducer(bootstrap_servers=topic.servers.bootstrap)
        producer.send(topic.name, b"poison", key=b"k", headers=[(Raw("x"), b"1")], partition=0)
        producer.flush()
        producer.close()
        topic.write(*new(topic.name, 1, partition=0))
        poison, good = inlet.count(2)
    assert (poison.payload, poison.key, bool(poison.broken), good.broken) == (b"poison", b"k", True, "")
    assert inlet.notes["unreadable_headers"] == 1


def test_the_pattern_of_a_bus_joins_topics_that_come_later(servers: Servers) -> None:
    topic = Topic(servers)
    head = fresh("bus")
    inlet = MemoryInlet()
    made = spec(Source("k", filter=f"{head}/+/created"))
    with started(KafkaSource(endpoint(servers), made, 0, inlet, topic.ident)):
        inlet.granted()
        for name in (f"{head}.a.created", f"{head}.b.deleted", f"{head}.c.created"):
            topic.cluster.create(name)
            topic.write(NewRecord(0, name, name.encode()))
        inlet.count(2)
    topic.close()
    assert {item.payload for item in inlet.messages} == {f"{head}.a.created".encode(), f"{head}.c.created".encode()}


def test_two_members_share_and_lose_nothing(topic: Topic) -> None:
    one, two = MemoryInlet(), MemoryInlet()
    made = spec(Source("k", topic=topic.name, group=fresh("g"), begin="oldest"))
    first = KafkaSource(endpoint(topic.servers), made, 0, one, fresh("es"))
    second = KafkaSource(endpoint(topic.servers), made, 0, two, fresh("es"))
    with started(first):
        one.granted()
        topic.numbers(50, partition=0)
        one.count(50)
        with started(second):
            wait_until(lambda: one.notes["rebalances"], 40.0, "the group is shared out anew")
            wait_until(lambda: any(key[1] >= 0 for key in two.stored), 40.0, "the second one reads")
            topic.write(*new(topic.name, 50, partition=1), *new(topic.name, 50, partition=0))
            wait_until(lambda: len(one.messages) + len(two.messages) >= 150, 40.0, "all are there")
    both = [(item.partition, item.offset) for item in (*one.messages, *two.messages)]
    assert set(both) >= {(number, offset) for number, count in ((0, 100), (1, 50)) for offset in range(count)}
    assert Partition(topic.name, 0) not in first._stopped
